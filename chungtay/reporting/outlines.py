"""The outline of a report (đề cương): headings in the order of the report, and the figures asked under each.

An entry of the catalogue keeps its outline as data; one that keeps none asks for its form as it stands, under the
headings of the annual report. Headings are words of official documents, so Vietnamese.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from chungtay.reporting.codes import CellPart, Section
from chungtay.reporting.layout import FormLayout, layout_of
from chungtay.reporting.models import CatalogueEntry, Cell, FormVersion

TITLES = {
    Section.ADVICE: "Công tác tham mưu, lãnh đạo, chỉ đạo",
    Section.OUTREACH: "Tuyên truyền, phổ biến, giáo dục pháp luật",
    Section.MODELS: "Xây dựng, củng cố, nhân rộng mô hình, điển hình",
    Section.SAFE: "Công nhận đạt tiêu chuẩn An toàn về an ninh, trật tự",
    Section.FORCE: "Lực lượng nòng cốt ở cơ sở",
    Section.FESTIVAL: "Ngày hội; gắn với các cuộc vận động",
    Section.MEDIATION: "Hòa giải, hương ước, quy ước, nguồn lực",
    Section.TRAINING: "Tập huấn, bồi dưỡng",
    Section.AWARDS: "Khen thưởng",
}
# What every report says in words alone.
IN_WORDS = (
    ("Đánh giá chung", "Ưu điểm; tồn tại, hạn chế; nguyên nhân; bài học kinh nghiệm"),
    ("Nhiệm vụ trọng tâm kỳ tới", ""),
    ("Đề xuất, kiến nghị", ""),
)


@dataclass(frozen=True)
class Heading:
    """A heading of the outline: what to write there, and the indicators whose figures are asked under it.

    `indicators` are codes; those also in `parts` are asked with their categories. `section` is "" for words alone.
    """

    title: str
    note: str = ""
    section: str = ""
    indicators: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As an entry keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Heading:
        """Back from what `as_json` gave."""
        return cls(kept["title"], kept["note"], kept["section"], tuple(kept["indicators"]), tuple(kept["parts"]))


def outline_of(entry: CatalogueEntry, version: FormVersion) -> tuple[Heading, ...]:
    """The headings of an entry whose form stands as `version`; those of the form itself where none were issued."""
    if entry.outline:
        return tuple(Heading.from_json(kept) for kept in entry.outline)
    return outline_of_form(layout_of(version))


def outline_of_form(layout: FormLayout) -> tuple[Heading, ...]:
    """A heading for each section of a form with all its indicators, then what is said in words alone."""
    asked = [
        Heading(
            TITLES[section.code],
            "",
            section.code.value,
            _once(row.indicator.code for row in section.rows),
            _once(row.indicator.code for row in section.rows if row.cell.part == CellPart.CATEGORY),
        )
        for section in layout.sections
    ]
    return (*asked, *(Heading(title, note) for title, note in IN_WORDS))


def cells_asked(outline: Sequence[Heading]) -> list[int]:
    """The numbers of the cells that an outline asks for, in the order of numbers; categories only where wanted."""
    indicators = {code for heading in outline for code in heading.indicators}
    parts = {code for heading in outline for code in heading.parts}
    cells = Cell.objects.filter(indicator__code__in=indicators).select_related("indicator").order_by("number")
    return [cell.number for cell in cells if cell.part != CellPart.CATEGORY or cell.indicator.code in parts]


def _once(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))
