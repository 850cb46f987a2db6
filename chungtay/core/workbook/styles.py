"""The looks a cell can have: one list, written once a workbook. A style is the place of its look in that list.

Formats are written as files want them ("#,##0"); a spreadsheet shows them in the signs of its own language, so that a
Vietnamese one shows 1.234,5.
"""

from __future__ import annotations

from enum import IntEnum

MOST_DIGITS = 6


class Style(IntEnum):
    """A look. The decimals follow `NUMBER` in order: `NUMBER + 2` has two digits after the comma."""

    PLAIN = 0
    TEXT = 1
    # Text that begins like a formula: a spreadsheet keeps it text even when somebody edits the cell.
    QUOTED = 2
    HEAD = 3
    NUMBER = 4
    DAY = NUMBER + MOST_DIGITS + 1
    MOMENT = DAY + 1
    TITLE = MOMENT + 1
    SECTION = TITLE + 1
    # Cells of a form: what may be filled in is white and unlocked, what may not is shaded.
    ENTRY_NUMBER = SECTION + 1
    ENTRY_TEXT = ENTRY_NUMBER + MOST_DIGITS + 1
    CLOSED = ENTRY_TEXT + 1


_FIRST_FORMAT = 164
_DAY_FORMAT = _FIRST_FORMAT + MOST_DIGITS + 1
_MOMENT_FORMAT = _DAY_FORMAT + 1


def number_format(scale: int) -> str:
    """Thousands in groups, and as many decimals as the figure keeps."""
    return "#,##0" + (f".{'0' * scale}" if scale else "")


def _formats() -> str:
    codes = [number_format(scale) for scale in range(MOST_DIGITS + 1)]
    codes += ["dd/mm/yyyy", "hh:mm dd/mm/yyyy"]
    written = "".join(
        f'<numFmt numFmtId="{place}" formatCode="{code}"/>' for place, code in enumerate(codes, start=_FIRST_FORMAT)
    )
    return f'<numFmts count="{len(codes)}">{written}</numFmts>'


_WRAPPED = '<alignment vertical="top" wrapText="1"/>'
_OPEN = '<protection locked="0"/>'


def _look(*, format_: int = 0, font: int = 0, fill: int = 0, border: int = 0, more: str = "", inner: str = "") -> str:
    return (
        f'<xf numFmtId="{format_}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" '
        f'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1" applyProtection="1"'
        f"{more}>{inner}</xf>"
    )


def _looks() -> list[str]:
    numbers = range(_FIRST_FORMAT, _FIRST_FORMAT + MOST_DIGITS + 1)
    top = '<alignment vertical="top"/>'
    return [
        _look(),
        _look(format_=49, inner=_WRAPPED),
        _look(format_=49, more=' quotePrefix="1"', inner=_WRAPPED),
        _look(font=1, fill=2, border=1, inner='<alignment vertical="center" wrapText="1"/>'),
        *(_look(format_=number, inner=top) for number in numbers),
        _look(format_=_DAY_FORMAT, inner=top),
        _look(format_=_MOMENT_FORMAT, inner=top),
        _look(font=2),
        _look(font=1, fill=2, border=1),
        *(_look(format_=number, border=1, inner=top + _OPEN) for number in numbers),
        _look(format_=49, border=1, inner=_WRAPPED + _OPEN),
        _look(fill=2, border=1, inner=_WRAPPED),
    ]


def styles_xml() -> str:
    """The part `xl/styles.xml`."""
    looks = _looks()
    side = "".join(
        f'<{name} style="thin"><color rgb="FFB9B2A2"/></{name}>' for name in ("left", "right", "top", "bottom")
    )
    fills = "".join(
        f"<fill>{fill}</fill>"
        for fill in (
            '<patternFill patternType="none"/>',
            '<patternFill patternType="gray125"/>',
            '<patternFill patternType="solid"><fgColor rgb="FFF3EFE4"/><bgColor indexed="64"/></patternFill>',
        )
    )
    fonts = "".join(
        f'<font>{bold}<sz val="{size}"/><name val="Times New Roman"/></font>'
        for bold, size in (("", 11), ("<b/>", 11), ("<b/>", 14))
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'{_formats()}<fonts count="3">{fonts}</fonts><fills count="3">{fills}</fills>'
        '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
        f"<border>{side}<diagonal/></border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(looks)}">{"".join(looks)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )
