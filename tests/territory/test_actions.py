from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chungtay.core.errors import NotPermitted
from chungtay.core.models import Deed
from chungtay.core.scanner import ForbiddenMatter
from chungtay.territory import actions
from chungtay.territory.actions import Entry
from chungtay.territory.codes import MILLION, EventKind, UnitKind
from chungtay.territory.errors import (
    CodeTaken,
    NothingToUndo,
    SharesDoNotAddUp,
    UndoBlocked,
    UnitHasLaterEvents,
    UnitStillHasChildren,
    WrongParent,
)
from chungtay.territory.ledger import UnitData
from chungtay.territory.models import AdministrativeUnit, UnitAncestor, UnitEvent, UnitSuccession, UnitVersion
from chungtay.territory.queries import (
    ancestors_on,
    children_on,
    composed_successions,
    predecessors,
    successors,
    unit_by_code,
    units_on,
    version_by_code,
    version_on,
)
from chungtay.territory.signals import Blocker, unit_event_undo
from tests.territory.conftest import KEEPER, NOW, REPORTER

DAY = date(2027, 1, 1)
EVE = date(2026, 12, 31)
ENTRY = Entry(DAY, "Nghị quyết thử số 01/NQ")
AS_KEEPER: Any = {"entry": ENTRY, "by": None, "now": NOW}


def standing(on: date) -> list[tuple[Any, ...]]:
    """Everything that can be seen of the map of a day."""
    return list(units_on(on).values_list("unit_id", "code", "name", "kind", "parent_id", "validity"))


def everything() -> list[Any]:
    """All rows that have days, and who stands above whom."""
    versions = UnitVersion.objects.exclude(validity__isempty=True).order_by("id")
    units = AdministrativeUnit.objects.exclude(validity__isempty=True).order_by("id")
    above = UnitAncestor.objects.order_by("unit_id", "depth", "validity")
    return [
        list(versions.values("id", "unit_id", "parent_id", "code", "name", "kind", "validity", "ended_by_id")),
        list(units.values("id", "validity")),
        list(above.values_list("unit_id", "ancestor_id", "depth", "validity")),
    ]


def ward(code: str) -> AdministrativeUnit:
    return unit_by_code(code, EVE)


def test_merge_units_ends_both_and_starts_one_of_the_same_code(province_38):
    ham_rong, hac_thanh = ward("14758"), ward("14797")

    merged = actions.merge_units(
        [ham_rong, hac_thanh], into=UnitData("14797", UnitKind.WARD, "Hàm Hạc", "38"), **AS_KEEPER
    )

    assert unit_by_code("14797", EVE) == hac_thanh
    assert unit_by_code("14797", DAY) == merged != hac_thanh
    assert [share.fraction for share in successors(ham_rong, DAY)] == [1]
    assert {share.from_unit_id for share in predecessors(merged, EVE)} == {ham_rong.pk, hac_thanh.pk}
    assert units_on(DAY, level=3).count() == 165


def test_merge_units_takes_along_what_stands_below(province_38):
    """Đông Sơn district joined the city on 1 January 2025; its communes followed with their keys."""
    before, after = date(2024, 12, 31), date(2025, 1, 1)
    dong_son, city = unit_by_code("405", before), unit_by_code("380", after)
    dong_yen = unit_by_code("16393", before)

    assert unit_by_code("16393", after) == dong_yen
    assert [row.code for row in ancestors_on(dong_yen, before)] == ["405", "38", "VN"]
    assert [row.code for row in ancestors_on(dong_yen, after)] == ["380", "38", "VN"]
    assert [share.to_unit_id for share in successors(dong_son, after)] == [city.pk]
    assert children_on(city, after).count() == 34 + 14 - 1


def test_split_unit_without_shares_sends_everything_to_the_default_target(province_38):
    unit = ward("14758")
    into = [UnitData("90001", UnitKind.WARD, "Bắc", "38"), UnitData("90002", UnitKind.WARD, "Nam", "38")]

    north, south = actions.split_unit(unit, into=into, default_target="90002", **AS_KEEPER)

    found = {share.to_unit_id: (share.fraction, share.is_exact) for share in successors(unit, DAY)}
    assert found == {south.pk: (1, False), north.pk: (0, False)}


