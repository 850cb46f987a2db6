"""`./ct doctor`: one page about the installation, each line green or red, with what to do about a red one."""

from __future__ import annotations

import argparse
import json
import shutil
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ops.database import Database, open_database, outside_url, supervisor_is_alive
from ops.locks import WORKER_LOCK
from ops.places import Places
from ops.product import ask_django
from ops.speech import Refusal, _, say
from ops.venv import Kind, is_ready

FONTS = "officialdoc/fonts"
FONT_FILES = ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf")
LEAST_FREE_GB = 2
BACKUP_DAYS = 7
BYTES_PER_GB = 1_000_000_000


@dataclass(frozen=True)
class Finding:
    """One line of the page: `well` False makes the whole page red, None is only worth knowing."""

    what: str
    well: bool | None
    words: str


Check = Callable[[Places], Finding]
DatabaseCheck = Callable[[Places, Database], Finding]


def doctor_command(options: argparse.Namespace, places: Places) -> int:
    """Print the page; 0 when nothing on it is red. `--json` prints the same for a program."""
    findings = examine(places)
    if options.json:
        say(json.dumps([vars(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            say(f"{_mark(finding.well)}  {finding.what}: {finding.words}")
    return 0 if all(finding.well is not False for finding in findings) else 1


def examine(places: Places) -> list[Finding]:
    """Every finding, those that need the database last; a database that does not answer is one of them."""
    findings = [check(places) for check in CHECKS]
    if not is_ready(Kind.RUNTIME, places):
        return findings
    try:
        with open_database(places) as database:
            findings += [check(places, database) for check in DATABASE_CHECKS]
    except Refusal as refusal:
        findings.append(Finding("PostgreSQL", False, refusal.sentence))
    return findings


def python_version(_places: Places) -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Finding("Python", sys.version_info >= (3, 11), version)


def packages(places: Places) -> Finding:
    if is_ready(Kind.RUNTIME, places):
        return Finding(_("Packages"), True, _("installed as the lock file says"))
    return Finding(_("Packages"), False, _("not installed yet; ./ct run installs them"))


def fonts(places: Places) -> Finding:
    """The four faces that official documents are set in."""
    missing = [name for name in FONT_FILES if not (places.tree / FONTS / name).is_file()]
    if missing:
        return Finding(_("Fonts"), False, _("missing: %(names)s") % {"names": ", ".join(missing)})
    return Finding(_("Fonts"), True, _("all four faces are there"))


def disk_space(places: Places) -> Finding:
    free = shutil.disk_usage(places.var).free / BYTES_PER_GB
    words = _("%(free)s GB free") % {"free": f"{free:.1f}".replace(".", ",")}
    return Finding(_("Disk"), free >= LEAST_FREE_GB, words)


def private_folders(places: Places) -> Finding:
    """Nobody but the owner may enter the folders of secrets and of files, nor read the key."""
    candidates = [places.secrets, places.media, places.run, places.logs, places.secret_key, *places.secrets.iterdir()]
    opened = [str(path) for path in candidates if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077]
    if opened:
        words = _("others may read %(paths)s; run: chmod -R go= %(folder)s") % {
            "paths": ", ".join(opened),
            "folder": places.var,
        }
        return Finding(_("Rights"), False, words)
    return Finding(_("Rights"), True, _("only the owner may read secrets and files"))


def site_running(places: Places) -> Finding:
    address = places.run / "address"
    if supervisor_is_alive(places):
        return Finding(_("Site"), True, address.read_text(encoding="utf-8") if address.exists() else "?")
    return Finding(_("Site"), None, _("not running; ./ct run starts it"))


def last_backup(places: Places) -> Finding:
    path = places.run / "last-backup"
    if not path.exists():
        return Finding(_("Backup"), None, _("none was made yet; ./ct backup FOLDER makes one"))
    found = json.loads(path.read_text(encoding="utf-8"))
    made_at = datetime.fromisoformat(found["made_at"])
    words = f"{made_at.astimezone():%d/%m/%Y %H:%M}, {found['folder']}"
    return Finding(_("Backup"), datetime.now(UTC) - made_at < timedelta(days=BACKUP_DAYS), words)


def server(_places: Places, database: Database) -> Finding:
    version = database.sql("SHOW server_version").strip()
    origin = _("the server of DATABASE_URL") if outside_url() else _("our own server")
    enough = int(version.split(".")[0].split()[0]) >= 15
    return Finding("PostgreSQL", enough, f"{version}, {origin}")


def migrations(places: Places, database: Database) -> Finding:
    if database.is_empty():
        return Finding(_("Tables"), None, _("the database is empty; ./ct run fills it"))
    done = ask_django(database.python, places, database.url, "migrate", "--check")
    if done.returncode == 0:
        return Finding(_("Tables"), True, _("as this version wants them"))
    return Finding(_("Tables"), False, _("an upgrade is waiting; ./ct run applies it, after a backup"))


def settings(places: Places, database: Database) -> Finding:
    done = ask_django(database.python, places, database.url, "check")
    if done.returncode == 0:
        return Finding(_("Settings"), True, _("no problem found"))
    return Finding(_("Settings"), False, done.stderr.strip())


def worker(places: Places, database: Database) -> Finding:
    """While the site runs, somebody must hold the worker's lock."""
    holders = (
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
        f" AND classid = {WORKER_LOCK >> 32} AND objid = {WORKER_LOCK & 0xFFFFFFFF}"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    alive = database.sql(holders).strip() == "1"
    if alive:
        return Finding(_("Worker"), True, _("at work"))
    return Finding(_("Worker"), False if supervisor_is_alive(places) else None, _("not at work"))


def jobs(_places: Places, database: Database) -> Finding:
    """How many jobs wait, and how many were given up."""
    if database.sql("SELECT to_regclass('public.procrastinate_jobs') IS NULL").strip() == "t":
        return Finding(_("Jobs"), None, _("none yet"))
    waiting = int(database.sql("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'"))
    failed = int(database.sql("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'"))
    words = _("%(waiting)s waiting, %(failed)s failed") % {"waiting": waiting, "failed": failed}
    return Finding(_("Jobs"), failed == 0, words)


def demo_mark(_places: Places, database: Database) -> Finding:
    if database.is_demo():
        return Finding(_("Demo"), None, _("this is a demo database: keep no real figures in it"))
    return Finding(_("Demo"), None, _("no; demo people cannot sign in"))


CHECKS: tuple[Check, ...] = (
    python_version,
    packages,
    fonts,
    disk_space,
    private_folders,
    site_running,
    last_backup,
)
DATABASE_CHECKS: tuple[DatabaseCheck, ...] = (server, migrations, settings, worker, jobs, demo_mark)


def _mark(well: bool | None) -> str:
    colour = {True: "32", False: "31", None: "33"}[well]
    word = {True: _("GOOD"), False: _("BAD"), None: _("NOTE")}[well].ljust(8)
    return f"\033[{colour}m{word}\033[0m" if sys.stdout.isatty() else word
