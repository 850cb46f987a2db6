"""What the reader gives back: facts with their spans, what it passed over, and the head of the report."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Context:
    """What the caller knows before reading: the unit and the period that a report task is about.

    Both are used as defaults only: a text that names its own unit or period is believed.
    """

    scope: str = ""
    period: str = ""


class Alternative(NamedTuple):
    """A second way to read a fact: another value, another indicator, or both. None means "as in the fact"."""

    value: Decimal | None = None
    indicator: str | None = None
    reason: str = ""


class Fact(NamedTuple):
    """One figure of a report, with the words that it was read from.

    `start`, `end` are offsets into the NFC text and `text` is what stands there. Money is in đồng, rates in
    percent. `qualifier` is eq, gt, lt, approx or range (then `value_high` is the upper end). `kind` is result,
    comparison, case, target or background; only the first two are `in_scope`, and only they carry an
    `indicator` (a key of the catalogue). `comparison` marks earlier figures, increases and decreases.
    `denominator` is the whole of "146/158". `sentence_start`, `sentence_end` bound the sentence or table row.
    `confidence` is between 0 and 1; `reason` says in one English line how the figure was read.
    """

    start: int
    end: int
    text: str
    value: Decimal
    value_high: Decimal | None
    qualifier: str
    unit: str
    counted: str
    indicator: str | None
    scope: str | None
    period: str | None
    comparison: bool
    in_scope: bool
    kind: str
    confidence: Decimal
    reason: str
    alternatives: tuple[Alternative, ...] = ()
    denominator: Decimal | None = None
    cumulative: bool = False
    sentence_start: int = 0
    sentence_end: int = 0

    def as_json(self) -> dict[str, Any]:
        """The fact as a JSON object: exact integers as numbers, other values as decimals of the same digits."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "value": _json_number(self.value),
            "value_high": _json_number(self.value_high),
            "qualifier": self.qualifier,
            "unit": self.unit,
            "counted": self.counted,
            "indicator": self.indicator,
            "scope": self.scope,
            "period": self.period,
            "comparison": self.comparison,
            "in_scope": self.in_scope,
            "kind": self.kind,
            "denominator": _json_number(self.denominator),
            "cumulative": self.cumulative,
            "confidence": _json_number(self.confidence),
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Discarded:
    """A number that was seen and is no figure: a date, a document number, a name with a number, an age.

    Carries no text: what it covers may be a telephone number.
    """

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Header:
    """What the head of a report says of itself; an empty string is "not said"."""

    agency: str = ""
    title: str = ""
    number: str = ""
    dated: str = ""
    recipient: str = ""
    scope: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as read. `text` is the NFC text that all offsets refer to."""

    text: str
    facts: tuple[Fact, ...] = ()
    discarded: tuple[Discarded, ...] = ()
    header: Header = field(default_factory=Header)


def _json_number(value: Decimal | None) -> int | float | None:
    """JSON has one kind of number; every value here has few enough digits to survive the way through it."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
