"""The body: paragraphs, order of headings, the end mark. Source: Annex I, part I, section II, 6."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from officialdoc import wording
from officialdoc.check.anatomy import SENTENCE_END, Anatomy, Heading
from officialdoc.check.folding import folded
from officialdoc.check.profiles import ProfileRules
from officialdoc.check.registry import DECREE, Breach, rule
from officialdoc.check.rules.looks import prose
from officialdoc.check.rules.page import POINTS_A_MM
from officialdoc.check.seen import Line
from officialdoc.numbering import from_roman, point_letter, roman

SOURCE = f"{DECREE}, Mục II, khoản 6"
FULL_LINE = 75  # letters from which a paragraph surely reaches the right margin
INDENTS = (Fraction(10), Fraction(127, 10))  # mm
INDENT_SLACK = Fraction(6, 10)
LEAST_GAP = Fraction(59, 10)  # points; six, less what rounding to twips may take
SPACING = (Fraction(98, 100), Fraction(152, 100))
LONGEST_TITLE = 120  # letters; between a short sentence and a long title nobody can tell
ORDER = ("part", "section", "item", "point")


@rule(
    "body-justified",
    source=SOURCE,
    wanted="Nội dung dàn đều cả hai lề",
    mend="Chọn nội dung và dàn đều hai lề (Ctrl+J).",
)
def body_justified(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for line in prose(anatomy):
        if len(line.text) >= FULL_LINE and line.align != "justify":
            yield Breach(line.place, "không dàn đều hai lề")


@rule(
    "body-first-line",
    source=SOURCE,
    wanted="Chữ đầu dòng lùi vào 1 cm hoặc 1,27 cm",
    mend="Mở Đoạn văn (Paragraph), đặt Dòng đầu (First line) 1 cm hoặc 1,27 cm.",
)
def body_first_line(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for line in prose(anatomy):
        indent = (line.left + line.first) / POINTS_A_MM
        by_tab = line.raw.startswith("\t") and indent == 0
        if line.label or by_tab:
            continue  # a list of Word's own places itself; a tab stop stands at 1.27 cm
        if not any(abs(indent - wanted) <= INDENT_SLACK for wanted in INDENTS):
            yield Breach(line.place, f"lùi {float(indent):.1f} mm".replace(".", ","))


@rule(
    "body-gap",
    source=SOURCE,
    wanted="Khoảng cách giữa các đoạn văn tối thiểu 6 pt",
    mend="Mở Đoạn văn (Paragraph), đặt Trước hoặc Sau (Before, After) từ 6 pt.",
)
def body_gap(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    text = {id(line) for line in prose(anatomy)}
    for above, below in zip(anatomy.body, anatomy.body[1:], strict=False):
        if isinstance(above, Line) and isinstance(below, Line) and id(above) in text and id(below) in text:
            gap = above.after + below.before
            if gap < LEAST_GAP:
                yield Breach(below.place, f"cách đoạn trên {float(gap):g} pt".replace(".", ","))


@rule(
    "body-line-spacing",
    source=SOURCE,
    wanted="Khoảng cách giữa các dòng từ cách dòng đơn đến 1,5 lines",
    mend="Mở Đoạn văn (Paragraph), đặt Giãn dòng (Line spacing) từ Đơn (Single) đến 1,5.",
)
def body_line_spacing(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    low, high = SPACING
    for line in prose(anatomy):
        if line.spacing is not None and not low <= line.spacing <= high:
            yield Breach(line.place, f"giãn dòng {float(line.spacing):.2f}".replace(".", ","))


@rule(
    "item-weight",
    source=SOURCE,
    wanted="Khoản có tiêu đề: số thứ tự và tiêu đề đậm; khoản không có tiêu đề: không đậm",
    mend="In đậm tiêu đề của khoản; câu văn của khoản để chữ thường.",
)
def item_weight(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for heading in anatomy.headings:
        line = heading.line
        if heading.kind != "item" or not line.words:
            continue
        titled = len(line.text) < LONGEST_TITLE and not line.text.endswith(SENTENCE_END)
        sentence = len(line.text) >= LONGEST_TITLE and line.text.endswith((".", ";"))
        bold = [piece.letters.bold for piece in line.words]
        if titled and not all(bold):
            yield Breach(line.place, "tiêu đề khoản không đậm")
        if sentence and all(bold):
            yield Breach(line.place, "cả khoản in đậm")


@rule(
    "part-numeral",
    source=SOURCE,
    wanted="Số thứ tự của phần, chương bằng chữ số La Mã (Phần I); riêng Mặt trận và Công an có thể ghi Phần thứ nhất",
    mend="Ghi “Phần I”, “Phần II” ...",
)
def part_numeral(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for heading in anatomy.headings:
        if heading.kind == "part" and from_roman(heading.number) is None:
            ordinal = _ordinal(heading.number)
            if ordinal is None or not profile.ordinal_parts:
                yield Breach(heading.line.place, heading.line.text)


def _ordinal(text: str) -> int | None:
    """The number of "thứ nhất", "thứ hai" ...; None for anything else."""
    words = folded(text).removeprefix("thu ").strip()
    known = [folded(word) for word in wording.PART_ORDINALS]
    return known.index(words) + 1 if text.lower().startswith("thứ") and words in known else None


def _count(heading: Heading) -> int | None:
    """What a heading's number counts to; None where another rule speaks about its form."""
    if heading.kind == "part":
        found = from_roman(heading.number)
        if found is None:
            found = _ordinal(heading.number)
        return found if found is not None else (int(heading.number) if heading.number.isdecimal() else None)
    if heading.kind == "section":
        return from_roman(heading.number)
    if heading.kind == "item":
        return int(heading.number)
    letters = {point_letter(n): n for n in range(1, len(wording.POINT_LETTERS) + 1)}
    return letters.get(heading.number, -1)


