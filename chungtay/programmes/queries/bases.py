"""Questions about the documents that plans rest on, and who made them known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from chungtay.core.errors import NotFound
from chungtay.organisations.codes import Matter, Stage
from chungtay.organisations.models import Membership, Organisation
from chungtay.organisations.queries import children_on, scope_of, visible_organisations
from chungtay.programmes.models import BasisDocument, Dissemination, Plan
from chungtay.programmes.queries.plans import plans_for


@dataclass(frozen=True)
class Spread:
    """How far a document was made known in the offices directly below: `done` of `of`; and by the own office."""

    done: int
    of: int
    own: Dissemination | None


def bases_for(hat: Membership, on: date) -> QuerySet[BasisDocument]:
    """The documents that a hat may see: those its office recorded, and those of plans that it sees; latest first."""
    scope = scope_of(hat, on)
    every = BasisDocument.objects.select_related("office").order_by("-dated", "-id")
    if scope.sees_all:
        return every
    if scope.sees_nothing:
        return every.none()
    rests = Plan.bases.through.objects.filter(
        basisdocument=OuterRef("pk"), plan__in=plans_for(hat, on).order_by().values("pk")
    )
    return every.filter(Q(office=hat.organisation_id) | Exists(rests))


def basis_for(hat: Membership, key: int, on: date) -> BasisDocument:
    """One document that the hat may see, or NotFound."""
    found = bases_for(hat, on).filter(pk=key).first()
    if found is None:
        raise NotFound()
    return found


def bases_of(plan: Plan) -> list[BasisDocument]:
    """The documents that a plan rests on, the earliest first, as plans cite them."""
    return list(plan.bases.order_by("dated", "id"))


def spread_of(hat: Membership, documents: Iterable[BasisDocument], on: date) -> dict[int, Spread]:
    """How far each document was made known in the hat's own line, by key; three queries, however many documents."""
    keys = [document.pk for document in documents]
    below = children_on(hat.organisation, on)
    counted = (
        Dissemination.objects.filter(document__in=keys, organisation__in=below.values("pk"))
        .values("document")
        .annotate(done=Count("id"))
        .order_by()
    )
    done = {row["document"]: row["done"] for row in counted}
    mine = Dissemination.objects.filter(document__in=keys, organisation=hat.organisation_id)
    own = {each.document_id: each for each in mine}
    whole = below.count()
    return {key: Spread(done.get(key, 0), whole, own.get(key)) for key in keys}


def disseminations_for(hat: Membership, document: BasisDocument, on: date) -> QuerySet[Dissemination]:
    """Who made a document known, as far as the hat reads such things of others: its own office and line below."""
    offices = visible_organisations(scope_of(hat, on), Matter.WORKING, Stage.OPEN)
    found = Dissemination.objects.filter(document=document, organisation__in=offices)
    return found.select_related("organisation")


def offices_still_to_tell(hat: Membership, document: BasisDocument, on: date) -> QuerySet[Organisation]:
    """The offices directly below the hat's that have not made a document known, in dictionary order."""
    told = Dissemination.objects.filter(document=document).values("organisation")
    return children_on(hat.organisation, on).exclude(pk__in=told)
