"""Joining two people's changes: laws that hold for any figures."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chungtay.reporting.codes import Certainty, Qualifier
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.merging import cells_moved, left_alone, merged, packed, said, unpacked

numbers = st.none() | st.integers(0, 10**15)
figures = st.builds(CellFigure, value=numbers, qualifier=st.sampled_from(Qualifier), high=numbers, joint=numbers)
contents = st.builds(
    Contents,
    figures=st.dictionaries(st.integers(0, 5), figures.filter(lambda figure: not figure.is_blank), max_size=6),
    certainty=st.sampled_from(Certainty),
    no_joint_work=st.booleans(),
)


# A machine that is busy with something else makes figures slowly; that says nothing about the laws.
LAWS = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


@LAWS
@given(contents, contents)
def test_who_changes_nothing_leaves_everything_as_it_stands(was: Contents, stands: Contents) -> None:
    joined, contests = merged(was, was, stands)

    assert (joined.figures, contests) == (stands.figures, [])
    assert (joined.certainty, joined.no_joint_work) == (stands.certainty, stands.no_joint_work)


@LAWS
@given(contents, contents)
def test_who_is_alone_is_stored_as_typed(was: Contents, typed: Contents) -> None:
    joined, contests = merged(was, typed, was)

    assert (joined.figures, contests) == (typed.figures, [])


@LAWS
@given(contents, contents, contents)
def test_each_cell_holds_what_one_of_the_two_states_and_a_contest_holds_both(
    was: Contents, typed: Contents, stands: Contents
) -> None:
    joined, contests = merged(was, typed, stands)

    for cell in range(6):
        mine, theirs, base = said(typed, cell), said(stands, cell), said(was, cell)
        wanted = theirs if mine == base else mine if theirs == base else theirs
        assert said(joined, cell) == wanted
        both_changed = mine != base and theirs != base and mine != theirs
        assert [(one.stands, one.offered) for one in contests if one.cell == cell] == [(theirs, mine)] * both_changed


@LAWS
@given(contents)
def test_a_page_brings_back_what_it_showed(shown: Contents) -> None:
    assert unpacked(packed(shown)) == shown
    assert cells_moved(shown, shown) == set()


@LAWS
@given(st.text() | st.sampled_from(['{"figures": 3}', '{"figures": {"1": [1]}}', "[]", "null", '{"figures":{"x":[]}}']))
def test_anything_else_that_is_sent_back_is_nothing(text: str) -> None:
    assert unpacked(text) is None


def test_a_field_that_cannot_be_read_is_left_as_it_was() -> None:
    was, typed = Contents({0: CellFigure(3), 1: CellFigure(4)}), Contents({1: CellFigure(5)})

    assert left_alone(typed, was, {0}).figures == {0: CellFigure(3), 1: CellFigure(5)}
