"""Which activities a hat sees, who is asked about them, and what a body counts. Each question starts from the hat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from chungtay.core.errors import NotFound
from chungtay.core.vietnamese import fold, sort_key
from chungtay.organisations.codes import Matter, Stage
from chungtay.organisations.models import Membership, Organisation
from chungtay.organisations.queries import organisations_on, scope_of, visible_organisations
from chungtay.programmes import activity_rules as rules
from chungtay.programmes.activity_codes import (
    ORGANISING,
    ActivityStatus,
    OfferStatus,
    ProposalStatus,
    Word,
)
from chungtay.programmes.models import (
    Activity,
    ActivityDraft,
    ActivityVersion,
    JointOffer,
    ProposedActivity,
    TwinRecords,
)

# Records of one event rarely state the same attendance: within ten, or a fifth of the larger one.
NEAR_BY, NEAR_SHARE = 10, 5
# How far back today's work looks for two records of one event.
RECENT = timedelta(days=62)
SUGGESTED_VILLAGES = 60


@dataclass(frozen=True)
class Counted:
    """An activity as one body counts it in its own figures: which version, and whether it was joint work."""

    activity: Activity
    version_id: int
    is_joint: bool
    is_led_elsewhere: bool


@dataclass(frozen=True)
class Waiting:
    """How much about activities waits for one hat, and whether it may record them at all."""

    offers: int
    twins: int
    proposals: int
    can_record: bool

    @property
    def count(self) -> int:
        """Everything that waits."""
        return self.offers + self.twins + self.proposals


@dataclass(frozen=True)
class Twin:
    """What one body is told about another one's record of the same day: that it is there, and what was said."""

    other_id: int
    office: str
    held_on: date
    my_word: str
    their_word: str
    their_reason: str
    i_am_first: bool

    @property
    def they_say_i_led(self) -> bool:
        """The other body says it was the same event, led by us."""
        return self.their_word == (Word.FIRST_LED if self.i_am_first else Word.SECOND_LED)

    @property
    def they_say_they_led(self) -> bool:
        """The other body says it was the same event, led by itself."""
        return self.their_word == (Word.SECOND_LED if self.i_am_first else Word.FIRST_LED)


def activities_for(hat: Membership, on: date) -> QuerySet[Activity]:
    """The activities this hat sees in full: those of which it may see one of the bodies that held them.

    A body that was only asked held nothing yet. Until the other side has confirmed, its record is its own affair.
    """
    seen = visible_organisations(scope_of(hat, on), Matter.ACTIVITY_NOT_JOINT, Stage.OPEN)
    held_too = JointOffer.objects.filter(
        activity=OuterRef("pk"), status=OfferStatus.CONFIRMED, organisation__in=seen.values("pk")
    )
    return Activity.objects.filter(Q(accountable__in=seen.values("pk")) | Exists(held_too))


def activity_for(hat: Membership, activity_id: int, on: date) -> Activity:
    """The activity with this key and the bodies that held it; `NotFound` when the hat does not see it in full."""
    offers = JointOffer.objects.select_related("organisation").order_by("organisation__sort_key", "id")
    found = activities_for(hat, on).select_related("accountable", "unit", "merged_into")
    activity = found.prefetch_related(Prefetch("offers", queryset=offers)).filter(pk=activity_id).first()
    if activity is None:
        raise NotFound()
    return activity


def listed_activities(
    hat: Membership, on: date, *, text: str = "", kind: str = "", month: date | None = None
) -> QuerySet[Activity]:
    """The hat's activities that hold `text` in place or note, of one kind, held in the month of a day."""
    found = activities_for(hat, on).select_related("accountable")
    if text:
        found = found.filter(search_text__contains=fold(text))
    if kind:
        found = found.filter(kind=kind)
    if month is not None:
        first = month.replace(day=1)
        found = found.filter(held_on__gte=first, held_on__lt=(first + timedelta(days=32)).replace(day=1))
    confirmed = JointOffer.objects.filter(activity=OuterRef("pk"), status=OfferStatus.CONFIRMED)
    return found.annotate(is_joint=Exists(confirmed))


def versions_of_activity(hat: Membership, activity: Activity, on: date) -> QuerySet[ActivityVersion]:
    """The versions of an activity, the latest first; none for the other side, to which only the facts are known."""
    seen = visible_organisations(scope_of(hat, on), Matter.WORKING, Stage.OPEN)
    if not seen.filter(pk=activity.accountable_id).exists():
        return ActivityVersion.objects.none()
    return activity.versions.select_related("by__organisation").order_by("-number")


