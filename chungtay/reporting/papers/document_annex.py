"""Annex VII of the annual report: the documents of the programme, by name and by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chungtay.organisations.codes import Line
from chungtay.reporting.papers.words import LINE_NAMES, counted, remark
from chungtay.reporting.queries.consolidation import CatalogueCells, ConsolidatedYear
from officialdoc import Align, Annex, Column, Row, RowKind, Table, row

ADVICE_COUNTS = (("ADV_DOCS", "Văn bản đã tham mưu"), ("ADV_AGREEMENTS", "Chương trình, quy chế còn hiệu lực"))
OVERLAPPING = "số liệu của các khối có phần trùng nhau; dòng Tổng tính mỗi văn bản một lần"


@dataclass(frozen=True)
class Issued:
    """A line of the list of documents, all as printed."""

    symbol: str
    day: str
    office: str
    subject: str


def document_annex(
    frameworks: Sequence[Issued], sent: Sequence[Issued], year: ConsolidatedYear, catalogue: CatalogueCells
) -> Annex:
    """Annex VII: the programme's documents by name, and how many each line advised on and keeps in force.

    `frameworks` are those the year stands on, `sent` those in the registers of the two agencies.
    """
    columns = (
        Column("STT", 5, Align.CENTRE),
        Column("Số, ký hiệu", 20),
        Column("Ngày", 12, Align.CENTRE),
        Column("Cơ quan ban hành", 28),
        Column("Trích yếu", 35),
    )
    rows: list[Row] = []
    for title, group in (("Văn bản khung", frameworks), ("Văn bản của hai cơ quan trong kỳ báo cáo", sent)):
        if group:
            rows.append(row(title, kind=RowKind.GROUP))
        first = sum(each.kind is RowKind.PLAIN for each in rows) + 1
        rows += [
            row(str(number), each.symbol, each.day, each.office, each.subject)
            for number, each in enumerate(group, start=first)
        ]
    named = Table(columns, tuple(rows), caption="Danh mục văn bản")
    none_sent = "" if sent else "trong sổ đăng ký của hai cơ quan chưa có văn bản nào của kỳ báo cáo; "
    note = remark(f"{none_sent}{OVERLAPPING}")
    return Annex("Văn bản lãnh đạo, chỉ đạo, phối hợp", (named, _advice_by_line(year, catalogue), note))


def _advice_by_line(year: ConsolidatedYear, catalogue: CatalogueCells) -> Table:
    cells = [catalogue.number(code) for code, _label in ADVICE_COUNTS]
    given = [(line, [year.figure(cell, line) for cell in cells]) for line in LINE_NAMES if line is not Line.ALL]
    rows = [
        row(str(number), LINE_NAMES[line], *(counted(found, 0) for found in figures))
        for number, (line, figures) in enumerate([each for each in given if any(each[1])], start=1)
    ]
    total = row("", "Tổng", *(counted(year.figure(cell), 0) for cell in cells), kind=RowKind.TOTAL)
    columns = (
        Column("STT", 5, Align.CENTRE),
        Column("Khối", 45),
        *(Column(label, 25, Align.RIGHT) for _code, label in ADVICE_COUNTS),
    )
    return Table(columns, (*rows, total), caption="Số lượng văn bản theo khối")
