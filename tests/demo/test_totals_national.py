"""The questions of the large benchmark: we and both peers give one answer, also where communes merged."""

from __future__ import annotations

import pytest

from chungtay.demo.bench.figures import ResultsDiffer
from chungtay.demo.bench.totals_filling import fill
from chungtay.demo.bench.totals_national import cases, require_same_answers
from chungtay.demo.bench.totals_peers import build_facts, build_wide, timed_run
from chungtay.reporting import totals as engine

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_each_question_has_one_answer_and_another_is_refused() -> None:
    decade = fill(100_000, lambda _case: None, provinces=4, communes=170, years_filled=(2032, 2033))
    build_facts()
    build_wide(decade.years)
    engine.rebuild()
    timed_run("VACUUM ANALYZE reporting_totals")

    asked = list(cases(decade))
    for case in asked:
        require_same_answers(case)
    timed_run("DELETE FROM bench_fact WHERE cell = 0")

    assert len(asked) == 6
    with pytest.raises(ResultsDiffer):
        require_same_answers(asked[0])
    timed_run("DROP TABLE bench_wide, bench_wide_owed, bench_fact, bench_unit, bench_moved")
