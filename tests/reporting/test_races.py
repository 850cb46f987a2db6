"""Two people on one report at once, each with a connection of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from chungtay.core.errors import ChungTayError
from chungtay.organisations.codes import Role
from chungtay.reporting.actions.decisions import accept, return_submission
from chungtay.reporting.models import Decision, DeltaPending, Submission
from tests.reporting.stage import SESSIONS, Stage, hat
from tests.reporting.test_submissions import LATER, contents, sent


def together(*acts: Callable[[], object]) -> list[str]:
    """Run `acts` at the same moment; what each came to: the code of its refusal, or "done"."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            start.wait(timeout=10)
            act()
            return "done"
        except ChungTayError as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
def test_of_two_acceptors_one_is_told_that_the_other_was_faster(stage: Stage) -> None:
    task = sent(stage, stage.dong_thanh, contents(SESSIONS=12))
    colleague = hat(stage.police.organisation, Role.COORDINATOR)

    came_to = together(
        lambda: accept(task, by=stage.police.consolidator, now=LATER),
        lambda: accept(task, by=colleague, now=LATER),
    )

    assert came_to == ["done", "reporting.already_accepted"]
    assert [row.sums[SESSIONS] for row in DeltaPending.objects.filter(line="all")] == [12]
    assert Decision.objects.filter(step="accepted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_accepting_and_returning_one_wins_and_nothing_is_half(stage: Stage) -> None:
    task = sent(stage, stage.dong_thanh, contents(SESSIONS=12))
    colleague = hat(stage.police.organisation, Role.COORDINATOR)

    came_to = together(
        lambda: accept(task, by=stage.police.consolidator, now=LATER),
        lambda: return_submission(task, reason="Thiếu", to=None, by=colleague, now=LATER),
    )

    submission = Submission.objects.get()
    is_accepted = submission.status == "accepted"
    assert came_to[0] == "done"
    assert came_to[1] == ("reporting.already_accepted" if is_accepted else "reporting.not_submitted")
    assert DeltaPending.objects.filter(line="all").count() == int(is_accepted)
