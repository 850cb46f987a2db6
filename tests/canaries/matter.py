"""Files with forbidden matter in every place a file has, and files that nobody can read. All persons are invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace

import docx
import openpyxl
import pypdfium2
from openpyxl.comments import Comment

from officialdoc import Issuer, render_pdf
from tests.documents.papers import paper

ID_NUMBER, PHONE, NAME = "038091234567", "0987123456", "Trần Văn Chim Yến"
LISTED = ("Lê Thị Chào Mào", "Phạm Văn Sơn Ca", "Đỗ Thị Vành Khuyên")
TIP_WORDS, CASE_WORDS = "nhà ông Bìm Bịp", "tên Cú Mèo"
# What must not be found anywhere afterwards.
CANARIES = (ID_NUMBER, PHONE, NAME, *LISTED, "Bìm Bịp", "Cú Mèo")
TIP = f"Quần chúng tố giác {TIP_WORDS} ở thôn 3 tàng trữ ma túy, số điện thoại {PHONE}."
CASE = f"Công an xã đã khởi tố bị can {TIP_WORDS.replace('Bìm Bịp', 'Cú Mèo')} về tội trộm cắp tài sản."
PERSON = f"Liên hệ ông {NAME}, sinh năm 1985, số CCCD {ID_NUMBER}, điện thoại {PHONE}."
CLEAN_WORDS = "3 buổi tuyên truyền"
CLEAN = f"Tổ chức {CLEAN_WORDS} với 210 lượt người dự."
BODY = ("BÁO CÁO", "Kết quả tháng 11 năm 2026", CLEAN, PERSON, TIP, CASE, "Danh sách người dự:")
ROSTER = tuple((str(place), name, "1985", ID_NUMBER, PHONE) for place, name in enumerate(LISTED, start=1))
HEADS = ("STT", "Họ và tên", "Năm sinh", "Số CCCD", "Điện thoại")
BAD_NAME = f"danh-sach {PHONE} {ID_NUMBER}"


@dataclass(frozen=True)
class Sent:
    """A file as it is sent."""

    name: str
    content: bytes

    @property
    def stream(self) -> io.BytesIO:
        """What a browser would send."""
        stream = io.BytesIO(self.content)
        stream.name = self.name
        return stream


def word(
    lines: Sequence[str] = BODY, *, roster: bool = True, header: str = PERSON, comment: str = PERSON,
    author: str = NAME, keywords: str = PHONE, name: str = f"{BAD_NAME}.docx",
) -> Sent:  # fmt: skip
    """A .docx with matter in its text, a table, a comment, the page header and its properties."""
    document = docx.Document()
    for line in lines:
        paragraph = document.add_paragraph(line)
    if comment:
        document.add_comment(paragraph.runs, text=comment, author=author)
    if roster:
        table = document.add_table(rows=0, cols=len(HEADS))
        for row in (HEADS, *ROSTER):
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
    document.core_properties.author = author
    document.core_properties.keywords = keywords
    document.sections[0].header.paragraphs[0].text = header
    buffer = io.BytesIO()
    document.save(buffer)
    return Sent(name, buffer.getvalue())


def pdf(words: str = " ".join(BODY), *, agency: str = "Công an tỉnh", name: str = f"{BAD_NAME}.pdf") -> Sent:
    """A PDF with text; `agency` stands in its head."""
    return Sent(name, render_pdf(replace(paper(words), issuers=(Issuer(agency), Issuer("Mặt trận tỉnh")))))


def excel() -> Sent:
    """An .xlsx with a roster, a comment and properties."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Nội dung", "Số lượng"), (CLEAN, "3"), (PERSON, ""), (TIP, ""), HEADS, *ROSTER):
        sheet.append(row)
    sheet["B2"].comment = Comment(PERSON, NAME)
    sheet.title = f"Sheet {PHONE}"
    book.properties.creator = NAME
    buffer = io.BytesIO()
    book.save(buffer)
    return Sent(f"{BAD_NAME}.xlsx", buffer.getvalue())


def pasted() -> str:
    """The same matter as a message."""
    rows = ("\t".join(row) for row in (HEADS, *ROSTER))
    return "\n".join((*BODY, *rows))


def zip_bomb() -> bytes:
    """A package of little size that unpacks to 300 MB."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * 300_000_000)
    return buffer.getvalue()


def scan() -> bytes:
    """A PDF of one page without text."""
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
