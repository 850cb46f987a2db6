"""The periods of a question."""

from __future__ import annotations

from datetime import date

import pytest

from chungtay.analytics.asking import Month
from chungtay.analytics.codes import Step
from chungtay.analytics.queries.slots import Reported, reported_periods, slots_of, slots_reported, span_of
from chungtay.reporting.codes import Grain
from tests.reporting.stage import NOON, Stage
from tests.reporting.world import World

TODAY = NOON.date()
SOME = Reported(months=((2026, 9), (2026, 10), (2026, 11)), years=(2021,), today=TODAY)


@pytest.mark.parametrize(
    ("step", "first", "last", "span"),
    [
        (None, None, None, (Step.MONTH, (2026, 9), (2026, 11))),
        (Step.YEAR, None, None, (Step.YEAR, (2024, 12), (2026, 12))),
        (Step.QUARTER, None, (2026, 6), (Step.QUARTER, (2025, 12), (2026, 6))),
        (Step.MONTH, (2026, 3), (2026, 1), (Step.MONTH, (2026, 1), (2026, 3))),
        (Step.MONTH, (2027, 3), None, (Step.MONTH, (2027, 3), (2027, 3))),
    ],
)
def test_what_is_left_open_is_the_latest_that_is_reported(
    step: Step | None, first: Month | None, last: Month | None, span: tuple[Step, Month, Month]
) -> None:
    assert span_of(SOME, step, first, last) == span


def test_without_months_the_years_are_asked() -> None:
    assert span_of(Reported((), (2021,), TODAY), None, None, None) == (Step.YEAR, (2019, 12), (2021, 12))


def test_slots_neither_gap_nor_overlap_over_a_turn_of_the_year(world: World) -> None:
    months = slots_of(Step.MONTH, (2025, 11), (2026, 2))
    quarters = slots_of(Step.QUARTER, (2025, 10), (2026, 6))

    assert [slot.short for slot in months] == ["11/2025", "12/2025", "1/2026", "2/2026"]
    assert [slot.short for slot in quarters] == ["IV/2025", "I/2026", "II/2026"]
    windows = [period.window for slot in months for period in slot.periods.values()]
    assert [window.upper for window in windows[:-1]] == [window.lower for window in windows[1:]]


def test_of_a_long_span_the_latest_24_are_shown(world: World) -> None:
    slots = slots_of(Step.MONTH, (2021, 1), (2026, 12))

    assert (len(slots), slots[0].short, slots[-1].short) == (24, "1/2025", "12/2026")


def test_months_that_nobody_owes_are_left_out_and_all_stay_where_none_is_owed(stage: Stage) -> None:
    stage.task(stage.dong_thanh, index=10)
    stage.task(stage.dong_thanh, index=11)
    stage.period(2026, 9)
    stage.task(stage.dong_thanh, year=2026, index=1, grain=Grain.YEAR, is_claim=True)
    reported = reported_periods(date(2026, 11, 1))

    assert (reported.months, reported.years) == (((2026, 10), (2026, 11)), ())
    asked = slots_of(Step.MONTH, (2026, 9), (2026, 10))
    assert [slot.index for slot in slots_reported(asked, reported)] == [10]
    assert slots_reported(asked[:1], reported) == asked[:1]
