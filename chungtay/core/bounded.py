"""Work on a file from outside in a bounded child process: nothing of what the file holds ever reaches the disk.

The parent hands a small head (JSON) and the bytes to `python -m <module>` through standard input and gets one JSON
object back. The child first asks to die with its parent, even one that is killed, then sets its own limits: memory,
processor time, no file may be written, no core dump. Whatever runs too long is ended with all it started. Both halves
use the standard library alone, so that a child starts in a few tens of milliseconds and holds no connection.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

MEMORY_BYTES = 1536 * 1024 * 1024
CPU_SECONDS = 20
WALL_SECONDS = 40
QUEUE_SECONDS = 15
PR_SET_PDEATHSIG = 1
TREE = Path(__file__).resolve().parents[2]
_seats = BoundedSemaphore(2)


class NotRead(Exception):
    """The file could not be read; `code` says why, `params` what a sentence may name."""

    def __init__(self, code: str, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params or {})


class NoSeat(Exception):
    """All children are at work."""


def ask_child(module: str, head: Mapping[str, Any], content: bytes) -> dict[str, Any]:
    """What the child `module` answers to `content`. Raises `NotRead` ("too_slow", "corrupt") or `NoSeat`."""
    if not _seats.acquire(timeout=QUEUE_SECONDS):
        raise NoSeat
    try:
        return _asked(module, json.dumps(head).encode(), content)
    finally:
        _seats.release()


def _asked(module: str, head: bytes, content: bytes) -> dict[str, Any]:
    with subprocess.Popen(
        [sys.executable, "-B", "-m", module, str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # A traceback could quote what the file holds.
        stderr=subprocess.DEVNULL,
        cwd=TREE,
        env={"PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"},
        # A group of its own, so that it can be ended with whatever it has started.
        process_group=0,
    ) as child:
        try:
            answer, _errors = child.communicate(len(head).to_bytes(4, "big") + head + content, timeout=WALL_SECONDS)
        except subprocess.TimeoutExpired as problem:
            raise NotRead("too_slow") from problem
        finally:
            # Once it has been waited for, its number may be somebody else's.
            if child.returncode is None:
                os.killpg(child.pid, signal.SIGKILL)
    if child.returncode != 0:
        # Killed by the limit of processor time or memory, or fallen over a file that no reader expected.
        raise NotRead("too_slow" if child.returncode < 0 else "corrupt")
    understood: dict[str, Any] = json.loads(answer)
    return understood


def answer_parent(read: Callable[[dict[str, Any], bytes], dict[str, Any]]) -> int:
    """The child's main: limits first, then `read(head, content)`; one JSON object on standard output.

    The command line names the parent: one that died before it could be tied to is noticed, and nothing is read.
    """
    _die_with_parent(int(sys.argv[1]))
    _limit_self()
    given = sys.stdin.buffer.read()
    length = int.from_bytes(given[:4], "big")
    try:
        answer = read(json.loads(given[4 : 4 + length]), given[4 + length :])
    except MemoryError:
        answer = {"outcome": "unreadable", "code": "too_large", "params": {}}
    sys.stdout.write(json.dumps(answer))
    return 0


def _die_with_parent(parent: int) -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)


def _limit_self() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Not one byte to any file: whatever a library would like to keep for itself, it cannot.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
