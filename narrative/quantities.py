"""Where the quantities of a text stand: runs of number words and digits, parsed by the grammar, less what is none."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from narrative.lexicon import load_lexicon, unit_at
from narrative.numbers import NotANumber, NumberReading, Quantity, plain_quantity, quantity_of_shape, read_digits
from narrative.tokens import NUMBER, WORD, Protected, Tokens, blocked_tokens, words_of

_DIGIT_WORDS = words_of("một mốt hai ba bốn tư năm lăm nhăm dăm sáu bảy bẩy tám chín")
_CORE_WORDS = _DIGIT_WORDS | words_of("mười mươi hăm băm nửa nghìn ngàn triệu tỷ vạn đôi")
_BEFORE_HUNDRED = words_of("hơn trên quá gần ngót nghét khoảng chừng dưới")
_BARE_SIZES = frozenset({"trăm", "chục"})
_HELP_WORDS = words_of(
    "trăm chục linh lẻ lẽ rưỡi rưởi tá không từ đến tới trở lên xuống hơn trên quá ngoài dưới ít nhất tối thiểu là "
    "gần ngót nghét sát chưa đầy đa nhiều vào khoảng chừng độ xấp xỉ ước tính đạt suýt soát tầm cỡ phần tr trđ k"
)
_RUN_BEFORE = _HELP_WORDS | frozenset("%/-")
_RUN_WORDS = _CORE_WORDS | _RUN_BEFORE
_LONGEST_RUN = 14
_AIR_REACH = 8
_ON_AIR = frozenset({"phát", "loa", "truyền", "sóng"})
_EACH = frozenset({"mỗi", "từng", "quân", "dài"})
_EACH_REACH = 3
_BEFORE_CLOCK = frozenset({"lúc", "vào", "từ", "sau", "trước", "đến", "hồi"})
_DONE_ON = words_of("làm lắp đăng dọc đặt chạy mở treo phát")
_SPREAD_OVER = frozenset({"social_group", "place", "area", "commune", "model_point", "distance"})
_PARTING = frozenset({",", ";", ".", ":", "(", "đạt", "có"})
_LISTED = frozenset({",", "và", "-"})
_SMALL_WHOLE = 10
_LARGEST_IN_NAME = 19
_LARGEST_PAIR = 4
_PLACES = frozenset({"area", "commune", "agency", "unit"})
_ONE_LISTED = 3
_ONE_DONE = words_of("chức mở thêm lập mắt dựng tặng trao được bỏ sửa")
_ONE_SETTLED = words_of("thành giải lý nhận quyết xong ra còn được")
_ONE_EVENT = frozenset({"contest", "conference", "mock_trial", "launch_session", "class"})
_COUNTED_ONE = frozenset(
    [
        "session",
        "launch_session",
        "mock_trial",
        "class",
        "contest",
        "conference",
        "model",
        "club",
        "team",
        "core_team",
        "house",
        "named_house",
        "inspection",
        "dialogue",
        "area",
        "commune",
        "incident",
    ]
)
_SOME = frozenset({"dăm", "mươi"})
_SHAPE_WORDS = {"tr": "triệu", "trđ": "triệu", "k": "nghìn", "rưởi": "rưỡi", "lẽ": "lẻ"}
_OPEN_ENDS = {"lên": "gt", "xuống": "lt"}
_GIVEN_BY_NAME = frozenset({"named_house", "house", "gift"})
_MILLIONS = frozenset({"tr", "triệu", "tỷ"})
_MONEY_SHORT = frozenset({"tr", "trđ", "k"})
_COMPARED_BY = words_of("nhiều ít cao thấp đông kém lớn nhỏ tốt giảm")
_NO_QUALIFIER_AFTER = {
    "hơn": _COMPARED_BY,
    "ước": words_of("giao quy hương điều công hiệp"),
    "trên": words_of("cấp"),
    "dưới": words_of("cấp"),
    "sát": words_of("giám khảo cảnh trinh quan kiểm"),
    "độ": words_of("chế mức tốc trình tiến cường cấp thái tuần"),
    "tầm": words_of("trung"),
    "khoảng": words_of("tài"),
}

# A number right after one of these is a name or an ordinal. After the strict ones it is even before a known unit.
_STRICT_ORDINALS = words_of("thứ chí ngày tháng năm quý điều khoản mục chương trang hình mốc ngõ ngách hẻm khóa")
_ORDINALS = _STRICT_ORDINALS | words_of(
    "đạo phố thôn tổ khu xóm ấp bản đội đường km lộ bảng biểu mẫu lục quyết thị hoạch định luận kỳ lớp khối cấp loại "
    "nhóm cụm đợt vòng giải hạng bão đảo tuyến đê lô đồn phường quận trạm phần điểm làng vùng phòng nhà tầng kênh máy "
    "mức tốp top ca kho cổng lầu dãy ô khung nhánh cột tiết"
)
# Committees are called by the number of a directive: "Ban Chỉ đạo 35 huyện".
_STEERING = ("ban", "chỉ", "đạo")
_DIRECTIVES = words_of("33 35 88 94 138 186 197 389 801 896 1389")
# Their last syllable alone would be an ordinal: "mô hình 120 triệu đồng", "tài khoản 2.000 người".
_NO_ORDINALS = frozenset(
    tuple(words.split())
    for words in (
        "mô hình", "loại hình", "tình hình", "điển hình", "truyền hình", "màn hình", "địa hình", "chuyên mục",
        "danh mục", "hạng mục", "tài khoản", "điều khoản", "vũ trang", "khang trang", "nghĩa trang", "đồng chí",
        "tạp chí", "huy chương", "niệm chương",
    )
)  # fmt: skip
# Words that are verbs or things before a large number: "cấp 134 thẻ căn cước".
_SMALL_ORDINALS = words_of("cấp loại mức phần vòng đợt kỳ hạng điểm giải nhóm")
_LARGEST_ORDINAL = 12
_NAMED_BY_NUMBER = words_of("trang hình mục ngõ ngách hẻm khóa")
_AMONG = words_of("trong các từng mỗi khắp những nhiều")
_CALENDAR = {"năm": 0, "ngày": 31, "tháng": 12, "quý": 4}
_COUNTED_BY_SO = words_of("tổng trong một con dân quân thiểu đa thuật đổi năng nghệ tảng hội hóa")
# "3 không", "5 có 3 sạch", "4 tại chỗ": names that begin with a number.
_NAME_WORDS = words_of(
    "không cùng trong tại sạch giữ biết chống nhất tự đúng rõ bám quản cần nên chủ dám tốt giảm ngăn phòng an"
)
_AFTER_THESE_NO_WORD_NUMBER = words_of(
    "ngã trong mỗi cả hằng hàng đầu cuối qua các nhiều từng những giữa theo sau trước suốt thứ cùng lần với một và"
)
_NO_UNIT_WORDS = words_of(
    "và với cho là được đã của thì trong tại ở so đến tới từ do bởi để nhưng mà như theo về trên dưới gồm bằng đạt "
    "tăng giảm có cùng còn này đó qua vào ra nay nữa khi nên hoặc hay lên xuống trước sau mỗi đều không phải cũng"
)
_WORDS_COUNT_THESE = frozenset({"criterion", "time", "unknown", "none", "percent"})


class Found(NamedTuple):
    """A quantity in a text: tokens [first, last), then its unit [last, unit_last).

    `start`, `end` are offsets from the qualifier to the end of the unit; `unit` is as printed (empty where none
    follows) and `classes` its classes in the lexicon, "unknown" for a word that it lacks, "none" for no word.
    """

    quantity: Quantity
    first: int
    last: int
    unit_last: int
    start: int
    end: int
    unit: str
    classes: frozenset[str]


class Passed(NamedTuple):
    """A number that is no quantity, and why."""

    start: int
    end: int
    kind: str


class QuantityFinder:
    """Finds the quantities of one text; `passed` collects the numbers that are none."""

    def __init__(self, text: str, tokens: Tokens, protected: Sequence[Protected]) -> None:
        self._text = text
        self._tokens = tokens
        self._blocked = blocked_tokens(tokens, protected)
        self._units = load_lexicon().units
        self._cores = [
            place
            for place, (kind, word) in enumerate(zip(tokens.kind, tokens.text, strict=True))
            if kind == NUMBER or word in _CORE_WORDS or (word in _BARE_SIZES and self._begins_size(place))
        ]
        self.passed: list[Passed] = []
        self._ordinal_last = -1

    def _begins_size(self, place: int) -> bool:
        """ "hơn trăm", "trăm rưỡi", "chừng chục": a hundred or ten without a number before it."""
        texts = self._tokens.text
        return texts[place - 1] in _BEFORE_HUNDRED or texts[place + 1 : place + 2] == ["rưỡi"]

    def find(self, first: int, stop: int, *, in_cell: bool = False) -> list[Found]:
        """The quantities between two tokens, in order. In a table cell a bare number counts as one."""
        found: list[Found] = []
        tokens, blocked = self._tokens, self._blocked
        free = first
        for at in range(bisect_left(self._cores, first), bisect_left(self._cores, stop)):
            core = self._cores[at]
            if core < free:
                continue
            if core in blocked:
                if tokens.kind[core] == NUMBER:
                    self.passed.append(Passed(tokens.start[core], tokens.end[core], blocked[core]))
                continue
            free = self._read_run(self._run_start(core, free), core, stop, found, in_cell=in_cell)
        return _joined_ranges(found, tokens)

    def _run_start(self, core: int, free: int) -> int:
        """Where the words that may belong to the number at `core` begin ("không dưới")."""
        place = core
        low = max(free, core - _LONGEST_RUN + 1)
        while place > low and place - 1 not in self._blocked and self._tokens.text[place - 1] in _RUN_BEFORE:
            place -= 1
        taken = [at for at in range(place, core) if self._is_of_word_before(at)]
        return taken[-1] + 1 if taken else place

    def _is_of_word_before(self, place: int) -> bool:
        """True for the "hơn" of "nhiều hơn 5 buổi" and the "sát" of "giám sát 2 cuộc": no qualifiers.

        Nor is "ngoài" at the head of a clause: "Ngoài 12 mô hình trên, …".
        """
        if not place:
            return False
        word, before = self._tokens.text[place], self._tokens.text[place - 1]
        if word == "ngoài":
            return self._tokens.kind[place - 1] != WORD
        return before in _NO_QUALIFIER_AFTER.get(word, ())

    def _run_stop(self, first: int, limit: int) -> int:
        tokens, place = self._tokens, first
        while place < limit and place not in self._blocked:
            if tokens.kind[place] != NUMBER and tokens.text[place] not in _RUN_WORDS:
                break
            place += 1
        return place

    def _read_run(self, first: int, core: int, stop: int, found: list[Found], *, in_cell: bool) -> int:
        """Read the first quantity of the run around `core`, longest reading first; returns where to go on."""
        tokens = self._tokens
        run_stop = self._run_stop(core, min(stop, first + _LONGEST_RUN))
        for begin in range(first, core + 1):
            for end in range(run_stop, core, -1):
                quantity = self._parse(begin, end)
                if quantity is not None:
                    return self._settle(quantity, begin, end, stop, found, in_cell=in_cell)
        if tokens.kind[core] == NUMBER:
            self.passed.append(Passed(tokens.start[core], tokens.end[core], "unreadable"))
        return core + 1

    def _parse(self, begin: int, end: int) -> Quantity | None:
        """The quantity that tokens [begin, end) spell, or None. Numbers parted by one blank are one number."""
        tokens = self._tokens
        if end == begin + 1 and tokens.kind[begin] == NUMBER:
            return None if self._is_rest_of_million(begin) else plain_quantity(tokens.text[begin])
        shape: list[str] = []
        numbers: list[NumberReading] = []
        written = ""
        for place in range(begin, end):
            word = tokens.text[place]
            if len(word) == 1 and self._is_rest_of_million(place):
                if place - 2 < begin:
                    return None
                numbers[-1] = numbers[-1]._replace(value=numbers[-1].value + Decimal(word) / 10)
                continue
            if tokens.kind[place] != NUMBER:
                alone = word == "chục" and self._begins_size(place)
                shape.append("mười" if alone else _SHAPE_WORDS.get(word, word))
                written = ""
                continue
            if written:
                if tokens.start[place] - tokens.end[place - 1] != 1:
                    return None
                numbers.pop()
            else:
                shape.append("N")
            written += word
            try:
                numbers.append(read_digits(written))
            except NotANumber:
                return None
        return quantity_of_shape(" ".join(shape).replace("phần trăm", "%"), numbers)

    def _is_rest_of_million(self, place: int) -> bool:
        """The 2 of "7tr2": two tenths of a million, written without blanks."""
        tokens = self._tokens
        if tokens.text[place - 1] not in _MILLIONS or place < 2 or tokens.kind[place] != NUMBER:
            return False
        glued = tokens.start[place] == tokens.end[place - 1] and tokens.start[place - 1] == tokens.end[place - 2]
        return glued and len(tokens.text[place]) == 1 and tokens.text[place].isdigit()

    def _settle(self, quantity: Quantity, begin: int, end: int, stop: int, found: list[Found], *, in_cell: bool) -> int:
        """Take the quantity with its unit, or pass over it; returns the token to go on from."""
        quantity = self._as_half(self._as_share(quantity, end, stop), end, stop)
        here = self._with_unit(quantity, begin, end, stop)
        if self._is_spread_over(here, found):
            here = self._with_unit(quantity._replace(qualifier="eq"), begin + 1, end, stop)
        kind = "" if in_cell else self._why_no_figure(here, stop)
        if not kind:
            found.append(here)
        else:
            self.passed.append(Passed(here.start, self._tokens.end[end - 1], kind))
        # The word after a word that is no number is no unit: the "hơn" of "mỗi năm hơn 2.500 buổi" belongs to 2.500.
        return end if kind == "word" and "unknown" in here.classes else max(here.unit_last, end)

    def _is_spread_over(self, here: Found, found: list[Found]) -> bool:
        """ "6.350 camera trên 412 tuyến phố": on the streets, not more than 412."""
        if self._tokens.text[here.first] != "trên" or here.classes.isdisjoint(_SPREAD_OVER):
            return False
        if here.first and self._tokens.text[here.first - 1] in _DONE_ON:
            return True
        if not found:
            return False
        between = self._tokens.text[found[-1].unit_last : here.first]
        return here.quantity.qualifier == "gt" and len(between) <= _AIR_REACH and _PARTING.isdisjoint(between)

    def _as_share(self, quantity: Quantity, end: int, stop: int) -> Quantity:
        """ "chừng 1/3 số hộ" is a share said in words: 33.3 percent."""
        whole = quantity.denominator
        if whole is None or not quantity.value < whole <= _SMALL_WHOLE or end >= stop:
            return quantity
        if self._tokens.text[end] not in {"số", "tổng", "dân"}:
            return quantity
        share = (quantity.value * 100 / whole).quantize(Decimal("0.1"))
        return quantity._replace(value=share, denominator=None, percent=True, vague=True)

    def _as_half(self, quantity: Quantity, end: int, stop: int) -> Quantity:
        """ "nửa cân thuốc nổ" is half of one, no share of all."""
        if not quantity.vague or self._tokens.text[end - 1] != "nửa":
            return quantity
        unit = self._units.longest_at(self._tokens, end, stop)
        if unit is None or "mass" not in unit.concepts:
            return quantity
        return quantity._replace(value=Decimal("0.5"), percent=False, vague=False)

    # -- units
    def _with_unit(self, quantity: Quantity, begin: int, end: int, stop: int) -> Found:
        unit_last, classes = self._unit_at(quantity, end, stop)
        tokens = self._tokens
        unit = self._text[tokens.start[end] : tokens.end[unit_last - 1]] if unit_last > end else ""
        if quantity.percent:
            unit, classes, unit_last = "%", frozenset({"percent"}), end
        elif "money" in classes:
            unit = "đồng"
        if unit_last + 1 < stop and tokens.text[unit_last] == "trở" and quantity.qualifier == "eq":
            qualifier = _OPEN_ENDS.get(tokens.text[unit_last + 1])
            if qualifier is not None:
                quantity, unit_last = quantity._replace(qualifier=qualifier), unit_last + 2
        return Found(
            quantity,
            begin,
            end,
            unit_last,
            tokens.start[begin],
            tokens.end[unit_last - 1],
            " ".join(unit.split()).lstrip('“"'),
            classes,
        )

    def _unit_at(self, quantity: Quantity, place: int, stop: int) -> tuple[int, frozenset[str]]:
        tokens = self._tokens
        if tokens.text[place - 1] in _MONEY_SHORT or self._is_rest_of_million(place - 1):
            money = self._units.longest_at(tokens, place, stop)
            return (money.last if money and "money" in money.concepts else place), frozenset({"money"})
        quoted = place + 1 < stop and tokens.text[place] in {"“", '"'}
        label = unit_at(tokens, place + 1 if quoted else place, stop)
        if label is not None and quoted and label.concepts.isdisjoint(_GIVEN_BY_NAME):
            label = None
        if label is None:
            if quantity.scaled and quantity.value >= 10**6:
                return place, frozenset({"money"})
            if place < stop and tokens.kind[place] == WORD and tokens.text[place] not in _NO_UNIT_WORDS:
                return place + 1, frozenset({"unknown"})
            return place, frozenset({"none"})
        return label.last, label.concepts

    # -- what is no figure
    def _why_no_figure(self, here: Found, stop: int) -> str:
        """The kind of non-figure that `here` is, or an empty string."""
        if here.quantity.vague:
            if self._tokens.kind[here.first] == NUMBER:
                return ""
            said = here.quantity.qualifier != "eq" or self._tokens.text[here.first] == "một"
            return "" if said else "part of a whole"
        if here.quantity.in_words:
            return self._why_no_word_number(here)
        if here.first and (self._is_ordinal(here) or self._follows_ordinal(here)):
            self._ordinal_last = here.last
            return "ordinal or name"
        if "time" in here.classes and "air_time" not in here.classes:
            return "" if self._is_air_time(here, stop) else "duration"
        if here.quantity.denominator is not None and here.quantity.denominator < here.quantity.value:
            return "not a fraction"
        if "none" in here.classes or "unknown" in here.classes:
            return self._why_bare(here, stop)
        return ""

    def _why_no_word_number(self, here: Found) -> str:
        tokens, first = self._tokens, here.first
        if tokens.text[here.last - 1] == "tá" and "unknown" in here.classes:
            return ""
        long_and_alone = "none" in here.classes and here.last >= first + 2
        if not here.classes.isdisjoint(_WORDS_COUNT_THESE) and not long_and_alone:
            return "word"
        if tokens.text[first] in _SOME:
            return ""
        if here.last != first + 1:
            return ""
        if self._text[tokens.start[first]].isupper() and not self._opens_sentence(first):
            return "word in a name"
        if tokens.text[first] == "một" and self._is_counted_one(here):
            return ""
        if self._is_all_settled(here):
            return ""
        if first and tokens.kind[first - 1] == WORD and tokens.text[first - 1] in _AFTER_THESE_NO_WORD_NUMBER:
            return "word"
        if tokens.text[first] == "một":
            return "indefinite article"
        if not here.classes.isdisjoint(_PLACES) and self._before_name(here):
            return "word"
        if not here.classes.isdisjoint({"agency", "unit"}) and here.quantity.value <= _LARGEST_PAIR:
            return "word"
        return "word" if self._opens_sentence(first) and "unit" in here.classes else ""

    def _is_all_settled(self, here: Found) -> bool:
        """ "thành cả hai vụ", "giải quyết xong cả ba vụ": as many as were settled."""
        before = self._tokens.text[max(0, here.first - 2) : here.first]
        return "incident" in here.classes and before[1:] == ["cả"] and before[0] in _ONE_SETTLED

    def _before_name(self, here: Found) -> bool:
        """ "Ba xã Phú Lộc, Phú Hòa và Phú An": which they are is said."""
        at = here.unit_last
        return at < len(self._tokens) and self._tokens.kind[at] == WORD and self._text[self._tokens.start[at]].isupper()

    def _is_counted_one(self, here: Found) -> bool:
        """ "tổ chức một cuộc", "thêm 5 thôn, một xã": one of a thing that is counted, no article."""
        tokens, before = self._tokens, here.first - 1
        if before < 1 or here.classes.isdisjoint(_COUNTED_ONE):
            return False
        if "incident" in here.classes:
            return tokens.text[before] in _ONE_SETTLED
        if (
            tokens.text[before] in _ONE_DONE
            or tokens.text[before] == ":"
            or (self._opens_sentence(here.first) and _ONE_EVENT & here.classes)
        ):
            return True
        listed = tokens.text[before] in {",", "và"}
        return listed and any(kind == NUMBER for kind in tokens.kind[max(0, before - _ONE_LISTED) : before])

    def _opens_sentence(self, place: int) -> bool:
        return place == 0 or self._tokens.kind[place - 1] not in (WORD, NUMBER)

    def _is_ordinal(self, here: Found) -> bool:
        tokens, place = self._tokens, here.first - 1
        if tokens.kind[here.first] != NUMBER or tokens.kind[place] != WORD or place in self._blocked:
            return False
        before = tokens.text[place]
        if place and (tokens.text[place - 1], before) in _NO_ORDINALS:
            return False
        if before == "số":
            return not place or tokens.text[place - 1] not in _COUNTED_BY_SO
        if before == "phố" and place and tokens.text[place - 1] == "thành":
            return False
        last_of_its_kind = _CALENDAR.get(before)
        if last_of_its_kind is not None:
            return here.quantity.value <= last_of_its_kind or 1900 <= here.quantity.value <= 2100
        if tuple(tokens.text[max(0, place - 2) : place + 1]) == _STEERING and tokens.text[here.first] in _DIRECTIVES:
            return True
        is_bare = not here.classes.isdisjoint({"unknown", "none"})
        if before in _STRICT_ORDINALS:
            among = place > 0 and tokens.text[place - 1] in _AMONG and before in _NAMED_BY_NUMBER
            return is_bare or not among
        if before in _SMALL_ORDINALS and here.quantity.value > _LARGEST_ORDINAL and "none" not in here.classes:
            return False
        return is_bare and before in _ORDINALS

    def _follows_ordinal(self, here: Found) -> bool:
        """ "Phụ lục 1, 2 và 3": what is listed after an ordinal is one too."""
        between = self._tokens.text[self._ordinal_last : here.first]
        near = 0 < self._ordinal_last < here.first <= self._ordinal_last + 2
        return near and _LISTED.issuperset(between) and not here.classes.isdisjoint({"unknown", "none"})

    def _is_air_time(self, here: Found, stop: int) -> bool:
        if self._tokens.text[here.last] not in {"giờ", "phút", "tiếng"}:
            return False
        before = self._tokens.text[max(0, here.first - _EACH_REACH) : here.first]
        if not _BEFORE_CLOCK.isdisjoint(before[-1:]) or not _EACH.isdisjoint(before):
            return False
        if self._tokens.text[here.unit_last : here.unit_last + 1] == ["/"]:
            return False
        around = self._tokens.text[max(0, here.first - _AIR_REACH) : here.first]
        around += self._tokens.text[here.unit_last : min(stop, here.unit_last + 3)]
        return not _ON_AIR.isdisjoint(around)

    def _why_bare(self, here: Found, stop: int) -> str:
        """A number before no unit, or before a word that is none that we know."""
        tokens, after = self._tokens, here.last
        plain = here.quantity.qualifier == "eq" and here.last == here.first + 1
        value = here.quantity.value
        if plain and after < stop and tokens.kind[after] == WORD:
            if tokens.text[after] in _NAME_WORDS and value <= _LARGEST_IN_NAME:
                return "name with a number"
            if self._text[tokens.start[after]].isupper():
                return "before a name"
        if "none" not in here.classes:
            return ""
        if plain and 1900 <= value <= 2100 and tokens.text[here.first].isdigit():
            return "year"
        before = here.first - 1
        is_said = before >= 0 and (tokens.text[before] == ":" or self._text[tokens.start[before]].isupper())
        whole = here.quantity.denominator
        return "date" if whole is not None and whole <= 12 and not is_said else ""


def _joined_ranges(found: list[Found], tokens: Tokens) -> list[Found]:
    """ "từ 12 buổi đến 15 buổi": two quantities of one unit with "từ … đến" around are one range."""
    joined: list[Found] = []
    for here in found:
        last = joined[-1] if joined else None
        if last is not None and _is_range_end(last, here, tokens):
            quantity = here.quantity._replace(value=last.quantity.value, high=here.quantity.value, qualifier="range")
            first = last.first - 1
            joined[-1] = here._replace(quantity=quantity, first=first, start=tokens.start[first])
        else:
            joined.append(here)
    return joined


def _is_range_end(low: Found, high: Found, tokens: Tokens) -> bool:
    if low.first == 0 or tokens.text[low.first - 1] != "từ" or high.first - low.unit_last != 1:
        return False
    if tokens.text[low.unit_last] not in ("đến", "tới") or low.classes != high.classes:
        return False
    plain = low.quantity.qualifier == high.quantity.qualifier == "eq"
    return plain and Decimal(0) < low.quantity.value < high.quantity.value
