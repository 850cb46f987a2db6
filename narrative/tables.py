"""Reading tables: one figure a numeric cell, explained by its row's label and its column's head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from narrative.document import Document
from narrative.facts import Alternative, Fact
from narrative.indicators import RATE, load_indicators
from narrative.lexicon import load_lexicon, unit_at
from narrative.numbers import SCALES
from narrative.periods import Period, with_year
from narrative.quantities import Found
from narrative.rules import Surroundings, Verdict, judge
from narrative.sentences import SAYS_LITTLE, SURE_FROM_AFAR, Section, plain_value, year_before
from narrative.structure import Cell, Line, Table
from narrative.text import fold
from narrative.tokens import WORD

_COUNTER = re.compile(r"(?:stt|tt|số tt|số thứ tự|#)\.?$")
_UNIT_HEAD = re.compile(r"(?:đvt|đ\.v\.t|đơn vị tính|đv tính|đơn vị tính:?|đv)$")
_NOTE_HEAD = re.compile(r"(?:ghi chú|nguồn|căn cứ)")
_PLACE_HEAD = re.compile(r"(?:tên )?(?:đơn vị|địa phương|xã|huyện|thôn|địa bàn|xã, phường|phường|khu vực)(?:,.*)?$")
_PLAN_HEAD = re.compile(r"(?:kế hoạch|chỉ tiêu|mục tiêu|phấn đấu)(?:.*)$")
_PLAN_SHARE = re.compile(r"(?:%|tỷ lệ|đạt).{0,20}(?:kế hoạch|chỉ tiêu)|so với (?:kế hoạch|chỉ tiêu)|hoàn thành")
_DELTA_HEAD = re.compile(r"tăng|giảm|so sánh|so với|chênh lệch|\+/-|\(\+,? ?-\)")
_EARLIER_HEAD = re.compile(r"cùng kỳ|năm trước|kỳ trước|quý trước|năm ngoái")
_BRACKETED = re.compile(r"trong (?:dấu )?ngoặc(?: đơn)?(?!\w)")
_CUMULATIVE_HEAD = re.compile(r"lũy kế|cộng dồn")
_NOW_HEAD = re.compile(r"đến nay|hiện có|hiện nay|hiện còn")
_YEAR_CELL = re.compile(r"(?:năm\s+)?((?:19|20)\d\d)", re.IGNORECASE)
_DONE_OR_GRADED = frozenset({"new", "dissolved", "grade", "now"})
_DISPUTES = frozenset({"settled", "unsettled", "received", "mediation"})
_LEAST_COLUMNS = 3
_COUNTED_BY_PIECE = frozenset({"banner", "material", "leaflet", "camera", "light", "weapon"})
_IN_BRACKETS = re.compile(r"\(([^()]{1,30})\)")
_MONEY_SCALE = re.compile(r"(nghìn|ngàn|triệu|tỷ|tr)\.?\s*(?:đồng|đ\b)|(?<!\w)(trđ)(?!\w)")
_SCALE_WORDS = {"tr": "triệu", "trđ": "triệu"}
_TOTAL_ROW = re.compile(
    r"(?:tổng|tổng cộng|cộng|tổng số|cộng toàn.*|toàn (?:tỉnh|huyện|xã|phường|thành phố|quận|hội|ngành).*)$"
)
_GROUP_NUMBER = re.compile(r"(?:[ivx]{1,5}|[a-e]|\d{1,2})[.)]?")
_SIGNED_NUMBER = re.compile(r"[+-]?\s?\d")


@dataclass(frozen=True, slots=True)
class Column:
    """What the head of a column says: its role (counter, unit, note, label, value) and how its figures are meant."""

    role: str
    head: Cell | None
    upper: tuple[Cell, ...] = ()
    words: str = ""
    comparison: str = ""
    target: bool = False
    percent: bool = False
    period: str = ""


def lower_first(words: str) -> str:
    """ "Buổi" as it stands inside a sentence: "buổi"; abbreviations ("CLB") stay."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _spread(heads: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The rows of a head, each title that stands over several columns repeated over all of them."""
    if len(heads) < 2:
        return [list(row) for row in heads]
    spread: list[list[Cell]] = []
    for row, below in pairwise(heads):
        filled = list(row)
        for index in range(1, len(filled)):
            under = below[index].text if index < len(below) else ""
            if not filled[index].text and under and filled[index - 1].text:
                filled[index] = filled[index - 1]
        spread.append(filled)
    return [*spread, list(heads[-1])]


