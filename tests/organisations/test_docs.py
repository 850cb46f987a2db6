"""The pages about roles and sight say what the code does."""

from __future__ import annotations

from pathlib import Path

from chungtay.organisations.codes import Matter, Relation, Role
from chungtay.organisations.queries import PROTECTED_ROLES, reach_of
from chungtay.organisations.sheet import COLUMNS, KIND_WORDS, ROLE_WORDS

DOCS = Path(__file__).parents[2] / "docs"


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def test_roles_page_lists_each_role_with_its_word_and_reach() -> None:
    lines = (DOCS / "roles.md").read_text(encoding="utf-8").splitlines()
    told = [tuple(cells(line)[:3]) for line in lines if line.startswith("| `")]

    assert set(told) == {(f"`{role.value}`", ROLE_WORDS[role], str(reach_of(role))) for role in Role}
    assert [row[0] for row in told[-2:]] == [f"`{role.value}`" for role in PROTECTED_ROLES]


def test_roles_page_lists_the_columns_of_the_sheet() -> None:
    page = (DOCS / "roles.md").read_text(encoding="utf-8")
    heads = [cells(line)[0] for line in page.split("| column |")[1].splitlines()[2:] if line.startswith("|")]

    assert heads == list(COLUMNS.values())
    assert ", ".join(KIND_WORDS.values()) in page


def test_scope_page_names_every_matter_and_relation() -> None:
    page = (DOCS / "rules" / "scope.md").read_text(encoding="utf-8")

    assert [value for value in (*Matter.values, *Relation.values) if f"`{value}`" not in page] == []
