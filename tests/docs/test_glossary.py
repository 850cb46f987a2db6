"""The glossary is the only dictionary: every table has a line, and every line of a table has its table."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"


def _lines() -> list[list[str]]:
    rows = [line for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[1:]]


def _ours() -> set[str]:
    models = [model for model in apps.get_models() if model.__module__.startswith("chungtay.")]
    tracked = {f"{model.__name__}Event" for model in models}
    return {model.__name__ for model in models if model.__name__ not in tracked or model.__name__ == "UnitEvent"}


def test_every_table_has_a_line() -> None:
    named = {word for row in _lines() for word in re.findall(r"`([A-Za-z]+)`", row[0])}

    assert sorted(_ours() - named) == []


def test_every_line_has_its_vietnamese_term_and_its_meaning() -> None:
    assert [row for row in _lines() if len(row) != 5 or not row[1] or not row[2]] == []


def test_no_word_has_two_lines() -> None:
    words = [row[0] for row in _lines()]

    assert sorted(words) == sorted(set(words))
