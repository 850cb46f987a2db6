"""Doors that close after too many wrong passwords: per account and device, never per address.

A device on which the account has signed in before has a count of its own; all other devices share one. So a stranger
closes only the strangers' door, and an office behind one address never locks itself out.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from chungtay.organisations.errors import SignInLocked
from chungtay.organisations.models import SignInLock, User

ALLOWED_FAILURES = 8
WITHIN = timedelta(minutes=15)
CLOSED_FOR = timedelta(minutes=15)
KEPT_FOR = timedelta(days=1)
COOKIE = "device"
COOKIE_AGE = timedelta(days=400)
COOKIE_ACCOUNTS = 20
SALT = "organisations.device"


def require_open_door(username: str, device: str, *, now: datetime) -> None:
    """Raise `SignInLocked`, with the minutes left, while the door of this account on this device is closed."""
    lock = SignInLock.objects.filter(account=_digest(username), device=device, locked_until__gt=now).first()
    if lock is not None and lock.locked_until is not None:
        left = (lock.locked_until - now).total_seconds()
        raise SignInLocked(minutes=int(-(-left // 60)))


@transaction.atomic
def note_failure(username: str, device: str, *, now: datetime) -> None:
    """Count a wrong password; the eighth within a quarter of an hour closes the door for a quarter of an hour."""
    SignInLock.objects.filter(first_failed_at__lt=now - KEPT_FOR).delete()
    SignInLock.objects.get_or_create(account=_digest(username), device=device, defaults={"first_failed_at": now})
    lock = SignInLock.objects.select_for_update().get(account=_digest(username), device=device)
    if lock.first_failed_at < now - WITHIN:
        lock.failed_count, lock.first_failed_at, lock.locked_until = 0, now, None
    lock.failed_count += 1
    if lock.failed_count >= ALLOWED_FAILURES:
        lock.locked_until = now + CLOSED_FOR
    lock.save(update_fields=["failed_count", "first_failed_at", "locked_until"])


def note_success(username: str, device: str) -> None:
    """Forget the failures on this device. Those of other devices stay: a guesser gets no fresh start."""
    SignInLock.objects.filter(account=_digest(username), device=device).delete()


def open_all_doors(username: str) -> None:
    """Forget every failure of an account: it has a new password from a printed code."""
    SignInLock.objects.filter(account=_digest(username)).delete()


def device_of(request: HttpRequest, username: str) -> str:
    """The digest of the reader's device when `username` has signed in on it before, else empty."""
    held = _held(request)
    return _digest(held["id"]) if _digest(username)[:16] in held["accounts"] else ""


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Let the device remember that `user` has signed in on it. Nothing about the device is kept on the server."""
    held = _held(request)
    mark = _digest(user.username)[:16]
    accounts = [mark, *(other for other in held["accounts"] if other != mark)][:COOKIE_ACCOUNTS]
    response.set_cookie(
        COOKIE,
        signing.dumps({"id": held["id"], "accounts": accounts}, salt=SALT),
        max_age=COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def _held(request: HttpRequest) -> dict[str, Any]:
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=COOKIE_AGE)
    except signing.BadSignature:
        return {"id": secrets.token_urlsafe(24), "accounts": []}


def _digest(text: str) -> str:
    return hashlib.sha256(text.strip().lower().encode()).hexdigest()
