"""Fixtures that every room shares: the browser's settings and the cast."""

from __future__ import annotations

import os
from typing import Any

import pytest

pytest_plugins = ["tests.cast"]


def pytest_configure() -> None:
    """Let Playwright's own event loop and the synchronous ORM live in one test."""
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Give each run its own database name when CHUNGTAY_TEST_DB says so."""
    from django.conf import settings

    name = os.environ.get("CHUNGTAY_TEST_DB")
    if name:
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = name


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    """Pages are tested without a collected manifest."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
