"""Words of this room that stand in several places: numbers as plans print them, and bodies by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from chungtay.organisations.codes import OrganisationKind
from chungtay.organisations.models import Organisation
from narrative.numbers import format_number

# Bodies of which a unit has many are named together; data of documents, so Vietnamese.
_MANY = {OrganisationKind.AGENCY.value: "Sở, ngành liên quan", OrganisationKind.SCHOOL.value: "Cơ sở giáo dục"}


def target_words(target: Decimal | None, unit: str) -> str:
    """A target with its unit: "1.250 buổi", "70%"; empty for none."""
    if target is None:
        return ""
    return f"{format_number(target)}%" if unit == "%" else f"{format_number(target)} {unit}".strip()


def body_words(kind: str, bodies: Mapping[str, Organisation]) -> str:
    """The body of a kind in a unit by its short name; of bodies that do not exist there the kind's own words."""
    if kind in _MANY:
        return _MANY[kind]
    return bodies[kind].short_name if kind in bodies else str(OrganisationKind(kind).label)


def bodies_words(kinds: Iterable[str], bodies: Mapping[str, Organisation]) -> str:
    """Several bodies, with commas."""
    return ", ".join(body_words(kind, bodies) for kind in kinds)
