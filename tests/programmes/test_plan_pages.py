"""The pages of plans, as people press them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership
from chungtay.programmes.actions.plans import amend, lay, send_down, start_plan
from chungtay.programmes.codes import PlanStatus
from chungtay.programmes.models import BasisDocument, Dissemination, Framework, Plan, PlanVersion, Programme
from chungtay.programmes.queries.plans import items_of, objectives_of
from tests.cast import DONG_THANH, FRONT, HAC_THANH, NOW, POLICE, PROVINCE, WOMEN
from tests.programmes.plans import ITEMS, YEAR, Year, last_version

pytestmark = pytest.mark.usefixtures("ticking_clock")
PLANS = reverse("programmes:plans")


def client_of(hat: Membership) -> Client:
    client = Client()
    client.force_login(hat.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def form_of(answer: Any) -> dict[str, str]:
    """What a browser would send of the draft's form as it stands."""
    forms = answer.context["forms"]
    sent = {"seen": answer.context["seen"], "item-TOTAL_FORMS": str(len(forms.forms)), "item-INITIAL_FORMS": "0"}
    for form in forms.forms:
        for bound in form:
            value = bound.value()
            if bound.name == "due_on" and isinstance(value, date):
                value = value.isoformat()
            if value not in (None, "", False, []):
                sent[bound.html_name] = value
    for number, text in answer.context["sheet"].objective_fields() if answer.context["sheet"].is_top else []:
        sent[f"objective-{number}"] = text
    return sent


def test_a_province_goes_from_a_framework_to_a_plan_that_is_sent_down(planning_cast: Any) -> None:
    cast = planning_cast
    coordinator, writer, front = (
        client_of(cast.hat(PROVINCE, POLICE, Role.COORDINATOR)),
        client_of(cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR)),
        client_of(cast.hat(PROVINCE, FRONT, Role.COORDINATOR)),
    )
    words = {"symbol": "01/CTrPH-CAT-MTTQT", "dated": "2024-01-10", "bodies": "Công an tỉnh và Mặt trận tỉnh",
             "subject": "Phối hợp", "first_year": "2033", "last_year": "2024"}  # fmt: skip
    frameworks = reverse("programmes:frameworks")

    assert coordinator.post(frameworks, words).status_code == 422
    assert coordinator.post(frameworks, {**words, "first_year": "2024", "last_year": "2033"}).status_code == 302
    assert coordinator.post(reverse("programmes:open-programme", args=[YEAR])).status_code == 302
    assert (Framework.objects.count(), Programme.objects.get().year) == (1, YEAR)

    started = writer.post(reverse("programmes:start-plan", args=[YEAR]), {"joint": "1"})
    plan = Plan.objects.get()
    edit = reverse("programmes:edit-plan", args=[plan.pk])
    assert started.headers["Location"] == edit
    sent = form_of(writer.get(edit))
    sent |= {
        "objective-1": "Nhân dân hiểu pháp luật",
        "item-0-text": "Tổ chức tuyên truyền",
        "item-0-target": "40.000",
        "item-0-indicator": "Số buổi, cuộc tuyên truyền",
        "item-0-cooperating": ["front"],
        "item-0-objective": "",
    }
    assert writer.post(edit, {**sent, "do": "save"}).status_code == 302
    version = last_version(plan)
    item = items_of(version)[0]
    assert (item.text, item.target, item.target_unit, item.indicator) == (
        "Tổ chức tuyên truyền",
        Decimal(40_000),
        "buổi",
        "OUT_SESSIONS",
    )
    assert [each.text for each in version.objectives.all()] == ["Nhân dân hiểu pháp luật"]

    assert writer.post(edit, {**form_of(writer.get(edit)), "do": "lay"}).status_code == 302
    front.post(reverse("programmes:agree-plan", args=[plan.pk]))
    coordinator.post(reverse("programmes:approve-plan", args=[plan.pk]))
    writer.post(reverse("programmes:send-plan-down", args=[plan.pk]))
    assert last_version(plan).status == PlanStatus.SENT_DOWN


