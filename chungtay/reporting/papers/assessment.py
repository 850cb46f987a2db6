"""What the units say, as the last sections of the annual report: assessment, tasks of the next year, proposals.

Nothing is written that no unit wrote. Where no accepted report speaks of a theme, one sentence says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from chungtay.reporting.papers.passages import MOST_NAMED, Passage, Theme, of_theme
from officialdoc import Block, Heading, paragraph, small_number

NO_PASSAGE = "Các báo cáo đã được chấp nhận chưa nêu nội dung này."
ASSESSED = (
    ("Ưu điểm", Theme.STRENGTHS),
    ("Tồn tại, hạn chế", Theme.LIMITS),
    ("Nguyên nhân", Theme.CAUSES),
    ("Bài học kinh nghiệm", Theme.LESSONS),
)
_HEARD = "Tổng hợp từ báo cáo đã được chấp nhận của các đơn vị (nêu trong ngoặc):"
_TASKS = "Các đơn vị đề ra trong báo cáo đã được chấp nhận (nêu trong ngoặc):"
_PROPOSALS = "Các đơn vị đề xuất, kiến nghị trong báo cáo đã được chấp nhận (nêu trong ngoặc):"


def assessment(passages: Sequence[Passage]) -> list[Block]:
    """Strengths, limits, causes and lessons, each with the units that wrote them."""
    blocks: list[Block] = [paragraph(_HEARD)] if passages else []
    for title, theme in ASSESSED:
        blocks += [Heading(2, title), *said(passages, theme)]
    return blocks


def tasks(passages: Sequence[Passage]) -> list[Block]:
    """The tasks that the units set themselves for the next year."""
    return [*_opened(passages, Theme.TASKS, _TASKS), *said(passages, Theme.TASKS)]


def proposals(passages: Sequence[Passage]) -> list[Block]:
    """What the units propose to those above them."""
    return [*_opened(passages, Theme.PROPOSALS, _PROPOSALS), *said(passages, Theme.PROPOSALS)]


def said(passages: Sequence[Passage], theme: Theme) -> list[Block]:
    """The printed passages of a theme as a list, or the sentence that there are none."""
    printed = of_theme(passages, theme)
    return [paragraph(f"- {each.text.rstrip('.')} ({_named(each.units)}).") for each in printed] or [
        paragraph(NO_PASSAGE)
    ]


def _opened(passages: Sequence[Passage], theme: Theme, words: str) -> list[Block]:
    return [paragraph(words)] if of_theme(passages, theme) else []


def _named(units: Sequence[str]) -> str:
    """The first units by name, and how many more there are: "xã Đông Thanh, phường Hạc Thành và 03 đơn vị khác"."""
    more = len(units) - MOST_NAMED
    named = ", ".join(units[:MOST_NAMED])
    return f"{named} và {small_number(more)} đơn vị khác" if more > 0 else named
