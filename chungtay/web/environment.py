"""Typed readers of the environment: a wrong value stops the start instead of surprising somebody later."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def read_bool(name: str, *, default: bool) -> bool:
    """A yes or no: 1, 0, true, false, yes, no."""
    raw = os.environ.get(name, "").strip().lower()
    if not raw:
        return default
    if raw in {"1", "true", "yes"}:
        return True
    if raw in {"0", "false", "no"}:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not {raw!r}")


def read_list(name: str, *, default: list[str]) -> list[str]:
    """Words separated by commas."""
    raw = os.environ.get(name, "")
    return [word.strip() for word in raw.split(",") if word.strip()] or default


def read_folder(name: str, *, default: Path) -> Path:
    """An absolute folder, made with owner-only rights if it is missing."""
    folder = Path(os.environ.get(name) or default)
    if not folder.is_absolute():
        raise ImproperlyConfigured(f"{name} must be an absolute path, not {str(folder)!r}")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def read_secret(name: str, *, default: Path) -> str:
    """The secret in the file that `name` points to; made on first use with owner-only rights."""
    path = Path(os.environ.get(name) or default)
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(48))
    secret = path.read_text(encoding="ascii").strip()
    if len(secret) < 40:
        raise ImproperlyConfigured(f"{path} holds fewer than 40 characters; remove it to have a new one made")
    return secret


def read_database(name: str) -> dict[str, Any]:
    """The connection that a `postgresql://user:password@host:port/name` address describes.

    A socket folder is given as `?host=/folder`. Without the variable the server is expected on the local socket.
    """
    raw = os.environ.get(name, "")
    if not raw:
        return {"ENGINE": "django.db.backends.postgresql", "NAME": "chungtay"}
    parts = urlsplit(raw)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"{name} must start with postgresql://")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "chungtay",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or query.pop("port", "") or ""),
        "OPTIONS": query,
    }


def read_mail_relay(name: str) -> dict[str, Any]:
    """What `smtp://user:password@host:port` says, by the names of Django's settings without their EMAIL_.

    `smtp+starttls://` begins in the clear and turns to TLS, `smtps://` speaks TLS from the start. Without the variable
    no mail is ever sent, and HOST is "".
    """
    raw = os.environ.get(name, "")
    parts = urlsplit(raw)
    ports = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
    if raw and (parts.scheme not in ports or not parts.hostname):
        raise ImproperlyConfigured(f"{name} must be smtp://, smtp+starttls:// or smtps:// with the name of a host")
    return {
        "BACKEND": f"django.core.mail.backends.{'smtp' if raw else 'dummy'}.EmailBackend",
        "HOST": parts.hostname or "",
        "PORT": parts.port or ports.get(parts.scheme, 25),
        "HOST_USER": unquote(parts.username or ""),
        "HOST_PASSWORD": unquote(parts.password or ""),
        "USE_TLS": parts.scheme == "smtp+starttls",
        "USE_SSL": parts.scheme == "smtps",
    }


def read_mail_sender(name: str, *, relay: str) -> str:
    """The address from which reminders come; needed as soon as there is a relay."""
    sender = os.environ.get(name, "").strip()
    if os.environ.get(relay) and ("@" not in sender or any(sign.isspace() for sign in sender)):
        raise ImproperlyConfigured(f"{name} must be a mail address when {relay} is set")
    return sender
