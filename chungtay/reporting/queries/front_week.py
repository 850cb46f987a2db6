"""Bản tuần cho Mặt trận số: what an office of the Front has for a week, in the fields of the system it also fills in.

Which fields there are and in which order is reviewed data (`data/front_week_fields.psv`); it is still to be held beside
that system's own page, and the page says so.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from django.db.backends.postgresql.psycopg_any import DateRange

from chungtay.core.errors import NotFound, require
from chungtay.organisations.codes import Side
from chungtay.organisations.models import Membership
from chungtay.programmes.queries.activities import counted_activities
from chungtay.reporting.codes import Grain
from chungtay.reporting.counting import figures_from
from chungtay.reporting.layout import layout_of
from chungtay.reporting.models import FormVersion, ReportTask
from chungtay.reporting.phrases import figure_text
from chungtay.reporting.queries.submissions import answered_by, submission_of_task
from chungtay.reporting.rules import ENTERING
from chungtay.reporting.versions import load_contents

FILE = Path(__file__).resolve().parents[1] / "data" / "front_week_fields.psv"
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class FieldRule:
    """One field of the other system, in its words, and the indicator that holds it here."""

    group: str
    field: str
    indicator: str


@dataclass(frozen=True)
class WeekField:
    """One field with what the week's activities give and what the month's report states; "" where nothing is known."""

    label: str
    week: str
    month: str


@dataclass(frozen=True)
class FrontWeek:
    """A week of one office: fields by group, how many activities stand behind them, and the month's report."""

    monday: date
    groups: Sequence[tuple[str, Sequence[WeekField]]]
    activity_count: int
    task: ReportTask | None

    @property
    def sunday(self) -> date:
        """The last day of the week."""
        return self.monday + WEEK - timedelta(days=1)


@lru_cache(maxsize=1)
def field_rules() -> tuple[FieldRule, ...]:
    """The fields in the order of the data file."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(FieldRule(**row) for row in csv.DictReader(lines, delimiter="|"))


def may_see_front_week(hat: Membership) -> bool:
    """Offices of the Front and its members have that second system; nobody else."""
    return hat.organisation.side == Side.FRONT and hat.role in ENTERING


def front_week(hat: Membership, day: date) -> FrontWeek:
    """The week of `day` for the hat's own office. Raises `NotFound` for hats of another side."""
    require(may_see_front_week(hat), NotFound())
    monday = day - timedelta(days=day.weekday())
    task = _report_of(hat, monday)
    form = task.form_version if task else _form_on(monday)
    if form is None:
        return FrontWeek(monday, (), 0, None)
    layout = layout_of(form)
    submission = submission_of_task(task) if task else None
    contents = load_contents(submission.current_version if submission else None, layout)
    counted = counted_activities(hat.organisation_id, DateRange(monday, monday + WEEK))
    given = figures_from(counted, layout)
    fields = []
    for rule in field_rules():
        cell = layout.total_cell(rule.indicator)
        if cell is not None:
            scale = layout.row(cell).indicator.scale
            week = figure_text(given[cell].figure.value, scale) if cell in given else ""
            fields.append((rule.group, WeekField(rule.field, week, figure_text(contents.value(cell), scale))))
    groups = [(group, [field for _group, field in found]) for group, found in groupby(fields, key=lambda pair: pair[0])]
    return FrontWeek(monday, groups, len(counted), task)


def _report_of(hat: Membership, monday: date) -> ReportTask | None:
    """The office's own report of the month in whose days the week begins."""
    owed = ReportTask.objects.filter(
        answered_by(hat.organisation_id), days__contains=monday, period__grain=Grain.MONTH, is_claim=False
    )
    return (
        owed.select_related("period", "form_version__form", "submission__current_version").order_by("-due_on").first()
    )


def _form_on(monday: date) -> FormVersion | None:
    found = FormVersion.objects.filter(form__indicator_set__code="programme", validity__contains=monday)
    return found.order_by("pk").first()
