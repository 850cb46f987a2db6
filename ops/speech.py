"""What the command line says to a person: Vietnamese first, one clear sentence, progress on standard error."""

from __future__ import annotations

import functools
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ops.catalogue import read_po

CATALOGUE = Path(__file__).resolve().parent.parent / "locale" / "vi" / "LC_MESSAGES" / "ops.po"


class Refusal(Exception):
    """A command cannot go on, for a reason its user can act on: one sentence, no traceback.

    `status` is the exit status: 1 refused or failed, 2 typed wrongly, 3 something must be installed first.
    """

    def __init__(self, sentence: str, *, status: int = 1) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


@functools.cache
def _translations() -> dict[str, str]:
    if os.environ.get("CHUNGTAY_LANGUAGE", "vi").startswith("en"):
        return {}
    return read_po(CATALOGUE)


def translate(source: str) -> str:
    """`source` in the language of the command line: Vietnamese, or English when CHUNGTAY_LANGUAGE is `en`."""
    return _translations().get(source, source)


_ = translate


def say(sentence: str) -> None:
    """Print a result on standard output, at once even into a pipe."""
    print(sentence, flush=True)


def note(sentence: str) -> None:
    """Print progress on standard error, so that output that is read by a program stays clean."""
    print(sentence, file=sys.stderr, flush=True)


@contextmanager
def step(sentence: str) -> Iterator[None]:
    """Announce a piece of work, and when it is done say how many seconds it took."""
    started = time.monotonic()
    note(f"• {sentence} …")
    yield
    note(_("  done in %(seconds)s s") % {"seconds": f"{time.monotonic() - started:.1f}".replace(".", ",")})
