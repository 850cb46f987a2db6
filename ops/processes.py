"""Children and leftovers: start a child that dies with us, find and end what an earlier start left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

SPAWN = Path(__file__).resolve().parent / "spawn.py"
LOG_LIMIT_BYTES = 8_000_000


def tied(command: Sequence[str], *, who: str = "self", death: signal.Signals = signal.SIGKILL) -> list[str]:
    """`command`, to be run by ops/spawn.py: as `who` (as there), and to get `death` when we die, even of a kill -9.

    The process number is that of the command itself, for it is exec'ed.
    """
    shim = [sys.executable, "-I", str(SPAWN), "--as", who, "--death", death.name, "--parent", str(os.getpid()), "--"]
    return [*shim, *command]


def start_child(
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    output: IO[bytes] | int | None,
    who: str = "self",
    death: signal.Signals = signal.SIGKILL,
    folder: Path = Path("/"),
) -> subprocess.Popen[bytes]:
    """Start `command`, tied to us, in a session of its own (so that Ctrl-C reaches only us)."""
    return subprocess.Popen(
        tied(command, who=who, death=death),
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        cwd=folder,
        start_new_session=True,
    )


def open_log(path: Path) -> IO[bytes]:
    """The log at `path`, to append to; one that has grown past the limit is set aside as `NAME.1` first."""
    if path.exists() and path.stat().st_size > LOG_LIMIT_BYTES:
        path.replace(path.with_name(f"{path.name}.1"))
    return open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def wait_until(happened: Callable[[], bool], *, seconds: float, every: float = 0.05) -> bool:
    """Ask `happened` until it says yes or `seconds` have passed; says which."""
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            return False
        time.sleep(every)
    return True


def end_child(child: subprocess.Popen[bytes], *, polite: signal.Signals, seconds: float) -> None:
    """Ask `child` to leave, wait, then kill whatever is left of its session. Reaps it."""
    if child.poll() is None:
        child.send_signal(polite)
        with suppress(subprocess.TimeoutExpired):
            child.wait(seconds)
    kill_group(child.pid)
    child.wait()


def kill_group(leader: int) -> None:
    """Kill every process of the session that `leader` began; none left is no error."""
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def processes_in(folder: Path) -> list[int]:
    """Numbers of the processes that work inside `folder` (a database server's do: its data are their folder)."""
    return _processes_where(lambda entry: Path(os.readlink(entry / "cwd")) == folder)


def programs_of(folder: Path) -> list[int]:
    """Numbers of the processes that were started from a program below `folder`, as an environment's Python is."""
    start = os.fsencode(folder) + b"/"
    return _processes_where(lambda entry: (entry / "cmdline").read_bytes().startswith(start))


def processes_with(variable: str, value: str) -> list[int]:
    """Numbers of the processes that carry a variable of the environment with this value, ours left out."""
    wanted = f"{variable}={value}".encode()
    carrying = _processes_where(lambda entry: wanted in (entry / "environ").read_bytes().split(b"\0"))
    return [number for number in carrying if number != os.getpid()]


def _processes_where(is_wanted: Callable[[Path], bool]) -> list[int]:
    """Numbers of the processes whose folder in /proc is wanted."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        # Gone meanwhile, or another user's: not ours either way.
        with suppress(OSError):
            if is_wanted(entry):
                found.append(int(entry.name))
    return found


def clear_out(folder: Path, *, polite: signal.Signals, seconds: float) -> None:
    """End what still works inside `folder`: asked first, killed after `seconds`."""
    for number in processes_in(folder):
        signal_process(number, polite)
    if not wait_until(lambda: not processes_in(folder), seconds=seconds):
        for number in processes_in(folder):
            signal_process(number, signal.SIGKILL)
        wait_until(lambda: not processes_in(folder), seconds=5)


def signal_process(number: int, what: signal.Signals) -> None:
    """Send a signal; a process that is gone is no error."""
    with suppress(ProcessLookupError):
        os.kill(number, what)
