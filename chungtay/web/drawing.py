"""Small drawings made by the server: integer coordinates, no script, and always words beside them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

Value = int | Decimal | Fraction | None

WIDTH, HEIGHT, MARGIN = 120, 32, 3


def spark_lines(values: Sequence[Value]) -> tuple[list[str], tuple[int, int] | None]:
    """The polylines of a sparkline in a box of 120 by 32, and its last point.

    A missing value breaks the line instead of touching zero. The lowest value stands on the floor, the highest under
    the ceiling; a flat series runs through the middle.
    """
    known = [Fraction(value) for value in values if value is not None]
    if not known:
        return [], None
    low, high = min(known), max(known)
    lines: list[list[str]] = [[]]
    last: tuple[int, int] | None = None
    for place, value in enumerate(values):
        if value is None:
            lines.append([])
            continue
        last = (_across(place, len(values)), _down(Fraction(value), low, high))
        lines[-1].append(f"{last[0]},{last[1]}")
    return [" ".join(line) for line in lines if line], last


def _across(place: int, count: int) -> int:
    room = WIDTH - 2 * MARGIN
    return MARGIN + (place * room // (count - 1) if count > 1 else room // 2)


def _down(value: Fraction, low: Fraction, high: Fraction) -> int:
    room = HEIGHT - 2 * MARGIN
    if high == low:
        return HEIGHT // 2
    return MARGIN + round(room * (high - value) / (high - low))


def bar_length(value: Value, highest: Value) -> int:
    """The length of a bar in thousandths of the row; a value above zero is never invisible."""
    if not value or not highest or value < 0:
        return 0
    return max(4, int(Fraction(value) * 1000 / Fraction(highest)))
