"""Warnings as .xlsx and .csv: one line each, in the words of the page, with the address of the figure."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.styles import Alignment, Font

from chungtay.analytics.files.lines import plain
from chungtay.analytics.told import Told
from chungtay.reporting.phrases import moment_words

_WIDTHS = (26, 22, 16, 36, 26, 70, 16, 44, 30, 18, 20)


def warnings_file(rows: Iterable[Told], format_: str) -> bytes:
    """The warnings in one of `FORMATS`; no text in it can be taken for a formula."""
    lines = [_heads(), *([plain(text) for text in line] for line in _lines(rows))]
    if format_ == "csv":
        stream = StringIO()
        csv.writer(stream, lineterminator="\r\n").writerows(lines)
        return BOM_UTF8 + stream.getvalue().encode()
    return _workbook(lines)


def _heads() -> list[str]:
    return [
        _("Unit"),
        _("Period"),
        _("Line"),
        _("Indicator"),
        _("Kind of warning"),
        _("Why it looks odd"),
        _("How far they have come"),
        _("What was answered"),
        _("Who answered"),
        _("When"),
        _("Code of the figure"),
    ]


def _lines(rows: Iterable[Told]) -> Iterator[list[str]]:
    for row in rows:
        reply = row.reply
        who = ", ".join(part for part in (reply.person, reply.office) if part) if reply else ""
        yield [
            row.unit,
            row.period,
            row.line,
            row.indicator,
            str(row.kind.label),
            row.sentence,
            str(row.state.label),
            reply.reason if reply else "",
            who,
            moment_words(reply.at) if reply else "",
            row.code,
        ]


def _workbook(lines: Iterable[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = _("Warnings")[:31]
    for line in lines:
        sheet.append(line)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in sheet.iter_rows(min_row=1):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell, width in zip(sheet[1], _WIDTHS, strict=True):
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
