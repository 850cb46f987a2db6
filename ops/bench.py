"""`./ct bench`: those that measure the demo province run where it is, the large ones on a temporary PostgreSQL."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from ops.places import Places
from ops.processes import tied
from ops.product import django_command, product_environment
from ops.testing import temporary_database
from ops.venv import Kind, environment_of, interpreter

LARGE = ("intake",)
LARGE_OPTIONS = ("--cells",)


def is_large(words: Sequence[str]) -> bool:
    """Whether `words` ask for a benchmark that fills a database of its own."""
    return any(word in LARGE or word.partition("=")[0] in LARGE_OPTIONS for word in words)


def run_large(words: Sequence[str], places: Places) -> int:
    """Run it on a durable PostgreSQL that is gone afterwards, or in the empty database that `DATABASE_URL` names."""
    python = interpreter(Kind.RUNTIME, places)
    given = os.environ.get("DATABASE_URL")
    if given:
        return _run(python, words, product_environment(places, given))
    with temporary_database(environment_of(Kind.RUNTIME, places), places, durable=True) as (scratch, url):
        return _run(python, words, product_environment(places, url) | {"CHUNGTAY_VAR": str(scratch)})


def _run(python: Path, words: Sequence[str], environment: dict[str, str]) -> int:
    """Make the tables, then measure: the product's commands refuse a database that is behind the tree."""
    for command in (
        [str(python), "-m", "ops.prepare", "--messages"],
        django_command(python, "migrate", "--verbosity=0"),
        django_command(python, "bench", *words, shown="./ct bench"),
    ):
        with subprocess.Popen(tied(command), env=environment) as child:
            status = child.wait()
        if status != 0:
            return status
    return 0