def test_review_shares_makes_a_split_exact(province_38):
    unit = ward("14758")
    into = [UnitData("90001", UnitKind.WARD, "Bắc", "38"), UnitData("90002", UnitKind.WARD, "Nam", "38")]
    north, south = actions.split_unit(unit, into=into, default_target="90002", **AS_KEEPER)
    event = UnitSuccession.objects.get(to_unit=north).event

    with pytest.raises(SharesDoNotAddUp):
        actions.review_shares(event, unit, shares={north.pk: 1, south.pk: 1}, by=None, now=NOW)
    actions.review_shares(event, unit, shares={north.pk: 250_000, south.pk: 750_000}, by=None, now=NOW)

    found = {share.to_unit_id: (share.numerator, share.denominator, share.is_exact) for share in successors(unit, DAY)}
    assert found == {north.pk: (1, 4, True), south.pk: (3, 4, True)}


@pytest.mark.parametrize(
    ("default_target", "shares"),
    [
        ("90003", None),
        ("90001", {"90001": MILLION}),
        ("90001", {"90001": MILLION, "90002": 1}),
        ("90001", {"90001": MILLION + 1, "90002": -1}),
    ],
)
def test_split_unit_refuses_shares_that_do_not_make_the_unit(province_38, default_target, shares):
    into = [UnitData("90001", UnitKind.WARD, "Bắc", "38"), UnitData("90002", UnitKind.WARD, "Nam", "38")]

    with pytest.raises(SharesDoNotAddUp):
        actions.split_unit(ward("14758"), into=into, default_target=default_target, shares=shares, **AS_KEEPER)


def test_changes_of_attributes_keep_the_key_and_the_past(province_38):
    unit = ward("14758")

    actions.rename_unit(unit, name="Hàm Rồng Mới", **AS_KEEPER)
    actions.retype_unit(unit, kind=UnitKind.RURAL_COMMUNE, **AS_KEEPER)
    actions.recode_unit(unit, code="90001", **AS_KEEPER)

    now, then = version_on(unit, DAY), version_on(unit, EVE)
    assert (now.code, now.heading) == ("90001", "Xã Hàm Rồng Mới")
    assert (then.code, then.heading) == ("14758", "Phường Hàm Rồng")
    assert [(share.to_unit_id, share.fraction) for share in successors(unit, DAY)] == [(unit.pk, 1)]
    assert now.latitude_e6 == then.latitude_e6 is not None


def test_reparent_unit_moves_all_that_stands_below(province_38):
    province = unit_by_code("38", EVE)
    nation = unit_by_code("VN", EVE)
    first, second = actions.create_units(
        [UnitData("991", UnitKind.TOWN, "Thị xã thử", "38"), UnitData("01", UnitKind.PROVINCE, "Tỉnh thử", "VN")],
        **AS_KEEPER,
    )
    commune = ward("14758")
    later = Entry(date(2027, 6, 1), "Nghị quyết thử số 02/NQ")

    actions.reparent_unit(commune, parent=first, **AS_KEEPER)
    actions.reparent_unit(first, parent=second, entry=later, by=None, now=NOW)

    above = {day: [row.unit for row in ancestors_on(commune, day)] for day in (EVE, DAY, date(2027, 6, 1))}
    assert above == {
        EVE: [province, nation],
        DAY: [first, province, nation],
        date(2027, 6, 1): [first, second, nation],
    }


def test_abolish_units_wants_nothing_left_below(province_38):
    (town,) = actions.create_units([UnitData("991", UnitKind.TOWN, "Thị xã thử", "38")], **AS_KEEPER)
    commune = ward("14758")
    actions.reparent_unit(commune, parent=town, **AS_KEEPER)
    later = Entry(date(2027, 6, 1), "x")

    with pytest.raises(UnitStillHasChildren):
        actions.abolish_units([town], entry=later, by=None, now=NOW)
    actions.reparent_unit(commune, parent=unit_by_code("38", EVE), entry=later, by=None, now=NOW)
    actions.abolish_units([town], entry=later, by=None, now=NOW)

    assert units_on(date(2027, 6, 1), level=2).count() == 0
    assert successors(town, date(2027, 6, 1)) == []


def test_an_event_is_entered_after_what_the_ledger_already_says(province_38):
    ended = unit_by_code("16651", date(2022, 1, 1))

    with pytest.raises(UnitHasLaterEvents):
        actions.rename_unit(ended, name="x", **AS_KEEPER)
    with pytest.raises(UnitHasLaterEvents):
        actions.rename_unit(ward("14758"), name="x", entry=Entry(date(2025, 6, 30), "x"), by=None, now=NOW)


