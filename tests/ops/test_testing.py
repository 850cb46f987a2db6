from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ops import testing
from ops.speech import Refusal

SUITE = """
import pytest

@pytest.mark.browser
def test_journey():
    pytest.skip("no browser here")

def test_other():
    pytest.skip("allowed")

def test_that_passes():
    pass
"""


@pytest.mark.parametrize(
    ("full", "slow", "expected"),
    [
        (False, False, ["-m", "not slow and not browser"]),
        (False, True, ["-m", "not browser"]),
        (True, False, ["-m", "not slow", "-p", "ops.journeys"]),
        (True, True, ["-p", "ops.journeys"]),
    ],
)
def test_selection_leaves_out_what_was_not_asked_for(full: bool, slow: bool, expected: list[str]) -> None:
    assert testing.selection(full=full, slow=slow) == expected


@pytest.mark.parametrize(
    ("arguments", "cores", "expected"),
    [
        ([], 1, []),
        ([], 2, ["-n", "2", "--dist", "loadfile"]),
        ([], 64, ["-n", "4", "--dist", "loadfile"]),
        (["tests/core"], 8, []),
        (["-n", "0"], 8, []),
    ],
)
def test_a_whole_suite_takes_each_core_and_chosen_tests_one(
    arguments: list[str], cores: int, expected: list[str]
) -> None:
    assert testing.spread(arguments, cores) == expected


@pytest.mark.parametrize(
    ("plugin", "status", "closing"),
    [
        ([], 0, "1 passed, 2 skipped"),
        (["-p", "ops.journeys"], 1, "1 passed, 2 skipped"),
        (["-p", "ops.journeys", *testing.spread([], 2)], 1, "1 passed, 2 skipped"),
    ],
)
def test_skipped_journey_fails_a_full_run_only(tmp_path: Path, plugin: list[str], status: int, closing: str) -> None:
    (tmp_path / "test_some.py").write_text(SUITE)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n    browser: a journey\n")
    tree = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:django", *plugin, str(tmp_path)]

    done = subprocess.run(
        command, cwd=tmp_path, env=dict(os.environ) | {"PYTHONPATH": str(tree)}, capture_output=True, text=True
    )

    assert (done.returncode, closing in done.stdout.splitlines()[-1]) == (status, True), done.stdout
    assert ("test_some.py::test_journey" in done.stdout) == bool(plugin)


def test_missing_packages_names_the_package_of_what_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    needed = {"sh": "dash", "no-such-program-here": "rare", "/no/such/file": "rarer"}
    monkeypatch.setattr(testing, "JOURNEY_PACKAGES", needed)

    assert testing.missing_packages() == ["rare", "rarer"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root would install it")
def test_install_refuses_with_the_line_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(testing, "JOURNEY_PACKAGES", {"no-such-program-here": "rare"})

    with pytest.raises(Refusal, match="apt-get install -y --no-install-recommends rare") as refused:
        testing.install_journey_packages()

    assert refused.value.status == 3
