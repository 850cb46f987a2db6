"""Files: every place that can hold words is read or scanned, every refusal has its code, nothing unpacks too far."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrative.files import Unreadable, read_file
from narrative.forbidden import find_secrecy_stamp, scan
from narrative.reader import read_text
from tests.narrative.office_files import W, docx, paragraph, pdf, table, xlsx, zipped

CANARY = "0912345678"
ROW = [["Buổi tuyên truyền", 45], ["Mô hình", 12]]
ASCII_PAGE = "Report of the commune for the year, page with words enough."


def _deleted(text: str) -> str:
    return f"<w:p><w:del><w:r><w:delText>{text}</w:delText></w:r></w:del><w:r><w:t>Còn lại.</w:t></w:r></w:p>"


def _text_box(text: str) -> str:
    return f"<w:p><w:r><w:pict><w:txbxContent>{paragraph(text)}</w:txbxContent></w:pict></w:r></w:p>"


def _hidden_run(text: str) -> str:
    return f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{text}</w:t></w:r><w:r><w:t>Còn.</w:t></w:r></w:p>"


def _in_font(font: str, text: str) -> str:
    fonts = f'<w:rFonts w:ascii="{font}" xmlns:w="{W}"/>'
    return f"<w:p><w:r><w:rPr>{fonts}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


CANARIES = {
    "text": ("a.txt", f"Báo cáo\nLiên hệ {CANARY}".encode(), "line 2"),
    "docx body": ("a.docx", docx(paragraph(f"Gọi {CANARY}")), "paragraph 1"),
    "docx split over runs": (
        "a.docx",
        docx("<w:p><w:r><w:t>Gọi 0912</w:t></w:r><w:r><w:t>345678</w:t></w:r></w:p>"),
        "paragraph 1",
    ),
    "docx table": ("a.docx", docx(table(("Tên", "Số"), ("Nam", CANARY))), "table 1, row 2, column 2"),
    "docx text box": ("a.docx", docx(_text_box(CANARY)), "text box"),
    "docx inserted": (
        "a.docx",
        docx(f"<w:p><w:ins><w:r><w:t>Gọi {CANARY}</w:t></w:r></w:ins></w:p>"),
        "paragraph 1",
    ),
    "docx deleted": ("a.docx", docx(_deleted(CANARY)), "deleted text"),
    "docx hidden": ("a.docx", docx(_hidden_run(CANARY)), "hidden text"),
    "docx header": ("a.docx", docx(word__header1=paragraph(CANARY)), "header"),
    "docx footer": ("a.docx", docx(word__footer2=paragraph(CANARY)), "footer"),
    "docx footnote": ("a.docx", docx(word__footnotes=f"<w:footnote>{paragraph(CANARY)}</w:footnote>"), "footnote"),
    "docx comment": ("a.docx", docx(word__comments=f"<w:comment>{paragraph(CANARY)}</w:comment>"), "comment"),
    "docx properties": ("a.docx", docx(docProps__core=f"<title>{CANARY}</title>"), "metadata"),
    "docx custom XML": ("a.docx", docx(customXml__item1=f"<a>{CANARY}</a>"), "metadata"),
    "docx link": (
        "a.docx",
        docx(
            **{
                "word___rels/document.xml.rels".replace("/", "__"): (
                    f'<Relationships><Relationship TargetMode="External" Target="tel:{CANARY}"/></Relationships>'
                ).encode()
            }
        ),
        "link",
    ),
    "docx alternative text": (
        "a.docx",
        docx(f'<w:p><w:r><w:drawing><docPr descr="{CANARY}"/></w:drawing><w:t>Ảnh.</w:t></w:r></w:p>'),
        "alternative text",
    ),
    "file name": (f"{CANARY}.docx", docx(), "file name"),
    "xlsx cell": ("a.xlsx", xlsx([["Tên", "Số"], ["Nam", CANARY]]), "sheet Biểu 1, B2"),
    "xlsx comment": ("a.xlsx", xlsx(ROW, xl__comments1=f"<t>{CANARY}</t>"), "comment"),
    "xlsx footer": ("a.xlsx", xlsx(ROW, footer=CANARY), "sheet Biểu 1, header or formula"),
    "xlsx properties": ("a.xlsx", xlsx(ROW, docProps__core=f"<t>{CANARY}</t>"), "metadata"),
    "xlsx orphan string": ("a.xlsx", xlsx(ROW, xl__sharedStrings=f"<si><t>{CANARY}</t></si>"), "deleted text"),
    "pdf page": ("a.pdf", pdf([ASCII_PAGE, f"Call {CANARY}"]), "page 2"),
    "pdf note": ("a.pdf", pdf([ASCII_PAGE], note=CANARY), "comment"),
    "pdf properties": ("a.pdf", pdf([ASCII_PAGE], title=CANARY), "metadata"),
}


@pytest.mark.parametrize("place", CANARIES)
def test_a_planted_number_is_found_wherever_it_hides_and_its_place_is_told(place):
    name, content, told = CANARIES[place]

    source = read_file(name, content)
    passages = scan(source.text)

    assert [(passage.kind, source.place_at(passage.start)) for passage in passages] == [("phone", told)]


def test_deleted_and_hidden_words_are_not_read_for_figures():
    source = read_file("a.docx", docx(_deleted("Xã có 99 mô hình.") + paragraph("Xã có 12 mô hình.")))

    assert [fact.value for fact in read_text(source.body_text).facts] == [12]
    assert "99 mô hình" in source.hidden_text


def test_figures_of_a_word_table_keep_their_cells():
    content = docx(table(("Nội dung", "ĐVT", "Năm 2022"), ("Tuyên truyền", "buổi", "45"), ("Mô hình", "mô hình", "12")))

    source = read_file("bc.docx", content)
    facts = read_text(source.body_text).facts

    assert [(fact.value, fact.indicator, source.place_at(fact.start)) for fact in facts] == [
        (45, "outreach_sessions", "table 1, row 2, column 3"),
        (12, "models_active", "table 1, row 3, column 3"),
    ]


def test_figures_of_a_sheet_are_read_as_vietnamese_numbers():
    source = read_file(
        "bc.xlsx",
        xlsx([["Nội dung", "ĐVT", "Kết quả"], ["Lượt người tham gia", "lượt", 12345], ["Tờ rơi", "tờ", 1500]]),
    )

    facts = read_text(source.body_text).facts

    assert [(fact.text, fact.value, fact.indicator) for fact in facts] == [
        ("12.345", 12345, "outreach_attendances"),
        ("1.500", 1500, "leaflets_distributed"),
    ]


def test_a_stamp_in_the_page_header_is_in_the_head():
    source = read_file("a.docx", docx(word__header1=paragraph("TỐI MẬT")))

    stamp = find_secrecy_stamp(source.head_text)

    assert stamp is not None
    assert stamp.level == "toi_mat"


def test_pictures_and_objects_in_a_document_are_named_as_unread():
    source = read_file("a.docx", docx(**{"word__media__image1.png": b"\x89PNG", "word__embeddings__a.bin": b"x"}))

    assert source.unread == ("picture", "embedded object")


def _bomb() -> bytes:
    return zipped({"word/document.xml": b"0" * (4 * 1024 * 1024)})


def _lying_bomb() -> bytes:
    """A member whose directory entry claims to be small."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (4 * 1024 * 1024))
        archive.filelist[0].file_size = 10
    return content.getvalue()


