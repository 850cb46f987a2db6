"""What each rule finds, and what it leaves alone: plain values, no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

import pytest

from chungtay.analytics.quality.codes import WarningKind
from chungtay.analytics.quality.facts import Catalogue, Oddity, Place, Report, Window, catalogue_of
from chungtay.analytics.quality.history import against_history
from chungtay.analytics.quality.identities import balance_of, identities_of
from chungtay.analytics.quality.mergers import after_a_merger
from chungtay.analytics.quality.roundness import chance_of, round_numbers
from chungtay.analytics.quality.sides import joint_work_differs
from chungtay.analytics.quality.words import sentence_of
from chungtay.reporting.codes import Grain, IndicatorKind

FLOW, STOCK, RATIO = IndicatorKind.FLOW, IndicatorKind.STOCK, IndicatorKind.RATIO
SESSIONS, WORKERS, ATTENDANCES, MODELS, NEW, REPLICATED, RETIRED, TEAMS, MEMBERS, OK, OF, PTS, COM, RA, GIFTS = range(
    15
)
CATALOGUE = catalogue_of(
    [
        Place(SESSIONS, "OUT_SESSIONS", FLOW, "total", is_shared_work=True),
        Place(WORKERS, "OUT_SESSIONS", FLOW, "category", is_shared_work=True),
        Place(ATTENDANCES, "OUT_ATTENDANCES", FLOW, "total"),
        Place(MODELS, "MOD_MODELS", STOCK, "total"),
        Place(NEW, "MOD_NEW", FLOW, "total"),
        Place(REPLICATED, "MOD_REPLICATED", FLOW, "total"),
        Place(RETIRED, "MOD_RETIRED", FLOW, "total"),
        Place(TEAMS, "FRC_TEAMS", STOCK, "total"),
        Place(MEMBERS, "FRC_MEMBERS", STOCK, "total"),
        Place(OK, "SAF_RA_OK", RATIO, "numerator"),
        Place(OF, "SAF_RA_OK", RATIO, "denominator"),
        Place(PTS, "FES_PTS_ALL", FLOW, "total"),
        Place(COM, "FES_PTS_COM", FLOW, "total"),
        Place(RA, "FES_PTS_RA", FLOW, "total"),
        Place(GIFTS, "FES_GIFT_VALUE", FLOW, "total", is_money=True),
    ]
)
CELLS = tuple(CATALOGUE.places)
# Counted things for a heap of round numbers, beside those above.
MANY = catalogue_of([Place(number, f"COUNT_{number}", FLOW, "total") for number in range(10)])


def window(number: int) -> Window:
    first = date(2026, 1, 1) + timedelta(days=30 * number)
    return Window(number, 1, Grain.MONTH, 2026, number, first, first + timedelta(days=29))


def report(values: Mapping[int, int], number: int = 9, *, cells: Sequence[int] = CELLS, **more: object) -> Report:
    fields = {"unit_id": 1, "line": "police"} | more
    return Report(1, 1, 1, window=window(number), cells=tuple(cells), values=values, **fields)  # type: ignore[arg-type]


def found(oddities: object) -> list[tuple[str, str, int]]:
    return [(each.kind.value, each.code, each.cell) for each in oddities]  # type: ignore[attr-defined]


def past(cell: int, *values: int | None) -> list[Report]:
    """Reports of one cell in the periods right before the ninth; None left it blank."""
    first = 9 - len(values)
    return [report({} if value is None else {cell: value}, first + place) for place, value in enumerate(values)]


def alone(cell: int, value: int | None, before: Sequence[Report], catalogue: Catalogue = CATALOGUE) -> list[Oddity]:
    return list(against_history(report({} if value is None else {cell: value}, cells=(cell,)), before, catalogue))


def test_ten_times_the_usual_is_told_with_its_numbers() -> None:
    (oddity,) = alone(SESSIONS, 420, past(SESSIONS, 40, 41, 42, 43, 44, 45))

    assert (oddity.kind, oddity.code, oddity.stands_on) == (WarningKind.OUTLIER, "modified", "420")
    assert oddity.numbers == {
        "value": 420,
        "median": "85/2",
        "count": 6,
        "low": 40,
        "high": 45,
        "earlier": [40, 41, 42, 43, 44, 45],
        "score": str(Fraction(6_745, 10_000) * Fraction(755, 2) / Fraction(3, 2)),
    }
    words = sentence_of(oddity.kind, oddity.code, oddity.numbers, 0)
    assert words == (
        "420, cao gấp 9,9 lần mức thường thấy (trung vị 42,5 của 6 kỳ trước, từ 40 đến 45). "
        "Điểm lệch 169,7 theo trung vị và MAD; trên 3,5 là nên xem lại."
    )


@pytest.mark.parametrize(
    ("value", "earlier"),
    [
        (420, (40, 41, 42, 43, 44)),  # five are no history
        (48, (40, 40, 41, 41, 42, 42)),  # far out by the score, but eight sessions are nothing to ask about
        (440, (400, 400, 401, 401, 402, 402)),  # far out by the score, yet a tenth more
        (60, (10, 20, 30, 40, 50, 60)),  # a history as wide as this tells nothing
    ],
)
def test_what_is_no_outlier(value: int, earlier: tuple[int, ...]) -> None:
    assert alone(SESSIONS, value, past(SESSIONS, *earlier)) == []


def test_a_category_and_a_rate_have_no_history_of_their_own() -> None:
    for cell in (WORKERS, OK):
        assert alone(cell, 420, past(cell, 40, 41, 42, 43, 44, 45)) == []


def test_the_same_figure_is_told_once_in_four_periods_and_not_of_stocks() -> None:
    told = [len(alone(SESSIONS, 12, past(SESSIONS, *[12] * count))) for count in range(9)]

    assert told == [0, 0, 0, 1, 0, 0, 0, 1, 0]
    assert alone(MODELS, 12, past(MODELS, 12, 12, 12)) == []
    assert alone(SESSIONS, 9, past(SESSIONS, 9, 9, 9)) == []
    assert alone(SESSIONS, 12, past(SESSIONS, 12, 12, 12)[:2]) == []


def test_blank_where_there_always_was_a_figure() -> None:
    assert found(alone(SESSIONS, None, past(SESSIONS, 3, 2, 4))) == [("vang-mat", "missing", SESSIONS)]
    assert alone(SESSIONS, 0, past(SESSIONS, 3, 2, 4)) == []
    assert alone(SESSIONS, None, past(SESSIONS, 3, None, 4)) == []
    assert alone(SESSIONS, None, past(SESSIONS, 3, 2, 0)) == []
    assert alone(SESSIONS, None, past(SESSIONS, 3, 2)) == []


def test_identities_of_a_good_report_are_silent() -> None:
    good = {SESSIONS: 10, WORKERS: 10, ATTENDANCES: 300, TEAMS: 4_351, MEMBERS: 13_053, OK: 9, OF: 9}

    assert list(identities_of((good | {PTS: 7, COM: 1, RA: 6}).get, CATALOGUE)) == []


@pytest.mark.parametrize(
    ("values", "code", "cell", "stands_on"),
    [
        ({TEAMS: 4_351, MEMBERS: 13_052}, "members_per_team", MEMBERS, "13052:4351"),
        ({TEAMS: 10, MEMBERS: 51}, "members_per_team", MEMBERS, "51:10"),
        ({SESSIONS: 2, ATTENDANCES: 601}, "attendances_per_session", ATTENDANCES, "601:2"),
        ({OK: 10, OF: 9}, "part_above_whole", OK, "10:9"),
        ({NEW: 5, MODELS: 4}, "above_another", NEW, "5:4"),
        ({SESSIONS: 3, WORKERS: 4}, "categories_above_total", SESSIONS, "3:4"),
        ({PTS: 8, COM: 1, RA: 6}, "festival_places", PTS, "8:1:6"),
    ],
)
def test_what_does_not_fit_together(values: dict[int, int], code: str, cell: int, stands_on: str) -> None:
    (oddity,) = identities_of(values.get, CATALOGUE)

    assert (oddity.kind, oddity.code, oddity.cell, oddity.stands_on) == (WarningKind.IDENTITY, code, cell, stands_on)
    assert sentence_of(oddity.kind, oddity.code, oddity.numbers, 0)


def test_an_identity_is_silent_where_a_figure_is_blank_or_not_exact() -> None:
    assert list(identities_of({PTS: 8, RA: 6}.get, CATALOGUE)) == []
    about = report({TEAMS: 10, MEMBERS: 51}, inexact=frozenset({MEMBERS}))
    assert list(identities_of(about.exact, CATALOGUE)) == []


@pytest.mark.parametrize(
    ("now", "is_odd"),
    [
        ({MODELS: 12, NEW: 3, REPLICATED: 0, RETIRED: 1}, False),
        ({MODELS: 13, NEW: 3, REPLICATED: 0, RETIRED: 1}, True),
        ({MODELS: 13, NEW: 3, REPLICATED: 1, RETIRED: 1}, False),
        ({MODELS: 11, NEW: 3, REPLICATED: 1, RETIRED: 1}, True),
        ({MODELS: 14, NEW: 3, REPLICATED: 0}, True),
        ({MODELS: 2, NEW: 3, REPLICATED: 0}, False),  # what was retired is blank: it may have been many
        ({MODELS: 99, NEW: 3}, False),  # what was replicated is blank
        ({MODELS: 8, RETIRED: 1}, True),
        ({MODELS: 99, RETIRED: 1}, False),  # what is new is blank
    ],
)
def test_a_stock_follows_from_the_one_before(now: dict[int, int], is_odd: bool) -> None:
    before = [report({MODELS: 10}, 8)]

    assert [each.cell for each in balance_of(report(now), before, CATALOGUE)] == [MODELS] * is_odd
    assert list(balance_of(report(now), [report({MODELS: 10}, 7)], CATALOGUE)) == []


def test_a_successor_is_held_against_the_sum_of_all_it_was_made_of() -> None:
    one, other = report({SESSIONS: 30, MODELS: 20}, unit_id=2), report({SESSIONS: 10, MODELS: 5}, unit_id=3)
    now = report({SESSIONS: 121, MODELS: 51})

    odd = list(after_a_merger(now, [one, other], CATALOGUE, code="same_period", count=2))

    assert [(each.code, each.cell, each.numbers) for each in odd] == [
        ("same_period", SESSIONS, {"before": 40, "units": 2, "value": 121}),
        ("same_period", MODELS, {"before": 25, "units": 2, "value": 51}),
    ]
    assert list(after_a_merger(now, [one], CATALOGUE, code="same_period", count=2)) == []
    fine = report({SESSIONS: 120, MODELS: 50})
    assert list(after_a_merger(fine, [one, other], CATALOGUE, code="same_period", count=2)) == []
    about = report({SESSIONS: 10, MODELS: 5}, unit_id=3, inexact=frozenset({SESSIONS, MODELS}))
    assert list(after_a_merger(now, [one, about], CATALOGUE, code="same_period", count=2)) == []


def test_a_successor_that_leaves_blank_what_all_gave() -> None:
    parts = [report({SESSIONS: 6}, unit_id=2), report({SESSIONS: 4}, unit_id=3)]

    odd = list(after_a_merger(report({}), parts, CATALOGUE, code="period_before", count=2))

    assert [(each.code, each.numbers) for each in odd] == [("blank_period_before", {"before": 10, "units": 2})]


def test_round_numbers_heap_up() -> None:
    heap = {number: 30 + 10 * number for number in range(7)} | {7: 33, 8: 44, 9: 7}

    (oddity,) = round_numbers(report(heap, cells=range(10)), MANY)

    assert (oddity.kind, oddity.cell, oddity.numbers) == (WarningKind.ROUND, 6, {"round": 7, "count": 9})
    assert chance_of(7, 9) < Fraction(1, 10_000) < chance_of(5, 9)
    assert list(round_numbers(report(heap | {0: 31, 1: 41}, cells=range(10)), MANY)) == []
    few = dict.fromkeys(range(5), 30)
    assert list(round_numbers(report(few, cells=range(10)), MANY)) == []


def test_joint_work_that_the_others_do_not_know_of() -> None:
    def told(joint: Mapping[int, int], line: str) -> Report:
        return report({}, joint=joint, line=line)

    police, front, women = told({SESSIONS: 120}, "police"), told({SESSIONS: 30}, "front"), told({SESSIONS: 20}, "women")

    (oddity,) = joint_work_differs(police, [front, women], CATALOGUE)

    assert (oddity.code, oddity.numbers) == ("joint_police", {"told": 120, "others": 50})
    assert list(joint_work_differs(front, [police, women], CATALOGUE)) == []
    assert list(joint_work_differs(police, [front, told({}, "women")], CATALOGUE)) == []
    assert list(joint_work_differs(told({SESSIONS: 100}, "police"), [front, women], CATALOGUE)) == []
