"""Warnings, rule by rule: what is unusual, what is not, and that every code has its sentence."""

from __future__ import annotations

import pytest

from chungtay.reporting.codes import Qualifier
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.plausibility import BANDS, MESSAGES, History, Warning, warnings_of
from tests.reporting.stage import (
    AREAS,
    AREAS_OK,
    ATTENDANCES,
    AWARDS,
    MEMBERS,
    MODELS,
    POINTS,
    SESSIONS,
    TEAMS,
    TYPES,
    WORKERS,
    Stage,
)


def found(stage: Stage, figures: dict[int, int | CellFigure], history: History | None = None) -> list[str]:
    """The keys of the warnings about `figures`."""
    cells = {cell: CellFigure(it) if isinstance(it, int) else it for cell, it in figures.items()}
    return [warning.key for warning in warnings_of(Contents(cells), stage.layout, history or History())]


@pytest.mark.parametrize(
    ("numerator", "denominator", "code", "usual", "unusual"),
    [
        (ATTENDANCES, SESSIONS, "attendances_per_session", (100, 300, 3000), (99, 3001)),
        (POINTS, MODELS, "points_per_model", (50, 600), (49, 601)),
        (MEMBERS, TEAMS, "members_per_team", (30, 50), (29, 51)),
    ],
)
def test_bands_warn_outside_their_bounds_alone(
    stage: Stage, numerator: int, denominator: int, code: str, usual: tuple[int, ...], unusual: tuple[int, ...]
) -> None:
    assert [found(stage, {denominator: 10, numerator: value}) for value in usual] == [[]] * len(usual)
    assert [found(stage, {denominator: 10, numerator: value}) for value in unusual] == [[f"{code}:{numerator}"]] * 2


def test_bands_are_silent_about_what_was_not_stated(stage: Stage) -> None:
    assert found(stage, {ATTENDANCES: 900}) == []
    assert found(stage, {ATTENDANCES: 0, SESSIONS: 0}) == []


def test_the_part_is_not_more_than_the_whole(stage: Stage) -> None:
    assert found(stage, {AREAS_OK: 16, AREAS: 16}) == []
    assert found(stage, {AREAS_OK: 17, AREAS: 16}) == [f"part_above_whole:{AREAS_OK}"]


def test_categories_do_not_add_up_to_more_than_their_total(stage: Stage) -> None:
    assert found(stage, {SESSIONS: 12, WORKERS: 12}) == []
    assert found(stage, {SESSIONS: 12, WORKERS: 13}) == [f"categories_above_total:{SESSIONS}"]


def test_the_cumulative_figure_is_held_against_period_past_and_sum(stage: Stage) -> None:
    before = History(cumulative_before={AWARDS: 20}, year_so_far={AWARDS: 20}, before={AWARDS: 2})

    assert found(stage, {AWARDS: CellFigure(5, cumulative=25)}, before) == []
    assert found(stage, {AWARDS: CellFigure(5, cumulative=26)}, before) == [f"cumulative_differs:{AWARDS}"]
    assert found(stage, {AWARDS: CellFigure(5, Qualifier.GT, cumulative=26)}, before) == []
    assert found(stage, {AWARDS: CellFigure(5, cumulative=4)}) == [f"cumulative_below_period:{AWARDS}"]
    assert found(stage, {AWARDS: CellFigure(5, cumulative=19)}, before) == [
        f"cumulative_below_before:{AWARDS}",
        f"cumulative_differs:{AWARDS}",
    ]


def test_the_same_period_last_year_is_within_three_times(stage: Stage) -> None:
    last_year = History(last_year={AWARDS: 10, SESSIONS: 2})

    assert found(stage, {AWARDS: 30}, last_year) == []
    assert found(stage, {AWARDS: 31}, last_year) == [f"same_period_differs:{AWARDS}"]
    assert found(stage, {AWARDS: 3}, last_year) == [f"same_period_differs:{AWARDS}"]
    # Small counts jump for good reasons.
    assert found(stage, {SESSIONS: 9}, last_year) == []


def test_a_stock_does_not_double_from_one_period_to_the_next(stage: Stage) -> None:
    before = History(before={MODELS: 10, AWARDS: 10})

    assert found(stage, {MODELS: 20}, before) == []
    assert found(stage, {MODELS: 21}, before) == [f"stock_jumps:{MODELS}"]
    assert found(stage, {AWARDS: 21}, before) == []


def test_types_are_counted_by_their_names(stage: Stage) -> None:
    named = Contents({TYPES: CellFigure(2)}, keys={TYPES: ("K01", "K02")})

    assert found(stage, {TYPES: 2}) == [f"types_without_names:{TYPES}"]
    assert warnings_of(named, stage.layout) == ()


def test_every_band_has_its_sentence_with_its_numbers() -> None:
    numbers = {"numerator": "900", "denominator": "2", "low": "10", "high": "300"}

    sentences = [str(MESSAGES[band.code]) % numbers for band in BANDS]

    assert all("900" in sentence and "2" in sentence for sentence in sentences)


def test_a_warning_survives_being_kept() -> None:
    warning = Warning("stock_jumps", MODELS, {"value": 21, "before": 10})

    assert Warning.from_json(warning.as_json()) == warning
