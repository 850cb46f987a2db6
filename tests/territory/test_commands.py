from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from chungtay.territory.ledger_file import COLUMNS


def run(*words: str) -> tuple[list[str], str]:
    out, err = StringIO(), StringIO()
    with translation.override("en"):
        call_command("units", *words, stdout=out, stderr=err)
    return out.getvalue().splitlines(), err.getvalue().strip()


def test_list_writes_code_and_name_of_each_unit_below(province_38):
    lines, told = run("list", "--on", "2022-01-01", "--under", "407")

    assert len(lines) == 31
    assert lines[0] == "16579\tXã Anh Sơn"
    assert told == "31 units on 01/01/2022."


def test_list_of_one_level(province_38):
    lines, _ = run("list", "--on", "2025-01-01", "--level", "district")

    assert len(lines) == 26


def test_show_tells_what_became_of_a_unit(province_38):
    lines, _ = run("show", "16651", "--on", "2022-01-01")

    assert [line.strip() for line in lines] == [
        "16651\tXã Hải Yến",
        "< 407\tThị xã Nghi Sơn",
        "< 38\tTỉnh Thanh Hóa",
        "< VN\tViệt Nam",
        "until 31/12/2024\t16651\tXã Hải Yến\tDanh mục đơn vị hành chính của cơ quan thống kê",
        "> 16609\tPhường Nguyên Bình\t01/01/2025 to 30/06/2025",
    ]


def test_show_of_an_unknown_code_is_one_sentence(province_38):
    with pytest.raises(CommandError, match=r"^No administrative unit has the code 99999 on 01/01/2022"):
        run("show", "99999", "--on", "2022-01-01")


def test_load_again_changes_nothing(province_38):
    lines, _ = run("load", "--province", "38")

    assert lines == ["The units are loaded already; nothing was changed."]


def test_load_of_an_unknown_province_is_refused(province_38):
    with pytest.raises(CommandError, match=r"^There is no province with the code 99"):
        run("load", "--province", "99")


def test_load_takes_a_province_or_the_nation():
    with pytest.raises(CommandError, match=r"one of"):
        run("load", "--province", "38", "--nation")


def test_load_of_a_file_enters_its_events(province_38, tmp_path):
    ledger = tmp_path / "so.csv"
    ledger.write_text(f"{','.join(COLUMNS)}\n2027-01-01,yes,rename,14758,,Tên mới,,,Nghị quyết thử,\n", "utf-8")

    lines, _ = run("load", "--file", str(ledger))
    shown, _ = run("list", "--on", "2027-01-01", "--under", "38")

    assert lines == ["Loaded 0 units and 1 events of the ledger."]
    assert "14758\tPhường Tên mới" in shown


def test_load_of_a_wrong_file_names_every_line(province_38, tmp_path):
    ledger = tmp_path / "so.csv"
    ledger.write_text(f"{','.join(COLUMNS)}\nmai,yes,rename,14758,,,,,,\n2027-01-01,yes,split,1,,,,,x,\n", "utf-8")

    with pytest.raises(CommandError) as refusal:
        run("load", "--file", str(ledger))

    told = str(refusal.value).splitlines()
    assert told[0].startswith("4 places need a correction")
    assert [line.partition(":")[0] for line in told[1:]] == [
        "Line 2, column legal_basis",
        "Line 2, column name",
        "Line 2, column effective_on",
        "Line 3, column kind",
    ]


def test_load_of_no_file_is_one_sentence(tmp_path):
    with pytest.raises(CommandError, match=r"cannot be read as UTF-8 text\.$"):
        run("load", "--file", str(tmp_path / "khong-co.csv"))
