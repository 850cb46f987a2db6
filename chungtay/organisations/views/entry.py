"""Ways in: password, printed code, one press in a demonstration, the first administrator; and choosing a hat."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from chungtay.core import clock
from chungtay.core.errors import InputRefused, NotFound, require
from chungtay.organisations import actions
from chungtay.organisations.access import HatRequest, hat_required, open_to_all
from chungtay.organisations.errors import CodeNotValid, DemoOnly, LinkNotValid, PasswordRefused
from chungtay.organisations.forms import FirstAdministratorForm, RedeemForm
from chungtay.organisations.lockout import remember_device
from chungtay.organisations.middleware import HAT_KEY
from chungtay.organisations.models import User
from chungtay.organisations.queries import delegable_colleagues, delegated_from, demo_people, is_demo_installation
from chungtay.organisations.shared_machine import COOKIE, asks_who, go_on
from chungtay.territory.queries import loadable_provinces

PEOPLE_SHOWN = 24
BACKEND = settings.AUTHENTICATION_BACKENDS[0]


class SignInView(LoginView):
    """allauth's sign-in with, in a demonstration, the demo people beside it."""

    def get_initial(self) -> dict[str, Any]:
        """The box of a shared computer is ticked where it was ticked last."""
        return {**super().get_initial(), "shared": COOKIE in self.request.COOKIES}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds `people` when one press signs in."""
        context = super().get_context_data(**kwargs)
        context["people"] = demo_people(clock.today())[:PEOPLE_SHOWN] if may_sign_in_by_press(self.request) else []
        return context


sign_in = open_to_all(SignInView.as_view())


@open_to_all
def no_such_page(request: HttpRequest) -> HttpResponse:
    """Pages of the accounts library that this house does not have."""
    raise Http404


@open_to_all
def closed_account(request: HttpRequest) -> HttpResponse:
    """What somebody reads whose account was closed."""
    return render(request, "account/account_inactive.html", status=403)


@open_to_all
@never_cache
@sensitive_post_parameters("code", "new_password", "repeated")
def redeem(request: HttpRequest) -> HttpResponse:
    """Type the printed code, choose a password, be signed in."""
    form = RedeemForm(request.POST or None, initial={"code": request.GET.get("ma", "")})
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.redeem_code(
                form.cleaned_data["code"], new_password=form.cleaned_data["new_password"], now=clock.now()
            )
        except (CodeNotValid, PasswordRefused) as refused:
            form.add_error(refused.field, refused.sentence)
        else:
            return _signed_in(request, user)
    return render(request, "organisations/redeem.html", {"form": form}, status=400 if form.errors else 200)


@open_to_all
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign a demo person in: demo database, this very machine, demo account, or not at all."""
    require(may_sign_in_by_press(request), DemoOnly())
    hat = demo_people(clock.today()).filter(user__username=request.POST.get("username", "")).first()
    if hat is None:
        raise DemoOnly
    return _signed_in(request, hat.user)


@open_to_all
@never_cache
@sensitive_post_parameters("new_password", "repeated")
def first_administrator(request: HttpRequest, token: str) -> HttpResponse:
    """Name the province and open the first administrator's account, behind a link of thirty minutes."""
    actions.require_setup_link(token, now=clock.now())
    form = FirstAdministratorForm(request.POST or None, provinces=loadable_provinces())
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name not in ("repeated", "new_password")}
        try:
            user = actions.create_first_administrator(
                token, password=form.cleaned_data["new_password"], now=clock.now(), **given
            )
        except LinkNotValid:
            raise
        except InputRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        else:
            return _signed_in(request, user)
    return render(request, "organisations/first_administrator.html", {"form": form}, status=400 if form.errors else 200)


@hat_required
def hats(request: HatRequest) -> HttpResponse:
    """My roles, and the way to wear another one."""
    return render(
        request,
        "organisations/hats.html",
        {
            "hats": request.hats,
            "worn": request.hat,
            "delegated": delegated_from([request.hat]).get(request.hat.pk),
            "below": delegable_colleagues(request.hat, clock.today()),
        },
    )


@hat_required
@require_POST
def wear(request: HatRequest) -> HttpResponse:
    """Wear another of my hats from now on; rights are those of the worn one alone."""
    chosen = request.POST.get("hat", "")
    hat = next((hat for hat in request.hats if str(hat.pk) == chosen), None)
    if hat is None:
        raise NotFound
    request.session[HAT_KEY] = hat.pk
    messages.success(
        request,
        _("You are now working as %(role)s, %(office)s.") % {"role": hat.get_role_display(), "office": hat.office},
    )
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return redirect(wanted if safe else resolve_url(settings.LOGIN_REDIRECT_URL))


@asks_who
@hat_required
def who_works(request: HatRequest) -> HttpResponse:
    """Ai đang dùng máy? The same officer goes on where they were; anybody else signs in."""
    wanted = request.POST.get("next", "") if request.method == "POST" else request.GET.get("next", "")
    if request.method != "POST":
        return render(request, "organisations/who_works.html", {"next": wanted})
    if request.POST.get("who") != "same":
        logout(request)
        return redirect("account_login")
    go_on(request)
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return redirect(wanted if safe else resolve_url(settings.LOGIN_REDIRECT_URL))


def may_sign_in_by_press(request: HttpRequest) -> bool:
    """Whether demo people may sign in without a password: a demo database, and the reader on this very machine."""
    try:
        is_here = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    forwarded = any(request.headers.get(name) for name in ("X-Forwarded-For", "X-Real-Ip", "Forwarded"))
    return is_here and not forwarded and is_demo_installation()


def _signed_in(request: HttpRequest, user: User) -> HttpResponse:
    login(request, user, backend=BACKEND)
    request.session.set_expiry(0)  # offices share computers: the session ends with the browser
    response = redirect(settings.LOGIN_REDIRECT_URL)
    remember_device(request, response, user)
    return response
