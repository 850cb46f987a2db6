"""How allauth signs people in here: user name and password, our own lock-out, no sign-up, no mail."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _

from chungtay.core import clock
from chungtay.organisations.errors import SignInLocked
from chungtay.organisations.lockout import device_of, note_failure, note_success, remember_device, require_open_door
from chungtay.organisations.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Our words and our doors in allauth's flow."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "The user name or the password is not right. Please try again, or sign in with a printed code."
        ),
        "account_inactive": _("This account is closed. Please ask the keeper of accounts of your office."),
        "enter_current_password": _("The present password is not right. Please type it again."),
        "rate_limited": _("Too many attempts. Please wait a minute and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts are opened by their keepers."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse while the door of this account on this device is closed."""
        username = credentials.get("username", "")
        try:
            require_open_door(username, device_of(request, username), now=clock.now())
        except SignInLocked as locked:
            raise ValidationError(locked.sentence, code=locked.code) from locked

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the failure against the account on this device."""
        username = credentials.get("username", "")
        note_failure(username, device_of(request, username), now=clock.now())

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **arguments: Any) -> HttpResponse:
        """Forget the failures of this device and let it remember the account."""
        response = super().post_login(request, user, **arguments)
        if isinstance(user, User):
            note_success(user.username, device_of(request, user.username))
            remember_device(request, response, user)
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the reader's own roles, with a word that it worked."""
        messages.success(request, _("The password was changed."))
        return resolve_url("organisations:hats")

    def add_message(self, *arguments: Any, **keywords: Any) -> None:
        """None of the library's greetings: the page itself says where one is."""
