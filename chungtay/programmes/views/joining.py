"""Hoạt động chung: did the other side hold this with us?"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chungtay.core import clock
from chungtay.core.asked import numbers_asked
from chungtay.core.errors import InputRefused, NotFound
from chungtay.core.paging import page_of
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.programmes import activity_rules as rules
from chungtay.programmes.actions.joining import (
    confirm_offer,
    decline_offer,
    offer_jointly,
    say_of_twins,
    take_back_offer,
)
from chungtay.programmes.activity_codes import OfferStatus
from chungtay.programmes.activity_forms import AnswerForm, ReasonForm, TwinForm
from chungtay.programmes.models import Activity, JointOffer
from chungtay.programmes.queries.activities import (
    activity_for,
    offer_for,
    offers_for,
    own_offer_for,
    own_records_of_the_day,
    partners_to_choose,
    record_words,
    twins_of,
    with_twins,
)
from chungtay.programmes.views.activities import activity_page
from chungtay.territory.queries import version_on


@hat_required
@require_GET
def offers(request: HatRequest) -> HttpResponse:
    """What the own office was asked, and days on which another body may have recorded the same event."""
    today = clock.today()
    page = page_of(offers_for(request.hat, today), order=["-pk"], cursor=request.GET.get("cursor"))
    context = {"page": page, "twins": with_twins(request.hat, today)}
    return render(request, "programmes/activity_offers.html", context)


@hat_required
@require_GET
def offer(request: HatRequest, offer_id: int) -> HttpResponse:
    """One question: who asks, which day and place, what was held; and the answer."""
    asked = offer_for(request.hat, offer_id, clock.today())
    return _offer_page(request, asked, _answer_form(asked), ReasonForm())


@hat_required
@require_POST
def confirm(request: HatRequest, offer_id: int) -> HttpResponse:
    """Đúng, chúng tôi cùng tổ chức."""
    asked = offer_for(request.hat, offer_id, clock.today())
    form = AnswerForm(request.POST, records=_records(asked))
    if not form.is_valid():
        return _offer_page(request, asked, form, ReasonForm(), status=422)
    own = own_records_of_the_day(asked).filter(pk=form.cleaned_data["own"] or 0).first()
    confirm_offer(asked, by=request.hat, now=clock.now(), own=own)
    messages.success(request, _("Confirmed: the event counts once, and both bodies see it."))
    return redirect("programmes:activity", asked.activity_id)


@hat_required
@require_POST
def decline(request: HatRequest, offer_id: int) -> HttpResponse:
    """Không phải, ghi rõ."""
    asked = offer_for(request.hat, offer_id, clock.today())
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            decline_offer(asked, reason=form.cleaned_data["reason"], by=request.hat, now=clock.now())
        except InputRefused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Your answer was stored; the other body reads the reason."))
            return redirect("programmes:offers")
    return _offer_page(request, asked, _answer_form(asked), form, status=422)


@hat_required
@require_POST
def ask(request: HatRequest, activity_id: int) -> HttpResponse:
    """Name further bodies of a record that stands already."""
    shown = activity_for(request.hat, activity_id, clock.today())
    keys = numbers_asked(request.POST.getlist("partners"))
    partners = partners_to_choose(shown.accountable, clock.today()).filter(pk__in=keys)
    offer_jointly(shown, partners, by=request.hat, now=clock.now())
    messages.success(request, _("The bodies you named are asked."))
    return redirect("programmes:activity", shown.pk)


@hat_required
@require_POST
def take_back(request: HatRequest, offer_id: int) -> HttpResponse:
    """Ask no more."""
    made = take_back_offer(own_offer_for(request.hat, offer_id), by=request.hat, now=clock.now())
    return redirect("programmes:activity", made.activity_id)


@hat_required
@require_POST
def twin(request: HatRequest, activity_id: int) -> HttpResponse:
    """Say what another body's record of the same day is."""
    shown = activity_for(request.hat, activity_id, clock.today())
    form = TwinForm(request.POST)
    found = {each.other_id: each for each in twins_of(request.hat, shown)}
    if not form.is_valid():
        return activity_page(request, shown, form=form, status=422)
    chosen = found.get(form.cleaned_data["other"])
    if chosen is None:
        raise NotFound()
    word = form.word_of(i_am_first=chosen.i_am_first)
    other = Activity(pk=chosen.other_id)
    try:
        say_of_twins(shown, other, word=word, reason=form.cleaned_data["reason"], by=request.hat, now=clock.now())
    except InputRefused as refused:
        form.refuse(refused)
        return activity_page(request, shown, form=form, status=422)
    messages.success(request, _("Your answer was stored."))
    return redirect("programmes:activity", shown.pk)


def _offer_page(
    request: HatRequest, asked: JointOffer, form: AnswerForm, reason_form: ReasonForm, *, status: int = 200
) -> HttpResponse:
    """Date, place, kind and who asks; nothing else of the record before the answer."""
    activity = asked.activity
    context = {
        "offer": asked,
        "held_on": activity.held_on,
        "kind": activity.get_kind_display(),
        "place": version_on(activity.unit, activity.held_on).heading,
        "office": activity.accountable.name,
        "is_recorded": rules.is_recorded(activity),
        "can_answer": rules.can_answer(request.hat, asked),
        "is_waiting": asked.status == OfferStatus.OFFERED,
        "is_confirmed": asked.status == OfferStatus.CONFIRMED,
        "form": form,
        "reason_form": reason_form,
    }
    return render(request, "programmes/activity_offer.html", context, status=status)


def _answer_form(asked: JointOffer) -> AnswerForm:
    return AnswerForm(records=_records(asked), initial={"own": ""})


def _records(asked: JointOffer) -> dict[int, str]:
    return {record.pk: record_words(record) for record in own_records_of_the_day(asked)}
