"""Write the words of a consolidated report: pick what units said, merge, rewrite, order, and answer for numbers.

Consolidators and coordinators of both agencies write. Every change is a version. Whoever changes a sentence says which
version was on the page; when somebody else was faster, both are kept side by side until a named person chooses.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import InputRefused, RuleBroken, Stale, require
from chungtay.core.record import record
from chungtay.core.scanner import require_clean
from chungtay.organisations.models import Membership
from chungtay.reporting.actions.consolidation import NotYoursToConsolidate, may_consolidate, required_reason
from chungtay.reporting.models import (
    Consolidation,
    WordFigureAnswer,
    WrittenSentence,
    WrittenSource,
    WrittenVersion,
)
from chungtay.reporting.models.wording import LONGEST_SENTENCE
from chungtay.reporting.papers.matter import machine_choice
from chungtay.reporting.papers.passages import Passage, Place, as_one, of_theme
from chungtay.reporting.queries.consolidation import LINES
from chungtay.reporting.queries.papers import lines_seen_live
from chungtay.reporting.queries.wording import bare_year, figures_for_words, flags_of, open_flags, written_for
from chungtay.reporting.themes import Theme

SHORTEST_SENTENCE = 5


class NothingPicked(InputRefused):
    """No sentence was chosen."""

    code = "reporting.nothing_picked"
    message = _("Please tick at least one sentence of a unit.")


class SentenceLength(InputRefused):
    """A sentence of a report is neither a word nor a chapter."""

    code = "reporting.sentence_length"
    message = _("A sentence of the report has from %(least)s to %(most)s letters. Please write it again.")


class SentenceGone(Stale):
    """The sentence was taken out or merged in the meantime."""

    code = "reporting.sentence_gone"
    message = _(
        "This sentence was taken out of the text in the meantime, so nothing was changed. "
        "Please open the text again; what was taken out stands at its end and can be put back."
    )


class NoSuchNumber(InputRefused):
    """What is to stand is no number of the sentence that differs from the table."""

    code = "reporting.no_such_number"
    message = _("This number is not in the sentence any more. Please open the page again.")


class WordsDifferFromTable(RuleBroken):
    """A document must not say in words what its own table denies."""

    code = "reporting.words_differ_from_table"
    message = _(
        "%(count)s numbers in the written sentences of %(year)s differ from the table. "
        "Please mend them on the page of the words, or say there why they stand; then draft the document."
    )


@transaction.atomic
def pick(
    consolidation: Consolidation,
    theme: Theme,
    picked: Sequence[Passage],
    *,
    as_single: bool,
    by: Membership,
    now: datetime,
) -> list[WrittenSentence]:
    """Take up what units said, word for word: each as a sentence of its own, or all as one with the words of the first.

    The sources of each are kept. Raises `NothingPicked`, and what the scanner minds.
    """
    require(bool(picked), NothingPicked(field="place"))
    _require_writer(consolidation, by, now)
    wanted = [as_one(picked)] if as_single else list(picked)
    return [_written(consolidation, theme, each.text, each.places, by=by, now=now) for each in wanted]


@transaction.atomic
def write(consolidation: Consolidation, theme: Theme, text: str, *, by: Membership, now: datetime) -> WrittenSentence:
    """Add a sentence of one's own. It stands on no source, and says so."""
    _require_writer(consolidation, by, now)
    return _written(consolidation, theme, text, (), by=by, now=now)


@transaction.atomic
def begin_with_choice(consolidation: Consolidation, *, by: Membership, now: datetime) -> list[WrittenSentence]:
    """Take up what the report would print of itself, under each theme that nobody has written of yet.

    Before both sides froze, from the words of the own lines alone.
    """
    _require_writer(consolidation, by, now)
    standing = written_for(by, consolidation).filter(taken_out_at__isnull=True)
    begun = set(standing.values_list("theme", flat=True))
    lines = LINES if consolidation.frozen_at else lines_seen_live(by)
    passages = machine_choice(bare_year(consolidation), lines)
    return [
        _written(consolidation, theme, each.text, each.places, by=by, now=now)
        for theme in Theme
        if theme.value not in begun
        for each in of_theme(passages, theme)
    ]


