from __future__ import annotations

import re
from pathlib import Path

import officialdoc
from officialdoc.check import RULES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "officialdoc.md").read_text(encoding="utf-8")


def test_every_rule_of_layout_is_listed_in_the_docs_as_it_is() -> None:
    listed = re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", PAGE, re.MULTILINE)

    assert listed == [(rule.id, rule.wanted) for rule in RULES.values()]


def test_every_public_name_is_explained_in_the_docs() -> None:
    explained = {name for name in officialdoc.__all__ if re.search(rf"\b{name}\b", PAGE)}

    assert sorted(set(officialdoc.__all__) - explained) == []
