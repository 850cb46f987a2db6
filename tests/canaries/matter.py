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


def bare_pdf(
    words: str = "", *, picture: bool = False, properties: str = "", packet: str = "", note: str = "",
    attached: str = "", name: str = "ban-ky.pdf",
) -> Sent:  # fmt: skip
    """A PDF written by hand: a line of plain letters, a picture, and words in the places that no page shows."""
    drawn = ["q 200 0 0 200 50 400 cm /Im Do Q"] if picture else []
    drawn += [f"BT /F1 12 Tf 50 700 Td ({words}) Tj ET"] if words else []
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator><rdf:li>{packet}</rdf:li></dc:creator></x:xmpmeta>'
    catalog = "/Metadata 8 0 R " if packet else ""
    catalog += "/Names << /EmbeddedFiles << /Names [(a) 9 0 R] >> >>" if attached else ""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [7 0 R] "
        "/Resources << /Font << /F1 5 0 R >> /XObject << /Im 6 0 R >> >> >>",
        _stream("\n".join(drawn)),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        _stream("A", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"),
        f"<< /Type /Annot /Subtype /Text /Rect [50 50 70 70] /Contents ({note}) >>",
        _stream(xmp, "/Type /Metadata /Subtype /XML"),
        "<< /Type /Filespec /F (a.txt) /EF << /F 10 0 R >> >>",
        _stream(attached, "/Type /EmbeddedFile"),
        f"<< /Author ({properties}) >>",
    ]
    return Sent(name, _pdf_of(objects))


def _stream(words: str, head: str = "") -> str:
    return f"<< {head} /Length {len(words)} >>\nstream\n{words}\nendstream"


def _pdf_of(objects: Sequence[str]) -> bytes:
    written, places = "%PDF-1.7\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{each}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    tail = f"trailer << /Size {size} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    return f"{written}xref\n0 {size}\n0000000000 65535 f \n{table}{tail}".encode("latin-1")


class Body:
    """An upload as it comes over the wire: never whole in memory; it counts what was taken of it."""

    BOUNDARY = "ranh-gioi"

    def __init__(self, size: int, *, field: str = "file", name: str = "bao-cao.docx") -> None:
        head = f'--{self.BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
        tail = f"\r\n--{self.BOUNDARY}--\r\n"
        self.parts = [io.BytesIO(head.encode()), _Zeros(size), io.BytesIO(tail.encode())]
        self.length = len(head) + size + len(tail)
        self.taken = 0

    def read(self, wanted: int = -1) -> bytes:
        """The next bytes, at most `wanted`."""
        assert wanted >= 0, "an upload is never read whole"
        for part in self.parts:
            if piece := part.read(wanted):
                self.taken += len(piece)
                return piece
        return b""

    def readline(self, wanted: int = -1) -> bytes:
        """WSGI servers offer it; nothing here asks for lines."""
        return self.read(max(wanted, 0))

    def request(self, path: str) -> dict[str, object]:
        """What the test client sends with it."""
        return {
            "wsgi.input": self,
            "CONTENT_LENGTH": str(self.length),
            "CONTENT_TYPE": f"multipart/form-data; boundary={self.BOUNDARY}",
            "REQUEST_METHOD": "POST",
            "PATH_INFO": path,
        }


class _Zeros(io.RawIOBase):
    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, wanted: int = -1) -> bytes:
        given = min(wanted, self.left)
        self.left -= given
        return b"0" * given