def test_a_commune_officer_sends_the_plan_in_three_presses(year: Year) -> None:
    year.top()
    officer = client_of(year.police)
    today = officer.get(reverse("today"))
    assert f'href="{PLANS}?nam={YEAR}"' in today.content.decode()
    assert officer.get(PLANS).context["begin"][0].joint is True

    begun = officer.post(reverse("programmes:start-plan", args=[YEAR]), {"joint": "1"})
    page = officer.get(begun.headers["Location"])
    sent = form_of(page)
    assert (sent["item-0-target"], sent["item-0-due_on"]) == ("201", f"{YEAR}-11-23")
    sent |= {"item-0-target": "210", "item-3-left_out": "on"}
    done = officer.post(begun.headers["Location"], {**sent, "do": "lay"})

    version = PlanVersion.objects.get(plan__organisation=year.police.organisation)
    assert done.headers["Location"] == reverse("programmes:plan", args=[version.plan_id])
    assert version.status == PlanStatus.LAID
    assert [(item.parent_number, item.target) for item in items_of(version)] == [
        (1, Decimal(210)),
        (2, Decimal("85.5")),
        (3, None),
    ]


def test_an_item_that_was_left_out_is_offered_again(year: Year) -> None:
    year.top()
    version = start_plan(year.programme, joint=True, by=year.police, now=NOW)
    version.items.filter(parent_number=2).delete()
    officer, edit = client_of(year.police), reverse("programmes:edit-plan", args=[version.plan_id])

    sent = form_of(officer.get(edit))

    offered = {name: value for name, value in sent.items() if name.startswith("item-3-")}
    assert (offered["item-3-parent_number"], offered["item-3-left_out"]) == (2, True)
    officer.post(edit, {**sent, "do": "save"})
    assert sorted(version.items.values_list("parent_number", flat=True)) == [1, 3, 4]
    del sent["item-3-left_out"]
    officer.post(edit, {**sent, "seen": form_of(officer.get(edit))["seen"], "do": "save"})
    assert sorted(version.items.values_list("parent_number", flat=True)) == [1, 2, 3, 4]


def test_what_is_wrong_is_shown_beside_its_field_and_nothing_is_stored(year: Year) -> None:
    year.top()
    version = start_plan(year.programme, joint=True, by=year.police, now=NOW)
    officer, edit = client_of(year.police), reverse("programmes:edit-plan", args=[version.plan_id])
    sent = form_of(officer.get(edit))

    typed = officer.post(edit, {**sent, "item-0-target": "hai trăm"})
    late = officer.post(edit, {**sent, "item-2-due_on": f"{YEAR}-08-20", "item-1-text": "Gọi 0987123456"})

    assert (typed.status_code, late.status_code) == (422, 422)
    assert list(typed.context["forms"].forms[0].errors) == ["target"]
    assert [list(form.errors) for form in late.context["forms"].forms[:3]] == [[], ["text"], ["due_on"]]
    assert items_of(version)[2].due_on == date(YEAR, 8, 12)


def test_the_page_offers_each_step_to_whose_it_is(year: Year) -> None:
    version = lay(year.top_draft(), by=year.writer, now=NOW)
    page = reverse("programmes:plan", args=[version.plan_id])

    def offered(hat: Membership) -> set[str]:
        words = client_of(hat).get(page).content.decode()
        return set(
            re.findall(r'action="/chuong-trinh/ke-hoach/\d+/(thong-nhat|duyet|tra-lai|giao|dieu-chinh)/"', words)
        )

    assert offered(year.writer) == set()
    assert offered(year.coordinator) == set()
    assert offered(year.partner) == {"thong-nhat", "tra-lai"}
    client_of(year.partner).post(reverse("programmes:agree-plan", args=[version.plan_id]))
    assert offered(year.coordinator) == {"duyet", "tra-lai"}


def test_a_return_without_a_reason_stays_on_the_page(year: Year) -> None:
    version = lay(year.top_draft(), by=year.writer, now=NOW)
    path = reverse("programmes:return-plan", args=[version.plan_id])
    partner = client_of(year.partner)

    assert partner.post(path, {"return-reason": "ng"}).status_code == 422
    assert partner.post(path, {"return-reason": "Xin bổ sung chỉ tiêu"}).status_code == 302
    assert last_version(version.plan).return_reason == "Xin bổ sung chỉ tiêu"
    page = reverse("programmes:plan", args=[version.plan_id])
    told = {
        hat: "Xin bổ sung chỉ tiêu" in client_of(hat).get(page).content.decode()
        for hat in (year.writer, year.coordinator, year.partner)
    }
    assert told == {year.writer: True, year.coordinator: True, year.partner: False}


def test_versions_are_kept_and_an_amendment_says_why(year: Year) -> None:
    top = year.top()
    writer = client_of(year.writer)

    writer.post(reverse("programmes:amend-plan", args=[top.plan_id]), {"amend-reason": "Bộ giao thêm chỉ tiêu"})

    assert [(each.number, each.reason) for each in top.plan.versions.order_by("number")] == [
        (1, ""),
        (2, "Bộ giao thêm chỉ tiêu"),
    ]
    first = writer.get(reverse("programmes:plan-version", args=[top.plan_id, 1]))
    assert (first.status_code, first.context["version"]) == (200, top)
    below = client_of(year.police).get(reverse("programmes:plan-version", args=[top.plan_id, 2]))
    assert below.status_code == 404


