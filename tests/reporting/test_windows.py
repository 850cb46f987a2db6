"""Windows of the several clocks, and deadlines on working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.reporting.codes import Calendar, Grain
from chungtay.reporting.windows import PARTS_OF_A_YEAR, due_day, is_working_day, window, year_of

TET_2021 = {date(2021, 2, day) for day in (10, 11, 12, 15, 16)}


def test_window_of_a_month_runs_from_the_15th_to_the_14th() -> None:
    assert window(Calendar.ADMINISTRATIVE, Grain.MONTH, 2021, 1) == (date(2020, 12, 15), date(2021, 1, 15))
    assert window(Calendar.ADMINISTRATIVE, Grain.MONTH, 2021, 12) == (date(2021, 11, 15), date(2021, 12, 15))


def test_window_of_a_year_and_its_halves() -> None:
    assert window(Calendar.ADMINISTRATIVE, Grain.YEAR, 2021, 1) == (date(2020, 12, 15), date(2021, 12, 15))
    assert window(Calendar.ADMINISTRATIVE, Grain.HALF, 2021, 1) == (date(2020, 12, 15), date(2021, 6, 15))
    assert window(Calendar.SAFE_AREAS, Grain.YEAR, 2021, 1) == (date(2020, 11, 1), date(2021, 11, 1))
    assert window(Calendar.SAFE_UNITS, Grain.YEAR, 2021, 1) == (date(2020, 11, 16), date(2021, 11, 16))
    assert window(Calendar.FORCE_RATING, Grain.YEAR, 2021, 1) == (date(2020, 11, 15), date(2021, 11, 15))


def test_window_of_a_part_that_a_year_does_not_have() -> None:
    with pytest.raises(ValueError, match="a year has 4 parts"):
        window(Calendar.ADMINISTRATIVE, Grain.QUARTER, 2021, 5)


@given(st.sampled_from(Calendar), st.sampled_from(Grain), st.integers(1990, 2090))
def test_windows_neither_gap_nor_overlap(calendar: Calendar, grain: Grain, year: int) -> None:
    parts = PARTS_OF_A_YEAR[grain]
    spans = [window(calendar, grain, year, index) for index in range(1, parts + 1)]
    spans.append(window(calendar, grain, year + 1, 1))

    assert [end for _, end in spans[:-1]] == [first for first, _ in spans[1:]]


@given(st.sampled_from(Calendar), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_year_of_is_the_year_whose_window_holds_the_day(calendar: Calendar, day: date) -> None:
    first, end = window(calendar, Grain.YEAR, year_of(calendar, day), 1)

    assert first <= day < end


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(1, 8),
    st.sets(st.dates(date(2020, 1, 1), date(2030, 1, 1))),
)
def test_due_day_is_a_working_day_after_the_cut_off(last_day: date, working_days: int, off: set[date]) -> None:
    due = due_day(last_day, working_days, off=off, worked=())

    between = [last_day + timedelta(days=step) for step in range(1, (due - last_day).days + 1)]
    assert sum(is_working_day(day, off=off, worked=()) for day in between) == working_days
    assert is_working_day(due, off=off, worked=())


def test_due_day_moves_past_a_long_holiday() -> None:
    assert due_day(date(2021, 2, 9), 1, off=TET_2021, worked=()) == date(2021, 2, 17)


def test_due_day_counts_a_weekend_day_that_is_worked_in_exchange() -> None:
    assert due_day(date(2025, 4, 25), 1, off={date(2025, 5, 2)}, worked={date(2025, 4, 26)}) == date(2025, 4, 26)
