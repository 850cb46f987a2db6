"""Choice lists of programmes and plans."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chungtay.organisations.codes import MEMBER_KINDS, OrganisationKind


class AboveChange(models.TextChoices):
    """What became of an item of the plan above since it was last decided on here."""

    CHANGED = "changed", _("changed")
    ADDED = "added", _("new")
    REMOVED = "removed", _("left away")


class PlanStatus(models.TextChoices):
    """The life of one version of a plan. Two persons stand behind an approval."""

    DRAFT = "draft", _("Draft")
    LAID = "laid", _("Laid for approval")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")
    SENT_DOWN = "sent_down", _("Sent down")
    REPLACED = "replaced", _("Replaced")


# What can still be written on; what counts; what has ever counted.
OPEN = (PlanStatus.DRAFT, PlanStatus.RETURNED)
ON_ITS_WAY = (*OPEN, PlanStatus.LAID)
IN_FORCE = (PlanStatus.APPROVED, PlanStatus.SENT_DOWN)
SEALED = (*IN_FORCE, PlanStatus.REPLACED)


class Campaign(models.TextChoices):
    """The campaigns and festivals that work of the programme is linked with (cuộc vận động), a closed list."""

    SECURITY_DAY = "security_day", _("All-people festival for national security, 19 August")
    UNITY_DAY = "unity_day", _("Great Unity festival, 18 November")
    NEW_RURAL = "new_rural", _("All people unite to build new rural areas and civilised towns")
    CULTURE = "culture", _("All people unite to build cultural life")
    SKILFUL = "skilful", _("Skilful mass mobilisation")
    POOR = "poor", _("Day for the poor, end of makeshift houses")
    FIRE = "fire", _("All people take part in fire prevention")
    TRAFFIC = "traffic", _("All people take part in traffic safety")
    DIGITAL = "digital", _("Digital literacy for all")


class DisseminationForm(models.TextChoices):
    """How an office made a document known to its people (hình thức quán triệt)."""

    CONFERENCE = "conference", _("A conference of its own")
    MEETING = "meeting", _("Within another meeting")
    ONLINE = "online", _("Online")
    COPIED = "copied", _("Copied and sent on")
    BROADCAST = "broadcast", _("Loudspeaker and broadcast")


# Who leads or helps with a plan item: bodies of which a unit has at most one, so that the kind names the body there.
LEADING_KINDS = (
    OrganisationKind.POLICE,
    OrganisationKind.FRONT,
    *MEMBER_KINDS,
    OrganisationKind.GOVERNMENT,
    OrganisationKind.COMMITTEE,
)
COOPERATING_KINDS = (*LEADING_KINDS, OrganisationKind.AGENCY, OrganisationKind.SCHOOL)
PERCENT = "%"
