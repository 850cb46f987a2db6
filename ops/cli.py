"""The command line: which words `./ct` knows, and what each of them calls."""

from __future__ import annotations

import sys
from collections.abc import Callable

from ops.places import Places, find_places
from ops.speech import Refusal, _, note
from ops.testing import test_command

Command = Callable[[list[str], Places], int]

COMMANDS: dict[str, Command] = {
    "test": test_command,
}


def main() -> int:
    """Run the command that was typed; returns the exit status (130 after Ctrl-C)."""
    words = sys.argv[1:]
    try:
        return COMMANDS[words[0]](words[1:], find_places())
    except Refusal as refusal:
        note(refusal.sentence)
        return refusal.status
    except KeyboardInterrupt:
        return 130
