from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ops import doctor
from ops.database import Database
from ops.locks import WORKER_LOCK
from ops.places import Places, make_private, write_private
from ops.session import Session

TREE = Path(__file__).resolve().parents[2]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    found = Places(tree=TREE, var=tmp_path / "var")
    for folder in (found.run, found.logs, found.secrets, found.media):
        make_private(folder)
    write_private(found.secret_key, "k" * 50)
    return found


def test_private_folders_names_what_others_may_read(places: Places) -> None:
    well = doctor.private_folders(places)
    places.secret_key.chmod(0o644)

    ill = doctor.private_folders(places)

    assert (well.well, ill.well) == (True, False)
    assert str(places.secret_key) in ill.words


@pytest.mark.parametrize(("days", "well"), [(1, True), (8, False)])
def test_last_backup_is_red_after_a_week(places: Places, days: int, well: bool) -> None:
    made_at = datetime.now(UTC) - timedelta(days=days)
    write_private(places.run / "last-backup", json.dumps({"folder": "/srv/b", "made_at": made_at.isoformat()}))

    assert doctor.last_backup(places).well is well


def test_fonts_are_missed_when_they_are_not_there(places: Places, tmp_path: Path) -> None:
    elsewhere = Places(tree=tmp_path, var=places.var)

    assert doctor.fonts(places).well is True
    assert doctor.fonts(elsewhere).well is False


def test_worker_is_seen_by_its_lock(places: Places, database: Database) -> None:
    before = doctor.worker(places, database)
    with Session(database.binaries, database.url) as session:
        session.ask(f"SELECT pg_advisory_lock({WORKER_LOCK})")
        during = doctor.worker(places, database)

    assert (before.well, during.well) == (None, True)


def test_jobs_are_red_when_one_was_given_up(places: Places, database: Database) -> None:
    database.sql("CREATE TABLE procrastinate_jobs (status text); INSERT INTO procrastinate_jobs VALUES ('todo')")
    well = doctor.jobs(places, database)
    database.sql("INSERT INTO procrastinate_jobs VALUES ('failed')")

    assert (well.well, doctor.jobs(places, database).well) == (True, False)


def test_demo_mark_is_only_worth_knowing(places: Places, database: Database) -> None:
    words = [doctor.demo_mark(places, database).words]
    database.sql("CREATE TABLE core_installation (is_demo bool); INSERT INTO core_installation VALUES (true)")
    words.append(doctor.demo_mark(places, database).words)

    assert words[0] != words[1]
    assert doctor.demo_mark(places, database).well is None


def test_python_that_runs_us_is_new_enough(places: Places) -> None:
    assert doctor.python_version(places).words == ".".join(str(part) for part in sys.version_info[:3])
