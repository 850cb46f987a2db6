"""Fixtures of plans: the cast is made once a module and taken back, since making it takes longer than the tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.cast import Cast, build_cast, tick
from tests.programmes.plans import Year, build_year


@pytest.fixture(scope="module")
def _made(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The province and its people, inside a transaction that is taken back; each test has a savepoint in it."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        next(tick(patch))
        yield build_cast()
        transaction.set_rollback(True)


@pytest.fixture
def planning_cast(_made: Cast, db: None) -> Cast:
    """The province and its people, for one test; nobody has planned."""
    return _made


@pytest.fixture
def year(planning_cast: Cast) -> Year:
    """The programme of 2026 is open."""
    return build_year(planning_cast)
