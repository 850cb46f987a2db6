"""The ledger on paper: steps that can be written to the database, read from the room's data files or typed.

Units are named by code here, because a step says which code stands for whom on its own day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from chungtay.core.vietnamese import fold, sort_key
from chungtay.territory.codes import MILLION, EventKind, UnitKind

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class UnitData:
    """What a unit is from one day on; `parent` is a code, the centre is in millionths of a degree."""

    code: str
    kind: UnitKind
    name: str
    parent: str | None
    latitude_e6: int | None = None
    longitude_e6: int | None = None


@dataclass(frozen=True)
class Change:
    """New values of one standing unit; None leaves a value as it is."""

    code: str
    new_code: str | None = None
    kind: UnitKind | None = None
    name: str | None = None
    parent: str | None = None


@dataclass(frozen=True)
class Part:
    """What one ending unit gives to one starting or standing unit, in millionths of itself."""

    from_code: str
    to_code: str
    share_millionths: int = MILLION
    is_reviewed: bool = True
    is_default_target: bool = True


@dataclass(frozen=True)
class Step:
    """One event before it is stored: units that end, units that start, what goes where, and what changes."""

    kind: EventKind
    effective_on: date
    legal_basis: str
    date_is_known: bool = True
    note: str = ""
    ends: tuple[str, ...] = ()
    starts: tuple[UnitData, ...] = ()
    parts: tuple[Part, ...] = ()
    changes: tuple[Change, ...] = ()


def whole(from_codes: tuple[str, ...], to_code: str) -> tuple[Part, ...]:
    """The parts of a plain merge: each unit goes to `to_code` whole, which leaves nothing to review."""
    return tuple(Part(code, to_code) for code in from_codes)


def order_key(name: str, kind: UnitKind) -> str:
    """The dictionary order of unit names; numbered wards follow their number (Phường 2 before Phường 10)."""
    padded = _NUMBER.sub(lambda number: number.group().zfill(3), name)
    return sort_key(f"{padded} {kind.word}")


def search_text(code: str, name: str, kind: UnitKind) -> str:
    """What `search_units` looks through: kind and name without marks, then the code."""
    return f"{fold(f'{kind.word} {name}')} {code}".strip()


def fields_of(data: UnitData) -> dict[str, Any]:
    """The columns of a version that follow from `data`; the parent is left to the caller, who has its key."""
    return {
        "code": data.code,
        "name": data.name,
        "kind": data.kind,
        "level": data.kind.level,
        "sort_key": order_key(data.name, data.kind),
        "search_text": search_text(data.code, data.name, data.kind),
        "latitude_e6": data.latitude_e6,
        "longitude_e6": data.longitude_e6,
    }


def changed(data: UnitData, change: Change) -> UnitData:
    """`data` after `change`."""
    return replace(
        data,
        code=change.new_code or data.code,
        kind=change.kind or data.kind,
        name=change.name or data.name,
        parent=change.parent or data.parent,
    )
