"""The drill: lose each process of a running installation, time after time, while officers work; then lose everything.

`python -m tests.ops.drill [--rounds 20] [--minutes 40] [--report FILE]`, with the packages of development. It clones
the tree into a temporary folder, runs the clone's own `./ct run` there with a private folder of its own, and lets
officers bring in, send, accept and correct reports over HTTP. In each round it kills with -9, one after another, the
server, one of the server's children, the worker, the database server and the supervisor. Afterwards the database must
hold what was answered, once and whole; then everything is backed up, destroyed and restored, with equal fingerprints.

Exit status 0 when nothing was lost, doubled, half or left behind. Only this machine is spoken to; every wait has an
end. A drill that is cut short by a kill of its own leaves its folder, and at most its processes, behind.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from ops.database import open_database
from ops.fingerprint import Fingerprint, differences, fingerprint
from ops.places import Places
from ops.postgres import choose_runner, embedded_cluster
from ops.processes import signal_process, wait_until
from ops.product import product_environment
from ops.session import Session
from ops.supervisor import marked
from ops.venv import STAMP, Kind, environment_of
from tests.ops.drill_load import Ledger, Officer, officers

TREE = Path(__file__).resolve().parents[2]
INSIDE = Path(__file__).with_name("drill_inside.py")
TARGETS = ("server", "server's child", "worker", "database", "supervisor")
FIRST_START_SECONDS = 300
START_SECONDS = 120
GONE_SECONDS = 15
WORK_BETWEEN_KILLS = 4
SEED = "1"


class DrillFailed(Exception):
    """The drill cannot go on; what was found is the message."""


@dataclass
class Report:
    """What was done and found, for people and programs to read."""

    kills: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TARGETS, 0))
    in_flight: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TARGETS, 0))
    slowest_return: dict[str, float] = field(default_factory=lambda: dict.fromkeys(TARGETS, 0.0))
    slowest_leave: float = 0.0
    problems: list[str] = field(default_factory=list)
    told: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> str:
        return json.dumps(vars(self), ensure_ascii=False, indent=1)


@dataclass
class Copy:
    """A clone of the tree with an installation of its own."""

    places: Places
    port: int
    log: Path
    child: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """Ours, without what would lead the clone to another installation."""
        strange = ("DATABASE", "DJANGO", "CHUNGTAY", "PYTHON", "PG")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
        return kept | {"CHUNGTAY_VAR": str(self.places.var), "CHUNGTAY_LANGUAGE": "en"}

    def start(self, seconds: float) -> None:
        """`./ct run`, until it says that it runs. Raises DrillFailed with its words when it does not."""
        before = self.log.stat().st_size if self.log.exists() else 0
        command = [str(self.places.tree / "ct"), "run", "--empty", "--port", str(self.port)]
        with self.log.open("ab") as output:
            self.child = subprocess.Popen(command, env=self.environment, stdout=output, stderr=output)

        def said() -> str:
            return self.log.read_bytes()[before:].decode(errors="replace")

        if not wait_until(lambda: "runs at" in said() or self.is_over(), seconds=seconds, every=0.2):
            raise DrillFailed(f"./ct run did not come up in {seconds:g} s: {said()}")
        if self.is_over():
            raise DrillFailed(f"./ct run ended: {said()}")

    def is_over(self) -> bool:
        return self.child is None or self.child.poll() is not None

    def stop(self) -> None:
        """Ctrl-C, as a person would."""
        if self.child is not None and self.child.poll() is None:
            self.child.send_signal(signal.SIGINT)
            self.child.wait(60)

    def ct(self, *words: str) -> str:
        """A command of the clone; its output. Raises DrillFailed when it does not succeed."""
        command = [str(self.places.tree / "ct"), *words]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=FIRST_START_SECONDS
        )
        if done.returncode != 0:
            raise DrillFailed(f"./ct {words[0]}: {done.stderr}{done.stdout}")
        return done.stdout

    def inside(self, *words: str) -> dict[str, Any]:
        """Ask `drill_inside` something."""
        with open_database(self.places) as database:
            done = subprocess.run(
                [str(database.python), "-P", str(INSIDE), *words],
                env=product_environment(self.places, database.url),
                cwd=self.places.tree,
                capture_output=True,
                text=True,
                timeout=FIRST_START_SECONDS,
            )
        if done.returncode != 0:
            raise DrillFailed(f"drill_inside {words[0]}: {done.stderr[-4000:]}")
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    def fingerprint(self) -> Fingerprint:
        with open_database(self.places) as database, Session(database.binaries, database.url) as session:
            return fingerprint(session)

    @property
    def data(self) -> Path:
        """The folder in which the database server works."""
        return embedded_cluster(self.places, environment_of(Kind.RUNTIME, self.places)).data

    @property
    def socket(self) -> Path:
        return embedded_cluster(self.places, environment_of(Kind.RUNTIME, self.places)).socket

    def process(self, target: str) -> int | None:
        """The number of a process that plays the part of `target` now."""
        if target == "supervisor":
            return None if self.is_over() or self.child is None else self.child.pid
        if target == "database":
            return _first_number(self.data / "postmaster.pid")
        if target == "worker":
            return self._child_of(self._supervisor, "ops.work")
        server = self._child_of(self._supervisor, "granian")
        return self._child_of(server) if target == "server's child" and server is not None else server

    def everything(self) -> list[int]:
        """Each process that belongs to this installation, the supervisor left out."""
        numbers = set(marked(self.places.short_hash))
        database = _first_number(self.data / "postmaster.pid")
        numbers |= {number for number in _all_processes() if database in (number, _parent(number)) and database}
        return sorted(number for number in numbers if _is_alive(number) and number != self._supervisor)

    @property
    def _supervisor(self) -> int:
        assert self.child is not None
        return self.child.pid

    def _child_of(self, parent: int, word: str = "") -> int | None:
        """The oldest child of `parent` with `word` in its command line; a mere keeper of semaphores does not count."""
        for number in sorted(marked(self.places.short_hash)):
            line = _command_line(number)
            if _parent(number) == parent and word in line and "resource_tracker" not in line:
                return number
        return None


def main(arguments: list[str]) -> int:
    """Run the drill and print the report; see the module's own words."""
    parser = argparse.ArgumentParser(prog="python -m tests.ops.drill", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=40, help="begin no further round after so long")
    parser.add_argument("--report", type=Path, help="also write the report here, as JSON")
    parser.add_argument("--borrow-packages", action="store_true", help="use this Python's packages, install none")
    options = parser.parse_args(arguments)
    report = run_drill(options.rounds, seconds=options.minutes * 60, borrow=options.borrow_packages)
    print(report.as_json())
    if options.report is not None:
        options.report.write_text(report.as_json(), encoding="utf-8")
    return 1 if report.problems else 0


