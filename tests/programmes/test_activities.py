"""Recording, correcting and withdrawing activities, and what every version keeps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from chungtay.core.errors import NotPermitted
from chungtay.core.models import Deed
from chungtay.core.scanner import ForbiddenMatter
from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership
from chungtay.programmes.actions.activities import (
    NewActivity,
    correct_activity,
    forget_draft,
    keep_draft,
    record_activity,
    record_in_bulk,
    withdraw_activity,
)
from chungtay.programmes.activity_codes import ActivityStatus, OfferStatus
from chungtay.programmes.activity_errors import (
    CountTooLarge,
    DayNotPast,
    DayTooLongAgo,
    NoLongerRecorded,
    NotYourRecord,
    PlaceNotHere,
    WordNeedsReason,
)
from chungtay.programmes.activity_facts import facts_of
from chungtay.programmes.models import Activity, ActivityVersion, JointOffer
from chungtay.programmes.queries.activities import draft_of, listed_activities, villages_of
from tests.cast import DONG_THANH, HAC_THANH, NOW, POLICE, PROVINCE, TODAY, Cast
from tests.programmes.activity_stage import MEETING, _made, cast, front, police, recorded, women

__all__ = ["_made", "cast", "front", "police", "women"]


def test_recording_keeps_the_facts_and_their_first_version(police: Membership) -> None:
    activity = recorded(police)

    assert (facts_of(activity), activity.accountable, activity.status) == (MEETING, police.organisation, "recorded")
    assert [(one.number, facts_of(one)) for one in activity.versions.all()] == [(1, MEETING)]
    assert [deed.verb for deed in Deed.objects.filter(subject_type="programmes.activity")] == ["activity_recorded"]


def test_a_form_sent_twice_is_one_record(police: Membership) -> None:
    key = UUID(int=7)
    sent = {"unit_id": police.organisation.unit_id, "by": police, "now": NOW, "key": key}

    first = record_activity(MEETING, **sent)
    again = record_activity(replace(MEETING, attendance=70), **sent)

    assert (again, Activity.objects.count()) == (first, 1)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"held_on": TODAY + timedelta(days=1)}, DayNotPast),
        ({"held_on": date(2024, 12, 31)}, DayTooLongAgo),
        ({"attendance": 1_000_001}, CountTooLarge),
        ({"times": 0}, CountTooLarge),
        ({"village": "nhà ông An, 0987123456"}, ForbiddenMatter),
        ({"note": "liên hệ 0987123456"}, ForbiddenMatter),
    ],
)
def test_what_cannot_be_right_is_refused(police: Membership, changes: dict[str, object], refusal: type) -> None:
    with pytest.raises(refusal):
        recorded(police, **changes)

    assert Activity.objects.count() == 0


def test_the_place_is_the_own_unit_or_one_below_it(cast: Cast, police: Membership) -> None:
    above = cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR)
    commune, other = cast.units[DONG_THANH].pk, cast.units[HAC_THANH].pk

    held_below = record_activity(MEETING, unit_id=commune, by=above, now=NOW)

    assert held_below.unit_id == commune
    with pytest.raises(PlaceNotHere):
        record_activity(MEETING, unit_id=other, by=police, now=NOW)


def test_only_roles_with_a_hand_in_reports_record(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        recorded(cast.hat(PROVINCE, POLICE, Role.AUDITOR))


def test_a_correction_is_a_new_version_and_keeps_the_old_one(police: Membership) -> None:
    activity = recorded(police)
    right = replace(MEETING, attendance=86)

    corrected = correct_activity(activity, right, reason="Đếm lại", by=police, now=NOW)

    assert (corrected.version_number, facts_of(corrected)) == (2, right)
    kept = [(one.number, one.attendance, one.reason) for one in activity.versions.order_by("number")]
    assert kept == [(1, 68, ""), (2, 86, "Đếm lại")]


def test_a_correction_without_change_or_reason(police: Membership) -> None:
    activity = recorded(police)

    assert correct_activity(activity, MEETING, reason="Xem lại", by=police, now=NOW).version_number == 1
    with pytest.raises(WordNeedsReason):
        correct_activity(activity, replace(MEETING, attendance=1), reason=" ", by=police, now=NOW)


def test_a_version_never_changes_in_the_database(police: Membership) -> None:
    activity = recorded(police)

    with pytest.raises(ProgrammingError), transaction.atomic():
        ActivityVersion.objects.filter(activity=activity).update(attendance=1)


def test_exactly_one_body_answers_for_an_activity(police: Membership, front: Membership) -> None:
    activity = recorded(police)

    with pytest.raises(ProgrammingError), transaction.atomic():
        Activity.objects.filter(pk=activity.pk).update(accountable=front.organisation)
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.create(
            unit=activity.unit, recorded_by=police, recorded_at=NOW, updated_at=NOW, **MEETING.as_columns()
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        JointOffer.objects.create(
            activity=activity, organisation=police.organisation, status=OfferStatus.CONFIRMED, offered_by=police,
            offered_at=NOW,
        )  # fmt: skip


def test_withdrawing_needs_a_reason_and_ends_the_record(police: Membership) -> None:
    activity = recorded(police)
    with pytest.raises(WordNeedsReason):
        withdraw_activity(activity, reason="", by=police, now=NOW)

    withdrawn = withdraw_activity(activity, reason="Ghi nhầm ngày", by=police, now=NOW)

    assert (withdrawn.status, withdrawn.withdrawn_reason) == (ActivityStatus.WITHDRAWN, "Ghi nhầm ngày")
    with pytest.raises(NoLongerRecorded):
        correct_activity(activity, replace(MEETING, attendance=1), reason="Sửa", by=police, now=NOW)


def test_another_body_changes_nothing(police: Membership, front: Membership) -> None:
    activity = recorded(police)

    with pytest.raises(NotYourRecord):
        withdraw_activity(activity, reason="Không phải", by=front, now=NOW)
    with pytest.raises(NotYourRecord):
        correct_activity(activity, replace(MEETING, attendance=1), reason="Sửa", by=front, now=NOW)


def test_a_sheet_of_records_is_kept_whole_or_not_at_all(police: Membership) -> None:
    unit = police.organisation.unit_id
    good = [NewActivity(replace(MEETING, village=f"Thôn {number}"), unit, police, NOW) for number in (1, 2)]
    bad = NewActivity(replace(MEETING, held_on=TODAY + timedelta(days=1)), unit, police, NOW)

    with pytest.raises(DayNotPast):
        record_in_bulk([*good, bad])
    assert Activity.objects.count() == 0
    record_in_bulk(good)

    assert villages_of(police.organisation) == ["Thôn 1", "Thôn 2"]
    assert ActivityVersion.objects.count() == 2


def test_a_draft_keeps_figures_always_and_words_only_when_clean(police: Membership) -> None:
    left_out = keep_draft({"attendance": "68", "note": "gọi 0987123456", "village": "Thôn 3"}, by=police, now=NOW)

    assert left_out == ("note",)
    assert draft_of(police) == {"attendance": "68", "village": "Thôn 3"}
    forget_draft(police)
    assert draft_of(police) == {}


def test_the_list_is_searched_without_marks_and_filtered(police: Membership) -> None:
    third = recorded(police)
    fifth = recorded(police, village="Khu phố Đông Sơn", held_on=date(2026, 10, 3))

    assert list(listed_activities(police, TODAY, text="khu pho dong")) == [fifth]
    assert list(listed_activities(police, TODAY, month=date(2026, 11, 30))) == [third]
    assert list(listed_activities(police, TODAY, kind="outreach")) == []
