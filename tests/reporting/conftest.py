"""Fixtures of this room: the stage on which reports are written, sent and accepted."""

from __future__ import annotations

from tests.reporting.stage import merger, stage

__all__ = ["merger", "stage"]
