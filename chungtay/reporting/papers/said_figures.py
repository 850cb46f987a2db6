"""Numbers that people write in words, read and held against the consolidated figures of the whole unit.

A number agrees when it is the exact figure, or the figure rounded as prose may be: down under "hơn", up under "gần".
Percentages alone are not held against anything, because their words seldom say whose they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from chungtay.reporting.codes import CellPart, KeyPart, Qualifier
from chungtay.reporting.models import Cell, IndicatorKey
from chungtay.reporting.papers.words import prose_words, whole
from chungtay.reporting.queries.consolidation import CatalogueCells, ConsolidatedYear
from narrative import Context, read_text
from narrative.compare import DIFFERENT, EXTRA, FrozenFigure, agrees, compare_figures
from narrative.facts import Fact
from officialdoc import official_number

_WHOLE_SCOPES = ("", "toàn tỉnh", "toàn huyện", "toàn xã", "toàn địa bàn")
_CELL_OF_KEY = {KeyPart.TOTAL: CellPart.TOTAL, KeyPart.NUMERATOR: CellPart.NUMERATOR}
# How the reader calls what the table says with these words.
_SAID = {Qualifier.GT: "gt", Qualifier.AT_LEAST: "gt", Qualifier.LT: "lt", Qualifier.AT_MOST: "lt"}


@dataclass(frozen=True)
class SaidOtherwise:
    """A number in words that the table does not say: its words, and what the table says, with label and code.

    `key` names both numbers: when either changes, it is another one. `place` is the sentence around it.
    """

    key: str
    words: str
    place: str
    label: str
    stands: str
    in_prose: str
    code: str


@dataclass(frozen=True)
class ReadableFigure:
    """A consolidated figure in the words of the reader, and how the table qualifies it."""

    figure: FrozenFigure
    qualifier: Qualifier

    def is_said_by(self, fact: Fact) -> bool:
        """Whether the number is the figure, rounded as prose may be, with no more certainty than the table has."""
        said_alike = fact.value == self.figure.value and fact.qualifier == _SAID.get(self.qualifier)
        return said_alike or agrees(fact, self.figure)


def readable_figures(year: ConsolidatedYear, catalogue: CatalogueCells) -> list[ReadableFigure]:
    """The figures of the whole unit, all lines together, with the keys under which the reader may meet them."""
    keys: dict[tuple[int, str], list[str]] = {}
    for key in IndicatorKey.objects.filter(part__in=list(_CELL_OF_KEY), is_first_choice=True):
        keys.setdefault((key.indicator_id, _CELL_OF_KEY[KeyPart(key.part)]), []).append(key.key)
    found = []
    for cell in catalogue.cells:
        figure = year.figure(cell.number)
        if figure is None or cell.part not in (CellPart.TOTAL, CellPart.NUMERATOR):
            continue
        value = Decimal(whole(figure.value)).scaleb(-cell.indicator.scale)
        own = tuple(keys.get((cell.indicator_id, cell.part), ()))
        readable = FrozenFigure(figure.code, label_of(cell), value, "eq", cell.indicator.unit_vi, own)
        found.append(ReadableFigure(readable, figure.qualifier))
    return found


def said_otherwise(text: str, year: int, figures: Sequence[ReadableFigure]) -> list[SaidOtherwise]:
    """The numbers of `text` about the whole unit in `year` that none of `figures` says, in the order of the figures."""
    facts = facts_about_the_whole(text, year)
    by_key = {key: each for each in figures for key in each.figure.keys}
    return [
        _as_found(by_key[fact.indicator or ""], fact, text)
        for fact in departing(facts, figures)
        if not by_key[fact.indicator or ""].is_said_by(fact)
    ]


def facts_about_the_whole(text: str, year: int) -> list[Fact]:
    """What the reader finds in `text` about the whole unit."""
    reading = read_text(text, context=Context(period=f"năm {year}"))
    return [fact for fact in reading.facts if (fact.scope or "").casefold() in _WHOLE_SCOPES]


def departing(facts: Iterable[Fact], figures: Collection[ReadableFigure]) -> list[Fact]:
    """The facts with the key of one of `figures` that none of them explains."""
    known = {key for each in figures for key in each.figure.keys}
    return [
        each.fact
        for each in compare_figures(facts, [each.figure for each in figures])
        if each.kind in (DIFFERENT, EXTRA) and each.fact is not None and each.fact.indicator in known
    ]


def label_of(cell: Cell) -> str:
    """The words of a cell, with its category."""
    return f"{cell.indicator.label_vi} ({cell.label_vi})" if cell.label_vi else cell.indicator.label_vi


def _as_found(readable: ReadableFigure, fact: Fact, text: str) -> SaidOtherwise:
    figure = readable.figure
    stands = official_number(figure.value)
    is_whole = figure.value == figure.value.to_integral_value()
    return SaidOtherwise(
        key=f"{fact.indicator}:{fact.qualifier}{fact.value.normalize():f}:{readable.qualifier.value}{stands}",
        words=fact.text,
        place=" ".join(text[fact.sentence_start : fact.sentence_end].split()),
        label=figure.label,
        stands=stands,
        in_prose=prose_words(int(figure.value), readable.qualifier) if is_whole else stands,
        code=figure.code,
    )
