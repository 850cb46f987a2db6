"""Backup and restore: database, files, settings and key, as one folder that proves itself.

A backup is a folder with `manifest.json`, which names each file with its SHA-256 and holds the fingerprint of
the database as it was in the snapshot that was dumped. A restore is one transaction: it is committed only when
the fingerprint of what it has written equals that of the manifest.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ops.database import Database, open_database, supervisor_is_alive
from ops.fingerprint import differences, fingerprint
from ops.places import Places, make_private, write_private
from ops.postgres import DatabaseError, client_address, plain_environment
from ops.processes import tied
from ops.session import Session
from ops.speech import Refusal, _, note, say, step

DUMP = "database.dump"
MEDIA = "media"
KEY = "secret_key"
SETTINGS = "settings.json"
MANIFEST = "manifest.json"
FORMAT = 1
AUTOMATIC_KEPT = 5


def backup_command(options: argparse.Namespace, places: Places) -> int:
    """`./ct backup DIR`."""
    folder = Path(options.folder).absolute()
    with open_database(places) as database:
        manifest = make_backup(database, places, folder)
    rows = sum(int(value.split(":")[0]) for value in manifest["fingerprint"].values() if value[-1].isdigit())
    say(
        _("Backup is complete: %(folder)s (%(tables)s tables and sequences, %(rows)s rows)")
        % {"folder": folder, "tables": len(manifest["fingerprint"]), "rows": rows}
    )
    return 0


def restore_command(options: argparse.Namespace, places: Places) -> int:
    """`./ct restore DIR [--yes]`."""
    folder = Path(options.folder).absolute()
    manifest = read_backup(folder)
    if supervisor_is_alive(places):
        raise Refusal(_("The site is running: stop ./ct run first, then restore."))
    with open_database(places) as database:
        if not options.yes and not (database.is_empty() and _has_no_files(places)):
            raise Refusal(_("There are data here, and restoring replaces them. If that is what you want, add --yes."))
        with step(_("Restoring the database")):
            restore_database(database, folder, manifest)
    _restore_files(folder, places)
    say(
        _("Restored, and proven equal: %(count)s tables and sequences have the fingerprint of the backup.")
        % {"count": len(manifest["fingerprint"])}
    )
    return 0


def automatic_backup(database: Database, places: Places) -> Path:
    """A backup of our own making, before an upgrade; the latest five are kept. Returns its folder."""
    make_private(places.backups)
    folder = places.backups / datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    make_backup(database, places, folder)
    for old in sorted(path for path in places.backups.iterdir() if path.is_dir())[:-AUTOMATIC_KEPT]:
        shutil.rmtree(old)
    return folder


def make_backup(database: Database, places: Places, folder: Path) -> dict[str, Any]:
    """Write a backup to `folder`, which must be new or empty; it appears whole or not at all.

    Returns the manifest. Raises Refusal when the folder is taken or cannot be written.
    """
    draft = _new_draft(folder)
    try:
        with Session(database.binaries, database.url) as session:
            session.ask("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            snapshot = session.ask("SELECT pg_export_snapshot()")[0][0]
            _dump(database, snapshot, draft / DUMP)
            prints = fingerprint(session)
            session.ask("COMMIT")
        # After the dump: every file that the snapshot knows is there, later ones do no harm.
        shutil.copytree(places.media, draft / MEDIA)
        if places.secret_key.exists():
            write_private(draft / KEY, places.secret_key.read_text(encoding="utf-8"))
        write_private(draft / SETTINGS, json.dumps(_settings(), indent=1, sort_keys=True))
        manifest = _write_manifest(draft, prints)
    except DatabaseError as problem:
        raise Refusal(_("The backup failed: %(problem)s") % {"problem": problem}) from problem
    finally:
        if not (draft / MANIFEST).exists():
            shutil.rmtree(draft, ignore_errors=True)
    draft.rename(folder)
    write_private(places.run / "last-backup", json.dumps({"folder": str(folder), "made_at": manifest["made_at"]}))
    return manifest


def read_backup(folder: Path) -> dict[str, Any]:
    """The manifest of the backup in `folder`, all of whose files are as they were written.

    Raises Refusal when it is not a backup, or anything in it is missing, damaged, or was not in it.
    """
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        seal = manifest.pop("seal")
        files: dict[str, str] = manifest["files"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise Refusal(_("%(folder)s is not a backup of Chung Tay.") % {"folder": folder}) from problem
    if seal != _seal(manifest):
        raise Refusal(_("The backup is damaged: %(name)s is not as it was written.") % {"name": MANIFEST})
    if manifest["format"] != FORMAT:
        raise Refusal(_("This backup was made by a newer version of Chung Tay; restore it with that version."))
    for name, digest in files.items():
        if not (folder / name).is_file() or _sha256(folder / name) != digest:
            raise Refusal(_("The backup is damaged: %(name)s is not as it was written.") % {"name": name})
    return manifest


def restore_database(database: Database, folder: Path, manifest: dict[str, Any]) -> None:
    """Replace everything in the database by the dump, in one transaction proven by its fingerprint.

    Raises Refusal, with the database as it was before, when the dump cannot be read or the proof fails.
    """
    command = [database.binaries.program("pg_restore"), "--no-owner", "--no-acl", "-f", "-", str(folder / DUMP)]
    try:
        with Session(database.binaries, database.url) as session:
            session.ask("BEGIN; DROP OWNED BY CURRENT_USER CASCADE")
            with subprocess.Popen(tied(command), stdout=subprocess.PIPE, cwd="/", env=plain_environment()) as reader:
                assert reader.stdout is not None
                session.feed(reader.stdout)
            if reader.returncode != 0:
                raise DatabaseError("pg_restore")
            wrong = differences(manifest["fingerprint"], fingerprint(session))
            if wrong:
                raise DatabaseError(", ".join(wrong))
            session.ask("COMMIT")
    except DatabaseError as problem:
        raise Refusal(
            _("Nothing was restored, the database is as before; it failed at: %(problem)s") % {"problem": problem}
        ) from problem


def _new_draft(folder: Path) -> Path:
    try:
        if folder.exists():
            folder.rmdir()
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = folder.with_name(f"{folder.name}.part")
        shutil.rmtree(draft, ignore_errors=True)
        make_private(draft)
    except OSError as problem:
        raise Refusal(
            _("%(folder)s must be a new or empty folder that you may write to.") % {"folder": folder}
        ) from problem
    return draft


def _dump(database: Database, snapshot: str, target: Path) -> None:
    address, environment = client_address(database.url)
    command = [database.binaries.program("pg_dump"), "-Fc", f"--snapshot={snapshot}", "--no-owner", "--no-acl"]
    # The name of the output is left to us: the file must be private from its first byte.
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        command = tied([*command, "-d", address])
        done = subprocess.run(command, stdout=file, stderr=subprocess.PIPE, cwd="/", env=environment)
    if done.returncode != 0:
        raise DatabaseError(done.stderr.decode(errors="replace").strip())


def _restore_files(folder: Path, places: Places) -> None:
    """Put files and key in place; what stood there is kept beside them under a dated name."""
    moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    draft = places.var / "media.part"
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(folder / MEDIA, draft)
    draft.chmod(0o700)
    if not _has_no_files(places):
        places.media.rename(places.var / f"media.before-{moment}")
    elif places.media.exists():
        places.media.rmdir()
    draft.rename(places.media)
    if (folder / KEY).exists():
        write_private(places.secret_key, (folder / KEY).read_text(encoding="utf-8"))
    changed = sorted(_settings().items() ^ json.loads((folder / SETTINGS).read_text(encoding="utf-8")).items())
    if changed:
        names = ", ".join(sorted({name for name, _value in changed}))
        note(_("These settings were not the same when the backup was made: %(names)s") % {"names": names})


def _has_no_files(places: Places) -> bool:
    return not places.media.exists() or not any(places.media.iterdir())


def _settings() -> dict[str, str]:
    """What was set for the site in the environment; addresses and places of this machine are not carried."""
    left_out = {"CHUNGTAY_TREE", "CHUNGTAY_VAR", "CHUNGTAY_SECRET_KEY_FILE"}
    return {name: value for name, value in os.environ.items() if name.startswith("CHUNGTAY_") and name not in left_out}


def _write_manifest(draft: Path, prints: dict[str, str]) -> dict[str, Any]:
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": {str(path.relative_to(draft)): _sha256(path) for path in sorted(draft.rglob("*")) if path.is_file()},
        "fingerprint": prints,
    }
    sealed = manifest | {"seal": _seal(manifest)}
    write_private(draft / MANIFEST, json.dumps(sealed, indent=1, sort_keys=True, ensure_ascii=False))
    return manifest


def _seal(manifest: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
