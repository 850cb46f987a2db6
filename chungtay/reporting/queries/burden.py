"""How much is asked of a commune, and what of it serves nothing: figures a month, unused ones, ones asked twice.

Source: docs/rules/deadlines.md#burden
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import combinations
from typing import Any

from django.db import connection

from chungtay.core.errors import NotPermitted, require
from chungtay.documents.codes import REPORTS_OF_A_YEAR
from chungtay.documents.models import DocumentVersion
from chungtay.documents.rules import IN_FORCE_OR_PAST
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership
from chungtay.reporting.addresses import address_of
from chungtay.reporting.codes import CellPart, CellUse
from chungtay.reporting.layout import FormLayout, LayoutRow, layouts_of
from chungtay.reporting.models import CatalogueEntry, Form, Indicator
from chungtay.reporting.queries.catalogue import base_grain, catalogue_for, form_version_on
from chungtay.reporting.rules import can_keep_catalogue
from chungtay.reporting.signals import CellsInUse, cells_in_use
from chungtay.reporting.windows import PARTS_OF_A_YEAR
from chungtay.territory.codes import Level

MONTHS = 12
_CODES_PRINTED = """
SELECT DISTINCT code #>> '{}' FROM documents_documentversion, jsonb_path_query(content, 'lax $.**.figure_code') AS code
WHERE id = %s AND code <> 'null'"""


@dataclass(frozen=True)
class Unused:
    """The codes of indicators that serve nothing, and of those whose categories serve nothing."""

    whole: frozenset[str]
    parts: frozenset[str]


NOTHING_UNUSED = Unused(frozenset(), frozenset())


@dataclass(frozen=True)
class AskedTwice:
    """An indicator that two forms ask of the same offices in windows that overlap."""

    indicator: Indicator
    forms: tuple[Form, Form]


@dataclass(frozen=True)
class FormBurden:
    """What one form asks of a commune: its figures, how often a year, of how many offices; and what is not used.

    `unused` are indicators none of whose figures is used, `unused_parts` those of which only categories are not.
    """

    entry: CatalogueEntry
    layout: FormLayout
    periods_a_year: int
    unused: tuple[Indicator, ...]
    unused_parts: tuple[Indicator, ...]
    unused_count: int

    @property
    def cell_count(self) -> int:
        """Figures in one report, without the two parts of joint work."""
        return len(self.layout.rows)

    @property
    def part_count(self) -> int:
        """Fields of joint work beside them: two for each figure of shared work."""
        return 2 * sum(row.indicator.is_shared_work for row in self.layout.rows)

    @property
    def a_month(self) -> Fraction:
        """Figures that one office is asked for a month."""
        return Fraction(self.cell_count * self.periods_a_year, MONTHS)

    @property
    def offices(self) -> int:
        """How many offices of one commune owe it."""
        return len(self.entry.senders) if Level.COMMUNE in self.entry.levels else 0


@dataclass(frozen=True)
class Burden:
    """What a commune is asked for, form by form. Nothing is called unused before a report was issued."""

    forms: tuple[FormBurden, ...]
    twice: tuple[AskedTwice, ...]
    is_known: bool

    @property
    def a_month(self) -> Fraction:
        """Figures that the offices of one commune are asked for a month, all together."""
        return sum((form.a_month * form.offices for form in self.forms), Fraction())

    @cached_property
    def by_office(self) -> dict[OrganisationKind, Fraction]:
        """Figures a month that each office of a commune is asked for."""
        found: dict[OrganisationKind, Fraction] = {}
        for form in self.forms:
            for kind in map(OrganisationKind, form.entry.senders if form.offices else ()):
                found[kind] = found.get(kind, Fraction()) + form.a_month
        return found


def burden_for(hat: Membership, on: date) -> Burden:
    """What is asked on `on`; for those who keep the catalogue, and the auditor."""
    require(can_keep_catalogue(hat) or hat.role == Role.AUDITOR, NotPermitted())
    entries = catalogue_for(hat, on)
    versions = {entry.pk: form_version_on(entry.form, on) for entry in entries}
    layouts = layouts_of(versions.values())
    used, is_known = used_cells()
    forms = [_form_burden(entry, layouts[versions[entry.pk].pk], used if is_known else None, on) for entry in entries]
    return Burden(tuple(forms), tuple(_asked_twice(forms)), is_known)


def unused_of(hat: Membership, form: Form, on: date) -> Unused:
    """What of a form serves nothing; nothing does before a report was issued."""
    found = {each.entry.form_id: each for each in burden_for(hat, on).forms}.get(form.pk)
    if found is None:
        return NOTHING_UNUSED
    whole, parts = (frozenset(each.code for each in those) for those in (found.unused, found.unused_parts))
    return Unused(whole, whole | parts)


def used_cells() -> tuple[dict[int, set[CellUse]], bool]:
    """The cells that something stands on, each with its uses; and whether any report was issued yet."""
    found: dict[int, set[CellUse]] = {}
    printed = _printed_in_issued_reports()
    answers: list[Any] = [answer for _receiver, answer in cells_in_use.send(sender=CatalogueEntry)]
    asked: list[CellsInUse] = [CellsInUse(CellUse.REPORT, printed), *answers]
    for each in asked:
        for cell in each.cells:
            found.setdefault(cell, set()).add(each.use)
    return found, bool(printed)


def uses_of(row: LayoutRow, used: dict[int, set[CellUse]]) -> set[CellUse]:
    """What the figure of a row is used in; both parts of a ratio are used in its formula."""
    parts = (CellPart.NUMERATOR, CellPart.DENOMINATOR)
    formula = {CellUse.FORMULA} if row.cell.part in parts else set()
    return used.get(row.number, set()) | formula


def _form_burden(
    entry: CatalogueEntry, layout: FormLayout, used: dict[int, set[CellUse]] | None, on: date
) -> FormBurden:
    rows: dict[Indicator, list[LayoutRow]] = {}
    for row in layout.rows:
        rows.setdefault(row.indicator, []).append(row)
    idle = {
        indicator: [row for row in its if used is not None and not uses_of(row, used)]
        for indicator, its in rows.items()
    }
    whole = tuple(indicator for indicator, its in rows.items() if len(idle[indicator]) == len(its))
    parts = tuple(
        indicator
        for indicator, its in rows.items()
        if indicator not in whole and _categories(its) and _categories(its) == _categories(idle[indicator])
    )
    grain = base_grain(entry.form.indicator_set_id, on)
    return FormBurden(entry, layout, PARTS_OF_A_YEAR[grain], whole, parts, sum(map(len, idle.values())))


def _categories(rows: Sequence[LayoutRow]) -> list[int]:
    return [row.number for row in rows if row.cell.part == CellPart.CATEGORY]


def _asked_twice(forms: Sequence[FormBurden]) -> Iterator[AskedTwice]:
    """Any two forms in force run over the same days, so the same indicator of the same offices is asked twice."""
    for one, other in combinations(forms, 2):
        same_offices = set(one.entry.senders) & set(other.entry.senders)
        same_levels = set(one.entry.levels) & set(other.entry.levels)
        if same_offices and same_levels:
            known = {row.indicator.pk for row in other.layout.rows}
            for indicator in dict.fromkeys(row.indicator for row in one.layout.rows):
                if indicator.pk in known:
                    yield AskedTwice(indicator, (one.entry.form, other.entry.form))


def _printed_in_issued_reports() -> frozenset[int]:
    versions = DocumentVersion.objects.filter(
        document__kind__in=REPORTS_OF_A_YEAR, document__status__in=IN_FORCE_OR_PAST, content__isnull=False
    )
    latest = versions.order_by("document", "-number").distinct("document").values_list("pk", flat=True)
    return frozenset().union(*(_cells_printed(version) for version in latest))


@lru_cache(maxsize=256)
def _cells_printed(version_id: int) -> frozenset[int]:
    """The cells whose figures a version of a document prints. A version never changes, so it is read once."""
    with connection.cursor() as cursor:
        cursor.execute(_CODES_PRINTED, [version_id])
        return frozenset(address_of(code).cell for (code,) in cursor.fetchall())