def _in_columns(text: str, rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Rows cut by wide blanks with their cells under the right heads: a cell left out leaves no sign but its place."""
    width = max(len(row) for row in rows)
    if any("|" in text[row[0].start : row[-1].end] or "\t" in text[row[0].start : row[-1].end] for row in rows if row):
        return [list(row) for row in rows]
    full = [row for row in rows if len(row) == width]
    if len(full) == len(rows) or width < _LEAST_COLUMNS:
        return [list(row) for row in rows]
    places = [[cell.start - text.rfind("\n", 0, row[0].start) for cell in row] for row in full]
    edges = [
        (
            min(row[at] for row in places),
            max(row[at] + len(cells[at].text) for row, cells in zip(places, full, strict=True)),
        )
        for at in range(width)
    ]
    return [list(row) if len(row) == width else _placed(text, row, edges) for row in rows]


def _placed(text: str, row: Sequence[Cell], edges: Sequence[tuple[int, int]]) -> list[Cell]:
    line = text.rfind("\n", 0, row[0].start)
    placed = [Cell(row[0].first, row[0].first, row[0].start, row[0].start, "") for _ in edges]
    free = 0
    for at, cell in enumerate(row):
        start, end = cell.start - line, cell.start - line + len(cell.text)
        last = len(edges) - (len(row) - at)
        best = min(range(free, last + 1), key=lambda column: max(edges[column][0] - end, start - edges[column][1]))
        placed[best] = cell
        free = best + 1
    return placed


class TableReader:
    """Reads the tables of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._by_column = False
        self._caption: Line | None = None
        self._group: frozenset[str] = frozenset()
        self._rates = frozenset(key for key, it in load_indicators().items() if it.kind == RATE)

    def read(self, table: Table, section: Section) -> list[Fact]:
        """The facts of a table, row by row. Rows without a number before the first data row are its head."""
        rows = _in_columns(self._document.laid_out, table.rows)
        head_rows = 0
        while head_rows < len(rows) and not self._is_data(rows[head_rows]):
            if head_rows and self._is_group(rows[head_rows]):
                break
            head_rows += 1
        width = max(len(row) for row in rows)
        heads = _spread(rows[:head_rows])
        columns = [self._column(heads, index, section) for index in range(width)]
        columns = self._columns_by_content(rows, columns) if not heads else self._with_unit_column(rows, columns)
        self._by_column = self._columns_name_units(columns)
        self._caption = table.caption
        self._group = frozenset()
        facts: list[Fact] = []
        previous: Fact | None = None
        for row in rows[head_rows:]:
            row_facts = self._read_row(row, columns, table, section, previous)
            results = [fact for fact in row_facts if not fact.comparison]
            previous = results[0] if results else previous
            facts += row_facts
        return facts

    def _with_unit_column(self, rows: Sequence[Sequence[Cell]], columns: Sequence[Column]) -> list[Column]:
        """ "Đơn vị" over units of measure ("buổi", "người") is the column of units, over names that of places."""
        found = list(columns)
        for index, column in enumerate(columns):
            if column.role != "label" or column.words not in {"đơn vị", "đ/vị"}:
                continue
            texts = [row[index].text for row in rows if index < len(row) and row[index].text][1:]
            if texts and sum(text[0].islower() or text == "%" for text in texts) * 2 > len(texts):
                found[index] = replace(column, role="unit")
        return found

    def _columns_name_units(self, columns: Sequence[Column]) -> bool:
        """True when the heads say what is counted and the rows say where: no column of units, heads with units."""
        if any(column.role == "unit" for column in columns):
            return False
        values = [column for column in columns if column.role == "value" and column.head is not None]
        named = [
            column
            for column in values
            for cells in [[cell for cell in (column.head, *column.upper) if cell is not None]]
            if any(self._first_unit(cell) or self._says_kind(cell) or self._says_dispute(cell) for cell in cells)
        ]
        return len(named) * 2 >= len(values) > 0

    def _says_kind(self, cell: Cell) -> bool:
        """ "Xây dựng mới", "Hiện có", "Khá": what was done or graded, of things that the caption names."""
        return not _DONE_OR_GRADED.isdisjoint(self._document.concepts(cell.first, cell.last))

    def _says_dispute(self, cell: Cell) -> bool:
        return not _DISPUTES.isdisjoint(self._document.concepts(cell.first, cell.last))

    def _folded(self, cell: Cell) -> str:
        return self._document.folded[cell.start : cell.end]

    def _is_data(self, row: Sequence[Cell]) -> bool:
        """True when some cell after the first is a number alone, or the row counts itself and holds a figure."""
        return any(self._is_number(cell) for cell in row[1:]) and not all(
            self._is_number(cell) and len(cell.text) <= 3 for cell in row if cell.text
        )

    def _is_group(self, row: Sequence[Cell]) -> bool:
        """True for "I | TUYÊN TRUYỀN | | |" below a head: a number and a name that stand over what follows."""
        first, *others = row
        named = [cell for cell in others if cell.text]
        return _GROUP_NUMBER.fullmatch(self._folded(first).strip()) is not None and len(named) == 1

    def _is_number(self, cell: Cell) -> bool:
        if not (cell.text[:1].isdigit() or _SIGNED_NUMBER.match(cell.text)):
            return False
        if _YEAR_CELL.fullmatch(cell.text) or self._document.periods_between(cell.start, cell.end):
            return False
        words = self._document.tokens.kind[cell.first : cell.last].count(WORD)
        return words <= 3 and "/" not in cell.text[-6:]

    # -- columns
    def _column(self, heads: Sequence[Sequence[Cell]], index: int, section: Section) -> Column:
        cells = [row[index] for row in heads if index < len(row) and row[index].text]
        if not cells:
            return Column("value" if index else "label", None)
        words = " ".join(self._folded(cell) for cell in cells)
        words = " ".join(words.split())
        cell = cells[-1]
        if _COUNTER.match(words):
            return Column("counter", cell, words=words)
        if _UNIT_HEAD.match(words):
            return Column("unit", cell, words=words)
        if _NOTE_HEAD.match(words):
            return Column("note", cell, words=words)
        periods = self._document.periods_between(cells[0].start, cell.end)
        if not periods and (
            _PLACE_HEAD.match(words) or re.match(r"(?:nội dung|chỉ tiêu|tên|chỉ số|danh mục|hoạt động)", words)
        ):
            return Column("label", cell, words=words)
        return self._value_column(cell, tuple(cells[-2::-1]), words, periods, section)

    def _value_column(
        self, cell: Cell, upper: tuple[Cell, ...], words: str, periods: Sequence[Period], section: Section
    ) -> Column:
        own = periods[0] if periods else self._bare_year(cell)
        comparison = ""
        if _EARLIER_HEAD.search(words) and not _DELTA_HEAD.search(words):
            comparison = "earlier"
        elif _DELTA_HEAD.search(words) and not _PLAN_SHARE.search(words):
            comparison = "delta"
        elif own is not None and section.is_earlier(own):
            comparison = "earlier"
        target = bool(_PLAN_HEAD.match(words)) and not _PLAN_SHARE.search(words)
        period = with_year(own.text, section.year) if own is not None else ""
        if _NOW_HEAD.search(words):
            period = "đến nay"
        if comparison == "delta":
            period = section.period
        elif comparison == "earlier" and own is None:
            period = year_before(section.period, section.year) or ""
        return Column("value", cell, upper, words, comparison, target, "%" in words or "tỷ lệ" in words, period)

    def _bare_year(self, cell: Cell) -> Period | None:
        """ "2018" alone as the head of a column."""
        match = _YEAR_CELL.fullmatch(cell.text)
        if match is None:
            return None
        return Period(cell.start, cell.end, f"năm {match[1]}", "year", int(match[1]), False)

    def _columns_by_content(self, rows: Sequence[Sequence[Cell]], columns: Sequence[Column]) -> list[Column]:
        """Without a head: a column of 1, 2, 3 … counts rows, the first of words is the label, the next the unit."""
        found: list[Column] = []
        label_seen = False
        for index, column in enumerate(columns):
            cells = [row[index] for row in rows if index < len(row)]
            texts = [cell.text.strip(". ") for cell in cells]
            if not label_seen and index == 0 and texts[0] in {"1", "01", "I", "a"}:
                found.append(replace(column, role="counter"))
            elif not any(self._is_number(cell) for cell in cells):
                found.append(replace(column, role="unit" if label_seen else "label"))
                label_seen = True
            else:
                found.append(replace(column, role="value" if label_seen else "label"))
        return found

    # -- rows
    def _read_row(
        self, row: Sequence[Cell], columns: Sequence[Column], table: Table, section: Section, previous: Fact | None
    ) -> list[Fact]:
        label = self._label_of(row, columns)
        if label is not None and not any(self._is_number(cell) for cell in row if cell is not label):
            self._group = self._document.concepts(label.first, label.last)
        unit_cell = next(
            (cell for cell, it in zip(row, columns, strict=False) if it.role == "unit" and cell.text), None
        )
        facts: list[Fact] = []
        for cell, column in zip(row, columns, strict=False):
            if cell is label or cell is unit_cell or column.role in {"counter", "unit", "note"} or not cell.text:
                continue
            if column.role == "label" and not self._is_number(cell):
                continue
            read_as = [column, *self._bracketed(column, table, section)]
            quantities = self._document.quantities(cell.first, cell.last, in_cell=True)
            for found, its in zip(quantities, read_as, strict=False):
                before = facts if its is column else facts[-1:]
                fact = self._fact(found, cell, its, label, unit_cell, table, section, before, previous)
                if fact is not None:
                    facts.append(fact)
        ends = (row[0].start, max(cell.end for cell in row))
        return [fact._replace(sentence_start=ends[0], sentence_end=ends[1]) for fact in facts]

    def _bracketed(self, column: Column, table: Table, section: Section) -> list[Column]:
        """What "1.240 (1.185)" says in brackets, where the line above tells it: "số trong ngoặc là của năm 2023"."""
        caption = table.caption
        told = _BRACKETED.search(self._document.folded, caption.start, caption.end) if caption is not None else None
        if told is None or caption is None:
            return []
        named = self._document.periods_between(told.end(), caption.end)
        if named and section.is_earlier(named[0]):
            return [replace(column, comparison="earlier", period=with_year(named[0].text, section.year))]
        if _EARLIER_HEAD.search(self._document.folded, told.end(), caption.end):
            return [replace(column, comparison="earlier", period=year_before(section.period, section.year) or "")]
        return []

    def _label_of(self, row: Sequence[Cell], columns: Sequence[Column]) -> Cell | None:
        for cell, column in zip(row, columns, strict=False):
            if column.role in {"counter", "unit", "note"} or not cell.text or self._is_number(cell):
                continue
            return cell
        return None

    def _fact(
        self,
        found: Found,
        cell: Cell,
        column: Column,
        label: Cell | None,
        unit_cell: Cell | None,
        table: Table,
        section: Section,
        row_facts: Sequence[Fact],
        previous: Fact | None,
    ) -> Fact | None:
        document = self._document
        by_place = label is not None and column.head is not None and (self._by_column or self._is_place(label))
        percent = found.quantity.percent or (column.percent and "%" not in (unit_cell.text if unit_cell else ""))
        named = column.head is not None and column.words.startswith("số ")
        heads = (column.head, *column.upper)
        order = heads if by_place else (column.head, label) if named else (label, *heads)
        explaining = [it for it in order if it is not None]
        unit, classes = self._unit(found, explaining, unit_cell, percent=percent)
        verdict = self._judge(classes, explaining, table, section, row_facts, previous)
        is_total = label is not None and _TOTAL_ROW.match(self._folded(label)) is not None
        scope = label.text if by_place and label is not None and not is_total else section.scope
        compared = self._compared(row_facts, unit, column) if column.comparison else None
        if compared is not None:
            verdict = verdict._replace(key=compared.indicator, kind="case" if compared.kind == "case" else verdict.kind)
            if not percent and not self._says_unit(column):
                unit = compared.unit
        kind = self._kind(verdict, column, section)
        in_scope = kind in ("result", "comparison")
        around = [*explaining, *([unit_cell] if unit_cell else [])]
        scale = self._money_scale(around, table) if "money" in classes else 1
        value, high = self._signed(found, cell, scale if not found.quantity.scaled else 1)
        start = cell.start if value < 0 or cell.text.startswith("+") else found.start
        quantity = found.quantity
        return Fact(
            start=start,
            end=found.end,
            text=document.text[start : found.end],
            value=value,
            value_high=high,
            qualifier=quantity.qualifier,
            unit=" ".join(unit.split()),
            counted=" ".join((label.text if label else column.words).split()),
            indicator=verdict.key if in_scope else None,
            scope=scope or None,
            period=self._period(column, label, section) if kind != "target" else None,
            comparison=kind == "comparison",
            in_scope=in_scope,
            kind=kind,
            confidence=min(verdict.sure, quantity.confidence).quantize(Decimal("0.01")),
            reason=f"table cell; unit {'/'.join(sorted(classes))}; {kind}"
            + (f" -> {verdict.key}" if verdict.key else ""),
            alternatives=tuple(
                Alternative(indicator=key, reason="another rule fits too") for key in verdict.other_keys
            ),
            denominator=quantity.denominator,
            cumulative=bool(_CUMULATIVE_HEAD.search(column.words)),
        )

    def _says_unit(self, column: Column) -> bool:
        """True under "Cùng kỳ (người)": the head of the column has its own unit in brackets."""
        return column.head is not None and any(
            self._classes_between(column.head.start + it.start(1), column.head.start + it.end(1), column.head)
            for it in _IN_BRACKETS.finditer(column.head.text)
        )

    def _compared(self, row_facts: Sequence[Fact], unit: str, column: Column) -> Fact | None:
        """The figure of the row that a column compares: the last of its unit where it says that, else the first."""
        alike = [fact for fact in row_facts if fact.unit == unit and not fact.comparison]
        if alike and self._says_unit(column):
            return alike[-1]
        return row_facts[0] if row_facts else None

    def _signed(self, found: Found, cell: Cell, scale: int) -> tuple[Decimal, Decimal | None]:
        """The value with the sign of its cell ("-3"; "(3)" is no sign), times the scale of its column."""
        negative = self._folded(cell).startswith("-")
        value = plain_value(found.quantity.value * scale)
        high = found.quantity.high
        return (-value if negative else value), (plain_value(high * scale) if high is not None else None)

    def _money_scale(self, cells: Sequence[Cell], table: Table) -> int:
        """1,000,000 where a head, label or unit, or the line above the table, says "triệu đồng"; 1 where none does."""
        caption = table.caption
        above = [self._document.text[caption.start : caption.end]] if caption is not None else []
        for words in (*(cell.text for cell in cells), *above):
            match = _MONEY_SCALE.search(fold(words))
            if match:
                return SCALES[_SCALE_WORDS.get(match[1] or match[2], match[1])]
        return 1

    def _period(self, column: Column, label: Cell | None, section: Section) -> str | None:
        if column.period:
            return column.period
        if label is not None:
            named = self._document.periods_between(label.start, label.end)
            if named:
                return with_year(named[0].text, section.year)
            if _NOW_HEAD.search(self._folded(label)):
                return "đến nay"
        return section.period or None

    def _kind(self, verdict: Verdict, column: Column, section: Section) -> str:
        if verdict.kind == "case":
            return "case"
        if column.target or section.target:
            return "target"
        if column.comparison:
            return "comparison"
        return verdict.kind

    def _is_place(self, label: Cell) -> bool:
        """True for a row that names a place or a body rather than what is counted."""
        concepts = load_lexicon().units.longest_at(self._document.tokens, label.first, label.last)
        if concepts is None:
            return _TOTAL_ROW.match(self._folded(label)) is not None or label.text.istitle()
        named = label.text.split()[concepts.last - concepts.first :][:1]
        return not concepts.concepts.isdisjoint({"area", "commune", "agency", "unit"}) and bool(
            named and (named[0][0].isupper() or named[0][0].isdigit())
        )

    # -- what the cell counts
    def _unit(
        self, found: Found, explaining: Sequence[Cell], unit_cell: Cell | None, *, percent: bool
    ) -> tuple[str, frozenset[str]]:
        if percent or (unit_cell is not None and unit_cell.text.strip() == "%"):
            return "%", frozenset({"percent"})
        if "none" not in found.classes and "unknown" not in found.classes:
            return found.unit, found.classes
        if unit_cell is not None:
            classes = self._classes_in(unit_cell)
            named = self._first_unit(explaining[0]) if explaining else None
            if named is not None and "turn" in classes and "turn_person" in named[1]:
                return named
            if named is not None and "turn" in classes and "person" in named[1]:
                return unit_cell.text, frozenset({"turn_person"})
            if classes:
                longer = classes
                if named is not None and self._says_more(unit_cell, classes, named):
                    longer = named[1]
                longer = self._of_kind(explaining, longer)
                return ("đồng" if "money" in classes else unit_cell.text), longer
        for cell in reversed(explaining):
            match = _IN_BRACKETS.search(cell.text)
            if match:
                inside = self._classes_between(cell.start + match.start(1), cell.start + match.end(1), cell)
                if inside:
                    return match[1], inside
        for cell in explaining:
            unit = self._first_unit(cell)
            if unit is not None:
                return unit
        settled = any(
            not {"settled", "mediation"}.isdisjoint(self._document.concepts(it.first, it.last)) for it in explaining
        )
        if settled:
            return "vụ", frozenset({"incident"})
        if any("worth" in self._document.concepts(cell.first, cell.last) for cell in explaining):
            return "đồng", frozenset({"money"})
        titled = self._unit_of_caption() if self._by_column and any(map(self._says_kind, explaining)) else None
        return titled or ((unit_cell.text if unit_cell else ""), frozenset({"unknown"}))

    def _says_more(self, unit_cell: Cell, classes: frozenset[str], named: tuple[str, frozenset[str]]) -> bool:
        """ "Khu" for "Khu dân cư", "Đơn vị" for "Cơ quan": the label says what the unit leaves open."""
        if named[0].lower().startswith(f"{self._folded(unit_cell).strip()} "):
            return True
        return "unit" in classes and not named[1].isdisjoint({"area", "commune", "agency"})

    def _of_kind(self, explaining: Sequence[Cell], classes: frozenset[str]) -> frozenset[str]:
        """The classes of "tổ" where the label says which: "Tổ hòa giải" over the unit "tổ"."""
        if not explaining or classes.isdisjoint({"team", "device"}):
            return classes
        named = unit_at(self._document.tokens, explaining[0].first, explaining[0].last)
        if "device" in classes:
            return named.concepts if named is not None and not named.concepts.isdisjoint(_COUNTED_BY_PIECE) else classes
        kinds = {"mediation_team", "core_team", "fire_team"}
        return named.concepts if named is not None and not kinds.isdisjoint(named.concepts) else classes

    def _unit_of_caption(self) -> tuple[str, frozenset[str]] | None:
        """The unit that the line above the table names: "MÔ HÌNH TỰ QUẢN THEO HUYỆN"."""
        if self._caption is None:
            return None
        line = self._caption
        return self._first_unit(Cell(line.first, line.last, line.start, line.end, ""))

    def _classes_in(self, cell: Cell) -> frozenset[str]:
        if _MONEY_SCALE.fullmatch(self._folded(cell)):
            return frozenset({"money"})
        label = unit_at(self._document.tokens, cell.first, cell.last)
        return label.concepts if label is not None else frozenset()

    def _classes_between(self, start: int, end: int, cell: Cell) -> frozenset[str]:
        for place in range(cell.first, cell.last):
            if start <= self._document.tokens.start[place] < end:
                label = load_lexicon().units.longest_at(self._document.tokens, place, cell.last)
                return label.concepts if label else frozenset()
        return frozenset()

    def _first_unit(self, cell: Cell) -> tuple[str, frozenset[str]] | None:
        """The first unit that a cell of words names, less those that only begin another phrase ("tổ" of "tổ chức")."""
        tokens, topics = self._document.tokens, load_lexicon().topics
        place = cell.first
        while place < cell.last:
            label, topic = unit_at(tokens, place, cell.last), topics.longest_at(tokens, place, cell.last)
            if topic is not None and (label is None or topic.last > label.last):
                place = topic.last
                continue
            if label is not None and label.concepts.isdisjoint({"criterion", "time"}):
                return lower_first(
                    self._document.text[tokens.start[place] : tokens.end[label.last - 1]]
                ), label.concepts
            place += 1
        return None

    def _judge(
        self,
        classes: frozenset[str],
        explaining: Sequence[Cell],
        table: Table,
        section: Section,
        row_facts: Sequence[Fact],
        previous: Fact | None,
    ) -> Verdict:
        document = self._document
        near: frozenset[str] = frozenset()
        for cell in explaining:
            near |= document.concepts(cell.first, cell.last)
            near |= self._unit_concepts(cell)
        if "percent" in classes and "plan_share" in near:
            near |= {"is_plan_share"}
        caption = table.caption
        around = self._group | (document.concepts(caption.first, caption.last) if caption else frozenset())
        verbs = frozenset(concept for concept in near if concept.startswith("v_"))
        earlier = [fact.indicator for fact in row_facts if fact.indicator and fact.indicator not in self._rates]
        if not earlier and previous is not None and previous.indicator:
            earlier = [previous.indicator]
        said = Surroundings(
            unit=classes,
            np=near,
            near=near,
            lead=near | around,
            about=near | around | section.concepts,
            verb=verbs,
            prev=frozenset(earlier[-1:]),
        )
        verdict = judge(said)
        for words in (around, section.heading):
            if verdict.sure > SAYS_LITTLE or words <= said.near:
                continue
            said = said._replace(near=said.near | words)
            wider = judge(said)
            if wider.sure > verdict.sure and (wider.key or wider.kind == "case"):
                return wider._replace(sure=min(wider.sure, SURE_FROM_AFAR))
        return verdict

    def _unit_concepts(self, cell: Cell) -> frozenset[str]:
        """Unit classes named in a cell of words: "Tỷ lệ khu dân cư đạt chuẩn" speaks of areas."""
        found: frozenset[str] = frozenset()
        for place in range(cell.first, cell.last):
            label = load_lexicon().units.longest_at(self._document.tokens, place, cell.last)
            if label is not None:
                found |= label.concepts & {"area", "commune", "agency", "unit", "cooperation"}
        return found
