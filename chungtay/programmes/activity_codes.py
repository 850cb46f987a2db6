"""Closed lists of activities. There is no free "other": what none of these names is no activity of the programme."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chungtay.organisations.codes import MEMBER_KINDS, OrganisationKind, Role


class ActivityKind(models.TextChoices):
    """What was held (hình thức). One kind is counted in one set of figures: `reporting/data/activity_figures.psv`."""

    OUTREACH = "outreach", _("Outreach session")
    VILLAGE_MEETING = "village_meeting", _("Village meeting with outreach")
    SCHOOL = "school", _("Outreach session in a school")
    LAUNCH = "launch", _("Launch of the movement")
    FORUM = "forum", _("Listening forum or dialogue")
    TRAINING = "training", _("Training class")
    CONFERENCE = "conference", _("Conference or review")
    CONTEST = "contest", _("Contest")
    RALLY = "rally", _("Rally or staged performance")
    LEGAL_AID = "legal_aid", _("Mobile legal aid")
    LOUDSPEAKER = "loudspeaker", _("Round of a loudspeaker car")
    BROADCAST = "broadcast", _("Village radio bulletin")
    PATROL = "patrol", _("Patrol round")
    INSPECTION = "inspection", _("Inspection visit")
    FESTIVAL_AREA = "festival_area", _("Festival of a residential area")
    FESTIVAL_COMMUNE = "festival_commune", _("Festival of the commune")


class Channel(models.TextChoices):
    """How people were reached (kênh)."""

    DIRECT = "direct", _("In person")
    SMALL_GROUP = "small_group", _("Group by group, house by house")
    LOUDSPEAKER = "loudspeaker", _("Loudspeaker, village radio")
    ONLINE = "online", _("Online")
    MIXED = "mixed", _("In person and online")


class Topic(models.TextChoices):
    """What it was about (chủ đề): subjects of the programme, never an incident."""

    MOVEMENT = "movement", _("The movement of all people to protect security")
    LAW = "law", _("Law and policy")
    CRIME_PREVENTION = "crime_prevention", _("Preventing crime and social evils")
    FRAUD = "fraud", _("Fraud and safety online")
    DRUGS = "drugs", _("Preventing harm by drugs")
    TRAFFIC = "traffic", _("Road and waterway safety")
    FIRE = "fire", _("Fire prevention and rescue")
    CHILDREN = "children", _("Protecting children and women")
    MODELS = "models", _("Self-managed models")
    IDENTITY = "identity", _("Identity papers and digital services")
    COMMUNITY = "community", _("New countryside, civilised towns, solidarity")


class Audience(models.TextChoices):
    """For whom it was held (thành phần dự). `PEOPLE` is the fallback; there is no free word, belief or origin."""

    PEOPLE = "people", _("The people")
    MEMBERS = "members", _("Members of the organisations")
    WORKERS = "workers", _("Workers")
    PUPILS = "pupils", _("Pupils and students")
    OFFICERS = "officers", _("Officers and core forces")


class ActivityStatus(models.TextChoices):
    """Where a record stands: it counts, was taken back, or went into the record of the same event."""

    RECORDED = "recorded", _("Recorded")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MERGED = "merged", _("Joined with another record")


class OfferStatus(models.TextChoices):
    """What the other body said to "held together with"."""

    OFFERED = "offered", _("Waiting for the other body")
    CONFIRMED = "confirmed", _("Held together")
    DECLINED = "declined", _("Not held together")
    TAKEN_BACK = "taken_back", _("Taken back")


class Word(models.TextChoices):
    """What one body says about two records that may be one event: who led it, or that they are two."""

    FIRST_LED = "first_led", _("The same event; the first body led")
    SECOND_LED = "second_led", _("The same event; the second body led")
    DIFFERENT = "different", _("Two events")


class ProposalStatus(models.TextChoices):
    """What the officer did with an activity read from a message."""

    PROPOSED = "proposed", _("Waiting")
    TAKEN = "taken", _("Recorded")
    LEFT_OUT = "left_out", _("Left out")


# Who records what their office did. The same hats fill in its reports.
RECORDING = frozenset({Role.REPORTER, Role.APPROVER, Role.COORDINATOR, Role.CONSOLIDATOR})
# Bodies that keep records here, and so can say "we held it together".
ORGANISING = (OrganisationKind.POLICE, OrganisationKind.FRONT, *MEMBER_KINDS)
PHOTO_LIMIT = 5
