"""The registry of layout rules: each one small function with an id, a legal source, and words for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from officialdoc.check.anatomy import Anatomy
from officialdoc.check.profiles import PROFILES, ProfileRules

DECREE = "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I"
PRACTICE = "thông lệ trình bày bảng biểu"


@dataclass(frozen=True, slots=True)
class Breach:
    """Where a rule is broken and what stands there instead, in Vietnamese."""

    place: str
    found: str


Check: TypeAlias = Callable[[Anatomy, ProfileRules], Iterable[Breach]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of layout. `wanted` and `mend` are sentences for the person who drafts; `profiles` says where it holds."""

    id: str
    source: str
    wanted: str
    mend: str
    check: Check
    profiles: frozenset[str]


RULES: dict[str, Rule] = {}


def rule(
    key: str, *, source: str, wanted: str, mend: str, profiles: Iterable[str] = PROFILES
) -> Callable[[Check], Check]:
    """Register a check under `key`. A second rule of one key raises ValueError."""

    def register(check: Check) -> Check:
        if key in RULES:
            raise ValueError(f"two rules are called {key}")
        RULES[key] = Rule(key, source, wanted, mend, check, frozenset(profiles))
        return check

    return register