@transaction.atomic
def rewrite(
    sentence: WrittenSentence,
    *,
    text: str,
    theme: Theme,
    seen: int,
    merging: Iterable[WrittenSentence] = (),
    by: Membership,
    now: datetime,
) -> WrittenVersion:
    """Say a sentence otherwise, under `theme`; those of `merging` go into it, with their sources.

    `seen` is the number of the version on the page. When that is in force no longer, the words are kept beside it
    (`is_beside`) and nothing else changes, until somebody chooses.
    """
    sentence = _lock(sentence, by, now)
    text = _required_text(text)
    if seen != sentence.number:
        beside = _new_version(sentence, text, by=by, now=now, is_beside=True)
        record(sentence, "wording_kept_beside", by=by, at=now, number=beside.number, seen=seen)
        return beside
    if sentence.theme != theme:
        sentence.theme, sentence.position = theme, _next_position(sentence.consolidation, theme)
    version = _put_in_force(sentence, text, by=by, now=now)
    merged = [_merge(each, sentence, by=by, now=now) for each in merging if each.pk != sentence.pk]
    record(sentence, "wording_rewritten", by=by, at=now, number=version.number, merged=merged)
    return version


@transaction.atomic
def choose(sentence: WrittenSentence, number: int, *, by: Membership, now: datetime) -> WrittenVersion:
    """Settle two versions that were written at the same time: version `number` is in force, all others stay on record.

    Choosing an earlier version puts its words in force again.
    """
    sentence = _lock(sentence, by, now)
    chosen = WrittenVersion.objects.filter(sentence=sentence, number=number).first()
    if chosen is None:
        raise InputRefused(field="number")
    WrittenVersion.objects.filter(sentence=sentence, is_beside=True).update(is_beside=False)
    if chosen.number != sentence.number:
        chosen = _put_in_force(sentence, chosen.text, by=by, now=now)
    record(sentence, "wording_chosen", by=by, at=now, number=number)
    return chosen


@transaction.atomic
def take_out(sentence: WrittenSentence, *, by: Membership, now: datetime) -> WrittenSentence:
    """Leave a sentence out of the report; it stays on record and can be put back."""
    sentence = _lock(sentence, by, now)
    sentence.taken_out_at = now
    sentence.save(update_fields=["taken_out_at"])
    record(sentence, "wording_taken_out", by=by, at=now)
    return sentence


@transaction.atomic
def put_back(sentence: WrittenSentence, *, by: Membership, now: datetime) -> WrittenSentence:
    """Let a sentence that was taken out or merged stand again, at the end of its theme."""
    sentence = _lock(sentence, by, now, is_standing=False)
    sentence.taken_out_at = sentence.merged_into = None
    sentence.position = _next_position(sentence.consolidation, Theme(sentence.theme))
    sentence.save(update_fields=["taken_out_at", "merged_into", "position"])
    record(sentence, "wording_put_back", by=by, at=now)
    return sentence


@transaction.atomic
def move(sentence: WrittenSentence, *, is_up: bool, by: Membership, now: datetime) -> WrittenSentence:
    """Change places with the sentence before or after it in its theme; the first and the last stay where they are."""
    sentence = _lock(sentence, by, now)
    standing = list(
        written_for(by, sentence.consolidation)
        .filter(theme=sentence.theme, taken_out_at__isnull=True)
        .order_by("position", "id")
    )
    place = next(place for place, each in enumerate(standing) if each.pk == sentence.pk)
    other = place - 1 if is_up else place + 1
    if 0 <= other < len(standing):
        neighbour = standing[other]
        sentence.position, neighbour.position = neighbour.position, sentence.position
        WrittenSentence.objects.bulk_update([sentence, neighbour], ["position"])
        record(sentence, "wording_moved", by=by, at=now, up=is_up)
    return sentence


@transaction.atomic
def answer_number(
    sentence: WrittenSentence, key: str, *, reason: str, by: Membership, now: datetime
) -> WordFigureAnswer:
    """Let a number stand that the table does not say, and say why; holds until either of the two changes."""
    sentence = _lock(sentence, by, now)
    consolidation = sentence.consolidation
    figures = figures_for_words(consolidation, [sentence.text])
    flags = flags_of([sentence], figures, consolidation.period.year)[sentence.pk]
    require(any(flag.said.key == key for flag in flags), NoSuchNumber(field="flag"))
    answer, _made = WordFigureAnswer.objects.update_or_create(
        sentence=sentence,
        key=key,
        defaults={"reason": required_reason(reason), "answered_by": by, "answered_at": now},
    )
    record(sentence, "number_answered", by=by, at=now, key=key)
    return answer


