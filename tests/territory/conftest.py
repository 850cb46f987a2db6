"""Province 38 with its whole ledger, loaded once for the tests of the room and taken back after them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from chungtay.territory.actions import load_units

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@dataclass
class Hat:
    """Somebody who acts: a role in an office."""

    role: str
    user_id: int | None = None
    office: str = "Văn phòng"


KEEPER = Hat("coordinator")
REPORTER = Hat("reporter")


@pytest.fixture(scope="package")
def _province_38(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        load_units(["38"], by=None, now=NOW)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def province_38(_province_38: None, db: None) -> None:
    """The ledger of province 38 stands in the database; what a test changes is taken back."""
