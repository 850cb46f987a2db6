"""A wrong figure found after the annual report was issued: opened again, corrected below, frozen by one side so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from chungtay.organisations.codes import Line, OrganisationKind, Role
from chungtay.organisations.models import Membership
from chungtay.reporting.actions.consolidation import freeze, reopen_consolidation
from chungtay.reporting.actions.decisions import accept
from chungtay.reporting.actions.submissions import correct, fill_cells, submit
from chungtay.reporting.layout import layout_of
from chungtay.reporting.models import Consolidation, ReportTask
from chungtay.reporting.queries.consolidation import catalogue_cells
from chungtay.reporting.versions import load_contents
from chungtay.territory.codes import Level

COUNTED_TWICE = 12
FOUND = "Phát hiện một xã cộng hai lần các buổi tuyên truyền phối hợp với trường học"
WHY = f"Đã cộng hai lần {COUNTED_TWICE} buổi tuyên truyền tổ chức cùng trường học"


def correct_after_issue(
    consolidation: Consolidation,
    *,
    reporters: Mapping[int, Membership],
    acceptors: Mapping[int, Membership],
    now: datetime,
) -> Consolidation:
    """Open the year again, have a commune send its sessions anew, and let the police freeze; the Front is to follow.

    Both figures then stand beside each other with their names, and the page of the issued report says what comes next.
    """
    police = acceptors[_police_of_province(consolidation).organisation_id]
    successor = reopen_consolidation(consolidation, reason=FOUND, by=police, now=now)
    task = _corrected_report(consolidation)
    reporter = reporters[task.organisation_id]
    version = correct(task, reason=WHY, by=reporter, now=now + timedelta(hours=3))
    cell = catalogue_cells().number("OUT_SESSIONS")
    figure = load_contents(version, layout_of(task.form_version)).figure(cell)
    assert figure.value is not None
    fill_cells(
        task,
        figures={cell: replace(figure, value=figure.value - COUNTED_TWICE)},
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


def _corrected_report(consolidation: Consolidation) -> ReportTask:
    """The first report of a commune's police on the programme that holds enough sessions of its own."""
    found = (
        ReportTask.objects.filter(
            period=consolidation.period, is_claim=False, line=Line.POLICE, organisation__level=Level.COMMUNE
        )
        .select_related("period__indicator_set", "organisation", "receiver", "form_version__form")
        .order_by("id")
        .first()
    )
    assert found is not None
    return found
