"""Programmes, plans and activities: one concept a file."""

from chungtay.programmes.models.activity import (
    Activity,
    ActivityDraft,
    ActivityPhoto,
    ActivityVersion,
    JointOffer,
    ProposedActivity,
    TwinRecords,
)
from chungtay.programmes.models.plan import Objective, Plan, PlanItem, PlanVersion
from chungtay.programmes.models.programme import BasisDocument, Dissemination, Framework, Programme

__all__ = [
    "Activity",
    "ActivityDraft",
    "ActivityPhoto",
    "ActivityVersion",
    "BasisDocument",
    "Dissemination",
    "Framework",
    "JointOffer",
    "Objective",
    "Plan",
    "PlanItem",
    "PlanVersion",
    "Programme",
    "ProposedActivity",
    "TwinRecords",
]