def test_a_code_that_another_unit_had_on_that_day_is_taken(province_38):
    new = UnitData("16651", UnitKind.WARD, "Hải Yến", "38")

    with pytest.raises(CodeTaken):
        actions.create_units([new], entry=Entry(date(2024, 12, 31), "x"), by=None, now=NOW)
    actions.create_units([new], entry=Entry(date(2025, 1, 1), "x"), by=None, now=NOW)

    assert version_by_code("16651", date(2025, 1, 1)).kind == UnitKind.WARD


def test_only_keepers_of_the_ledger_may_write(province_38):
    before = everything()
    rows = {"entry": ENTRY, "by": REPORTER, "now": NOW}

    with pytest.raises(NotPermitted):
        actions.rename_unit(ward("14758"), name="x", **rows)
    with pytest.raises(NotPermitted):
        actions.undo_latest_event(by=REPORTER, now=NOW)

    assert everything() == before


def test_typed_texts_pass_the_scanner(province_38):
    with pytest.raises(ForbiddenMatter):
        actions.rename_unit(ward("14758"), name="x", entry=Entry(DAY, "Gọi số 0912345678"), by=None, now=NOW)


def test_each_write_is_a_deed(province_38):
    Deed.objects.all().delete()

    actions.rename_unit(ward("14758"), name="Mới", entry=ENTRY, by=KEEPER, now=NOW)

    deed = Deed.objects.get()
    assert (deed.verb, deed.subject_type, deed.role) == ("entered", "territory.unitevent", "coordinator")
    assert deed.subject_id == UnitEvent.objects.latest("id").pk


def test_undo_of_each_kind_of_event_is_identity(province_38):
    before = everything()
    unit, other = ward("14758"), ward("14797")
    into = [UnitData("14758", UnitKind.WARD, "Bắc", "38"), UnitData("90002", UnitKind.WARD, "Nam", "38")]
    (town,) = actions.create_units([UnitData("991", UnitKind.TOWN, "Thị xã thử", "38")], **AS_KEEPER)
    actions.rename_unit(unit, name="Mới", **AS_KEEPER)
    actions.retype_unit(unit, kind=UnitKind.RURAL_COMMUNE, **AS_KEEPER)
    actions.recode_unit(unit, code="90001", **AS_KEEPER)
    actions.reparent_unit(unit, parent=town, **AS_KEEPER)
    (north, _south) = actions.split_unit(unit, into=into, default_target="90002", **AS_KEEPER)
    actions.merge_units([north, other], into=UnitData("14797", UnitKind.WARD, "Gộp", "38"), **AS_KEEPER)

    undone = [actions.undo_latest_event(by=None, now=NOW).kind for _ in range(7)]

    assert undone == ["merge", "split", "reparent", "recode", "retype", "rename", "create"]
    assert everything() == before
    assert UnitEvent.objects.filter(voided_at=NOW).count() == 7


def test_undo_of_the_whole_ledger_gives_each_older_list(province_38):
    maps = {day: standing(day) for day in (date(2022, 1, 1), date(2024, 12, 31), date(2025, 6, 30))}
    seen = {}
    while True:
        event = UnitEvent.objects.filter(voided_at=None).order_by("-effective_on", "-id").first()
        if event.kind == EventKind.CREATE:
            break
        actions.undo_latest_event(by=None, now=NOW)
        seen[event.effective_on] = {row[:5] for row in standing(date(2030, 1, 1))}

    assert seen[date(2025, 7, 1)] == {row[:5] for row in maps[date(2025, 6, 30)]}
    assert seen[date(2025, 1, 1)] == {row[:5] for row in maps[date(2024, 12, 31)]}
    assert seen[date(2024, 2, 1)] == {row[:5] for row in maps[date(2022, 1, 1)]}


def test_undo_is_refused_with_the_list_of_what_stands_there(province_38):
    unit, other = ward("14758"), ward("14797")
    merged = actions.merge_units([unit, other], into=UnitData("14797", UnitKind.WARD, "Gộp", "38"), **AS_KEEPER)
    before = everything()
    asked = []

    def answer(sender: Any, made: set[int], units: set[int], **_rest: Any) -> list[Blocker]:
        asked.append((made, units))
        return [Blocker("Báo cáo năm 2027 đã chấp nhận", merged.pk)]

    unit_event_undo.connect(answer)
    try:
        with pytest.raises(UndoBlocked) as refusal:
            actions.undo_latest_event(by=None, now=NOW)
    finally:
        unit_event_undo.disconnect(answer)

    assert refusal.value.blockers == (Blocker("Báo cáo năm 2027 đã chấp nhận", merged.pk),)
    assert refusal.value.data == {"count": 1}
    assert asked == [({merged.pk}, {unit.pk, other.pk, merged.pk})]
    assert everything() == before


