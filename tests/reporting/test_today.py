"""The piles of work of one hat: which reports, in which order, how many."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from chungtay.core import clock
from chungtay.reporting.actions.decisions import return_submission
from chungtay.reporting.models import ReportTask
from chungtay.reporting.queries.today import SHOWN, piles_for
from tests.reporting.stage import NOON, Stage
from tests.reporting.test_submissions import LATER, contents, sent


@pytest.fixture(autouse=True)
def _a_day_before_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is a true border: pages are looked at on 17 November 2026."""
    monkeypatch.setattr(clock, "now", lambda: NOON.replace(day=17))


def test_a_pile_shows_the_first_of_its_reports_in_their_order_and_counts_all(stage: Stage) -> None:
    owed = ReportTask.objects.filter(organisation=stage.dong_thanh.reporter.organisation).order_by("due_on", "pk")

    piles = {pile.code: pile for pile in piles_for(stage.dong_thanh.reporter)}

    assert list(piles) == ["returned", "due", "ready", "sent"]
    assert piles["due"].count == owed.count()
    assert list(piles["due"].tasks) == list(owed[:SHOWN])
    assert [(pile.count, list(pile.tasks)) for code, pile in piles.items() if code != "due"] == [(0, [])] * 3


def test_a_report_stands_in_each_pile_that_it_belongs_to(stage: Stage, client: Client) -> None:
    back = sent(stage, stage.dong_thanh, contents(SESSIONS=12))
    return_submission(
        back, reason="Thiếu số buổi", to=stage.dong_thanh.reporter, by=stage.police.consolidator, now=LATER
    )
    waits = sent(stage, stage.hac_thanh, contents(SESSIONS=12))
    client.force_login(stage.dong_thanh.reporter.user)

    mine = {pile.code: [task.pk for task in pile.tasks] for pile in piles_for(stage.dong_thanh.reporter)}
    theirs = {pile.code: [task.pk for task in pile.tasks] for pile in piles_for(stage.police.consolidator)}

    assert mine["returned"] == [back.pk]
    assert back.pk in mine["due"]
    assert theirs["decide"] == [waits.pk]
    assert client.get(reverse("today")).status_code == 200


def test_the_rows_of_all_piles_are_asked_at_once(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sent(stage, stage.dong_thanh, contents(SESSIONS=12))

    # The keys of three piles (nobody here approves), and the rows of all.
    with django_assert_num_queries(4):
        piles = piles_for(stage.dong_thanh.reporter)
        assert [task.period.indicator_set.code for pile in piles for task in pile.tasks if pile.code == "sent"]
