"""A table as .csv: UTF-8 with its mark, so that spreadsheets read the letters; decimal points; blank for absent."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8
from io import StringIO

from django.utils.translation import gettext as _

from chungtay.analytics.files.lines import columns_of, head_text, plain, values_of
from chungtay.analytics.layout import Table


def csv_of(table: Table) -> bytes:
    """One line a row. What is withheld stands as its sign, what nobody gave as nothing: neither is zero."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([_("Row"), *(words for words, _is_whole in columns_of(table))])
    for row in table.rows:
        values = [
            f"{number:f}" if number is not None else plain(cell.text) if cell.state in ("closed", "small") else ""
            for cell, number in values_of(table, iter(row.cells))
        ]
        writer.writerow([head_text(row.head), *values])
    return BOM_UTF8 + stream.getvalue().encode()