def _shown(kind: str, number: int) -> str:
    if kind == "part":
        return f"Phần {roman(number)}"
    return {"section": f"{roman(number)}.", "item": f"{number}.", "point": f"{point_letter(number)})"}[kind]


def _disorder(anatomy: Anatomy, kind: str) -> Iterator[Breach]:
    """Headings of `kind` that do not follow the one before; under a new higher heading they start anew or run on."""
    depth = ORDER.index(kind)
    last, fresh = 0, True
    for heading in anatomy.headings:
        if heading.kind != kind:
            fresh = fresh or ORDER.index(heading.kind) < depth
            continue
        count = _count(heading)
        if count is None:
            continue
        allowed = {1, last + 1} if fresh and kind in {"section", "item"} else {1} if fresh else {last + 1}
        if count not in allowed:
            yield Breach(heading.line.place, f"{heading.number} thay vì {_shown(kind, 1 if fresh else last + 1)}")
        last, fresh = count if count > 0 else last + 1, False


def _order_rule(kind: str, name: str, example: str) -> None:
    @rule(
        f"{kind}-order",
        source=SOURCE,
        wanted=f"{name} đánh số liên tục: {example}",
        mend="Đánh lại số thứ tự cho liên tục, không thiếu, không trùng.",
    )
    def order(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
        yield from _disorder(anatomy, kind)


_order_rule("part", "Phần", "Phần I, Phần II, Phần III")
_order_rule("section", "Mục", "I., II., III.")
_order_rule("item", "Khoản", "1., 2., 3.")
_order_rule("point", "Điểm", "a), b), c), d), đ), e) theo bảng chữ cái tiếng Việt")


@rule(
    "end-mark",
    source=SOURCE,
    wanted="Kết thúc nội dung bằng dấu “./.”",
    mend="Thêm “./.” sau câu cuối cùng của nội dung.",
)
def end_mark(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for line in anatomy.body_lines[-1:]:
        if not line.text.endswith(wording.END_MARK):
            yield Breach(line.place, f"kết thúc bằng “{line.text[-1]}”")
