"""Điền từ hoạt động: figures counted from records, joint work once, and the pedigree down to the activities."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chungtay.core.errors import NotPermitted
from chungtay.organisations.codes import Line, Role
from chungtay.organisations.models import Membership
from chungtay.programmes.actions.activities import correct_activity, withdraw_activity
from chungtay.programmes.actions.joining import confirm_offer, offer_jointly
from chungtay.programmes.activity_codes import ActivityKind
from chungtay.programmes.models import Activity
from chungtay.reporting.actions.decisions import accept
from chungtay.reporting.actions.prefill import fill_from_activities
from chungtay.reporting.actions.submissions import correct, fill_cells, submit
from chungtay.reporting.addresses import FigureAddress
from chungtay.reporting.codes import Source
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.counting import EVERY_KIND, figure_rules
from chungtay.reporting.errors import NoActivities
from chungtay.reporting.figures import totals
from chungtay.reporting.layout import layout_of
from chungtay.reporting.models import CountedActivity, Indicator, ReportTask
from chungtay.reporting.queries.pedigree import pedigree_for
from chungtay.reporting.queries.prefill import VillageRow, prefill_of
from chungtay.reporting.versions import load_contents
from tests.cast import DONG_THANH, FRONT, NOW, POLICE, PROVINCE, TODAY, Cast, cell_of, month
from tests.programmes.activity_stage import MEETING, _made, cast, front, police, recorded, women

__all__ = ["_made", "cast", "front", "police", "women"]


@pytest.fixture
def task(cast: Cast) -> ReportTask:
    """The report that the police of Đông Thanh owe for November: 15 October to 14 November."""
    return cast.task(DONG_THANH, POLICE, month(11))


def filled(task: ReportTask, by: Membership) -> Contents:
    version = fill_from_activities(task, by=by, now=NOW)
    return load_contents(version, layout_of(task.form_version))


def stated(contents: Contents, indicator: str) -> tuple[int | None, int | None, int | None]:
    figure = contents.figure(cell_of(indicator))
    return figure.value, figure.joint, figure.led_elsewhere


def joint(by: Membership, partner: Membership, **changes: Any) -> Activity:
    activity = recorded(by, **changes)
    (offer,) = offer_jointly(activity, [partner.organisation], by=by, now=NOW)
    confirm_offer(offer, by=partner, now=NOW)
    return activity


def test_every_rule_names_a_kind_a_measure_and_an_indicator() -> None:
    kinds = {rule.kind for rule in figure_rules()}

    assert kinds == {EVERY_KIND, *ActivityKind.values}
    assert {rule.measure for rule in figure_rules()} == {"times", "attendance", "leaflets"}


def test_every_rule_finds_its_cells(cast: Cast) -> None:
    known = {
        indicator.code: {cell.category for cell in indicator.cells.all()}
        for indicator in Indicator.objects.prefetch_related("cells")
    }

    wanted = [(rule.indicator, code) for rule in figure_rules() for code in ("", *rule.categories.values())]
    assert [(code, category) for code, category in wanted if category not in known.get(code, ())] == []


def test_figures_are_the_sums_of_the_period_with_their_audience(task: ReportTask, police: Membership) -> None:
    recorded(police)
    recorded(police, kind=ActivityKind.OUTREACH, audience="pupils", attendance=100, times=2)
    recorded(police, kind=ActivityKind.PATROL, attendance=12, leaflets=0, times=3, village="")
    recorded(police, held_on=date(2026, 11, 15))

    contents = filled(task, police)

    assert {code: contents.figure(cell_of(code)).value for code in (
        "OUT_SESSIONS", "OUT_VILLAGE_MEETINGS", "OUT_ATTENDANCES", "OUT_LEAFLETS", "PAT_TURNS", "PAT_ATT"
    )} == {"OUT_SESSIONS": 3, "OUT_VILLAGE_MEETINGS": 1, "OUT_ATTENDANCES": 168, "OUT_LEAFLETS": 100,
           "PAT_TURNS": 3, "PAT_ATT": 12}  # fmt: skip
    sessions = cell_of("OUT_SESSIONS")
    assert [contents.value(sessions + place) for place in range(5)] == [3, None, None, 2, 1]
    assert {known.source for known in contents.evidence.values()} == {Source.ACTIVITY}


def test_joint_work_is_stated_as_such_by_both_and_counts_once_in_all(
    cast: Cast, task: ReportTask, police: Membership, front: Membership
) -> None:
    beside = cast.task(DONG_THANH, FRONT, month(11))
    joint(police, front)
    recorded(front, village="Thôn 7", attendance=300)

    ours, theirs = filled(task, police), filled(beside, front)
    assert stated(ours, "OUT_SESSIONS") == (1, 1, 0)
    assert stated(theirs, "OUT_SESSIONS") == (2, 1, 1)
    sent = {"attendances_per_session:0": "Họp thôn đông"}
    for each, by, above in ((task, police, POLICE), (beside, front, FRONT)):
        submit(each, by=by, now=NOW, answers=sent)
        role = Role.CONSOLIDATOR if above is POLICE else Role.COORDINATOR
        accept(each, by=cast.hat(PROVINCE, above, role), now=NOW)

    place = (cast.units[DONG_THANH].pk, task.period_id, cell_of("OUT_ATTENDANCES"))
    found = totals([place[0]], [place[1]], [place[2]], line=Line.ALL)
    assert found[place].value == 68 + 300


def test_what_was_typed_stays_and_what_was_counted_follows(task: ReportTask, police: Membership) -> None:
    activity = recorded(police)
    typed = cell_of("OUT_LEAFLETS")
    fill_cells(task, figures={typed: CellFigure(999)}, evidence={}, by=police, now=NOW)

    assert stated(filled(task, police), "OUT_ATTENDANCES") == (68, 0, 0)
    correct_activity(activity, MEETING.__class__(**{**MEETING.as_columns(), "attendance": 86}), reason="Đếm lại",
                     by=police, now=NOW)  # fmt: skip
    contents = filled(task, police)
    assert (stated(contents, "OUT_ATTENDANCES"), contents.value(typed)) == ((86, 0, 0), 999)

    withdraw_activity(activity, reason="Ghi nhầm", by=police, now=NOW)
    contents = filled(task, police)
    assert {cell: figure.value for cell, figure in contents.figures.items()} == {typed: 999}
    assert CountedActivity.objects.count() == 0


def test_nothing_recorded_and_another_office(task: ReportTask, police: Membership, front: Membership) -> None:
    with pytest.raises(NoActivities):
        fill_from_activities(task, by=police, now=NOW)
    recorded(police)

    with pytest.raises(NotPermitted):
        fill_from_activities(task, by=front, now=NOW)


def test_the_preview_says_what_would_be_kept_and_sums_the_hamlets(task: ReportTask, police: Membership) -> None:
    recorded(police)
    recorded(police, village="Thôn 1", attendance=32, leaflets=0)
    layout = layout_of(task.form_version)
    contents = Contents({cell_of("OUT_LEAFLETS"): CellFigure(7)})

    prefill = prefill_of(task, contents, layout)

    kept = {row.label: (row.value, row.stands) for row in prefill.rows if row.differs}
    assert list(kept.values()) == [(50, 7)]
    assert prefill.villages == [VillageRow("Thôn 1", 1, 32, 0), VillageRow("Thôn 3", 1, 68, 50)]
    assert prefill.total == VillageRow("", 2, 100, 50)
    assert prefill.writes == len(prefill.rows) - 1


def test_the_pedigree_opens_to_the_activities_as_they_were_counted(
    cast: Cast, task: ReportTask, police: Membership
) -> None:
    activity = recorded(police)
    fill_from_activities(task, by=police, now=NOW)
    submit(task, by=police, now=NOW)
    above = cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR)
    accept(task, by=above, now=NOW)
    address = FigureAddress(cast.units[DONG_THANH].pk, task.period_id, Line.POLICE, cell_of("OUT_ATTENDANCES"))
    later = MEETING.__class__(**{**MEETING.as_columns(), "attendance": 86})
    correct_activity(activity, later, reason="Đếm lại", by=police, now=NOW)

    (stands,) = pedigree_for(above, address, TODAY).stands

    (held,) = stands.activities
    assert (held.activity_id, held.amount, held.has_moved, held.is_open) == (activity.pk, 68, True, True)
    assert "68" in held.words


def test_a_correction_keeps_the_activities_of_the_version_before(
    cast: Cast, task: ReportTask, police: Membership
) -> None:
    recorded(police)
    version = fill_from_activities(task, by=police, now=NOW)
    submit(task, by=police, now=NOW)
    accept(task, by=cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR), now=NOW)

    later = correct(task, reason="Bổ sung", by=police, now=NOW)

    counted = [sorted(one.counted.values_list("cell_id", "amount")) for one in (version, later)]
    assert counted[0] == counted[1] != []


def test_the_page_shows_and_fills(task: ReportTask, police: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chungtay.core.clock.now", lambda: NOW)
    recorded(police)
    client = Client()
    client.force_login(police.user)
    address = reverse("reporting:from-activities", args=[task.pk])
    assert address in client.get(reverse("reporting:entry", args=[task.pk])).content.decode()

    assert "Thôn 3" in client.get(address).content.decode()
    client.post(address)

    submission = ReportTask.objects.get(pk=task.pk).submission
    contents = load_contents(submission.current_version, layout_of(task.form_version))
    assert contents.value(cell_of("OUT_ATTENDANCES")) == 68
