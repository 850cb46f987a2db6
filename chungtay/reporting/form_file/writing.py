"""The form as .xlsx: words that cannot be changed, cells that say what they take, and whose report it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from chungtay.core.workbook import Column, SheetPart, TableSheet
from chungtay.core.workbook.styles import Style
from chungtay.core.workbook.table import MAIN
from chungtay.core.workbook.xml import attribute, number_cell, text_cell
from chungtay.reporting.codes import IndicatorKind, Qualifier
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.form_file import places
from chungtay.reporting.form_file.marks import mark_lines, marks_of
from chungtay.reporting.form_file.words import NIL_WORDS, certainty_words, tick_words
from chungtay.reporting.layout import FormLayout, LayoutRow
from chungtay.reporting.models import ReportTask
from chungtay.reporting.phrases import form_label, period_words, window_words
from chungtay.reporting.plausibility import NO_HISTORY, History
from chungtay.reporting.versions import asks_for_shared_work
from narrative.files.xlsx import column_letters

_WIDTHS = (7, 58, 12, 16, 12, 12, 14, 16, 16, 22, 14, 14)
# A rule for cells takes a list of ranges; longer lists are divided.
_RANGES_A_RULE = 100


def form_workbook(
    task: ReportTask,
    layout: FormLayout,
    contents: Contents,
    *,
    history: History = NO_HISTORY,
    model_types: Sequence[tuple[str, str]] = (),
) -> list[SheetPart]:
    """The sheets of the form for `task`, filled with `contents`: the form, the types of models, the hidden marks."""
    title = _("Form")
    sheets: list[SheetPart] = [FormSheet(title, task, layout, contents, history)]
    if model_types:
        heads = (Column(_("Code"), width=12), Column(_("Type of model"), width=70))
        sheets.append(TableSheet(_("Types of models"), heads, model_types))
    first, *others = mark_lines(marks_of(task, sheet=title))
    heads = (Column(first[0], width=20), Column(first[1], width=60))
    return [*sheets, TableSheet(places.MARKS_TITLE, heads, others, is_hidden=True, head_rows=0)]


@dataclass(frozen=True)
class FormSheet:
    """The sheet that is filled in."""

    title: str
    task: ReportTask
    layout: FormLayout
    contents: Contents
    history: History = NO_HISTORY
    is_hidden: bool = False
    head_rows: int = 0

    def xml(self) -> Iterator[str]:
        """The sheet in pieces."""
        widths = "".join(
            f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
            for place, width in enumerate(_WIDTHS, start=1)
        )
        yield (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<sheetViews><sheetView workbookViewId="0"><pane xSplit="2" ySplit="{places.HEAD_LINE}" '
            f'topLeftCell="C{places.FIRST_LINE}" activePane="bottomRight" state="frozen"/></sheetView></sheetViews>'
            f"<cols>{widths}</cols><sheetData>"
        )
        yield from self._head()
        rows = dict(self._placed())
        for line, row in rows.items():
            yield self._row(line, row) if isinstance(row, LayoutRow) else _section(line, row)
        yield "</sheetData>"
        # Without a password: it keeps hands from slipping, and an officer who must can lift it.
        yield '<sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0"/>'
        yield _rules({line: row for line, row in rows.items() if isinstance(row, LayoutRow)})
        yield (
            '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>'
        )

    def _placed(self) -> Iterator[tuple[int, LayoutRow | str]]:
        """Each section's heading and each row with the line it stands on."""
        line = places.FIRST_LINE
        for section in self.layout.sections:
            yield line, section.label
            yield from enumerate(section.rows, start=line + 1)
            line += 1 + len(section.rows)

    def _head(self) -> Iterator[str]:
        task, certainty = self.task, self.contents.certainty
        yield _line(1, (places.LABEL, form_label(task.form_version.form), Style.TITLE))
        yield _line(2, (places.LABEL, f"{task.organisation.name} → {task.receiver.name}", Style.PLAIN))
        yield _line(3, (places.LABEL, f"{period_words(task.period)} ({window_words(task.period)})", Style.PLAIN))
        stated = certainty_words()[certainty]
        yield _line(
            places.CERTAINTY_LINE,
            (places.LABEL, _("These figures are"), Style.CLOSED),
            (places.STATED_COLUMN, stated, Style.ENTRY_TEXT),
        )
        yield _line(
            places.NO_JOINT_LINE,
            (places.LABEL, _("Where joint work is left blank, there was none"), Style.CLOSED),
            (places.STATED_COLUMN, tick_words() if self.contents.no_joint_work else "", Style.ENTRY_TEXT),
        )
        how = _("Blank: not known yet. 0: counted, and there was none. “%(nil)s”: nothing arose.") % {"nil": NIL_WORDS}
        yield _line(6, (places.LABEL, how, Style.PLAIN))
        yield _line(places.HEAD_LINE, *((place, head, Style.HEAD) for place, head in enumerate(_heads(), start=1)))

    def _row(self, line: int, row: LayoutRow) -> str:
        figure, scale = self.contents.figure(row.number), row.indicator.scale
        keys = "; ".join(self.contents.keys.get(row.number, ()))
        shared = asks_for_shared_work(row)
        cells = [
            text_cell(f"A{line}", str(row.number), Style.CLOSED),
            text_cell(f"B{line}", row.label, Style.CLOSED),
            text_cell(f"C{line}", row.unit, Style.CLOSED),
            _entry(f"D{line}", None if figure.is_nil else figure.value, scale, NIL_WORDS if figure.is_nil else ""),
            text_cell(f"E{line}", _qualifier(figure), Style.ENTRY_TEXT),
            _entry(f"F{line}", figure.high, scale),
            _entry(f"G{line}", figure.joint, scale) if shared else _closed(f"G{line}"),
            _entry(f"H{line}", figure.led_elsewhere, scale) if shared else _closed(f"H{line}"),
            _entry(f"I{line}", figure.cumulative, scale),
            text_cell(f"J{line}", keys, Style.ENTRY_TEXT if _counts_names(row) else Style.CLOSED),
            _told(f"K{line}", self.history.before.get(row.number), scale),
            _told(f"L{line}", self.history.last_year.get(row.number), scale),
        ]
        return f'<row r="{line}">{"".join(cells)}</row>'


