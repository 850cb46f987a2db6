"""A text that came back (the signed copy, a draft worked on in Word) laid beside the document it was made from.

Both are cut into words and numbers and aligned, so that every printed figure of the frozen document is found again at
its own place, whatever was written around it. What people wrote themselves is read by the narrative reader and held
against the frozen figures. Pure: works on the stored document, the text and the frozen figures alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from officialdoc import Annex, Block, Document, Heading, Note, Part, Row, Run, Table

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|(?<![\w-])-(?![\w-])")
_CONTEXT_WORDS = 7


@dataclass(frozen=True)
class Token:
    """A word, a number or a lone dash of a text, with where it stands."""

    text: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        """Whether it begins with a digit."""
        return self.text[0].isdigit()


@dataclass(frozen=True)
class Printed:
    """A word of the document as it was made; `figure` numbers the figure it belongs to, None for other words."""

    text: str
    figure: int | None


@dataclass(frozen=True)
class PrintedFigure:
    """A figure as printed in the document: its words, its code (empty for a computed one), and what it stands in."""

    words: str
    code: str
    line: str


@dataclass(frozen=True)
class Departure:
    """A printed figure that is not found at its place: what stands there instead, empty for nothing, and where."""

    figure: PrintedFigure
    found: str
    place: str


@dataclass(frozen=True)
class Comparison:
    """What became of the figures of a document, and the stretches of the text that are new in it."""

    departures: tuple[Departure, ...]
    added: tuple[tuple[int, int], ...]


def tokens_of(text: str) -> list[Token]:
    """Words, numbers and lone dashes of a text."""
    return [Token(match.group().casefold(), match.start(), match.end()) for match in _TOKEN.finditer(text)]


def compared(document: Document, text: str) -> Comparison:
    """Find every number and every figure of `document` again in `text`."""
    printed, figures = _printed(document)
    found = tokens_of(text)
    matcher = SequenceMatcher(None, [word.text for word in printed], [token.text for token in found], autojunk=False)
    stands: dict[int, tuple[int, int]] = {}
    departed: set[int] = set()
    added = []
    for kind, low, high, start, end in matcher.get_opcodes():
        one_to_one = high - low == end - start
        for offset, word in enumerate(printed[low:high]):
            if word.figure is not None:
                first, last = (start + offset, start + offset + 1) if one_to_one else (start, end)
                stands[word.figure] = _widened(stands.get(word.figure), first, last)
                if kind != "equal":
                    departed.add(word.figure)
        if kind in ("insert", "replace") and all(word.figure is None for word in printed[low:high]):
            added.append((found[start].start, found[end - 1].end))
    departures = tuple(
        Departure(figures[number], _words(text, found[slice(*stands[number])]), _place(text, found, *stands[number]))
        for number in sorted(departed)
    )
    return Comparison(departures, tuple(added))


def _widened(known: tuple[int, int] | None, first: int, last: int) -> tuple[int, int]:
    """The stretch of tokens that holds both; an empty stretch adds nothing to one that is not."""
    if known is None or known[0] == known[1]:
        return first, last
    return known if first == last else (min(known[0], first), max(known[1], last))


def _words(text: str, found: Sequence[Token]) -> str:
    return " ".join(text[found[0].start : found[-1].end].split()) if found else ""


def _place(text: str, found: Sequence[Token], low: int, high: int) -> str:
    """The words around a place of the text."""
    around = found[max(low - _CONTEXT_WORDS, 0) : high + _CONTEXT_WORDS]
    return " ".join(text[around[0].start : around[-1].end].replace("|", " ").split()) if around else ""


def _printed(document: Document) -> tuple[list[Printed], list[PrintedFigure]]:
    """The document's own words in the order in which they are printed, and its figures."""
    printed: list[Printed] = []
    figures: list[PrintedFigure] = []
    for runs in _lines(document):
        line = " ".join("".join(run.text for run in runs).split())
        for run in runs:
            _add(run, line, printed, figures)
    return printed, figures


def _add(run: Run, line: str, printed: list[Printed], figures: list[PrintedFigure]) -> None:
    if run.figure_code:
        figures.append(PrintedFigure(run.text.strip(), run.figure_code, line))
        printed += [Printed(token.text, len(figures) - 1) for token in tokens_of(run.text)]
        return
    for token in tokens_of(run.text):
        if token.is_number:
            figures.append(PrintedFigure(run.text[token.start : token.end], "", line))
        printed.append(Printed(token.text, len(figures) - 1 if token.is_number else None))


def _lines(document: Document) -> Iterator[Sequence[Run]]:
    yield from _block_lines(document.blocks)
    for annex in document.annexes:
        yield from _annex_lines(annex)


def _annex_lines(annex: Annex) -> Iterator[Sequence[Run]]:
    yield (Run(annex.title),)
    yield from _block_lines(annex.blocks)


def _block_lines(blocks: Iterable[Block]) -> Iterator[Sequence[Run]]:
    for block in blocks:
        if isinstance(block, Table):
            yield from (_row_runs(row) for row in block.rows)
        elif isinstance(block, Part | Heading):
            yield (Run(block.title),)
        elif isinstance(block, Note):
            yield (Run(block.text),)
        elif hasattr(block, "runs"):
            yield block.runs


def _row_runs(row: Row) -> Sequence[Run]:
    """The runs of a row; a blank between cells keeps their words apart."""
    return [run for cell in row.cells for run in (*cell, Run(" "))]
