"""Held together: one body names the other, the other answers; two records of one event become one.

Whatever the order of the answers, an event that both bodies confirm counts once: the record of the body that led it
stays, the other body is its confirmed partner, and its own record, if it made one, is joined into it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from chungtay.core.errors import NotPermitted, require
from chungtay.core.record import record
from chungtay.core.scanner import require_clean
from chungtay.organisations.models import Membership, Organisation
from chungtay.programmes import activity_rules as rules
from chungtay.programmes.actions.activities import lock_activities, lock_activity, record_activity
from chungtay.programmes.activity_codes import ORGANISING, ActivityStatus, OfferStatus, Word
from chungtay.programmes.activity_errors import (
    NoLongerRecorded,
    NotAPartner,
    NotTheSameEvent,
    NotYourRecord,
    OfferSettled,
    WordNeedsReason,
)
from chungtay.programmes.activity_facts import Facts
from chungtay.programmes.models import Activity, JointOffer, TwinRecords

WAITING = (OfferStatus.OFFERED, OfferStatus.DECLINED)


@transaction.atomic
def record_held(
    facts: Facts,
    *,
    unit_id: int,
    partners: Iterable[Organisation],
    by: Membership,
    now: datetime,
    key: UUID | None = None,
) -> Activity:
    """Record an activity and ask the bodies that held it together, in one step; see `record_activity`."""
    activity = record_activity(facts, unit_id=unit_id, by=by, now=now, key=key)
    offer_jointly(activity, partners, by=by, now=now)
    return activity


@transaction.atomic
def offer_jointly(
    activity: Activity, partners: Iterable[Organisation], *, by: Membership, now: datetime
) -> list[JointOffer]:
    """Name bodies of the same unit as having held `activity` together; each is asked, and counts once it says so.

    One that was named before and taken back is asked again; one that said no is not. Raises `NotAPartner`.
    """
    activity = lock_activity(activity)
    _require_accountable(activity, by)
    known = {offer.organisation_id: offer for offer in activity.offers.all()}
    made = []
    for partner in partners:
        require(_may_be_partner(activity, partner), NotAPartner(field="partners"))
        offer = known.get(partner.pk)
        if offer is not None and offer.status != OfferStatus.TAKEN_BACK:
            continue
        offer = offer or JointOffer(activity=activity, organisation=partner)
        offer.status, offer.offered_by, offer.offered_at = OfferStatus.OFFERED, by, now
        offer.reason, offer.decided_by, offer.decided_at = "", None, None
        offer.save()
        record(activity, "joint_offered", by=by, at=now, organisation=partner.pk)
        made.append(offer)
    return made


@transaction.atomic
def take_back_offer(offer: JointOffer, *, by: Membership, now: datetime) -> JointOffer:
    """Name the other body no more, before it has answered."""
    activity = lock_activity(offer.activity)
    _require_accountable(activity, by)
    offer = _fresh(offer)
    require(offer.status == OfferStatus.OFFERED, OfferSettled())
    offer.status = OfferStatus.TAKEN_BACK
    offer.save(update_fields=["status"])
    record(activity, "joint_offer_taken_back", by=by, at=now, organisation=offer.organisation_id)
    return offer


@transaction.atomic
def confirm_offer(offer: JointOffer, *, by: Membership, now: datetime, own: Activity | None = None) -> JointOffer:
    """“Đúng, chúng tôi cùng tổ chức”: from now on the record counts for both bodies, and once in all.

    `own` is the record that the answering body made of the same event: it is joined into the offered one. A body that
    said no may still say yes. Raises `OfferSettled`, or `NotTheSameEvent` when `own` is of another day or unit.
    """
    locked = lock_activities([offer.activity, *([own] if own else [])])
    activity = locked[offer.activity_id]
    require(rules.can_answer(by, offer), NotPermitted())
    require(rules.is_recorded(activity), NoLongerRecorded())
    offer = _fresh(offer)
    require(offer.status in WAITING, OfferSettled())
    if own is not None:
        mine = locked[own.pk]
        require(rules.can_change(by, mine), NotYourRecord(office=mine.accountable.name))
        require(_may_be_one(activity, mine), NotTheSameEvent())
        _join(activity, mine, by=by, now=now)
    _confirm(activity, offer.organisation_id, by=by, now=now)
    record(activity, "joint_confirmed", by=by, at=now, organisation=offer.organisation_id)
    return _fresh(offer)


@transaction.atomic
def decline_offer(offer: JointOffer, *, reason: str, by: Membership, now: datetime) -> JointOffer:
    """“Không phải”, with a reason that the accountable body reads.

    A confirmation given by mistake is taken back the same way; a record that was joined then stands again by itself.
    """
    activity = lock_activity(offer.activity)
    require(rules.can_answer(by, offer), NotPermitted())
    offer = _fresh(offer)
    require(offer.status in (OfferStatus.OFFERED, OfferStatus.CONFIRMED), OfferSettled())
    require(bool(reason.strip()), WordNeedsReason(field="reason"))
    offer.reason = require_clean(reason.strip(), field="reason")
    offer.status, offer.decided_by, offer.decided_at = OfferStatus.DECLINED, by, now
    offer.save(update_fields=["reason", "status", "decided_by", "decided_at"])
    joined = activity.merged.filter(accountable=offer.organisation_id)
    joined.update(status=ActivityStatus.RECORDED, merged_into=None, updated_at=now)
    record(activity, "joint_declined", by=by, at=now, organisation=offer.organisation_id)
    return offer


@transaction.atomic
def say_of_twins(
    mine: Activity, other: Activity, *, word: Word, reason: str = "", by: Membership, now: datetime
) -> TwinRecords:
    """Say what two records of a day are: one event led by either body, or two events, with a reason.

    When both bodies name the same leader, its record stays and the other is joined into it. Raises
    `NotTheSameEvent` for records that cannot be one event, `NoLongerRecorded` once one of them was settled.
    """
    locked = lock_activities([mine, other])
    mine, other = locked[mine.pk], locked[other.pk]
    require(rules.can_change(by, mine), NotYourRecord(office=mine.accountable.name))
    require(rules.is_recorded(mine) and rules.is_recorded(other), NoLongerRecorded())
    require(_may_be_one(mine, other) and mine.kind == other.kind, NotTheSameEvent())
    reason = require_clean(reason.strip(), field="reason")
    require(word is not Word.DIFFERENT or bool(reason), WordNeedsReason(field="reason"))
    first, second = sorted((mine, other), key=lambda each: each.pk)
    twins, _made = TwinRecords.objects.get_or_create(first=first, second=second, defaults={"updated_at": now})
    place = "first" if mine.pk == first.pk else "second"
    setattr(twins, f"{place}_word", word)
    setattr(twins, f"{place}_reason", reason)
    twins.updated_at = now
    twins.save(update_fields=[f"{place}_word", f"{place}_reason", "updated_at"])
    record(mine, "twin_answered", by=by, at=now, word=word.value)
    if twins.first_word == twins.second_word and word is not Word.DIFFERENT:
        kept, gone = (first, second) if word is Word.FIRST_LED else (second, first)
        _join(kept, gone, by=by, now=now)
    return twins


def _join(kept: Activity, gone: Activity, *, by: Membership, now: datetime) -> None:
    """`gone` goes into `kept`; whoever confirmed having held it, its own body first, is a partner of `kept`."""
    require(rules.is_recorded(gone) and rules.is_recorded(kept), NoLongerRecorded())
    gone.status, gone.merged_into, gone.updated_at = ActivityStatus.MERGED, kept, now
    gone.save(update_fields=["status", "merged_into", "updated_at"])
    gone.merged.update(merged_into=kept)
    confirmed = gone.offers.filter(status=OfferStatus.CONFIRMED).values_list("organisation_id", flat=True)
    for organisation_id in dict.fromkeys([gone.accountable_id, *confirmed]):
        if organisation_id != kept.accountable_id:
            _confirm(kept, organisation_id, by=by, now=now)
    gone.offers.exclude(status=OfferStatus.DECLINED).update(status=OfferStatus.TAKEN_BACK)
    record(gone, "activity_joined", by=by, at=now, into=kept.pk)


def _confirm(activity: Activity, organisation_id: int, *, by: Membership, now: datetime) -> None:
    answer = {"status": OfferStatus.CONFIRMED, "decided_by": by, "decided_at": now, "reason": ""}
    JointOffer.objects.update_or_create(
        activity=activity,
        organisation_id=organisation_id,
        defaults=answer,
        create_defaults={**answer, "offered_by": by, "offered_at": now},
    )


def _may_be_one(one: Activity, other: Activity) -> bool:
    """Two bodies of one unit recorded something there on that day."""
    return (
        one.accountable_id != other.accountable_id
        and one.accountable.unit_id == other.accountable.unit_id
        and (one.unit_id, one.held_on) == (other.unit_id, other.held_on)
    )


def _may_be_partner(activity: Activity, partner: Organisation) -> bool:
    return (
        partner.pk != activity.accountable_id
        and partner.unit_id == activity.accountable.unit_id
        and partner.kind in ORGANISING
    )


def _require_accountable(activity: Activity, by: Membership) -> None:
    require(rules.can_change(by, activity), NotYourRecord(office=activity.accountable.name))
    require(rules.is_recorded(activity), NoLongerRecorded())


def _fresh(offer: JointOffer) -> JointOffer:
    return JointOffer.objects.select_related("organisation", "activity__accountable").get(pk=offer.pk)