def test_undo_below_a_unit_leaves_other_provinces_alone(province_38):
    new = [UnitData("01", UnitKind.PROVINCE, "Tỉnh thử", "VN"), UnitData("00001", UnitKind.WARD, "A", "01")]
    actions.create_units(new, entry=Entry(date(2020, 1, 1), "x"), by=None, now=NOW)
    other = unit_by_code("01", EVE)

    undone = actions.undo_latest_event(by=None, now=NOW, under=other)

    assert (undone.kind, undone.effective_on) == (EventKind.CREATE, date(2020, 1, 1))
    assert units_on(EVE, level=3).count() == 166
    with pytest.raises(NothingToUndo):
        actions.undo_latest_event(by=None, now=NOW, under=other)


def test_undo_below_a_unit_is_refused_when_later_events_stand_on_it_elsewhere(province_38):
    early, late = Entry(date(2020, 1, 1), "x"), Entry(date(2020, 2, 1), "x")
    new = [UnitData(code, UnitKind.PROVINCE, f"Tỉnh {code}", "VN") for code in ("01", "02")]
    first, second = actions.create_units(new, entry=early, by=None, now=NOW)
    merged = actions.merge_units(
        [first, second], into=UnitData("02", UnitKind.PROVINCE, "Gộp", "VN"), entry=late, by=None, now=NOW
    )
    actions.rename_unit(merged, name="Mới", **AS_KEEPER)
    before = everything()

    with pytest.raises(UnitHasLaterEvents):
        actions.undo_latest_event(by=None, now=NOW, under=first)

    assert everything() == before


def test_a_unit_does_not_begin_before_its_parent(province_38):
    actions.create_units([UnitData("991", UnitKind.TOWN, "Thị xã thử", "38")], **AS_KEEPER)
    child = UnitData("90001", UnitKind.WARD, "Sớm", "991")

    for too_early in (Entry(EVE, "x"), Entry(DAY, "x", date_is_known=False)):
        with pytest.raises(WrongParent):
            actions.create_units([child], entry=too_early, by=None, now=NOW)


def test_undo_leaves_what_was_entered_later_for_an_earlier_day(province_38):
    (town,) = actions.create_units([UnitData("991", UnitKind.TOWN, "Thị xã thử", "38")], **AS_KEEPER)
    actions.rename_unit(town, name="Mới", entry=Entry(date(2027, 6, 1), "x"), by=None, now=NOW)
    child = UnitData("90001", UnitKind.WARD, "Sau", "991")
    (ward_below,) = actions.create_units([child], entry=Entry(date(2027, 3, 1), "x"), by=None, now=NOW)

    undone = actions.undo_latest_event(by=None, now=NOW)

    assert undone.kind == EventKind.RENAME
    assert version_on(town, date(2027, 7, 1)).name == "Thị xã thử"
    assert ancestors_on(ward_below, date(2027, 7, 1))[0].unit == town


def test_loading_again_adds_nothing(province_38):
    before = everything()

    again = actions.load_units(["38"], by=None, now=NOW)

    assert (again.events, again.units) == (0, 0)
    assert everything() == before


def test_another_province_is_loaded_beside_the_first(province_38):
    ours = standing(date(2025, 7, 1))

    loaded = actions.load_units(["38", "46"], by=None, now=NOW)

    assert loaded.events > 0
    hue = unit_by_code("46", date(2025, 7, 1))
    assert units_on(date(2025, 7, 1), under=hue).count() == 40
    assert [row for row in standing(date(2025, 7, 1)) if row in ours] == ours
    shares = composed_successions(date(2025, 6, 30), date(2025, 7, 1))
    assert len({share.to_unit_id for share in shares}) == 166 + 40


@pytest.mark.slow
def test_the_whole_nation_is_loaded(db):
    actions.load_units(by=None, now=NOW)

    counts = {day: [units_on(day, level=level).count() for level in (1, 2, 3)] for day in (date(2025, 1, 1), DAY)}
    assert counts == {date(2025, 1, 1): [63, 696, 10_035], DAY: [34, 0, 3_321]}
