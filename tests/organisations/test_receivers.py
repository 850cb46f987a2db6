"""What the room answers when the territory asks."""

from __future__ import annotations

from django.db.backends.postgresql.psycopg_any import DateRange

from chungtay.core import clock
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership
from chungtay.organisations.receivers import who_wears_it
from tests.organisations.conftest import Place


def test_a_hat_is_worn_while_it_is_held_by_an_open_account(place: Place) -> None:
    hat = place.hat(place.province, OrganisationKind.POLICE, Role.COORDINATOR)
    answers = [who_wears_it(None, hat.pk)]

    Membership.objects.filter(pk=hat.pk).update(validity=DateRange(hat.validity.lower, clock.today()))
    answers.append(who_wears_it(None, hat.pk))
    Membership.objects.filter(pk=hat.pk).update(validity=hat.validity)
    hat.user.is_active = False
    hat.user.save(update_fields=["is_active"])
    answers.append(who_wears_it(None, hat.pk))

    assert answers == [hat, None, None]
