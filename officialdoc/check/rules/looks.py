"""Size, weight, slant, case and alignment of each component: one table, a rule for each entry.

Source: Nghị định 30/2020/NĐ-CP, Annex I, part I, section II and III; the table of sizes and styles of part V.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, pairwise

from officialdoc.check.anatomy import Anatomy
from officialdoc.check.folding import is_upper
from officialdoc.check.profiles import ProfileRules
from officialdoc.check.registry import DECREE, Breach, Check, rule
from officialdoc.check.rules.page import page_number_lines
from officialdoc.check.seen import Line


@dataclass(frozen=True, slots=True)
class Wanted:
    """The look that a component must have; None where nothing is asked (or another rule asks it)."""

    key: str
    name: str
    source: str
    lines: Callable[[Anatomy], Sequence[Line]]
    sizes: tuple[int, int] | None = None
    bold: bool | None = None
    italic: bool | None = None
    upper: bool | None = None
    centred: bool = False


def _one(line: Line | None) -> tuple[Line, ...]:
    return () if line is None else (line,)


def _headings(kind: str) -> Callable[[Anatomy], Sequence[Line]]:
    return lambda anatomy: [heading.line for heading in anatomy.headings if heading.kind == kind]


def part_titles(anatomy: Anatomy) -> list[Line]:
    """The line after each "Phần I", where it is a title of its own."""
    lines = list(anatomy.body_lines)
    parts = {id(heading.line) for heading in anatomy.headings if heading.kind == "part"}
    numbered = {id(heading.line) for heading in anatomy.headings}
    return [after for line, after in pairwise(lines) if id(line) in parts and id(after) not in numbered]


def prose(anatomy: Anatomy) -> list[Line]:
    """Lines of the body that are text: no parts and their titles, no bases, no centred captions."""
    left_out = {id(line) for line in chain(_headings("part")(anatomy), part_titles(anatomy), anatomy.bases)}
    return [line for line in anatomy.body_lines if id(line) not in left_out and line.align != "center"]


def _page_numbers(anatomy: Anatomy) -> list[Line]:
    return [line for section in anatomy.seen.sections for line in page_number_lines(section.header)]


def _names(anatomy: Anatomy) -> list[Line]:
    return [signature.name for signature in anatomy.signatures if signature.name is not None]


def _titles(anatomy: Anatomy) -> list[Line]:
    return [line for signature in anatomy.signatures for line in signature.lines]


COMPONENTS = (
    Wanted(
        "page-number", "Số trang", f"{DECREE}, Mục I, khoản 7", _page_numbers, sizes=(13, 14), bold=False, italic=False
    ),
    Wanted(
        "nation",
        "Quốc hiệu",
        f"{DECREE}, Mục II, khoản 1",
        lambda a: _one(a.nation),
        sizes=(12, 13),
        bold=True,
        italic=False,
        upper=True,
        centred=True,
    ),
    Wanted(
        "motto",
        "Tiêu ngữ",
        f"{DECREE}, Mục II, khoản 1",
        lambda a: _one(a.motto),
        sizes=(13, 14),
        bold=True,
        italic=False,
        centred=True,
    ),
    Wanted(
        "agency",
        "Tên cơ quan",
        f"{DECREE}, Mục II, khoản 2",
        lambda a: a.agencies,
        sizes=(12, 13),
        italic=False,
        upper=True,
        centred=True,
    ),
    Wanted(
        "number",
        "Số, ký hiệu",
        f"{DECREE}, Mục II, khoản 3",
        lambda a: _one(a.number),
        sizes=(13, 13),
        bold=False,
        italic=False,
        centred=True,
    ),
    Wanted(
        "date",
        "Địa danh và thời gian ban hành",
        f"{DECREE}, Mục II, khoản 4",
        lambda a: _one(a.date),
        sizes=(13, 14),
        bold=False,
        italic=True,
        centred=True,
    ),
    Wanted(
        "type-name",
        "Tên loại văn bản",
        f"{DECREE}, Mục II, khoản 5",
        lambda a: _one(a.type_name),
        sizes=(13, 14),
        bold=True,
        italic=False,
        upper=True,
        centred=True,
    ),
    Wanted(
        "subject",
        "Trích yếu",
        f"{DECREE}, Mục II, khoản 5",
        lambda a: a.subject,
        sizes=(13, 14),
        bold=True,
        italic=False,
        upper=False,
        centred=True,
    ),
    Wanted(
        "about",
        "Trích yếu công văn (V/v)",
        f"{DECREE}, Mục II, khoản 5",
        lambda a: a.about,
        sizes=(12, 13),
        bold=False,
        italic=False,
        centred=True,
    ),
    Wanted(
        "basis",
        "Căn cứ ban hành",
        f"{DECREE}, Mục II, khoản 6",
        lambda a: a.bases,
        sizes=(13, 14),
        bold=False,
        italic=True,
    ),
    Wanted("body", "Nội dung văn bản", f"{DECREE}, Mục II, khoản 6", prose, sizes=(13, 14)),
    Wanted(
        "part-number",
        "Số thứ tự của phần, chương",
        f"{DECREE}, Mục II, khoản 6",
        _headings("part"),
        sizes=(13, 14),
        bold=True,
        italic=False,
        upper=False,
        centred=True,
    ),
    Wanted(
        "part-title",
        "Tiêu đề của phần, chương",
        f"{DECREE}, Mục II, khoản 6",
        part_titles,
        sizes=(13, 14),
        bold=True,
        italic=False,
        upper=True,
        centred=True,
    ),
    Wanted(
        "section",
        "Số thứ tự và tiêu đề của mục (I., II.)",
        f"{DECREE}, Mục II, khoản 6",
        _headings("section"),
        bold=True,
        italic=False,
        upper=True,
    ),
    Wanted("item", "Khoản (1., 2.)", f"{DECREE}, Mục II, khoản 6", _headings("item"), italic=False, upper=False),
    Wanted("point", "Điểm (a, b)", f"{DECREE}, Mục II, khoản 6", _headings("point"), bold=False, italic=False),
    Wanted(
        "address",
        "Kính gửi",
        f"{DECREE}, Mục II, khoản 9",
        lambda a: a.addressees,
        sizes=(13, 14),
        bold=False,
        italic=False,
    ),
    Wanted(
        "recipients-word",
        "Từ “Nơi nhận”",
        f"{DECREE}, Mục II, khoản 9",
        lambda a: _one(a.recipients_word),
        sizes=(12, 12),
        bold=True,
        italic=True,
    ),
    Wanted(
        "recipient",
        "Danh sách nơi nhận",
        f"{DECREE}, Mục II, khoản 9",
        lambda a: a.recipients,
        sizes=(11, 11),
        bold=False,
        italic=False,
    ),
    Wanted(
        "signature",
        "Quyền hạn, chức vụ của người ký",
        f"{DECREE}, Mục II, khoản 7",
        _titles,
        sizes=(13, 14),
        bold=True,
        italic=False,
        upper=True,
        centred=True,
    ),
    Wanted(
        "signer",
        "Họ và tên người ký",
        f"{DECREE}, Mục II, khoản 7",
        _names,
        sizes=(13, 14),
        bold=True,
        italic=False,
        upper=False,
        centred=True,
    ),
    Wanted(
        "annex-label",
        "Từ “Phụ lục” và số thứ tự",
        f"{DECREE}, Mục III, khoản 1",
        lambda a: [annex.label for annex in a.annexes],
        sizes=(14, 14),
        bold=True,
        italic=False,
        centred=True,
    ),
    Wanted(
        "annex-title",
        "Tên phụ lục",
        f"{DECREE}, Mục III, khoản 1",
        lambda a: [line for annex in a.annexes for line in annex.title],
        sizes=(13, 14),
        bold=True,
        italic=False,
        upper=True,
        centred=True,
    ),
    Wanted(
        "annex-enclosed",
        "Dòng “Kèm theo” của phụ lục",
        f"{DECREE}, Mục III, khoản 1",
        lambda a: [annex.enclosed for annex in a.annexes if annex.enclosed is not None],
        sizes=(13, 14),
        bold=False,
        italic=True,
        centred=True,
    ),
)


def _size_check(wanted: Wanted, low: int, high: int) -> Check:
    def check(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
        for line in wanted.lines(anatomy):
            wrong = {piece.letters.size for piece in line.words if not low <= piece.letters.size <= high}
            if wrong:
                yield Breach(line.place, "cỡ " + ", ".join(_size(size) for size in sorted(wrong)))

    return check


def _size(size: Fraction) -> str:
    return f"{float(size):g}".replace(".", ",")


def _bold_check(wanted: Wanted, bold: bool) -> Check:
    def check(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
        for line in wanted.lines(anatomy):
            if any(piece.letters.bold is not bold for piece in line.words):
                yield Breach(line.place, "chữ không đậm" if bold else "chữ đậm")

    return check


def _italic_check(wanted: Wanted, italic: bool) -> Check:
    def check(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
        for line in wanted.lines(anatomy):
            if any(piece.letters.italic is not italic for piece in line.words):
                yield Breach(line.place, "chữ đứng" if italic else "chữ nghiêng")

    return check


def _case_check(wanted: Wanted, upper: bool) -> Check:
    def check(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
        for line in wanted.lines(anatomy):
            if is_upper(line.text) is not upper:
                yield Breach(line.place, "chữ in thường" if upper else "toàn chữ in hoa")

    return check


def _centre_check(wanted: Wanted) -> Check:
    def check(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
        for line in wanted.lines(anatomy):
            if line.align != "center":
                yield Breach(line.place, "không canh giữa")

    return check


def _register(wanted: Wanted) -> None:
    name = wanted.name
    if wanted.sizes is not None:
        low, high = wanted.sizes
        sizes = str(low) if low == high else f"{low}-{high}"
        rule(
            f"{wanted.key}-size",
            source=wanted.source,
            wanted=f"{name}: cỡ chữ {sizes}",
            mend=f"Chọn dòng này và đặt cỡ chữ {sizes}.",
        )(_size_check(wanted, low, high))
    if wanted.bold is not None:
        weight = "đậm" if wanted.bold else "không đậm"
        rule(
            f"{wanted.key}-weight",
            source=wanted.source,
            wanted=f"{name}: kiểu chữ {weight}",
            mend=f"Chọn dòng này và {'bật' if wanted.bold else 'tắt'} chữ đậm (Ctrl+B).",
        )(_bold_check(wanted, wanted.bold))
    if wanted.italic is not None:
        slant = "nghiêng" if wanted.italic else "đứng"
        rule(
            f"{wanted.key}-slant",
            source=wanted.source,
            wanted=f"{name}: kiểu chữ {slant}",
            mend=f"Chọn dòng này và {'bật' if wanted.italic else 'tắt'} chữ nghiêng (Ctrl+I).",
        )(_italic_check(wanted, wanted.italic))
    if wanted.upper is not None:
        case = "in hoa" if wanted.upper else "in thường"
        rule(
            f"{wanted.key}-case",
            source=wanted.source,
            wanted=f"{name}: chữ {case}",
            mend=f"Chọn dòng này và đổi sang chữ {case} (Shift+F3).",
        )(_case_check(wanted, wanted.upper))
    if wanted.centred:
        rule(
            f"{wanted.key}-centred",
            source=wanted.source,
            wanted=f"{name}: canh giữa",
            mend="Chọn dòng này và canh giữa (Ctrl+E).",
        )(_centre_check(wanted))


for _component in COMPONENTS:
    _register(_component)
