"""The pages of activities: the phone page with its draft, the list, both sides of a question, messages, the sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership
from chungtay.programmes.actions.joining import confirm_offer, offer_jointly
from chungtay.programmes.activity_facts import facts_of
from chungtay.programmes.models import Activity, ActivityDraft, JointOffer, ProposedActivity
from tests.cast import DONG_THANH, NOW, POLICE, PROVINCE, Cast, ticking_clock
from tests.programmes.activity_stage import HELD_ON, MEETING, _made, cast, front, police, recorded, women

__all__ = ["_made", "cast", "front", "police", "ticking_clock", "women"]
TYPED = {
    "held_on": "2026-11-12",
    "village": "Thôn 3",
    "kind": "village_meeting",
    "topic": "movement",
    "channel": "direct",
    "audience": "people",
    "attendance": "68",
    "leaflets": "50",
    "times": "1",
    "note": "",
}
SECRET = "chimyenword"
MESSAGE = "Thôn 3 tối 12/11 họp 68 người, 50 tờ rơi. Ông Trần Văn Yến chủ trì, 0987123456\nThôn 4 hôm qua họp 52 người"


@pytest.fixture(autouse=True)
def _present(ticking_clock: Callable[[], datetime]) -> None:
    """Friday 20 November 2026."""


def browser(hat: Membership) -> Client:
    client = Client()
    client.force_login(hat.user)
    return client


def shown(hat: Membership, name: str, *arguments: int, **query: str) -> str:
    answer = browser(hat).get(reverse(f"programmes:{name}", args=arguments), query)
    assert answer.status_code == 200
    return answer.content.decode()


def sent(hat: Membership, name: str, *arguments: int, **data: Any) -> Any:
    return browser(hat).post(reverse(f"programmes:{name}", args=arguments), data)


def test_the_phone_page_records_and_asks_the_other_body(police: Membership, front: Membership) -> None:
    page = shown(police, "record-activity")
    assert 'value="2026-11-20"' in page

    answer = sent(police, "record-activity", **TYPED, partners=[front.organisation_id])

    activity = Activity.objects.get()
    assert answer.url == reverse("programmes:activity", args=[activity.pk])
    assert (facts_of(activity), activity.accountable) == (MEETING, police.organisation)
    assert JointOffer.objects.get().organisation == front.organisation
    assert front.organisation.name in shown(police, "activity", activity.pk)


def test_the_province_chooses_a_place_of_its_area(cast: Cast) -> None:
    hat = cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR)
    commune = cast.units[DONG_THANH].pk

    sent(hat, "record-activity", **TYPED, unit=commune)

    assert Activity.objects.get().unit_id == commune


@pytest.mark.parametrize(
    ("field", "typed"), [("attendance", "nhiều"), ("kind", "khác"), ("held_on", "2026-11-21"), ("note", "0987123456")]
)
def test_what_is_wrong_is_named_and_the_rest_stays(police: Membership, field: str, typed: str) -> None:
    answer = sent(police, "record-activity", **{**TYPED, field: typed})

    assert (answer.status_code, Activity.objects.count()) == (422, 0)
    assert list(answer.context["form"].errors) == [field]
    assert "Thôn 3" in answer.content.decode()


def test_a_draft_comes_back_and_goes_with_the_record(police: Membership) -> None:
    sent(police, "activity-draft", **{**TYPED, "note": "gọi 0987123456", "attendance": "nhiều"})

    assert ActivityDraft.objects.get().typed == {
        name: typed for name, typed in TYPED.items() if name not in ("note", "attendance")
    }
    assert 'value="Thôn 3"' in shown(police, "record-activity")
    sent(police, "record-activity", **TYPED)
    assert ActivityDraft.objects.count() == 0


def test_a_draft_is_thrown_away(police: Membership) -> None:
    sent(police, "activity-draft", **TYPED)

    sent(police, "throw-activity-draft")

    assert ActivityDraft.objects.count() == 0


def test_the_other_side_sees_day_place_kind_and_nothing_else_until_it_says_yes(
    police: Membership, front: Membership
) -> None:
    activity = recorded(police, village=f"Thôn {SECRET}", note=f"Ghi {SECRET}", attendance=71_013)
    (offer,) = offer_jointly(activity, [front.organisation], by=police, now=NOW)

    page = shown(front, "offer", offer.pk)
    assert ("12/11/2026" in page, police.organisation.name in page, "Đông Thanh" in page) == (True, True, True)
    assert (SECRET in page, "71.013" in page) == (False, False)
    assert SECRET not in shown(front, "offers") + shown(front, "activities")
    assert browser(front).get(reverse("programmes:activity", args=[activity.pk])).status_code == 404

    sent(front, "confirm-offer", offer.pk, own="")

    page = shown(front, "activity", activity.pk)
    assert (SECRET in page, "71.013" in page) == (True, True)


def test_no_is_said_with_a_reason_that_the_asking_body_reads(police: Membership, front: Membership) -> None:
    activity = recorded(police)
    (offer,) = offer_jointly(activity, [front.organisation], by=police, now=NOW)
    assert sent(front, "decline-offer", offer.pk, reason="").status_code == 422

    sent(front, "decline-offer", offer.pk, reason="Hôm đó họp riêng")

    assert "Hôm đó họp riêng" in shown(police, "activity", activity.pk)


def test_yes_with_the_own_record_joins_the_two(police: Membership, front: Membership) -> None:
    activity, own = recorded(police), recorded(front)
    (offer,) = offer_jointly(activity, [front.organisation], by=police, now=NOW)
    assert f'value="{own.pk}"' in shown(front, "offer", offer.pk)

    sent(front, "confirm-offer", offer.pk, own=own.pk)

    own.refresh_from_db()
    assert own.merged_into_id == activity.pk
    assert reverse("programmes:activity", args=[activity.pk]) in shown(front, "activity", own.pk)


def test_twins_are_told_without_a_word_of_the_other_record(police: Membership, front: Membership) -> None:
    mine, theirs = recorded(police), recorded(front, village=SECRET, note=SECRET)

    page = shown(police, "activity", mine.pk)
    assert (front.organisation.name in page, SECRET in page) == (True, False)
    assert sent(police, "twin", mine.pk, other=theirs.pk, word="different", reason="").status_code == 422
    sent(police, "twin", mine.pk, other=theirs.pk, word="theirs", reason="")
    sent(front, "twin", theirs.pk, other=mine.pk, word="mine", reason="")

    mine.refresh_from_db()
    assert mine.merged_into_id == theirs.pk
    assert sent(police, "twin", theirs.pk, other=mine.pk, word="mine").status_code == 404


def test_asking_later_and_asking_no_more(police: Membership, front: Membership) -> None:
    activity = recorded(police)

    sent(police, "ask-partners", activity.pk, partners=[front.organisation_id])
    offer = JointOffer.objects.get()
    assert offer.status == "offered"
    sent(police, "take-back-offer", offer.pk)

    offer.refresh_from_db()
    assert offer.status == "taken_back"
    assert browser(front).get(reverse("programmes:offer", args=[offer.pk])).status_code == 404


def test_a_correction_and_a_withdrawal(police: Membership) -> None:
    activity = recorded(police)

    sent(police, "correct-activity", activity.pk, **{**TYPED, "attendance": "86"}, reason="Đếm lại")
    activity.refresh_from_db()
    assert (activity.attendance, activity.version_number) == (86, 2)
    assert "Đếm lại" in shown(police, "activity", activity.pk)
    sent(police, "withdraw-activity", activity.pk, reason="Ghi nhầm")

    assert "Ghi nhầm" in shown(police, "activity", activity.pk)
    assert sent(police, "correct-activity", activity.pk, **TYPED, reason="Sửa").status_code == 403


def test_a_message_becomes_proposals_and_none_of_its_names_is_shown_or_kept(police: Membership) -> None:
    sent(police, "paste-message", text=MESSAGE)

    page = shown(police, "paste-message")
    read = list(ProposedActivity.objects.values_list("held_on", "village", "kind", "attendance", "leaflets"))
    assert read == [
        (HELD_ON, "Thôn 3", "village_meeting", 68, 50),
        (date(2026, 11, 19), "Thôn 4", "village_meeting", 52, 0),
    ]
    assert [word in page for word in ("Thôn 3", "Yến", "0987")] == [True, False, False]


def test_each_proposal_is_recorded_put_right_or_left_out(police: Membership) -> None:
    sent(police, "paste-message", text=f"{MESSAGE}\nThôn 5 họp 40 người")
    first, second, third = ProposedActivity.objects.order_by("id")

    assert sent(police, "take-proposal", first.pk, **{**TYPED, "attendance": ""}).status_code == 422
    sent(police, "take-proposal", first.pk, **{**TYPED, "attendance": "70"})
    sent(police, "leave-out", second.pk)

    assert [activity.attendance for activity in Activity.objects.all()] == [70]
    assert list(ProposedActivity.objects.filter(status="proposed")) == [third]


@pytest.mark.parametrize("text", ["Chúc các anh ngày mới tốt lành", "x" * 7000, "TUYỆT MẬT\nThôn 3 họp 40 người"])
def test_a_message_that_tells_nothing_or_too_much_is_refused(police: Membership, text: str) -> None:
    answer = sent(police, "paste-message", text=text)

    assert (answer.status_code, ProposedActivity.objects.count()) == (422, 0)
    assert text[:20] not in answer.content.decode()


def test_the_sheet_records_a_row_for_each_hamlet_with_a_figure(police: Membership) -> None:
    recorded(police)
    assert 'value="Thôn 3"' in shown(police, "by-village")
    rows = {
        "form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "1",
        "form-0-village": "Thôn 3", "form-0-attendance": "40", "form-0-times": "2",
        "form-1-village": "Thôn 9", "form-1-leaflets": "25",
        "form-2-village": "",
    }  # fmt: skip

    sent(police, "by-village", **{**TYPED, **rows})

    found = Activity.objects.order_by("-id").values_list("village", "times", "attendance", "leaflets")[:2]
    assert list(found) == [("Thôn 9", 1, 0, 25), ("Thôn 3", 2, 40, 0)]


def test_a_sheet_row_with_figures_names_its_hamlet(police: Membership) -> None:
    rows = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-attendance": "40"}

    assert sent(police, "by-village", **{**TYPED, **rows}).status_code == 422
    assert Activity.objects.count() == 0


def test_queries_of_the_list_do_not_grow_with_rows(police: Membership, front: Membership) -> None:
    client, address = browser(police), reverse("programmes:activities")
    confirm_offer(offer_jointly(recorded(police), [front.organisation], by=police, now=NOW)[0], by=front, now=NOW)
    client.get(address)
    with CaptureQueriesContext(connection) as with_one_row:
        client.get(address)

    for number in range(2):
        recorded(police, village=f"Thôn {number}", held_on=date(2026, 11, number + 1))

    with CaptureQueriesContext(connection) as with_three_rows:
        client.get(address)
    assert len(with_three_rows) == len(with_one_row)


def test_someone_without_a_hand_in_reports_records_nothing(cast: Cast) -> None:
    auditor = cast.hat(PROVINCE, POLICE, Role.AUDITOR)

    assert browser(auditor).get(reverse("programmes:record-activity")).status_code == 403
    assert sent(auditor, "activity-draft", **TYPED).status_code == 403
