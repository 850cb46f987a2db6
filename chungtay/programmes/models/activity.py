"""Activities near the event: the record, its versions, who held it together, and what is not a record yet."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from chungtay.organisations.models import Membership, Organisation
from chungtay.programmes.activity_codes import (
    PHOTO_LIMIT,
    ActivityKind,
    ActivityStatus,
    Audience,
    Channel,
    OfferStatus,
    ProposalStatus,
    Topic,
    Word,
)
from chungtay.territory.models import AdministrativeUnit

VILLAGE_LENGTH = 60
NOTE_LENGTH = 200


class FactColumns(models.Model):
    """The columns of `activity_facts.Facts`."""

    held_on = models.DateField()
    village = models.CharField(max_length=VILLAGE_LENGTH, blank=True)
    kind = models.CharField(max_length=20, choices=ActivityKind.choices)
    channel = models.CharField(max_length=12, choices=Channel.choices, default=Channel.DIRECT)
    topic = models.CharField(max_length=20, choices=Topic.choices, default=Topic.MOVEMENT)
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.PEOPLE)
    times = models.PositiveIntegerField(default=1)
    attendance = models.PositiveIntegerField(default=0)
    leaflets = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)

    class Meta:
        abstract = True


class Activity(FactColumns):
    """Something that was held on a day (hoạt động), with the facts of its latest version.

    `accountable` is the one body that answers for it: it never changes, and no offer goes to it. The others that
    held it are its confirmed offers. `unit` is where it was held. `entry_key` is the key of the form it came from,
    so that a form sent twice is one record. A record that was joined with another of the same event names it in
    `merged_into` and counts no more.
    """

    accountable = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="activities")
    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=ActivityStatus.choices, default=ActivityStatus.RECORDED)
    version_number = models.SmallIntegerField(default=1)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    search_text = models.CharField(max_length=400, blank=True)
    entry_key = models.UUIDField(unique=True, null=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["accountable", "-held_on", "-id"]),
            models.Index(fields=["unit", "held_on", "kind"]),
            models.Index(fields=["-held_on", "-id"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(times__gte=1), name="activity_was_held_at_least_once"),
            models.CheckConstraint(
                condition=Q(status=ActivityStatus.MERGED) ^ Q(merged_into__isnull=True),
                name="only_a_merged_activity_names_another",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="activity_is_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=~Q(status=ActivityStatus.WITHDRAWN) | ~Q(withdrawn_reason=""),
                name="a_withdrawn_activity_has_a_reason",
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="accountable_body_never_changes", fields=["accountable"])]

    @property
    def is_recorded(self) -> bool:
        """It stands and counts."""
        return self.status == ActivityStatus.RECORDED


class ActivityVersion(FactColumns):
    """The facts of an activity as they were written once; what a submission counted names the version it counted."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="versions")
    number = models.SmallIntegerField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "number"], name="activity_version_once")]
        triggers = [
            pgtrigger.Protect(name="activity_version_never_changes", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class JointOffer(models.Model):
    """ "Held together with …": said by the accountable body, answered by `organisation` (đề nghị cùng tổ chức)."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="offers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="joint_offers")
    status = models.CharField(max_length=10, choices=OfferStatus.choices, default=OfferStatus.OFFERED)
    reason = models.CharField(max_length=300, blank=True)
    offered_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "status", "-id"])]
        constraints = [
            models.UniqueConstraint(fields=["activity", "organisation"], name="one_offer_to_a_body"),
            models.CheckConstraint(
                condition=~Q(status=OfferStatus.DECLINED) | ~Q(reason=""), name="a_declined_offer_has_a_reason"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="no_offer_to_the_accountable_body",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                declare=[("answers", "bigint")],
                func="""
                    SELECT accountable_id INTO answers FROM programmes_activity WHERE id = NEW.activity_id;
                    IF answers = NEW.organisation_id THEN
                        RAISE EXCEPTION 'the accountable body of an activity is not also its partner'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]


class TwinRecords(models.Model):
    """Two records that may be one event, and what each of their bodies says (hai bản ghi của một buổi).

    They become one when both words name the same leader; whoever speaks first, the outcome is the same.
    """

    first = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    first_word = models.CharField(max_length=10, choices=Word.choices, blank=True)
    second_word = models.CharField(max_length=10, choices=Word.choices, blank=True)
    first_reason = models.CharField(max_length=300, blank=True)
    second_reason = models.CharField(max_length=300, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="two_records_are_compared_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="the_earlier_record_stands_first"),
        ]
        indexes = [models.Index(fields=["second"])]


class ActivityDraft(models.Model):
    """A half-filled form of one hat, kept on the server alone: choices and figures always, words only when clean."""

    hat = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="+")
    typed = models.JSONField(default=dict)
    updated_at = models.DateTimeField()


class ProposedActivity(models.Model):
    """An activity read from a message that was pasted (hoạt động đề xuất). The message itself is not kept."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    village = models.CharField(max_length=VILLAGE_LENGTH, blank=True)
    kind = models.CharField(max_length=20, choices=ActivityKind.choices)
    topic = models.CharField(max_length=20, choices=Topic.choices, default=Topic.MOVEMENT)
    times = models.PositiveIntegerField(default=1)
    attendance = models.PositiveIntegerField(default=0)
    leaflets = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=10, choices=ProposalStatus.choices, default=ProposalStatus.PROPOSED)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, null=True, related_name="+")
    read_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "status", "id"])]


class ActivityPhoto(models.Model):
    """A photograph of an activity, shrunk and written anew without anything but its picture (ảnh)."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="photos")
    place = models.SmallIntegerField()
    picture = models.BinaryField()
    width = models.SmallIntegerField()
    height = models.SmallIntegerField()
    caption = models.CharField(max_length=120, blank=True)
    added_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "place"], name="one_photo_a_place"),
            models.CheckConstraint(
                condition=Q(place__gte=1) & Q(place__lte=PHOTO_LIMIT), name="at_most_five_photos_an_activity"
            ),
        ]
