from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ops.locks import Lock
from ops.places import Places, find_places, make_private, write_private
from ops.speech import Refusal
from ops.venv import STAMP, Kind, environment_of, is_ready, remove_old_environments

TREE = Path(__file__).resolve().parents[2]
NEED_PACKAGES = {"check", "serve.py", "gateway.py", "prepare.py", "manage.py", "journeys.py", "work.py"}
"""Parts of ops that run inside an environment; every other part makes it, and so must do without."""


def test_find_places_makes_private_folders_and_leaves_a_given_one_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = tmp_path / "given"
    given.mkdir(mode=0o755)
    monkeypatch.setenv("CHUNGTAY_VAR", str(given))

    places = find_places()

    assert stat.S_IMODE(given.stat().st_mode) == 0o755
    assert {stat.S_IMODE(path.stat().st_mode) for path in (places.run, places.logs, places.secrets, places.media)} == {
        0o700
    }


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_find_places_refuses_a_folder_of_somebody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.chown(tmp_path, 65534, 65534)
    monkeypatch.setenv("CHUNGTAY_VAR", str(tmp_path))

    with pytest.raises(Refusal, match="65534"):
        find_places()

    assert list(tmp_path.iterdir()) == []


def test_write_private_replaces_whole_and_keeps_others_out(tmp_path: Path) -> None:
    write_private(tmp_path / "key", "old")
    write_private(tmp_path / "key", "mới")

    assert (tmp_path / "key").read_text() == "mới"
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_lock_keeps_a_second_holder_out_and_lets_sharers_in(tmp_path: Path) -> None:
    first, second, third = (Lock(tmp_path / "lock") for _number in range(3))

    assert first.try_take(shared=True)
    assert second.try_take(shared=True)
    assert not third.try_take()
    first.release()
    second.release()
    assert third.try_take()
    third.release()


def test_environment_counts_only_with_its_stamp_and_changes_with_the_lock(tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    lock = tmp_path / "requirements" / "runtime.lock"
    lock.write_text("lark==1\n")
    places = Places(tree=tmp_path, var=tmp_path / "var")
    first = environment_of(Kind.RUNTIME, places)
    (first / "bin").mkdir(parents=True)
    (first / "bin" / "python").touch()
    before = is_ready(Kind.RUNTIME, places)
    (first / STAMP).write_text(f"{sys.version_info.major}.{sys.version_info.minor}")
    after = is_ready(Kind.RUNTIME, places)
    lock.write_text("lark==2\n")
    second = environment_of(Kind.RUNTIME, places)

    remove_old_environments(Kind.RUNTIME, places)

    assert (before, after) == (False, True)
    assert second != first
    assert not first.exists()


def test_remove_old_environments_spares_those_for_development(tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "runtime.lock").write_text("lark==1\n")
    places = Places(tree=tmp_path, var=tmp_path / "var")
    development = places.var / "venv-dev-0123456789ab"
    development.mkdir(parents=True)
    make_private(places.var / "venv-0123456789ab")

    remove_old_environments(Kind.RUNTIME, places)

    assert [path.name for path in places.var.iterdir()] == ["venv-dev-0123456789ab"]


def test_what_makes_the_environment_needs_nothing_from_it(tmp_path: Path) -> None:
    modules = [f"ops.{path.stem}" for path in (TREE / "ops").glob("*.py") if path.name not in NEED_PACKAGES]
    modules.remove("ops.__main__")
    code = f"import sys; sys.path.insert(0, {str(TREE)!r}); [__import__(name) for name in {modules!r}]"

    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert len(modules) > 15
