"""A wrong figure found after the annual report was issued: opened again, corrected below, frozen by one side so far.

Twice: of the first one the other side froze too, and the report was amended; the second one is on its way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chungtay.organisations.codes import Line, OrganisationKind, Role
from chungtay.organisations.models import Membership
from chungtay.reporting.actions.consolidation import freeze, reopen_consolidation
from chungtay.reporting.actions.decisions import accept
from chungtay.reporting.actions.submissions import correct, fill_cells, submit
from chungtay.reporting.contents import CellFigure
from chungtay.reporting.layout import layout_of
from chungtay.reporting.models import Consolidation, ReportTask
from chungtay.reporting.queries.consolidation import catalogue_cells
from chungtay.reporting.versions import load_contents
from chungtay.territory.codes import Level


@dataclass(frozen=True)
class Slip:
    """A figure that is too high by `over` in the report of the commune at `place`, what was found, and its reason."""

    place: int
    indicator: str
    over: int
    found: str
    why: str


COPIED = Slip(
    1,
    "OUT_LEAFLETS",
    150,
    "Rà soát thấy một xã nhập nhầm số tờ rơi của năm trước",
    "Nhập nhầm 150 tờ rơi đã phát năm 2020",
)
COUNTED_TWICE = Slip(
    0,
    "OUT_SESSIONS",
    12,
    "Phát hiện một xã cộng hai lần các buổi tuyên truyền phối hợp với trường học",
    "Đã cộng hai lần 12 buổi tuyên truyền tổ chức cùng trường học",
)
# Reports that are looked through for a figure that is large enough; sessions and leaflets stand in nearly all.
SEARCHED = 40


def correct_after_issue(
    consolidation: Consolidation,
    slip: Slip,
    *,
    reporters: Mapping[int, Membership],
    acceptors: Mapping[int, Membership],
    now: datetime,
) -> Consolidation:
    """Open the year again, have a commune send its figure anew, and let the police freeze; the Front is to follow.

    Both figures then stand beside each other with their names, and the page of the issued report says what comes next.
    """
    police = acceptors[_police_of_province(consolidation).organisation_id]
    successor = reopen_consolidation(consolidation, reason=slip.found, by=police, now=now)
    cell = catalogue_cells().number(slip.indicator)
    task, figure = _wrong_figure(consolidation, cell, slip)
    reporter = reporters[task.organisation_id]
    correct(task, reason=slip.why, by=reporter, now=now + timedelta(hours=3))
    fill_cells(
        task,
        figures={cell: replace(figure, value=(figure.value or 0) - slip.over)},
        evidence={},
        by=reporter,
        now=now + timedelta(hours=4),
    )
    submit(task, by=reporter, now=now + timedelta(hours=5))
    accept(task, by=acceptors[task.receiver_id], now=now + timedelta(days=1))
    return freeze(successor, by=police, now=now + timedelta(days=1, hours=2))


def _police_of_province(consolidation: Consolidation) -> Membership:
    return Membership.objects.get(
        role=Role.COORDINATOR, organisation__kind=OrganisationKind.POLICE, organisation__unit=consolidation.unit
    )


def _wrong_figure(consolidation: Consolidation, cell: int, slip: Slip) -> tuple[ReportTask, CellFigure]:
    """The report of a commune's police on the programme whose figure is large enough to be too high by so many."""
    reports = (
        ReportTask.objects.filter(
            period=consolidation.period, is_claim=False, line=Line.POLICE, organisation__level=Level.COMMUNE
        )
        .select_related("period__indicator_set", "organisation", "receiver", "form_version__form", "submission")
        .order_by("id")[slip.place :]
    )
    for task in reports[:SEARCHED]:
        version = task.submission.accepted_version
        figure = load_contents(version, layout_of(task.form_version)).figure(cell) if version else None
        if figure and (figure.value or 0) > 2 * slip.over:
            return task, figure
    raise LookupError(slip.indicator)
