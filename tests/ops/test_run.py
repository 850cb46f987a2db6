"""The whole of `./ct run` on an installation of its own, killed in every part."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ops.backup import read_backup
from ops.database import open_database
from ops.places import Places
from ops.processes import wait_until
from ops.product import run_django
from ops.supervisor import marked
from ops.venv import STAMP, Kind, environment_of

TREE = Path(__file__).resolve().parents[2]
START_SECONDS = 180


@dataclass
class Installation:
    """A `./ct run --empty` with a private folder of its own."""

    places: Places
    port: int
    log: Path
    child: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "DJANGO"))}
        return kept | {"CHUNGTAY_VAR": str(self.places.var), "CHUNGTAY_LANGUAGE": "en"}

    def start(self) -> None:
        self.log.write_bytes(b"")
        with self.log.open("ab") as output:
            command = [str(TREE / "ct"), "run", "--empty", "--port", str(self.port)]
            self.child = subprocess.Popen(command, env=self.environment, stdout=output, stderr=output)
        assert wait_until(lambda: "runs at" in self.log.read_text(), seconds=START_SECONDS), self.log.read_text()

    def stop(self) -> int:
        assert self.child is not None
        self.child.send_signal(signal.SIGINT)
        return self.child.wait(60)

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def ct(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([str(TREE / "ct"), *words], env=self.environment, capture_output=True, text=True)

    def processes(self, word: str) -> list[int]:
        """Processes below the supervisor whose command line has `word` in it, the oldest first."""
        return [number for number in self.all_processes() if word in _command_line(number)]

    def all_processes(self) -> list[int]:
        assert self.child is not None
        below = {number for number in marked(self.places.short_hash) if number != self.child.pid}
        for entry in Path("/proc").glob("[0-9]*"):
            if _parent(int(entry.name)) in {self.child.pid, *below}:
                below.add(int(entry.name))
        return sorted(below)


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    var = tmp_path / "thư mục có dấu cách"
    var.mkdir(mode=0o700)
    places = Places(tree=TREE, var=var)
    # The packages of this very environment will do: they are those of the lock, and more.
    environment_of(Kind.RUNTIME, places).symlink_to(_environment_with_stamp(tmp_path))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    made = Installation(places, port, tmp_path / "run.log")
    try:
        yield made
    finally:
        if made.child is not None and made.child.poll() is None:
            made.stop()
        shutil.rmtree(places.system_folder, ignore_errors=True)


def _environment_with_stamp(folder: Path) -> Path:
    """A stand-in folder that is this environment and carries the stamp of a finished one."""
    stand_in = folder / "environment"
    stand_in.mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (stand_in / name).symlink_to(Path(sys.prefix) / name)
    (stand_in / STAMP).write_text(f"{sys.version_info.major}.{sys.version_info.minor}")
    return stand_in


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


def _gone(numbers: list[int]) -> Callable[[], bool]:
    def gone() -> bool:
        return not any(_command_line(number) for number in numbers)

    return gone


@pytest.mark.slow
def test_run_survives_the_kill_of_each_part(installation: Installation) -> None:
    installation.start()
    first_output = installation.log.read_text()
    doctor_before = installation.ct("doctor")

    for word in ("granian", "ops.work", "postgres"):
        victim = installation.processes(word)[0]
        os.kill(victim, signal.SIGKILL)
        assert wait_until(_gone([victim]), seconds=30)
        assert wait_until(lambda word=word: bool(installation.processes(word)), seconds=60), word
        assert wait_until(installation.answers, seconds=90), f"the site after the kill of {word}"

    assert "http" in first_output
    assert doctor_before.returncode == 0, doctor_before.stdout
    assert installation.ct("doctor").returncode == 0
    everything = installation.all_processes()
    assert installation.stop() == 0
    assert wait_until(_gone(everything), seconds=10)


@pytest.mark.slow
def test_run_killed_itself_takes_all_with_it_and_starts_again(installation: Installation) -> None:
    installation.start()
    everything = installation.all_processes()
    assert installation.child is not None

    installation.child.kill()
    installation.child.wait()

    assert len(everything) >= 5
    assert wait_until(_gone(everything), seconds=20), [_command_line(number) for number in everything]
    installation.start()
    assert installation.answers()
    assert installation.stop() == 0


@pytest.mark.slow
def test_second_run_says_where_the_first_one_is(installation: Installation) -> None:
    installation.start()

    second = installation.ct("run")

    assert (second.returncode, second.stdout) == (0, f"Already running at http://127.0.0.1:{installation.port}/\n")
    assert installation.stop() == 0


@pytest.mark.slow
def test_backup_destroy_restore_through_the_command_line(installation: Installation, tmp_path: Path) -> None:
    installation.start()
    while_running = installation.ct("backup", str(tmp_path / "backup"))
    refused = installation.ct("restore", str(tmp_path / "backup"), "--yes")
    installation.stop()
    without_yes = installation.ct("restore", str(tmp_path / "backup"))
    other = Places(tree=TREE, var=tmp_path / "other")
    other.var.mkdir(mode=0o700)
    environment_of(Kind.RUNTIME, other).symlink_to(tmp_path / "environment")

    elsewhere = Installation(other, installation.port, tmp_path / "other.log")
    restored = elsewhere.ct("restore", str(tmp_path / "backup"))
    shutil.rmtree(other.system_folder, ignore_errors=True)

    assert (while_running.returncode, while_running.stderr) == (0, "")
    assert (refused.returncode, refused.stderr) == (1, "The site is running: stop ./ct run first, then restore.\n")
    assert (without_yes.returncode, without_yes.stderr[-12:]) == (1, " add --yes.\n")
    assert restored.returncode == 0, restored.stderr
    assert restored.stdout.startswith("Restored, and proven equal: ")
    assert (other.var / "secret_key").read_text() == (installation.places.var / "secret_key").read_text()


def test_port_that_is_taken_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        installation = Installation(Places(tree=TREE, var=tmp_path / "var"), port, tmp_path / "log")

        done = installation.ct("run", "--port", str(port))

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Port {port} is taken or not allowed; choose another with --port.\n"


def test_command_typed_in_a_folder_with_an_ops_of_its_own_is_still_ours(tmp_path: Path) -> None:
    (tmp_path / "ops").mkdir()
    (tmp_path / "ops" / "__main__.py").write_text("raise SystemExit('somebody else')")
    environment = dict(os.environ) | {"CHUNGTAY_VAR": str(tmp_path / "var"), "CHUNGTAY_LANGUAGE": "en"}

    done = subprocess.run([str(TREE / "ct"), "nothing"], env=environment, cwd=tmp_path, capture_output=True, text=True)

    assert done.returncode == 2
    assert "somebody else" not in done.stderr


@pytest.mark.parametrize("words", [["nothing"], ["backup"], ["run", "--port", "x"], ["user"], ["restore", "--no"]])
def test_wrong_command_is_one_sentence_and_status_two(tmp_path: Path, words: list[str]) -> None:
    installation = Installation(Places(tree=TREE, var=tmp_path / "var"), 0, tmp_path / "log")

    done = installation.ct(*words)

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_upgrade_backs_up_first_and_an_older_tree_refuses(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    installation.start()
    installation.stop()
    with open_database(installation.places) as database:
        run_django(database.python, installation.places, database.url, "migrate", "sessions", "zero", "-v", "0")

    installation.start()
    installation.stop()

    (backup,) = installation.places.backups.iterdir()
    prints = read_backup(backup)["fingerprint"]
    assert ("public.django_migrations" in prints, "public.django_session" in prints) == (True, False)
    with open_database(installation.places) as database:
        assert database.sql("SELECT count(*) FROM django_session") == "0\n"
        database.sql("INSERT INTO django_migrations (app, name, applied) VALUES ('reporting', '9999_future', now())")
    refused = installation.ct("run")
    assert refused.returncode == 1
    assert "a newer version (reporting.9999_future): go back to that version" in refused.stderr
    assert list(installation.places.backups.iterdir()) == [backup]
