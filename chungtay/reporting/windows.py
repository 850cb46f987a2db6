"""Windows of reporting periods and the days by which reports are due.

Several clocks run at once: Decree 09/2019 counts from the 15th to the 14th, Circular 124/2021 from November to
October. Windows are half-open: the first day in, the day after the last day out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from chungtay.reporting.codes import Calendar, Grain

PARTS_OF_A_YEAR = {Grain.MONTH: 12, Grain.QUARTER: 4, Grain.HALF: 2, Grain.YEAR: 1}
# The day of the month on which a reporting year starts, and in which month: of the year before, or of the year.
_YEAR_STARTS = {
    Calendar.ADMINISTRATIVE: (12, 15, -1),
    Calendar.SAFE_AREAS: (11, 1, -1),
    Calendar.SAFE_UNITS: (11, 16, -1),
    Calendar.FORCE_RATING: (11, 15, -1),
    Calendar.CALENDAR: (1, 1, 0),
}
ONE_DAY = timedelta(days=1)


def window(calendar: Calendar, grain: Grain, year: int, index: int) -> tuple[date, date]:
    """First day and the day after the last of part `index` (1, 2, ...) of the reporting year `year`.

    Source: Decree 09/2019/NĐ-CP Art. 12 (administrative), Circular 124/2021/TT-BCA (safe areas and units).
    """
    parts = PARTS_OF_A_YEAR[grain]
    if not 1 <= index <= parts:
        raise ValueError(f"a year has {parts} parts of grain {grain}, not {index}")
    month, day, year_shift = _YEAR_STARTS[calendar]
    length = 12 // parts
    return (
        _months_later(date(year + year_shift, month, day), length * (index - 1)),
        _months_later(date(year + year_shift, month, day), length * index),
    )


def year_of(calendar: Calendar, day: date) -> int:
    """The reporting year in which `day` falls."""
    for year in (day.year, day.year + 1):
        first, end = window(calendar, Grain.YEAR, year, 1)
        if first <= day < end:
            return year
    raise ValueError(f"{day} lies in no reporting year of {calendar}")


def windows_of_year(calendar: Calendar, year: int) -> Iterator[tuple[Grain, int, date, date]]:
    """Each period of a reporting year, the year itself first."""
    for grain in (Grain.YEAR, Grain.HALF, Grain.QUARTER, Grain.MONTH):
        for index in range(1, PARTS_OF_A_YEAR[grain] + 1):
            yield (grain, index, *window(calendar, grain, year, index))


def is_working_day(day: date, *, off: Collection[date], worked: Collection[date]) -> bool:
    """Monday to Friday but for the days `off`, and weekend days that are `worked` in exchange."""
    return day in worked or (day.weekday() < 5 and day not in off)


def due_day(last_day: date, working_days: int, *, off: Collection[date], worked: Collection[date]) -> date:
    """The `working_days`-th working day after a window's last day: a deadline never falls on a day off.

    Source: Decree 09/2019/NĐ-CP Art. 8(5): at least one working day lies between cut-off and deadline.
    """
    day = last_day
    while working_days:
        day += ONE_DAY
        working_days -= is_working_day(day, off=off, worked=worked)
    return day


def first_working_day(since: date, *, off: Collection[date], worked: Collection[date]) -> date:
    """`since` itself when offices work on it, else the next day on which they do."""
    return due_day(since - ONE_DAY, 1, off=off, worked=worked)


def _months_later(day: date, months: int) -> date:
    month = day.month - 1 + months
    return day.replace(year=day.year + month // 12, month=month % 12 + 1)
