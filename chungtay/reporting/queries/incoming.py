"""Texts that were brought in for a report, and the figures proposed from them. The report was asked for first."""

from __future__ import annotations

from chungtay.core.errors import NotFound
from chungtay.registry.models import ModelType
from chungtay.reporting.models import IncomingText, ProposedFigure, ReportTask


def text_of(task: ReportTask, text_id: int) -> IncomingText:
    """A text of a report that the hat was found to see; without the kept file. `NotFound` for another report's."""
    text = IncomingText.objects.filter(task=task, pk=text_id).defer("kept_file").first()
    if text is None:
        raise NotFound()
    return text


def kept_content(text: IncomingText) -> bytes:
    """The bytes of the kept file; `NotFound` where only the redacted text was kept."""
    content = IncomingText.objects.values_list("kept_file", flat=True).get(pk=text.pk)
    if content is None:
        raise NotFound()
    return bytes(content)


def has_kept_file(text: IncomingText) -> bool:
    """Whether the file itself was kept, without reading it."""
    return IncomingText.objects.filter(pk=text.pk, kept_file__isnull=False).exists()


def figures_of(text: IncomingText) -> list[ProposedFigure]:
    """The figures proposed from a text, in the order in which they stand there."""
    return list(ProposedFigure.objects.filter(text=text).order_by("start", "id"))


def types_to_choose() -> list[tuple[str, str]]:
    """Code and name of the types of models that can be named, in dictionary order; merged ones are left out."""
    types = ModelType.objects.filter(merged_into__isnull=True).order_by("sort_key", "id")
    return list(types.values_list("code", "name"))