def rows(year: Year, plan_id: int, query: str = "", hat: Membership | None = None) -> list[tuple[str, bool, list[int]]]:
    path = f"{reverse('programmes:alignment', args=[plan_id])}{query}"
    answer = client_of(hat or year.coordinator).get(path)
    assert answer.status_code == 200
    return [(row.unit.name, row.plan_id is not None, list(row.missing)) for row in answer.context["rows"]]


def test_alignment_tells_which_items_have_no_local_item_and_where(year: Year) -> None:
    top = year.top()
    year.local(year.police, without=(2, 4))

    answer = client_of(year.partner).get(reverse("programmes:alignment", args=[top.plan_id]))

    whole = answer.context["whole"]
    assert (whole.with_plan, whole.of) == (1, 2)
    assert [(each.item.number, each.done, each.missing, each.local_target) for each in whole.items] == [
        (1, 1, 1, Decimal(201)),
        (2, 0, 2, None),
        (3, 1, 1, None),
        (4, 0, 2, None),
    ]
    assert rows(year, top.plan_id) == [("Đông Thanh", True, [2, 4]), ("Hạc Thành", False, [1, 2, 3, 4])]
    assert rows(year, top.plan_id, "?muc=1") == [("Hạc Thành", False, [1, 2, 3, 4])]
    assert rows(year, top.plan_id, "?loc=chua-co") == [("Hạc Thành", False, [1, 2, 3, 4])]
    assert rows(year, top.plan_id, "?loc=con-thieu") == [
        ("Đông Thanh", True, [2, 4]),
        ("Hạc Thành", False, [1, 2, 3, 4]),
    ]
    year.local(year.neighbour)
    assert rows(year, top.plan_id, "?loc=con-thieu") == [("Đông Thanh", True, [2, 4])]
    assert [(each.campaign.value, len(each.items), each.units) for each in _campaigns(year, top.plan_id)] == [
        ("security_day", 1, 2)
    ]


def _campaigns(year: Year, plan_id: int) -> Any:
    return client_of(year.coordinator).get(reverse("programmes:alignment", args=[plan_id])).context["campaigns"]


def test_shares_in_percent_are_not_added(year: Year) -> None:
    top = year.top()
    for hat in (year.police, year.neighbour):
        year.local(hat)

    whole = client_of(year.coordinator).get(reverse("programmes:alignment", args=[top.plan_id])).context["whole"]

    assert [each.local_target for each in whole.items] == [Decimal(402), None, None, None]


def test_who_did_not_plan_is_not_told_to_those_below_nor_beside(year: Year) -> None:
    top = year.top()
    page = reverse("programmes:alignment", args=[top.plan_id])

    answers = [
        client_of(hat).get(page).status_code
        for hat in (year.police, year.front, year.cast.hat(PROVINCE, WOMEN, Role.CONSOLIDATOR))
    ]

    assert answers == [404, 404, 404]


def test_a_local_amendment_that_is_not_approved_changes_no_alignment(year: Year) -> None:
    top = year.top()
    local = year.local(year.police, without=(2,))
    amend(local.plan, reason="Bổ sung theo cấp trên", by=year.police, now=NOW)

    assert rows(year, top.plan_id)[0] == ("Đông Thanh", True, [2])


def test_queries_do_not_grow_with_units_and_items(year: Year) -> None:
    top = year.top()
    pages = [f"{PLANS}?nam={YEAR}", reverse("programmes:alignment", args=[top.plan_id]),
             reverse("programmes:plan", args=[top.plan_id])]  # fmt: skip
    client = client_of(year.coordinator)
    year.local(year.police)
    counts = [_count(client, path) for path in pages]

    year.local(year.neighbour)

    assert [_count(client, path) for path in pages] == counts


