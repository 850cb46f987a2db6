"""The bounded child keeps to its limits, and never outlives whoever asked it."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import BoundedSemaphore

import pytest

from chungtay.core import bounded
from chungtay.core.bounded import NoSeat, NotRead, ask_child

CHILD = "tests.core.bounded_child"
PARENT = """
import sys
from chungtay.core.bounded import ask_child
ask_child(sys.argv[1], {"do": "start another", "seconds": sys.argv[2]}, b"")
"""


def _processes_with(words: str) -> list[str]:
    """Numbers of the processes whose command line ends with `words`; one that merely waits to be reaped has none."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            line = (entry / "cmdline").read_bytes().rstrip(b"\0").replace(b"\0", b" ")
        except OSError:
            continue
        if line.endswith(words.encode()):
            found.append(entry.name)
    return found


def _in_time(happened: Callable[[], bool]) -> bool:
    until = time.monotonic() + 20
    while not happened() and time.monotonic() < until:
        time.sleep(0.02)
    return happened()


def test_child_answers_about_the_bytes_it_was_given() -> None:
    assert ask_child(CHILD, {"do": "answer"}, b"12345") == {"length": 5}


def test_child_that_falls_has_met_a_corrupt_file() -> None:
    with pytest.raises(NotRead, match=r"^corrupt$"):
        ask_child(CHILD, {"do": "fall"}, b"")


def test_child_gets_no_more_memory_than_its_limit() -> None:
    assert ask_child(CHILD, {"do": "hoard"}, b"") == {"outcome": "unreadable", "code": "too_large", "params": {}}


def test_child_can_write_no_file(tmp_path: Path) -> None:
    answer = ask_child(CHILD, {"do": "write", "path": str(tmp_path / "kept")}, b"what the file holds")

    assert answer == {"refused": errno.EFBIG}
    assert (tmp_path / "kept").read_bytes() == b""


def test_child_that_takes_too_long_is_ended_with_all_it_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "WALL_SECONDS", 2)
    seconds = f"64.{os.getpid()}"

    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(ask_child, CHILD, {"do": "start another", "seconds": seconds}, b"")
        was_there = _in_time(lambda: bool(_processes_with(f"sleep {seconds}")))
        problem = asked.exception()

    assert was_there
    assert isinstance(problem, NotRead)
    assert problem.code == "too_slow"
    assert _in_time(lambda: not _processes_with(f"sleep {seconds}"))


def test_child_dies_with_a_parent_that_is_killed() -> None:
    seconds = f"65.{os.getpid()}"
    with subprocess.Popen([sys.executable, "-c", PARENT, CHILD, seconds], cwd=bounded.TREE) as parent:
        # It has come past its own look for the parent: from here on only the kernel can tell it.
        is_at_work = _in_time(lambda: bool(_processes_with(f"sleep {seconds}")))

        parent.kill()

    assert is_at_work
    assert _in_time(lambda: not _processes_with(f"{CHILD} {parent.pid}"))
    for number in _processes_with(f"sleep {seconds}"):
        os.kill(int(number), signal.SIGKILL)


def test_child_of_a_parent_that_is_gone_already_reads_nothing() -> None:
    somebody_else = str(os.getppid())
    given = b'\0\0\0\x10{"do": "answer"}'

    done = subprocess.run(
        [sys.executable, "-m", CHILD, somebody_else], input=given, capture_output=True, cwd=bounded.TREE
    )

    assert (done.returncode, done.stdout) == (1, b"")


def test_nobody_waits_for_ever_for_a_seat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "_seats", BoundedSemaphore(1))
    monkeypatch.setattr(bounded, "QUEUE_SECONDS", 0)
    bounded._seats.acquire()

    with pytest.raises(NoSeat):
        ask_child(CHILD, {"do": "answer"}, b"")
