"""Codes that are printed on a slip and typed once: how they look, and the digest that is kept. Pure."""

from __future__ import annotations

import secrets

from django.utils.crypto import salted_hmac

# No letter or digit that looks like another on paper (0 O, 1 I L, 2 Z, 5 S, 8 B, U V).
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
LENGTH = 12
GROUP = 4
SALT = "organisations.one_time_code"


def new_code() -> str:
    """A fresh code in groups: "7KTA-PX3M-WC4D". 23 to the power of 12 possibilities: 54 bits."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def digest_of(code: str) -> str:
    """What is kept of a code, however it was typed: small letters, blanks and hyphens make no difference."""
    letters = "".join(char for char in code.upper() if char.isalnum())
    return salted_hmac(SALT, letters, algorithm="sha256").hexdigest()
