"""Programmes, plans and activities: one concept a file."""

from chungtay.programmes.models.plan import Objective, Plan, PlanItem, PlanVersion
from chungtay.programmes.models.programme import BasisDocument, Dissemination, Framework, Programme

__all__ = [
    "BasisDocument",
    "Dissemination",
    "Framework",
    "Objective",
    "Plan",
    "PlanItem",
    "PlanVersion",
    "Programme",
]
