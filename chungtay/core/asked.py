"""Whole numbers that arrive in addresses and in the fields of forms, where anything may be written."""

from __future__ import annotations

from collections.abc import Iterable

_DIGITS = 11  # every key and year has fewer; Python itself refuses to read numbers of thousands of digits


def number_asked(written: str | None) -> int | None:
    """The whole number that is `written` in plain digits, as "2026"; None for anything else, however long."""
    if not written or len(written) > _DIGITS or not (written.isascii() and written.isdecimal()):
        return None
    return int(written)


def numbers_asked(written: Iterable[str]) -> list[int]:
    """Those of `written` that are whole numbers, such as the rows that were ticked."""
    return [number for each in written if (number := number_asked(each)) is not None]
