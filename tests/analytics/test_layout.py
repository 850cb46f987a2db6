"""A pivot as a table: what a cell says, what the legend explains, which way the axes lie."""

from __future__ import annotations

from datetime import date
from itertools import chain

import pytest

from chungtay.analytics.asking import Asked
from chungtay.analytics.codes import Axis
from chungtay.analytics.layout import NOTHING, TableCell, percent_text, table_of
from chungtay.analytics.queries.figures import figures_of
from chungtay.analytics.queries.question import question_for
from chungtay.analytics.queries.unit_rows import unit_rows
from chungtay.organisations.codes import Line
from chungtay.organisations.models import Membership
from chungtay.reporting.codes import Certainty, Qualifier
from tests.reporting.test_totals import report
from tests.reporting.world import HANDLED, POSTS, SETTLED, World

ASKED = Asked(first=(2026, 1), last=(2026, 2), line=Line.ALL, measures=("POSTS", "RATE"), map_day=date(2026, 2, 14))


def laid(worn: Membership, asked: Asked) -> dict[str, list[str]]:
    """The rows of the table by their heads: the words of each cell with its signs."""
    question = question_for(worn, asked, date(2026, 3, 1))
    table = table_of(figures_of(question, unit_rows(question, cursor=None, size=None)))
    return {row.head.label: [f"{cell.text}{cell.of_text}{cell.signs}" for cell in row.cells] for row in table.rows}


@pytest.fixture
def reported(world: World, auditor: Membership) -> Membership:
    """Two months of one commune, the first of them more than said and not settled; who looks at it."""
    task = world.task("10011", world.base(2026, 1))
    figures = {POSTS: 12, SETTLED: 3, HANDLED: 4}
    report(task, figures, qualifiers={POSTS: Qualifier.GT}, certainty=Certainty.ESTIMATE)
    report(world.task("10011", world.base(2026, 2)), {POSTS: 1})
    return auditor


def test_units_by_periods_with_measures_inside(reported: Membership) -> None:
    assert laid(reported, ASKED)["Xã Lâm"] == ["12≥ư", "3/4 (75 %)ư", "1", "–", "13≥ư", ""]


def test_the_same_figures_along_other_axes(reported: Membership) -> None:
    by_measure = laid(reported, ASKED.changed(rows=Axis.MEASURES, columns=Axis.PERIODS))
    by_period = laid(reported, ASKED.changed(rows=Axis.PERIODS, columns=Axis.MEASURES))

    assert list(by_measure) == ["POSTS", "RATE"]
    assert list(by_period) == ["1/2026", "2/2026", "Cộng các kỳ"]
    assert sorted(by_measure["POSTS"] + by_measure["RATE"]) == sorted(chain.from_iterable(by_period.values()))


def test_the_legend_explains_the_signs_that_occur_and_no_other(reported: Membership) -> None:
    question = question_for(reported, ASKED, date(2026, 3, 1))
    table = table_of(figures_of(question, unit_rows(question, cursor=None, size=None)))

    assert [sign for sign, _words in table.signs] == ["≥", "ư"]
    assert table.reasons == ["Có đơn vị ghi “hơn”"]
    assert not table.is_empty


@pytest.mark.parametrize(("part", "of", "words"), [(1, 3, "33,3 %"), (2, 3, "66,7 %"), (1, 1, "100 %"), (0, 7, "0 %")])
def test_a_percentage_has_one_digit_rounded_half_up(part: int, of: int, words: str) -> None:
    assert percent_text(part, of) == words


def test_a_cell_is_escaped_and_closed_cells_lead_nowhere() -> None:
    cell = TableCell("<5", title='"nhỏ"', state="small")

    assert cell.html == '<span title="&quot;nhỏ&quot;">&lt;5</span>'
    assert NOTHING.html == ""
