"""The log of deeds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from django.db import models

from chungtay.core.copying import copy_rows
from chungtay.core.models import Deed


class Actor(Protocol):
    """Whoever acts: a hat (a membership worn in the request)."""

    user_id: int
    role: str

    @property
    def office(self) -> str: ...


def record(subject: models.Model, verb: str, *, by: Actor | None, at: datetime, **details: Any) -> Deed:
    """Write that `by` did `verb` to `subject` at `at`, inside the caller's transaction.

    `by` is None for deeds of the installation itself. `details` must be clean: codes, numbers, scanned text.
    """
    return Deed.objects.create(
        at=at,
        user_id=by.user_id if by else None,
        office=by.office if by else "",
        role=by.role if by else "",
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        details=details,
    )


def record_many(deeds: Iterable[tuple[models.Model, Actor | None, datetime]], verb: str, **details: Any) -> None:
    """`record` for many deeds of one kind, each with its subject, actor and moment; one statement.

    All have the same `details`.
    """
    copy_rows(
        [
            Deed(
                at=at,
                user_id=by.user_id if by else None,
                office=by.office if by else "",
                role=by.role if by else "",
                verb=verb,
                subject_type=subject._meta.label_lower,
                subject_id=subject.pk,
                details=details,
            )
            for subject, by, at in deeds
        ]
    )
