"""`./ct check`: every rule worth saying twice, as a small function with a name, a message that teaches, and a test.

Runs in the development environment; a check returns what is wrong, place by place, and never stops at the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: where, and what to do about it."""

    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"


@dataclass(frozen=True)
class Tree:
    """The files a check looks at: the root, and every file of the project below it, as relative paths."""

    root: Path
    files: tuple[Path, ...]

    def those(self, *patterns: str) -> list[Path]:
        """The files that match one of `patterns`: `**/` is any folders or none, without a slash it is the name."""
        wanted = re.compile("|".join(_expression(pattern) for pattern in patterns))
        return [path for path in self.files if wanted.fullmatch(path.as_posix())]

    def text(self, path: Path) -> str:
        """The text of a file of the tree; bytes that are not UTF-8 become replacement marks."""
        return (self.root / path).read_text(encoding="utf-8", errors="replace")


def _expression(pattern: str) -> str:
    # pathlib's own `**` means one folder only before Python 3.13.
    parts = re.split(r"(\*\*/|\*)", pattern if "/" in pattern else f"**/{pattern}")
    meanings = {"**/": "(?:[^/]+/)*", "*": "[^/]*"}
    return "".join(meanings.get(part, re.escape(part)) for part in parts)


Check = Callable[[Tree], list[Problem]]
