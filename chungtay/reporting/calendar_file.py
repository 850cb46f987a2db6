"""Deadlines as an iCalendar file (.ics) for a telephone or a desk calendar. Pure. Source: RFC 5545.

Each deadline is an event of the last hour of office time, with an alarm two days and one morning before. Its UID never
changes; a new deadline raises SEQUENCE, so that a calendar that imports the file again moves the event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

ZONE = "Asia/Ho_Chi_Minh"
CONTENT_TYPE = "text/calendar; charset=utf-8"
LINE_BYTES = 75
# Viet Nam has had no summer time since 1975; this rule holds for every day of the programme.
_ZONE_LINES = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19750613T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0700",
    "TZNAME:+07",
    "END:STANDARD",
    "END:VTIMEZONE",
)
_OPENS, _CLOSES = "T160000", "T170000"


@dataclass(frozen=True)
class Deadline:
    """One report that is due: a key that never changes, what it is, its day, how often that moved, where to go."""

    key: str
    summary: str
    description: str
    due_on: date
    moved: int
    url: str


def calendar_file(name: str, deadlines: Iterable[Deadline], *, made_at: datetime) -> bytes:
    """The file: UTF-8, CRLF, lines folded at 75 octets. `made_at` is an aware moment."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Chung Tay//Han gui bao cao//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        *_ZONE_LINES,
        *(line for deadline in deadlines for line in _event(deadline, made_at)),
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _event(deadline: Deadline, made_at: datetime) -> Iterator[str]:
    day = f"{deadline.due_on:%Y%m%d}"
    yield "BEGIN:VEVENT"
    yield f"UID:{deadline.key}"
    yield f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{deadline.moved}"
    yield f"DTSTART;TZID={ZONE}:{day}{_OPENS}"
    yield f"DTEND;TZID={ZONE}:{day}{_CLOSES}"
    yield f"SUMMARY:{_text(deadline.summary)}"
    yield f"DESCRIPTION:{_text(deadline.description)}"
    yield f"URL:{deadline.url}"
    yield "TRANSP:TRANSPARENT"
    for before in ("-P2D", "-PT8H"):
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(deadline.summary)}")
        yield from (f"TRIGGER:{before}", "END:VALARM")
    yield "END:VEVENT"


def _text(value: str) -> str:
    """A TEXT value: backslash, comma, semicolon and line breaks escaped (section 3.3.11)."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> bytes:
    """A content line of at most 75 octets a row, no letter of several octets torn (section 3.1)."""
    rows: list[bytes] = []
    row = b""
    for letter in line:
        octets = letter.encode()
        # A continued row begins with a blank, which counts.
        if len(row) + len(octets) > LINE_BYTES:
            rows.append(row)
            row = b" "
        row += octets
    return b"".join(each + b"\r\n" for each in (*rows, row))