def _heads() -> tuple[str, ...]:
    return (
        _("Code"),
        _("Indicator"),
        _("Unit of counting"),
        _("This period"),
        _("How exact"),
        _("Upper end, for “from … to …”"),
        _("of which joint"),
        _("of which led by another body"),
        _("cumulative since the start of the year, as your report says"),
        _("Codes of the types of models, with “;” between"),
        _("Period before"),
        _("Same period last year"),
    )


def _line(number: int, *cells: tuple[int, str, int]) -> str:
    written = "".join(text_cell(f"{column_letters(column)}{number}", text, style) for column, text, style in cells)
    return f'<row r="{number}">{written}</row>'


def _section(line: int, label: str) -> str:
    return _line(line, (places.LABEL, label, Style.SECTION))


def _entry(reference: str, value: int | None, scale: int, words: str = "") -> str:
    style = Style.ENTRY_NUMBER + scale
    if words:
        return text_cell(reference, words, style)
    if value is None:
        return f'<c r="{reference}" s="{style}"/>'
    return number_cell(reference, Decimal(value).scaleb(-scale), style)


def _closed(reference: str) -> str:
    return f'<c r="{reference}" s="{Style.CLOSED}"/>'


def _told(reference: str, value: int | None, scale: int) -> str:
    """A figure for comparison: it can be read, not changed."""
    if value is None:
        return _closed(reference)
    return number_cell(reference, Decimal(value).scaleb(-scale), Style.NUMBER + scale)


def _qualifier(figure: CellFigure) -> str:
    return "" if figure.value is None or figure.qualifier is Qualifier.EQ else str(figure.qualifier.label)


def _counts_names(row: LayoutRow) -> bool:
    return row.indicator.kind == IndicatorKind.DISTINCT


def _rules(rows: dict[int, LayoutRow]) -> str:
    """What each cell takes, so that most mistakes are told while they are typed."""
    by_scale: dict[int, list[int]] = {}
    shared: dict[int, list[int]] = {}
    for line, row in rows.items():
        by_scale.setdefault(row.indicator.scale, []).append(line)
        if asks_for_shared_work(row):
            shared.setdefault(row.indicator.scale, []).append(line)
    found: list[str] = []
    for scale, lines in by_scale.items():
        found += _number_rules("D", lines, scale, or_words=NIL_WORDS)
        found += _number_rules("F", lines, scale)
        found += _number_rules("I", lines, scale)
    for scale, lines in shared.items():
        found += _number_rules("G", lines, scale)
        found += _number_rules("H", lines, scale)
    found += _list_rules("E", list(rows), [str(one.label) for one in Qualifier])
    stated = column_letters(places.STATED_COLUMN)
    found += _list_rules(stated, [places.CERTAINTY_LINE], list(certainty_words().values()))
    found += _list_rules(stated, [places.NO_JOINT_LINE], [tick_words()])
    return f'<dataValidations count="{len(found)}">{"".join(found)}</dataValidations>'


def _number_rules(column: str, lines: Sequence[int], scale: int, *, or_words: str = "") -> Iterator[str]:
    wanted = _("A number from 0, with digits alone; blank when not known.")
    if or_words:
        wanted = f"{wanted} " + _("“%(nil)s” when nothing arose.") % {"nil": or_words}
    for ranges, first in _ranges(column, lines):
        number = f"AND(ISNUMBER({first}),{first}>=0,{first}=ROUND({first},{scale}))"
        formula = f'OR({first}="{or_words}",{number})' if or_words else number
        yield (
            '<dataValidation type="custom" allowBlank="1" showInputMessage="1" showErrorMessage="1" '
            f'error="{attribute(wanted[:220])}" sqref="{ranges}">'
            f"<formula1>{attribute(formula)}</formula1></dataValidation>"
        )


def _list_rules(column: str, lines: Sequence[int], choices: Iterable[str]) -> Iterator[str]:
    listed = attribute(f'"{",".join(choices)}"')
    for ranges, _first in _ranges(column, lines):
        yield (
            f'<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="{ranges}">'
            f"<formula1>{listed}</formula1></dataValidation>"
        )


def _ranges(column: str, lines: Sequence[int]) -> Iterator[tuple[str, str]]:
    """`lines` of a column as lists of ranges, each with its first cell."""
    runs: list[list[int]] = []
    for line in lines:
        if runs and runs[-1][1] == line - 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    for start in range(0, len(runs), _RANGES_A_RULE):
        some = runs[start : start + _RANGES_A_RULE]
        yield " ".join(f"{column}{first}:{column}{last}" for first, last in some), f"{column}{some[0][0]}"