def partners_to_choose(organisation: Organisation, on: date) -> QuerySet[Organisation]:
    """The other bodies of the same unit that keep records here."""
    beside = organisations_on(on).filter(unit=organisation.unit_id, kind__in=ORGANISING)
    return beside.exclude(pk=organisation.pk)


def offers_for(hat: Membership, on: date) -> QuerySet[JointOffer]:
    """What the hat's own office was asked and has not answered; the auditor sees what anybody was asked."""
    scope = scope_of(hat, on)
    asked = JointOffer.objects.filter(status=OfferStatus.OFFERED, activity__status=ActivityStatus.RECORDED)
    asked = asked.select_related("activity__accountable", "organisation")
    if scope.sees_all:
        return asked
    return asked.none() if scope.sees_nothing else asked.filter(organisation=hat.organisation_id)


def offer_for(hat: Membership, offer_id: int, on: date) -> JointOffer:
    """An offer to the hat's own office, answered or not, unless it was taken back; else `NotFound`."""
    scope = scope_of(hat, on)
    offers = JointOffer.objects.exclude(status=OfferStatus.TAKEN_BACK).select_related(
        "activity__accountable", "organisation"
    )
    mine = offers if scope.sees_all else offers.filter(organisation=hat.organisation_id)
    found = None if scope.sees_nothing else mine.filter(pk=offer_id).first()
    if found is None:
        raise NotFound()
    return found


def own_offer_for(hat: Membership, offer_id: int) -> JointOffer:
    """An offer that the hat's own office made; else `NotFound`."""
    offers = JointOffer.objects.select_related("activity__accountable", "organisation")
    found = offers.filter(pk=offer_id, activity__accountable=hat.organisation_id).first()
    if found is None:
        raise NotFound()
    return found


def own_records_of_the_day(offer: JointOffer) -> QuerySet[Activity]:
    """What the asked office recorded itself on the day and in the unit of the offered activity."""
    own = Activity.objects.filter(accountable=offer.organisation_id, status=ActivityStatus.RECORDED)
    return own.filter(held_on=offer.activity.held_on, unit=offer.activity.unit_id).order_by("id")


def twins_of(hat: Membership, activity: Activity) -> list[Twin]:
    """Other bodies of the unit that also recorded something alike on that day, for the accountable body alone."""
    if hat.organisation_id != activity.accountable_id or activity.status != ActivityStatus.RECORDED:
        return []
    others = _alike_to(hat.organisation, [activity])[activity.pk]
    said = _said([activity]) if others else {}
    return [_twin(activity, other, said.get((activity.pk, other.pk))) for other in others]


def with_twins(hat: Membership, on: date) -> list[Activity]:
    """The own office's recent records of which it has not yet said whether another body's is the same event."""
    if not rules.can_record(hat):
        return []
    recorded = Activity.objects.filter(accountable=hat.organisation_id, status=ActivityStatus.RECORDED)
    own = list(recorded.filter(held_on__gte=on - RECENT, held_on__lte=on).order_by("-held_on", "-id"))
    found = _alike_to(hat.organisation, own)
    alike = [activity for activity in own if found[activity.pk]]
    said = _said(alike) if alike else {}
    return [
        activity
        for activity in alike
        if any(not _twin(activity, other, said.get((activity.pk, other.pk))).my_word for other in found[activity.pk])
    ]


def waiting_for(hat: Membership, on: date) -> Waiting:
    """What waits for this hat about activities; nothing, without a query, for one that records none."""
    if not rules.can_record(hat):
        return Waiting(0, 0, 0, can_record=False)
    return Waiting(
        offers=offers_for(hat, on).count(),
        twins=len(with_twins(hat, on)),
        proposals=proposals_for(hat).count(),
        can_record=True,
    )


def draft_of(hat: Membership) -> dict[str, object]:
    """The half-filled form of this hat; empty when there is none."""
    kept = ActivityDraft.objects.filter(hat=hat).values_list("typed", flat=True).first()
    return dict(kept or {})


def usual_choices(organisation: Organisation) -> dict[str, str]:
    """Topic, channel and audience of what the office recorded last: most sessions of a week are alike."""
    last = Activity.objects.filter(accountable=organisation).order_by("-id").first()
    return {"topic": last.topic, "channel": last.channel, "audience": last.audience} if last else {}


def proposals_for(hat: Membership) -> QuerySet[ProposedActivity]:
    """What was read from the messages of the own office and waits for an officer, in the order of the messages."""
    waiting = ProposedActivity.objects.filter(organisation=hat.organisation_id, status=ProposalStatus.PROPOSED)
    return waiting.order_by("id") if rules.can_record(hat) else waiting.none()


