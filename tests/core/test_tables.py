"""Uploaded tables whose archive is no good: bounded, and refused in words by whoever reads them."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook

from chungtay.core.tables import NotATable, is_small, read_table


def workbook() -> bytearray:
    book, target = Workbook(), BytesIO()
    book.active.append(["Tên", "Số"])
    book.save(target)
    return bytearray(target.getvalue())


def of_a_later_kind() -> bytes:
    content = workbook()
    entry = content.index(b"PK\x01\x02")
    content[entry + 6 : entry + 8] = (90).to_bytes(2, "little")
    return bytes(content)


def test_a_whole_workbook_is_small_and_read() -> None:
    assert is_small(bytes(workbook()))
    assert read_table(bytes(workbook()), row_limit=5) == [(1, ["Tên", "Số"])]


@pytest.mark.parametrize("content", [bytes(workbook()[:300]), b"PK\x03\x04 and nothing else"])
def test_a_broken_archive_is_small_and_no_table(content: bytes) -> None:
    assert is_small(content)
    with pytest.raises(NotATable):
        read_table(content, row_limit=5)


def test_the_size_of_an_archive_of_a_later_kind_raises_nothing() -> None:
    assert is_small(of_a_later_kind())
