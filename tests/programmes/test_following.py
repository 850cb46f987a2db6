"""A local plan whose plan above was amended: what it is told, item by item, and what taking over or keeping writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chungtay.programmes.actions.following import keep_own, take_over
from chungtay.programmes.actions.plans import amend, lay, save_draft, start_plan
from chungtay.programmes.codes import AboveChange, PlanStatus
from chungtay.programmes.errors import NothingFromAbove, NotYourPlan, PlanOutOfOrder
from chungtay.programmes.items import ItemDraft, draft_of
from chungtay.programmes.models import Plan, PlanVersion
from chungtay.programmes.queries.following import changes_above, changes_above_of
from chungtay.programmes.queries.plans import items_of, plan_work
from tests.cast import NOW, TODAY
from tests.programmes.plans import YEAR, Year, changed, last_version

pytestmark = pytest.mark.django_db
NEW = ItemDraft("Ra quân tuần tra dịp Tết", "police", date(YEAR, 12, 20), objective=2)


def amended_top(year: Year, *, without: tuple[int, ...] = (), added: bool = True, **changes: object) -> PlanVersion:
    """The province's plan amended and in force: the first item changed, one new, and some left away."""
    top = Plan.objects.get(parent=None)
    version = amend(top, reason="Bộ giao thêm chỉ tiêu", by=year.writer, now=NOW)
    items = [item for item in changed(version, 1, **changes) if item.number not in without]
    objectives = {each.number: each.text for each in version.objectives.all()}
    save_draft(version, [*items, *([NEW] if added else [])], objectives=objectives, by=year.writer, now=NOW)
    return year.approved(version)


def told(plan: Plan) -> list[tuple[int, str]]:
    return [(change.number, change.kind.value) for change in changes_above(plan)]


def local_items(version: PlanVersion) -> dict[int | None, ItemDraft]:
    return {item.parent_number: draft_of(item) for item in items_of(version)}


@pytest.fixture
def local(year: Year) -> PlanVersion:
    """Đông Thanh's joint plan, approved; it leaves out the item of the members."""
    year.top()
    return year.local(year.police, without=(4,))


def test_nothing_is_told_before_an_amendment_and_of_one_on_its_way(year: Year, local: PlanVersion) -> None:
    before = told(local.plan)
    amend(Plan.objects.get(parent=None), reason="Bộ giao thêm chỉ tiêu", by=year.writer, now=NOW)

    assert (before, told(local.plan)) == ([], [])
    assert plan_work(year.police, TODAY).to_follow == []


def test_changed_new_and_left_away_items_are_told_and_no_others(year: Year, local: PlanVersion) -> None:
    amended_top(year, without=(3,), target=Decimal(600), due_on=date(YEAR, 11, 10))

    assert told(local.plan) == [(1, "changed"), (3, "removed"), (5, "added")]
    first, *_others = changes_above(local.plan)
    assert first.fields == (("indicator", "target", "target_unit"), ("due_on",))
    assert plan_work(year.police, TODAY).to_follow == [local.plan]
    # Left out here, so a change of it would not be asked about; the neighbour has no plan to follow with.
    assert plan_work(year.neighbour, TODAY).to_follow == []


def test_one_press_begins_the_amendment_and_writes_only_what_changed_above(year: Year, local: PlanVersion) -> None:
    own = local_items(local)[1]
    amended_top(year, added=False, target=Decimal(600))

    version = take_over(local.plan, 1, by=year.police, now=NOW)

    assert (version.number, version.status, version.reason) == (
        2,
        PlanStatus.DRAFT,
        "Kế hoạch cấp trên đã được sửa ngày 20/11/2026",
    )
    assert local_items(version)[1] == replace(own, target=Decimal("300.000"))
    assert told(local.plan) == []
    local.refresh_from_db()
    assert (local.status, local_items(local)[1]) == (PlanStatus.APPROVED, own)


def test_a_new_item_is_proposed_with_its_earlier_day_and_one_left_away_goes(year: Year, local: PlanVersion) -> None:
    amended_top(year, without=(3,))

    take_over(local.plan, 5, by=year.police, now=NOW)
    version = take_over(local.plan, 3, by=year.police, now=NOW)

    items = local_items(version)
    assert list(items) == [1, 2, 5]
    assert (items[5].text, items[5].due_on) == (NEW.text, date(YEAR, 12, 13))
    assert (version.number, told(local.plan)) == (2, [])


def test_keeping_asks_no_more_and_begins_no_amendment(year: Year, local: PlanVersion) -> None:
    amended_top(year, target=Decimal(600))

    for number in (1, 5):
        keep_own(local.plan, number, by=year.police, now=NOW)

    assert told(local.plan) == []
    assert last_version(local.plan) == local
    # The next amendment above of the same item is told again.
    amended_top(year, added=False, target=Decimal(700))
    assert told(local.plan) == [(1, "changed")]


