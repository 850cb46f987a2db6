"""The code printed beside a figure (mã số liệu): an address that opens to its pedigree, made without a table.

A code packs unit, period, line, cell and, for a frozen figure, the consolidation, with a checksum that catches every
mistyped letter. Letters are Crockford's base 32: no I, L, O, U; what is typed for them is understood.
"""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import InputRefused
from chungtay.core.scanner import quotable
from chungtay.organisations.codes import Line

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE = {letter: value for value, letter in enumerate(_ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_LINES = tuple(Line)
_CHECK_BITS = 10
PREFIX = "SL"


class CodeUnreadable(InputRefused):
    """What was typed is not the code of a figure."""

    code = "reporting.code_unreadable"
    message = _("“%(typed)s” is not the code of a figure. Please type it as printed, for example SL-7K3Q-2M9X.")


@dataclass(frozen=True)
class FigureAddress:
    """Where a figure stands; `consolidation_id` is None for the live figure."""

    unit_id: int
    period_id: int
    line: Line
    cell: int
    consolidation_id: int | None = None

    @property
    def code(self) -> str:
        """The printed code, such as SL-7K3Q-2M9X."""
        packed = 0
        for number in (self.consolidation_id or 0, self.unit_id, self.period_id, self.cell, _LINES.index(self.line)):
            packed = _push(packed, number)
        packed = packed << _CHECK_BITS | _checksum(packed)
        letters = ""
        while packed:
            packed, rest = divmod(packed, 32)
            letters = _ALPHABET[rest] + letters
        return "-".join([PREFIX, *(letters[start : start + 4] for start in range(0, len(letters), 4))])


def address_of(code: str) -> FigureAddress:
    """The address behind a printed code; blanks, case and the look-alikes O, I, L are forgiven.

    Raises `CodeUnreadable` when it is not one.
    """
    plain = "".join(code.upper().replace("–", "-").split()).replace("-", "").removeprefix(PREFIX)
    if not plain or len(plain) > 40 or any(letter not in _VALUE for letter in plain):
        raise CodeUnreadable(field="code", typed=quotable(code, length=40))
    packed = 0
    for letter in plain:
        packed = packed << 5 | _VALUE[letter]
    packed, check = packed >> _CHECK_BITS, packed & ((1 << _CHECK_BITS) - 1)
    if check != _checksum(packed):
        raise CodeUnreadable(field="code", typed=quotable(code, length=40))
    numbers = []
    for _number in range(5):
        packed, number = _pop(packed)
        numbers.append(number)
    line, cell, period_id, unit_id, consolidation_id = numbers
    if packed or line >= len(_LINES):
        raise CodeUnreadable(field="code", typed=quotable(code, length=40))
    return FigureAddress(unit_id, period_id, _LINES[line], cell, consolidation_id or None)


def _checksum(packed: int) -> int:
    return crc32(packed.to_bytes((packed.bit_length() + 7) // 8, "big")) & ((1 << _CHECK_BITS) - 1)


def _push(packed: int, number: int) -> int:
    """Append `number` in groups of four bits, each with a bit that says whether a higher group follows below it."""
    groups = [number & 15]
    while number := number >> 4:
        groups.append(number & 15)
    for position, group in enumerate(reversed(groups)):
        packed = packed << 5 | (16 if position else 0) | group
    return packed


def _pop(packed: int) -> tuple[int, int]:
    """Take the last pushed number off; returns what is left and the number."""
    number, shift = 0, 0
    while True:
        number |= (packed & 15) << shift
        shift += 4
        follows = packed & 16
        packed >>= 5
        if not follows:
            return packed, number
