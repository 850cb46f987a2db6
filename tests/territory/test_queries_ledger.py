from __future__ import annotations

from datetime import date

from chungtay.territory.codes import EventKind
from chungtay.territory.queries import events, history, ledger_lines, map_changes, map_dates, story, unit_by_code

TODAY = date(2026, 11, 23)


def test_map_dates_are_the_days_of_change_of_an_area(province_38):
    province, nghi_son = unit_by_code("38", TODAY), unit_by_code("407", date(2022, 1, 1))

    assert map_dates(province) == [
        date(2021, 2, 1),
        date(2021, 7, 1),
        date(2024, 2, 1),
        date(2025, 1, 1),
        date(2025, 7, 1),
    ]
    assert [(found.day, found.event_count, found.date_is_known) for found in map_changes(nghi_son)][:2] == [
        (date(2021, 2, 1), 1, False),
        (date(2025, 1, 1), 1, True),
    ]


def test_events_are_latest_first(province_38):
    days = list(events().values_list("effective_on", "id"))

    assert days == sorted(days, reverse=True)
    assert days[-1][0] == date(2021, 2, 1)


def test_ledger_lines_name_who_became_whom(province_38):
    rows = list(events().filter(effective_on__in=[date(2024, 2, 1), date(2025, 1, 1)]))

    told = {
        (line.event.kind, tuple(unit.heading for unit in line.before), tuple(unit.heading for unit in line.after))
        for line in ledger_lines(rows)
    }

    assert ("merge", ("Thị trấn Thiệu Hóa", "Xã Thiệu Phú"), ("Thị trấn Thiệu Hóa",)) in told
    assert ("merge", ("Huyện Đông Sơn", "Thành phố Thanh Hóa"), ("Thành phố Thanh Hóa",)) in told
    assert ("rename", ("Xã Minh Tâm",), ("Xã Hậu Hiền",)) in told


def test_a_first_list_tells_its_number_and_long_lines_are_cut(province_38):
    rows = list(events().filter(kind__in=[EventKind.CREATE, EventKind.ABOLISH, EventKind.REPARENT]))

    lines = {(line.event.kind, line.event.effective_on): line for line in ledger_lines(rows)}

    first = lines[EventKind.CREATE, date(2021, 2, 1)]
    assert (first.before, first.after) == ((), ())
    assert first.unnamed_count in {1, 587}  # the nation, or the list of the province: both are of that day
    reparented = lines[EventKind.REPARENT, date(2025, 7, 1)]
    assert (len(reparented.before), reparented.unnamed_count) == (12, 10)
    assert [parent.heading for parent in reparented.after] == ["Tỉnh Thanh Hóa"]
    abolished = lines[EventKind.ABOLISH, date(2025, 7, 1)]
    assert (len(abolished.before), len(abolished.after), abolished.unnamed_count) == (12, 0, 14)


def test_ledger_lines_take_no_more_queries_for_many_events(province_38, django_assert_max_num_queries):
    rows = list(events())

    for some in (rows[-1:], rows[-3:], rows):
        with django_assert_max_num_queries(5):
            ledger_lines(some)


def test_history_is_oldest_first(province_38):
    found = history(unit_by_code("15829", date(2024, 2, 1)))

    assert [(version.heading, version.validity.lower) for version in found] == [
        ("Xã Minh Tâm", None),
        ("Thị trấn Hậu Hiền", date(2024, 2, 1)),
    ]


def test_story_of_a_unit_of_the_past_stops_on_its_last_day(province_38):
    found = story(unit_by_code("405", date(2022, 1, 1)), TODAY)

    assert found.day == date(2024, 12, 31)
    assert [unit.heading for unit in found.above] == ["Tỉnh Thanh Hóa", "Việt Nam"]
    assert len(found.children) == 14
    assert [(link.version.heading, link.succession.share_percent) for link in found.heirs] == [
        ("Thành phố Thanh Hóa", 100)
    ]


def test_story_of_a_unit_of_today_tells_what_it_was_made_of(province_38):
    found = story(unit_by_code("14797", TODAY), TODAY)

    assert found.day == TODAY
    assert sorted(link.version.name for link in found.origins if not link.succession.is_reviewed) == [
        "An Hưng",
        "Đông Thọ",
    ]
    assert [spell.parent.heading for spell in found.spells] == ["Tỉnh Thanh Hóa"]