TCVN3 = "B¸o c¸o c«ng t¸c phèi hîp n¨m 2005 cña ñy ban nh©n d©n x· §«ng Thanh vÒ phong trµo toµn d©n"
REFUSED = {
    "too_large": ("a.txt", b"a" * (20 * 1024 * 1024 + 1)),
    "empty_file": ("a.txt", b""),
    "not_this_kind": ("a.docx", b"MZ\x90\x00 program"),
    "corrupt": ("a.docx", b"PK\x03\x04 but broken"),
    "zip_bomb": ("a.docx", _bomb()),
    "old_word": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")),
    "picture": ("a.jpg", b"\xff\xd8\xff\xe0"),
    "legacy_encoding": ("a.txt", TCVN3.encode()),
    "encrypted": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")),
    "unsupported": ("a.rtf", b"{\\rtf1 abc}"),
    "scrambled_pdf": ("a.pdf", pdf([" ".join("abcdefghijklmnopqrstuvwxyz")])),
}


@pytest.mark.parametrize("code", REFUSED)
def test_refusals_carry_their_code(code):
    name, content = REFUSED[code]

    with pytest.raises(Unreadable) as refusal:
        read_file(name, content)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", docx(), "not_this_kind"),
        ("a.docx", pdf([ASCII_PAGE]), "not_this_kind"),
        ("a.txt", b"a\x00b", "not_this_kind"),
        ("a.txt", TCVN3.encode("latin-1", "replace"), "legacy_encoding"),
        ("a.docx", zipped({f"p{i}": "" for i in range(5001)}), "zip_bomb"),
        ("a.docx", _lying_bomb(), "corrupt"),
        (
            "a.docx",
            zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "cccc">]><a>&b;</a>'}),
            "corrupt",
        ),
        ("a.docx", zipped({"word/document.xml": "<a>" * 400 + "</a>" * 400}), "corrupt"),
        ("a.docx", docx(""), "empty_file"),
        ("a.docx", docx("", **{"word__media__image1.png": b"\x89PNG"}), "picture"),
        ("a.docx", docx(paragraph(" ".join(str(i * 7919 % 100_003) for i in range(370_000)))), "too_large"),
        ("a.xlsx", xlsx([], raw_rows="<row>" + "<c/>" * 200_001 + "</row>"), "too_large"),
        ("a", b"text", "unsupported"),
        ("a.pdf", b"%PDF-1.4 broken", "corrupt"),
        (
            "a.docx",
            docx(_in_font(".VnTime", "Céng hoµ x· héi")),
            "legacy_encoding",
        ),
    ],
)
def test_more_refusals(name, content, code):
    with pytest.raises(Unreadable) as refusal:
        read_file(name, content)

    assert refusal.value.code == code


def test_refusals_say_a_plain_sentence():
    with pytest.raises(Unreadable, match=r"^the file is named \.docx but its content is program$"):
        read_file("a.docx", b"MZ\x90\x00")


def test_a_text_keeps_its_offsets():
    source = read_file("a.txt", "Dòng một\r\n\r\n  Có 3 mô hình.\n".encode())

    assert source.body_text == "Dòng một\n\n  Có 3 mô hình.\n"


@settings(max_examples=40, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(["a.txt", "a.docx", "a.xlsx", "a.pdf"]),
    st.sampled_from([b"", b"%PDF-", b"PK\x03\x04"]),
)
def test_any_bytes_are_read_or_refused(content, name, magic):
    code = "read"
    try:
        source = read_file(name, magic + content)
        code = "read" if source.text.startswith(source.body_text) else "broken"
    except Unreadable as refusal:
        code = refusal.code

    assert code in {"read", *REFUSED, "scanned_pdf"}
