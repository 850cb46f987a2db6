"""Doors close per account and device, and never for an office."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from chungtay.organisations.errors import SignInLocked
from chungtay.organisations.lockout import (
    ALLOWED_FAILURES,
    CLOSED_FOR,
    note_failure,
    note_success,
    open_all_doors,
    require_open_door,
)
from chungtay.organisations.models import SignInLock
from tests.organisations.conftest import NOW

pytestmark = pytest.mark.django_db


def fail(times: int, device: str = "", name: str = "ca.yentho") -> None:
    for _ in range(times):
        note_failure(name, device, now=NOW)


def test_door_closes_at_the_eighth_failure_and_says_for_how_long() -> None:
    fail(ALLOWED_FAILURES - 1)
    require_open_door("ca.yentho", "", now=NOW)

    fail(1)
    with pytest.raises(SignInLocked) as closed:
        require_open_door("CA.YenTho ", "", now=NOW + timedelta(minutes=5))

    assert closed.value.data == {"minutes": 10}


def test_door_opens_again_by_itself() -> None:
    fail(ALLOWED_FAILURES)

    require_open_door("ca.yentho", "", now=NOW + CLOSED_FOR)


def test_stranger_does_not_lock_out_the_officers_own_device() -> None:
    fail(ALLOWED_FAILURES)

    require_open_door("ca.yentho", "known-device", now=NOW)
    require_open_door("ca.dongthanh", "", now=NOW)


def test_failures_long_ago_do_not_count() -> None:
    fail(ALLOWED_FAILURES - 1)

    note_failure("ca.yentho", "", now=NOW + timedelta(minutes=16))

    assert SignInLock.objects.get().failed_count == 1


def test_success_forgets_this_device_alone() -> None:
    fail(3)
    fail(3, device="known-device")

    note_success("ca.yentho", "known-device")

    assert [(lock.device, lock.failed_count) for lock in SignInLock.objects.all()] == [("", 3)]


def test_printed_code_opens_all_doors() -> None:
    fail(ALLOWED_FAILURES)
    fail(2, device="known-device")

    open_all_doors("ca.yentho")

    assert SignInLock.objects.count() == 0


def test_no_address_and_no_name_is_kept() -> None:
    fail(1)

    lock = SignInLock.objects.get()
    assert "yentho" not in lock.account
    assert {field.name for field in SignInLock._meta.fields} == {
        "id",
        "account",
        "device",
        "failed_count",
        "first_failed_at",
        "locked_until",
    }


def test_whole_office_behind_one_address_is_not_locked(client: Client) -> None:
    """A dozen colleagues mistype once each from one address; the next one still reaches the password check."""
    for number in range(12):
        client.post("/dang-nhap/", {"login": f"ca.xa{number}", "password": "sai"})

    page = client.post("/dang-nhap/", {"login": "ca.yentho", "password": "sai"})

    assert page.status_code == 200
    assert SignInLock.objects.filter(locked_until__isnull=False).count() == 0
