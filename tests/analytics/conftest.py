"""Fixtures of this room: the stage of reports, and the province whose communes merged and divided."""

from __future__ import annotations

import pytest

from chungtay.organisations.codes import Line, Role
from chungtay.organisations.models import Membership
from tests.reporting.stage import hat, merger, stage
from tests.reporting.world import World, build_world

__all__ = ["merger", "stage"]


@pytest.fixture
def world(db: None) -> World:
    """Two districts, seven communes, two years of mergers; nothing is reported yet."""
    return build_world()


@pytest.fixture
def auditor(world: World) -> Membership:
    """Somebody at the province's police who sees every figure."""
    return hat(world.office("38", Line.POLICE), Role.AUDITOR)
