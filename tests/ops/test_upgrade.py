from __future__ import annotations

from pathlib import Path

import pytest

from ops.places import Places
from ops.upgrade import tree_signature


@pytest.fixture
def places(tmp_path: Path) -> Places:
    for name in (
        "ops/prepare.py",
        "chungtay/core/migrations/0001_first.py",
        "chungtay/core/static/core/a.css",
        "chungtay/core/models.py",
        "locale/vi/LC_MESSAGES/django.po",
        "locale/vi/LC_MESSAGES/django.mo",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a")
    return Places(tree=tmp_path, var=tmp_path / "var")


@pytest.mark.parametrize(
    "name",
    [
        "ops/prepare.py",
        "chungtay/core/migrations/0001_first.py",
        "chungtay/core/migrations/0002_second.py",
        "chungtay/core/static/core/a.css",
        "locale/vi/LC_MESSAGES/django.po",
    ],
)
def test_tree_signature_moves_with_what_is_prepared(places: Places, name: str) -> None:
    before = tree_signature(places, Path("python"))
    (places.tree / name).write_text("longer")

    assert tree_signature(places, Path("python")) != before


def test_tree_signature_stays_when_nothing_that_is_prepared_changed(places: Places) -> None:
    before = tree_signature(places, Path("python"))
    (places.tree / "chungtay/core/models.py").write_text("longer")

    assert tree_signature(places, Path("python")) == before
    assert tree_signature(places, Path("another")) != before


def test_tree_signature_moves_when_a_catalogue_is_not_compiled(places: Places) -> None:
    before = tree_signature(places, Path("python"))
    (places.tree / "locale/vi/LC_MESSAGES/django.mo").unlink()

    assert tree_signature(places, Path("python")) != before
