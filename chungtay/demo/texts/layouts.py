"""The forms in which a report in words goes out: pasted text in several hands, and a Word file. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from chungtay.demo.texts.subject import Subject
from chungtay.demo.texts.writing import Annex, Narrative, Piece
from officialdoc import (
    Align,
    Block,
    Column,
    Document,
    Heading,
    Issuer,
    RowKind,
    Table,
    official_date,
    paragraph,
    render_docx,
    row,
)
from officialdoc import Annex as DocumentAnnex

NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
LETTERS = "abcdđeghik"
_SEPARATORS = ("\t", " | ")
_BULLETS = ("", "- ", "+ ")


def as_text(report: Narrative, random: Random) -> str:
    """The report as it is pasted: head, body, recipients and annexes, in one of several hands."""
    bullet, separator = random.choice(_BULLETS), random.choice(_SEPARATORS)
    parts = [
        *_head(report.subject, random),
        "",
        f"Kính gửi: {report.subject.recipient}.",
        "",
        *_introduced(report),
        *_body(report.pieces, bullet, is_loud=random.random() < 0.7),
        "",
        report.closing,
        "",
        *_foot(report.subject),
    ]
    for label, annex in zip(_labels(report.annexes), report.annexes, strict=True):
        parts += ["", *_annex(annex, label, separator)]
    return "\n".join(parts) + "\n"


def as_word(report: Narrative) -> bytes:
    """The report as a Word file in the official layout; equal reports give equal bytes."""
    subject = report.subject
    blocks: list[Block] = [paragraph(line) for line in _introduced(report)]
    for piece in report.pieces:
        if piece.level:
            blocks.append(Heading(piece.level, piece.sentences[0]))
        else:
            blocks.append(paragraph(" ".join(piece.sentences)))
    blocks.append(paragraph(report.closing.removesuffix("./.")))
    return render_docx(
        Document(
            profile=subject.profile,
            issuers=(Issuer(subject.office, parent=subject.parent),),
            symbol=subject.symbol,
            number=str(subject.number),
            place=subject.place,
            issued_on=subject.signed_on,
            type_name="Báo cáo",
            subject=_title(subject),
            blocks=tuple(blocks),
            addressees=(subject.recipient,),
            recipients=(f"Đảng ủy, UBND {subject.unit}",),
            filed_by="TH",
            signatures=(subject.signature,),
            annexes=tuple(DocumentAnnex(annex.title, (_table(annex),)) for annex in report.annexes),
        )
    )


def _head(subject: Subject, random: Random) -> list[str]:
    number = f"Số: {subject.number:02d}/{subject.symbol}"
    dated = official_date(subject.signed_on, subject.place)
    parent, office = subject.parent.upper(), subject.office.upper()
    title = ["", "BÁO CÁO", _title(subject)]
    hand = random.randrange(3)
    if hand == 0:
        return [NATION, MOTTO, "", parent, office, number, dated, *title]
    if hand == 1:
        return [f"{parent}\t{NATION}", f"{office}\t{MOTTO}", f"{number}\t{dated}", *title]
    return [parent, office, "-------", number, "", NATION, MOTTO, "---------------", dated, *title]


def _title(subject: Subject) -> str:
    return f"Kết quả phối hợp thực hiện phong trào Toàn dân bảo vệ an ninh Tổ quốc {subject.period}"


def _introduced(report: Narrative) -> list[str]:
    named = [f"Phụ lục {label}".strip() for label in _labels(report.annexes)]
    return [report.opening, *([f"(Số liệu chi tiết tại {' và '.join(named)} kèm theo)"] if named else [])]


def _labels(annexes: list[Annex]) -> list[str]:
    return ["" if len(annexes) == 1 else ROMAN[number] for number in range(1, len(annexes) + 1)]


def _body(pieces: Iterable[Piece], bullet: str, *, is_loud: bool) -> Iterable[str]:
    counts = [0, 0, 0, 0]
    for piece in pieces:
        if not piece.level:
            yield from ([f"{bullet}{said}" for said in piece.sentences] if bullet else [" ".join(piece.sentences)])
            continue
        counts[piece.level] += 1
        counts[piece.level + 1 :] = [0] * (3 - piece.level)
        title = piece.sentences[0]
        if piece.level == 1:
            yield ""
            yield f"{ROMAN[counts[1]]}. {title.upper() if is_loud else title}"
        else:
            yield f"{counts[2]}. {title}" if piece.level == 2 else f"{LETTERS[counts[3] - 1]}) {title}"


def _foot(subject: Subject) -> list[str]:
    return [
        "Nơi nhận:",
        "- Như trên;",
        f"- Đảng ủy, UBND {subject.unit};",
        "- Lưu: VT, TH.",
        "",
        *subject.signature.lines,
        "(Đã ký)",
    ]


def _annex(annex: Annex, label: str, separator: str) -> list[str]:
    rows = [separator.join(cells) for cells in (annex.head, *annex.rows)]
    return [f"Phụ lục {label}".strip(), annex.title.upper(), *rows]


def _table(annex: Annex) -> Table:
    width = len(annex.head)
    aligns = [Align.CENTRE, Align.LEFT, *([Align.RIGHT] * (width - 2))]
    columns = tuple(
        Column(head, width=30 if place == 1 else 10, align=align)
        for place, (head, align) in enumerate(zip(annex.head, aligns, strict=True))
    )
    kinds = {True: RowKind.TOTAL, False: RowKind.PLAIN}
    return Table(columns, tuple(row(*cells, kind=kinds[not cells[0]]) for cells in annex.rows))
