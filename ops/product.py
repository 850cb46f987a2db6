"""Call the product's own programs: Django's commands, the pure libraries, in the runtime environment."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from ops.places import Places
from ops.processes import tied

BEHIND = 75
"""Exit status of a command that was not run, because the database has to be brought up to date first."""
SETTINGS = "chungtay.web.settings"


def product_environment(places: Places, url: str | None) -> dict[str, str]:
    """What a program of the product finds in its environment; `url` is the database's address, None for none.

    PG* variables of the caller are left out: they would change the connection behind the address's back.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG") or name == "PGSSLROOTCERT"}
    kept |= {
        "PYTHONPATH": str(places.tree),
        "PYTHONUTF8": "1",
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "CHUNGTAY_TREE": str(places.tree),
        "CHUNGTAY_VAR": str(places.var),
    }
    if url is not None:
        kept["DATABASE_URL"] = url
    return kept


def django_command(python: Path, *arguments: str, shown: str = "./ct") -> list[str]:
    """The command line of one of Django's commands; `shown` is what its help calls it."""
    # -P: a file of the folder where the command was typed must not stand in for a module.
    return [str(python), "-P", "-m", "ops.manage", shown, *arguments]


def run_django(python: Path, places: Places, url: str, *arguments: str, shown: str = "./ct") -> int:
    """Run a Django command in the foreground, its output being ours; returns its exit status."""
    return run_foreground(django_command(python, *arguments, shown=shown), places, url)


def ask_django(python: Path, places: Places, url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a Django command out of reach of the terminal's Ctrl-C, and keep what it printed."""
    return subprocess.run(
        tied(django_command(python, *arguments)),
        env=product_environment(places, url),
        cwd=places.tree,
        capture_output=True,
        text=True,
        start_new_session=True,
    )


def run_foreground(command: Sequence[str], places: Places, url: str | None) -> int:
    """Run a program of the product where the caller stands, so that relative file names mean what they say."""
    return subprocess.run(tied(command), env=product_environment(places, url)).returncode
