"""One parent for the database server, the site, the worker and one-time chores: starts, watches, restarts, ends.

Whatever is killed comes back, later each time it dies young. When the supervisor itself is killed, the kernel ends
its children at once: asked to leave, a worker would wait half a minute for a database that is leaving too. What even
that misses carries a mark in its environment and is ended by the next start.
"""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from ops.postgres import Cluster
from ops.processes import (
    end_child,
    kill_group,
    open_log,
    processes_with,
    signal_process,
    start_child,
    wait_until,
)
from ops.speech import Refusal, _, note

MARK = "CHUNGTAY_SUPERVISED"
BACK_OFF_SECONDS = (0.2, 0.5, 1, 2, 5, 10, 30)
GROWN_UP_SECONDS = 60
POLL_SECONDS = 0.2
ONCE_TRIES = 3


@dataclass
class Service:
    """One program to keep running; with `once`, to run until it succeeds, three times at most."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path | None
    folder: Path
    once: bool = False
    when_done: Callable[[], None] = lambda: None
    child: subprocess.Popen[bytes] | None = None
    failures: int = 0
    _started: float = 0.0
    _not_before: float = 0.0
    finished: bool = field(default=False, init=False)

    def start(self) -> None:
        """Start the program now."""
        log = open_log(self.log) if self.log is not None else None
        self.child = start_child(self.command, environment=self.environment, output=log, folder=self.folder)
        if log is not None:
            log.close()
        self._started = time.monotonic()

    def watch(self) -> None:
        """Start the program again when it has died and its time has come."""
        if self.finished:
            return
        if self.child is None:
            if time.monotonic() >= self._not_before:
                self.start()
            return
        status = self.child.poll()
        if status is None:
            return
        # Its own children must not stay on a port or a job when it is gone.
        kill_group(self.child.pid)
        self.child = None
        if self.once and status == 0:
            self.finished = True
            self.when_done()
            return
        if self.once and self.failures >= ONCE_TRIES - 1:
            self.finished = True
            note(
                _("%(name)s failed %(count)s times; it is not tried again.") % {"name": self.name, "count": ONCE_TRIES}
            )
            return
        self._schedule(status)

    def stop(self, seconds: float) -> None:
        """Ask the program to leave, and make it."""
        if self.child is not None:
            end_child(self.child, polite=signal.SIGTERM, seconds=seconds)
            self.child = None

    def _schedule(self, status: int) -> None:
        young = time.monotonic() - self._started < GROWN_UP_SECONDS
        self.failures = self.failures + 1 if young else 1
        wait = BACK_OFF_SECONDS[min(self.failures, len(BACK_OFF_SECONDS)) - 1]
        self._not_before = time.monotonic() + wait
        note(
            _("%(name)s ended (status %(status)s); starting it again in %(seconds)s s.")
            % {"name": self.name, "status": status, "seconds": f"{wait:g}".replace(".", ",")}
        )


class Supervisor:
    """Keeps a database server (None: somebody else's) and services alive until told to stop."""

    def __init__(self, cluster: Cluster | None) -> None:
        self.cluster = cluster
        self.services: list[Service] = []
        self._stopping = False

    def listen(self) -> None:
        """Let Ctrl-C, a polite kill and a lost terminal end the watch instead of the process."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop_soon)

    @property
    def is_stopping(self) -> bool:
        return self._stopping

    def watch(self) -> None:
        """Keep everything running; returns when told to stop."""
        while not self._stopping:
            self._watch_cluster()
            for service in self.services:
                service.watch()
            time.sleep(POLL_SECONDS)

    def stop(self) -> None:
        """End services in the reverse order of their start, the database server last."""
        for service in reversed(self.services):
            service.stop(seconds=10)
        if self.cluster is not None:
            self.cluster.stop()

    def _watch_cluster(self) -> None:
        if self.cluster is None or self.cluster.is_running():
            return
        note(_("PostgreSQL ended; starting it again."))
        try:
            self.cluster.start()
        except Refusal as refusal:
            note(refusal.sentence)

    def _stop_soon(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True


def clear_leftovers(mark: str) -> list[int]:
    """End every process that carries `mark`: what a killed supervisor left. Returns their numbers."""
    found = marked(mark)
    for number in found:
        signal_process(number, signal.SIGTERM)
    if found and not wait_until(lambda: not marked(mark), seconds=5):
        for number in marked(mark):
            signal_process(number, signal.SIGKILL)
        wait_until(lambda: not marked(mark), seconds=5)
    return found


def marked(mark: str) -> list[int]:
    """Numbers of the processes that carry `mark` in their environment, ours left out."""
    return processes_with(MARK, mark)
