"""Printed codes: how they look on paper, and that typing them differently does not matter."""

from __future__ import annotations

import re

from chungtay.organisations.printed_codes import ALPHABET, digest_of, new_code


def test_code_has_three_groups_of_letters_that_look_like_no_other() -> None:
    for _ in range(50):
        assert re.fullmatch(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", new_code())
    assert not set(ALPHABET) & set("0O1IL2Z5S8BUV")


def test_digest_forgives_small_letters_blanks_and_hyphens() -> None:
    assert digest_of("7KTA-PX3M-WC4D") == digest_of(" 7kta px3mwc4d")
    assert digest_of("7KTA-PX3M-WC4D") != digest_of("7KTA-PX3M-WC4E")


def test_digest_needs_the_key_of_the_installation(settings: object) -> None:
    before = digest_of("7KTA-PX3M-WC4D")
    settings.SECRET_KEY = "another-key-of-another-installation-0123456789"

    assert digest_of("7KTA-PX3M-WC4D") != before
