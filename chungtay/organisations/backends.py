"""Who is signed in, and which hats they may wear, in one query: every page asks for both."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend

from chungtay.core import clock
from chungtay.organisations.models import User
from chungtay.organisations.queries import hats_of_key


class OfficerBackend(AuthenticationBackend):
    """Signs in as allauth does; an account that is found comes with the hats of today in `hats_today`."""

    def get_user(self, user_id: int) -> User | None:
        """The account, None when there is none or it was closed."""
        hats = hats_of_key(user_id, clock.today())
        if not hats:
            return super().get_user(user_id)
        hats[0].user.hats_today = hats
        return hats[0].user
