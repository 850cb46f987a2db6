"""Held together: who is asked, who sees what, and that an event counts once whatever the order of the answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import permutations

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from chungtay.core.errors import ChungTayError, NotFound, NotPermitted
from chungtay.core.scanner import ForbiddenMatter
from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership
from chungtay.programmes.actions.activities import withdraw_activity
from chungtay.programmes.actions.joining import (
    confirm_offer,
    decline_offer,
    offer_jointly,
    say_of_twins,
    take_back_offer,
)
from chungtay.programmes.activity_codes import OfferStatus, Word
from chungtay.programmes.activity_errors import NotAPartner, NotTheSameEvent, OfferSettled, WordNeedsReason
from chungtay.programmes.models import Activity, JointOffer
from chungtay.programmes.queries.activities import (
    activities_for,
    counted_activities,
    offer_for,
    offers_for,
    own_records_of_the_day,
    partners_to_choose,
    twins_of,
    versions_of_activity,
    with_twins,
)
from tests.cast import DONG_THANH, FRONT, HAC_THANH, NOW, POLICE, PROVINCE, TODAY, WOMEN, Cast
from tests.programmes.activity_stage import _made, cast, front, police, recorded, women

__all__ = ["_made", "cast", "front", "police", "women"]
NOVEMBER = DateRange(date(2026, 10, 15), date(2026, 11, 15))


def offered(by: Membership, *partners: Membership) -> Activity:
    """An activity of `by` that it says it held together with the offices of `partners`."""
    activity = recorded(by)
    offer_jointly(activity, [partner.organisation for partner in partners], by=by, now=NOW)
    return activity


def offer_to(activity: Activity, hat: Membership) -> JointOffer:
    return JointOffer.objects.get(activity=activity, organisation=hat.organisation)


def counts(*hats: Membership) -> list[tuple[int, int]]:
    """For each body: how many events it counts, and how many of them it says another body led."""
    found = [counted_activities(hat.organisation_id, NOVEMBER) for hat in hats]
    return [(len(each), sum(one.is_led_elsewhere for one in each)) for each in found]


def times_counted(*hats: Membership) -> int:
    """How often the events count in the figures of all lines: what each body states, less what others led."""
    return sum(all_of - elsewhere for all_of, elsewhere in counts(*hats))


def test_an_offer_waits_and_changes_no_count(police: Membership, front: Membership) -> None:
    activity = offered(police, front)

    assert list(offers_for(front, TODAY)) == [offer_to(activity, front)]
    assert list(offers_for(police, TODAY)) == []
    assert counts(police, front) == [(1, 0), (0, 0)]


def test_after_both_have_said_so_it_counts_once(police: Membership, front: Membership) -> None:
    activity = offered(police, front)

    confirm_offer(offer_to(activity, front), by=front, now=NOW)

    assert counts(police, front) == [(1, 0), (1, 1)]
    assert [one.is_joint for one in counted_activities(police.organisation_id, NOVEMBER)] == [True]
    assert list(offers_for(front, TODAY)) == []


def test_before_the_answer_the_other_side_sees_only_its_offer(
    cast: Cast, police: Membership, front: Membership, women: Membership
) -> None:
    activity = offered(police, front)
    province_front = cast.hat(PROVINCE, FRONT, Role.COORDINATOR)

    assert [list(activities_for(hat, TODAY)) for hat in (front, women, province_front)] == [[], [], []]
    assert offer_for(front, offer_to(activity, front).pk, TODAY) == offer_to(activity, front)
    for hat in (women, province_front, cast.hat(PROVINCE, POLICE, Role.ADMINISTRATOR)):
        with pytest.raises(NotFound):
            offer_for(hat, offer_to(activity, front).pk, TODAY)
    confirm_offer(offer_to(activity, front), by=front, now=NOW)

    assert [list(activities_for(hat, TODAY)) for hat in (front, women, province_front)] == [[activity]] * 3
    assert list(versions_of_activity(front, activity, TODAY)) == []
    assert list(activities_for(cast.hat(HAC_THANH, POLICE), TODAY)) == []
    assert [one.number for one in versions_of_activity(police, activity, TODAY)] == [1]


def test_what_two_bodies_of_one_side_held_is_no_affair_of_the_other_side(
    police: Membership, front: Membership, women: Membership
) -> None:
    activity = offered(front, women)
    confirm_offer(offer_to(activity, women), by=women, now=NOW)

    assert list(activities_for(police, TODAY)) == []
    assert list(activities_for(women, TODAY)) == [activity]


def test_no_needs_a_clean_reason_and_may_become_a_yes(police: Membership, front: Membership) -> None:
    activity = offered(police, front)
    offer = offer_to(activity, front)
    for reason, refusal in (("", WordNeedsReason), ("gọi 0987123456", ForbiddenMatter)):
        with pytest.raises(refusal):
            decline_offer(offer, reason=reason, by=front, now=NOW)

    declined = decline_offer(offer, reason="Hôm đó chúng tôi họp riêng", by=front, now=NOW)
    assert (declined.status, counts(police, front)) == (OfferStatus.DECLINED, [(1, 0), (0, 0)])

    confirm_offer(offer, by=front, now=NOW)
    assert counts(police, front) == [(1, 0), (1, 1)]


def test_a_mistaken_yes_is_taken_back_and_the_own_record_stands_again(police: Membership, front: Membership) -> None:
    own, activity = recorded(front), offered(police, front)
    confirm_offer(offer_to(activity, front), by=front, now=NOW, own=own)

    decline_offer(offer_to(activity, front), reason="Nhầm buổi", by=front, now=NOW)

    assert counts(police, front) == [(1, 0), (1, 0)]
    assert Activity.objects.get(pk=own.pk).merged_into is None


def test_who_may_answer_and_who_may_be_asked(cast: Cast, police: Membership, front: Membership) -> None:
    activity = offered(police, front)

    with pytest.raises(NotPermitted):
        confirm_offer(offer_to(activity, front), by=police, now=NOW)
    for stranger in (cast.office(HAC_THANH, FRONT), police.organisation, cast.office(PROVINCE, FRONT)):
        with pytest.raises(NotAPartner):
            offer_jointly(activity, [stranger], by=police, now=NOW)
    assert {each.kind for each in partners_to_choose(police.organisation, TODAY)} == {
        "front", "union", "farmers", "youth", "women", "veterans"
    }  # fmt: skip


def test_an_offer_is_taken_back_only_before_the_answer(police: Membership, front: Membership) -> None:
    activity = offered(police, front)
    offer = take_back_offer(offer_to(activity, front), by=police, now=NOW)
    with pytest.raises(OfferSettled):
        confirm_offer(offer, by=front, now=NOW)

    offer_jointly(activity, [front.organisation], by=police, now=NOW)
    confirm_offer(offer, by=front, now=NOW)

    with pytest.raises(OfferSettled):
        take_back_offer(offer, by=police, now=NOW)


def test_a_withdrawn_record_counts_for_nobody(police: Membership, front: Membership) -> None:
    activity = offered(police, front)
    confirm_offer(offer_to(activity, front), by=front, now=NOW)

    withdraw_activity(activity, reason="Ghi nhầm", by=police, now=NOW)

    assert counts(police, front) == [(0, 0), (0, 0)]


def test_twins_are_told_as_a_day_and_nothing_more(police: Membership, front: Membership) -> None:
    mine, theirs = recorded(police), recorded(front, attendance=75, village="Thôn Ba", note="Họp chung")

    (twin,) = twins_of(police, mine)

    assert (twin.other_id, twin.office, twin.held_on) == (theirs.pk, front.organisation.name, theirs.held_on)
    assert (twin.my_word, twin.their_word, twin.their_reason) == ("", "", "")
    assert twins_of(front, mine) == []
    assert (with_twins(police, TODAY), with_twins(front, TODAY)) == ([mine], [theirs])


@pytest.mark.parametrize("changes", [{"attendance": 90}, {"held_on": date(2026, 11, 11)}, {"kind": "outreach"}])
def test_records_that_are_not_alike_are_no_twins(
    police: Membership, front: Membership, changes: dict[str, object]
) -> None:
    mine = recorded(police)
    recorded(front, **changes)

    assert twins_of(police, mine) == []


def test_twins_stay_two_until_both_have_named_the_same_leader(police: Membership, front: Membership) -> None:
    mine, theirs = recorded(police), recorded(front)
    say_of_twins(mine, theirs, word=Word.FIRST_LED, by=police, now=NOW)
    assert times_counted(police, front) == 2
    assert (twins_of(front, theirs)[0].they_say_they_led, with_twins(police, TODAY)) == (True, [])

    say_of_twins(theirs, mine, word=Word.SECOND_LED, by=front, now=NOW)
    assert times_counted(police, front) == 2

    say_of_twins(mine, theirs, word=Word.SECOND_LED, by=police, now=NOW)
    assert counts(police, front) == [(1, 1), (1, 0)]
    assert Activity.objects.get(pk=mine.pk).merged_into == theirs


def test_two_events_need_a_reason_and_stay_two(police: Membership, front: Membership) -> None:
    mine, theirs = recorded(police), recorded(front)
    with pytest.raises(WordNeedsReason):
        say_of_twins(mine, theirs, word=Word.DIFFERENT, by=police, now=NOW)

    say_of_twins(mine, theirs, word=Word.DIFFERENT, reason="Buổi sáng và buổi tối", by=police, now=NOW)
    say_of_twins(theirs, mine, word=Word.FIRST_LED, by=front, now=NOW)

    assert times_counted(police, front) == 2
    assert twins_of(front, theirs)[0].their_reason == "Buổi sáng và buổi tối"


def test_records_of_other_days_or_kinds_cannot_be_said_to_be_one(police: Membership, front: Membership) -> None:
    mine, theirs = recorded(police), recorded(front, kind="outreach")

    with pytest.raises(NotTheSameEvent):
        say_of_twins(mine, theirs, word=Word.FIRST_LED, by=police, now=NOW)


@pytest.mark.parametrize("order", list(permutations(range(2))))
@pytest.mark.parametrize("leader", [Word.FIRST_LED, Word.SECOND_LED])
@pytest.mark.parametrize("women_confirm", ["before", "after", "never"])
def test_twins_count_once_whatever_the_order(
    police: Membership, front: Membership, women: Membership, order: tuple[int, int], leader: Word, women_confirm: str
) -> None:
    mine, theirs = recorded(police), offered(front, women)
    if women_confirm == "before":
        confirm_offer(offer_to(theirs, women), by=women, now=NOW)
    says = [
        lambda: say_of_twins(mine, theirs, word=leader, by=police, now=NOW),
        lambda: say_of_twins(theirs, mine, word=leader, by=front, now=NOW),
    ]

    for place in order:
        says[place]()
    if women_confirm == "after":
        tried(lambda: confirm_offer(offer_to(theirs, women), by=women, now=NOW))

    assert times_counted(police, front, women) == 1
    assert [all_of for all_of, _elsewhere in counts(police, front)] == [1, 1]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_crossed_offers_count_once_whatever_the_order(
    police: Membership, front: Membership, order: tuple[int, ...]
) -> None:
    """Both recorded the event, both asked the other; each answers when there is something to answer."""
    mine, theirs = recorded(police), recorded(front)
    steps: list[Callable[[], object]] = [
        lambda: offer_jointly(mine, [front.organisation], by=police, now=NOW),
        lambda: offer_jointly(theirs, [police.organisation], by=front, now=NOW),
        lambda: confirm_offer(offer_to(mine, front), by=front, now=NOW, own=theirs),
        lambda: confirm_offer(offer_to(theirs, police), by=police, now=NOW, own=mine),
    ]

    for place in order:
        tried(steps[place])
    # Whoever was too early presses again.
    for step in steps:
        tried(step)

    assert times_counted(police, front) == 1
    assert [all_of for all_of, _elsewhere in counts(police, front)] == [1, 1]


def tried(step: Callable[[], object]) -> None:
    """Press a button that may have gone in the meantime."""
    try:
        step()
    except (ChungTayError, JointOffer.DoesNotExist):
        return


def test_an_answer_offers_the_own_records_of_that_day(police: Membership, front: Membership) -> None:
    activity, own = offered(police, front), recorded(front, kind="outreach")
    recorded(front, held_on=date(2026, 11, 13))

    assert list(own_records_of_the_day(offer_to(activity, front))) == [own]


def test_the_province_sees_its_own_line_only(cast: Cast, police: Membership, front: Membership) -> None:
    mine, theirs = recorded(police), recorded(front)

    assert list(activities_for(cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR), TODAY)) == [mine]
    assert list(activities_for(cast.hat(PROVINCE, FRONT, Role.COORDINATOR), TODAY)) == [theirs]
    assert set(activities_for(cast.hat(PROVINCE, POLICE, Role.AUDITOR), TODAY)) == {mine, theirs}
    assert list(activities_for(cast.hat(PROVINCE, POLICE, Role.ADMINISTRATOR), TODAY)) == []
    assert [offer.pk for offer in offers_for(cast.hat(DONG_THANH, WOMEN), TODAY)] == []
