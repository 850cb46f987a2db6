"""Record what was held, correct it, withdraw it; keep the half-filled form of an officer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from chungtay.core.clock import local_day
from chungtay.core.errors import require
from chungtay.core.record import record, record_many
from chungtay.core.scanner import require_clean
from chungtay.core.vietnamese import fold, normalise
from chungtay.organisations.models import Membership
from chungtay.organisations.queries import units_below
from chungtay.programmes import activity_rules as rules
from chungtay.programmes.activity_codes import ActivityStatus
from chungtay.programmes.activity_errors import (
    CountTooLarge,
    DayNotPast,
    DayTooLongAgo,
    NoLongerRecorded,
    NotYourRecord,
    PlaceNotHere,
    WordNeedsReason,
)
from chungtay.programmes.activity_facts import FACT_COLUMNS, Facts, facts_of
from chungtay.programmes.models import Activity, ActivityDraft, ActivityVersion
from narrative.forbidden import scan

LARGEST = 1_000_000
# The fields of the form in which people type words.
WORDS = ("village", "note")


@dataclass(frozen=True)
class NewActivity:
    """One activity to be recorded: what is known, where it was held, and by whom."""

    facts: Facts
    unit_id: int
    by: Membership
    at: datetime
    key: UUID | None = None


@transaction.atomic
def record_activity(facts: Facts, *, unit_id: int, by: Membership, now: datetime, key: UUID | None = None) -> Activity:
    """Record what the office of `by` held in a unit of its own area; it is the accountable body.

    `key` is that of the form: the same form sent again gives the record it made the first time. Raises `DayNotPast`,
    `DayTooLongAgo`, `CountTooLarge`, `PlaceNotHere`, or `ForbiddenMatter` for words that must not be kept.
    """
    require(rules.can_record(by))
    known = Activity.objects.filter(entry_key=key, accountable=by.organisation_id).first() if key else None
    if known is not None:
        return known
    facts = _right(facts, today=local_day(now))
    _require_in_area(unit_id, by, local_day(now))
    activity = _row(NewActivity(facts, unit_id, by, now, key))
    activity.save()
    _version_row(activity, by=by, at=now).save()
    record(activity, "activity_recorded", by=by, at=now)
    return activity


@transaction.atomic
def record_in_bulk(entries: Sequence[NewActivity]) -> list[Activity]:
    """`record_activity` for many at once, in a few statements: for a whole sheet of hamlets, and for demonstrations.

    Every entry passes the same rules; one that breaks one refuses all.
    """
    rows = []
    for entry in entries:
        require(rules.can_record(entry.by))
        facts = _right(entry.facts, today=local_day(entry.at))
        rows.append(_row(replace(entry, facts=facts)))
    for unit_id, by, on in {(entry.unit_id, entry.by, local_day(entry.at)) for entry in entries}:
        _require_in_area(unit_id, by, on)
    made = Activity.objects.bulk_create(rows, batch_size=1000)
    ActivityVersion.objects.bulk_create(
        [_version_row(row, by=row.recorded_by, at=row.recorded_at) for row in made], batch_size=1000
    )
    record_many([(row, row.recorded_by, row.recorded_at) for row in made], "activity_recorded")
    return made


@transaction.atomic
def correct_activity(activity: Activity, facts: Facts, *, reason: str, by: Membership, now: datetime) -> Activity:
    """Write the facts anew as the next version; the version before stays as it was.

    A partner who confirmed sees the new version too. The place and the accountable body stay: something held
    elsewhere or by another body is another activity.
    """
    activity = lock_activity(activity)
    _require_own(activity, by)
    require(bool(reason.strip()), WordNeedsReason(field="reason"))
    reason = require_clean(reason.strip(), field="reason")
    facts = _right(facts, today=local_day(now))
    if facts == facts_of(activity):
        return activity
    for name, value in facts.as_columns().items():
        setattr(activity, name, value)
    activity.version_number += 1
    activity.search_text = _search_text(facts)
    activity.updated_at = now
    activity.save(update_fields=[*FACT_COLUMNS, "version_number", "search_text", "updated_at"])
    _version_row(activity, by=by, at=now, reason=reason).save()
    record(activity, "activity_corrected", by=by, at=now, version=activity.version_number)
    return activity


@transaction.atomic
def withdraw_activity(activity: Activity, *, reason: str, by: Membership, now: datetime) -> Activity:
    """Take a record back: it counts no more, for nobody who held it; it and its reason stay readable."""
    activity = lock_activity(activity)
    _require_own(activity, by)
    require(bool(reason.strip()), WordNeedsReason(field="reason"))
    activity.withdrawn_reason = require_clean(reason.strip(), field="reason")
    activity.status, activity.updated_at = ActivityStatus.WITHDRAWN, now
    activity.save(update_fields=["withdrawn_reason", "status", "updated_at"])
    record(activity, "activity_withdrawn", by=by, at=now)
    return activity


def keep_draft(typed: Mapping[str, str | list[str]], *, by: Membership, now: datetime) -> tuple[str, ...]:
    """Keep a half-filled form of this hat on the server; the names of fields whose words were left out.

    Choices and figures are kept always, words only when the scanner minds nothing in them.
    """
    require(rules.can_record(by))
    left_out = tuple(name for name in WORDS if scan(str(typed.get(name, ""))))
    kept = {name: value for name, value in typed.items() if name not in left_out}
    ActivityDraft.objects.update_or_create(hat=by, defaults={"typed": kept, "updated_at": now})
    return left_out


def forget_draft(by: Membership) -> None:
    """Throw the half-filled form away, once it was sent or is no longer wanted."""
    ActivityDraft.objects.filter(hat=by).delete()


def lock_activity(activity: Activity) -> Activity:
    """The row of an activity, locked for the rest of the transaction."""
    return lock_activities([activity])[activity.pk]


def lock_activities(activities: Iterable[Activity]) -> dict[int, Activity]:
    """Several rows, locked in the order of their keys, so that two people never wait for each other."""
    keys = [activity.pk for activity in activities]
    locked = Activity.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in locked.select_related("accountable")}


def _require_own(activity: Activity, by: Membership) -> None:
    require(rules.can_change(by, activity), NotYourRecord(office=activity.accountable.name))
    require(rules.is_recorded(activity), NoLongerRecorded())


def _require_in_area(unit_id: int, by: Membership, on: date) -> None:
    own = by.organisation.unit_id
    require(unit_id == own or units_below(own, on).filter(unit_id=unit_id).exists(), PlaceNotHere(field="unit"))


def _right(facts: Facts, *, today: date) -> Facts:
    """`facts` with tidy words, or the first thing that cannot be right about them."""
    first = date(today.year - 1, 1, 1)
    require(facts.held_on <= today, DayNotPast(field="held_on"))
    require(facts.held_on >= first, DayTooLongAgo(field="held_on", first=f"{first:%d/%m/%Y}"))
    for name in ("times", "attendance", "leaflets"):
        least = 1 if name == "times" else 0
        require(least <= getattr(facts, name) <= LARGEST, CountTooLarge(field=name))
    return replace(
        facts,
        village=require_clean(normalise(facts.village), field="village"),
        note=require_clean(normalise(facts.note), field="note"),
    )


def _row(entry: NewActivity) -> Activity:
    return Activity(
        accountable=entry.by.organisation,
        unit_id=entry.unit_id,
        entry_key=entry.key,
        recorded_by=entry.by,
        recorded_at=entry.at,
        updated_at=entry.at,
        search_text=_search_text(entry.facts),
        **entry.facts.as_columns(),
    )


def _version_row(activity: Activity, *, by: Membership, at: datetime, reason: str = "") -> ActivityVersion:
    facts = facts_of(activity).as_columns()
    return ActivityVersion(activity=activity, number=activity.version_number, reason=reason, by=by, at=at, **facts)


def _search_text(facts: Facts) -> str:
    return fold(f"{facts.village} {facts.note}")
