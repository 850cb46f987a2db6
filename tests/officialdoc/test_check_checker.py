from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from officialdoc import render_docx
from officialdoc.check import RULES, Finding, Unreadable, check
from tests.officialdoc import office_file
from tests.officialdoc.mutations import MUTATIONS, lines, theme_font
from tests.officialdoc.samples import SAMPLES, guidance, joint_report

OFFICE = shutil.which("soffice")


def changed(content: bytes, change: Callable[[docx.document.Document], object]) -> bytes:
    word = docx.Document(io.BytesIO(content))
    change(word)
    saved = io.BytesIO()
    word.save(saved)
    return saved.getvalue()


def with_part(content: bytes, name: str, text: bytes) -> bytes:
    """The package with one part replaced."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(result, "w") as target:
        for member in source.namelist():
            target.writestr(member, text if member == name else source.read(member))
    return result.getvalue()


def test_check_says_where_what_and_how_to_mend() -> None:
    def shrink(word: docx.document.Document) -> None:
        for line in lines(word):
            if line.text == "BÁO CÁO":
                line.runs[0].text = "Báo cáo"

    (finding,) = check(changed(render_docx(joint_report()), shrink), name="bao-cao.docx")

    assert finding == Finding(
        file="bao-cao.docx",
        rule="type-name-case",
        place="đoạn 1: “Báo cáo”",
        found="chữ in thường",
        wanted="Tên loại văn bản: chữ in hoa (Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 5)",
        mend="Chọn dòng này và đổi sang chữ in hoa (Shift+F3).",
    )
    assert list(finding.as_data()) == ["file", "rule", "place", "found", "wanted", "mend"]


def test_check_counts_places_that_break_a_rule_alike() -> None:
    def recolour(word: docx.document.Document) -> None:
        for line in lines(word):
            if line.text.startswith("- Tại"):
                line.runs[0].font.color.rgb = docx.shared.RGBColor(255, 0, 0)

    (finding,) = check(changed(render_docx(joint_report()), recolour))

    assert finding.place == "đoạn 13: “- Tại xã Đông Thanh: 04 buổi, 312 lượt người dự;” (và 1 chỗ khác)"
    assert finding.found == "màu #ff0000"


@pytest.mark.parametrize(("profile", "broken"), [("nha-nuoc", []), ("cong-an", []), ("mat-tran", ["symbol-agency"])])
def test_check_follows_the_profile(profile: str, broken: list[str]) -> None:
    assert [finding.rule for finding in check(render_docx(guidance()), profile=profile)] == broken


def test_ordinal_parts_are_broken_for_state_bodies_only() -> None:
    def reword(word: docx.document.Document) -> None:
        for line in lines(word):
            line_text = {"Phần I": "Phần thứ nhất", "Phần II": "Phần thứ hai"}.get(line.text)
            if line_text:
                line.runs[0].text = line_text

    content = changed(render_docx(joint_report()), reword)

    assert {finding.rule for finding in check(content, profile="nha-nuoc")} == {"part-numeral"}
    assert {finding.rule for finding in check(content, profile="mat-tran")} == set()


def test_check_refuses_an_unknown_profile() -> None:
    with pytest.raises(ValueError, match="unknown profile"):
        check(render_docx(guidance()), profile="doan-thanh-nien")


def test_check_resolves_theme_fonts() -> None:
    (finding,) = check(changed(render_docx(joint_report()), theme_font))

    assert (finding.rule, finding.found) == ("font-name", "phông Cambria")


def test_check_sees_looks_that_come_from_styles_and_defaults() -> None:
    def restyle(word: docx.document.Document) -> None:
        word.styles["Thân văn bản"].font.size = docx.shared.Pt(12)

    found = check(changed(render_docx(joint_report()), restyle))

    assert [(finding.rule, finding.found) for finding in found] == [("body-size", "cỡ 12")]


def test_check_reads_numbers_that_word_writes_by_itself() -> None:
    """The sections become a list of Word's own, in letters instead of Roman numerals."""
    numbering = (
        '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="upperRoman"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )

    def listed(word: docx.document.Document) -> None:
        for line in lines(word):
            if line.text.startswith(("I. ", "II. ")):
                line.runs[0].text = line.text.split(". ", 1)[1]
                number = line._p.get_or_add_pPr().get_or_add_numPr()
                number.get_or_add_ilvl().val, number.get_or_add_numId().val = 0, 7

    content = changed(render_docx(guidance()), listed)
    good = with_part(content, "word/numbering.xml", numbering.format(start=1).encode())
    bad = with_part(content, "word/numbering.xml", numbering.format(start=3).encode())

    assert check(good) == []
    assert [(finding.rule, finding.found) for finding in check(bad)] == [("section-order", "III thay vì I.")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "không phải tệp Word"),
        (b"MZ\x90\x00" + b"\0" * 400, "không phải tệp Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "dạng .doc cũ"),
        (render_docx(guidance())[:4000], "không phải tệp Word"),
    ],
)
def test_check_says_in_one_sentence_why_a_file_cannot_be_read(content: bytes, words: str) -> None:
    with pytest.raises(Unreadable) as caught:
        check(content)

    assert words in str(caught.value)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def test_check_refuses_a_broken_or_missing_main_part() -> None:
    good = render_docx(guidance())

    with pytest.raises(Unreadable, match="đã hỏng"):
        check(with_part(good, "word/document.xml", b"<w:document"))
    with pytest.raises(Unreadable, match="không có nội dung"):
        check(with_part(good, "word/document.xml", b"<other/>"))


