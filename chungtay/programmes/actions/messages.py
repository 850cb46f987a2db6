"""A pasted message becomes proposals; an officer confirms each or leaves it out. The message itself is never kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from chungtay.core.clock import local_day
from chungtay.core.errors import NotPermitted, require
from chungtay.core.record import record
from chungtay.core.scanner import stamp_refused
from chungtay.organisations.models import Membership
from chungtay.programmes import activity_rules as rules
from chungtay.programmes.actions.activities import record_activity
from chungtay.programmes.activity_codes import ActivityKind, ProposalStatus, Topic
from chungtay.programmes.activity_errors import (
    MessageTooLong,
    NothingInMessage,
    OfferSettled,
    SecretMessageRefused,
)
from chungtay.programmes.activity_facts import Facts
from chungtay.programmes.messages import LONGEST, ReadActivity, SecretMessage, read_message
from chungtay.programmes.models import Activity, ProposedActivity


def propose_from_message(
    text: str, *, by: Membership, now: datetime
) -> tuple[list[ProposedActivity], Mapping[str, int]]:
    """Read a message; what it tells waits for an officer of the own office, and the passages cut out by kind.

    Raises `MessageTooLong`, `NothingInMessage`, or `SecretMessageRefused` after writing only that it was refused.
    """
    require(rules.can_record(by))
    require(len(text) <= LONGEST, MessageTooLong(field="text", limit=LONGEST))
    try:
        read = read_message(text, today=local_day(now))
    except SecretMessage:
        stamp_refused(by.organisation, name=by.organisation.name, now=now)
        raise SecretMessageRefused(field="text") from None
    require(bool(read.activities), NothingInMessage(field="text"))
    proposals = ProposedActivity.objects.bulk_create([_proposal(each, by=by, at=now) for each in read.activities])
    return proposals, read.cut_out


def _proposal(read: ReadActivity, *, by: Membership, at: datetime) -> ProposedActivity:
    return ProposedActivity(
        organisation=by.organisation,
        held_on=read.held_on,
        village=read.village,
        kind=read.kind,
        topic=read.topic,
        times=read.times,
        attendance=read.attendance,
        leaflets=read.leaflets,
        read_by=by,
        read_at=at,
    )


def facts_proposed(proposed: ProposedActivity) -> Facts:
    """The facts a proposal would be recorded with, as they were read."""
    return Facts(
        held_on=proposed.held_on,
        kind=ActivityKind(proposed.kind),
        village=proposed.village,
        topic=Topic(proposed.topic),
        times=proposed.times,
        attendance=proposed.attendance,
        leaflets=proposed.leaflets,
    )


@transaction.atomic
def take_proposal(
    proposed: ProposedActivity, *, by: Membership, now: datetime, facts: Facts | None = None, unit_id: int | None = None
) -> Activity:
    """Record what was read, as it was read or as the officer put it right. Raises `OfferSettled` the second time."""
    proposed = _lock(proposed, by)
    unit = unit_id or by.organisation.unit_id
    activity = record_activity(facts or facts_proposed(proposed), unit_id=unit, by=by, now=now)
    proposed.status, proposed.activity = ProposalStatus.TAKEN, activity
    proposed.save(update_fields=["status", "activity"])
    return activity


@transaction.atomic
def leave_out(proposed: ProposedActivity, *, by: Membership, now: datetime) -> None:
    """Record nothing of what was read."""
    proposed = _lock(proposed, by)
    proposed.status = ProposalStatus.LEFT_OUT
    proposed.save(update_fields=["status"])
    record(proposed, "proposal_left_out", by=by, at=now)


def _lock(proposed: ProposedActivity, by: Membership) -> ProposedActivity:
    locked = ProposedActivity.objects.select_for_update().get(pk=proposed.pk)
    require(rules.can_take(by, locked), NotPermitted())
    require(locked.status == ProposalStatus.PROPOSED, OfferSettled())
    return locked
