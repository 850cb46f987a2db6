"""Where a place of the earth stands on a drawing: equirectangular, longitudes shortened by the cosine of the latitude.

All numbers are integers: millionths of a degree in, tenths of a unit of the drawing out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

MILLION = 1_000_000
WIDTH, MARGIN, LOWEST, HIGHEST = 760, 46, 300, 820
# A single place would have no extent: the least that a drawing shows, in millionths of a degree (about 11 km).
LEAST_SPAN = 100_000
# On the sphere of the Earth's mean radius, 6,371 km.
MILLIONTHS_A_KILOMETRE = Fraction(MILLION * 360 * 113, 2 * 355 * 6371)
_RADIANS = Fraction(355, 113 * 180 * MILLION)

Point = tuple[int, int]


@dataclass(frozen=True)
class Frame:
    """A window on the earth: tenths of a unit per millionth of a degree as a fraction, and where its corner stands."""

    west: int
    north: int
    across: tuple[int, int]
    down: tuple[int, int]
    left: int
    top: int
    height: int

    def place(self, latitude: int, longitude: int) -> Point:
        """Where a place stands, in tenths."""
        across, along = self.across
        down, low = self.down
        return self.left + (longitude - self.west) * across // along, self.top + (self.north - latitude) * down // low

    @property
    def kilometre(self) -> Fraction:
        """How long a kilometre is, in units of the drawing."""
        return MILLIONTHS_A_KILOMETRE * Fraction(*self.down) / 10


def frame_of(places: Sequence[Point]) -> Frame:
    """The frame that holds these places (latitude, longitude), as large as the drawing allows, in its middle."""
    south, north = _span([latitude for latitude, _longitude in places])
    west, east = _span([longitude for _latitude, longitude in places])
    shortened = Fraction(cosine((south + north) // 2), MILLION)
    room = WIDTH - 2 * MARGIN
    down = min(room / ((east - west) * shortened), Fraction(HIGHEST - 2 * MARGIN, north - south))
    wide, tall = int((east - west) * shortened * down * 10), int((north - south) * down * 10)
    height = max(LOWEST, tall // 10 + 2 * MARGIN)
    across = down * shortened
    return Frame(
        west=west,
        north=north,
        across=(across * 10).limit_denominator(10**9).as_integer_ratio(),
        down=(down * 10).limit_denominator(10**9).as_integer_ratio(),
        left=(WIDTH * 10 - wide) // 2,
        top=(height * 10 - tall) // 2,
        height=height,
    )


def cosine(latitude: int) -> int:
    """The cosine of a latitude in millionths, by its series: exact to a millionth up to 30 degrees."""
    angle = (latitude * _RADIANS) ** 2
    return round(MILLION * (1 - angle / 2 + angle**2 / 24 - angle**3 / 720 + angle**4 / 40320))


def scale_bar(frame: Frame) -> tuple[int, int]:
    """A round number of kilometres and its length on the drawing, about a fifth of its width."""
    longest = Fraction(WIDTH, 5) / frame.kilometre
    kilometres = max(
        (step * 10**power for power in range(4) for step in (1, 2, 5) if step * 10**power <= longest), default=1
    )
    return kilometres, int(kilometres * frame.kilometre)


def _span(values: Sequence[int]) -> Point:
    low, high = min(values), max(values)
    missing = max(0, LEAST_SPAN - (high - low))
    return low - missing // 2, high + missing - missing // 2
