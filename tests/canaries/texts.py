"""The doors of free text: which fields of which deeds keep what is typed, and every name under which views read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django import forms

from chungtay.analytics import forms as analytics
from chungtay.documents import forms as documents
from chungtay.organisations import forms as organisations
from chungtay.programmes import activity_forms as activities
from chungtay.programmes import forms as programmes
from chungtay.reporting import forms as reporting
from tests.canaries import matter
from tests.canaries.addresses import Deed

TREE = Path(__file__).resolve().parents[2] / "chungtay"
# A word that every door of text lets in, a user name among them; and three things that none does.
HARMLESS = "hoangoanh"
FORBIDDEN = (f"{HARMLESS} {matter.PHONE}", matter.ID_NUMBER, matter.pasted())
# Fields that a person may leave out, beside those of `deeds`.
MORE_FIELDS: dict[str, dict[str, str]] = {
    "reporting:entry": {"reason": "", "answer-attendances_per_session:0": "", "no_joint_work": "1"},
    "reporting:autosave": {"reason": "", "answer-attendances_per_session:0": ""},
    "reporting:submit-whole": {"reason": ""},
    "reporting:return": {"to": ""},
    "reporting:decide-figure": {"row": "", "value": "", "qualifier": ""},
    "reporting:freeze": {"allow_estimates": "1"},
    "organisations:create-office": {"symbol": ""},
    "programmes:edit-plan": {"objective-1": ""},
    "documents:check-form": {"answer-body-justified": ""},
}
# Read from forms, and never kept as they are typed: choices, days, numbers, keys, passwords and codes. The committee's
# name, which the first administrator types, has a test of its own.
NEVER_KEPT = {
    "certainty", "do", "dated", "from_on", "hat", "keep_file", "ky", "kind", "last_on", "new_password", "next",
    "number", "oldpassword", "organisation", "office", "password1", "password2", "profile", "qualifier", "repeated",
    "role", "row", "section", "take", "was", "to", "to_membership", "type", "until", "unit_code", "username", "value",
    "verdict", "warning", "part", "committee", "allow_estimates", "no_joint_work", "code", "login", "password",
    "unit", "measure", "year", "remember", "province_code", "file", "companion", "sheet",
    "page", "query", "pin", "held_on", "channel", "topic", "audience", "attendance", "leaflets", "times", "own",
    "word", "other", "entry_key", "partners", "joint", "parent_number", "target", "due_on", "lead", "cooperating",
    "indicator", "objective", "campaign", "left_out", "first_year", "last_year", "on", "form", "taken",
    "shared", "who", "first", "last", "theme", "place", "with", "flag", "chosen", "automatic", "since",
}  # fmt: skip
_READ = re.compile(r"""(?:POST|post)(?:\.get|\.getlist)?[\[(]"([a-z_]+)\"""")


def fields_of(deed: Deed) -> list[str]:
    """The names of what can be sent with a deed, files left out."""
    return [*deed.data, *(name for name in MORE_FIELDS.get(deed.name, {}) if name not in deed.data)]


def with_words(deed: Deed, name: str, words: str) -> dict[str, Any]:
    """What a browser would send, with `words` in one field."""
    return {**MORE_FIELDS.get(deed.name, {}), **deed.sent, name: words}


def names_read() -> set[str]:
    """Every name under which a view or a form of the product reads what was sent."""
    modules = [*TREE.glob("*/views/*.py"), *TREE.glob("*/views.py"), *TREE.glob("*/forms.py")]
    written = {name for module in modules for name in _READ.findall(module.read_text(encoding="utf-8"))}
    return written | {name for form in _forms() for name in form.base_fields}


def _forms() -> set[type[forms.Form]]:
    rooms = (activities, analytics, documents, organisations, programmes, reporting)
    return {
        each
        for room in rooms
        for each in vars(room).values()
        if isinstance(each, type) and issubclass(each, forms.Form) and each.__module__.startswith("chungtay.")
    }
