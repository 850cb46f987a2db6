"""What the units say, as the last sections of the annual report: assessment, tasks of the next year, proposals.

Nothing is printed that no unit wrote, but what a named person wrote for the whole from their words. Where no accepted
report speaks of a theme, one sentence says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from chungtay.reporting.papers.passages import MOST_NAMED, Passage, of_theme
from chungtay.reporting.themes import Theme
from officialdoc import Block, Heading, figure, paragraph, small_number

NO_PASSAGE = "Các báo cáo đã được chấp nhận chưa nêu nội dung này."
ASSESSED = (
    ("Ưu điểm", Theme.STRENGTHS),
    ("Tồn tại, hạn chế", Theme.LIMITS),
    ("Nguyên nhân", Theme.CAUSES),
    ("Bài học kinh nghiệm", Theme.LESSONS),
)
_HEARD = "Tổng hợp từ báo cáo đã được chấp nhận của các đơn vị"
_TASKS = "Các đơn vị đề ra trong báo cáo đã được chấp nhận"
_PROPOSALS = "Các đơn vị đề xuất, kiến nghị trong báo cáo đã được chấp nhận"
_IN_BRACKETS = " (nêu trong ngoặc)"


def results(passages: Sequence[Passage], *, with_codes: bool = False) -> list[Block]:
    """What was written of results and ways of working; nothing where nobody wrote of them: the figures say enough."""
    if not of_theme(passages, Theme.RESULTS):
        return []
    return [Heading(2, "Kết quả nổi bật, cách làm hay"), *said(passages, Theme.RESULTS, with_codes=with_codes)]


def assessment(passages: Sequence[Passage], *, with_codes: bool = False) -> list[Block]:
    """Strengths, limits, causes and lessons, each with the units that wrote them."""
    assessed = [each for _title, theme in ASSESSED for each in of_theme(passages, theme)]
    blocks = _opened(assessed, _HEARD)
    for title, theme in ASSESSED:
        blocks += [Heading(2, title), *said(passages, theme, with_codes=with_codes)]
    return blocks


def tasks(passages: Sequence[Passage], *, with_codes: bool = False) -> list[Block]:
    """The tasks that the units set themselves for the next year."""
    printed = of_theme(passages, Theme.TASKS)
    return [*_opened(printed, _TASKS), *said(passages, Theme.TASKS, with_codes=with_codes)]


def proposals(passages: Sequence[Passage], *, with_codes: bool = False) -> list[Block]:
    """What the units propose to those above them."""
    printed = of_theme(passages, Theme.PROPOSALS)
    return [*_opened(printed, _PROPOSALS), *said(passages, Theme.PROPOSALS, with_codes=with_codes)]


def said(passages: Sequence[Passage], theme: Theme, *, with_codes: bool = False) -> list[Block]:
    """The printed passages of a theme as a list, or the sentence that there are none.

    A sentence that was written for the whole names no unit; `with_codes` marks it with its code.
    """
    printed = of_theme(passages, theme)
    return [_item(each, with_codes=with_codes) for each in printed] or [paragraph(NO_PASSAGE)]


def _item(passage: Passage, *, with_codes: bool) -> Block:
    bare = passage.text.rstrip(".")
    if not passage.code:
        return paragraph(f"- {bare} ({named_units(passage.units)}).")
    return paragraph([f"- {bare}", figure(".", passage.code)] if with_codes else f"- {bare}.")


def _opened(printed: Sequence[Passage], words: str) -> list[Block]:
    """The words above a list; units stand in brackets behind what they wrote themselves."""
    if not printed:
        return []
    is_named = any(not each.code for each in printed)
    return [paragraph(f"{words}{_IN_BRACKETS if is_named else ''}:")]


def named_units(units: Sequence[str]) -> str:
    """The first units by name, and how many more there are: "xã Đông Thanh, phường Hạc Thành và 03 đơn vị khác"."""
    more = len(units) - MOST_NAMED
    named = ", ".join(units[:MOST_NAMED])
    return f"{named} và {small_number(more)} đơn vị khác" if more > 0 else named
