"""Keyset paging: every row once, in order, however rows are added before the cursor."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from chungtay.core.errors import InputRefused
from chungtay.core.paging import page_of
from chungtay.registry.models import ModelType


def _walk(order: tuple[str, ...], size: int) -> list[str]:
    codes: list[str] = []
    cursor = None
    while True:
        page = page_of(ModelType.objects.all(), order=order, cursor=cursor, size=size)
        codes += [row.code for row in page.rows]
        if page.next_cursor is None:
            return codes
        cursor = page.next_cursor


class PagingLaws(TestCase):
    @settings(max_examples=20, deadline=None)
    @given(st.lists(st.integers(0, 5), max_size=12), st.integers(1, 5))
    def test_every_row_once_and_in_order(self, keys: list[int], size: int) -> None:
        for number, key in enumerate(keys):
            ModelType.objects.create(code=f"T{number}", name="x", sort_key=str(key))

        expected = [code for _, code in sorted((str(key), f"T{number}") for number, key in enumerate(keys))]

        assert _walk(("sort_key", "code"), size) == expected


@pytest.mark.django_db
def test_a_row_added_before_the_cursor_moves_nothing() -> None:
    for number in range(4):
        ModelType.objects.create(code=f"T{number}", name="x", sort_key=str(number))
    first = page_of(ModelType.objects.all(), order=("sort_key", "id"), cursor=None, size=2)
    ModelType.objects.create(code="NEW", name="x", sort_key="00")

    second = page_of(ModelType.objects.all(), order=("sort_key", "id"), cursor=first.next_cursor, size=2)

    assert [row.code for row in second.rows] == ["T2", "T3"]
    assert second.next_cursor is None


@pytest.mark.django_db
def test_descending_order_pages_too() -> None:
    for number in range(3):
        ModelType.objects.create(code=f"T{number}", name="x", sort_key="same")

    assert _walk(("sort_key", "-id"), 1) == ["T2", "T1", "T0"]


def test_a_cursor_that_was_tampered_with_is_refused() -> None:
    with pytest.raises(InputRefused):
        page_of(ModelType.objects.all(), order=("id",), cursor="WzFd:forged")