def run_drill(rounds: int, *, seconds: float, borrow: bool) -> Report:
    """Do at most `rounds` rounds of kills, beginning none after `seconds`, then backup, loss and restore."""
    report = Report()
    until = time.monotonic() + seconds
    with _scratch_copy(borrow=borrow) as copy:
        _say("first start: packages, database, migrations")
        copy.start(FIRST_START_SECONDS)
        stage = copy.inside("stage")
        ledger, stop = Ledger(), threading.Event()
        people = officers(stage, copy.port, ledger, stop, SEED)
        for person in people:
            person.start()
        try:
            _kill_in_turn(copy, ledger, report, rounds, until)
        except DrillFailed as failure:
            report.problems.append(str(failure))
        finally:
            stop.set()
            for person in people:
                person.join(120)
        report.problems += [
            f"{person.username} is still waiting for an answer" for person in people if person.is_alive()
        ]
        _settle(copy, ledger, report)
        _lose_everything(copy, people, report, borrow=borrow)
    return report


def _kill_in_turn(copy: Copy, ledger: Ledger, report: Report, rounds: int, until: float) -> None:
    chance = random.Random(SEED)
    for number in range(1, rounds + 1):
        if time.monotonic() > until:
            _say("no time for more rounds")
            return
        for target in TARGETS:
            _let_work(ledger, WORK_BETWEEN_KILLS, f"before the {target} was to be killed")
            time.sleep(chance.uniform(0, 1))
            report.in_flight[target] += _kill(copy, target, ledger, report)
            report.kills[target] += 1
        _say(f"round {number}: {ledger.figures()}")


