from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from ops.processes import wait_until
from ops.supervisor import MARK, ONCE_TRIES, Service, Supervisor, clear_leftovers, marked

PLAIN = {"PATH": os.defpath}


def service(tmp_path: Path, script: str, *, once: bool = False) -> Service:
    command = [sys.executable, "-I", "-c", script]
    return Service("a program", command, PLAIN, tmp_path / "log", tmp_path, once=once)


def watched(kept: Service, seconds: float = 15) -> Service:
    """`kept`, watched until it is finished or has been tried often enough."""
    wait_until(lambda: kept.watch() or kept.finished, seconds=seconds, every=0.02)  # type: ignore[func-returns-value]
    return kept


def test_service_that_dies_is_started_again(tmp_path: Path) -> None:
    kept = service(tmp_path, "import time; time.sleep(60)")
    kept.start()
    assert kept.child is not None
    first = kept.child.pid

    os.kill(first, signal.SIGKILL)

    assert wait_until(
        lambda: kept.watch() or (kept.child is not None and kept.child.pid != first),  # type: ignore[func-returns-value]
        seconds=10,
    )
    assert kept.failures == 1
    kept.stop(seconds=5)


def test_service_takes_its_own_children_with_it(tmp_path: Path) -> None:
    script = (
        "import subprocess, sys, time; p = subprocess.Popen(['sleep', '61']); print(p.pid, flush=True); time.sleep(60)"
    )
    kept = service(tmp_path, script)
    kept.start()
    assert wait_until(lambda: (tmp_path / "log").read_text().strip() != "", seconds=10)
    grandchild = int((tmp_path / "log").read_text())

    kept.stop(seconds=5)

    # A process that was killed may wait for its new parent as a shadow without a command line.
    assert wait_until(lambda: _command_line(grandchild) == b"", seconds=10)


def _command_line(number: int) -> bytes:
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return b""


def test_chore_that_succeeds_runs_once_and_says_so(tmp_path: Path) -> None:
    done: list[str] = []
    chore = service(tmp_path, "print('ran', flush=True)", once=True)
    chore.when_done = lambda: done.append("done")

    watched(chore)
    chore.watch()

    assert done == ["done"]
    assert (tmp_path / "log").read_text() == "ran\n"


def test_chore_that_fails_is_tried_three_times(tmp_path: Path) -> None:
    chore = watched(service(tmp_path, "print('ran', flush=True); raise SystemExit(1)", once=True))

    assert chore.finished
    assert (tmp_path / "log").read_text() == "ran\n" * ONCE_TRIES


def test_supervisor_stops_when_asked_politely(tmp_path: Path) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    supervisor = Supervisor(None)
    supervisor.services.append(service(tmp_path, "import time; time.sleep(60)"))
    supervisor.listen()

    try:
        os.kill(os.getpid(), signal.SIGTERM)
        supervisor.watch()
        supervisor.stop()
    finally:
        for number, handler in zip((signal.SIGINT, signal.SIGTERM, signal.SIGHUP), before, strict=True):
            signal.signal(number, handler)

    assert supervisor.is_stopping
    assert supervisor.services[0].child is None


def test_clear_leftovers_ends_what_carries_the_mark_and_nothing_else(tmp_path: Path) -> None:
    ours = service(tmp_path, "import time; time.sleep(60)")
    ours.environment = PLAIN | {MARK: "leftover-test"}
    others = service(tmp_path, "import time; time.sleep(60)")
    others.environment = PLAIN | {MARK: "somebody-else"}
    ours.start()
    others.start()
    assert ours.child is not None
    assert others.child is not None
    assert wait_until(lambda: len(marked("leftover-test")) == 1, seconds=10)

    found = clear_leftovers("leftover-test")

    assert found == [ours.child.pid]
    assert ours.child.wait(5) == -signal.SIGTERM
    assert others.child.poll() is None
    others.stop(seconds=5)
