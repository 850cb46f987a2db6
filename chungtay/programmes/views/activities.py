"""Hoạt động: what did we hold, where and for how many? The list, the phone page, one record and its corrections."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chungtay.core import clock
from chungtay.core.errors import InputRefused, require
from chungtay.core.paging import page_of
from chungtay.core.uploads import upload_refusal
from chungtay.core.workbook import wants_workbook, workbook_answer
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.programmes import activity_rules as rules
from chungtay.programmes.actions.activities import correct_activity, forget_draft, keep_draft, withdraw_activity
from chungtay.programmes.actions.joining import record_held
from chungtay.programmes.actions.photos import add_photos
from chungtay.programmes.activity_codes import PHOTO_LIMIT, ActivityKind, OfferStatus
from chungtay.programmes.activity_facts import facts_of
from chungtay.programmes.activity_forms import CorrectionForm, ReasonForm, RecordForm, TwinForm, draft_fields
from chungtay.programmes.models import Activity
from chungtay.programmes.queries.activities import (
    activity_for,
    draft_of,
    listed_activities,
    partners_to_choose,
    twins_of,
    usual_choices,
    versions_of_activity,
    villages_of,
    waiting_for,
)
from chungtay.programmes.queries.photos import photo_sight
from chungtay.programmes.tables import activities_table
from chungtay.territory.queries import version_on

MONTHS_SHOWN = 14
PAGE_SIZE = 40


@hat_required
@require_GET
def activity_list(request: HatRequest) -> HttpResponseBase:
    """What this hat sees of what was held, the latest first; what waits for its answer stands above."""
    today, kind = clock.today(), request.GET.get("hinh-thuc", "")
    month = _month(request.GET.get("thang", ""))
    found = listed_activities(
        request.hat, today, text=request.GET.get("q", ""), kind=kind if kind in ActivityKind else "", month=month
    )
    if wants_workbook(request):
        table = activities_table(found.order_by("-held_on", "-pk"))
        return workbook_answer(table.title, [table], on=today)
    context = {
        "page": page_of(found, order=["-held_on", "-pk"], cursor=request.GET.get("cursor"), size=PAGE_SIZE),
        "kinds": [(code, words, code == kind) for code, words in ActivityKind.choices],
        "months": [(f"{each:%Y-%m}", f"{each:%m/%Y}", each == month) for each in _months(today)],
        "is_filtered": any(request.GET.get(name) for name in ("q", "hinh-thuc", "thang")),
        "waiting": waiting_for(request.hat, today),
    }
    return render(request, "programmes/activities.html", context)


@hat_required
@require_http_methods(["GET", "POST"])
def record(request: HatRequest) -> HttpResponse:
    """Ghi hoạt động: one page for a phone, filled in within a minute."""
    require(rules.can_record(request.hat))
    if refused_upload := upload_refusal(request):
        raise refused_upload
    form = _record_form(request)
    if request.method == "POST" and form.is_valid():
        try:
            activity = record_held(
                form.facts,
                unit_id=form.cleaned_data.get("unit") or request.hat.organisation.unit_id,
                partners=form.chosen_partners,
                by=request.hat,
                now=clock.now(),
                key=form.key,
            )
        except InputRefused as refused:
            form.refuse(refused)
        else:
            _add_photos(request, activity)
            forget_draft(request.hat)
            messages.success(request, _("The activity was recorded."))
            return redirect("programmes:activity", activity.pk)
    context = {
        "form": form,
        "villages": villages_of(request.hat.organisation),
        "has_draft": request.method == "GET" and bool(draft_of(request.hat)),
    }
    return render(request, "programmes/activity_record.html", context, status=422 if form.errors else 200)


@hat_required
@require_POST
def draft(request: HatRequest) -> HttpResponse:
    """Keep what was typed so far; words that hold forbidden matter are named and not kept."""
    form = RecordForm(request.POST, hat=request.hat, on=clock.today())
    left_out = keep_draft(draft_fields(request.POST, form), by=request.hat, now=clock.now())
    context = {"left_out": [form.fields[name].label for name in left_out], "saved_at": clock.now()}
    return render(request, "programmes/_activity_draft.html", context)


@hat_required
@require_POST
def throw_draft_away(request: HatRequest) -> HttpResponse:
    """Begin with an empty form."""
    require(rules.can_record(request.hat))
    forget_draft(request.hat)
    return redirect("programmes:record-activity")


@hat_required
@require_GET
def activity(request: HatRequest, activity_id: int) -> HttpResponse:
    """One activity: its facts, who held it, and what the own office may still do."""
    return activity_page(request, activity_for(request.hat, activity_id, clock.today()))


def activity_page(
    request: HatRequest, shown: Activity, *, form: TwinForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    """The page of one activity; `form` is an answer about a twin that must be looked at again."""
    today = clock.today()
    is_own = rules.can_change(request.hat, shown) and rules.is_recorded(shown)
    offers = [offer for offer in shown.offers.all() if offer.status != OfferStatus.TAKEN_BACK]
    named = {offer.organisation_id for offer in offers}
    is_known = rules.can_change(request.hat, shown) or request.scope.sees_all
    beside = partners_to_choose(shown.accountable, today) if is_own else ()
    context = {
        "activity": shown,
        "place": version_on(shown.unit, shown.held_on).heading,
        "held_by": [offer.organisation for offer in offers if offer.status == OfferStatus.CONFIRMED],
        # Whom the accountable body asked, and what was answered, is between the two.
        "asked": [offer for offer in offers if is_known and offer.status != OfferStatus.CONFIRMED],
        "my_offer": next((offer for offer in offers if offer.organisation_id == request.hat.organisation_id), None),
        "versions": versions_of_activity(request.hat, shown, today),
        "twins": [(twin, form or _twin_form(twin.other_id)) for twin in twins_of(request.hat, shown)],
        "is_own": is_own,
        "photos": list(shown.photos.defer("picture").order_by("place")),
        "photo_sight": photo_sight(request.hat, shown, today),
        "photo_limit": PHOTO_LIMIT,
        "to_ask": [each for each in beside if each.pk not in named],
        "withdraw_form": ReasonForm(auto_id="withdraw_%s"),
        **more,
    }
    return render(request, "programmes/activity.html", context, status=status)


@hat_required
@require_http_methods(["GET", "POST"])
def correct(request: HatRequest, activity_id: int) -> HttpResponse:
    """Write the facts anew; the version before stays."""
    shown = activity_for(request.hat, activity_id, clock.today())
    require(rules.can_change(request.hat, shown) and rules.is_recorded(shown))
    form = CorrectionForm(request.POST or None, initial=facts_of(shown).as_columns())
    if form.is_valid():
        try:
            correct_activity(shown, form.facts, reason=form.cleaned_data["reason"], by=request.hat, now=clock.now())
        except InputRefused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The correction was stored as a new version."))
            return redirect("programmes:activity", shown.pk)
    context = {"form": form, "activity": shown, "villages": villages_of(request.hat.organisation)}
    return render(request, "programmes/activity_correct.html", context, status=422 if form.errors else 200)


@hat_required
@require_POST
def withdraw(request: HatRequest, activity_id: int) -> HttpResponse:
    """Take a record back."""
    shown = activity_for(request.hat, activity_id, clock.today())
    withdraw_activity(shown, reason=request.POST.get("reason", ""), by=request.hat, now=clock.now())
    messages.success(request, _("The record was withdrawn. It stays readable and counts no more."))
    return redirect("programmes:activity", shown.pk)


def _record_form(request: HatRequest) -> RecordForm:
    today = clock.today()
    if request.method == "POST":
        return RecordForm(request.POST, hat=request.hat, on=today)
    usual = usual_choices(request.hat.organisation)
    initial = {"held_on": today, **usual, **draft_of(request.hat), "entry_key": uuid4()}
    return RecordForm(initial=initial, hat=request.hat, on=today)


def pictures_in(request: HttpRequest) -> list[bytes]:
    """The files that came with a form; their names are not asked for."""
    return [file.read() for file in request.FILES.getlist("photos") if file.size]


def _add_photos(request: HatRequest, activity: Activity) -> None:
    """The pictures that came with a new record: the record stands, whatever is wrong with them."""
    found = pictures_in(request)
    if not found:
        return
    try:
        add_photos(activity, found, by=request.hat, now=clock.now())
    except InputRefused as refused:
        messages.warning(request, refused.sentence)


def _twin_form(other_id: int) -> TwinForm:
    return TwinForm(initial={"other": other_id}, auto_id=f"twin-{other_id}-%s")


def _months(today: date) -> list[date]:
    first = today.replace(day=1)
    found = [first]
    while len(found) < MONTHS_SHOWN:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found


def _month(written: str) -> date | None:
    try:
        return date.fromisoformat(f"{written}-01") if written else None
    except ValueError:
        return None
