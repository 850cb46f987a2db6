"""The tone of each status: which of five colours its badge, cell or tile takes, and its words.

The tones: quiet (nothing to do), waiting (somebody works on it), due (soon), wrong (late, returned), done, sealed.
"""

from __future__ import annotations

from django.db.models import Choices
from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import Message
from chungtay.documents.codes import DocumentStatus
from chungtay.programmes.activity_codes import ActivityStatus, OfferStatus
from chungtay.programmes.codes import PlanStatus
from chungtay.reporting.codes import Certainty, ProposalStatus, SubmissionStatus

TONES: dict[str, str] = {
    "draft": "quiet",
    "submitted": "waiting",
    "returned": "wrong",
    "accepted": "done",
    "consolidated": "done",
    "frozen": "sealed",
    "estimate": "due",
    "final": "done",
    "content_checked": "waiting",
    "form_checked": "waiting",
    "agreed": "waiting",
    "signed": "done",
    "numbered": "done",
    "issued": "sealed",
    "replaced": "quiet",
    "recalled": "wrong",
    "proposed": "waiting",
    "taken": "done",
    "corrected": "done",
    "rejected": "quiet",
    "recorded": "done",
    "withdrawn": "wrong",
    "merged": "quiet",
    "offered": "waiting",
    "confirmed": "sealed",
    "declined": "wrong",
    "taken_back": "quiet",
    "missing": "quiet",
    "due": "due",
    "overdue": "wrong",
    "on_time": "done",
    "late": "due",
    "nil": "quiet",
    "joint": "sealed",
    "ready": "waiting",
    "decide": "waiting",
    "sent": "quiet",
    "warned": "due",
    "open": "waiting",
    "closed": "quiet",
    "laid": "waiting",
    "approved": "done",
    "sent_down": "sealed",
}

WORDS: dict[str, Message] = {
    "consolidated": _("Consolidated"),
    "frozen": _("Frozen"),
    "missing": _("Not reported yet"),
    "due": _("Due soon"),
    "overdue": _("Overdue"),
    "on_time": _("On time"),
    "late": _("Late"),
    "nil": _("Nothing arose"),
    "joint": _("Joint"),
    "ready": _("Waiting for approval"),
    "decide": _("Waiting for a decision"),
    "sent": _("Sent"),
    "warned": _("Has warnings"),
    "open": _("Open"),
    "closed": _("Closed"),
}

# What a colour says must also be said by a shape: the mark inside a cell of the board.
MARKS: dict[str, str] = {"quiet": "–", "waiting": "•", "due": "!", "wrong": "×", "done": "✓", "sealed": "★"}

# Where the words of a code are looked up: first come, first served.
CHOICES = (SubmissionStatus, DocumentStatus, Certainty, ProposalStatus, PlanStatus, ActivityStatus, OfferStatus)


def tone_of(status: object) -> str:
    """The tone of a status code; an unknown one is quiet."""
    return TONES.get(str(getattr(status, "value", status)), "quiet")


def words_of(status: object) -> str:
    """The words of a status: its own label when it is a choice, else what is known under its code, else the code."""
    if isinstance(status, Choices):
        return str(status.label)
    code = str(status)
    for choices in CHOICES:
        if code in choices.values:
            return str(choices(code).label)
    return str(WORDS.get(code, code))
