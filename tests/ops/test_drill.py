"""The drill, two rounds of it: `python -m tests.ops.drill` does the twenty."""

from __future__ import annotations

import pytest

from tests.ops.drill import TARGETS, run_drill


@pytest.mark.slow
def test_nothing_is_lost_doubled_or_half_when_processes_are_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)

    report = run_drill(2, seconds=600, borrow=True)

    assert report.problems == []
    assert report.kills == dict.fromkeys(TARGETS, 2)
    assert report.told["fingerprint"]["different"] == 0
