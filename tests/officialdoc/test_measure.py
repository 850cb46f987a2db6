from __future__ import annotations

import unicodedata
from fractions import Fraction

import pytest

from officialdoc import wording
from officialdoc.measure import balanced, face, text_width, widest_line, wrapped

VOWELS = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
ACCENTED = {
    letter for vowel in VOWELS for tone in TONES if not (letter := unicodedata.normalize("NFC", vowel + tone)).isascii()
} | {"đ", "Đ"}


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("italic", [False, True])
def test_each_face_draws_all_134_accented_vietnamese_letters(bold: bool, italic: bool) -> None:
    used = face(bold=bold, italic=italic)

    assert len(ACCENTED) == 134
    assert [letter for letter in sorted(ACCENTED) if not used.has(letter)] == []


def test_text_width_is_that_of_times_new_roman() -> None:
    # Advance widths of Times New Roman at 2048 units: A 1479, space 512, i 569.
    assert text_width("A i", size=2048) == Fraction(1479 + 512 + 569)


def test_quoc_hieu_fits_its_column_at_12_points_and_would_not_at_13() -> None:
    column = Fraction(95 * 720, 254)

    assert text_width(wording.NATION, size=12, bold=True) < column < text_width(wording.NATION, size=13, bold=True)


def test_wrapped_breaks_at_spaces_but_not_at_hard_ones() -> None:
    width = text_width("mot hai", size=10)

    assert wrapped("mot hai ba bon", width, size=10) == ["mot hai", "ba bon"]
    assert wrapped("mot hai\u00a0ba", width, size=10) == ["mot", "hai\u00a0ba"]


def test_balanced_keeps_the_number_of_lines_and_evens_them() -> None:
    text = "mot hai ba bon nam sau"
    width = text_width("mot hai ba bon nam", size=10)

    assert wrapped(text, width, size=10) == ["mot hai ba bon nam", "sau"]
    assert balanced(text, width, size=10) == ["mot hai ba", "bon nam sau"]


def test_widest_line_of_nothing_is_zero() -> None:
    assert widest_line([], 100, size=12) == 0
