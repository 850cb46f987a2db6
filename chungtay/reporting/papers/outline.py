"""The outline of a report as a Word file to write in: the office's own head, the headings issued, the figures asked.

Pure; its words are Vietnamese by law. Each figure has a line of its own, "label: ........ unit", which the reader
understands once a number stands there, so what was written in Word comes back without being typed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chungtay.organisations.codes import OrganisationKind
from chungtay.reporting.papers.urging import SIGNATURES
from chungtay.territory.codes import Level
from officialdoc import (
    Block,
    Document,
    Heading,
    Issuer,
    Note,
    Profile,
    commune_police_signature,
    paragraph,
)

BLANK = "........"


@dataclass(frozen=True)
class OutlinePart:
    """One heading: its title, what to write there, and the labels and units of the figures asked under it."""

    title: str
    note: str
    figures: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class OutlineMatter:
    """What the file is made from."""

    kind: OrganisationKind
    level: Level
    agency: str
    agency_above: str
    symbol: str
    place: str
    receiver: str
    report: str
    period: str
    window: tuple[date, date]
    parts: Sequence[OutlinePart]


def outline_paper(matter: OutlineMatter) -> Document:
    """The report to be written, with a blank for every figure and a note where words are wanted."""
    police = matter.kind is OrganisationKind.POLICE
    signature = commune_police_signature() if police and matter.level is Level.COMMUNE else SIGNATURES[matter.kind]
    first, last = matter.window
    opening = (
        f"Thực hiện chế độ báo cáo, {matter.agency} báo cáo kết quả {matter.period} (số liệu từ ngày "
        f"{first:%d/%m/%Y} đến hết ngày {last:%d/%m/%Y}) như sau:"
    )
    return Document(
        profile=Profile.STATE if police else Profile.FRONT,
        issuers=(Issuer(matter.agency, parent=matter.agency_above or None),),
        symbol=f"BC-{matter.symbol}",
        place=matter.place,
        expected_on=last,
        type_name="Báo cáo",
        subject=f"{matter.report} {matter.period}",
        blocks=(paragraph(opening), *(block for part in matter.parts for block in _blocks(part))),
        addressees=(matter.receiver,),
        signatures=(signature,),
        filed_by="HS",
    )


def _blocks(part: OutlinePart) -> list[Block]:
    note = [Note(part.note or "Nêu ngắn gọn")] if part.note or not part.figures else []
    return [Heading(1, part.title), *note, *(paragraph(_line(label, unit)) for label, unit in part.figures)]


def _line(label: str, unit: str) -> str:
    # "Lượt" alone may be turns of anything; the reader knows attendances by "lượt người".
    counted = "lượt người" if unit == "lượt" and "lượt người" in label.lower() else unit
    return f"- {label}: {BLANK} {counted}".rstrip() + "."
