from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import replace

import pdfplumber
import pypdfium2
import pytest

from officialdoc import Document, Rendering, paragraph, render_pdf
from tests.officialdoc.samples import SAMPLES, joint_report, lookup_report, two_block_report


def pages(document: Document) -> list[str]:
    """Text of each page, spaces evened."""
    pdf = pypdfium2.PdfDocument(render_pdf(document))
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]
    finally:
        pdf.close()


def fonts(content: bytes) -> set[str]:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return {str(letter["fontname"]).split("+")[-1] for page in pdf.pages for letter in page.chars}


@pytest.mark.parametrize("sample", ["lookup_report", "letter", "front_plan", "spoken_report"])
def test_render_pdf_uses_no_font_but_tinos(sample: str) -> None:
    assert {font.split("-")[0] for font in fonts(render_pdf(SAMPLES[sample]()))} == {"Tinos"}


def test_render_pdf_gives_equal_bytes_for_equal_documents_and_no_moment() -> None:
    content = render_pdf(joint_report())

    assert content == render_pdf(joint_report())
    assert re.findall(rb"/CreationDate|/ModDate|/Author", content) == []


def test_render_pdf_text_comes_out_in_composed_vietnamese() -> None:
    first = pages(joint_report())[0]

    assert unicodedata.is_normalized("NFC", first)
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Thanh Hóa, ngày tháng 12 năm 2021",
        "BÁO CÁO",
        "I. ĐẶC ĐIỂM TÌNH HÌNH",
        "Các đơn vị đã tổ chức hơn 40.000 buổi tuyên truyền với hơn 1,2 triệu lượt người dự",
    ):
        assert words in first


def test_render_pdf_numbers_pages_from_two_and_annexes_anew() -> None:
    printed = pages(replace(joint_report(), blocks=(*joint_report().blocks, *[paragraph("Câu văn. " * 60)] * 8)))
    annexes = [n for n, text in enumerate(printed) if text.startswith("Phụ lục")]

    assert not printed[0].startswith("1 ")
    assert [text.split(" ")[0] for text in printed[1 : annexes[0]]] == [str(n) for n in range(2, annexes[0] + 1)]
    assert [printed[n].startswith(f"Phụ lục {number}") for n, number in zip(annexes, ("I", "II"), strict=True)] == [
        True,
        True,
    ]


def test_render_pdf_lays_wide_annexes_on_their_side() -> None:
    pdf = pypdfium2.PdfDocument(render_pdf(joint_report()))
    try:
        sizes = [tuple(round(side) for side in page.get_size()) for page in pdf]
    finally:
        pdf.close()

    assert sizes[0] == (595, 842)
    assert (842, 595) in sizes
    assert sizes[-1] == (595, 842)


def test_render_pdf_prints_codes_and_sources_in_the_look_up_copy_only() -> None:
    clean, lookup = pages(joint_report()), pages(lookup_report())

    assert [text for text in clean if "SL-" in text or "chưa chốt" in text] == []
    assert all("Số hiện tại, chưa chốt" in text for text in lookup)
    assert "NGUỒN GỐC SỐ LIỆU" in lookup[-1]
    assert "SL-7K3Q2" in lookup[-1]


def test_render_pdf_takes_text_as_text_and_not_as_markup() -> None:
    text = '#import "x": * $a_b$ *đậm* _nghiêng_ \\ <nhãn> "ngoặc" // ghi chú'
    document = replace(joint_report(), blocks=(paragraph(text),), annexes=(), rendering=Rendering.CLEAN)

    assert text in pages(document)[0]


def test_render_pdf_writes_near_signs_for_those_the_font_lacks() -> None:
    document = replace(joint_report(), blocks=(paragraph("Tỷ lệ ≥ 70 và ≤ 90 ✓"),), annexes=())

    assert "Tỷ lệ >= 70 và <= 90 ?./." in pages(document)[0]


@pytest.mark.parametrize("lines", [17, 18, 19])
def test_render_pdf_keeps_the_recipients_on_the_page_of_the_signatures(lines: int) -> None:
    document = replace(joint_report(), blocks=tuple(paragraph("Đã thực hiện.") for _line in range(lines)), annexes=())

    foot = [("GIÁM ĐỐC" in page, "Nơi nhận:" in page) for page in pages(document)]

    assert foot.count((True, True)) == 1
    assert set(foot) <= {(True, True), (False, False)}


def test_render_pdf_keeps_the_signature_on_the_page_of_the_last_words() -> None:
    filler = [paragraph(f"Câu số {n}. " + "Nội dung báo cáo. " * 8) for n in range(40)]
    for count in range(8, 16):
        printed = pages(replace(joint_report(), blocks=tuple(filler[:count]), annexes=()))
        assert "./." in next(text for text in printed if "TM. BAN THƯỜNG TRỰC" in text)


def test_render_pdf_prints_number_and_date_once_they_are_given() -> None:
    first = pages(two_block_report())[0]

    assert "Số: 07/BC-CAT-MTTQ" in first
    assert "Thanh Hóa, ngày 05 tháng 12 năm 2021" in first
