from __future__ import annotations

from collections import Counter
from datetime import date

from chungtay.territory import sources
from chungtay.territory.codes import EventKind, Level, UnitKind


def levels(units: sources.UnitList) -> Counter[Level]:
    return Counter(unit.kind.level for unit in units.values())


def test_january_2025_has_the_nation_of_three_levels():
    assert levels(sources.january()) == {Level.PROVINCE: 63, Level.DISTRICT: 696, Level.COMMUNE: 10_035}


def test_july_2025_has_the_nation_of_two_levels():
    july = sources.july()

    assert levels(july) == {Level.PROVINCE: 34, Level.COMMUNE: 3_321}
    assert Counter(unit.kind for unit in july.values() if unit.kind.level == Level.COMMUNE) == {
        UnitKind.RURAL_COMMUNE: 2_621,
        UnitKind.WARD: 687,
        UnitKind.SPECIAL_ZONE: 13,
    }


def test_every_unit_of_january_goes_somewhere_and_every_unit_of_july_comes_from_somewhere():
    rearranged = [item for items in sources.rearrangements().values() for item in items]
    january, july = sources.january(), sources.july()

    old = [code for item in rearranged for code in item.from_codes]
    new = [code for item in rearranged for code in item.to_codes]

    assert len(old) == len(set(old))
    assert sorted(new) == sorted(july)
    assert {code for code in january if len(code) != 3} == {code for code in old if len(code) != 3}


def test_province_38_goes_from_547_to_166_in_558_pairs_with_ten_splits():
    communes = [item for item in sources.rearrangements()["38"] if len(item.to_codes[0]) == 5]
    pairs = [pair for item in communes for pair in item.pairs]
    targets = Counter(old for old, _, _ in pairs)

    assert (len(targets), len({new for _, new, _ in pairs}), len(pairs)) == (547, 166, 558)
    assert Counter(targets.values()) == {1: 537, 2: 9, 3: 1}
    assert all(sum(is_default for old, _, is_default in pairs if old == split) == 1 for split in targets)


def test_codes_of_2025_are_also_codes_of_older_communes_most_under_another_name():
    january, july = sources.january(), sources.july()
    new = [unit for unit in july.values() if unit.parent == "38"]

    known = [unit for unit in new if unit.code in january]
    renamed = [unit for unit in known if (unit.kind, unit.name) != (january[unit.code].kind, january[unit.code].name)]

    assert (len(new), len(known), len(renamed)) == (166, 166, 101)


def test_shipped_steps_of_one_province_are_in_order_of_time_and_tell_nothing_of_others():
    steps = sources.shipped_steps(["38"])

    assert [step.effective_on for step in steps] == sorted(step.effective_on for step in steps)
    assert {unit.code for step in steps for unit in step.starts if unit.kind.level == Level.PROVINCE} == {"38"}
    assert sources.shipped_steps(["99"]) == []


def test_unknown_dates_are_marked():
    unknown = {step.effective_on for step in sources.shipped_steps(["38"]) if not step.date_is_known}

    assert unknown == {date(2021, 2, 1), date(2021, 7, 1)}


def test_islands_without_communes_became_special_zones():
    steps = [step for step in sources.shipped_steps() if step.kind == EventKind.CREATE and step.ends]

    assert sorted(unit.name for step in steps for unit in step.starts) == [
        "Bạch Long Vĩ",
        "Côn Đảo",
        "Cồn Cỏ",
        "Hoàng Sa",
        "Lý Sơn",
    ]
    assert {unit.kind for step in steps for unit in step.starts} == {UnitKind.SPECIAL_ZONE}


def test_the_parts_of_each_unit_make_the_whole_unit():
    given: Counter[tuple[date, str]] = Counter()
    for step in sources.shipped_steps():
        for part in step.parts:
            given[step.effective_on, part.from_code] += part.share_millionths

    assert set(given.values()) == {1_000_000}
