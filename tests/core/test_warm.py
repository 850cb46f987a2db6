"""What is loaded at the start is neither loaded nor looked at again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import engines

from chungtay.core.warm import warm_up

ROOMS = Path(__file__).resolve().parents[2] / "chungtay"


@pytest.fixture(autouse=True)
def _thaw() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_every_page_is_compiled_before_the_first_request() -> None:
    cached = engines["django"].engine.template_loaders[0]
    cached.reset()

    warm_up()

    pages = {
        Path(template.origin.name) for template in cached.get_template_cache.values() if hasattr(template, "origin")
    }
    assert set(ROOMS.rglob("templates/**/*.html")) - pages == set()


def test_what_lives_for_ever_is_left_out_of_collections() -> None:
    gc.unfreeze()
    alive = len(gc.get_objects())

    warm_up()

    assert len(gc.get_objects()) < alive / 100
