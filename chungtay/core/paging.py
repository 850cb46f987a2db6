"""Keyset paging: a page is found by the last row of the page before it, never by counting rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.core import signing
from django.db import models
from django.db.models import Q, QuerySet

from chungtay.core.errors import InputRefused

Row = TypeVar("Row", bound=models.Model)
SALT = "core.paging"


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows of one page and the cursor of the next, None on the last page."""

    rows: Sequence[Row]
    next_cursor: str | None


def page_of(queryset: QuerySet[Row], *, order: Sequence[str], cursor: str | None, size: int = 50) -> Page[Row]:
    """The page of `queryset` after `cursor`, ordered by `order` (fields, `-` for descending; the last is unique).

    Fields may be annotations but never null. A cursor that was tampered with is `InputRefused`.
    """
    ordered = queryset.order_by(*order)
    if cursor:
        ordered = ordered.filter(_after(order, _opened(cursor)))
    rows = list(ordered[: size + 1])
    if len(rows) <= size:
        return Page(rows, None)
    last = rows[size - 1]
    keys = [_plain(last, name.lstrip("-")) for name in order]
    return Page(rows[:size], signing.dumps(keys, salt=SALT, compress=True))


def _opened(cursor: str) -> list[object]:
    try:
        return signing.loads(cursor, salt=SALT)
    except signing.BadSignature as problem:
        raise InputRefused(field="cursor") from problem


def _plain(row: models.Model, name: str) -> object:
    value: object = row
    for part in name.split("__"):
        value = getattr(value, part)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _after(order: Sequence[str], keys: Sequence[object]) -> Q:
    """Rows beyond `keys`: (a > x) or (a = x and (b > y or ...))."""
    condition = Q()
    for name, key in reversed(list(zip(order, keys, strict=True))):
        field = name.lstrip("-")
        beyond = Q(**{f"{field}__{'lt' if name.startswith('-') else 'gt'}": key})
        condition = beyond | (Q(**{field: key}) & condition) if condition else beyond
    return condition
