"""A stage for activities: the province of the cast, whose officers record what they held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership
from chungtay.programmes.actions.activities import record_activity
from chungtay.programmes.activity_codes import ActivityKind
from chungtay.programmes.activity_facts import Facts
from chungtay.programmes.models import Activity
from tests.cast import DONG_THANH, FRONT, HAC_THANH, NOW, POLICE, PROVINCE, WOMEN, Cast, build_cast

HELD_ON = date(2026, 11, 12)
MEETING = Facts(held_on=HELD_ON, kind=ActivityKind.VILLAGE_MEETING, village="Thôn 3", attendance=68, leaflets=50)
SEATS = (
    (DONG_THANH, POLICE, Role.REPORTER),
    (DONG_THANH, FRONT, Role.REPORTER),
    (DONG_THANH, WOMEN, Role.REPORTER),
    (HAC_THANH, POLICE, Role.REPORTER),
    (PROVINCE, POLICE, Role.CONSOLIDATOR),
    (PROVINCE, FRONT, Role.COORDINATOR),
    (PROVINCE, POLICE, Role.AUDITOR),
    (PROVINCE, POLICE, Role.ADMINISTRATOR),
)


@pytest.fixture(scope="module")
def _made(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The province, made once a module inside a transaction that is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_cast(SEATS)
        transaction.set_rollback(True)


@pytest.fixture
def cast(_made: Cast, db: None) -> Cast:
    """The people and places of one test."""
    return _made


@pytest.fixture
def police(cast: Cast) -> Membership:
    """Records for the police of Đông Thanh."""
    return cast.hat(DONG_THANH, POLICE)


@pytest.fixture
def front(cast: Cast) -> Membership:
    """Records for the Front of Đông Thanh."""
    return cast.hat(DONG_THANH, FRONT)


@pytest.fixture
def women(cast: Cast) -> Membership:
    """Records for the Women's Union of Đông Thanh."""
    return cast.hat(DONG_THANH, WOMEN)


def recorded(by: Membership, facts: Facts = MEETING, **changes: Any) -> Activity:
    """An activity that the office of `by` held in its own unit."""
    facts = replace(facts, **changes) if changes else facts
    return record_activity(facts, unit_id=by.organisation.unit_id, by=by, now=NOW)
