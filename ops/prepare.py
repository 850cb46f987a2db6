"""Bring database, translations and static files up to the tree; runs inside the runtime environment.

`python -m ops.prepare --messages` only compiles the translations. `python -m ops.prepare [--migrate]` does all
and prints one JSON object: `newer` (migrations that the database knows and this tree does not), `pending` (how
many are to be applied), `fresh` (nothing was ever applied), `applied`. Pending migrations of a database that is
not fresh are applied only with --migrate: the caller makes a backup first.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
from pathlib import Path

import django
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def compile_messages(locale: Path) -> list[Path]:
    """Write the .mo beside each .po that is newer than its own; returns what was written. Needs no gettext."""
    written = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file)
        draft = target.with_suffix(".part")
        with draft.open("wb") as compiled:
            write_mo(compiled, catalogue)
        draft.replace(target)
        written.append(target)
    return written


def collect_static() -> None:
    """Gather the static files when one of them has changed since the last time."""
    found = [
        (name, stat.st_size, stat.st_mtime_ns)
        for finder in get_finders()
        for name, storage in finder.list([])
        for stat in [Path(storage.path(name)).stat()]
    ]
    signature = hashlib.sha256(json.dumps(sorted(found)).encode()).hexdigest()
    stamp = Path(settings.STATIC_ROOT) / ".signature"
    if stamp.exists() and stamp.read_text() == signature:
        return
    call_command("collectstatic", "--noinput", "--clear", verbosity=0)
    stamp.write_text(signature)


def newer_migrations(executor: MigrationExecutor) -> list[str]:
    """Applied migrations that this tree does not know, among our own rooms and apps it does not have at all.

    Those of packages are left out: a package may fold its old migrations together between two releases.
    """
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("chungtay.")}
    installed = {config.label for config in apps.get_app_configs()}
    known = set(executor.loader.disk_migrations)
    return sorted(
        f"{label}.{name}"
        for label, name in executor.loader.applied_migrations
        if (label, name) not in known and (label in ours or label not in installed)
    )


def main(arguments: list[str]) -> None:
    """See the module's own words; raises nothing of ours, exits 0 whatever was found."""
    compile_messages(Path(__file__).resolve().parent.parent / "locale")
    if "--messages" in arguments:
        return
    django.setup()
    executor = MigrationExecutor(connection)
    newer = newer_migrations(executor)
    fresh = not executor.loader.applied_migrations
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    apply = bool(plan) and not newer and (fresh or "--migrate" in arguments)
    if apply:
        call_command("migrate", verbosity=0, stdout=io.StringIO())
    if not newer:
        collect_static()
    print(json.dumps({"newer": newer, "pending": len(plan), "fresh": fresh, "applied": apply}))


if __name__ == "__main__":
    main(sys.argv[1:])
