"""The register: a number once a year, a date that can be right, two clerks at once."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import connection

from chungtay.documents import actions
from chungtay.documents.errors import DateBeforeSignature, DateInFuture, NumberRefused, NumberTaken
from chungtay.documents.models import Document
from chungtay.documents.queries import documents_for, next_number, register_of, register_years
from tests.documents.conftest import NOW, People, drafted, issued, signed

TODAY = NOW.date()


def test_number_document_keeps_number_date_and_year(people: People) -> None:
    document = signed(people, drafted(people))

    numbered = actions.number_document(document, number=7, dated=TODAY, by=people.clerk, now=NOW)

    assert (numbered.number, numbered.issued_on, numbered.register_year) == (7, TODAY, 2026)
    assert numbered.full_symbol == "07/BC-CAT-MTTQ"
    assert next_number(people.police.organisation.pk, 2026) == 8


def test_number_document_refuses_a_number_that_is_taken_and_names_the_next(people: People) -> None:
    issued(people, drafted(people), number=12)
    second = signed(people, drafted(people))

    with pytest.raises(NumberTaken) as refused:
        actions.number_document(second, number=12, dated=TODAY, by=people.clerk, now=NOW)

    assert refused.value.data["next"] == 13


def test_a_number_is_free_again_in_the_next_year(people: People) -> None:
    issued(people, drafted(people), number=12)
    second = signed(people, drafted(people))
    new_year = NOW + timedelta(days=30)

    numbered = actions.number_document(second, number=12, dated=date(2027, 1, 4), by=people.clerk, now=new_year)

    assert numbered.register_year == 2027


@pytest.mark.parametrize(
    ("number", "dated", "refusal"),
    [
        (0, TODAY, NumberRefused),
        (100_000, TODAY, NumberRefused),
        (1, TODAY - timedelta(days=1), DateBeforeSignature),
        (1, TODAY + timedelta(days=1), DateInFuture),
    ],
)
def test_number_document_refuses_what_cannot_be_right(
    people: People, number: int, dated: date, refusal: type[Exception]
) -> None:
    document = signed(people, drafted(people))

    with pytest.raises(refusal):
        actions.number_document(document, number=number, dated=dated, by=people.clerk, now=NOW)


def test_a_number_that_was_recalled_stays_taken(people: People) -> None:
    document = issued(people, drafted(people), number=12)
    actions.recall(document, reason="Sai thẩm quyền", by=people.director, now=NOW)

    assert next_number(people.police.organisation.pk, 2026) == 13


def test_the_register_is_in_the_order_of_numbers(people: People) -> None:
    second = issued(people, drafted(people), number=14)
    first = issued(people, drafted(people), number=12)
    drafted(people)
    seen = documents_for(people.clerk, TODAY)

    office = people.police.organisation.pk
    assert list(register_of(seen, office, 2026)) == [first, second]
    assert register_years(seen, office) == [2026]


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_cannot_give_the_same_number(people: People) -> None:
    documents = [signed(people, drafted(people)) for _ in range(2)]
    barrier, outcomes = threading.Barrier(2), []

    def give(document: Document) -> None:
        barrier.wait(10)
        try:
            actions.number_document(document, number=5, dated=TODAY, by=people.clerk, now=NOW)
            outcomes.append("given")
        except NumberTaken as refused:
            outcomes.append(f"taken, next {refused.data['next']}")
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=(document,)) for document in documents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(outcomes) == ["given", "taken, next 6"]
    assert Document.objects.filter(number=5).count() == 1
