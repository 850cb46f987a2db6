"""What the room answers before an event of the ledger is undone."""

from __future__ import annotations

import pytest

from chungtay.reporting.receivers import reports_on_successors
from chungtay.territory.models import UnitEvent
from chungtay.territory.signals import unit_event_undo
from tests.reporting.world import POSTS, build_world, mark_accepted, version_of


@pytest.mark.django_db
def test_reports_of_the_new_unit_block_an_undo_and_those_of_the_old_do_not() -> None:
    world = build_world()
    for code in ("10001", "10011"):
        for index in (1, 2):
            task = world.task(code, world.base(2025, index))
            version = version_of(task, {POSTS: 1})
            if index == 1:
                mark_accepted(task, version)

    made = {world.unit("10011")}
    answers = dict(unit_event_undo.send(sender=UnitEvent, made=made, units=made, proposal=None))

    found = [(blocker.unit_id, blocker.what) for blocker in answers[reports_on_successors]]
    merged = world.unit("10011")
    assert found == [(merged, "1 báo cáo đã chấp nhận"), (merged, "1 báo cáo đang làm")]
