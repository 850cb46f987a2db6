"""Prepared questions answer as the queryset does, with related rows, and are planned once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import BigIntegerField, DateField

from chungtay.core.prepared import Prepared, any_given, given
from chungtay.territory.codes import EventKind
from chungtay.territory.models import AdministrativeUnit, UnitEvent, UnitSuccession

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


def event(day: date, *, voided: bool = False) -> UnitEvent:
    return UnitEvent.objects.create(
        kind=EventKind.MERGE, effective_on=day, legal_basis="Nghị quyết thử", voided_at=NOW if voided else None
    )


def unit() -> AdministrativeUnit:
    return AdministrativeUnit.objects.create(level=3, validity=DateRange(date(2020, 1, 1), None))


@pytest.mark.django_db
def test_rows_are_those_of_the_queryset_whatever_is_given():
    asked = Prepared(
        lambda: (
            UnitEvent.objects.filter(effective_on__gt=given("since", DateField()), voided_at__isnull=True)
            .select_related("proposal")
            .order_by("effective_on")
        )
    )
    early, late = event(date(2025, 1, 1)), event(date(2026, 1, 1))
    event(date(2026, 6, 1), voided=True)

    answers = [asked.rows(since=day) for day in (date(2024, 1, 1), date(2025, 1, 1), date(2027, 1, 1))]

    assert answers == [[early, late], [late], []]
    assert [row.effective_on for row in answers[0]] == [date(2025, 1, 1), date(2026, 1, 1)]
    assert answers[0][0].proposal is None


@pytest.mark.django_db
def test_related_rows_come_with_it_and_lists_may_be_given():
    asked = Prepared(
        lambda: UnitSuccession.objects.filter(from_unit__in=any_given("units", BigIntegerField())).select_related(
            "event", "to_unit"
        )
    )
    merger, one, two, new = event(date(2025, 1, 1)), unit(), unit(), unit()
    rows = [
        UnitSuccession.objects.create(event=merger, from_unit=each, to_unit=new, share_millionths=1_000_000)
        for each in (one, two)
    ]

    found = asked.rows(units=[two.pk, new.pk])
    none = asked.rows(units=[])

    assert (found, none) == ([rows[1]], [])
    with connection.execute_wrapper(_nothing_more):
        assert (found[0].event, found[0].to_unit.validity) == (merger, new.validity)


def _nothing_more(*_asked: object) -> None:
    pytest.fail("a related row was looked up again")


@pytest.mark.django_db
def test_the_server_keeps_the_plan():
    asked = Prepared(lambda: UnitEvent.objects.filter(effective_on=given("kept", DateField())))

    for day in (1, 2, 3):
        asked.rows(kept=date(2025, 1, day))

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement LIKE %s",
            ['%territory_unitevent"."effective_on" = ($1::date)%'],
        )
        assert cursor.fetchall() == [(3,)]
