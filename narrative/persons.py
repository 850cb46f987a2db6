"""Names of persons in Vietnamese text, and where they are listed or stand with what identifies a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SURNAMES = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đào|Đoàn|Đinh|Lâm|Trịnh|Trương|Mai|Phùng|Cao|"
    "Lương|Tô|Hà|Tạ|Thái|Quách|Vi|Lò|Lường|Cầm|Hờ|Giàng|Vàng|Thào|Sùng|Mùa|Lầu|Và|Hơ|Ngân|Lục|Nông|Bế|Ma|Triệu|Đàm|Chu|Châu|La|Kiều|Từ|"
    "Tống|Hứa|Lưu|Mạc|Nghiêm|Ninh|Ông|Phương|Quan|Thạch|Thân|Tăng|Trà|Ứng|Văn|Vương|Viên|Bạch|Cù|Doãn|Đồng|Đường|Giáp|Khổng|Khúc|Kim|"
    "Khương|Lại|Lã|Lữ|Mã|Nhữ|Phí|Tôn|Thiều|Sầm|Hàn|Hoa|Âu|Bàng|Bành|Cấn|Chử|Diệp|Điền|Đới|Hạ|Hầu|Hồng|Phó|Sơn|Siu|Ksor|Rmah|Rơ|Y"
)
_WORD = r"[A-ZÀ-ỸĐ][a-zà-ỹđ]*"
_NAME = rf"(?:{_SURNAMES}|(?:{_SURNAMES.upper()}))(?:[ \u00a0]+{_WORD}|[ \u00a0]+[A-ZÀ-ỸĐ]{{2,}}){{1,3}}(?!\w)"
_TITLED = r"(?:(?i:ông|bà|anh|chị|em|cháu)\s+(?:\w+\s+){0,3}?[A-ZÀ-ỸĐ]\.?)"
_BIRTH = (
    r"(?i:sinh\s+(?:năm|ngày)|s\.?\s?n\.?|ns|ngày\s+sinh|nam\s+sinh)\s*:?\s*(?:\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*)?(?:19|20)\d{2}|\(\s*(?:19|20)\d{2}\s*\)|"
    r"\d{1,2}/\d{1,2}/(?:19|20)\d{2}"
)
_ADDRESS = r"(?i:trú\s+(?:tại|quán)|thường\s+trú|tạm\s+trú|hktt|đkhk|địa\s+chỉ|nơi\s+ở|ngụ\s+tại|quê\s+quán)"
# A title begins a word: there is an "ông" in each "Công điện", which has a date and is nobody.
_PERSON_WITH = re.compile(
    rf"(?:{_NAME}|(?<![^\W\d_]){_TITLED})[^\n.;]{{0,30}}?(?:{_BIRTH}|{_ADDRESS}\s*:?\s*[^\n;]{{2,80}})"
)
_BIRTH_SAID = re.compile(
    r"(?i:sinh\s+(?:năm|ngày)|ngày\s+sinh)\s*:?\s*(?:\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*)?(?:19|20)\d{2}"
)
_NAME_SHAPE = re.compile(_NAME)
_LIST_LINE = re.compile(
    r"^[ \t]*+(?:(?:[-+*•]|\|?[ \t]*+\d{1,3}[ \t]*+\||\(?\d{1,3}[.):]?)[ \t|]*+)?+"
    rf"(?:(?i:ông|bà|anh|chị|đ/c|em|cháu)[ \t]*:?[ \t]+)?{_NAME}[ \t]*+(?P<rest>[^\n]*)$",
    re.MULTILINE,
)
_BETWEEN = re.compile(r"\s*(?:,|;|và|-|\n)?\s*(?:(?i:ông|bà|anh|chị|cháu|em|đ/c|đồng\s+chí)\s+)*")
_LIST_SIZE = 3
_REST_LENGTH = 120
_NEAR_LINES = 2
_GAP_LENGTH = 40

# A named person as the one who is caught, or who did it. The words between are few, so that a leader who speaks
# *about* gambling, or a street with the name of a poet, is not meant.
_CAUGHT = (
    r"(?i:bắt|truy\s+bắt|truy\s+nã|tạm\s+giữ|tạm\s+giam|khởi\s+tố|triệu\s+tập|xử\s+phạt|phạt|lập\s+biên\s+bản|xử\s+lý|tố\s+cáo|"
    r"nghi\s+phạm|bị\s+can|bị\s+cáo|đối\s+tượng|kẻ\s+gian|thủ\s+phạm)"
)
_TO_THE_NAME = (
    r"(?:\s+(?i:quả\s+tang|giữ|khẩn\s+cấp|hành\s+chính|đối\s+với|với|là|tên|ông|bà|anh|chị|em|cháu|bị\s+can|đối\s+tượng|"
    r"thêm|được|hình\s+sự|vi\s+phạm)){0,4}\s*:?\s+"
)
_DEEDS = (
    r"(?i:tàng\s+trữ|trộm|cướp|đánh\s+bạc|cá\s+độ|lừa\s+đảo|gây\s+rối|cố\s+ý\s+gây|gây\s+thương\s+tích|hành\s+hung|nghiện|"
    r"(?:sử\s+dụng|mua\s+bán|vận\s+chuyển|buôn\s+bán)\s+(?:trái\s+phép|ma\s+túy)|phạm\s+tội|phạm\s+pháp|vi\s+phạm|"
    r"bị\s+(?:bắt|phạt|xử|khởi\s+tố|tạm|truy)|(?:ra\s+)?đầu\s+thú|nghi(?:\s+vấn|\s+ngờ)?\s+là|có\s+hành\s+vi|tụ\s+tập|chứa\s+chấp|bạo\s+lực)"
)
_NOT_ABOUT = (
    r"(?:(?!(?i:phòng|chống|ngừa|về|tuyên|chỉ\s+đạo|chủ\s+trì|phát\s+biểu|tố\s+giác|xử\s+lý|khen|báo|không|chưa))"
    r"[^.;\n]){0,30}?"
)
_ACCUSED = (
    re.compile(rf"(?<!\w){_CAUGHT}{_TO_THE_NAME}(?P<name>{_NAME})"),
    re.compile(rf"(?P<name>{_NAME}){_NOT_ABOUT}(?<!\w){_DEEDS}(?!\w)"),
    re.compile(
        rf"(?i:vụ|hành\s+vi|trộm|cướp|đánh\s+bạc|ma\s+túy)[^.;\n]{{0,80}}?\sdo\s+(?i:ông\s+|bà\s+|anh\s+|chị\s+|tên\s+)?"
        rf"(?P<name>{_NAME})\s+(?i:thực\s+hiện|gây\s+ra|cầm\s+đầu|tổ\s+chức)"
    ),
)
_OF_A_PLACE = re.compile(
    r"(?i:xã|phường|thôn|bản|làng|phố|đường|ngõ|huyện|thị\s+trấn|thị\s+xã|thành\s+phố|tỉnh|trường|tiểu\s+học|thcs|thpt|chợ|cầu|"
    r"khu|tổ|công\s+viên|quảng\s+trường|giải|mô\s+hình|dòng\s+họ|chi\s+họ|địa\s+bàn|công\s+ty|nhà\s+máy|đoàn|hội)\s+$"
)


def accused_passages(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of named persons beside what they are accused of: "bắt Nguyễn Văn B về hành vi …".

    Names of places, schools and companies are passed over, and so is who speaks about an offence.
    """
    for shape in _ACCUSED:
        for match in shape.finditer(text):
            before = text[max(0, match.start("name") - 24) : match.start("name")]
            if not _OF_A_PLACE.search(before):
                yield match.start(), match.end()


