"""A question as an address, and back."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict

from chungtay.analytics.asking import MEASURES_LIMIT, Asked, asked_from
from chungtay.analytics.codes import Axis, Depth, Step
from chungtay.analytics.errors import QuestionUnreadable
from chungtay.organisations.codes import Line

WHOLE = Asked(
    units=(4, 17),
    depth=Depth.COMMUNES,
    step=Step.QUARTER,
    first=(2025, 1),
    last=(2026, 9),
    measures=("OUT_SESSIONS", "OUT_SESSIONS.workers"),
    line=Line.WOMEN,
    map_day=date(2025, 7, 1),
    rows=Axis.PERIODS,
    columns=Axis.UNITS,
)


def test_an_address_says_the_whole_question_in_words_without_marks() -> None:
    assert WHOLE.address == (
        "don-vi=4&don-vi=17&muc=xa&theo=quy&tu=2025-01&den=2026-09&chi-tieu=OUT_SESSIONS"
        "&chi-tieu=OUT_SESSIONS.workers&khoi=women&dia-gioi=2025-07-01&hang=ky&cot=don-vi"
    )


@pytest.mark.parametrize("asked", [WHOLE, Asked(), Asked(rows=Axis.MEASURES, columns=Axis.UNITS)])
def test_an_address_that_is_read_asks_the_same(asked: Asked) -> None:
    assert asked_from(QueryDict(asked.address)) == asked


@pytest.mark.parametrize(
    "query",
    ["don-vi=-1", "don-vi=1e9", "muc=huyen", "theo=tuan", "tu=2025-13", "den=x", "khoi=ai", "dia-gioi=31/12/2025"],
)
def test_a_parameter_without_sense_is_refused_by_its_name(query: str) -> None:
    with pytest.raises(QuestionUnreadable) as refused:
        asked_from(QueryDict(query))

    assert refused.value.field == query.partition("=")[0]


def test_columns_are_never_the_rows() -> None:
    both = asked_from(QueryDict("hang=ky&cot=ky"))

    assert (both.rows, both.columns) == (Axis.PERIODS, Axis.MEASURES)


def test_choices_are_taken_once_and_not_without_end() -> None:
    many = "&".join(f"chi-tieu=I{number}&chi-tieu=I{number}" for number in range(40))

    assert asked_from(QueryDict(many)).measures == tuple(f"I{number}" for number in range(MEASURES_LIMIT))
