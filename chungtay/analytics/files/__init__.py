"""A table as a file: .xlsx with real numbers, .csv that a spreadsheet opens as it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chungtay.analytics.files.csv_file import csv_of
from chungtay.analytics.files.workbook import workbook_of
from chungtay.analytics.layout import Table
from chungtay.analytics.queries.claims import ClaimBeside

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def file_of(table: Table, claims: Sequence[ClaimBeside], format_: str, *, address: str, made_at: datetime) -> bytes:
    """`table` in one of `FORMATS`; `address` leads back to the page that it was taken from."""
    if format_ == "csv":
        return csv_of(table)
    return workbook_of(table, claims, address=address, made_at=made_at)