def test_check_refuses_a_part_that_unpacks_to_a_flood() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("word/document.xml", b" " * (65 * 2**20))

    with pytest.raises(Unreadable, match="lớn bất thường"):
        check(bomb.getvalue())


def test_check_refuses_an_archive_of_a_later_kind() -> None:
    content = bytearray(render_docx(guidance()))
    entry = content.index(b"PK\x01\x02")
    content[entry + 6 : entry + 8] = (90).to_bytes(2, "little")

    with pytest.raises(Unreadable, match="không phải tệp Word"):
        check(bytes(content))


def test_check_does_not_read_files_that_an_entity_points_to(tmp_path: Path) -> None:
    (tmp_path / "subject").write_text("Lập phiếu số liệu hằng tháng", encoding="utf-8")
    outer = f'<!DOCTYPE d [<!ENTITY e SYSTEM "file://{tmp_path}/subject">]>'.encode()
    good = render_docx(guidance())
    main = zipfile.ZipFile(io.BytesIO(good)).read("word/document.xml")
    body = main[main.index(b"?>") + 2 :].replace("Lập phiếu số liệu hằng tháng".encode(), b"&e;")

    found = check(with_part(good, "word/document.xml", outer + body))

    assert [finding.rule for finding in found] == ["subject-present"]


def test_check_of_an_empty_document_asks_for_every_component() -> None:
    saved = io.BytesIO()
    docx.Document().save(saved)

    broken = {finding.rule for finding in check(saved.getvalue())}

    assert broken >= {
        "nation-text",
        "motto-text",
        "number-form",
        "date-form",
        "type-name-present",
        "signature-present",
        "recipients-present",
    }


def test_every_rule_names_its_source_and_speaks_vietnamese() -> None:
    for rule in RULES.values():
        assert rule.source
        assert rule.wanted != rule.mend
        assert rule.mend.endswith((".", "phúc", "”."))
        assert not (rule.wanted + rule.mend).isascii()


def saved_again(sources: Path, tmp_path: Path) -> Path:
    """The folder of `sources` saved once more by LibreOffice, under a profile of its own."""
    saved = tmp_path / "out"
    subprocess.run(
        [
            str(OFFICE),
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "docx",
            "--outdir",
            str(saved),
            *map(str, sorted(sources.iterdir())),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return saved


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_check_finds_nothing_in_documents_saved_again_by_libreoffice(tmp_path: Path) -> None:
    sources = tmp_path / "in"
    sources.mkdir()
    for name, make in SAMPLES.items():
        (sources / f"{name}.docx").write_bytes(render_docx(make()))

    saved = saved_again(sources, tmp_path)

    broken = {
        name: [
            (finding.rule, finding.place)
            for finding in check((saved / f"{name}.docx").read_bytes(), profile=make().profile)
        ]
        for name, make in SAMPLES.items()
    }
    assert broken == {name: [] for name in SAMPLES}


def test_check_finds_nothing_in_a_file_typed_in_word_with_drawn_lines() -> None:
    assert check(office_file.plan()) == []


@pytest.mark.parametrize(
    ("written", "malformed"),
    [
        (b'<w:sz w:val="26"/>', b'<w:sz w:val="0"/>'),
        (b'<w:sz w:val="26"/>', b'<w:sz w:val="abc"/>'),
        (b'<w:spacing w:after="0"/>', b'<w:spacing w:after="1.5.2" w:line="inf" w:lineRule="exact"/>'),
    ],
)
def test_check_bears_malformed_numbers_in_styles(written: bytes, malformed: bytes) -> None:
    good = render_docx(guidance())
    styles = zipfile.ZipFile(io.BytesIO(good)).read("word/styles.xml")

    assert written in styles
    assert isinstance(check(with_part(good, "word/styles.xml", styles.replace(written, malformed))), list)


@pytest.mark.parametrize("name", ["gridSpan", "pgNumType", "ilvl"])
def test_check_bears_malformed_numbers_in_the_body(name: str) -> None:
    good = render_docx(joint_report())
    main = zipfile.ZipFile(io.BytesIO(good)).read("word/document.xml")
    odd = {
        "gridSpan": main.replace(b'<w:gridSpan w:val="9"/>', b'<w:gridSpan w:val="-9"/>'),
        "pgNumType": main.replace(b'<w:pgNumType w:start="1"/>', b'<w:pgNumType w:start="one"/>'),
        "ilvl": main.replace(
            b"<w:p><w:pPr>", b'<w:p><w:pPr><w:numPr><w:ilvl w:val="-7"/><w:numId w:val="x"/></w:numPr>'
        ),
    }[name]

    assert odd != main
    assert check(with_part(good, "word/document.xml", odd)) == []


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_check_finds_the_broken_rule_after_libreoffice_saved_the_file_again(tmp_path: Path) -> None:
    sources = tmp_path / "in"
    sources.mkdir()
    profiles = {}
    for key, mutation in MUTATIONS.items():
        content, profiles[key], _place = mutation.apply()
        (sources / f"{key}.docx").write_bytes(content)

    saved = saved_again(sources, tmp_path)

    found = {
        key: {finding.rule for finding in check((saved / f"{key}.docx").read_bytes(), profile=profile)}
        for key, profile in profiles.items()
    }
    assert found == {key: {key} for key in MUTATIONS}
