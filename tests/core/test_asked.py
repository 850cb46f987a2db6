"""Whole numbers from addresses and forms: read when they are plain, passed over whatever else is written."""

from __future__ import annotations

import pytest

from chungtay.core.asked import number_asked, numbers_asked


@pytest.mark.parametrize("number", [0, 7, 2026, 99_999_999_999])
def test_a_plain_number_is_read(number):
    assert number_asked(str(number)) == number


@pytest.mark.parametrize("written", [None, "", " 7", "-7", "7.0", "1e3", "²", "٣", "bảy", "9" * 12, "9" * 5_000])
def test_anything_else_is_no_number(written):
    assert number_asked(written) is None


def test_only_the_numbers_among_what_was_ticked_are_kept_in_their_order():
    assert numbers_asked(["3", "", "9" * 5_000, "1", "x", "3"]) == [3, 1, 3]
