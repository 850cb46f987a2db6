"""Which benchmarks get a PostgreSQL of their own."""

from __future__ import annotations

import pytest

from ops.bench import is_large


@pytest.mark.parametrize(
    ("words", "large"),
    [
        ([], False),
        (["pages", "--json"], False),
        (["totals"], False),
        (["totals", "--cells", "5000000"], True),
        (["totals", "--cells=5000000"], True),
        (["intake", "--json"], True),
    ],
)
def test_those_that_fill_a_database_are_large(words: list[str], large: bool) -> None:
    assert is_large(words) is large
