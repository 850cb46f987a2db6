from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from officialdoc import Column, Document, Table, paragraph, render_docx, row
from tests.officialdoc.mutations import rendered
from tests.officialdoc.samples import SAMPLES, joint_report, lookup_report, spoken_report, totals_table


def opened(document: Document) -> docx.document.Document:
    return docx.Document(io.BytesIO(render_docx(document)))


def part(document: Document, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(render_docx(document))).read(name).decode()


@pytest.mark.parametrize("sample", SAMPLES)
def test_render_docx_gives_equal_bytes_for_equal_documents(sample: str) -> None:
    assert render_docx(SAMPLES[sample]()) == rendered(sample)[0]


def test_render_docx_sets_page_and_margins() -> None:
    section = opened(joint_report()).sections[0]

    lengths = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [round(length.mm) for length in lengths] == [210, 297, 20, 20]
    assert [round(length.mm) for length in (section.left_margin, section.right_margin)] == [30, 15]


def test_render_docx_lays_wide_annexes_on_their_side_and_counts_their_pages_anew() -> None:
    sections = opened(joint_report()).sections

    assert [section.orientation for section in sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    starts = [section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for section in sections]
    assert starts == ["1", "1", "1"]


def test_render_docx_names_no_person_and_no_moment() -> None:
    core = part(joint_report(), "docProps/core.xml")

    assert set(re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>(.*?)</", core)) == {""}
    assert set(re.findall(r"\d{4}-\d\d-\d\dT", core)) == {"2020-03-05T"}
    names = zipfile.ZipFile(io.BytesIO(render_docx(joint_report()))).namelist()
    assert [name for name in names if "thumbnail" in name] == []


def test_render_docx_prints_codes_in_the_look_up_copy_only() -> None:
    assert "SL-7K3Q2" not in part(joint_report(), "word/document.xml")
    assert (
        part(lookup_report(), "word/document.xml").count("SL-7K3Q2") == 14
    )  # prose, twelve rows, the sheet of sources


def test_render_docx_repeats_heads_and_keeps_rows_whole() -> None:
    table = opened(joint_report()).tables[2]

    marks = [bool(row._tr.findall(f".//{qn('w:tblHeader')}")) for row in table.rows]
    whole = [bool(row._tr.findall(f".//{qn('w:cantSplit')}")) for row in table.rows]
    assert marks == [True, True] + [False] * (len(table.rows) - 2)
    assert whole == [True] * len(table.rows)
    assert len(table.rows) == 2 + len(totals_table().rows)


def test_render_docx_merges_the_head_of_grouped_columns() -> None:
    table = opened(joint_report()).tables[2]

    upper = [cell.text for cell in table.rows[0].cells]
    lower = [cell.text for cell in table.rows[1].cells]
    assert upper[4:8] == ["Năm 2021", "Tăng, giảm", "Tăng, giảm", "Đạt %"]
    assert lower[4:8] == ["Năm 2021", "Số", "%", "Đạt %"]


def test_render_docx_fills_the_text_width_with_the_head_table() -> None:
    table = opened(joint_report()).tables[0]

    widths = [column.width for column in table.columns]
    assert [round(width.mm) for width in widths] == [70, 95]
    assert abs(sum(widths) - Mm(165)) < Mm(1)


def test_render_docx_writes_composed_letters_and_escapes_markup() -> None:
    text = 'Hội nghị <b>&\u0323 "sơ kết"'
    table = Table((Column("Tên"),), (row(unicodedata.normalize("NFD", "Tổ tự quản <1> & 2")),))
    document = replace(joint_report(), blocks=(paragraph(unicodedata.normalize("NFD", text)), table), annexes=())

    word = opened(document)

    assert word.tables[1].rows[1].cells[0].text == "Tổ tự quản <1> & 2"
    assert unicodedata.is_normalized("NFC", part(document, "word/document.xml"))
    assert [line.text for line in word.paragraphs if line.text.startswith("Hội nghị <b>")] == [
        unicodedata.normalize("NFC", text)
    ]


def test_render_docx_prints_the_page_line_on_first_and_following_pages() -> None:
    section = opened(lookup_report()).sections[0]

    lines = [section.footer.paragraphs[0].text, section.first_page_footer.paragraphs[0].text]
    assert lines == ["Bản tra cứu · Số hiện tại, chưa chốt"] * 2


def test_render_docx_gives_the_speaker_wide_lines_and_no_annexes() -> None:
    word = opened(spoken_report())

    assert word.styles["Thân văn bản"].paragraph_format.line_spacing == 1.5
    assert len(word.sections) == 1
