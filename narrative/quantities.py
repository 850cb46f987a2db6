"""Where the quantities of a text stand: runs of number words and digits, parsed by the grammar, less what is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from narrative.lexicon import load_lexicon, unit_at
from narrative.numbers import NotANumber, NumberReading, Quantity, quantity_of_shape, read_digits
from narrative.tokens import NUMBER, WORD, Protected, Token, words_of

_DIGIT_WORDS = words_of("một mốt hai ba bốn tư năm lăm nhăm dăm sáu bảy bẩy tám chín")
_CORE_WORDS = _DIGIT_WORDS | words_of("mười mươi hăm băm nửa nghìn ngàn triệu tỷ vạn đôi")
_HELP_WORDS = words_of(
    "trăm chục linh lẻ rưỡi tá không từ đến tới trở lên xuống hơn trên quá ngoài dưới ít nhất tối thiểu là gần ngót "
    "nghét sát chưa đầy đa nhiều vào khoảng chừng độ xấp xỉ ước tính đạt suýt soát tầm cỡ phần tr trđ"
)
_RUN_MARKS = frozenset("%/-")
_LONGEST_RUN = 14
_AIR_REACH = 8
_BEFORE_CLOCK = frozenset({"lúc", "vào", "từ", "sau", "trước", "đến", "hồi"})
_SMALL_WHOLE = 10
_SHAPE_WORDS = {"tr": "triệu", "trđ": "triệu"}

# A number right after one of these is a name or an ordinal. After the strict ones it is even before a known unit.
_STRICT_ORDINALS = words_of("thứ đạo ngày tháng năm quý điều khoản mục chương trang hình mốc ngõ ngách hẻm khóa")
_ORDINALS = _STRICT_ORDINALS | words_of(
    "phố thôn tổ khu xóm ấp bản đội đường km lộ bảng biểu mẫu lục quyết thị hoạch định luận kỳ lớp khối cấp loại "
    "nhóm cụm đợt vòng giải hạng bão đảo tuyến đê lô đồn phường quận trạm phần điểm làng vùng phòng nhà tầng kênh"
)
_CALENDAR = {"năm": 0, "ngày": 31, "tháng": 12, "quý": 4}
_COUNTED_BY_SO = words_of("tổng trong một con dân quân")
# "3 không", "5 có 3 sạch", "4 tại chỗ": names that begin with a number.
_NAME_WORDS = words_of(
    "không cùng trong tại sạch giữ biết chống nhất tự đúng rõ bám quản cần nên chủ dám tốt giảm ngăn phòng an"
)
_AFTER_THESE_NO_WORD_NUMBER = words_of(
    "trong mỗi cả hằng hàng đầu cuối qua các nhiều từng những giữa theo sau trước suốt thứ cùng lần với một và"
)
_NO_UNIT_WORDS = words_of(
    "và với cho là được đã của thì trong tại ở so đến tới từ do bởi để nhưng mà như theo về trên dưới gồm bằng đạt "
    "tăng giảm có cùng còn này đó qua vào ra nay nữa khi nên hoặc hay lên xuống trước sau mỗi đều không phải cũng"
)
_WORDS_COUNT_THESE = frozenset({"criterion", "time", "unknown", "none", "percent"})


@dataclass(frozen=True, slots=True)
class Found:
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


@dataclass(frozen=True, slots=True)
class Passed:
    """A number that is no quantity, and why."""

    start: int
    end: int
    kind: str


class QuantityFinder:
    """Finds the quantities of one text; `passed` collects the numbers that are none."""

    def __init__(self, text: str, tokens: Sequence[Token], protected: Sequence[Protected]) -> None:
        self._text = text
        self._tokens = tokens
        self._blocked = _blocked_tokens(tokens, protected)
        self._units = load_lexicon().units
        self.passed: list[Passed] = []

    def find(self, first: int, stop: int, *, in_cell: bool = False) -> list[Found]:
        """The quantities between two tokens, in order. In a table cell a bare number counts as one."""
        found: list[Found] = []
        place = first
        while place < stop:
            token = self._tokens[place]
            if place in self._blocked:
                if token.kind == NUMBER:
                    self.passed.append(Passed(token.start, token.end, self._blocked[place]))
                place += 1
            elif token.kind == NUMBER or token.text in _CORE_WORDS or token.text in _HELP_WORDS:
                run_stop = self._run_stop(place, min(stop, place + _LONGEST_RUN))
                place = self._read_run(place, run_stop, stop, found, in_cell=in_cell)
            else:
                place += 1
        return _joined_ranges(found, self._tokens, self._text)

    def _run_stop(self, first: int, limit: int) -> int:
        place = first
        while place < limit and place not in self._blocked:
            token = self._tokens[place]
            text = token.text
            if token.kind != NUMBER and not (text in _CORE_WORDS or text in _HELP_WORDS or text in _RUN_MARKS):
                break
            place += 1
        return place

    def _read_run(self, first: int, run_stop: int, stop: int, found: list[Found], *, in_cell: bool) -> int:
        """Read the first quantity of a run, longest reading first; returns where to go on."""
        tokens = self._tokens
        core = [at for at in range(first, run_stop) if tokens[at].kind == NUMBER or tokens[at].text in _CORE_WORDS]
        if not core:
            return run_stop
        for begin in range(first, core[0] + 1):
            for end in range(run_stop, core[0], -1):
                quantity = self._parse(begin, end)
                if quantity is not None:
                    return self._settle(quantity, begin, end, stop, found, in_cell=in_cell)
        token = tokens[core[0]]
        if token.kind == NUMBER:
            self.passed.append(Passed(token.start, token.end, "unreadable"))
        return core[0] + 1

    def _parse(self, begin: int, end: int) -> Quantity | None:
        """The quantity that tokens [begin, end) spell, or None. Numbers parted by one blank are one number."""
        shape: list[str] = []
        numbers: list[NumberReading] = []
        written = ""
        for place in range(begin, end):
            token = self._tokens[place]
            if token.kind != NUMBER:
                shape.append(_SHAPE_WORDS.get(token.text, token.text))
                written = ""
                continue
            if written:
                if token.start - self._tokens[place - 1].end != 1:
                    return None
                numbers.pop()
            else:
                shape.append("N")
            written += token.text
            try:
                numbers.append(read_digits(written))
            except NotANumber:
                return None
        return quantity_of_shape(" ".join(shape).replace("phần trăm", "%"), numbers)

    def _settle(self, quantity: Quantity, begin: int, end: int, stop: int, found: list[Found], *, in_cell: bool) -> int:
        """Take the quantity with its unit, or pass over it; returns the token to go on from."""
        quantity = self._as_share(quantity, end, stop)
        here = self._with_unit(quantity, begin, end, stop)
        kind = "" if in_cell else self._why_no_figure(here, stop)
        if not kind:
            found.append(here)
        else:
            self.passed.append(Passed(here.start, self._tokens[end - 1].end, kind))
        return max(here.unit_last, end)

    def _as_share(self, quantity: Quantity, end: int, stop: int) -> Quantity:
        """ "chừng 1/3 số hộ" is a share said in words: 33.3 percent."""
        whole = quantity.denominator
        if whole is None or not quantity.value < whole <= _SMALL_WHOLE or end >= stop:
            return quantity
        if self._tokens[end].text not in {"số", "tổng", "dân"}:
            return quantity
        share = (quantity.value * 100 / whole).quantize(Decimal("0.1"))
        return replace(quantity, value=share, denominator=None, percent=True, vague=True)

    # -- units
    def _with_unit(self, quantity: Quantity, begin: int, end: int, stop: int) -> Found:
        unit_last, classes = self._unit_at(quantity, end, stop)
        tokens = self._tokens
        unit = self._text[tokens[end].start : tokens[unit_last - 1].end] if unit_last > end else ""
        if quantity.percent:
            unit, classes, unit_last = "%", frozenset({"percent"}), end
        elif "money" in classes:
            unit = "đồng"
        return Found(
            quantity,
            begin,
            end,
            unit_last,
            tokens[begin].start,
            tokens[unit_last - 1].end,
            " ".join(unit.split()),
            classes,
        )

    def _unit_at(self, quantity: Quantity, place: int, stop: int) -> tuple[int, frozenset[str]]:
        tokens = self._tokens
        if tokens[place - 1].text in ("tr", "trđ"):
            money = self._units.longest_at(tokens, place, stop)
            return (money.last if money and "money" in money.concepts else place), frozenset({"money"})
        label = unit_at(tokens, place, stop)
        if label is None:
            if quantity.scaled and quantity.value >= 10**6:
                return place, frozenset({"money"})
            if place < stop and tokens[place].kind == WORD and tokens[place].text not in _NO_UNIT_WORDS:
                return place + 1, frozenset({"unknown"})
            return place, frozenset({"none"})
        return label.last, label.concepts

    # -- what is no figure
    def _why_no_figure(self, here: Found, stop: int) -> str:
        """The kind of non-figure that `here` is, or an empty string."""
        token = self._tokens[here.first]
        before = self._tokens[here.first - 1] if here.first else None
        if here.quantity.vague:
            if token.kind == NUMBER:
                return ""
            return "" if here.quantity.qualifier != "eq" or token.text == "một" else "part of a whole"
        if here.quantity.in_words:
            return self._why_no_word_number(here, before)
        if before is not None and self._is_ordinal(here, before):
            return "ordinal or name"
        if "time" in here.classes and "air_time" not in here.classes:
            return "" if self._is_air_time(here, stop) else "duration"
        if here.quantity.denominator is not None and here.quantity.denominator < here.quantity.value:
            return "not a fraction"
        if "none" in here.classes or "unknown" in here.classes:
            return self._why_bare(here, before, stop)
        return ""

    def _why_no_word_number(self, here: Found, before: Token | None) -> str:
        first = self._tokens[here.first]
        long_and_alone = "none" in here.classes and here.last >= here.first + 2
        if not here.classes.isdisjoint(_WORDS_COUNT_THESE) and not long_and_alone:
            return "word"
        single = here.last == here.first + 1
        if single and self._text[first.start].isupper() and not self._opens_sentence(here.first):
            return "word in a name"
        if single and before is not None and before.kind == WORD and before.text in _AFTER_THESE_NO_WORD_NUMBER:
            return "word"
        if single and first.text == "một":
            return "indefinite article"
        if single and self._opens_sentence(here.first) and "unit" in here.classes:
            return "word"
        return ""

    def _opens_sentence(self, place: int) -> bool:
        return place == 0 or self._tokens[place - 1].kind not in (WORD, NUMBER)

    def _is_ordinal(self, here: Found, before: Token) -> bool:
        if self._tokens[here.first].kind != NUMBER or before.kind != WORD or here.first - 1 in self._blocked:
            return False
        if before.text == "số":
            earlier = self._tokens[here.first - 2].text if here.first > 1 else ""
            return earlier not in _COUNTED_BY_SO
        last_of_its_kind = _CALENDAR.get(before.text)
        if last_of_its_kind is not None:
            return here.quantity.value <= last_of_its_kind or 1900 <= here.quantity.value <= 2100
        if before.text in _STRICT_ORDINALS:
            return True
        return before.text in _ORDINALS and not here.classes.isdisjoint({"unknown", "none"})

    def _is_air_time(self, here: Found, stop: int) -> bool:
        if self._tokens[here.last].text not in {"giờ", "phút", "tiếng"}:
            return False
        if here.first and self._tokens[here.first - 1].text in _BEFORE_CLOCK:
            return False
        around = self._tokens[max(0, here.first - _AIR_REACH) : here.first]
        around = [*around, *self._tokens[here.unit_last : min(stop, here.unit_last + 3)]]
        return any(token.text in {"phát", "loa", "truyền", "sóng"} for token in around)

    def _why_bare(self, here: Found, before: Token | None, stop: int) -> str:
        """A number before no unit, or before a word that is none that we know."""
        after = self._tokens[here.last] if here.last < stop else None
        plain = here.quantity.qualifier == "eq" and here.last == here.first + 1
        if (
            plain
            and after is not None
            and after.kind == WORD
            and after.text in _NAME_WORDS
            and here.quantity.value < 20
        ):
            return "name with a number"
        if plain and after is not None and self._text[after.start].isupper() and after.kind == WORD:
            return "before a name"
        value = here.quantity.value
        if plain and 1900 <= value <= 2100 and self._tokens[here.first].text.isdigit() and "none" in here.classes:
            return "year"
        is_said = before is not None and before.text == ":"
        whole = here.quantity.denominator
        if whole is not None and "none" in here.classes and whole <= 12 and not is_said:
            return "date"
        return ""


def _blocked_tokens(tokens: Sequence[Token], protected: Sequence[Protected]) -> dict[int, str]:
    """Token index -> kind, for the tokens that lie in protected stretches. Both lists are in order of place."""
    blocked: dict[int, str] = {}
    place = 0
    for stretch in protected:
        while place > 0 and tokens[place - 1].end > stretch.start:
            place -= 1
        while place < len(tokens) and tokens[place].end <= stretch.start:
            place += 1
        at = place
        while at < len(tokens) and tokens[at].start < stretch.end:
            blocked.setdefault(at, stretch.kind)
            at += 1
    return blocked


def _joined_ranges(found: list[Found], tokens: Sequence[Token], text: str) -> list[Found]:
    """ "từ 12 buổi đến 15 buổi": two quantities of one unit with "từ … đến" around are one range."""
    joined: list[Found] = []
    for here in found:
        last = joined[-1] if joined else None
        if last is not None and _is_range_end(last, here, tokens):
            quantity = replace(here.quantity, value=last.quantity.value, high=here.quantity.value, qualifier="range")
            first = last.first - 1
            joined[-1] = replace(here, quantity=quantity, first=first, start=tokens[first].start)
        else:
            joined.append(here)
    return joined


def _is_range_end(low: Found, high: Found, tokens: Sequence[Token]) -> bool:
    if low.first == 0 or tokens[low.first - 1].text != "từ" or high.first - low.unit_last != 1:
        return False
    if tokens[low.unit_last].text not in ("đến", "tới") or low.classes != high.classes:
        return False
    plain = low.quantity.qualifier == high.quantity.qualifier == "eq"
    return plain and Decimal(0) < low.quantity.value < high.quantity.value
