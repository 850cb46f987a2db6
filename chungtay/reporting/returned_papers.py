"""What came back from the offices, compared with the frozen figures: the signed copy, and drafts worked on in Word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.dispatch import receiver

from chungtay.documents.actions import record_differences, record_draft_differences
from chungtay.documents.models import Document, DocumentVersion, SignedCopy
from chungtay.documents.queries import made_content
from chungtay.documents.signals import draft_brought_in, signed_copy_received
from chungtay.organisations.codes import Line
from chungtay.reporting.addresses import FigureAddress, address_of
from chungtay.reporting.codes import Qualifier
from chungtay.reporting.models import Cell
from chungtay.reporting.papers.comparison import Departure, compared, tokens_of
from chungtay.reporting.papers.said_figures import departing, facts_about_the_whole, label_of, readable_figures
from chungtay.reporting.papers.words import LINE_NAMES, scaled
from chungtay.reporting.queries.consolidation import ConsolidatedYear, catalogue_cells, frozen_year
from chungtay.reporting.queries.papers import consolidation_of
from chungtay.territory.queries import versions_on
from narrative.compare import DIFFERENT, EXTRA, MISSING
from narrative.compare import FrozenFigure as Frozen
from narrative.facts import Fact
from narrative.text import normalise
from officialdoc import from_data, official_number

# A longer text is compared place by place alone; no report of two agencies comes near it.
MOST_READ_CHARACTERS = 150_000
_LONGEST = 200
# What stands before an exact value, so that it claims no more than the frozen figure does.
_EXACT_WORDS = {Qualifier.EQ: "", Qualifier.AT_LEAST: "ít nhất"}


@receiver(signed_copy_received, dispatch_uid="reporting.signed_copy")
def compare_signed_copy(copy: SignedCopy, text: str, **_signal: Any) -> None:
    """Store how the figures of a signed copy differ from the frozen ones, when it was made from a consolidation."""
    differences = differences_of(copy.document, text)
    if differences is not None:
        record_differences(copy, differences, at=copy.uploaded_at)


@receiver(draft_brought_in, dispatch_uid="reporting.draft")
def compare_draft(version: DocumentVersion, text: str, **_signal: Any) -> None:
    """Store how the figures of a draft that was worked on in Word differ from the frozen ones."""
    differences = differences_of(version.document, text)
    if differences is not None:
        record_draft_differences(version, differences)


def differences_of(document: Document, text: str) -> list[dict[str, Any]] | None:
    """The figures of `text` that are not those `document` was made with; None for papers of other rooms.

    Every printed number is looked for at its own place. An exact figure in the place of its rounding is no difference.
    What the offices wrote themselves is read, and held against the frozen figures of the whole unit. Each difference
    has `kind` (different, missing, extra), `code`, `label`, `frozen`, `found` and `place`, all as printed.
    """
    stored, consolidation = made_content(document), consolidation_of(document)
    if stored is None or consolidation is None:
        return None
    text = normalise(text)
    found, year = compared(from_data(stored), text), frozen_year(consolidation)
    known = _Known(year, [each.figure.code for each in found.departures])
    differences = [known.departed(each) for each in found.departures if not known.is_exact(each)]
    return differences + _written_otherwise(text, found.added, year)


class _Known:
    """The labels and exact values of the figures that were not found at their place."""

    def __init__(self, year: ConsolidatedYear, codes: Iterable[str]) -> None:
        self.year = year
        self.addresses = {code: address_of(code) for code in codes if code}
        numbers = {address.cell for address in self.addresses.values()}
        self.cells = Cell.objects.select_related("indicator").in_bulk(numbers)
        self.units = versions_on({each.unit_id for each in self.addresses.values()}, year.map_day)

    def departed(self, departure: Departure) -> dict[str, Any]:
        """A departure as it is stored."""
        code = departure.figure.code
        return {
            "kind": DIFFERENT if departure.found else MISSING,
            "code": code,
            "label": self._label(self.addresses[code]) if code else departure.figure.line[:_LONGEST],
            "frozen": departure.figure.words,
            "found": departure.found[:_LONGEST],
            "place": departure.place[:_LONGEST],
        }

    def is_exact(self, departure: Departure) -> bool:
        """Whether the exact figure stands where its rounding was printed."""
        address = self.addresses.get(departure.figure.code)
        if address is None or address.unit_id != self.year.unit.pk:
            return False
        frozen = self.year.figure(address.cell, address.line)
        if frozen is None or frozen.qualifier not in _EXACT_WORDS:
            return False
        exact = scaled(frozen.value, self.cells[address.cell].indicator.scale)
        said = [token.text for token in tokens_of(departure.found)]
        return said == [*_EXACT_WORDS[frozen.qualifier].split(), exact]

    def _label(self, address: FigureAddress) -> str:
        cell = self.cells[address.cell]
        parts = [label_of(cell)]
        if address.unit_id != self.year.unit.pk and address.unit_id in self.units:
            parts.append(self.units[address.unit_id].name)
        if address.line is not Line.ALL:
            parts.append(LINE_NAMES[address.line])
        return ", ".join(parts)[:_LONGEST]


def _written_otherwise(text: str, added: Sequence[tuple[int, int]], year: ConsolidatedYear) -> list[dict[str, Any]]:
    """Figures in what the offices wrote themselves that no frozen figure says."""
    if len(text) > MOST_READ_CHARACTERS or not any(_says_something(text[start:end]) for start, end in added):
        return []
    facts = [fact for fact in facts_about_the_whole(text, year.year) if _stands_in(fact, added)]
    figures = readable_figures(year, catalogue_cells())
    by_key = {key: each.figure for each in figures for key in each.figure.keys}
    return [_as_stored(by_key[fact.indicator or ""], fact, text) for fact in departing(facts, figures)]


def _says_something(piece: str) -> bool:
    tokens = tokens_of(piece)
    return len(tokens) > 4 and any(token.is_number for token in tokens)


def _stands_in(fact: Fact, added: Sequence[tuple[int, int]]) -> bool:
    return any(start <= fact.start and fact.end <= end for start, end in added)


def _as_stored(frozen: Frozen, fact: Fact, text: str) -> dict[str, Any]:
    return {
        "kind": EXTRA,
        "code": frozen.code,
        "label": frozen.label,
        "frozen": official_number(frozen.value),
        "found": fact.text,
        "place": " ".join(text[fact.sentence_start : fact.sentence_end].split()).strip("[]")[:_LONGEST],
    }