def _kill(copy: Copy, target: str, ledger: Ledger, report: Report) -> int:
    """Kill one process and wait until its successor works; returns how many requests were under way."""
    victim = _found(copy, target)
    before = copy.everything() if target == "supervisor" else []
    flying = ledger.in_flight
    started = time.monotonic()
    signal_process(victim, signal.SIGKILL)
    if target == "supervisor":
        _supervisor_died(copy, before, report)
    elif not wait_until(lambda: copy.process(target) not in (None, victim), seconds=START_SECONDS):
        raise DrillFailed(f"the {target} did not come back; {copy.log.read_text()[-2000:]}")
    _let_work(ledger, 1, f"after the {target} was killed")
    report.slowest_return[target] = round(max(report.slowest_return[target], time.monotonic() - started), 1)
    return flying


def _let_work(ledger: Ledger, requests: int, when: str) -> None:
    """Wait until the officers have got `requests` more answers."""
    wanted = ledger.answered() + requests
    if not wait_until(lambda: ledger.answered() >= wanted, seconds=START_SECONDS):
        raise DrillFailed(f"officers got no answers for {START_SECONDS} s {when}")


def _found(copy: Copy, target: str) -> int:
    if not wait_until(lambda: copy.process(target) is not None, seconds=START_SECONDS / 4):
        there = {number: _command_line(number) for number in copy.everything()}
        raise DrillFailed(f"no {target} is there to be killed among {there}")
    number = copy.process(target)
    if number is None:
        raise DrillFailed(f"the {target} went away by itself")
    return number


def _supervisor_died(copy: Copy, before: list[int], report: Report) -> None:
    """Everything must go with the supervisor; nothing is left for the next one to end."""
    assert copy.child is not None
    started = time.monotonic()
    copy.child.wait(GONE_SECONDS)
    if not wait_until(lambda: not any(map(_is_alive, before)), seconds=GONE_SECONDS):
        left = [f"{number} {_command_line(number)[:160]}" for number in before if _is_alive(number)]
        report.problems += [f"outlived a killed supervisor by {GONE_SECONDS} s: {one}" for one in left]
    report.slowest_leave = round(max(report.slowest_leave, time.monotonic() - started), 1)
    copy.start(START_SECONDS)


def _settle(copy: Copy, ledger: Ledger, report: Report) -> None:
    """Let the worker fold what waits, stop, look for leftovers, and compare the database with the ledger."""
    _say("waiting for the worker to fold what waits")
    if not wait_until(lambda: copy.inside("pending")["pending"] == 0, seconds=150, every=3):
        report.problems.append(f"the worker left {copy.inside('pending')['pending']} deltas unfolded")
        report.told["worker.log"] = (copy.places.logs / "worker.log").read_text().splitlines()[-60:]
    data, socket_folder, old = copy.data, copy.socket, copy.everything()
    copy.stop()
    report.problems += [f"left behind after Ctrl-C: {number} {_command_line(number)}" for number in _alive(old)]
    report.problems += [f"left behind after Ctrl-C: {number}" for number in _alive(marked(copy.places.short_hash))]
    report.problems += [
        f"left behind: {path}" for path in (data / "postmaster.pid", *_sockets(socket_folder)) if path.exists()
    ]
    if not _is_free(copy.port):
        report.problems.append(f"port {copy.port} is still held")
    report.problems += ledger.odd
    path = copy.log.with_name("ledger.json")
    path.write_text(json.dumps(ledger.lines), encoding="utf-8")
    _say("comparing the database with what was answered")
    found = copy.inside("check", str(path))
    report.problems += found.pop("problems")
    report.told |= found | {"requests": ledger.figures(), "refused": dict(ledger.refused)}


