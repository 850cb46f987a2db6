"""Accounts in the care of a hat: the list, one account, opening, roles, hand-over, import."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chungtay.core import clock
from chungtay.core.errors import InputRefused, NotFound, require
from chungtay.core.paging import page_of
from chungtay.core.workbook import wants_workbook, workbook_answer
from chungtay.organisations import actions, rules
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.organisations.codes import Role
from chungtay.organisations.forms import HandOverForm, LastDayForm, NewAccountForm, RoleForm, SheetForm
from chungtay.organisations.models import Membership, User
from chungtay.organisations.queries import (
    accounts_resettable_by,
    colleagues_of,
    memberships_seen_by,
    offices_to_choose,
    organisations_kept_by,
    search_accounts,
)
from chungtay.organisations.sheet import COLUMNS, KIND_WORDS, ROLE_WORDS, model_sheet
from chungtay.organisations.tables import accounts_table
from chungtay.organisations.views.slips import slips_page

KEEPERS = (Role.ADMINISTRATOR, Role.ACCOUNT_KEEPER)
KEEPERS_AND_LEADERS = (*KEEPERS, Role.COORDINATOR, Role.APPROVER)
OFFICES_SHOWN = 100


@hat_required(roles=KEEPERS_AND_LEADERS)
def account_list(request: HatRequest) -> HttpResponseBase:
    """Accounts in my care, searched and paged."""
    text = request.GET.get("q", "")
    accounts = search_accounts(accounts_resettable_by(request.hat, clock.today()), text)
    if wants_workbook(request):
        every = accounts.prefetch_related("memberships__organisation").order_by("username")
        return workbook_answer(_("Accounts"), [accounts_table(every)], on=clock.today())
    page = page_of(
        accounts.prefetch_related("memberships__organisation"),
        order=["username"],
        cursor=request.GET.get("cursor"),
    )
    keeps = request.hat.role in KEEPERS
    return render(request, "organisations/accounts.html", {"page": page, "text": text, "keeps": keeps})


@hat_required(roles=KEEPERS_AND_LEADERS)
def account(request: HatRequest, pk: int) -> HttpResponse:
    """One account: its roles, and what may be done to it."""
    user = _account(request, pk)
    today = clock.today()
    keeps = rules.can_keep_account(request.hat, user, today)
    return render(
        request,
        "organisations/account.html",
        {
            "account": user,
            "roles": memberships_seen_by(request.hat, today).filter(user=user).order_by("-id"),
            "keeps": keeps,
            "may_reset": rules.can_reset(request.hat, user, today),
            "today": today,
        },
    )


@hat_required(roles=KEEPERS)
def open_account(request: HatRequest) -> HttpResponse:
    """Open an account with its first role; answers with the slip to print."""
    form = NewAccountForm(request.POST or None, **_role_choices(request))
    if request.method == "POST" and form.is_valid():
        try:
            slip = actions.open_account(actions.NewAccount(**form.cleaned_data), by=request.hat, now=clock.now())
        except InputRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        else:
            return slips_page(request, [slip])
    return _form_page(request, "organisations/open_account.html", form)


@hat_required(roles=KEEPERS)
def grant(request: HatRequest, pk: int) -> HttpResponse:
    """Give an account one more role."""
    user = _account(request, pk)
    form = RoleForm(request.POST or None, **_role_choices(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.grant_role(
            user, given["organisation"], role=given["role"], from_on=given["from_on"], by=request.hat, now=clock.now()
        )
        messages.success(request, _("The role was given."))
        return redirect("organisations:account", pk=user.pk)
    return _form_page(request, "organisations/grant_role.html", form, account=user)


@hat_required(roles=KEEPERS)
def end(request: HatRequest, pk: int) -> HttpResponse:
    """End a role after a day."""
    membership = _role(request, pk)
    form = LastDayForm(request.POST or None, initial={"last_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        actions.end_role(membership, last_on=form.cleaned_data["last_on"], by=request.hat, now=clock.now())
        messages.success(request, _("The role will end after that day."))
        return redirect("organisations:account", pk=membership.user_id)
    return _form_page(request, "organisations/end_role.html", form, role=membership)


@hat_required(roles=KEEPERS)
@require_POST
def close(request: HatRequest, pk: int) -> HttpResponse:
    """Close an account for good."""
    user = actions.close_account(_account(request, pk), by=request.hat, now=clock.now())
    messages.success(request, _("The account %(username)s is closed.") % {"username": user.username})
    return redirect("organisations:account", pk=user.pk)


@hat_required
def hand_over(request: HatRequest, pk: int) -> HttpResponse:
    """Pass the open work of a role to a colleague; the role ends with today."""
    membership = _role(request, pk)
    require(rules.can_hand_over(request.hat, membership, clock.today()))
    form = HandOverForm(request.POST or None, colleagues=colleagues_of(membership, clock.today()))
    if request.method == "POST" and form.is_valid():
        actions.hand_over(
            membership,
            form.cleaned_data["to_membership"],
            by=request.hat,
            now=clock.now(),
            note=form.cleaned_data["note"],
        )
        messages.success(request, _("The work was handed over."))
        return redirect("organisations:hats")
    return _form_page(request, "organisations/hand_over.html", form, role=membership)


@hat_required(roles=KEEPERS)
def import_sheet(request: HatRequest) -> HttpResponse:
    """Many accounts from one .xlsx: all problems at once, or the slips of all."""
    form = SheetForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"columns": COLUMNS, "kinds": KIND_WORDS.values(), "roles": ROLE_WORDS.values()}
    if request.method == "POST" and form.is_valid():
        workbook = form.cleaned_data["sheet"].read()
        rows, problems = actions.preview_accounts(workbook, by=request.hat, on=clock.today())
        if not problems:
            return slips_page(request, actions.import_accounts(workbook, by=request.hat, now=clock.now()))
        context |= {"problems": problems, "understood": len(rows)}
    return _form_page(request, "organisations/import_accounts.html", form, **context)


@hat_required(roles=KEEPERS)
def sheet_template(request: HatRequest) -> HttpResponse:
    """The model .xlsx to fill in."""
    response = HttpResponse(
        model_sheet(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    response["Content-Disposition"] = 'attachment; filename="mau-tai-khoan.xlsx"'
    return response


def _account(request: HatRequest, pk: int) -> User:
    found = accounts_resettable_by(request.hat, clock.today()).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _role(request: HatRequest, pk: int) -> Membership:
    found = memberships_seen_by(request.hat, clock.today()).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _role_choices(request: HatRequest) -> dict[str, Any]:
    today = clock.today()
    return {
        "hat": request.hat,
        "today": today,
        "kept": organisations_kept_by(request.hat, today),
        "shown": offices_to_choose(request.hat, today, request.GET.get("q", ""))[:OFFICES_SHOWN],
    }


def _form_page(request: HatRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    wrong = bool(form.errors or context.get("problems"))
    return render(request, template, {"form": form, **context}, status=422 if wrong else 200)
