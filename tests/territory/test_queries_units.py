from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chungtay.core.errors import NotFound
from chungtay.core.models import Installation
from chungtay.core.paging import page_of
from chungtay.core.vietnamese import fold
from chungtay.territory.codes import Level, UnitKind
from chungtay.territory.errors import UnknownUnit
from chungtay.territory.ledger import order_key
from chungtay.territory.models import AdministrativeUnit, UnitAncestor, UnitVersion
from chungtay.territory.queries import (
    ancestors_on,
    children_on,
    counts_on,
    home_province,
    names_at_last,
    search_units,
    unit_by_code,
    unit_by_key,
    units_on,
    version_by_code,
    version_on,
    versions_on,
)

THEN = date(2022, 1, 1)
NOW = date(2026, 11, 23)


def headings(found) -> list[str]:
    return [version.heading for version in found]


def test_units_on_below_a_unit_leaves_out_the_unit_and_other_days(province_38):
    nghi_son = unit_by_code("407", THEN)

    assert units_on(THEN, under=nghi_son).count() == 31
    assert units_on(NOW, under=nghi_son).count() == 0
    assert units_on(THEN, under=nghi_son, level=Level.DISTRICT).count() == 0
    assert units_on(THEN, level=Level.DISTRICT).count() == 27


def test_units_stand_in_dictionary_order(province_38):
    names = [version.name for version in units_on(NOW, level=Level.COMMUNE)]

    wanted = ["An Nông", "Ba Đình", "Bá Thước", "Bát Mọt", "Biện Thượng", "Bỉm Sơn", "Các Sơn", "Cẩm Tân"]
    assert [name for name in names if name in wanted] == wanted
    same_letters = ["Đồng Lương", "Đông Quang", "Đông Sơn", "Đông Thành", "Đông Tiến", "Đồng Tiến"]
    assert [name for name in names if name[1:4] in ("ông", "ồng") and name[0] == "Đ"] == same_letters
    assert names[-1] == "Yên Trường"


def test_numbered_wards_follow_their_number():
    names = ["Phường 10", "Phường 2", "Phường 1"]

    ordered = sorted(names, key=lambda name: order_key(name.removeprefix("Phường "), UnitKind.WARD))

    assert ordered == ["Phường 1", "Phường 2", "Phường 10"]


def test_one_code_is_two_units_on_two_days(province_38):
    then, now = version_by_code("14758", THEN), version_by_code("14758", NOW)

    assert (then.heading, now.heading) == ("Phường Đông Thọ", "Phường Hàm Rồng")
    assert then.unit_id != now.unit_id


def test_a_code_or_unit_that_does_not_stand_is_unknown(province_38):
    with pytest.raises(UnknownUnit) as refusal:
        unit_by_code("405", NOW)
    with pytest.raises(UnknownUnit):
        version_on(unit_by_code("405", THEN), NOW)

    assert refusal.value.data == {"unit": "405", "day": "23/11/2026"}


def test_ancestors_stand_in_order_on_each_day(province_38):
    unit = unit_by_code("14845", THEN)

    assert headings(ancestors_on(unit, THEN)) == ["Huyện Mường Lát", "Tỉnh Thanh Hóa", "Việt Nam"]
    assert headings(ancestors_on(unit, NOW)) == ["Tỉnh Thanh Hóa", "Việt Nam"]
    assert version_on(unit, NOW).heading == "Xã Mường Lát"


def test_each_unit_is_its_own_ancestor_at_depth_0_while_it_stands(province_38):
    rows = UnitAncestor.objects.filter(depth=0).select_related("unit").order_by("unit_id")

    assert {(row.unit_id, row.ancestor_id, row.validity) for row in rows} == {
        (unit.pk, unit.pk, unit.validity) for unit in AdministrativeUnit.objects.all()
    }


def test_ancestors_are_what_versions_say_on_every_day_of_change(province_38):
    for day in (THEN, date(2024, 2, 1), date(2025, 1, 1), NOW):
        parents = dict(UnitVersion.objects.filter(validity__contains=day).values_list("unit_id", "parent_id"))
        wanted = set()
        for unit_id in parents:
            depth, above = 0, unit_id
            while above is not None:
                wanted.add((unit_id, above, depth))
                depth, above = depth + 1, parents[above]
        found = UnitAncestor.objects.filter(validity__contains=day).values_list("unit_id", "ancestor_id", "depth")
        assert set(found) == wanted


