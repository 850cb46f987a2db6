"""Which document was made from which version of a plan."""

from __future__ import annotations

from chungtay.documents.codes import DocumentStatus, PaperKind
from chungtay.documents.models import Document
from chungtay.programmes.models import Plan, PlanVersion
from officialdoc import cited_day

_PREFIX = "plan-version:"


def source_of(version: PlanVersion) -> str:
    """What `documents` keeps as the source of a paper made from `version`."""
    return f"{_PREFIX}{version.pk}"


def issued_before(plan: Plan, kind: str) -> Document | None:
    """The issued document of this plan and kind that a new one would replace; None when there is none."""
    sources = [source_of(version) for version in plan.versions.all()]
    found = Document.objects.filter(source__in=sources, kind=kind, status=DocumentStatus.ISSUED)
    return found.order_by("-id").first()


def cited_paper(plan: Plan) -> str:
    """The issued paper of a plan as others cite it, "Kế hoạch số 08/KH-CAT-MTTQ ngày …"; empty before it is issued."""
    found = issued_before(plan, PaperKind.PLAN)
    if found is None or found.issued_on is None:
        return ""
    return f"Kế hoạch số {found.full_symbol} {cited_day(found.issued_on)}"
