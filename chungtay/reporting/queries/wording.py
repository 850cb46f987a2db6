"""The words of a consolidated report: what the units below said, what was written for the whole, and what it stands on.

Each hat reads the sentences of its own lines; of the other line's a source tells office, version and day, never words.
What is written belongs to the side that wrote it until both sides froze, then to both.
Source: docs/rules/scope.md#the-table, docs/rules/annual-report.md
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet

from chungtay.core.errors import InputRefused, NotFound
from chungtay.core.paging import page_of
from chungtay.core.vietnamese import fold
from chungtay.organisations.codes import Line, Matter, Reach, Relation, Role, Side, Sight, Stage
from chungtay.organisations.models import Membership
from chungtay.organisations.queries import reach_of, scope_of, with_relation
from chungtay.organisations.rules import sight
from chungtay.reporting.models import (
    Consolidation,
    IncomingText,
    WordFigureAnswer,
    WrittenSentence,
    WrittenSource,
    WrittenVersion,
)
from chungtay.reporting.papers.passages import Passage, Told, as_one, joined_alike, sentences_told
from chungtay.reporting.papers.said_figures import ReadableFigure, SaidOtherwise, readable_figures, said_otherwise
from chungtay.reporting.queries.consolidation import (
    ConsolidatedYear,
    catalogue_cells,
    consolidation_in_force,
    frozen_year,
    last_day,
    live_year,
    unit_consolidated_by,
    year_period,
)
from chungtay.reporting.queries.papers import lines_seen_live
from chungtay.reporting.queries.told import texts_of_year
from chungtay.reporting.themes import Theme
from chungtay.territory.models import UnitVersion
from chungtay.territory.queries import versions_on
from narrative.text import normalise

REPORTS_A_PAGE = 12
# Under results stands most of a report: reading takes longer, and gives more rows.
WHOLE_REPORTS_A_PAGE = 4
_SOURCES = WrittenSource.objects.select_related("text__task").defer("text__text", "text__kept_file").order_by("id")
_NO_FIGURES: Sequence[ReadableFigure] = ()


@dataclass(frozen=True)
class ToldPage:
    """The sentences of some reports under one theme, those that say alike as one, and the cursor of the next."""

    rows: Sequence[Passage]
    next_cursor: str | None


@dataclass(frozen=True)
class Flag:
    """A number of a sentence that the table does not say, and why it stands, None while nobody answered."""

    said: SaidOtherwise
    answer: WordFigureAnswer | None


@dataclass(frozen=True)
class SourceShown:
    """What a written sentence stands on; `quote` is empty for readers of the other line."""

    office: str
    version: int
    accepted_at: datetime | None
    quote: str


@dataclass(frozen=True)
class VersionShown:
    """A version of a written sentence: who wrote it is named to the own line, the other one reads the office."""

    version: WrittenVersion
    office: str
    person: str


def words_consolidation(hat: Membership, year: int) -> Consolidation:
    """The consolidation of a year whose words the hat may work on or read, or NotFound."""
    period = year_period(year) if may_read_words(hat) else None
    found = consolidation_in_force(unit_consolidated_by(hat).pk, period) if period else None
    if found is None:
        raise NotFound()
    return found


def may_read_words(hat: Membership) -> bool:
    """Hats whose eyes reach the offices below."""
    return reach_of(hat.role) in (Reach.LINE, Reach.ALL)


def told_for(
    hat: Membership, consolidation: Consolidation, theme: Theme, *, words: str = "", unit: str = "", cursor: str | None
) -> ToldPage:
    """The sentences under `theme` in the accepted reports of the hat's own lines, some reports at once.

    `words` must stand in a sentence, `unit` in the name of its unit, with or without marks. Sentences of reports that
    come on a later page are not joined with those of this one.
    """
    found = _texts_seen(hat, consolidation)
    if words:
        found = found.filter(text__icontains=words)
    if unit:
        found = found.filter(task__unit__in=_units_named(unit, consolidation))
    size = WHOLE_REPORTS_A_PAGE if theme is Theme.RESULTS else REPORTS_A_PAGE
    page = page_of(found, order=("task__unit_id", "id"), cursor=cursor, size=size)
    sought = words.casefold()
    told = [
        each
        for each in _sentences(page.rows, consolidation, theme)
        if each.theme is theme and sought in each.text.casefold()
    ]
    return ToldPage(joined_alike(told), page.next_cursor)


def picked_for(hat: Membership, consolidation: Consolidation, theme: Theme, chosen: Iterable[str]) -> list[Passage]:
    """The sentences under `theme` behind `chosen`, each as `address_of_row` writes it; InputRefused for unseen ones."""
    wanted = [[_place_of(each) for each in row.split(".")] for row in chosen]
    texts = _texts_seen(hat, consolidation).filter(pk__in={place[0] for row in wanted for place in row})
    there = {
        (place.text_id, place.start, place.end): each
        for each in _sentences(texts, consolidation, theme)
        if each.theme is theme
        for place in each.places
    }
    if any(place not in there for row in wanted for place in row):
        raise InputRefused(field="place")
    return [as_one([there[place] for place in row]) for row in wanted]


def address_of_row(passage: Passage) -> str:
    """A row of the page as a form sends it back: the places of its sentences."""
    return ".".join(f"{place.text_id}-{place.start}-{place.end}" for place in passage.places)


def written_for(hat: Membership, consolidation: Consolidation) -> QuerySet[WrittenSentence]:
    """The sentences that the hat may see, taken out ones among them: before the freeze those of its side."""
    found = WrittenSentence.objects.filter(consolidation=consolidation)
    if consolidation.frozen_at is None and hat.role != Role.AUDITOR:
        found = found.filter(Q(side="") | Q(side=hat.organisation.side))
    return found


def written_of_sides(consolidation: Consolidation, sides: Collection[Side]) -> list[WrittenSentence]:
    """The standing sentences in the order of the report; before the freeze those of `sides`."""
    found = WrittenSentence.objects.filter(consolidation=consolidation, taken_out_at__isnull=True)
    if consolidation.frozen_at is None:
        found = found.filter(Q(side="") | Q(side__in=list(sides)))
    return list(found.order_by("position", "id").prefetch_related(Prefetch("sources", queryset=_SOURCES), "answers"))


def sentence_for(hat: Membership, consolidation: Consolidation, key: int) -> WrittenSentence:
    """One sentence that the hat may see, or NotFound."""
    found = written_for(hat, consolidation).filter(pk=key).first()
    if found is None:
        raise NotFound()
    return found


def figures_for_words(consolidation: Consolidation, texts: Iterable[str]) -> Sequence[ReadableFigure]:
    """What numbers in `texts` are held against: the frozen figures, else the present ones; none where no number is."""
    if not any(re.search(r"\d", text) for text in texts):
        return _NO_FIGURES
    return readable_figures(bare_year(consolidation, with_figures=True), catalogue_cells())


def bare_year(consolidation: Consolidation, *, with_figures: bool = False) -> ConsolidatedYear:
    """The year of a consolidation, with the figures of all lines together or with none at all."""
    unit, period = consolidation.unit, consolidation.period
    if not with_figures:
        return ConsolidatedYear(unit, period.year, period, consolidation.map_day, consolidation, {})
    if consolidation.frozen_at:
        return frozen_year(consolidation, lines=[Line.ALL])
    return live_year(unit, period, consolidation.map_day, consolidation, lines=[Line.ALL])


def flags_of(
    sentences: Sequence[WrittenSentence], figures: Sequence[ReadableFigure], year: int
) -> dict[int, list[Flag]]:
    """The numbers that differ from the table, by sentence, each with its answer. `answers` should be prefetched."""
    return {each.pk: _flags(each, figures, year) for each in sentences}


def open_flags(consolidation: Consolidation) -> int:
    """How many numbers in standing sentences differ from the table and were not answered."""
    standing = written_of_sides(consolidation, list(Side))
    figures = figures_for_words(consolidation, (each.text for each in standing))
    found = flags_of(standing, figures, consolidation.period.year)
    return sum(flag.answer is None for flags in found.values() for flag in flags)


def sources_for(hat: Membership, sentence: WrittenSentence) -> list[SourceShown]:
    """What a sentence stands on, in the order in which it was picked. One query, however many sources."""
    own_lines = lines_seen_live(hat)
    rows = list(
        WrittenSource.objects.filter(sentence=sentence)
        .select_related("text__task__organisation", "version__submission")
        .order_by("id")
    )
    return [
        SourceShown(
            office=row.text.task.organisation.name,
            version=row.version.number,
            accepted_at=row.version.submission.decided_at,
            quote=quote_of(row) if row.text.task.line in own_lines else "",
        )
        for row in rows
    ]


def quote_of(source: WrittenSource) -> str:
    """The words that a source points at."""
    return " ".join(normalise(source.text.text)[source.start : source.end].split())


def versions_for(hat: Membership, sentence: WrittenSentence, at: datetime) -> list[VersionShown]:
    """Every version of a sentence, the latest first."""
    rows = WrittenVersion.objects.filter(sentence=sentence).select_related(
        "written_by__user", "written_by__organisation"
    )
    named = with_relation(rows, scope_of(hat, at.date()), path="written_by__organisation")
    return [
        VersionShown(
            row, row.written_by.organisation.name, row.written_by.user.display_name if _is_named(row.relation) else ""
        )
        for row in named.order_by("-number")
    ]


def _is_named(relation: str) -> bool:
    return sight(Matter.STAFF_NAME, Relation(relation), Stage.OPEN) is Sight.FULL


def _flags(sentence: WrittenSentence, figures: Sequence[ReadableFigure], year: int) -> list[Flag]:
    if not figures:
        return []
    answers = {answer.key: answer for answer in sentence.answers.all()}
    return [Flag(said, answers.get(said.key)) for said in said_otherwise(sentence.text, year, figures)]


def _texts_seen(hat: Membership, consolidation: Consolidation) -> QuerySet[IncomingText]:
    found = texts_of_year(bare_year(consolidation), lines_seen_live(hat))
    return found.annotate(version=F("task__submission__versions")).select_related("task").defer("kept_file")


def _units_named(words: str, consolidation: Consolidation) -> QuerySet[Any, Any]:
    named = UnitVersion.objects.filter(
        validity__contains=last_day(consolidation.period), search_text__contains=fold(words)
    )
    return named.values("unit")


def _sentences(texts: Iterable[IncomingText], consolidation: Consolidation, theme: Theme) -> list[Passage]:
    rows = list(texts)
    names = versions_on({row.task.unit_id for row in rows}, last_day(consolidation.period))
    return [
        passage
        for row in rows
        if row.task.unit_id in names
        for passage in _read(
            names[row.task.unit_id].official_name,
            row.version,  # type: ignore[attr-defined]  # annotated
            row.text,
            row.pk,
            with_results=theme is Theme.RESULTS,
        )
    ]


# A writer turns from one theme to the next: the same reports are read again.
@lru_cache(maxsize=256)
def _read(unit: str, version: int, text: str, text_id: int, *, with_results: bool) -> tuple[Passage, ...]:
    return tuple(sentences_told(Told(unit, version, text, text_id), with_results=with_results))


def _place_of(written: str) -> tuple[int, int, int]:
    found = re.fullmatch(r"(\d{1,12})-(\d{1,8})-(\d{1,8})", written)
    if found is None:
        raise InputRefused(field="place")
    return int(found[1]), int(found[2]), int(found[3])
