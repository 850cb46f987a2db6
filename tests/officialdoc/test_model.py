from __future__ import annotations

from dataclasses import replace

import pytest

from officialdoc import Annex, Clause, Column, Heading, Run, Table, figure, paragraph, row, runs_of
from tests.officialdoc.samples import joint_report


def test_runs_of_takes_strings_runs_and_mixtures() -> None:
    code = figure("40.312", "SL-7K3Q2")

    assert runs_of("a") == (Run("a"),)
    assert runs_of(code) == (code,)
    assert runs_of(["a", code]) == (Run("a"), code)


def test_table_refuses_a_row_that_does_not_fit() -> None:
    with pytest.raises(ValueError, match="row 1 has 1 cells"):
        Table((Column("a"), Column("b")), (row("1"),))


@pytest.mark.parametrize(("columns", "landscape", "lies"), [(8, None, False), (9, None, True), (9, False, False)])
def test_annex_lies_on_its_side_from_nine_columns(columns: int, landscape: bool | None, lies: bool) -> None:
    table = Table(tuple(Column("c") for _ in range(columns)), ())

    assert Annex("Tên", (paragraph("x"), table), landscape).lies_on_its_side is lies


def test_levels_of_headings_and_clauses_are_bounded() -> None:
    with pytest.raises(ValueError, match="level"):
        Heading(4, "x")
    with pytest.raises(ValueError, match="level"):
        Clause((Run("x"),), 1)


def test_document_needs_an_issuer_and_a_signature() -> None:
    with pytest.raises(ValueError, match="issuer"):
        replace(joint_report(), issuers=())
    with pytest.raises(ValueError, match="signature"):
        replace(joint_report(), signatures=())
