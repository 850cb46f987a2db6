"""A table as a file: exact numbers, no formula that was not meant, and the question beside it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.utils import translation

from chungtay.analytics.asking import Asked
from chungtay.analytics.codes import Step
from chungtay.analytics.files import file_of
from chungtay.analytics.files.lines import plain
from chungtay.analytics.layout import Table, table_of
from chungtay.analytics.queries.claims import ClaimBeside, claims_beside
from chungtay.analytics.queries.figures import figures_of
from chungtay.analytics.queries.question import question_for
from chungtay.analytics.queries.unit_rows import unit_rows
from chungtay.organisations.codes import Line
from chungtay.organisations.models import Membership
from chungtay.reporting.codes import Covers, Qualifier
from chungtay.reporting.models import Indicator
from chungtay.territory.models import UnitVersion
from tests.reporting.stage import NOON
from tests.reporting.test_totals import report
from tests.reporting.world import HANDLED, POSTS, SETTLED, World

ASKED = Asked(
    step=Step.MONTH,
    first=(2026, 1),
    last=(2026, 2),
    line=Line.ALL,
    measures=("POSTS", "RATE"),
    map_day=date(2026, 2, 14),
)
ADDRESS = "https://chungtay.example/phan-tich/?theo=thang"


@pytest.fixture
def asked(world: World, auditor: Membership) -> Iterator[tuple[Table, list[ClaimBeside]]]:
    """Two months of one commune with a ratio, more than 12 posts, and a claim of the province on its whole area."""
    Indicator.objects.filter(code="POSTS").update(scale=1)
    report(
        world.task("10011", world.base(2026, 1)), {POSTS: 125, SETTLED: 3, HANDLED: 4}, qualifiers={POSTS: Qualifier.GT}
    )
    report(world.task("10011", world.base(2026, 2)), {POSTS: 10})
    report(world.task("38", world.base(2026, 1), is_claim=True), {POSTS: 500}, covers=Covers.OWN_AND_BELOW)
    UnitVersion.objects.filter(code="10007").update(name="=1+1")
    question = question_for(auditor, ASKED, date(2026, 3, 1))
    figures = figures_of(question, unit_rows(question, cursor=None, size=None))
    with translation.override("en"):
        yield table_of(figures), claims_beside(figures)


@pytest.mark.parametrize("typed", ["=1+1", "+84", "-5", "@sum", "\tx"])
def test_text_that_a_spreadsheet_would_run_is_only_text(typed: str) -> None:
    assert plain(typed) == f"'{typed}"
    assert plain("Xã An Hòa") == "Xã An Hòa"


def test_csv_has_exact_numbers_and_blanks_for_what_nobody_gave(asked: tuple[Table, list[ClaimBeside]]) -> None:
    table, claims = asked

    content = file_of(table, claims, "csv", address=ADDRESS, made_at=NOON)

    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    assert lines[0] == [
        "Row", "1/2026 – POSTS", "1/2026 – RATE", "1/2026 – RATE: out of", "2/2026 – POSTS", "2/2026 – RATE",
        "2/2026 – RATE: out of", "Sum of the periods – POSTS", "Sum of the periods – RATE",
        "Sum of the periods – RATE: out of",
    ]  # fmt: skip
    by_name = {line[0]: line[1:] for line in lines[1:]}
    assert by_name["Xã Lâm"] == ["12.5", "3", "4", "1.0", "", "", "13.5", "", ""]
    assert by_name["Xã =1+1"] == [""] * 9


def test_workbook_has_numbers_notes_the_question_and_the_claims(asked: tuple[Table, list[ClaimBeside]]) -> None:
    table, claims = asked

    book = openpyxl.load_workbook(BytesIO(file_of(table, claims, "xlsx", address=ADDRESS, made_at=NOON)))

    figures, question, stated = book.worksheets
    rows = {row[0].value: row for row in figures.iter_rows(min_row=2)}
    posts = rows["Xã Lâm"][1]
    assert (posts.value, posts.number_format) == (12.5, "#,##0.0")
    assert posts.comment is not None
    assert "more than" in posts.comment.text
    assert figures.page_setup.orientation == "landscape"
    told = {row[0]: row[1] for row in question.iter_rows(values_only=True)}
    assert (told["Map of the day"], told["Address of the page"]) == ("14/02/2026", ADDRESS)
    assert list(stated.iter_rows(min_row=2, values_only=True)) == [
        ("Tỉnh Lâm Giang", "month 1 of 2026", "POSTS", 50, 12.5, 37.5)
    ]


def test_claims_stand_beside_what_was_computed(asked: tuple[Table, list[ClaimBeside]]) -> None:
    _table, (claim,) = asked

    assert (claim.value, claim.computed, claim.difference) == (500, 125, 375)
    assert Decimal(int(claim.difference or 0)).scaleb(-1) == Decimal("37.5")
