"""Lists of this room as they are taken away: who reported when, targets and what is reached, places not reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from chungtay.analytics.files.lines import number_of
from chungtay.analytics.queries.completeness import Receipt
from chungtay.analytics.queries.not_reached import NotReached
from chungtay.analytics.queries.question import Question
from chungtay.analytics.queries.targets import Reached
from chungtay.core.workbook import Cell, Column, Kind, TableSheet
from chungtay.reporting.codes import Qualifier
from chungtay.territory.models import UnitVersion


def receipts_table(
    question: Question, rows: Iterable[tuple[UnitVersion, Sequence[Receipt]]], words: Mapping[str, str]
) -> TableSheet:
    """A unit a row, three columns a period: where its reports stand, how many came, how many are owed."""
    columns = [Column(_("Unit"), width=34)]
    for slot in question.slots:
        columns += [
            Column(slot.words, width=18),
            Column(_("%(period)s: received") % {"period": slot.words}, Kind.NUMBER),
            Column(_("%(period)s: owed") % {"period": slot.words}, Kind.NUMBER),
        ]

    def told(unit: UnitVersion, found: Sequence[Receipt]) -> list[Cell]:
        cells: list[Cell] = [unit.heading]
        for receipt in found:
            cells += [words[receipt.state], receipt.received, receipt.expected] if receipt.expected else [None] * 3
        return cells

    return TableSheet(_("Reports received, by unit and period"), columns, (told(*row) for row in rows))


def targets_table(rows: Iterable[Reached], *, title: str) -> TableSheet:
    """A target a row, beside what is reached."""
    columns = (
        Column(_("Indicator"), width=56),
        Column(_("Unit of counting"), width=12),
        Column(_("Unit"), width=30),
        Column(_("Target"), Kind.NUMBER),
        Column(_("How exact"), width=12),
        Column(_("Reached"), Kind.NUMBER),
        Column(_("Share reached, in percent"), Kind.NUMBER, scale=1),
        Column(_("Where it is written"), width=50),
        Column(_("Code of the figure"), width=24),
    )
    return TableSheet(title, columns, (_target(each) for each in rows))


def _target(each: Reached) -> Sequence[Cell]:
    scale, total = each.measure.indicator.scale, each.total
    percent = each.percent
    return (
        each.measure.label,
        each.measure.unit,
        each.unit.heading,
        number_of(each.target.value, scale),
        str(Qualifier(total.qualifier).label) if total and total.qualifier else None,
        number_of(round(total.value), scale) if total else None,
        None if percent is None else number_of(round(percent * 10), 1),
        each.target.source,
        each.code if total else None,
    )


def not_reached_table(found: NotReached) -> TableSheet:
    """The communes that are still owed a session, and why they stand there."""
    columns = (Column(_("Unit"), width=34), Column(_("Code"), width=10), Column(_("Why"), width=60))
    stated, silent = _("They stated that there was no session"), _("They have not reported sessions: ask them first")
    rows = [(unit, stated) for unit in found.none] + [(unit, silent) for unit in found.silent]
    return TableSheet(_("Places not reached yet"), columns, ((unit.heading, unit.code, why) for unit, why in rows))
