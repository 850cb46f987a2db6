"""The written sentences of a frozen year go on in the consolidation that follows it."""

from __future__ import annotations

from chungtay.reporting.models import Consolidation, ShownFigures, WrittenSentence, WrittenSource, WrittenVersion


def carry_words(frozen: Consolidation, successor: Consolidation) -> None:
    """Copy the sentences that stand in `frozen`, with their sources, and the choice of figures, into `successor`.

    Both sides have seen them, so they belong to both. Earlier versions and answers stay where they were given.
    """
    standing = WrittenSentence.objects.filter(consolidation=frozen, taken_out_at__isnull=True).order_by("id")
    sources: dict[int, list[WrittenSource]] = {}
    for source in WrittenSource.objects.filter(sentence__in=standing).order_by("id"):
        sources.setdefault(source.sentence_id, []).append(source)
    old = list(standing)
    new = WrittenSentence.objects.bulk_create(_copy(each, successor) for each in old)
    WrittenVersion.objects.bulk_create(
        WrittenVersion(
            sentence=each, number=1, text=each.text, written_by_id=each.written_by_id, written_at=each.written_at
        )
        for each in new
    )
    WrittenSource.objects.bulk_create(
        WrittenSource(sentence=copy, version_id=each.version_id, text_id=each.text_id, start=each.start, end=each.end)
        for was, copy in zip(old, new, strict=True)
        for each in sources.get(was.pk, [])
    )
    for shown in ShownFigures.objects.filter(consolidation=frozen):
        ShownFigures.objects.create(
            consolidation=successor,
            indicators=shown.indicators,
            chosen_by_id=shown.chosen_by_id,
            chosen_at=shown.chosen_at,
        )


def _copy(sentence: WrittenSentence, successor: Consolidation) -> WrittenSentence:
    return WrittenSentence(
        consolidation=successor,
        theme=sentence.theme,
        position=sentence.position,
        text=sentence.text,
        written_by_id=sentence.written_by_id,
        written_at=sentence.written_at,
    )
