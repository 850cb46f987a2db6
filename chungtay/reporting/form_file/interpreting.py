"""From the cells of a file to figures of a form: every wrong cell is named by its address, the others are kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from chungtay.core.scanner import quotable
from chungtay.reporting.codes import Certainty, IndicatorKind, Qualifier
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.errors import (
    FigureRefused,
    JointAboveValue,
    LedElsewhereAboveJoint,
    PartOfUnitNotAllowed,
    RangeWithoutEnd,
    SharedWorkOnly,
)
from chungtay.reporting.form_file import places
from chungtay.reporting.form_file.child import FormGrid, GridRow
from chungtay.reporting.form_file.words import NIL_WORDS, certainty_of, certainty_words, is_nil, is_tick, qualifier_of
from chungtay.reporting.forms import PLACES, SHOWN, read_number
from chungtay.reporting.layout import FormLayout, LayoutRow
from chungtay.reporting.versions import asks_for_shared_work, figure_problems
from narrative.files.xlsx import column_letters

_COLUMN_OF = {letter: column for column, letter in places.LETTER_OF.items()}


@dataclass(frozen=True)
class WrongCell:
    """A cell that cannot be taken: where it stands ("Form!B7"), in which row, what was found and what is wanted."""

    address: str
    label: str
    found: str
    wanted: str


@dataclass
class FormReadback:
    """What a file states: figures and names that can be kept, and every cell that cannot.

    `missing` counts rows of the form that the file does not have; `stray` are addresses of cells outside the form,
    which were not read.
    """

    figures: dict[int, CellFigure] = field(default_factory=dict)
    keys: dict[int, tuple[str, ...]] = field(default_factory=dict)
    certainty: Certainty = Certainty.FINAL
    no_joint_work: bool = False
    wrong: list[WrongCell] = field(default_factory=list)
    missing: int = 0
    stray: tuple[str, ...] = ()

    def changes(self, contents: Contents) -> dict[int, CellFigure]:
        """The figures that are not in `contents` as they are here. A blank cell of the file takes nothing away."""
        return {
            cell: figure
            for cell, figure in self.figures.items()
            if figure != contents.figure(cell) or self.keys.get(cell, ()) != contents.keys.get(cell, ())
        }


def interpreted(grid: FormGrid, layout: FormLayout, *, types: Collection[str]) -> FormReadback:
    """The figures of `grid` in the rows of `layout`; `types` are the codes of models that may be named."""
    reader = _Reader(grid, layout, frozenset(types))
    reader.read()
    return reader.readback


class _Reader:
    """Walks the lines of a file and keeps what is right and what is wrong."""

    def __init__(self, grid: FormGrid, layout: FormLayout, types: frozenset[str]) -> None:
        self._grid, self._layout, self._types = grid, layout, types
        self._seen: set[int] = set()
        self.readback = FormReadback(stray=tuple(f"{grid.title}!{one}" for one in grid.stray))

    def read(self) -> None:
        """Read everything."""
        self._read_stated()
        for line in self._grid.rows:
            row = self._row_of(line)
            if row is not None:
                self._read_row(line, row)
        self.readback.missing = len(self._layout.rows) - len(self._seen)

    def _read_stated(self) -> None:
        stated = self._grid.stated.get(places.CERTAINTY_LINE, "")
        certainty = certainty_of(stated)
        if certainty is None:
            choices = ", ".join(certainty_words().values())
            address = self._address(places.STATED_COLUMN, places.CERTAINTY_LINE)
            self.readback.wrong.append(
                WrongCell(address, _("These figures are"), quotable(stated, length=SHOWN), choices)
            )
        self.readback.certainty = certainty or Certainty.FINAL
        self.readback.no_joint_work = is_tick(self._grid.stated.get(places.NO_JOINT_LINE, ""))

    def _row_of(self, line: GridRow) -> LayoutRow | None:
        """The row of the form that a line stands for; None, and a wrong cell, for a line that says none of them."""
        number = int(line.code) if line.code.isdecimal() and len(line.code) < 10 else -1
        row = self._layout.by_number.get(number)
        if row is None or number in self._seen:
            if line.typed:
                wanted = _("the code of a row of this form, each once; figures in this line were left out")
                self._refuse(line, places.CODE, line.code, "" if row is None else row.label, wanted)
            return None
        self._seen.add(number)
        return row

    def _read_row(self, line: GridRow, row: LayoutRow) -> None:
        wrong: set[str] = set()
        typed = {places.LETTER_OF[column]: text for column, text in line.typed.items()}
        numbers = {PLACES[letter]: self._number(line, row, letter, typed, wrong) for letter in "vhjec"}
        nil = is_nil(typed.get("v", ""))
        qualifier = self._qualifier(line, row, typed, wrong)
        keys = self._keys(line, row, typed, wrong)
        figure = CellFigure(qualifier=qualifier, is_nil=nil, **({**numbers, "value": 0} if nil else numbers))
        figure = self._checked(line, row, figure, typed, wrong)
        # Without its qualifier or the end of its range a figure would say something else: it is left out as a whole.
        if wrong & {"v", "q", "h", "k"}:
            return
        if keys:
            self.readback.keys[row.number] = keys
            figure = CellFigure(value=len(keys))
        if not figure.is_blank:
            self.readback.figures[row.number] = figure

    def _number(
        self, line: GridRow, row: LayoutRow, letter: str, typed: Mapping[str, str], wrong: set[str]
    ) -> int | None:
        text = typed.get(letter, "")
        if not text or (letter == "v" and is_nil(text)):
            return None
        if letter in "je" and not asks_for_shared_work(row):
            self._refuse(line, _COLUMN_OF[letter], text, row.label, _wanted(SharedWorkOnly(label=row.label), row))
            wrong.add(letter)
            return None
        try:
            return read_number(text, row, name=f"{letter}-{row.number}")
        except FigureRefused as problem:
            self._refuse(line, _COLUMN_OF[letter], text, row.label, _wanted(problem, row))
            wrong.add(letter)
            return None

    def _qualifier(self, line: GridRow, row: LayoutRow, typed: Mapping[str, str], wrong: set[str]) -> Qualifier:
        text = typed.get("q", "")
        found = qualifier_of(text) if text else Qualifier.EQ
        if found is None:
            wanted = ", ".join(str(one.label) for one in Qualifier)
            self._refuse(line, places.QUALIFIER, text, row.label, _("one of: %(choices)s") % {"choices": wanted})
            wrong.add("q")
            return Qualifier.EQ
        if found is not Qualifier.EQ and not typed.get("v"):
            self._refuse(
                line, places.VALUE, "", row.label, _("a figure, because the cell beside it says how exact it is")
            )
            wrong.add("v")
        if found is not Qualifier.RANGE and typed.get("h") and "h" not in wrong:
            wanted = _("blank, or “%(range)s” in the cell that says how exact the figure is")
            self._refuse(line, places.HIGH, typed["h"], row.label, wanted % {"range": Qualifier.RANGE.label})
            wrong.add("h")
        return found

    def _keys(self, line: GridRow, row: LayoutRow, typed: Mapping[str, str], wrong: set[str]) -> tuple[str, ...]:
        text = typed.get("k", "")
        if not text:
            return ()
        named = tuple(dict.fromkeys(code.strip().upper() for code in text.replace(",", ";").split(";") if code.strip()))
        if row.indicator.kind != IndicatorKind.DISTINCT:
            wanted = _("blank: names are asked of another row")
        elif set(named) <= self._types:
            return tuple(sorted(named))
        else:
            wanted = _("codes of the sheet with the types of models, with “;” between")
        self._refuse(line, places.KEYS, text, row.label, wanted)
        wrong.add("k")
        return ()

    def _checked(
        self, line: GridRow, row: LayoutRow, figure: CellFigure, typed: Mapping[str, str], wrong: set[str]
    ) -> CellFigure:
        """`figure` without the parts that contradict each other, each of which is named once."""
        if wrong & {"v", "h"}:
            return figure
        for problem in figure_problems(Contents({row.number: figure}), self._layout):
            letter = (problem.field or "v")[0]
            self._refuse(line, _COLUMN_OF[letter], typed.get(letter, ""), row.label, _wanted(problem, row))
            wrong.add(letter)
        # A part that is wrong takes the part inside it along: of what it was a part is not known.
        if "j" in wrong:
            figure = replace(figure, joint=None, led_elsewhere=None)
        return replace(figure, led_elsewhere=None) if "e" in wrong else figure

    def _refuse(self, line: GridRow, column: int, found: str, label: str, wanted: str) -> None:
        self.readback.wrong.append(
            WrongCell(self._address(column, line.number), label, quotable(found, length=SHOWN), wanted)
        )

    def _address(self, column: int, line: int) -> str:
        return f"{self._grid.title}!{column_letters(column)}{line}"


def _wanted(problem: FigureRefused, row: LayoutRow) -> str:
    """What the cell should hold, in a few words."""
    words: dict[type[FigureRefused], Any] = {
        SharedWorkOnly: _("blank: joint work is not asked for this figure"),
        RangeWithoutEnd: _("the upper end of the range, higher than the figure"),
        JointAboveValue: _("at most the figure itself, of which it is a part"),
        LedElsewhereAboveJoint: _("at most the joint work, of which it is a part"),
    }
    if type(problem) in words:
        return str(words[type(problem)])
    if isinstance(problem, PartOfUnitNotAllowed) and row.indicator.scale:
        decimals = {"scale": row.indicator.scale}
        return _("a number with at most %(scale)s decimals, for example 1.234,5") % decimals
    whole = _("a whole number from 0 in digits, for example 1.234; blank when not known")
    return f"{whole}; " + _("“%(nil)s” when nothing arose") % {"nil": NIL_WORDS} if _is_value(problem) else whole


def _is_value(problem: FigureRefused) -> bool:
    return (problem.field or "v").startswith("v")
