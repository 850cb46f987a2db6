"""The phrases of reports, read from the data files beside this module, and how one of several is chosen."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

_CHOICE = re.compile(r"\[([^\[\]|]*\|[^\[\]]*)\]")
_PLACE = re.compile(r"\{([A-Z][A-Z_]*)([+*]?)\}")
_FOLDER = Path(__file__).resolve().parent


@cache
def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def topics() -> Mapping[str, list[str]]:
    """Sentences with figures, by topic."""
    return _file("sentences")["topics"]


def rows() -> Mapping[str, list[str]]:
    """Words and unit of a row in the annex of figures, by indicator."""
    return _file("sentences")["rows"]


def columns() -> Mapping[str, str]:
    """Heads of the annex by hamlet, by indicator, in their order."""
    return _file("sentences")["columns"]


def themes() -> Mapping[str, list[str]]:
    """Paragraphs without figures, by theme."""
    return _file("prose")["themes"]


def outlines() -> Mapping[str, list[str]]:
    """Orders of a report, by the kind of who writes it."""
    return _file("outlines")["outlines"]


def settled(words: str, random: Random) -> str:
    """`words` with one of each "[this|or that]" chosen."""
    return _CHOICE.sub(lambda found: random.choice(found[1].split("|")), words)


def places_of(sentence: str) -> list[tuple[str, str]]:
    """The figures a sentence asks for: indicator, and "" for the figure itself, "+" cumulative, "*" joint."""
    return [(found[1], found[2]) for found in _PLACE.finditer(sentence)]


def filled(sentence: str, figures: Mapping[tuple[str, str], str], words: Mapping[str, str]) -> str:
    """`sentence` with its figures and its words of the report put in."""
    with_figures = _PLACE.sub(lambda found: figures[found[1], found[2]], sentence)
    return re.sub(r"\{([A-Za-z][a-z_]*)\}", lambda found: words[found[1]], with_figures)
