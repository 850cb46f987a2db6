"""Comparing words the way a reader does: without marks, case and spaces, and near enough."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

NEAR = 0.85  # share of equal letters from which a line is taken for a misspelt form of fixed words


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """`text` in small letters without marks, đ as d, anything but letters and digits as one space."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    kept = "".join(character for character in bare if not unicodedata.combining(character))
    return re.sub(r"[^a-z0-9]+", " ", kept).strip()


def is_near(text: str, fixed: str) -> bool:
    """Whether `text` is `fixed`, or `fixed` with a few letters wrong."""
    ours, theirs = folded(text), folded(fixed)
    if not ours or abs(len(ours) - len(theirs)) > len(theirs) // 3:
        return False
    return SequenceMatcher(None, ours, theirs).ratio() >= NEAR


def is_upper(text: str) -> bool:
    """Whether every letter of `text` is a capital. Signs and digits do not count."""
    return text == text.upper()
