"""File locks that the kernel lets go of when their holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

WORKER_LOCK = 0x43545F574F524B
"""The letters CT_WORK: the number of the lock that the one worker holds inside the database."""


class Lock:
    """One advisory lock on one file; shared or exclusive, held until `release` or the end of the process."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self, *, shared: bool = False) -> None:
        """Wait until the lock is ours; changes the mode of a lock already held (letting go in between)."""
        fcntl.flock(self._descriptor, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)

    def try_take(self, *, shared: bool = False) -> bool:
        """Take the lock if that needs no waiting; says whether it is ours."""
        try:
            fcntl.flock(self._descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


@contextmanager
def locked(path: Path, *, when_waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the exclusive lock of `path` for the block; `when_waiting` is called once if another has it."""
    lock = Lock(path)
    try:
        if not lock.try_take():
            if when_waiting:
                when_waiting()
            lock.take()
        yield
    finally:
        lock.release()