def _count(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_a_document_is_recorded_with_its_plan_and_made_known_office_by_office(year: Year) -> None:
    top = year.top()
    writer, officer = client_of(year.writer), client_of(year.police)
    path = reverse("programmes:record-basis", args=[top.plan_id])
    words = {"symbol": "178/KH-BCĐ", "dated": "2026-01-05", "body": "Ban Chỉ đạo", "summary": "Kế hoạch năm 2026"}
    assert writer.post(path, {**words, "dated": "2026-12-05"}).status_code == 422
    assert writer.post(path, words).status_code == 302
    assert writer.post(path, words).status_code == 422
    assert officer.post(path, words).status_code == 403

    document = BasisDocument.objects.get()
    page = reverse("programmes:basis", args=[document.pk])
    assert officer.post(page, {"on": "2025-12-31", "form": "meeting"}).status_code == 422
    assert officer.post(page, {"on": "2026-01-20", "form": "meeting"}).status_code == 302
    assert officer.post(page, {"on": "2026-01-21", "form": "online"}).status_code == 302

    assert [(each.organisation, each.on, each.form) for each in Dissemination.objects.all()] == [
        (year.police.organisation, date(2026, 1, 21), "online")
    ]
    shown = writer.get(page).context
    assert (shown["spread"].done, shown["spread"].of) == (1, 2)
    assert [office.unit_id for office in shown["waiting"]] == [year.unit(HAC_THANH).pk]
    # The other line's offices are that line's to follow.
    seen = client_of(year.partner).get(page).context
    assert (seen["spread"].done, list(seen["page"].rows)) == (0, [])


def test_strangers_to_a_plan_get_one_answer(year: Year) -> None:
    version = year.top_draft()
    client = client_of(year.police)

    for name in ("plan", "edit-plan", "alignment"):
        assert client.get(reverse(f"programmes:{name}", args=[version.plan_id])).status_code == 404
    assert client.get(reverse("programmes:plan", args=[0])).status_code == 404


def test_the_list_shows_each_hat_its_own(year: Year) -> None:
    top = year.top()
    own = year.local(year.police)
    beside = year.local(year.neighbour)

    def listed(hat: Membership, query: str = "") -> list[int]:
        return [plan.pk for plan in client_of(hat).get(f"{PLANS}?nam={YEAR}{query}").context["page"].rows]

    assert listed(year.writer) == [top.plan_id, beside.plan_id, own.plan_id]
    assert listed(year.writer, "&q=hac thanh") == [beside.plan_id]
    assert listed(year.police) == [top.plan_id, own.plan_id]
    assert listed(year.cast.hat(DONG_THANH, WOMEN)) == [top.plan_id, own.plan_id]
    assert listed(year.writer, "") != listed(year.front)
    assert len(ITEMS) == top.items.count()


@pytest.fixture
def press(year: Year) -> Callable[[Membership, str], int]:
    return lambda hat, name: client_of(hat).post(reverse(name, args=[YEAR])).status_code


def test_only_coordinators_of_the_province_open_a_year(year: Year, press: Callable[[Membership, str], int]) -> None:
    Programme.objects.all().delete()

    assert press(year.police, "programmes:open-programme") == 403
    assert press(year.writer, "programmes:open-programme") == 403
    assert press(year.partner, "programmes:open-programme") == 302


def test_items_and_objectives_go_up_and_down_by_buttons_and_keep_their_numbers(year: Year) -> None:
    version = year.top_draft()
    page = reverse("programmes:edit-plan", args=[version.plan_id])
    client = client_of(year.writer)

    down = _pressed(client, page, "item-down-0")
    _pressed(client, page, "objective-up-2")
    _pressed(client, page, "item-down-1")

    # The first two items stand under one objective, the others under the second: nothing crosses over.
    assert [item.number for item in items_of(version)] == [2, 1, 3, 4]
    assert list(objectives_of(version.plan, version)) == [2, 1]
    assert down == f"{page}#item-1"
    shown = client.get(page).content.decode()
    assert [f'value="{each}"' in shown for each in ("item-up-0", "item-down-0", "item-down-1")] == [False, True, False]


def test_the_order_lives_on_in_the_amendment_and_on_the_page(year: Year) -> None:
    version = year.top_draft()
    page = reverse("programmes:edit-plan", args=[version.plan_id])
    client = client_of(year.writer)
    for move in ("item-down-0", "objective-down-1"):
        _pressed(client, page, move)
    sent = send_down(year.approved(PlanVersion.objects.get(pk=version.pk)), by=year.writer, now=NOW)

    amended = amend(sent.plan, reason="Bộ giao thêm chỉ tiêu", by=year.writer, now=NOW)

    shown = client.get(reverse("programmes:plan", args=[version.plan_id])).context["groups"]
    assert [[each.item.number for each in group.items] for group in shown] == [[3, 4], [2, 1]]
    assert [item.number for item in items_of(amended)] == [2, 1, 3, 4]


def _pressed(client: Client, page: str, move: str) -> str:
    """Send the whole form of a draft as it stands with this button; where that leads."""
    return client.post(page, form_of(client.get(page)) | {"do": move}).headers["Location"]
