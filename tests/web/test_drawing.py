from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from chungtay.web.drawing import HEIGHT, WIDTH, bar_length, spark_lines


def test_spark_lines_break_where_a_value_is_missing():
    lines, last = spark_lines([0, 10, None, 5])

    assert lines == ["3,29 41,3", "117,16"]
    assert last == (117, 16)


def test_spark_lines_of_a_flat_series_run_through_the_middle():
    assert spark_lines([7, 7, 7]) == (["3,16 60,16 117,16"], (117, 16))


def test_spark_lines_of_nothing_known_are_empty():
    assert spark_lines([None, None]) == ([], None)


@given(st.lists(st.one_of(st.none(), st.integers(-(10**12), 10**12)), min_size=1, max_size=40))
def test_spark_lines_stay_inside_their_box(values):
    lines, _last = spark_lines(values)

    points = [tuple(map(int, point.split(","))) for line in lines for point in line.split()]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)
    assert len(points) == sum(value is not None for value in values)


def test_bar_length_is_a_share_of_the_highest_and_never_invisible():
    assert [bar_length(value, 400) for value in (400, 100, 1, 0, None)] == [1000, 250, 4, 0, 0]
    assert bar_length(Fraction(1, 2), Fraction(1)) == 500
