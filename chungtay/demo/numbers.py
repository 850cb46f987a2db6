"""Totals divided over offices so that the parts add up exactly. Pure and seeded."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

Place = TypeVar("Place", bound=Hashable)


@dataclass(frozen=True)
class Shared:
    """Work that several bodies may report: what an office states, and how much of it another body led.

    `value - led_elsewhere` is what counts in the total of all lines.
    """

    value: int
    joint: int
    led_elsewhere: int


def divide(total: int, weights: Mapping[Place, int]) -> dict[Place, int]:
    """`total` in whole parts in proportion to `weights`, by largest remainder; the parts add up to `total`.

    Raises ValueError when every weight is zero.
    """
    whole = sum(weights.values())
    if whole <= 0:
        raise ValueError("somebody must carry a weight")
    parts: dict[Place, int] = {}
    rests: list[tuple[int, int, Place]] = []
    for number, (place, weight) in enumerate(weights.items()):
        parts[place], rest = divmod(total * weight, whole)
        rests.append((-rest, number, place))
    left = total - sum(parts.values())
    for _rest, _number, place in sorted(rests)[:left]:
        parts[place] += 1
    return parts


def weights_of(places: Sequence[Place], random: Random, *, spread: int = 4) -> dict[Place, int]:
    """A weight a place, the largest about `spread` times the smallest."""
    return {place: random.randint(100, 100 * spread) for place in places}


def shared(own: Mapping[Place, int], random: Random, *, led_percent: int) -> dict[Place, Shared]:
    """`own` parts as offices state them: some add joint work that another body led, up to `led_percent` of it."""
    stated = {}
    for place, part in own.items():
        led = part * random.randint(0, led_percent) // 100
        joint = led + (part * random.randint(0, 20) // 100)
        stated[place] = Shared(value=part + led, joint=joint, led_elsewhere=led)
    return stated


def attendances(total: int, sessions: Mapping[Place, int], random: Random) -> dict[Place, int]:
    """Attendances that add up to `total`, between half and one and a half of the mean at each place's sessions."""
    weights = {place: count * random.randint(70, 130) for place, count in sessions.items()}
    return divide(total, weights)


def cover(
    keys: Sequence[str], places: Sequence[Place], random: Random, *, at_most: int
) -> dict[Place, tuple[str, ...]]:
    """Names for each place, 1 to `at_most`, so that every key is named somewhere and none besides."""
    named: dict[Place, set[str]] = {
        place: set(random.sample(list(keys), random.randint(1, min(at_most, len(keys))))) for place in places
    }
    for number, key in enumerate(keys):
        named[places[number % len(places)]].add(key)
    return {place: tuple(sorted(names)) for place, names in named.items()}
