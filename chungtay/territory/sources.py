"""The ledger that comes with the product: data files of the room, read as steps.

Where the files come from, under which licence and how they were checked is told in `data/README.md`.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from chungtay.territory.codes import MILLION, EventKind, Level, UnitKind
from chungtay.territory.ledger import Change, Part, Step, UnitData, whole
from chungtay.territory.ledger_file import read_ledger

DATA = Path(__file__).resolve().parent / "data"
NATION_BEGINS_ON = date(2025, 1, 1)
TWO_TIERS_ON = date(2025, 7, 1)
PROVINCE_WITH_HISTORY = "38"
HISTORY_WITNESSED_ON = date(2021, 2, 1)

_PROVINCES_BASIS = "Nghị quyết số 202/2025/QH15 ngày 12/6/2025 của Quốc hội"
_LEVEL_BASIS = "Luật Tổ chức chính quyền địa phương số 72/2025/QH15"
_LIST_BASIS = "Danh mục đơn vị hành chính của cơ quan thống kê"


class UnitList(dict[str, UnitData]):
    """Units of one list by code."""

    def province_of(self, code: str) -> str:
        """The code of the province above `code`, or `code` itself when it is a province."""
        while self[code].kind.level > Level.PROVINCE:
            code = str(self[code].parent)
        return code


@dataclass(frozen=True)
class Rearrangement:
    """Units of January 2025 and units of July 2025 that hang together by `pairs` (from, to, is the default target)."""

    pairs: tuple[tuple[str, str, bool], ...]

    @property
    def from_codes(self) -> tuple[str, ...]:
        """Codes that stood before, in order."""
        return tuple(sorted({old for old, _, _ in self.pairs}))

    @property
    def to_codes(self) -> tuple[str, ...]:
        """Codes that stand after, in order."""
        return tuple(sorted({new for _, new, _ in self.pairs}))

    @property
    def keeps_its_key(self) -> bool:
        """One whole unit became one whole unit of its level: the territory, and so the key, stays."""
        return len(self.pairs) == 1 and len(self.pairs[0][0]) == len(self.pairs[0][1])

    def step(self, basis: str) -> Step:
        """The event that ends the old keys and starts the new ones."""
        return Step(
            self._kind(),
            TWO_TIERS_ON,
            basis,
            ends=self.from_codes,
            starts=tuple(july()[code] for code in self.to_codes),
            parts=tuple(part for code in self.from_codes for part in self._parts_of(code)),
        )

    def attribute_steps(self, basis: str) -> Iterator[Step]:
        """Changes of name and kind of a unit that keeps its key; the case of letters is not a change."""
        old, new = january()[self.from_codes[0]], july()[self.to_codes[0]]
        if old.name.casefold() != new.name.casefold():
            yield Step(EventKind.RENAME, TWO_TIERS_ON, basis, changes=(Change(old.code, name=new.name),))
        if old.kind != new.kind:
            yield Step(EventKind.RETYPE, TWO_TIERS_ON, basis, changes=(Change(old.code, kind=new.kind),))

    def _kind(self) -> EventKind:
        if len(self.pairs) == 1:
            return EventKind.CREATE  # an island district without communes became a special zone
        return EventKind.MERGE if len(self.pairs) == len(self.from_codes) else EventKind.SPLIT

    def _parts_of(self, code: str) -> Iterator[Part]:
        targets = [(new, is_default) for old, new, is_default in self.pairs if old == code]
        if len(targets) == 1:
            yield from whole((code,), targets[0][0])
            return
        for new, is_default in targets:
            yield Part(code, new, MILLION if is_default else 0, is_reviewed=False, is_default_target=is_default)


def shipped_steps(provinces: Collection[str] | None = None) -> list[Step]:
    """The steps of the whole nation, or of those `provinces` (codes of the map since 1 July 2025), in order of time.

    The nation's own row is not among them. An unknown code gives no step.
    """
    known = july_provinces()
    wanted = set(known) if provinces is None else set(provinces) & set(known)
    steps: list[Step] = []
    if PROVINCE_WITH_HISTORY in wanted:
        steps += _history_steps()
    steps += _first_lists(wanted)
    for province in sorted(wanted):
        steps += _two_tier_steps(province)
    steps += [step for step in _typed_steps("nation-ledger.csv") if _province_changed(step) in wanted]
    return sorted(steps, key=lambda step: step.effective_on)


def july_provinces() -> dict[str, UnitData]:
    """The 34 provinces since 1 July 2025 by code."""
    return {code: unit for code, unit in july().items() if unit.kind.level == Level.PROVINCE}


@cache
def province_38_in_2021() -> UnitList:
    """Province 38 on the first list: 27 districts, 559 communes."""
    return _units("province-38-2021.csv")


@cache
def january() -> UnitList:
    """The nation on 1 January 2025: 63 provinces, 696 districts, 10,035 communes."""
    return _units("nation-2025-01-01.csv.gz")


@cache
def july() -> UnitList:
    """The nation on 1 July 2025: 34 provinces, 3,321 communes."""
    return _units("nation-2025-07-01.csv.gz")


@cache
def rearrangements() -> dict[str, list[Rearrangement]]:
    """What happened on 1 July 2025, by province of the new map; provinces before communes."""
    groups = _connected(_pairs())
    found: dict[str, list[Rearrangement]] = defaultdict(list)
    for pairs in sorted(groups, key=lambda group: (len(group[0][1]), group)):
        found[july().province_of(pairs[0][1])].append(Rearrangement(tuple(pairs)))
    return found


def _history_steps() -> list[Step]:
    """Province 38 as it was in 2021, and what changed until 1 January 2025."""
    first = Step(
        EventKind.CREATE,
        HISTORY_WITNESSED_ON,
        _LIST_BASIS,
        date_is_known=False,
        starts=tuple(province_38_in_2021().values()),
    )
    return [first, *_typed_steps("province-38-ledger.csv")]


def _first_lists(wanted: set[str]) -> Iterator[Step]:
    """The other provinces as the first list shows them: the ledger knows them from that day on."""
    starts: dict[str, list[UnitData]] = defaultdict(list)
    for code, unit in january().items():
        starts[_province_after()[january().province_of(code)]].append(unit)
    for province in sorted(wanted - {PROVINCE_WITH_HISTORY}):
        yield Step(EventKind.CREATE, NATION_BEGINS_ON, _LIST_BASIS, starts=tuple(starts[province]))


def _two_tier_steps(province: str) -> Iterator[Step]:
    """1 July 2025 in one province: provinces, communes, communes that keep their key, end of the districts."""
    commune_basis = _resolutions()[province]
    kept: list[Change] = []
    for rearrangement in rearrangements()[province]:
        new = july()[rearrangement.to_codes[0]]
        basis = commune_basis if new.kind.level == Level.COMMUNE else _PROVINCES_BASIS
        if not rearrangement.keeps_its_key:
            yield rearrangement.step(basis)
            continue
        yield from rearrangement.attribute_steps(basis)
        if new.kind.level == Level.COMMUNE:
            kept.append(Change(rearrangement.from_codes[0], parent=new.parent))
    if kept:
        yield Step(EventKind.REPARENT, TWO_TIERS_ON, commune_basis, changes=tuple(kept))
    yield Step(EventKind.ABOLISH, TWO_TIERS_ON, _LEVEL_BASIS, ends=_districts_left(province))


def _districts_left(province: str) -> tuple[str, ...]:
    """Districts that ended with their level, other than those that became special zones."""
    became_zones = {code for item in rearrangements()[province] for code in item.from_codes}
    return tuple(
        code
        for code, unit in january().items()
        if unit.kind.level == Level.DISTRICT
        and _province_after()[str(unit.parent)] == province
        and code not in became_zones
    )


@cache
def _province_after() -> dict[str, str]:
    """The province of July 2025 by the province of January 2025."""
    return {old: new for old, new, _ in _pairs() if len(old) == 2}


def _province_changed(step: Step) -> str:
    return july().province_of(step.changes[0].code)


def _connected(pairs: list[tuple[str, str, bool]]) -> list[list[tuple[str, str, bool]]]:
    """`pairs` grouped so that no unit, old or new, stands in two groups."""
    by_old: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)
    by_new: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)
    for pair in pairs:
        by_old[pair[0]].append(pair)
        by_new[pair[1]].append(pair)
    groups, seen = [], set()
    for first in pairs:
        waiting, group = [first], []
        while waiting:
            pair = waiting.pop()
            if pair not in seen:
                seen.add(pair)
                group.append(pair)
                waiting += by_old[pair[0]] + by_new[pair[1]]
        if group:
            groups.append(sorted(group))
    return groups


@cache
def _pairs() -> list[tuple[str, str, bool]]:
    rows = _rows("nation-2025-07-01-pairs.csv.gz")
    return [(row["from"], row["to"], row["is_default_target"] == "1") for row in rows]


@cache
def _resolutions() -> dict[str, str]:
    """The legal basis of the communes of each province, 1 July 2025."""
    basis = {}
    for row in _rows("resolutions-2025-07-01.csv"):
        day = date.fromisoformat(row["signed_on"])
        basis[row["province"]] = (
            f"Nghị quyết số {row['number']} ngày {day.day}/{day.month}/{day.year} của Ủy ban Thường vụ Quốc hội"
        )
    return basis


def _units(name: str) -> UnitList:
    units = UnitList()
    for row in _rows(name):
        units[row["code"]] = UnitData(
            row["code"],
            UnitKind(row["kind"]),
            row["name"],
            row["parent"],
            int(row["latitude_e6"]) if row["latitude_e6"] else None,
            int(row["longitude_e6"]) if row["longitude_e6"] else None,
        )
    return units


@cache
def _typed_steps(name: str) -> list[Step]:
    """Steps of a file that was typed and reviewed line by line."""
    return read_ledger((DATA / name).read_text(encoding="utf-8"))


def _rows(name: str) -> list[dict[str, str]]:
    content = (DATA / name).read_bytes()
    if name.endswith(".gz"):
        content = gzip.decompress(content)
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"))))
