"""The fields of a draft that two people filled in differently: those that wait, and how the others were settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chungtay.organisations.models import Membership
from chungtay.reporting.codes import Qualifier
from chungtay.reporting.layout import FormLayout
from chungtay.reporting.merging import Said
from chungtay.reporting.models import EditConflict, ReportTask
from chungtay.reporting.phrases import figure_text


@dataclass(frozen=True)
class ShownConflict:
    """Both figures of a field in words, who wrote each, and who chose."""

    pk: int
    cell: int
    label: str
    stands: str
    stands_by: str
    offered: str
    offered_by: str
    settled_by: str
    settled_at: datetime | None
    took_offered: bool | None


def conflicts_of(task: ReportTask, layout: FormLayout) -> list[ShownConflict]:
    """The fields of a report that wait for a choice, in the order of the form."""
    rows = _of(task).filter(settled_at=None)
    return sorted((_shown(row, layout) for row in rows), key=lambda each: (layout.cells.index(each.cell), each.pk))


def all_conflicts_of(task: ReportTask, layout: FormLayout) -> list[ShownConflict]:
    """Those that wait and those that were settled, the latest first."""
    return [_shown(row, layout) for row in _of(task).order_by("-id")]


def _of(task: ReportTask) -> QuerySet[EditConflict]:
    people = ("stands_by__user", "offered_by__user", "settled_by__user")
    return EditConflict.objects.filter(submission__task=task).select_related(*people)


def _shown(row: EditConflict, layout: FormLayout) -> ShownConflict:
    line = layout.row(row.cell_id)
    scale = line.indicator.scale
    return ShownConflict(
        pk=row.pk,
        cell=row.cell_id,
        label=line.label,
        stands=_words(Said.from_json(row.stands), scale),
        stands_by=_name(row.stands_by),
        offered=_words(Said.from_json(row.offered), scale),
        offered_by=_name(row.offered_by),
        settled_by=_name(row.settled_by),
        settled_at=row.settled_at,
        took_offered=row.took_offered,
    )


def _name(hat: Membership | None) -> str:
    return hat.user.display_name if hat else ""


def _words(said: Said, scale: int) -> str:
    figure = said.figure
    if figure.value is None:
        return _("left blank")
    words = [str(figure.qualifier.label)] if figure.qualifier is not Qualifier.EQ else []
    words.append(figure_text(figure.value, scale))
    if figure.high is not None:
        words.append(f"– {figure_text(figure.high, scale)}")
    parts = [
        (figure.joint, _("of which joint")),
        (figure.led_elsewhere, _("of which led by another body")),
        (figure.cumulative, _("cumulative")),
    ]
    beside = [f"{name}: {figure_text(number, scale)}" for number, name in parts if number is not None]
    return " ".join(words) + (f" ({'; '.join(beside)})" if beside else "")