def require_settled(consolidation: Consolidation) -> None:
    """Raise `WordsDifferFromTable` while a number in the standing sentences differs and nobody said why it stands."""
    count = open_flags(consolidation)
    require(not count, WordsDifferFromTable(count=count, year=consolidation.period.year))


def _written(
    consolidation: Consolidation, theme: Theme, text: str, places: Sequence[Place], *, by: Membership, now: datetime
) -> WrittenSentence:
    text = _required_text(text)
    sentence = WrittenSentence.objects.create(
        consolidation=consolidation,
        theme=theme,
        position=_next_position(consolidation, theme),
        text=text,
        side=by.organisation.side,
        written_by=by,
        written_at=now,
    )
    WrittenVersion.objects.create(sentence=sentence, number=1, text=text, written_by=by, written_at=now)
    WrittenSource.objects.bulk_create(
        WrittenSource(
            sentence=sentence, version_id=place.version, text_id=place.text_id, start=place.start, end=place.end
        )
        for place in places
    )
    record(sentence, "wording_written", by=by, at=now, theme=theme.value, sources=len(places))
    return sentence


def _required_text(text: str) -> str:
    text = " ".join(text.split())
    is_fit = SHORTEST_SENTENCE <= len(text) <= LONGEST_SENTENCE
    require(is_fit, SentenceLength(field="text", least=SHORTEST_SENTENCE, most=LONGEST_SENTENCE))
    return require_clean(text, field="text")


def _require_writer(consolidation: Consolidation, by: Membership, now: datetime) -> None:
    """Two writers of one text wait for each other here, so that positions and numbers are given once."""
    Consolidation.objects.select_for_update().get(pk=consolidation.pk)
    require(may_consolidate(by, consolidation.unit_id, now), NotYoursToConsolidate())


def _lock(sentence: WrittenSentence, by: Membership, now: datetime, *, is_standing: bool = True) -> WrittenSentence:
    _require_writer(sentence.consolidation, by, now)
    found = WrittenSentence.objects.select_related("consolidation__period", "consolidation__unit").get(pk=sentence.pk)
    require((found.taken_out_at is None) is is_standing, SentenceGone())
    return found


def _next_position(consolidation: Consolidation, theme: Theme) -> int:
    written = WrittenSentence.objects.filter(consolidation=consolidation, theme=theme)
    return (written.aggregate(last=Max("position"))["last"] or 0) + 1


def _new_version(
    sentence: WrittenSentence, text: str, *, by: Membership, now: datetime, is_beside: bool = False
) -> WrittenVersion:
    last = WrittenVersion.objects.filter(sentence=sentence).aggregate(last=Max("number"))["last"] or 0
    return WrittenVersion.objects.create(
        sentence=sentence, number=last + 1, text=text, is_beside=is_beside, written_by=by, written_at=now
    )


def _put_in_force(sentence: WrittenSentence, text: str, *, by: Membership, now: datetime) -> WrittenVersion:
    version = _new_version(sentence, text, by=by, now=now)
    sentence.text, sentence.number = text, version.number
    sentence.written_by, sentence.written_at = by, now
    sentence.save(update_fields=["theme", "position", "text", "number", "written_by", "written_at"])
    return version


def _merge(merged: WrittenSentence, into: WrittenSentence, *, by: Membership, now: datetime) -> int:
    """Put `merged` into `into`, whose sources grow by its own."""
    require(merged.taken_out_at is None and merged.consolidation_id == into.consolidation_id, SentenceGone())
    sources = WrittenSource.objects.filter(sentence=merged).order_by("id")
    WrittenSource.objects.bulk_create(
        [
            WrittenSource(
                sentence=into, version_id=each.version_id, text_id=each.text_id, start=each.start, end=each.end
            )
            for each in sources
        ],
        ignore_conflicts=True,
    )
    merged.taken_out_at, merged.merged_into = now, into
    merged.save(update_fields=["taken_out_at", "merged_into"])
    record(merged, "wording_merged", by=by, at=now, into=into.pk)
    return merged.pk
