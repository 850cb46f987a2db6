from __future__ import annotations

from datetime import date

import pytest

from chungtay.core.errors import ManyProblems
from chungtay.territory.codes import EventKind, UnitKind
from chungtay.territory.ledger import Change, Part, Step, UnitData
from chungtay.territory.ledger_file import COLUMNS, LedgerFileRefused, read_ledger

DAY = date(2027, 1, 1)


def file_of(*lines: str) -> str:
    return "\n".join([",".join(COLUMNS), *lines])


@pytest.mark.parametrize(
    ("line", "step"),
    [
        (
            "2027-01-01,yes,merge,00001+00002,00002,Mới,phuong,38,NQ 1,Ghi chú",
            Step(
                EventKind.MERGE,
                DAY,
                "NQ 1",
                note="Ghi chú",
                ends=("00001", "00002"),
                starts=(UnitData("00002", UnitKind.WARD, "Mới", "38"),),
                parts=(Part("00001", "00002"), Part("00002", "00002")),
            ),
        ),
        (
            "2027-01-01,no,create,,00003,Mới,xa,38,NQ 1,",
            Step(
                EventKind.CREATE,
                DAY,
                "NQ 1",
                date_is_known=False,
                starts=(UnitData("00003", UnitKind.RURAL_COMMUNE, "Mới", "38"),),
            ),
        ),
        (
            "2027-01-01,yes,reparent,00001+00002,,,,38,NQ 1,",
            Step(
                EventKind.REPARENT,
                DAY,
                "NQ 1",
                changes=(Change("00001", parent="38"), Change("00002", parent="38")),
            ),
        ),
        (
            "2027-01-01,yes,recode,00001,00009,,,,NQ 1,",
            Step(EventKind.RECODE, DAY, "NQ 1", changes=(Change("00001", new_code="00009"),)),
        ),
        ("2027-01-01,yes,abolish,405,,,,,NQ 1,", Step(EventKind.ABOLISH, DAY, "NQ 1", ends=("405",))),
    ],
)
def test_a_line_is_one_step(line, step):
    assert read_ledger(file_of(line)) == [step]


def test_all_problems_are_told_at_once():
    lines = [
        "1/1/2027,yes,rename,00001,,Mới,,,NQ 1,",
        "2027-01-01,maybe,retype,00001,,,thon,,NQ 1,",
        "2027-01-01,yes,rename,00001,,Gọi số 0912345678,,,NQ 1,",
        "2027-01-01,yes,rename",
    ]

    with pytest.raises(ManyProblems) as refusal:
        read_ledger(file_of(*lines))

    told = [(type(problem).__name__, problem.data.get("line"), problem.field) for problem in refusal.value.problems]
    assert told == [
        ("LedgerLineRefused", 2, "effective_on"),
        ("LedgerLineRefused", 3, "date_is_known"),
        ("LedgerLineRefused", 3, "unit_kind"),
        ("LedgerTextForbidden", 4, "name"),
        ("LedgerLineRefused", 5, "units"),
    ]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "\x00"])
def test_another_file_is_refused(text):
    with pytest.raises(LedgerFileRefused):
        read_ledger(text)