def test_children_are_those_of_the_day(province_38):
    province = unit_by_code("38", NOW)

    assert (children_on(province, THEN).count(), children_on(province, NOW).count()) == (27, 166)


def test_counts_by_kind(province_38):
    assert counts_on(NOW, under=unit_by_code("38", NOW)) == {UnitKind.WARD: 19, UnitKind.RURAL_COMMUNE: 147}


def test_names_of_many_units_in_one_query(province_38, django_assert_num_queries):
    gone, kept = unit_by_code("405", THEN), unit_by_code("14845", THEN)

    with django_assert_num_queries(1):
        today = versions_on([gone, kept.pk], NOW)
    with django_assert_num_queries(1):
        last = names_at_last([gone.pk, kept])

    assert {key: row.heading for key, row in today.items()} == {kept.pk: "Xã Mường Lát"}
    assert {key: row.heading for key, row in last.items()} == {gone.pk: "Huyện Đông Sơn", kept.pk: "Xã Mường Lát"}


def test_home_province_follows_the_installation(province_38):
    assert home_province(NOW) is None

    Installation.objects.create(province_code="38")

    assert home_province(NOW) == unit_by_code("38", NOW)


def test_unit_by_key_knows_the_past_and_nothing_that_is_not_there(province_38):
    gone = unit_by_code("405", THEN)

    assert unit_by_key(gone.pk) == gone
    with pytest.raises(NotFound):
        unit_by_key(0)


@pytest.mark.parametrize("text", ["đông thọ", "dong tho", "DONG THO", "phường đông thọ", "Đông  Thọ", "14758"])
def test_search_finds_a_name_whatever_its_marks(province_38, text):
    first = search_units(text, THEN)[0]

    assert (first.heading, first.rank) == ("Phường Đông Thọ", 0)


def test_search_forgives_a_slip_and_puts_the_exact_name_first(province_38):
    assert "Phường Hàm Rồng" in headings(search_units("ham rog", NOW))
    ranks = [version.rank for version in search_units("dong tho", THEN)]
    assert ranks == sorted(ranks)
    assert headings(search_units("dong tho", THEN))[0] == "Phường Đông Thọ"


def test_search_looks_at_the_day_the_level_and_the_area(province_38):
    assert headings(search_units("dong tho", NOW, level=Level.DISTRICT)) == []
    assert "Phường Đông Thọ" not in headings(search_units("dong tho", NOW))
    assert headings(search_units("hai yen", THEN, under=unit_by_code("407", THEN)))[0] == "Xã Hải Yến"


def test_search_for_nothing_alike_finds_nothing(province_38):
    assert headings(search_units("qqqq", NOW)) == []


def test_search_uses_its_index(province_38):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = UnitVersion.objects.filter(search_text__trigram_word_similar="dong tho").explain()

    assert "unit_search_trgm" in plan


def test_pages_of_a_search_neither_repeat_nor_leave_out(province_38):
    found = search_units("thanh", NOW)
    whole, pages, cursor = headings(found), [], None
    while True:
        page = page_of(found, order=("rank", "sort_key", "id"), cursor=cursor, size=5)
        pages += headings(page.rows)
        cursor = page.next_cursor
        if cursor is None:
            break

    assert len(whole) > 10
    assert pages == whole


def test_folding_in_python_is_folding_in_the_database(province_38):
    names = sorted(set(UnitVersion.objects.values_list("name", flat=True)))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT public.f_unaccent(name) FROM unnest(%s::text[]) WITH ORDINALITY AS n(name, i) ORDER BY i", [names]
        )
        folded = [row[0] for row in cursor.fetchall()]

    assert folded == [fold(name) for name in names]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_every_day_has_one_map_whose_units_all_hang_together(province_38, day):
    rows = list(units_on(day).values_list("unit_id", "code", "parent_id", "level"))

    standing = {unit_id for unit_id, *_ in rows}
    assert len(standing) == len(rows) == len({code for _, code, *_ in rows})
    assert {parent_id for _, _, parent_id, level in rows if level} <= standing
    assert len(rows) in {588, 587, 575, 168}
