"""Checks that are programs of their own: format, lint, types, the import contract, Django's own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ops.check import Problem, Tree

SUMMARY = re.compile(
    r"^(Found|All|Would|\d+ files? (would|already)|Analyzed|Contracts:|=+|-+$|Import Linter)\b|.*[═║╗╝╔╚]"
)
PYTHON_FOLDERS = ("chungtay", "narrative", "officialdoc", "ops", "tests", "bench")


def start(arguments: Sequence[str], tree: Tree, extra: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """Start a program of the development environment in the tree; collect it with `collect`."""
    return subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=tree.root,
        env=dict(os.environ) | {"PYTHONPATH": str(tree.root), "NO_COLOR": "1"} | dict(extra or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def collect(child: subprocess.Popen[str], name: str) -> list[Problem]:
    """What a started program found: its lines, when it did not exit with 0."""
    output = child.communicate()[0]
    if child.returncode == 0:
        return []
    lines = [line.rstrip() for line in output.splitlines() if re.search(r"[^\W_]", line) and not SUMMARY.match(line)]
    if any(line.startswith("Traceback") for line in lines):
        lines = lines[-3:]
    return [Problem(name, line) for line in lines] or [Problem(name, f"exit status {child.returncode}")]


def python_folders(tree: Tree) -> list[str]:
    """The folders of the tree that hold Python."""
    return [folder for folder in PYTHON_FOLDERS if (tree.root / folder).is_dir()]


def formatted(tree: Tree) -> list[Problem]:
    """`ruff format` would change nothing."""
    return collect(
        start(["ruff", "format", "--check", "--output-format", "concise", *python_folders(tree)], tree), "format"
    )


def linted(tree: Tree) -> list[Problem]:
    """`ruff check` finds nothing."""
    return collect(start(["ruff", "check", "--output-format", "concise", *python_folders(tree)], tree), "lint")


def layers_kept(tree: Tree) -> list[Problem]:
    """The import contract of pyproject.toml holds, indirect imports included."""
    return collect(start(["ops.check.contract"], tree), "contract")


def django_is_content(tree: Tree) -> list[Problem]:
    """Django's own checks, ours among them, find no error."""
    return collect(start(["django", "check", "--fail-level", "ERROR"], tree, _without_database()), "django")


def migrations_written(tree: Tree) -> list[Problem]:
    """The migrations say all that the models say."""
    # The one warning is that the database was not asked whether it agrees.
    quiet = _without_database() | {"PYTHONWARNINGS": "ignore"}
    return collect(start(["django", "makemigrations", "--check", "--dry-run"], tree, quiet), "migrations")


def mend(tree: Tree) -> None:
    """Let ruff mend what it can."""
    for arguments in (["ruff", "check", "--fix", "--quiet"], ["ruff", "format", "--quiet"]):
        start([*arguments, *python_folders(tree)], tree).communicate()


def _without_database() -> dict[str, str]:
    # An address that nobody answers on, at once: these two look at models, not at data.
    nowhere = Path(os.environ["CHUNGTAY_VAR"]) / "no-socket"
    return {"DATABASE_URL": f"postgresql:///none?host={nowhere}", "DJANGO_SETTINGS_MODULE": "chungtay.web.settings"}