def proposal_for(hat: Membership, proposal_id: int) -> ProposedActivity:
    """A waiting proposal of the own office; else `NotFound`."""
    found = proposals_for(hat).filter(pk=proposal_id).first()
    if found is None:
        raise NotFound()
    return found


def villages_of(organisation: Organisation) -> list[str]:
    """The names of hamlets the office used before, Thôn 2 before Thôn 10: suggestions for typing and for a sheet."""
    named = Activity.objects.filter(accountable=organisation).exclude(village="")
    found = named.order_by("village").values_list("village", flat=True).distinct()[:SUGGESTED_VILLAGES]
    return sorted(found, key=village_order)


def village_order(name: str) -> str:
    """A key in whose order hamlets are listed: as in a dictionary, with their numbers counted."""
    return sort_key(re.sub(r"\d+", lambda number: number[0].zfill(4), name))


def counted_activities(organisation_id: int, window: DateRange) -> list[Counted]:
    """What one body counts in its own figures of a window: what it led, and what it confirmed having held too.

    Withdrawn and joined records count for nobody. Added over all bodies, less what each says another one led, every
    event counts once. Two queries, in the order of the days.
    """
    confirmed = JointOffer.objects.filter(activity=OuterRef("pk"), status=OfferStatus.CONFIRMED)
    held = Activity.objects.filter(status=ActivityStatus.RECORDED, held_on__gte=window.lower, held_on__lt=window.upper)
    held = held.filter(Q(accountable=organisation_id) | Exists(confirmed.filter(organisation=organisation_id)))
    rows = list(held.annotate(is_joint=Exists(confirmed)).order_by("held_on", "id"))
    versions = dict(
        ActivityVersion.objects.filter(activity__in=rows, number=F("activity__version_number")).values_list(
            "activity_id", "pk"
        )
    )
    return [Counted(row, versions[row.pk], row.is_joint, row.accountable_id != organisation_id) for row in rows]


def are_alike(one: Activity, other: Activity) -> bool:
    """Whether two records of different bodies may be one event: same place, day and kind, near attendance."""
    apart, larger = abs(one.attendance - other.attendance), max(one.attendance, other.attendance)
    same = (one.unit_id, one.held_on, one.kind) == (other.unit_id, other.held_on, other.kind)
    return same and one.accountable_id != other.accountable_id and apart <= max(NEAR_BY, larger // NEAR_SHARE)


def record_words(record: Any) -> str:
    """An activity, or one that was read from a message, in a few words: what, where, how many."""
    place = f", {record.village}" if record.village else ""
    attendance = number_format(record.attendance, use_l10n=True, force_grouping=True)
    words = _("%(kind)s%(place)s, %(attendance)s attendances")
    return words % {"kind": record.get_kind_display(), "place": place, "attendance": attendance}


def _alike_to(organisation: Organisation, own: Sequence[Activity]) -> dict[int, list[Activity]]:
    """For each of `own`, all records of one office, the records alike of the other bodies of its unit.

    Where one body was asked about the other's record, that question comes first: such pairs are left out.
    """
    recorded = Activity.objects.filter(accountable__unit=organisation.unit_id, status=ActivityStatus.RECORDED)
    recorded = recorded.filter(held_on__in={activity.held_on for activity in own}).exclude(accountable=organisation)
    others = list(recorded.select_related("accountable").order_by("id")) if own else []
    asked = JointOffer.objects.exclude(status=OfferStatus.TAKEN_BACK).filter(activity__in=[*own, *others])
    named = set(asked.values_list("activity", "organisation")) if others else set()
    return {
        activity.pk: [
            other
            for other in others
            if are_alike(activity, other)
            and (activity.pk, other.accountable_id) not in named
            and (other.pk, organisation.pk) not in named
        ]
        for activity in own
    }


def _said(own: Sequence[Activity]) -> dict[tuple[int, int], TwinRecords]:
    """What was said about records of `own`, by the pair (own, other)."""
    pairs = TwinRecords.objects.filter(Q(first__in=own) | Q(second__in=own))
    both = ((pair, (pair.first_id, pair.second_id)) for pair in pairs)
    return {key: pair for pair, (first, second) in both for key in ((first, second), (second, first))}


def _twin(activity: Activity, other: Activity, said: TwinRecords | None) -> Twin:
    is_first = activity.pk < other.pk
    mine, theirs = ("first", "second") if is_first else ("second", "first")
    return Twin(
        other_id=other.pk,
        office=other.accountable.name,
        held_on=other.held_on,
        my_word=getattr(said, f"{mine}_word", ""),
        their_word=getattr(said, f"{theirs}_word", ""),
        their_reason=getattr(said, f"{theirs}_reason", ""),
        i_am_first=is_first,
    )
