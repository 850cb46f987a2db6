from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ops.postgres import choose_runner
from ops.processes import SPAWN, programs_of, start_child, wait_until

PARENT = """
import subprocess, sys
from ops.processes import tied
child = subprocess.Popen(tied(["sleep", "62"], who=sys.argv[1]), start_new_session=True)
print(child.pid, flush=True)
child.wait()
"""
IDENTITIES = ["self"] if os.geteuid() != 0 else ["self", choose_runner().who, "nobody"]


def _alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("who", sorted(set(IDENTITIES)))
def test_child_dies_with_a_parent_that_is_killed(who: str) -> None:
    command = [sys.executable, "-c", PARENT, who]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=SPAWN.parents[1])
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert wait_until(lambda: b"sleep" in Path(f"/proc/{child}/cmdline").read_bytes(), seconds=10)

        parent.kill()

        assert wait_until(lambda: not _alive(child), seconds=10)


def test_child_of_a_parent_that_is_gone_already_does_not_start() -> None:
    command = [sys.executable, "-I", str(SPAWN), "--parent", "1", "--", "echo", "started"]
    if os.getpid() == 1 or os.getppid() == 1:
        pytest.skip("our own parent is process 1 here")

    done = subprocess.run(command, capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (1, "")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_root_becomes_nobody_for_good(tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as log:
        child = start_child(["id", "-un"], environment={"PATH": os.defpath}, output=log, who="nobody")
        status = child.wait()

    assert (status, (tmp_path / "log").read_text()) == (0, "nobody\n")


def test_child_is_out_of_reach_of_the_terminal(tmp_path: Path) -> None:
    child = start_child(["sleep", "63"], environment={"PATH": os.defpath}, output=None, death=signal.SIGKILL)

    assert os.getsid(child.pid) == child.pid
    child.kill()
    child.wait()


def test_programs_of_a_folder_are_those_that_were_started_from_it(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "sleep").symlink_to("/bin/sleep")
    (tmp_path / "hereby").symlink_to("/bin/sleep")
    inside = start_child([str(tmp_path / "here" / "sleep"), "64"], environment={"PATH": os.defpath}, output=None)
    outside = start_child([str(tmp_path / "hereby"), "64"], environment={"PATH": os.defpath}, output=None)
    line = os.fsencode(tmp_path / "hereby")
    assert wait_until(lambda: Path(f"/proc/{outside.pid}/cmdline").read_bytes().startswith(line), seconds=10)

    found = wait_until(lambda: programs_of(tmp_path / "here") == [inside.pid], seconds=10)

    for child in (inside, outside):
        child.kill()
        child.wait()
    assert found
