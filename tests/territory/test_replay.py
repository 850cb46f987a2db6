"""Replaying the ledger gives each list: of province 38 in its four states, and of the nation."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from chungtay.territory import sources
from chungtay.territory.actions import NATION
from chungtay.territory.codes import EventKind, Level, UnitKind
from chungtay.territory.errors import CodeTaken, UnitHasLaterEvents, UnitStillHasChildren, UnknownUnit, WrongParent
from chungtay.territory.ledger import Change, Step, UnitData, whole
from chungtay.territory.models import UnitVersion
from chungtay.territory.queries import units_on
from chungtay.territory.replay import Replay
from chungtay.territory.spans import holds

Row = tuple[str, str, str, str | None]
ON = date(2021, 2, 1)


def listed(units: sources.UnitList, province: str = "38") -> set[Row]:
    return {
        (unit.code, unit.kind.value, unit.name, unit.parent)
        for code, unit in units.items()
        if units.province_of(code) == province
    }


def found(on: date) -> set[Row]:
    codes = dict(UnitVersion.objects.filter(validity__contains=on).values_list("unit_id", "code"))
    rows = units_on(on).filter(level__gt=Level.NATION).values_list("code", "kind", "name", "parent_id")
    return {(code, kind, name, codes[parent_id]) for code, kind, name, parent_id in rows}


def kinds(on: date, level: Level = Level.COMMUNE) -> Counter[str]:
    return Counter(units_on(on, level=level).values_list("kind", flat=True))


def test_2021_is_the_first_list(province_38):
    assert found(date(2021, 3, 1)) == listed(sources.province_38_in_2021())
    assert kinds(date(2021, 12, 14), Level.DISTRICT) == {"huyen": 23, "thanh_pho": 2, "thi_xa": 2}
    assert kinds(date(2021, 12, 14)) == {"xa": 469, "phuong": 60, "thi_tran": 30}
    assert sum(kinds(date(2021, 12, 14)).values()) == 559


def test_2024_has_558_communes(province_38):
    before, after = found(date(2024, 1, 31)), found(date(2024, 2, 1))

    assert kinds(date(2024, 7, 1)) == {"xa": 467, "phuong": 60, "thi_tran": 31}
    assert before - after == {("15790", "xa", "Thiệu Phú", "398"), ("15829", "xa", "Minh Tâm", "398")}
    assert after - before == {("15829", "thi_tran", "Hậu Hiền", "398")}


def test_1_january_2025_is_the_list_of_547(province_38):
    assert found(date(2025, 1, 1)) == listed(sources.january())
    assert kinds(date(2025, 1, 1)) == {"xa": 452, "phuong": 63, "thi_tran": 32}
    assert kinds(date(2025, 1, 1), Level.DISTRICT) == {"huyen": 22, "thanh_pho": 2, "thi_xa": 2}


def test_1_july_2025_is_the_list_of_166(province_38):
    assert found(date(2025, 7, 1)) == listed(sources.july())
    assert kinds(date(2025, 7, 1)) == {"xa": 147, "phuong": 19}
    assert kinds(date(2025, 7, 1), Level.DISTRICT) == {}


def test_units_that_were_not_rearranged_keep_their_key(province_38):
    before = set(units_on(date(2025, 6, 30), level=Level.COMMUNE).values_list("unit_id", flat=True))
    after = set(units_on(date(2025, 7, 1), level=Level.COMMUNE).values_list("unit_id", flat=True))

    assert len(before & after) == 22


def test_replaying_the_nation_gives_both_lists():
    replay = Replay()
    for step in [NATION, *sources.shipped_steps()]:
        replay.apply(step)

    def rows(on: date) -> set[tuple[str, str, str]]:
        standing = [version for version in replay.versions if version.level and holds(version.validity, on)]
        return {(version.code, version.kind, version.name) for version in standing}

    def wanted(units: sources.UnitList) -> set[tuple[str, str, str]]:
        return {(unit.code, unit.kind.value, unit.name) for unit in units.values()}

    assert rows(date(2025, 1, 1)) == wanted(sources.january())
    # Three names of units that keep their key differ in the case of letters alone, which is no event.
    july = {(code, kind, name.casefold()) for code, kind, name in rows(date(2025, 7, 1))}
    assert july == {(code, kind, name.casefold()) for code, kind, name in wanted(sources.july())}
    assert Counter(kind for _, kind, _ in rows(date(2026, 11, 1)))["phuong"] == 687 + 10 + 12


def small() -> Replay:
    """A nation with province 01, district 001, communes 00001 and 00002."""
    replay = Replay()
    replay.apply(NATION)
    province = UnitData("01", UnitKind.PROVINCE, "Một", "VN")
    district = UnitData("001", UnitKind.RURAL_DISTRICT, "Hai", "01")
    communes = [UnitData(code, UnitKind.RURAL_COMMUNE, code, "001") for code in ("00001", "00002")]
    replay.apply(Step(EventKind.CREATE, ON, "", starts=(province, district, *communes)))
    return replay


@pytest.mark.parametrize(
    ("step", "refusal"),
    [
        (Step(EventKind.RENAME, ON, "", changes=(Change("00009", name="x"),)), UnknownUnit),
        (Step(EventKind.RECODE, ON, "", changes=(Change("00001", new_code="00002"),)), CodeTaken),
        (Step(EventKind.CREATE, ON, "", starts=(UnitData("001", UnitKind.TOWN, "x", "01"),)), CodeTaken),
        (Step(EventKind.CREATE, ON, "", starts=(UnitData("00003", UnitKind.WARD, "x", "00001"),)), WrongParent),
        (Step(EventKind.CREATE, ON, "", starts=(UnitData("00003", UnitKind.WARD, "x", None),)), WrongParent),
        (Step(EventKind.RETYPE, ON, "", changes=(Change("00001", kind=UnitKind.TOWN),)), WrongParent),
        (Step(EventKind.ABOLISH, ON, "", ends=("001",)), UnitStillHasChildren),
        (Step(EventKind.RENAME, date(2020, 1, 1), "", changes=(Change("00001", name="x"),)), UnitHasLaterEvents),
    ],
)
def test_a_step_that_cannot_be_is_refused(step, refusal):
    with pytest.raises(refusal):
        small().apply(step)


def test_units_below_follow_a_merger_and_a_new_code_of_their_parent():
    replay = small()
    other = UnitData("002", UnitKind.RURAL_DISTRICT, "Ba", "01")
    replay.apply(Step(EventKind.CREATE, ON, "", starts=(other,)))
    replay.apply(Step(EventKind.RECODE, ON, "", changes=(Change("001", new_code="003"),)))

    merged = UnitData("002", UnitKind.TOWN, "Bốn", "01")
    replay.apply(
        Step(
            EventKind.MERGE,
            date(2022, 1, 1),
            "",
            ends=("002", "003"),
            starts=(merged,),
            parts=whole(("002", "003"), "002"),
        )
    )

    standing = replay.standing
    assert sorted(standing) == ["00001", "00002", "002", "01", "VN"]
    assert standing["00001"].data.parent == "002"
    assert standing["00001"].version.parent is standing["002"].row
    assert {child.data.code for child in standing["002"].children} == {"00001", "00002"}
