"""The environments that hold the packages: one for running, one for development, each named by its lock file.

A changed lock gives a new folder beside the old one, so an upgrade that fails leaves the old one whole; the old
ones are removed after a start that succeeded. A folder counts only when its stamp was written, last of all.
"""

from __future__ import annotations

import ensurepip
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
from enum import Enum
from pathlib import Path

from ops.locks import locked
from ops.places import Places
from ops.processes import programs_of, signal_process, tied
from ops.speech import Refusal, _, note, step

STAMP = "ready"


class Kind(Enum):
    """Which set of packages: the value is the name of the lock file in `requirements/`."""

    RUNTIME = "runtime"
    DEVELOPMENT = "dev"
    RESEARCH = "research"


def environment_of(kind: Kind, places: Places) -> Path:
    """Folder of the environment that the lock file of today asks for, whether or not it exists."""
    digest = hashlib.sha256(_lock_file(kind, places).read_bytes()).hexdigest()[:12]
    return places.var / f"{_prefix(kind)}-{digest}"


def interpreter(kind: Kind, places: Places) -> Path:
    """The Python of the environment of `kind`, which is made first when it is not there.

    Two commands that need it at once: the second waits for the first. Raises Refusal when the packages cannot
    be fetched.
    """
    folder = environment_of(kind, places)
    python = folder / "bin" / "python"
    if _is_ready(folder):
        return python
    waiting = _("Another command is preparing the packages; waiting for it.")
    with locked(places.run / "venv.lock", when_waiting=lambda: note(waiting)):
        if not _is_ready(folder):
            with step(_("Preparing the packages (needs the network, this first time only)")):
                _build(folder, _lock_file(kind, places))
    return python


def remove_old_environments(kind: Kind, places: Places) -> None:
    """Remove what earlier locks left; called after a start with the present one has succeeded."""
    current = environment_of(kind, places)
    for folder in places.var.glob(f"{_prefix(kind)}-????????????"):
        if folder != current:
            shutil.rmtree(folder, ignore_errors=True)


def is_ready(kind: Kind, places: Places) -> bool:
    """Is the environment of `kind` there, whole?"""
    return _is_ready(environment_of(kind, places))


def _prefix(kind: Kind) -> str:
    return "venv" if kind is Kind.RUNTIME else f"venv-{kind.value}"


def bundled_pip() -> Path | None:
    """The wheel of pip that Python brings along for new environments, which runs as it is; None when none is found."""
    folders = [Path(ensurepip.__file__).parent / "_bundled"]
    elsewhere = sysconfig.get_config_var("WHEEL_PKG_DIR")
    folders += [Path(elsewhere)] if elsewhere else []
    return next((wheel for folder in folders for wheel in sorted(folder.glob("pip-*.whl"))), None)


def _lock_file(kind: Kind, places: Places) -> Path:
    return places.tree / "requirements" / f"{kind.value}.lock"


def _is_ready(folder: Path) -> bool:
    """A stamp of this very Python, which is still there: a distribution's upgrade takes the base away."""
    stamp = folder / STAMP
    return stamp.exists() and stamp.read_text() == _python_mark() and (folder / "bin" / "python").exists()


def _python_mark() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _build(folder: Path, lock_file: Path) -> None:
    # We hold the lock: whoever still writes here was started by a command that was killed.
    for number in programs_of(folder):
        signal_process(number, signal.SIGKILL)
    if folder.exists():
        shutil.rmtree(folder)
    bootstrap = bundled_pip()
    # Putting pip into the environment takes seconds, and programs of programs that a kill -9 of ours would not reach.
    alone = ["--without-pip"] if bootstrap else []
    try:
        _call([sys.executable, "-m", "venv", *alone, str(folder)])
        # No compiling: Python compiles what it imports, which is a fifth of what is installed.
        options = ["--quiet", "--no-input", "--no-compile", "--disable-pip-version-check", "--no-deps"]
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", *options]
        _call([*pip, "--require-hashes", "-r", str(lock_file)], path=bootstrap)
    except subprocess.CalledProcessError as problem:
        sys.stderr.write(_last_lines(problem.stderr or ""))
        raise Refusal(
            _(
                "The packages could not be installed: check the network (or the folder of wheels) "
                "and run the command again."
            )
        ) from problem
    (folder / STAMP).write_text(_python_mark())


def _call(command: list[str], *, path: Path | None = None) -> None:
    # Our own PYTHONPATH would let the tree shine into the new environment; HOME may be missing or closed.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {"PYTHONPATH": str(path)} if path else {}
    environment["PIP_NO_CACHE_DIR"] = environment.get("PIP_NO_CACHE_DIR", "1")
    subprocess.run(tied(command), check=True, env=environment, stderr=subprocess.PIPE, text=True)


def _last_lines(text: str, count: int = 12) -> str:
    useful = [line for line in text.splitlines() if line.strip() and not line.startswith("WARNING")]
    return "\n".join(useful[-count:]) + "\n"