def _lose_everything(copy: Copy, people: list[Officer], report: Report, *, borrow: bool) -> None:
    """Back up, destroy, restore: equal fingerprints, and the officers' sessions and passwords still good."""
    _say("backup, destruction, restore")
    before = copy.fingerprint()
    folder = copy.log.with_name("backup")
    report.told["backup"] = copy.ct("backup", str(folder)).strip()
    shutil.rmtree(copy.places.var)
    shutil.rmtree(copy.places.system_folder, ignore_errors=True)
    if borrow:
        _borrow_packages(copy.places)
    report.told["restore"] = copy.ct("restore", str(folder), "--yes").strip()
    wrong = differences(before, copy.fingerprint())
    report.problems += [f"not as before the loss: {name}" for name in wrong]
    report.told["fingerprint"] = {"tables and sequences": len(before), "different": len(wrong)}
    copy.start(START_SECONDS)
    for person in people:
        if person.get("/viec-hom-nay/").status != 200:
            report.problems.append(f"the session of {person.username} did not survive")
    people[0].sign_in()
    old = copy.everything()
    copy.stop()
    report.problems += [f"left behind after the restore: {number}" for number in _alive(old)]


@contextmanager
def _scratch_copy(*, borrow: bool) -> Iterator[Copy]:
    """A clone in a temporary folder, gone afterwards with all it made, whatever happened."""
    # Others may pass: as root, the database server is run by somebody who must reach its packages.
    top = Path(mkdtemp(prefix="chungtay-drill-"))
    top.chmod(0o711)
    subprocess.run(["git", "clone", "--quiet", str(TREE), str(top / "tree")], check=True)
    places = Places(tree=top / "tree", var=top / "var")
    places.var.mkdir(mode=0o700)
    if borrow:
        _borrow_packages(places)
    copy = Copy(places, _free_port(), top / "run.log")
    try:
        yield copy
    finally:
        copy.stop()
        for number in marked(places.short_hash):
            signal_process(number, signal.SIGKILL)
        if choose_runner().owner is not None:
            shutil.rmtree(places.system_folder, ignore_errors=True)
        shutil.rmtree(top, ignore_errors=True)


def _borrow_packages(places: Places) -> None:
    """Stand in for the environment of the lock file with that of this Python, which holds the same and more."""
    stand_in = places.var.with_name("packages")
    if not stand_in.exists():
        stand_in.mkdir()
        for name in ("bin", "lib", "pyvenv.cfg"):
            (stand_in / name).symlink_to(Path(sys.prefix) / name)
        (stand_in / STAMP).write_text(f"{sys.version_info.major}.{sys.version_info.minor}")
    places.var.mkdir(mode=0o700, exist_ok=True)
    environment_of(Kind.RUNTIME, places).symlink_to(stand_in)


def _first_number(path: Path) -> int | None:
    try:
        return int(path.read_text().split("\n")[0])
    except (OSError, ValueError):
        return None


def _all_processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").glob("[0-9]*")]


def _command_line(number: int) -> str:
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _parent(number: int) -> int:
    try:
        return int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _is_alive(number: int) -> bool:
    """There, and not merely waiting to be reaped."""
    return bool(_command_line(number))


def _alive(numbers: list[int]) -> list[int]:
    wait_until(lambda: not any(map(_is_alive, numbers)), seconds=5)
    return [number for number in numbers if _is_alive(number)]


def _sockets(folder: Path) -> list[Path]:
    return list(folder.glob(".s.PGSQL.*")) if folder.exists() else []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
