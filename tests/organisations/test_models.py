"""What the database itself remembers and refuses."""

from __future__ import annotations

import pghistory.models
import pytest
from django.apps import apps
from django.db import Error, transaction

from chungtay.organisations.codes import LINE_OF_KIND, SIDE_OF_KIND, Line, OrganisationKind, Side
from chungtay.organisations.models import Membership, Organisation, User
from tests.organisations.conftest import Place

POLICE = OrganisationKind.POLICE


def history(model: type) -> type[pghistory.models.Event]:
    return apps.get_model("organisations", f"{model.__name__}Event")


def test_history_remembers_what_an_organisation_was_called(place: Place) -> None:
    """Written by triggers: bulk updates and plain SQL are remembered too."""
    office = place.office(place.yen_tho, POLICE)

    Organisation.objects.filter(pk=office.pk).update(name="Công an phường Yên Thọ")

    before = history(Organisation).objects.filter(pgh_obj_id=office.pk)
    assert [event.name for event in before] == ["Công an xã Yên Thọ"]
    assert history(Organisation).objects.count() == 1


def test_history_of_roles(place: Place) -> None:
    hat = place.hat(place.yen_tho, POLICE)

    assert [event.role for event in history(Membership).objects.filter(pgh_obj_id=hat.pk)] == [hat.role]


def test_history_of_accounts_never_holds_a_password(place: Place) -> None:
    user = place.hat(place.yen_tho, POLICE).user
    user.set_password("mot-hai-ba-bon-5")
    user.save(update_fields=["password"])

    fields = {field.name for field in history(User)._meta.fields}
    assert "password" not in fields
    assert "last_login" not in fields
    assert history(User).objects.filter(pgh_obj_id=user.pk).count() == 1


def test_history_cannot_be_rewritten(place: Place) -> None:
    Organisation.objects.filter(kind=POLICE).update(symbol="x")

    with pytest.raises(Error), transaction.atomic():
        history(Organisation).objects.update(name="x")


def test_every_kind_has_a_side_and_a_line() -> None:
    assert set(SIDE_OF_KIND) == set(LINE_OF_KIND) == set(OrganisationKind)
    assert set(SIDE_OF_KIND.values()) == set(Side)
    assert set(LINE_OF_KIND.values()) == set(Line) - {Line.ALL}


def test_account_has_no_rights_of_its_own(place: Place) -> None:
    user = place.hat(place.yen_tho, POLICE).user

    assert (user.has_perm("anything"), user.has_module_perms("organisations"), user.is_staff) == (False, False, False)
