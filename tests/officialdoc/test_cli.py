from __future__ import annotations

import json
from pathlib import Path

import pytest

from officialdoc import render_docx
from officialdoc.cli import main
from tests.officialdoc.mutations import MUTATIONS
from tests.officialdoc.samples import guidance, joint_report


@pytest.fixture
def good(tmp_path: Path) -> str:
    path = tmp_path / "báo cáo tốt.docx"
    path.write_bytes(render_docx(joint_report()))
    return str(path)


@pytest.fixture
def broken(tmp_path: Path) -> str:
    path = tmp_path / "hỏng thể thức.docx"
    path.write_bytes(MUTATIONS["page-size"].apply()[0])
    return str(path)


@pytest.fixture
def unreadable(tmp_path: Path) -> str:
    path = tmp_path / "tệp.docx"
    path.write_bytes(b"not a document")
    return str(path)


def test_main_names_the_profile_and_returns_zero_for_a_good_file(good: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([good]) == 0

    assert capsys.readouterr().out.splitlines() == [
        f"{good}: áp dụng quy định của cơ quan nhà nước (Nghị định 30/2020/NĐ-CP)",
        "  Đúng thể thức: không thấy lỗi nào.",
    ]


def test_main_prints_place_and_mend_and_returns_one(broken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([broken]) == 1

    assert capsys.readouterr().out.splitlines()[1:] == [
        "  [page-size] phần trang 3",
        "      thấy: 216 mm x 279 mm",
        "      cần:  Khổ giấy A4 (210 mm x 297 mm) (Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 1)",
        "      sửa:  Vào Bố trí > Kích cỡ (Layout > Size), chọn A4.",
    ]


def test_main_prints_a_list_of_findings_as_json(good: str, broken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", good, broken]) == 1

    (finding,) = json.loads(capsys.readouterr().out)
    assert list(finding) == ["file", "rule", "place", "found", "wanted", "mend"]
    assert (finding["file"], finding["rule"]) == (broken, "page-size")


def test_main_prints_an_empty_list_when_nothing_is_broken(good: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([good, "--json"]) == 0

    assert json.loads(capsys.readouterr().out) == []


def test_main_returns_two_with_one_sentence_for_an_unreadable_file(
    unreadable: str, broken: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    absent = str(tmp_path / "không có.docx")

    assert main([unreadable, absent, broken, "--json"]) == 2

    printed = capsys.readouterr()
    assert printed.err.splitlines() == [
        f"{unreadable}: Không mở được tệp: đây không phải tệp Word (.docx) hoặc tệp đã hỏng.",
        f"{absent}: Không đọc được tệp: không có tệp này hoặc không có quyền đọc.",
    ]
    assert [finding["rule"] for finding in json.loads(printed.out)] == ["page-size"]


def test_main_uses_the_profile_that_was_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "hd.docx"
    path.write_bytes(render_docx(guidance()))

    assert main([str(path), "--profile", "mat-tran"]) == 1
    assert "Mặt trận Tổ quốc" in capsys.readouterr().out
    assert main([str(path), "--profile", "cong-an"]) == 0
