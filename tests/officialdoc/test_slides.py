"""Slides: a page for all figures and one for each, the same bytes for the same deck."""

from __future__ import annotations

import io

import pdfplumber

from officialdoc.slides import Deck, Slide, render_slides, slides_source

SLIDE = Slide(
    "Số buổi tuyên truyền", "40.312", "buổi", "Tăng 1.204 so với năm 2020", "SL-7K3Q-2M9X", "Nguồn: 166/166 đơn vị"
)
DECK = Deck(("Công an tỉnh", "Ủy ban MTTQ tỉnh"), "Kết quả năm 2021", (SLIDE, SLIDE), "Số hiện tại, chưa chốt")


def test_each_figure_has_a_page_after_the_one_with_all() -> None:
    with pdfplumber.open(io.BytesIO(render_slides(DECK))) as pdf:
        pages = [(page.width > page.height, page.extract_text()) for page in pdf.pages]

    assert [is_on_its_side for is_on_its_side, _words in pages] == [True, True, True]
    wanted = (SLIDE.label, SLIDE.value, SLIDE.code, DECK.page_line, "CÔNG AN TỈNH - ỦY BAN MTTQ TỈNH")
    assert [[each in words for each in wanted] for _side, words in pages] == [[True] * len(wanted)] * 3


def test_equal_decks_give_equal_bytes() -> None:
    assert render_slides(DECK) == render_slides(DECK)


def test_what_people_wrote_is_never_markup() -> None:
    wild = Slide('#import "x" $a$', "1", "", "*đậm*", "", "")

    source = slides_source(Deck(("A",), "B", (wild,)))

    assert '"#import \\"x\\" $a$"' in source
    with pdfplumber.open(io.BytesIO(render_slides(Deck(("A",), "B", (wild,))))) as pdf:
        assert '#import "x" $a$' in pdf.pages[1].extract_text()
