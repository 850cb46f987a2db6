"""The urging letter (công văn đôn đốc gửi báo cáo) as an official document. Pure; its words are Vietnamese by law.

One agency writes to the offices of its own line that have not sent yet. It names reports and days, never a figure of a
report. Source: Nghị định 30/2020/NĐ-CP, Annex III, form 1.5 (công văn).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chungtay.organisations.codes import OrganisationKind
from chungtay.reporting.codes import Grain
from officialdoc import (
    Align,
    Annex,
    Block,
    Column,
    Document,
    Issuer,
    Profile,
    Signature,
    Table,
    clause,
    collective_signature,
    front_signature,
    paragraph,
    police_signature,
    row,
)

# More receivers than these are listed in an annex.
NAMED_IN_THE_HEAD = 8
_ROMAN = ("", "I", "II", "III", "IV")
SIGNATURES = {
    OrganisationKind.POLICE: police_signature(),
    OrganisationKind.FRONT: front_signature(),
    OrganisationKind.UNION: collective_signature("Ban Thường vụ", "Chủ tịch"),
    OrganisationKind.FARMERS: collective_signature("Ban Thường vụ", "Chủ tịch"),
    OrganisationKind.YOUTH: collective_signature("Ban Thường vụ", "Bí thư"),
    OrganisationKind.WOMEN: collective_signature("Ban Thường vụ", "Chủ tịch"),
    OrganisationKind.VETERANS: collective_signature("Ban Thường vụ", "Chủ tịch"),
}
_FILED_BY = {OrganisationKind.POLICE: "PV05", OrganisationKind.FRONT: "BTT"}


@dataclass(frozen=True)
class Owing:
    """An office that has not sent: its name, its deadline, and whether that has passed."""

    office: str
    due_on: date
    is_overdue: bool
    has_more_time: bool


@dataclass(frozen=True)
class Urging:
    """What the letter is made from. `answer_by` is the day it asks for, `on` the day it counts."""

    kind: OrganisationKind
    agency: str
    agency_above: str
    symbol: str
    place: str
    report: str
    legal_basis: str
    period: str
    window: tuple[date, date]
    due_on: date
    on: date
    answer_by: date
    sent: int
    asked: int
    owing: Sequence[Owing]


def urging_letter(matter: Urging) -> Document:
    """The letter to all offices that have not sent; a long list of them becomes an annex."""
    listed = len(matter.owing) > NAMED_IN_THE_HEAD
    names = tuple(each.office for each in matter.owing)
    return Document(
        profile=Profile.STATE if matter.kind is OrganisationKind.POLICE else Profile.FRONT,
        issuers=(Issuer(matter.agency, parent=matter.agency_above or None),),
        symbol=f"{matter.symbol}-{_FILED_BY.get(matter.kind, 'VP')}",
        place=matter.place,
        expected_on=matter.on,
        type_name=None,
        subject=f"đôn đốc gửi báo cáo {matter.period}",
        blocks=tuple(_body(matter, listed)),
        annexes=(_annex(matter),) if listed else (),
        addressees=("Các đơn vị có tên tại Phụ lục",) if listed else names,
        signatures=(_signature(matter.kind),),
        filed_by=_FILED_BY.get(matter.kind, "VP"),
    )


def period_named(grain: Grain, index: int, year: int) -> str:
    """The period as documents say it: "tháng 11 năm 2026", "quý I năm 2026", "6 tháng đầu năm 2026", "năm 2026"."""
    if grain is Grain.MONTH:
        return f"tháng {index} năm {year}"
    if grain is Grain.QUARTER:
        return f"quý {_ROMAN[index]} năm {year}"
    if grain is Grain.HALF:
        return f"6 tháng {'đầu' if index == 1 else 'cuối'} năm {year}"
    return f"năm {year}"


def _body(matter: Urging, listed: bool) -> list[Block]:
    first, last = matter.window
    where = " (danh sách tại Phụ lục kèm theo)" if listed else ""
    missing = len(matter.owing)
    given = [each for each in matter.owing if each.has_more_time]
    noted = " Đơn vị đã được gia hạn thực hiện theo thời hạn mới." if given else ""
    return [
        paragraph(
            f"Thực hiện chế độ báo cáo theo {matter.legal_basis}, {matter.agency} đã đề nghị các đơn vị gửi "
            f"{matter.report} {matter.period} (số liệu từ ngày {_day(first)} đến hết ngày {_day(last)}), thời hạn gửi "
            f"chậm nhất ngày {_day(matter.due_on)}."
        ),
        paragraph(
            f"Tính đến ngày {_day(matter.on)}, có {matter.sent}/{matter.asked} báo cáo đã được gửi; còn {missing} đơn "
            f"vị chưa gửi{where}. Để kịp thời tổng hợp, {matter.agency} đề nghị các đơn vị:"
        ),
        clause(f"Khẩn trương hoàn thành và gửi báo cáo trên hệ thống chậm nhất ngày {_day(matter.answer_by)}.{noted}"),
        clause("Trường hợp chưa thể hoàn thành, gửi đề nghị gia hạn trên hệ thống, nêu rõ lý do và thời hạn đề nghị."),
        clause("Rà soát, phân công cán bộ thực hiện chế độ báo cáo bảo đảm đúng thời hạn, đầy đủ nội dung."),
        paragraph("Đề nghị các đơn vị quan tâm thực hiện"),
    ]


def _annex(matter: Urging) -> Annex:
    columns = (
        Column("STT", 8, Align.CENTRE),
        Column("Đơn vị", 60),
        Column("Hạn gửi", 17, Align.CENTRE),
        Column("Tình trạng", 25),
    )
    rows = tuple(
        row(str(number), each.office, _day(each.due_on), _state(each))
        for number, each in enumerate(matter.owing, start=1)
    )
    return Annex(f"Danh sách đơn vị chưa gửi báo cáo {matter.period}", (Table(columns, rows),))


def _state(each: Owing) -> str:
    if each.is_overdue:
        return "Quá hạn"
    return "Được gia hạn" if each.has_more_time else "Chưa đến hạn"


def _signature(kind: OrganisationKind) -> Signature:
    return SIGNATURES.get(kind, collective_signature("Ban Thường trực", "Chủ tịch"))


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
