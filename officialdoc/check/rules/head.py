"""The head of page one: Quốc hiệu, Tiêu ngữ, agencies, number, date. Source: Annex I, part I, section II, 1-4."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from officialdoc import wording
from officialdoc.check.anatomy import Anatomy
from officialdoc.check.folding import folded
from officialdoc.check.profiles import ProfileRules
from officialdoc.check.registry import DECREE, Breach, rule
from officialdoc.check.seen import Line
from officialdoc.measure import text_width, wrapped

NATION_SOURCE = f"{DECREE}, Mục II, khoản 1"
AGENCY_SOURCE = f"{DECREE}, Mục II, khoản 2"
NUMBER_SOURCE = f"{DECREE}, Mục II, khoản 3"
DATE_SOURCE = f"{DECREE}, Mục II, khoản 4"
BLANKS = r"[\s.…_]*"
NUMBER = re.compile(rf"^Số:\s?(?P<number>\d+|{BLANKS})\s*/\s*(?P<symbol>\S.*)$")
DATE = re.compile(
    rf"^(?P<place>[^,]+), ngày(?P<day> ?\d{{1,2}} |{BLANKS})tháng(?P<month> ?\d{{1,2}} |{BLANKS})năm"
    rf"(?P<year> \d{{4}}|{BLANKS})$"
)
PARENT = re.compile(
    r"^(BỘ [^-]+|(UBND|ỦY BAN NHÂN DÂN) (TỈNH|THÀNH PHỐ|HUYỆN|XÃ|PHƯỜNG) .+|CÔNG AN (TỈNH|THÀNH PHỐ) .+"
    r"|ỦY BAN TRUNG ƯƠNG .+)$"
)
# Abbreviations of bodies of different kinds: police, Front, People's Committee, and the member organisations.
BODIES = tuple(re.compile(p) for p in ("B?CA", "(UB|BTT)?MT", "UBND", "HND", "H?LHPN|HPN", "H?CCB", "L?ĐLĐ", "TĐ|ĐTN"))
JOINED = (" -", " –", ",", " VÀ")
RULE_SLACK = Fraction(6, 100)
HALF_SLACK = Fraction(5, 100)
TITLE_PAGE = "đầu trang 1"


def line_width(lines: Sequence[Line]) -> Fraction:
    """Width in points of the widest of `lines` as it is broken into its room."""
    widths = [Fraction(0)]
    for line in lines:
        if line.words:
            letters = line.words[0].letters
            broken = wrapped(line.text, line.room - line.left - line.right, size=letters.size, bold=letters.bold)
            widths += [text_width(piece, size=letters.size, bold=letters.bold) for piece in broken]
    return max(widths)


@rule(
    "nation-text",
    source=NATION_SOURCE,
    wanted=f"Quốc hiệu “{wording.NATION}”",
    mend="Gõ lại Quốc hiệu cho đúng từng chữ, đúng dấu.",
)
def nation_text(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    if anatomy.nation is None:
        yield Breach(TITLE_PAGE, "không thấy Quốc hiệu")
    elif anatomy.nation.text.upper() != wording.NATION:
        yield Breach(anatomy.nation.place, anatomy.nation.text)


@rule(
    "nation-place",
    source=NATION_SOURCE,
    wanted="Quốc hiệu ở phía trên cùng, bên phải trang đầu",
    mend="Chuyển Quốc hiệu và Tiêu ngữ sang ô bên phải, hàng đầu của bảng ở đầu trang.",
)
def nation_place(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    address = None if anatomy.nation is None else anatomy.nation.address
    if anatomy.nation is not None and address and (address.row > 0 or address.column < address.last):
        yield Breach(anatomy.nation.place, "không ở ô trên cùng bên phải")


@rule(
    "motto-text",
    source=NATION_SOURCE,
    wanted=f"Tiêu ngữ “{wording.MOTTO}”, viết hoa chữ cái đầu mỗi cụm từ, gạch nối có cách chữ",
    mend=f"Gõ lại Tiêu ngữ: {wording.MOTTO}",
)
def motto_text(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    if anatomy.motto is None:
        yield Breach(TITLE_PAGE, "không thấy Tiêu ngữ")
    elif anatomy.motto.text != wording.MOTTO:
        yield Breach(anatomy.motto.place, anatomy.motto.text)


@rule(
    "motto-rule",
    source=NATION_SOURCE,
    wanted="Dưới Tiêu ngữ có đường kẻ ngang, nét liền (không gạch chân chữ)",
    mend="Bỏ gạch chân; kẻ một đường thẳng nét liền dưới Tiêu ngữ.",
)
def motto_rule(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    motto = anatomy.motto
    if motto is not None and not _motto_rules(anatomy):
        underlined = any(piece.letters.underlined for piece in motto.words)
        yield Breach(motto.place, "gạch chân chữ" if underlined else "không có đường kẻ")


@rule(
    "motto-rule-length",
    source=NATION_SOURCE,
    wanted="Đường kẻ dưới Tiêu ngữ dài bằng độ dài của dòng chữ",
    mend="Kéo đường kẻ cho dài đúng bằng dòng Tiêu ngữ.",
)
def motto_rule_length(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    if anatomy.motto is None:
        return
    width = line_width((anatomy.motto,))
    for length in _motto_rules(anatomy):
        if width and abs(length - width) > RULE_SLACK * width:
            yield Breach(anatomy.motto.place, f"đường kẻ bằng {round(100 * length / width)}% dòng chữ")


def _motto_rules(anatomy: Anatomy) -> list[Fraction]:
    """Rules in the motto's cell; else shapes drawn anywhere on the page's head that are about as long."""
    own = [length for line in anatomy.motto_rules for length in line.rule_lengths]
    if own or anatomy.motto is None:
        return own
    width = line_width((anatomy.motto,))
    return [length for length in _drawn_in_head(anatomy) if abs(length - width) <= width / 4]


def _drawn_in_head(anatomy: Anatomy) -> list[Fraction]:
    """Shapes anchored at other lines of the head: Word lets a shape hang on any paragraph."""
    lines = anatomy.seen.lines
    ends = [lines.index(line) for line in (anatomy.number, anatomy.date) if line is not None]
    end = max(ends, default=-1) + 1
    return [length for line in lines[:end] for length in line.drawn]


@rule(
    "agency-present",
    source=AGENCY_SOURCE,
    wanted="Tên cơ quan ban hành văn bản ở góc trên bên trái trang đầu",
    mend="Ghi tên cơ quan ban hành (và cơ quan chủ quản trực tiếp nếu có) ở ô bên trái Quốc hiệu.",
)
def agency_present(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    if anatomy.nation is not None and anatomy.nation.address and not anatomy.agencies:
        yield Breach(TITLE_PAGE, "không thấy tên cơ quan ban hành")


@rule(
    "agency-weight",
    source=AGENCY_SOURCE,
    wanted="Tên cơ quan ban hành: chữ in hoa, đứng, đậm",
    mend="Chọn tên cơ quan ban hành và bật chữ đậm (Ctrl+B).",
)
def agency_weight(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for line in anatomy.agencies[-1:]:
        if any(not piece.letters.bold for piece in line.words):
            yield Breach(line.place, "chữ không đậm")


@rule(
    "parent-weight",
    source=AGENCY_SOURCE,
    wanted="Tên cơ quan chủ quản trực tiếp: chữ in hoa, đứng, không đậm",
    mend="Chọn tên cơ quan chủ quản và tắt chữ đậm (Ctrl+B); chỉ tên cơ quan ban hành in đậm.",
)
def parent_weight(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    if _is_joint(anatomy):
        return
    for line, after in zip(anatomy.agencies, anatomy.agencies[1:], strict=False):
        bold = all(piece.letters.bold for piece in (*line.words, *after.words))
        if bold and PARENT.match(line.text) and not line.text.endswith(JOINED):
            yield Breach(line.place, "chữ đậm")


def _is_joint(anatomy: Anatomy) -> bool:
    """Several agencies in one block: their names are joined, or the symbol names bodies of different kinds."""
    parts = _number(anatomy)
    groups = [] if parts is None else parts[2].split("-")
    kinds = {kind for kind, pattern in enumerate(BODIES) for group in groups if pattern.match(group)}
    return any(line.text.endswith(JOINED) for line in anatomy.agencies) or len(kinds) > 1


@rule(
    "agency-rule",
    source=AGENCY_SOURCE,
    wanted="Dưới tên cơ quan ban hành có đường kẻ ngang, nét liền",
    mend="Kẻ một đường thẳng nét liền dưới tên cơ quan, dài 1/3 đến 1/2 dòng chữ, đặt cân đối.",
)
def agency_rule(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    others = set(_drawn_in_head(anatomy)) - {length for line in anatomy.motto_rules for length in line.drawn}
    if anatomy.agencies and not anatomy.agency_rules and not others:
        yield Breach(anatomy.agencies[-1].place, "không có đường kẻ")


@rule(
    "agency-rule-length",
    source=AGENCY_SOURCE,
    wanted="Đường kẻ dưới tên cơ quan dài từ 1/3 đến 1/2 dòng chữ",
    mend="Chỉnh đường kẻ cho dài 1/3 đến 1/2 dòng tên cơ quan.",
)
def agency_rule_length(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    bold = [line for line in anatomy.agencies if any(piece.letters.bold for piece in line.words)]
    yield from rule_share(anatomy.agency_rules, bold)


def rule_share(rules: Sequence[Line], lines: Sequence[Line]) -> Iterator[Breach]:
    """Breaches of "1/3 to 1/2 of the line" by rules under `lines`."""
    width = line_width(lines)
    for holder in rules:
        for length in holder.rule_lengths:
            low, high = Fraction(1, 3) - HALF_SLACK, Fraction(1, 2) + HALF_SLACK
            if width and not low <= length / width <= high:
                yield Breach(lines[-1].place, f"đường kẻ bằng {round(100 * length / width)}% dòng chữ")


@rule(
    "number-form",
    source=NUMBER_SOURCE,
    wanted="“Số:” rồi số (hoặc để trống), dấu “/” và ký hiệu, ví dụ “Số: 05/BC-CAT”",
    mend="Gõ lại theo mẫu “Số: 05/BC-CAT”; khi chưa có số thì để trống trước dấu “/”.",
)
def number_form(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    if anatomy.number is None:
        yield Breach(TITLE_PAGE, "không thấy dòng số, ký hiệu")
    elif not NUMBER.match(anatomy.number.text):
        yield Breach(anatomy.number.place, anatomy.number.text)


def _number(anatomy: Anatomy) -> tuple[Line, str, str] | None:
    """The number line, its number ("" when blank) and its symbol."""
    found = None if anatomy.number is None else NUMBER.match(anatomy.number.text)
    if anatomy.number is None or found is None:
        return None
    return anatomy.number, re.sub(r"\D", "", found["number"]), found["symbol"].strip()


@rule(
    "number-spaces",
    source=NUMBER_SOURCE,
    wanted="Giữa số và ký hiệu có dấu gạch chéo, giữa các nhóm chữ có dấu gạch nối, không cách chữ",
    mend="Xóa khoảng trống quanh dấu “/” và dấu “-” trong số, ký hiệu.",
)
def number_spaces(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    parts = _number(anatomy)
    if parts is None:
        return
    line, number, symbol = parts
    before_slash = bool(number) and " /" in line.text
    if before_slash or "/ " in line.text or " " in symbol:
        yield Breach(line.place, line.text)


@rule(
    "number-padded",
    source=NUMBER_SOURCE,
    wanted="Số nhỏ hơn 10 phải ghi thêm số 0 phía trước",
    mend="Ghi 01, 02 ... 09 thay cho 1, 2 ... 9.",
)
def number_padded(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    parts = _number(anatomy)
    if parts is not None and len(parts[1]) == 1:
        yield Breach(parts[0].place, f"số {parts[1]}")


@rule(
    "symbol-case",
    source=NUMBER_SOURCE,
    wanted="Ký hiệu bằng chữ in hoa (trừ chữ viết tắt tên loại như CTr, TTr, QyĐ)",
    mend="Viết hoa các chữ viết tắt tên cơ quan trong ký hiệu.",
)
def symbol_case(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    parts = _number(anatomy)
    if parts is None:
        return
    line, _number_text, symbol = parts
    groups = symbol.split("-")
    lower = [group for group in groups if group != group.upper() and not _is_type(group, profile)]
    if lower:
        yield Breach(line.place, "-".join(lower))


def _is_type(group: str, profile: ProfileRules) -> bool:
    """Whether a group is meant as an abbreviation of a type, its case aside: another rule looks at that."""
    return group.upper() in {kind.upper() for kind in profile.types}


@rule(
    "symbol-type",
    source="Nghị định 30/2020/NĐ-CP, Phụ lục III",
    wanted="Ký hiệu mở đầu bằng chữ viết tắt đúng của tên loại (BC, KH, TB, CTr ...); công văn không có chữ viết tắt",
    mend="Sửa chữ viết tắt tên loại theo Phụ lục III, ví dụ CTr chứ không phải CTR hay CTPH.",
)
def symbol_type(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    parts = _number(anatomy)
    if parts is None:
        return
    line, _number_text, symbol = parts
    first = symbol.split("-")[0].strip()
    if anatomy.is_letter:
        if first in profile.types:
            yield Breach(line.place, f"công văn có chữ viết tắt “{first}”")
    elif first not in profile.types:
        yield Breach(line.place, f"“{first}”")


@rule(
    "symbol-agrees",
    source="Nghị định 30/2020/NĐ-CP, Phụ lục III",
    wanted="Chữ viết tắt trong ký hiệu đúng với tên loại văn bản",
    mend="Sửa ký hiệu hoặc tên loại cho khớp nhau, ví dụ BC với BÁO CÁO.",
)
def symbol_agrees(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    parts = _number(anatomy)
    if parts is None or anatomy.type_name is None or anatomy.is_letter:
        return
    named = profile.types.get(parts[2].split("-")[0])
    if named is not None and folded(named) != folded(anatomy.type_name.text):
        yield Breach(parts[0].place, f"{parts[2]} với {anatomy.type_name.text}")


@rule(
    "symbol-agency",
    source="Hướng dẫn 91/HD-MTTW-BTT; Thông tư 26/2019/TT-BCA, 35/2021/TT-BCA",
    wanted="Ký hiệu có chữ viết tắt tên cơ quan: Mặt trận ghi MTTQ hoặc MTTW, Công an ghi CA... hoặc BCA",
    mend="Thêm chữ viết tắt tên cơ quan vào ký hiệu, ví dụ KH-MTTQ-BTT, BC-CAT-PV05.",
    profiles=("mat-tran", "cong-an"),
)
def symbol_agency(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    parts = _number(anatomy)
    if parts is not None and not any(re.search(profile.agency_pattern, group) for group in parts[2].upper().split("-")):
        yield Breach(parts[0].place, parts[2])


@rule(
    "date-form",
    source=DATE_SOURCE,
    wanted="“Địa danh, ngày ... tháng ... năm ...”, có dấu phẩy sau địa danh; ngày để trống khi chưa ban hành",
    mend="Gõ lại theo mẫu “Thanh Hóa, ngày 05 tháng 02 năm 2026”.",
)
def date_form(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    if anatomy.date is None:
        yield Breach(TITLE_PAGE, "không thấy địa danh và thời gian ban hành")
    elif not DATE.match(anatomy.date.text):
        yield Breach(anatomy.date.place, anatomy.date.text)


@rule(
    "date-padded",
    source=DATE_SOURCE,
    wanted="Ngày nhỏ hơn 10 và tháng 1, 2 ghi thêm số 0 phía trước (ngày 05 tháng 01); các tháng khác không thêm",
    mend="Sửa ngày, tháng: “ngày 05”, “tháng 02”, nhưng “tháng 3”.",
)
def date_padded(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    found = None if anatomy.date is None else DATE.match(anatomy.date.text)
    if anatomy.date is None or found is None:
        return
    day, month = found["day"].strip(), found["month"].strip()
    if day.isdigit() and len(day) == 1:
        yield Breach(anatomy.date.place, f"ngày {day}")
    if month in {"1", "2"} or (month.startswith("0") and month not in {"01", "02"}):
        yield Breach(anatomy.date.place, f"tháng {month}")


@rule(
    "date-row",
    source=DATE_SOURCE,
    wanted="Địa danh và thời gian ban hành trên cùng một dòng với số, ký hiệu",
    mend="Đặt số, ký hiệu và địa danh, ngày tháng vào hai ô của cùng một hàng.",
)
def date_row(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    number, date = anatomy.number, anatomy.date
    if number is None or date is None or number.address is None or date.address is None:
        return
    if (number.address.table, number.address.row) != (date.address.table, date.address.row):
        yield Breach(date.place, "khác hàng với số, ký hiệu")
