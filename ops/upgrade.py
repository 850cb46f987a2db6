"""Bring the database up to this tree: a backup first when there is anything to lose, never back to an older one."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

from ops.backup import automatic_backup
from ops.database import Database
from ops.places import Places, write_private
from ops.processes import tied
from ops.product import product_environment
from ops.speech import Refusal, _, note, step


def bring_up_to_date(database: Database, places: Places) -> bool:
    """Migrations, translations, static files; says whether the database was made just now.

    Does nothing when neither the tree nor the database has changed since the last time: that saves seconds at every
    start. Raises Refusal when a newer tree has used the database already; nothing is changed then.
    """
    signature = tree_signature(places, database.python)
    collected = (places.var / "static").is_dir()
    if collected and _known(places) == f"{signature} {_applied(database)}":
        return False
    with step(_("Bringing the database up to date")):
        state = _prepare(database, places)
        if state["newer"]:
            raise Refusal(
                _(
                    "This database was already used by a newer version (%(migration)s): "
                    "go back to that version, or restore the backup made before the upgrade."
                )
                % {"migration": state["newer"][0]}
            )
        if state["pending"] and not state["applied"]:
            folder = automatic_backup(database, places)
            note(_("Backup before the upgrade: %(folder)s") % {"folder": folder})
            _prepare(database, places, "--migrate")
    write_private(_stamp(places), f"{signature} {_applied(database)}")
    return bool(state["fresh"])


def tree_signature(places: Places, python: Path) -> str:
    """A digest of everything in the tree that `ops.prepare` works on: migrations, static files, translations.

    A catalogue that is not compiled yet gives a digest of its own, so that it is not taken for an old acquaintance.
    """
    parts = [str(python), (places.tree / "ops" / "prepare.py").read_text(encoding="utf-8")]
    files = [*(places.tree / "chungtay").rglob("*"), *(places.tree / "locale").rglob("*.po")]
    for path in sorted(files):
        wanted = path.suffix == ".po" or {"migrations", "static"} & set(path.parts)
        if wanted and path.suffix != ".pyc" and path.is_file():
            compiled = path.suffix != ".po" or path.with_suffix(".mo").exists()
            parts.append(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns} {compiled}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _applied(database: Database) -> str:
    """A digest of the migrations that the database has; empty when it has none."""
    if database.sql("SELECT to_regclass('public.django_migrations') IS NULL").strip() == "t":
        return ""
    return database.sql(
        "SELECT md5(string_agg(app || '.' || name, ',' ORDER BY app, name)) FROM django_migrations"
    ).strip()


def _stamp(places: Places) -> Path:
    return places.run / "prepared"


def _known(places: Places) -> str:
    return _stamp(places).read_text(encoding="utf-8") if _stamp(places).exists() else ""


def _prepare(database: Database, places: Places, *arguments: str) -> dict[str, Any]:
    command = tied([str(database.python), "-m", "ops.prepare", *arguments])
    environment = product_environment(places, database.url)
    # In a session of its own: Ctrl-C lets a migration finish, and then stops everything.
    done = subprocess.run(
        command, env=environment, cwd=places.tree, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    if done.returncode != 0:
        raise Refusal(_("The database could not be brought up to date; the reason stands above."))
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
