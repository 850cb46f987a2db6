"""Fixtures that every room shares: the browser's settings and the cast."""

from __future__ import annotations

import os
import shutil
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


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, as `./ct test --full` installs it; a root account has no sandbox to enter."""
    arguments = ["--no-sandbox", "--disable-dev-shm-usage"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": arguments}


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    """Pages are tested without a collected manifest."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
