"""The words of consolidated reports in the planted province: sentences with canaries, their pages, and their deeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.urls import reverse

from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership, Organisation
from chungtay.reporting.actions import wording
from chungtay.reporting.models import Consolidation, WrittenSentence
from chungtay.reporting.papers.six_figures import default_indicators
from chungtay.reporting.queries.wording import address_of_row, figures_for_words, flags_of, told_for
from chungtay.reporting.themes import Theme
from tests.cast import FRONT, NOW, POLICE, PROVINCE, TODAY, Cast

Word = Callable[..., str]
# name, address, what is sent, whose deed
WordDeed = tuple[str, str, dict[str, Any], Callable[[Membership], bool]]


@dataclass
class Words:
    """The written sentences by name, the row that a writer may pick, and a number that differs from the table."""

    sentences: dict[str, WrittenSentence]
    row: str
    number: str


def told_text(word: str) -> str:
    """A report in words with a sentence that a writer above may take up, and a figure that was read."""
    return (
        "BÁO CÁO\nI. KẾT QUẢ\n- Tổ chức 3 buổi tuyên truyền.\n"
        f"II. TỒN TẠI, HẠN CHẾ\n- Nội dung sinh hoạt {word} ở một số nơi còn đơn điệu, người dự chưa đều.\n"
    )


def write_words(cast: Cast, frozen: Consolidation, word: Word) -> Words:
    """Of the frozen year sentences of both sides, one of them taken out; of the open year each side's own."""
    police, front = (cast.hat(PROVINCE, kind, Role.COORDINATOR) for kind in (POLICE, FRONT))
    both = (police.organisation, front.organisation)
    present = Consolidation.objects.get(period__year=TODAY.year, replaced_by=None)

    def write(name: str, of: Consolidation, by: Membership, *owners: Organisation) -> WrittenSentence:
        text = f"Toàn tỉnh đã tổ chức 5 buổi tuyên truyền {word('year', f'written sentence {name}', *owners)}."
        return wording.write(of, Theme.RESULTS, text, by=by, now=NOW)

    written = {
        "first": write("first", frozen, police, *both),
        "second": write("second", frozen, front, *both),
        "taken out": write("taken out", frozen, police, *both),
        "police": write("police", present, police, police.organisation),
        "front": write("front", present, front, front.organisation),
    }
    wording.take_out(written["taken out"], by=police, now=NOW)
    figures = figures_for_words(frozen, [written["first"].text])
    for name in ("first", "second"):
        number = flags_of([written[name]], figures, frozen.period.year)[written[name].pk][0].said.key
        why = f"Cách tính khác {word('year', f'why the number of {name} stands', *both)}"
        wording.answer_number(written[name], number, reason=why, by=police, now=NOW)
    row = told_for(police, frozen, Theme.LIMITS, cursor=None).rows[0]
    return Words(written, address_of_row(row), number)


def word_pages(words: Words) -> Iterator[tuple[str, str]]:
    """The words of years by theme, searched once; sentences under their own year and another; figures and annexes."""
    for year, theme in product((2021, 2025, 2026), ("results", "limits")):
        yield "reporting:wording", f"{reverse('reporting:wording', args=[year])}?chu-de={theme}"
    yield "reporting:wording", f"{reverse('reporting:wording', args=[2021])}?chu-de=limits&q=sinh&don-vi=dong"
    for year in (2021, 2026):
        yield "reporting:shown-figures", reverse("reporting:shown-figures", args=[year])
    for format_ in ("xlsx", "docx"):
        yield "reporting:data-annex", reverse("reporting:data-annex", args=[2021, format_])
    yield "reporting:slides", reverse("reporting:slides", args=[2021])
    for year, sentence in product((2021, 2026), words.sentences.values()):
        yield "reporting:written", reverse("reporting:written", args=[year, sentence.pk])


def word_deeds(words: Words, consolidates: Callable[[Membership], bool]) -> Iterator[WordDeed]:
    """Who consolidates writes; before the freeze only on the sentences of the own side."""

    def for_police(hat: Membership) -> bool:
        return consolidates(hat) and hat.organisation.kind == POLICE

    first, second, taken_out = (words.sentences[name] for name in ("first", "second", "taken out"))
    own = {"theme": "limits", "text": "Một câu viết cho toàn tỉnh."}
    picked = {"theme": "limits", "do": "each", "place": words.row}
    merged = {**own, "seen": "1", "with": str(second.pk)}
    answered = {"flag": words.number, "reason": "Đã đối chiếu với sổ"}
    wanted: list[tuple[str, list[int], dict[str, Any], Callable[[Membership], bool]]] = [
        ("write-words", [2021], own, consolidates),
        ("write-words", [2026], own, consolidates),
        ("begin-words", [2021], {"theme": "limits"}, consolidates),
        ("pick-words", [2021], picked, for_police),
        ("rewrite-words", [2021, first.pk], merged, consolidates),
        ("rewrite-words", [2026, words.sentences["police"].pk], {**own, "seen": "1"}, for_police),
        ("choose-words", [2021, first.pk], {"number": "1"}, consolidates),
        ("take-out-words", [2021, first.pk], {}, consolidates),
        ("put-back-words", [2021, taken_out.pk], {}, consolidates),
        ("move-words", [2021, first.pk], {"do": "down"}, consolidates),
        ("choose-figures", [2021], {"chosen": list(default_indicators())}, consolidates),
        ("answer-number", [2021, second.pk], answered, consolidates),
    ]
    for name, arguments, sent, may in wanted:
        yield f"reporting:{name}", reverse(f"reporting:{name}", args=arguments), sent, may
