"""The tables of this room as they are taken away: one a page, with what the page shows and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chungtay.core.workbook import Cell, Column, Kind, TableSheet
from chungtay.reporting import rules
from chungtay.reporting.codes import Qualifier, SubmissionStatus
from chungtay.reporting.form_file.words import NIL_WORDS
from chungtay.reporting.layout import FormLayout
from chungtay.reporting.models import Holiday, ReportTask, SubmissionVersion
from chungtay.reporting.phrases import form_label, period_words
from chungtay.reporting.queries.board import Board
from chungtay.reporting.queries.pedigree import Pedigree
from chungtay.reporting.queries.submissions import submission_of_task
from chungtay.reporting.sheets import Sheet, SheetRow

_CHUNK = 500


def status_words(status: str) -> str:
    """Where a report stands, in words."""
    others = {"missing": _("not sent yet"), "overdue": _("overdue"), "due": _("due")}
    known: Mapping[str, Any] = dict(SubmissionStatus.choices) | others
    return str(known.get(status, status))


def days_off_table(holidays: QuerySet[Holiday], *, title: str) -> TableSheet:
    """Days off and days worked in exchange, each with the document it rests on."""
    columns = (
        Column(_("Day"), Kind.DAY),
        Column(_("What it is"), width=34),
        Column(_("What the days are"), width=22),
        Column(_("Document it rests on"), width=44),
    )
    kinds = {False: _("Days off"), True: _("Weekend days worked in exchange")}
    rows = (
        (each.day, each.label_vi, kinds[each.is_working_day], each.legal_basis)
        for each in holidays.iterator(chunk_size=_CHUNK)
    )
    return TableSheet(title, columns, rows)


def tasks_table(tasks: QuerySet[ReportTask], *, title: str, on: date) -> TableSheet:
    """Reports with where they stand on a day."""
    columns = (
        Column(_("Form"), width=34),
        Column(_("Period"), width=18),
        Column(_("Reporting office"), width=34),
        Column(_("Sent to"), width=34),
        Column(_("To be sent by"), Kind.DAY),
        Column(_("Status"), width=22),
        Column(_("Sent"), Kind.MOMENT),
        Column(_("Warnings"), Kind.NUMBER),
    )

    def rows() -> Iterator[Sequence[Cell]]:
        for task in tasks.iterator(chunk_size=_CHUNK):
            submission = submission_of_task(task)
            status = submission.status if submission else "missing"
            version = submission.current_version if submission else None
            words = status_words(status)
            yield (
                form_label(task.form_version.form),
                period_words(task.period),
                task.organisation.name,
                task.receiver.name,
                task.due_on,
                f"{words}, {status_words('overdue')}" if rules.is_overdue(task, submission, on) else words,
                submission.submitted_at if submission else None,
                len(version.warnings) if version else None,
            )

    return TableSheet(title, columns, rows())


def board_table(board: Board) -> TableSheet:
    """One unit a row: where its report stands."""
    columns = (
        Column(_("Unit"), width=26),
        Column(_("Reporting office"), width=36),
        Column(_("Status"), width=22),
        Column(_("To be sent by"), Kind.DAY),
        Column(_("Sent"), Kind.DAY),
        Column(_("Late"), width=8),
        Column(_("Warnings"), Kind.NUMBER),
    )
    rows = (
        (
            cell.name,
            cell.office,
            status_words(cell.status),
            cell.due_on,
            cell.sent_on,
            _("late") if cell.is_late else None,
            cell.warning_count,
        )
        for cell in board.cells
    )
    return TableSheet(_("Follow submissions"), columns, rows)


def figures_table(
    versions: QuerySet[SubmissionVersion], layout: FormLayout, names: Mapping[int, str], *, title: str
) -> TableSheet:
    """The figures of many reports: a report a row, a cell of the form a column, in the order of the form.

    `names` are those of the units by the keys of their reports. A blank cell was not reported.
    """
    heads = (
        Column(_("Unit"), width=26),
        Column(_("Reporting office"), width=36),
        Column(_("Estimate or official"), width=14),
    )
    numbers = [Column(row.label, Kind.NUMBER, scale=row.indicator.scale) for row in layout.rows]

    def rows() -> Iterator[Sequence[Cell]]:
        for version in versions.iterator(chunk_size=_CHUNK):
            task = version.submission.task
            values = dict(zip(version.form_version.cells, version.values, strict=True))
            told = (exact(values.get(row.number), row.indicator.scale) for row in layout.rows)
            yield names.get(task.pk, ""), task.organisation.name, str(version.get_certainty_display()), *told

    return TableSheet(title, (*heads, *numbers), rows())


def sheet_table(sheet: Sheet) -> TableSheet:
    """The figures of one report with everything that was stated beside them."""
    columns = (
        Column(_("Section"), width=30),
        Column(_("Indicator"), width=56),
        Column(_("Unit of counting"), width=12),
        Column(_("How exact"), width=12),
        Column(_("This period"), Kind.NUMBER),
        Column(_("Upper end"), Kind.NUMBER),
        Column(_("Nothing arose"), width=16),
        Column(_("of which joint"), Kind.NUMBER),
        Column(_("of which led by another body"), Kind.NUMBER),
        Column(_("cumulative since the start of the year, as your report says"), Kind.NUMBER),
        Column(_("Why it is right"), width=40),
    )
    rows = (_sheet_row(section.section.label, row) for section in sheet.sections for row in section.rows)
    return TableSheet(_("Form"), columns, rows)


def _sheet_row(section: str, row: SheetRow) -> Sequence[Cell]:
    figure, scale = row.figure, row.row.indicator.scale
    return (
        section,
        row.row.label,
        row.row.unit,
        qualifier_words(figure.qualifier, is_absent=figure.value is None),
        exact(figure.value, scale),
        exact(figure.high, scale),
        NIL_WORDS if figure.is_nil else None,
        exact(figure.joint, scale),
        exact(figure.led_elsewhere, scale),
        exact(figure.cumulative, scale),
        "; ".join(warning.answer for warning in row.warnings if warning.answer),
    )


def year_table(sections: Iterable[Mapping[str, Any]], *, title: str) -> TableSheet:
    """The figures of a year beside the year before, as the page of the consolidation has them."""
    columns = (
        Column(_("Section"), width=30),
        Column(_("Indicator"), width=56),
        Column(_("By category"), width=30),
        Column(_("Unit of count"), width=12),
        Column(_("Year before"), Kind.NUMBER),
        Column(_("How exact"), width=12),
        Column(_("This year"), Kind.NUMBER),
        Column(_("out of"), Kind.NUMBER),
        Column(_("Reported"), Kind.NUMBER),
        Column(_("Owed"), Kind.NUMBER),
        Column(_("Code of the figure"), width=24),
        Column(_("Why it is not simply exact"), width=50),
    )
    return TableSheet(title, columns, _year_rows(sections))


def _year_rows(sections: Iterable[Mapping[str, Any]]) -> Iterator[Sequence[Cell]]:
    for section in sections:
        label = str(section["label"])
        for row in section["rows"]:
            now, old, of, scale = row["now"], row["old"], row["of"], row["scale"]
            yield (
                label, row["label"], None, row["unit"], rounded(old.value if old else None, scale),
                qualifier_words(now.qualifier, is_absent=now.value is None), rounded(now.value, scale),
                rounded(of.value, 0) if of else None, now.reported, now.expected, now.code,
                "; ".join(str(reason) for reason in row["reasons"]),
            )  # fmt: skip
            for part in row["parts"]:
                figure = part["figure"]
                yield (
                    label, row["label"], part["label"], row["unit"], None,
                    qualifier_words(figure.qualifier, is_absent=figure.value is None), rounded(figure.value, scale),
                    None, figure.reported, figure.expected, figure.code, None,
                )  # fmt: skip
        for missing in section["missing"]:
            yield label, missing, None, None, None, None, None, None, None, None, None, _("not reported yet")


def pedigree_tables(pedigree: Pedigree) -> list[TableSheet]:
    """The units a figure adds up, and the submissions it stands on."""
    scale = pedigree.cell.indicator.scale
    parts = (
        (part.name, qualifier_words(part.total.qualifier), rounded(part.total.value, scale), part.code)
        for part in pedigree.parts
    )
    stands = (
        (one.office, one.version_number, rounded(one.counted, scale), one.accepted_by or None, _moment(one.accepted_at))
        for one in pedigree.stands
    )
    return [
        TableSheet(
            _("What it adds up"),
            (
                Column(_("Unit"), width=30),
                Column(_("How exact"), width=12),
                Column(_("Figure"), Kind.NUMBER, scale=scale),
                Column(_("Code of the figure"), width=24),
            ),
            parts,
        ),
        TableSheet(
            _("The submissions it stands on"),
            (
                Column(_("Reporting office"), width=36),
                Column(_("Version"), Kind.NUMBER),
                Column(_("Figure"), Kind.NUMBER, scale=scale),
                Column(_("Accepted by"), width=30),
                Column(_("Accepted"), Kind.MOMENT),
            ),
            stands,
        ),
    ]


def _moment(at: object) -> datetime | None:
    return at if isinstance(at, datetime) else None


def exact(value: int | None, scale: int) -> int | Decimal | None:
    """A stored integer as the number it stands for."""
    return value if value is None or not scale else Decimal(value).scaleb(-scale)


def rounded(value: int | Fraction | None, scale: int) -> int | Decimal | None:
    """An exact total, in the integers of its scale, rounded once, as the page shows it."""
    return None if value is None else exact(round(value), scale)


def qualifier_words(qualifier: int | None, *, is_absent: bool = False) -> str | None:
    """How exactly a figure is stated; nothing for an exact or an absent one."""
    return None if is_absent or not qualifier else str(Qualifier(qualifier).label)
