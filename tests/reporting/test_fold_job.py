"""The job that folds, and the command that rebuilds."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from chungtay.reporting import totals as engine
from chungtay.reporting.models import Totals
from chungtay.reporting.tasks import fold_totals
from tests.reporting.world import POSTS, World, build_world, mark_accepted, version_of


def accept_one(world: World, code: str) -> None:
    task = world.task(code, world.base(2021))
    with transaction.atomic():
        version = version_of(task, {POSTS: 5})
        mark_accepted(task, version)
        engine.write_delta(old=None, new=version, task=task)


@pytest.mark.django_db(transaction=True)
def test_acceptances_ask_for_one_fold_and_a_rebuild_empties_the_queue(capsys: pytest.CaptureFixture[str]) -> None:
    world = build_world()

    accept_one(world, "10001")
    accept_one(world, "10002")
    # Jobs of tests that were not inside a transaction stay in their table.
    folds = ProcrastinateJob.objects.filter(task_name=engine.FOLD_TASK)
    asked = list(folds.values_list("task_name", "status"))
    call_command("rebuild_totals")

    assert asked == [(engine.FOLD_TASK, "todo")]
    assert engine.pending_count() == 0
    assert capsys.readouterr().out == f"totals rebuilt: {Totals.objects.count()} rows\n"


@pytest.mark.django_db
def test_fold_job_empties_the_queue() -> None:
    accept_one(build_world(), "10001")

    moved = fold_totals()

    # One block on the own line and one on `all`; a report that is owed, and that is accepted.
    assert (moved, engine.pending_count()) == (4, 0)
