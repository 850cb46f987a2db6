"""The report that amends an issued one (báo cáo sửa đổi, bổ sung). Pure; its words are Vietnamese by law.

It names the report, says of each figure what was reported and what holds now, and leaves the rest in force. Source:
Nghị định 30/2020/NĐ-CP, Art. 18(3): wrong content is amended or replaced by a document of equal form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from chungtay.organisations.codes import Line
from chungtay.reporting.papers.said_figures import label_of
from chungtay.reporting.papers.sources import source_of_figure
from chungtay.reporting.papers.words import LINE_NAMES, table_figure
from chungtay.reporting.queries.amending import AmendedFigure
from officialdoc import Align, Block, Column, Heading, Rendering, Row, Source, Table, cited_day, paragraph, row
from officialdoc import Document as Paper

BASIS = "Khoản 3 Điều 18 Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
_OFFICES_NAMED = 3


@dataclass(frozen=True)
class Named:
    """An issued document as another one names it: its number with symbol, and its day."""

    symbol: str
    day: date

    @property
    def words(self) -> str:
        """Such as "số 12/BC-CAT-MTTQ ngày 14 tháng 12 năm 2021"."""
        return f"số {self.symbol} {cited_day(self.day)}"


@dataclass(frozen=True)
class Amending:
    """What an amending report is made from. `before` names the amendment in force so far, None for the first one."""

    amended: Paper
    named: Named
    before: Named | None
    reason: str
    figures: Sequence[AmendedFigure]


def amending_report(matter: Amending, *, rendering: Rendering = Rendering.CLEAN) -> Paper:
    """The report, of the agencies, symbol, receivers and clerical rules of the one it amends.

    The look-up copy ends with the sources of every figure that it prints, as issued and as amended.
    """
    return replace(
        matter.amended,
        subject=subject_of(matter),
        number=None,
        issued_on=None,
        expected_on=None,
        blocks=tuple(_blocks(matter)),
        annexes=(),
        sources=tuple(_sources(matter)) if rendering is Rendering.LOOKUP else (),
        rendering=rendering,
        page_line=None,
    )


def subject_of(matter: Amending) -> str:
    """Trích yếu: which report is amended."""
    return f"Sửa đổi, bổ sung một số số liệu của {_kind(matter)} {matter.named.words}"


def _blocks(matter: Amending) -> list[Block]:
    kind = _kind(matter)
    whole = [each for each in matter.figures if not each.unit]
    by_unit = [each for each in matter.figures if each.unit]
    blocks: list[Block] = [
        paragraph(
            f"{_agencies(matter)} đã ban hành {kind} {matter.named.words}: {matter.amended.subject}"
            f"{_amended_before(matter)}."
        ),
        paragraph(
            f"Sau khi rà soát, số liệu của một số đơn vị được xác định lại (lý do: {matter.reason.rstrip('.')}). "
            f"Căn cứ {BASIS}, {_agencies(matter)} sửa đổi, bổ sung như sau:"
        ),
        Heading(1, f"Số liệu của {kind} được sửa đổi, bổ sung"),
        _table(whole, "Nội dung", _label) if whole else paragraph("Số liệu chung không thay đổi."),
    ]
    if by_unit:
        blocks += [
            Heading(1, "Số liệu của từng đơn vị được sửa đổi, bổ sung"),
            _table(by_unit, "Đơn vị, nội dung", lambda each: f"{each.unit}: {_label(each)}"),
        ]
    return [*blocks, Heading(1, "Hiệu lực của các nội dung khác"), *_rest(kind, matter)]


def _rest(kind: str, matter: Amending) -> list[Block]:
    return [
        paragraph(
            f"Các số tăng, giảm, tỷ lệ và số làm tròn trong lời văn của {kind} tính từ số liệu nêu trên được hiểu "
            "theo số liệu đã sửa đổi, bổ sung."
        ),
        paragraph(
            f"Các nội dung khác của {kind} {matter.named.words} giữ nguyên. Đề nghị các cơ quan, đơn vị nhận {kind} "
            "biết và sử dụng số liệu đã sửa đổi, bổ sung."
        ),
    ]


def _table(figures: Sequence[AmendedFigure], caption: str, label: Callable[[AmendedFigure], str]) -> Table:
    rows: list[Row] = [
        row(
            str(number),
            label(each),
            each.cell.indicator.unit_vi,
            table_figure(each.issued, each.cell.indicator),
            table_figure(each.now, each.cell.indicator),
            _why(each.offices),
        )
        for number, each in enumerate(figures, start=1)
    ]
    columns = (
        Column("STT", 5, Align.CENTRE),
        Column(caption, 31),
        Column("ĐVT", 10, Align.CENTRE),
        Column("Số đã báo cáo", 14, Align.RIGHT),
        Column("Số sửa đổi, bổ sung", 14, Align.RIGHT),
        Column("Lý do", 26),
    )
    return Table(columns, tuple(rows))


def _sources(matter: Amending) -> Iterator[Source]:
    for each in matter.figures:
        place = f"{each.unit}: {_label(each)}" if each.unit else _label(each)
        for words, found in (("số đã báo cáo", each.issued), ("số sửa đổi, bổ sung", each.now)):
            if found is not None:
                yield source_of_figure(found, each.cell, f"{place} - {words}")


def _label(each: AmendedFigure) -> str:
    words = label_of(each.cell)
    return words if each.line is Line.ALL else f"{words} ({LINE_NAMES[each.line]})"


def _why(offices: Sequence[str]) -> str:
    """Whose reports changed: by name up to three offices, else how many."""
    if not offices:
        return "Tính lại từ các báo cáo đã sửa"
    if len(offices) > _OFFICES_NAMED:
        return f"{len(offices)} đơn vị sửa báo cáo"
    return f"{'; '.join(offices)} sửa báo cáo"


def _amended_before(matter: Amending) -> str:
    return f" (đã được sửa đổi, bổ sung tại {_kind(matter)} {matter.before.words})" if matter.before else ""


def _kind(matter: Amending) -> str:
    return matter.amended.type_name or "Văn bản"


def _agencies(matter: Amending) -> str:
    return " và ".join(issuer.name for issuer in matter.amended.issuers)
