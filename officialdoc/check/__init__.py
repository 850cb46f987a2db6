"""The layout checker: `check` reads a .docx and says which rules of layout it breaks, where, and how to mend it."""

from officialdoc.check.checker import Finding, check
from officialdoc.check.package import Unreadable
from officialdoc.check.profiles import PROFILES
from officialdoc.check.registry import RULES, Rule

__all__ = ["PROFILES", "RULES", "Finding", "Rule", "Unreadable", "check"]
