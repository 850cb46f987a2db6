from __future__ import annotations

import json
from pathlib import Path

import pytest

from ops.backup import make_backup, read_backup, restore_database
from ops.database import Database
from ops.fingerprint import Fingerprint, fingerprint
from ops.places import Places
from ops.session import Session
from ops.speech import Refusal

FILL = """
CREATE EXTENSION unaccent;
CREATE TABLE office (id serial PRIMARY KEY, name text NOT NULL, opened timestamptz, weight numeric, list int[]);
INSERT INTO office (name, opened, weight, list)
SELECT 'Xã Đông Thanh ' || n, '2021-12-15 08:00+07'::timestamptz + n * interval '1 hour', n / 7.0, ARRAY[n, NULL]
FROM generate_series(1, 500) n;
CREATE TABLE child (office int REFERENCES office, word text);
INSERT INTO child VALUES (1, NULL), (2, E'tab\\t and \\\\ line\\n');
CREATE FUNCTION forbid() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'append only'; END $$;
CREATE TRIGGER only_append BEFORE UPDATE OR DELETE ON child FOR EACH ROW EXECUTE FUNCTION forbid();
"""


@pytest.fixture
def places(tmp_path: Path) -> Places:
    found = Places(tree=tmp_path, var=tmp_path / "var")
    for folder in (found.run, found.media / "2021"):
        folder.mkdir(parents=True)
    (found.media / "2021" / "báo cáo.docx").write_bytes(b"\x00kept")
    found.secret_key.write_text("k" * 50)
    return found


@pytest.fixture
def filled(database: Database) -> Database:
    database.sql(FILL)
    return database


def _fingerprint(database: Database) -> Fingerprint:
    with Session(database.binaries, database.url) as session:
        return fingerprint(session)


def test_restore_gives_back_the_very_same_rows(filled: Database, places: Places, tmp_path: Path) -> None:
    before = _fingerprint(filled)
    make_backup(filled, places, tmp_path / "backup")
    filled.sql("DELETE FROM office WHERE id > 2; DROP TABLE child; CREATE TABLE stranger (n int)")

    restore_database(filled, tmp_path / "backup", read_backup(tmp_path / "backup"))

    assert _fingerprint(filled) == before
    assert sorted(before) == ["public.child", "public.office", "public.office_id_seq"]
    assert before["public.office"].startswith("500:")


def test_fingerprint_sees_one_changed_value_and_not_the_order(filled: Database) -> None:
    before = _fingerprint(filled)
    filled.sql("BEGIN; CREATE TEMP TABLE held AS TABLE office; COMMIT")
    filled.sql("UPDATE office SET name = name WHERE id = 1")
    moved = _fingerprint(filled)
    filled.sql("UPDATE office SET weight = weight + 0.001 WHERE id = 250")
    changed = _fingerprint(filled)

    assert moved == before
    assert [name for name in before if changed[name] != before[name]] == ["public.office"]


def test_backup_holds_files_key_and_a_seal(filled: Database, places: Places, tmp_path: Path) -> None:
    make_backup(filled, places, tmp_path / "backup")

    manifest = read_backup(tmp_path / "backup")

    assert sorted(manifest["files"]) == ["database.dump", "media/2021/báo cáo.docx", "secret_key", "settings.json"]
    assert (tmp_path / "backup" / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["database.dump", "media/2021/báo cáo.docx", "secret_key", "manifest.json"])
def test_read_backup_refuses_a_damaged_one(filled: Database, places: Places, tmp_path: Path, name: str) -> None:
    make_backup(filled, places, tmp_path / "backup")
    path = tmp_path / "backup" / name
    # One character of the JSON of the manifest, one byte of any other file.
    path.write_bytes(path.read_bytes().replace(b'"format": 1', b'"format": 2') if name == "manifest.json" else b"x")

    with pytest.raises(Refusal) as refused:
        read_backup(tmp_path / "backup")

    assert name in refused.value.sentence


def test_restore_that_proves_unequal_changes_nothing(filled: Database, places: Places, tmp_path: Path) -> None:
    make_backup(filled, places, tmp_path / "backup")
    manifest = read_backup(tmp_path / "backup")
    manifest["fingerprint"]["public.office"] = "501:1"
    filled.sql("INSERT INTO office (name) VALUES ('later')")
    before = _fingerprint(filled)

    with pytest.raises(Refusal) as refused:
        restore_database(filled, tmp_path / "backup", manifest)

    assert "public.office" in refused.value.sentence
    assert _fingerprint(filled) == before


def test_make_backup_refuses_a_folder_with_something_in_it(filled: Database, places: Places, tmp_path: Path) -> None:
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup" / "mine").write_text("stays")

    with pytest.raises(Refusal):
        make_backup(filled, places, tmp_path / "backup")

    assert [path.name for path in (tmp_path / "backup").iterdir()] == ["mine"]


def test_settings_in_a_backup_hold_no_place_of_this_machine(
    filled: Database, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHUNGTAY_HOSTS", "bao-cao.example")
    make_backup(filled, places, tmp_path / "backup")

    settings = json.loads((tmp_path / "backup" / "settings.json").read_text())

    assert settings["CHUNGTAY_HOSTS"] == "bao-cao.example"
    assert "CHUNGTAY_VAR" not in settings
