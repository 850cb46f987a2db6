"""Record the documents that a plan rests on, and that an office made them known."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from chungtay.core.clock import local_day
from chungtay.core.errors import require
from chungtay.core.record import record
from chungtay.core.scanner import require_clean
from chungtay.organisations.models import Membership
from chungtay.programmes import rules
from chungtay.programmes.codes import DisseminationForm
from chungtay.programmes.errors import BasisExists, BeforeTheDocument, DateInFuture, NotYourPlan
from chungtay.programmes.models import BasisDocument, Dissemination, Plan


@transaction.atomic
def record_basis(
    *, symbol: str, dated: date, body: str, summary: str, by: Membership, now: datetime, plan: Plan | None = None
) -> BasisDocument:
    """Record a document by number and symbol, day, issuing body and summary; with `plan` the plan rests on it.

    Raises `BasisExists` when the office recorded it before, `DateInFuture`, and `NotYourPlan` for another's plan.
    """
    require(rules.can_write(by, by.organisation), NotYourPlan(office=by.organisation.name))
    words = {"symbol": symbol, "body": body, "summary": summary}
    clean = {name: require_clean(" ".join(text.split()), field=name) for name, text in words.items()}
    require(dated <= local_day(now), DateInFuture(field="dated"))
    known = BasisDocument.objects.filter(office=by.organisation_id, symbol=clean["symbol"], dated=dated)
    require(not known.exists(), BasisExists(field="symbol", symbol=clean["symbol"]))
    document = BasisDocument.objects.create(
        office=by.organisation, dated=dated, recorded_by=by, recorded_at=now, **clean
    )
    record(document, "basis_recorded", by=by, at=now)
    if plan is not None:
        rest_on(plan, document, by=by, now=now)
    return document


@transaction.atomic
def rest_on(plan: Plan, document: BasisDocument, *, by: Membership, now: datetime) -> None:
    """Let a plan rest on a recorded document too; doing it again changes nothing."""
    require(rules.can_write(by, plan.organisation_id), NotYourPlan(office=plan.organisation.name))
    if not plan.bases.filter(pk=document.pk).exists():
        plan.bases.add(document)
        record(plan, "plan_rests_on", by=by, at=now, document=document.pk)


@transaction.atomic
def state_dissemination(
    document: BasisDocument, *, on: date, form: DisseminationForm, by: Membership, now: datetime
) -> Dissemination:
    """State that the hat's office made a document known on a day; stating it again corrects day and form.

    Raises `DateInFuture` and `BeforeTheDocument`.
    """
    require(rules.can_write(by, by.organisation), NotYourPlan(office=by.organisation.name))
    require(on <= local_day(now), DateInFuture(field="on"))
    require(on >= document.dated, BeforeTheDocument(field="on", dated=f"{document.dated:%d/%m/%Y}"))
    stated, _made = Dissemination.objects.update_or_create(
        document=document,
        organisation=by.organisation,
        defaults={"on": on, "form": form, "stated_by": by, "stated_at": now},
    )
    record(stated, "disseminated", by=by, at=now, on=on.isoformat(), form=form.value)
    return stated
