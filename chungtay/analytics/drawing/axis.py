"""The scale of a drawing: round steps from zero, exact places."""

from __future__ import annotations

from fractions import Fraction

STEPS = 5


def ticks(highest: Fraction) -> list[Fraction]:
    """Round values from zero to the first that is not below `highest`, at most six: steps of 1, 2 or 5 times ten."""
    if highest <= 0:
        return [Fraction(0), Fraction(1)]
    step = Fraction(1)
    while step * STEPS >= highest * 10:
        step /= 10
    while step * STEPS < highest:
        step *= 10
    step = next(part for part in (step / 10, step / 5, step / 2, step) if part * STEPS >= highest)
    count = -(-highest // step)
    return [step * number for number in range(int(count) + 1)]


def place_on(value: Fraction, highest: Fraction, room: int) -> int:
    """How far along `room` a value stands when `highest` stands at its end; rounded half up."""
    return int((2 * value * room + highest) // (2 * highest)) if highest else 0