def test_an_item_that_is_kept_though_left_away_above_becomes_an_addition(year: Year, local: PlanVersion) -> None:
    amended_top(year, added=False, without=(3,))

    version = keep_own(local.plan, 3, by=year.police, now=NOW)

    texts = {item.text: item.parent_number for item in items_of(version)}
    assert texts["Tổ chức Ngày hội Toàn dân bảo vệ an ninh Tổ quốc"] is None
    assert (version.number, told(local.plan)) == (2, [])


def test_two_presses_and_strangers_are_refused(year: Year, local: PlanVersion) -> None:
    amended_top(year, target=Decimal(600))
    for stranger in (year.neighbour, year.writer, year.front):
        with pytest.raises(NotYourPlan):
            take_over(local.plan, 1, by=stranger, now=NOW)
    version = take_over(local.plan, 1, by=year.police, now=NOW)

    with pytest.raises(NothingFromAbove):
        take_over(local.plan, 1, by=year.police, now=NOW)
    lay(version, by=year.police, now=NOW)
    with pytest.raises(PlanOutOfOrder):
        take_over(local.plan, 5, by=year.police, now=NOW)


def test_a_plan_begun_after_the_amendment_has_nothing_to_decide(year: Year) -> None:
    year.top()
    amended_top(year, target=Decimal(600))

    assert told(year.local(year.police).plan) == []


def test_plans_of_the_time_before_follow_what_stood_when_they_were_approved(year: Year, local: PlanVersion) -> None:
    PlanVersion.objects.filter(pk=local.pk).update(followed={})
    amended = amended_top(year, target=Decimal(600))
    PlanVersion.objects.filter(pk=amended.pk).update(sent_down_at=NOW + timedelta(days=1))
    before = told(local.plan)

    keep_own(local.plan, 5, by=year.police, now=NOW + timedelta(days=2))

    assert (before, told(local.plan)) == ([(1, "changed"), (5, "added")], [(1, "changed")])


def test_the_page_tells_the_office_and_its_line_and_not_the_partner(year: Year, local: PlanVersion) -> None:
    amended_top(year, target=Decimal(600))
    page = reverse("programmes:plan", args=[local.plan_id])
    seen = {}
    for hat in (year.police, year.coordinator, year.front):
        client = Client()
        client.force_login(hat.user, backend=settings.AUTHENTICATION_BACKENDS[0])
        seen[hat] = client.get(page).content.decode()

    deed = reverse("programmes:take-from-above", args=[local.plan_id, 1])
    assert "Kế hoạch cấp trên đã được sửa ngày 20/11/2026: những mục sau khác" in seen[year.police]
    assert [deed in seen[hat] for hat in (year.police, year.coordinator, year.front)] == [True, False, False]
    assert ["những mục sau khác" in seen[hat] for hat in (year.coordinator, year.front)] == [True, False]


def own_line(year: Year, *, without: tuple[int, ...]) -> PlanVersion:
    """The plan of Đông Thanh's police alone, approved beside the joint one."""
    version = start_plan(year.programme, joint=False, by=year.police, now=NOW)
    items = [draft_of(item) for item in items_of(version) if item.parent_number not in without]
    return year.approved(save_draft(version, items, by=year.police, now=NOW))


@pytest.mark.parametrize("is_of_the_time_before", [False, True])
def test_all_own_plans_are_asked_about_at_once(year: Year, local: PlanVersion, is_of_the_time_before: bool) -> None:
    alone, beside = own_line(year, without=(1, 4)), year.local(year.neighbour, without=(4,))
    amended = amended_top(year, target=Decimal(600))
    if is_of_the_time_before:
        PlanVersion.objects.update(followed={})
        PlanVersion.objects.filter(pk=amended.pk).update(sent_down_at=NOW + timedelta(days=1))
    versions = list(PlanVersion.objects.filter(plan__parent__isnull=False).select_related("plan").order_by("pk"))
    with CaptureQueriesContext(connection) as of_one:
        first = changes_above_of(versions[:1])

    with CaptureQueriesContext(connection) as of_three:
        found = changes_above_of(versions)

    assert {key: [change.number for change in changes] for key, changes in found.items()} == {
        local.pk: [1, 5],
        alone.pk: [5],
        beside.pk: [1, 5],
    }
    assert (first, len(of_three)) == ({local.pk: found[local.pk]}, len(of_one))
    assert plan_work(year.police, TODAY).to_follow == [local.plan, alone.plan]


def test_the_kinds_of_change_have_words() -> None:
    assert [str(kind.label) for kind in AboveChange] == ["đã đổi", "mới", "đã bỏ"]
