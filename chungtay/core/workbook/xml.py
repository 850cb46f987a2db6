"""Words and values as the XML of a cell."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from chungtay.core.clock import VIETNAM
from chungtay.core.workbook.styles import Style

# What XML cannot hold.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_767
_RUN = ("=", "+", "-", "@", "\t", "\r", "\n")
_DAY_ZERO = date(1899, 12, 30)
# A spreadsheet keeps fifteen digits of a number: more of them stand as text, rather than rounded.
_MOST_EXACT = 10**15


def escaped(text: str) -> str:
    """`text` between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(text: str) -> str:
    """`text` inside the quotation marks of an attribute."""
    return escaped(_NOT_XML.sub("", text)).replace('"', "&quot;").replace("\n", "&#10;")


def text_cell(reference: str, text: str, style: int = Style.TEXT) -> str:
    """A cell of text, which no spreadsheet runs: it is a string by its type, and stays one when it is edited.

    What XML cannot hold is left out, and what a spreadsheet cannot hold is cut off with "…".
    """
    plain = _NOT_XML.sub("", text)
    if len(plain) > _LONGEST:
        plain = plain[: _LONGEST - 1] + "…"
    if plain.startswith(_RUN) and style == Style.TEXT:
        style = Style.QUOTED
    return f'<c r="{reference}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escaped(plain)}</t></is></c>'


def number_cell(reference: str, number: int | Decimal, style: int = Style.NUMBER) -> str:
    """A cell of a number, exact; one with more digits than a spreadsheet keeps stands as text."""
    if not -_MOST_EXACT < number < _MOST_EXACT:
        return text_cell(reference, f"{number:f}" if isinstance(number, Decimal) else str(number))
    written = f"{number:f}" if isinstance(number, Decimal) else number
    return f'<c r="{reference}" s="{style}"><v>{written}</v></c>'


def day_cell(reference: str, day: date, style: int = Style.DAY) -> str:
    """A cell of a day; a day before a spreadsheet's calendar stands as text."""
    serial = (day - _DAY_ZERO).days
    return (
        f'<c r="{reference}" s="{style}"><v>{serial}</v></c>' if serial > 0 else text_cell(reference, f"{day:%d/%m/%Y}")
    )


def moment_cell(reference: str, moment: datetime) -> str:
    """A cell of a moment on Vietnamese clocks, to the second."""
    local = moment.astimezone(VIETNAM)
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    serial = Decimal((local.date() - _DAY_ZERO).days) + (Decimal(seconds) / 86_400).quantize(Decimal("1e-9"))
    return f'<c r="{reference}" s="{Style.MOMENT}"><v>{serial}</v></c>'
