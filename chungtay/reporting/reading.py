"""Reading a report in a bounded child of the web process: nothing of what it holds ever reaches the disk.

`python -m chungtay.reporting.reading` is the child, kept in bounds by `core.bounded`. It answers with a secrecy stamp,
a code that says why the file cannot be read, or the redacted text with its figures. It imports nothing but `narrative`.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from chungtay.core.bounded import NotRead, answer_parent, ask_child

# A commune's report has 10 to 40 kB; a province's with annexes a few hundred.
MAX_CHARACTERS = 400_000
MAX_LINES = 6_000
# A person looks at each: what holds more is no report of one unit.
MAX_FIGURES = 800
NEUTRAL_NAME = "van-ban"
_MARK = re.compile(r"⟦[^⟧]*⟧")


@dataclass(frozen=True)
class Incoming:
    """What came in: bytes with the name of the file, or a pasted text; and what the report is about."""

    content: bytes
    name: str = ""
    is_paste: bool = False
    scope: str = ""
    period: str = ""


@dataclass(frozen=True)
class ReadFigure:
    """A figure of the text: offsets into the redacted text, the value as read, and how sure the reader is."""

    start: int
    end: int
    sentence_start: int
    sentence_end: int
    value: Decimal
    value_high: Decimal | None
    denominator: Decimal | None
    qualifier: str
    unit: str
    key: str
    scope: str
    period: str
    is_comparison: bool
    is_cumulative: bool
    confidence_percent: int
    reason: str
    alternatives: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ReadText:
    """A text that was read: redacted, with the count of what was left out by kind.

    `name` is the name of the file, or a neutral one when the name itself held forbidden matter. `is_whole` says that
    nothing was left out and nothing remained that nobody could look into, so that the file may be kept.
    """

    text: str
    name: str
    discarded: Mapping[str, int] = field(default_factory=dict)
    figures: tuple[ReadFigure, ...] = ()
    is_whole: bool = False


class StampFound(Exception):
    """The document carries a secrecy stamp. Nothing else about it is known to the parent."""


def read_in_child(incoming: Incoming) -> ReadText:
    """Read `incoming` in a bounded child. Raises `StampFound`, `NotRead` or `NoSeat`."""
    return _understood(ask_child("chungtay.reporting.reading", _head(incoming), incoming.content))


def read_here(incoming: Incoming) -> ReadText:
    """Read `incoming` in this process, under the same rules but without limits: for texts of our own making.

    Raises `StampFound` or `NotRead`. What people bring in is read by `read_in_child`.
    """
    return _understood(_read(_head(incoming), incoming.content))


def _understood(answer: dict[str, Any]) -> ReadText:
    if answer["outcome"] == "secret":
        raise StampFound
    if answer["outcome"] == "unreadable":
        raise NotRead(answer["code"], answer["params"])
    return ReadText(
        text=answer["text"],
        name=answer["name"],
        discarded=answer["discarded"],
        figures=tuple(_figure(figure) for figure in answer["figures"]),
        is_whole=answer["is_whole"],
    )


def _head(incoming: Incoming) -> dict[str, Any]:
    return {
        "name": incoming.name,
        "is_paste": incoming.is_paste,
        "scope": incoming.scope,
        "period": incoming.period,
    }


def _figure(raw: dict[str, Any]) -> ReadFigure:
    decimals = {name: None if raw[name] is None else Decimal(raw[name]) for name in ("value_high", "denominator")}
    alternatives = tuple((pair[0], pair[1]) for pair in raw["alternatives"])
    return ReadFigure(**{**raw, **decimals, "value": Decimal(raw["value"]), "alternatives": alternatives})


def _read(head: dict[str, Any], content: bytes) -> dict[str, Any]:
    from narrative.files import Unreadable, read_file
    from narrative.forbidden import find_secrecy_stamp, redact, scan

    name = Path(head["name"].replace("\\", "/")).name
    # A name may carry a stamp even where the file cannot be opened.
    if find_secrecy_stamp(Path(name).stem.replace("_", " ")):
        return {"outcome": "secret"}
    try:
        source = read_file("van-ban.txt" if head["is_paste"] else name, content)
    except Unreadable as refused:
        return _unreadable(refused.code, {key: str(value) for key, value in refused.params.items()})
    if find_secrecy_stamp(source.head_text):
        return {"outcome": "secret"}
    body = source.body_text.rstrip("\n")
    if len(body) > MAX_CHARACTERS or body.count("\n") >= MAX_LINES:
        return _unreadable("too_long", {"lines": MAX_LINES, "characters": MAX_CHARACTERS})
    in_body, in_name = scan(body), scan(name)
    # The name stands among the hidden parts too; it is counted once.
    hidden = source.hidden_text.removesuffix(f"{source.hidden_text.splitlines()[-1]}\n") if source.hidden_text else ""
    discarded = Counter(passage.kind for passage in (*in_body, *in_name, *scan(hidden)))
    text = redact(body, in_body)
    figures = _figures(text, head)
    if len(figures) > MAX_FIGURES:
        return _unreadable("too_many", {"figures": MAX_FIGURES})
    return {
        "outcome": "read",
        "text": text,
        "name": NEUTRAL_NAME + Path(name).suffix[:6] if in_name else name,
        "discarded": dict(discarded),
        "figures": figures,
        "is_whole": not discarded and not source.unread and not head["is_paste"],
    }


def _unreadable(code: str, params: dict[str, Any]) -> dict[str, Any]:
    return {"outcome": "unreadable", "code": code, "params": params}


def _figures(text: str, head: dict[str, Any]) -> list[dict[str, Any]]:
    from narrative import Context, read_text

    reading = read_text(text, context=Context(scope=head["scope"], period=head["period"]))
    marks = [match.span() for match in _MARK.finditer(reading.text)]
    kept = []
    for fact in reading.facts:
        in_mark = any(fact.start < end and start < fact.end for start, end in marks)
        if fact.in_scope and not in_mark:
            kept.append(fact)
    return [_fact(fact) for fact in kept]


def _fact(fact: Any) -> dict[str, Any]:
    return {
        "start": fact.start,
        "end": fact.end,
        "sentence_start": fact.sentence_start,
        "sentence_end": fact.sentence_end,
        "value": str(fact.value),
        "value_high": None if fact.value_high is None else str(fact.value_high),
        "denominator": None if fact.denominator is None else str(fact.denominator),
        "qualifier": fact.qualifier,
        "unit": fact.unit,
        "key": fact.indicator or "",
        "scope": fact.scope or "",
        "period": fact.period or "",
        "is_comparison": fact.comparison,
        "is_cumulative": fact.cumulative,
        "confidence_percent": int(fact.confidence * 100),
        "reason": fact.reason,
        "alternatives": [
            ["" if other.value is None else str(other.value), other.indicator or ""] for other in fact.alternatives
        ],
    }


if __name__ == "__main__":
    sys.exit(answer_parent(_read))
