"""Where things are: the tree, the private folder `var`, and what stands in it.

Nothing outside these places is written, but for the system folder of a PostgreSQL that runs for root
(`/var/lib/chungtay/<hash of the tree's path>`), because the server refuses to run as root and must not be given
the way into root's home.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from ops.speech import Refusal, _

SYSTEM_FOLDER = Path("/var/lib/chungtay")


@dataclass(frozen=True)
class Places:
    """The folders of one installation; made by `find_places`, which also makes them private."""

    tree: Path
    var: Path

    @property
    def run(self) -> Path:
        """Locks, addresses and state of the processes now running."""
        return self.var / "run"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def secrets(self) -> Path:
        """Passwords of the embedded PostgreSQL; the site's own key is `secret_key` beside this folder."""
        return self.var / "secrets"

    @property
    def media(self) -> Path:
        """Files that offices chose to keep."""
        return self.var / "media"

    @property
    def backups(self) -> Path:
        """Backups made on our own before a migration."""
        return self.var / "backups"

    @property
    def secret_key(self) -> Path:
        return Path(os.environ.get("CHUNGTAY_SECRET_KEY_FILE") or self.var / "secret_key")

    @property
    def short_hash(self) -> str:
        """Twelve hexadecimal digits that tell this private folder from any other on the machine."""
        return hashlib.sha256(os.fsencode(self.var)).hexdigest()[:12]

    @property
    def system_folder(self) -> Path:
        """Home of data and binaries of a PostgreSQL that runs for root."""
        return SYSTEM_FOLDER / self.short_hash


def find_places() -> Places:
    """The places of the installation that `./ct` belongs to, with the private folder made (0700).

    Raises Refusal when the folder cannot be written, or belongs to another user: a root that wrote into it
    would lock its owner out.
    """
    tree = Path(os.environ.get("CHUNGTAY_TREE") or Path(__file__).resolve().parent.parent).resolve()
    var = Path(os.environ.get("CHUNGTAY_VAR") or tree / "var").resolve()
    places = Places(tree=tree, var=var)
    _refuse_anothers_folder(var)
    try:
        # An existing folder that CHUNGTAY_VAR names may be anything: its own rights are its owner's business.
        if not var.exists():
            make_private(var)
        for folder in (places.run, places.logs, places.secrets, places.media):
            make_private(folder)
    except OSError as problem:
        raise Refusal(
            _(
                "The folder %(folder)s cannot be written: give yourself the right to, "
                "or set CHUNGTAY_VAR to one you own."
            )
            % {"folder": var}
        ) from problem
    return places


def make_private(folder: Path) -> None:
    """Make `folder` with the rights 0700, whatever the umask says; an existing one gets these rights."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)


def make_passable(folder: Path) -> None:
    """Make `folder`, when it is missing, so that others may pass through it and see nothing (0711)."""
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(0o711)


def write_private(path: Path, text: str) -> None:
    """Write a secret with the rights 0600 from its first byte, whole or not at all."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _refuse_anothers_folder(var: Path) -> None:
    if not var.exists() or var.stat().st_uid == os.geteuid():
        return
    raise Refusal(
        _("The folder %(folder)s belongs to the user numbered %(owner)s: run this command as that user.")
        % {"folder": var, "owner": var.stat().st_uid}
    )
