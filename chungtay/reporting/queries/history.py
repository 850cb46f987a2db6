"""What the accepted reports before this one say: for comparison on the form and for warnings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import BigIntegerField, F, IntegerField

from chungtay.core.prepared import Prepared, any_given
from chungtay.reporting.layout import FormLayout
from chungtay.reporting.models import ReportTask, SubmissionVersion
from chungtay.reporting.plausibility import NO_HISTORY, History


@dataclass(frozen=True)
class _Earlier:
    """An accepted version and where in time it stands."""

    year: int
    index: int
    figures: dict[int, int]
    cumulative: dict[int, int]


def history_of(task: ReportTask, layout: FormLayout) -> History:
    """What the same office's accepted reports of this and the last year say; one query."""
    return histories_of([task], {layout.form_version_id: layout})[task.pk]


def histories_of(tasks: Sequence[ReportTask], layouts: dict[int, FormLayout]) -> dict[int, History]:
    """`history_of` for many tasks by their keys; one query for all."""
    known = _accepted_before(tasks)
    found: dict[int, History] = {}
    for task in tasks:
        earlier = known.get(_series(task), [])
        found[task.pk] = _history(task, earlier, layouts[task.form_version_id]) if earlier else NO_HISTORY
    return found


def _series(task: ReportTask) -> tuple[int, int, str, bool]:
    return task.organisation_id, task.form_version.form_id, task.period.grain, task.is_claim


def _accepted_before(tasks: Iterable[ReportTask]) -> dict[tuple[int, int, str, bool], list[_Earlier]]:
    tasks = list(tasks)
    years = {task.period.year for task in tasks}
    versions = _ACCEPTED.rows(
        offices=list({task.organisation_id for task in tasks}), years=list(years | {year - 1 for year in years})
    )
    found: dict[tuple[int, int, str, bool], list[_Earlier]] = {}
    for version in versions:
        period = version.submission.task.period
        cells = version.form_version.cells
        earlier = _Earlier(
            period.year, period.index, _filled(cells, version.values), _filled(cells, version.cumulative)
        )
        found.setdefault(_series(version.submission.task), []).append(earlier)
    return found


_ACCEPTED = Prepared(
    lambda: (
        SubmissionVersion.objects.filter(
            submission__accepted_version_id=F("id"),
            submission__task__organisation_id__in=any_given("offices", BigIntegerField()),
            submission__task__period__year__in=any_given("years", IntegerField()),
        )
        .select_related("submission__task__period", "submission__task__form_version", "form_version")
        .order_by("submission__task__period__window")
    )
)


def _filled(cells: Sequence[int], numbers: Sequence[int | None] | None) -> dict[int, int]:
    return {cell: number for cell, number in zip(cells, numbers or (), strict=False) if number is not None}


def _history(task: ReportTask, earlier: Sequence[_Earlier], layout: FormLayout) -> History:
    year, index = task.period.year, task.period.index
    before = [one for one in earlier if (one.year, one.index) < (year, index)]
    this_year = [one for one in before if one.year == year]
    last_year = next((one for one in earlier if (one.year, one.index) == (year - 1, index)), None)
    so_far: dict[int, int] = {}
    for one in this_year:
        for cell, value in one.figures.items():
            if cell in layout.by_number and layout.row(cell).flow_like:
                so_far[cell] = so_far.get(cell, 0) + value
    return History(
        before=before[-1].figures if before else {},
        cumulative_before=this_year[-1].cumulative if this_year else {},
        year_so_far=so_far,
        last_year=last_year.figures if last_year else {},
    )