def person_passages(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, kind) of persons with identifying details ("person") and of lists of names ("person_list").

    One name alone (a leader, a signature) is neither.
    """
    singles = [(match.start(), match.end()) for match in _PERSON_WITH.finditer(text)]
    singles += [(match.start(), match.end()) for match in _BIRTH_SAID.finditer(text)]
    many = len([True for match in _PERSON_WITH.finditer(text)]) >= 2
    for start, end in singles:
        yield start, end, "person_list" if many else "person"
    yield from _lines_of_names(text)
    yield from _names_in_a_row(text)


def _lines_of_names(text: str) -> Iterator[tuple[int, int, str]]:
    """Three lines or more, one after another, that each begin with a name: as in a list or a table."""
    block: list[re.Match[str]] = []
    for match in _LIST_LINE.finditer(text):
        if len(match["rest"]) > _REST_LENGTH:
            continue
        if block and text.count("\n", block[-1].end(), match.start()) > _NEAR_LINES:
            yield from _block_passage(block)
            block = []
        block.append(match)
    yield from _block_passage(block)


def _block_passage(block: list[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
    if len(block) >= _LIST_SIZE:
        yield block[0].start(), block[-1].end(), "person_list"


def _names_in_a_row(text: str) -> Iterator[tuple[int, int, str]]:
    """ "Lê Văn A, Trần Thị B và Phạm C": three names or more with nothing between but commas."""
    row: list[re.Match[str]] = []
    for match in _NAME_SHAPE.finditer(text):
        if row and not _is_between(text, row[-1].end(), match.start()):
            if len(row) >= _LIST_SIZE:
                yield row[0].start(), row[-1].end(), "person_list"
            row = []
        row.append(match)
    if len(row) >= _LIST_SIZE:
        yield row[0].start(), row[-1].end(), "person_list"


def _is_between(text: str, start: int, end: int) -> bool:
    return end - start <= _GAP_LENGTH and _BETWEEN.fullmatch(text, start, end) is not None
