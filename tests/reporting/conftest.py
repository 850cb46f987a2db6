"""Fixtures of this room: the stage on which reports are written, sent and accepted, and the browser that looks."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from tests.reporting.stage import merger, stage

__all__ = ["merger", "stage"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the installed Chromium; a root account has no sandbox to enter."""
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": ["--no-sandbox"]}
