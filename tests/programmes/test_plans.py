"""Plans: what a draft begins with, what is refused, who approves, what those below make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from chungtay.core.errors import ManyProblems, NotPermitted
from chungtay.core.models import Deed
from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership
from chungtay.programmes.actions.plans import (
    agree,
    amend,
    approve,
    lay,
    return_plan,
    save_draft,
    send_down,
    stamp_of,
    start_plan,
)
from chungtay.programmes.actions.programmes import open_programme, record_framework
from chungtay.programmes.codes import PlanStatus
from chungtay.programmes.errors import (
    EmptyPlan,
    FrameworkExists,
    NoFramework,
    NoPartner,
    NotAgreedYet,
    NothingAbove,
    NotYourAgreement,
    NotYourApproval,
    NotYourPlan,
    NotYourProgramme,
    PlanChanged,
    PlanExists,
    PlanOutOfOrder,
    ProgrammeExists,
    ReasonNeeded,
)
from chungtay.programmes.items import draft_of, proposed
from chungtay.programmes.models import Plan, PlanItem, PlanVersion, Programme
from chungtay.programmes.queries.plans import (
    items_of,
    objectives_of,
    plan_work,
    plans_for,
    version_for,
    version_in_force,
)
from chungtay.programmes.receivers import plans_on_successors
from chungtay.territory.models import UnitEvent
from chungtay.territory.signals import unit_event_undo
from tests.cast import DONG_THANH, FRONT, HAC_THANH, NOW, POLICE, PROVINCE, TODAY, WOMEN, Cast
from tests.programmes.plans import ITEMS, OBJECTIVES, WORDS, YEAR, Year, changed, seat


def told(problems: ManyProblems) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.field) for problem in problems.problems]


def test_a_framework_and_a_programme_are_the_coordinators(planning_cast: Cast) -> None:
    cast = planning_cast
    unit, coordinator = cast.units[PROVINCE], cast.hat(PROVINCE, FRONT, Role.COORDINATOR)
    with pytest.raises(NoFramework):
        open_programme(YEAR, by=coordinator, now=NOW)
    for other in (cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR), cast.hat(DONG_THANH, POLICE)):
        with pytest.raises(NotYourProgramme):
            record_framework(WORDS, unit=unit, above=None, by=other, now=NOW)
        with pytest.raises(NotYourProgramme):
            open_programme(YEAR, by=other, now=NOW)

    framework = record_framework(WORDS, unit=unit, above=None, by=coordinator, now=NOW)
    programme = open_programme(YEAR, by=coordinator, now=NOW)

    assert (programme.framework, programme.unit, programme.year) == (framework, unit, YEAR)
    with pytest.raises(FrameworkExists):
        record_framework(WORDS, unit=unit, above=None, by=coordinator, now=NOW)
    with pytest.raises(ProgrammeExists):
        open_programme(YEAR, by=coordinator, now=NOW)
    with pytest.raises(NoFramework):
        open_programme(WORDS.last_year + 1, by=coordinator, now=NOW)


def test_a_provinces_own_framework_goes_before_the_nations(planning_cast: Cast) -> None:
    cast = planning_cast
    nation = record_framework(
        replace(WORDS, symbol="07/CTrPH-BCA-MTTW"), unit=cast.units["VN"], above=None, by=None, now=NOW
    )
    own = record_framework(WORDS, unit=cast.units[PROVINCE], above=nation, by=None, now=NOW)

    programme = open_programme(YEAR, by=cast.hat(PROVINCE, POLICE, Role.COORDINATOR), now=NOW)

    assert programme.framework == own


def test_a_draft_keeps_what_was_written(year: Year) -> None:
    version = year.top_draft()

    kept = items_of(version)

    assert [draft_of(item) for item in kept] == [
        replace(ITEMS[0], number=1, cooperating=("front", "women"), target_unit="buổi"),
        replace(ITEMS[1], number=2, target_unit="%"),
        replace(ITEMS[2], number=3),
        replace(ITEMS[3], number=4),
    ]
    assert objectives_of(version.plan, version) == OBJECTIVES


def test_everything_wrong_with_a_draft_is_told_at_once_and_nothing_is_stored(year: Year) -> None:
    version = year.top_draft()
    before = list(version.items.order_by("id").values())
    wrong = [
        replace(ITEMS[0], text="  "),
        replace(ITEMS[0], text="Liên hệ số điện thoại 0987123456"),
        replace(ITEMS[0], lead="school"),
        replace(ITEMS[0], lead="union", due_on=date(YEAR + 1, 1, 1)),
        replace(ITEMS[0], indicator="NOTHING"),
        replace(ITEMS[0], target=Decimal("1.0001")),
        replace(ITEMS[0], target=Decimal(-1)),
        replace(ITEMS[0], parent_number=1),
    ]

    with pytest.raises(ManyProblems) as refused:
        save_draft(version, wrong, objectives={3: "Theo dõi đối tượng 0987123456"}, by=year.writer, now=NOW)

    assert told(refused.value) == [
        ("programmes.words_needed", "0-text"),
        ("core.forbidden_matter", "1-text"),
        ("programmes.lead_not_here", "2-lead"),
        ("programmes.date_outside_year", "3-due_on"),
        ("programmes.unknown_measure", "4-indicator"),
        ("programmes.target_unreadable", "5-target"),
        ("programmes.target_unreadable", "6-target"),
        ("programmes.no_such_parent_item", "7-parent_number"),
        ("core.forbidden_matter", "objective-3"),
    ]
    assert list(version.items.order_by("id").values()) == before


def test_only_officers_of_the_office_write(year: Year) -> None:
    version = year.top_draft()
    for other in (year.partner, year.police, year.cast.hat(PROVINCE, POLICE, Role.REGISTRY_CLERK)):
        with pytest.raises(NotYourPlan):
            save_draft(version, ITEMS, by=other, now=NOW)
        with pytest.raises(NotYourPlan):
            lay(version, by=other, now=NOW)


def test_who_saves_second_is_told_who_saved_first(year: Year) -> None:
    version = year.top_draft()
    seen = stamp_of(version)
    later = NOW.replace(minute=9)
    save_draft(version, ITEMS[:2], by=year.coordinator, now=later, seen=seen)

    with pytest.raises(PlanChanged) as refused:
        save_draft(version, ITEMS, by=year.writer, now=later, seen=seen)

    assert refused.value.data == {"person": year.writer.office}
    assert version.items.count() == 2


def test_a_plan_is_approved_by_another_person_after_the_partner_agreed(year: Year) -> None:
    version = lay(year.top_draft(), by=year.writer, now=NOW)

    with pytest.raises(NotAgreedYet):
        approve(version, by=year.coordinator, now=NOW)
    with pytest.raises(NotYourAgreement):
        agree(version, by=year.coordinator, now=NOW)
    agree(version, by=year.partner, now=NOW)
    for other in (year.writer, year.partner, year.police):
        with pytest.raises(NotYourApproval):
            approve(version, by=other, now=NOW)
    approved = approve(version, by=year.coordinator, now=NOW)

    assert (approved.status, approved.approved_by, approved.agreed_by) == (
        PlanStatus.APPROVED,
        year.coordinator,
        year.partner,
    )
    assert list(Deed.objects.filter(verb__startswith="plan_").order_by("id").values_list("verb", flat=True)) == [
        "plan_started",
        "plan_written",
        "plan_laid",
        "plan_agreed",
        "plan_approved",
    ]


def test_nobody_approves_what_was_written_under_the_same_account(year: Year) -> None:
    version = start_plan(year.programme, joint=False, by=year.coordinator, now=NOW)
    save_draft(version, ITEMS, by=year.coordinator, now=NOW)
    lay(version, by=year.coordinator, now=NOW)

    with pytest.raises(NotYourApproval):
        approve(version, by=year.coordinator, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanVersion.objects.filter(pk=version.pk).update(
            status=PlanStatus.APPROVED, approved_by=year.coordinator, approved_at=NOW
        )
    approve(version, by=year.cast.hat(PROVINCE, POLICE, Role.SIGNER), now=NOW)


def test_an_office_without_a_leader_is_approved_from_above_and_only_then(year: Year) -> None:
    year.top()
    version = start_plan(year.programme, joint=True, by=year.police, now=NOW)
    agree(lay(version, by=year.police, now=NOW), by=year.front, now=NOW)
    leader = seat(year.cast, DONG_THANH, POLICE, Role.APPROVER)

    for above in (year.coordinator, year.writer):
        with pytest.raises(NotYourApproval):
            approve(version, by=above, now=NOW)
    approve(version, by=leader, now=NOW)

    beside = start_plan(year.programme, joint=True, by=year.neighbour, now=NOW)
    agree(lay(beside, by=year.neighbour, now=NOW), by=year.cast.hat(HAC_THANH, FRONT), now=NOW)
    assert approve(beside, by=year.writer, now=NOW).status == PlanStatus.APPROVED


def test_returning_needs_a_reason_and_the_writer_lays_it_again(year: Year) -> None:
    version = lay(year.top_draft(), by=year.writer, now=NOW)
    with pytest.raises(ReasonNeeded):
        return_plan(version, reason=" ngắn ", by=year.partner, now=NOW)
    with pytest.raises(NotYourApproval):
        return_plan(version, reason="Xin bổ sung chỉ tiêu", by=year.police, now=NOW)

    returned = return_plan(version, reason="Xin bổ sung chỉ tiêu", by=year.partner, now=NOW)

    assert (returned.status, returned.return_reason) == (PlanStatus.RETURNED, "Xin bổ sung chỉ tiêu")
    assert list(plan_work(year.writer, TODAY).to_finish) == [version]
    assert lay(version, by=year.writer, now=NOW).agreed_at is None


def test_an_empty_plan_is_not_laid(year: Year) -> None:
    version = start_plan(year.programme, joint=True, by=year.writer, now=NOW)

    with pytest.raises(EmptyPlan):
        lay(version, by=year.writer, now=NOW)


def test_a_local_draft_begins_with_shares_of_the_items_above(year: Year) -> None:
    top = year.top()

    version = start_plan(year.programme, joint=True, by=year.police, now=NOW)

    assert version.plan.parent == top.plan
    assert [draft_of(item) for item in items_of(version)] == [
        # 401 sessions by two communes: 200,5 each, rounded up so that the parts reach the whole; a week ahead.
        replace(
            ITEMS[0],
            number=1,
            parent_number=1,
            due_on=date(YEAR, 11, 23),
            cooperating=("front", "women"),
            target=Decimal(201),
            target_unit="buổi",
        ),
        replace(ITEMS[1], number=2, parent_number=2, due_on=date(YEAR, 11, 28), target_unit="%"),
        replace(ITEMS[2], number=3, parent_number=3, due_on=date(YEAR, 8, 12)),
        # A week ahead would lie in the year before.
        replace(ITEMS[3], number=4, parent_number=4, due_on=date(YEAR, 1, 3)),
    ]


@given(target=st.integers(min_value=0, max_value=10**9), units=st.integers(min_value=1, max_value=700))
def test_the_shares_of_a_target_reach_the_whole_and_none_is_one_too_many(target: int, units: int) -> None:
    item = PlanItem(number=1, text="x", lead="police", due_on=date(YEAR, 6, 1), target=Decimal(target), indicator="A")

    share = proposed(item, kinds={"police"}, lead="police", share_of=units).target

    assert share is not None
    assert share * units >= target
    assert (share - 1) * units < target or share == 0


def test_a_local_item_is_not_done_later_than_the_one_above(year: Year) -> None:
    year.top()
    version = start_plan(year.programme, joint=True, by=year.police, now=NOW)

    with pytest.raises(ManyProblems) as refused:
        save_draft(version, changed(version, 3, due_on=date(YEAR, 8, 20)), by=year.police, now=NOW)
    save_draft(version, changed(version, 3, due_on=date(YEAR, 8, 19)), by=year.police, now=NOW)

    assert told(refused.value) == [("programmes.later_than_parent", "2-due_on")]


def test_a_local_plan_waits_for_the_one_above_and_is_one(year: Year) -> None:
    draft = year.top_draft()
    with pytest.raises(NothingAbove):
        start_plan(year.programme, joint=True, by=year.police, now=NOW)
    send_down(year.approved(draft), by=year.writer, now=NOW)

    start_plan(year.programme, joint=True, by=year.front, now=NOW)

    with pytest.raises(PlanExists):
        start_plan(year.programme, joint=True, by=year.police, now=NOW)
    with pytest.raises(NoPartner):
        start_plan(year.programme, joint=True, by=year.cast.hat(DONG_THANH, WOMEN), now=NOW)


def test_a_member_makes_the_joint_plan_concrete_in_its_own_line(year: Year) -> None:
    top = year.top()
    women = year.cast.hat(DONG_THANH, WOMEN)

    version = start_plan(year.programme, joint=False, by=women, now=NOW)

    assert (version.plan.parent, version.plan.partner) == (top.plan, None)


def test_a_member_follows_the_joint_plan_of_its_commune_once_that_was_sent_down(year: Year) -> None:
    year.top()
    local = send_down(year.local(year.police), by=year.police, now=NOW)

    version = start_plan(year.programme, joint=False, by=year.cast.hat(DONG_THANH, WOMEN), now=NOW)

    assert version.plan.parent == local.plan


def test_an_amendment_is_the_next_version_and_item_numbers_live_on(year: Year) -> None:
    top = year.top()
    year.local(year.police)
    with pytest.raises(ReasonNeeded):
        amend(top.plan, reason="", by=year.writer, now=NOW)

    second = amend(top.plan, reason="Bộ giao thêm chỉ tiêu", by=year.writer, now=NOW)
    with pytest.raises(PlanOutOfOrder):
        amend(top.plan, reason="Bộ giao thêm chỉ tiêu", by=year.writer, now=NOW)
    kept = [draft_of(item) for item in items_of(second) if item.number != 2]
    save_draft(second, [*kept, replace(ITEMS[1], text="Việc mới")], objectives=OBJECTIVES, by=year.writer, now=NOW)
    assert version_in_force(top.plan) == top
    approved = year.approved(second)

    # The number of the item that was dropped is not given again; those below work from the amendment at once.
    assert sorted(approved.items.values_list("number", flat=True)) == [1, 3, 4, 5]
    assert (approved.status, approved.sent_down_at) == (PlanStatus.SENT_DOWN, NOW)
    assert PlanVersion.objects.get(pk=top.pk).status == PlanStatus.REPLACED
    assert sorted(top.items.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_an_approved_version_is_not_written_on(year: Year) -> None:
    top = year.top()

    for act in (
        lambda: save_draft(top, ITEMS, by=year.writer, now=NOW),
        lambda: lay(top, by=year.writer, now=NOW),
        lambda: agree(top, by=year.partner, now=NOW),
        lambda: approve(top, by=year.coordinator, now=NOW),
        lambda: return_plan(top, reason="Xin xem lại", by=year.coordinator, now=NOW),
        lambda: send_down(top, by=year.writer, now=NOW),
    ):
        with pytest.raises(PlanOutOfOrder):
            act()


def test_next_years_plan_begins_with_this_years_items(year: Year) -> None:
    top = year.top()
    following = open_programme(YEAR + 1, by=year.coordinator, now=NOW)

    version = start_plan(following, joint=True, by=year.writer, now=NOW)

    assert [(item.text, item.due_on) for item in items_of(version)] == [
        (item.text, item.due_on.replace(year=YEAR + 1)) for item in items_of(top)
    ]
    assert objectives_of(version.plan, version) == OBJECTIVES


def seen_by(year: Year, plan: Plan) -> dict[str, bool]:
    hats = {
        "own": year.writer,
        "own clerk": year.cast.hat(PROVINCE, POLICE, Role.REGISTRY_CLERK),
        "partner": year.partner,
        "member beside": year.cast.hat(PROVINCE, WOMEN, Role.CONSOLIDATOR),
        "police below": year.police,
        "front below": year.front,
        "member below": year.cast.hat(DONG_THANH, WOMEN),
        "auditor": year.cast.hat(PROVINCE, POLICE, Role.AUDITOR),
        "administrator": year.cast.hat(PROVINCE, POLICE, Role.ADMINISTRATOR),
    }
    return {name: plans_for(hat, TODAY).filter(pk=plan.pk).exists() for name, hat in hats.items()}


def who(*names: str) -> Callable[[dict[str, bool]], bool]:
    return lambda seen: {name for name, found in seen.items() if found} == set(names)


def test_a_joint_plan_is_seen_step_by_step(year: Year) -> None:
    version = year.top_draft()
    plan = version.plan
    assert who("own", "own clerk", "auditor")(seen_by(year, plan))

    lay(version, by=year.writer, now=NOW)
    assert who("own", "own clerk", "partner", "auditor")(seen_by(year, plan))

    agree(version, by=year.partner, now=NOW)
    approve(version, by=year.coordinator, now=NOW)
    assert who("own", "own clerk", "partner", "member beside", "auditor")(seen_by(year, plan))

    send_down(version, by=year.writer, now=NOW)
    everybody = ("own", "own clerk", "partner", "member beside", "police below", "front below", "member below")
    assert who(*everybody, "auditor")(seen_by(year, plan))


def test_a_plan_of_one_line_stays_in_that_line(year: Year) -> None:
    version = start_plan(year.programme, joint=False, by=year.writer, now=NOW)
    save_draft(version, ITEMS, by=year.writer, now=NOW)
    approved = year.approved(version)
    assert who("own", "own clerk", "auditor")(seen_by(year, version.plan))

    send_down(approved, by=year.writer, now=NOW)
    assert who("own", "own clerk", "police below", "auditor")(seen_by(year, version.plan))


def local_sight(year: Year, plan: Plan) -> set[str]:
    hats = {
        "own": year.police,
        "partner": year.front,
        "member": year.cast.hat(DONG_THANH, WOMEN),
        "police above": year.writer,
        "front above": year.partner,
        "neighbour": year.neighbour,
        "neighbouring front": year.cast.hat(HAC_THANH, FRONT),
    }
    return {name for name, hat in hats.items() if plans_for(hat, TODAY).filter(pk=plan.pk).exists()}


def test_a_communes_draft_is_seen_in_its_own_line_and_by_neighbours_never(year: Year) -> None:
    year.top()
    version = start_plan(year.programme, joint=True, by=year.police, now=NOW)
    assert local_sight(year, version.plan) == {"own", "police above"}

    year.approved(version)

    assert local_sight(year, version.plan) == {"own", "partner", "member", "police above", "front above"}


def test_offices_below_read_what_was_sent_down_and_not_its_amendment_on_the_way(year: Year) -> None:
    top = year.top()
    second = amend(top.plan, reason="Bộ giao thêm chỉ tiêu", by=year.writer, now=NOW)

    def latest(hat: Membership) -> PlanVersion:
        return version_for(hat, plans_for(hat, TODAY).get(pk=top.plan_id))

    assert [latest(hat) for hat in (year.writer, year.partner, year.police)] == [second, top, top]
    lay(second, by=year.writer, now=NOW)
    assert [latest(hat) for hat in (year.writer, year.partner, year.police)] == [second, second, top]


def test_the_work_of_the_day_follows_the_plan(year: Year) -> None:
    assert not plan_work(year.police, TODAY)
    top = year.top()
    assert [plan.pk for plan in plan_work(year.police, TODAY).to_concretise] == [top.plan_id]

    version = start_plan(year.programme, joint=True, by=year.police, now=NOW)
    assert (plan_work(year.police, TODAY).to_concretise, plan_work(year.front, TODAY).to_concretise) == ([], [])
    assert list(plan_work(year.police, TODAY).to_finish) == [version]

    lay(version, by=year.police, now=NOW)
    assert list(plan_work(year.front, TODAY).to_agree) == [version]
    assert list(plan_work(year.coordinator, TODAY).to_approve) == []

    agree(version, by=year.front, now=NOW)
    assert list(plan_work(year.coordinator, TODAY).to_approve) == [version]
    assert list(plan_work(year.partner, TODAY).to_approve) == []

    approve(version, by=year.coordinator, now=NOW)
    # Due on 23 and 28 November; the first is led by the police, the second by the Front.
    assert [item.number for item in plan_work(year.police, TODAY).due] == [1]
    assert [item.number for item in plan_work(year.front, TODAY).due] == [2]


def test_the_database_keeps_one_version_on_its_way_and_one_in_force(year: Year) -> None:
    plan = year.top().plan
    amend(plan, reason="Bộ giao thêm chỉ tiêu", by=year.writer, now=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        PlanVersion.objects.create(plan=plan, number=3, reason="Thêm", written_by=year.writer, written_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanVersion.objects.create(
            plan=plan, number=3, reason="Thêm", written_by=year.writer, written_at=NOW, status=PlanStatus.APPROVED,
            approved_by=year.coordinator, approved_at=NOW,
        )  # fmt: skip


def test_a_unit_with_a_plan_is_not_undone(year: Year) -> None:
    year.top()
    year.local(year.police)
    units = [year.unit(code).pk for code in (DONG_THANH, HAC_THANH)]

    answers = unit_event_undo.send(sender=UnitEvent, made=set(units), units=set(units), proposal=None)

    assert [
        blocker.unit_id for answer in answers if answer[0] is plans_on_successors for blocker in answer[1]
    ] == units[:1]


def test_a_role_that_does_not_plan_has_no_plan_work(year: Year) -> None:
    year.top()

    assert not plan_work(year.cast.hat(PROVINCE, POLICE, Role.AUDITOR), TODAY)
    assert Programme.objects.count() == 1
    with pytest.raises(NotPermitted):
        start_plan(year.programme, joint=True, by=year.cast.hat(PROVINCE, POLICE, Role.AUDITOR), now=NOW)
