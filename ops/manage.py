"""Run one of Django's commands as a word of `./ct`: its help in our words, a refusal as one sentence.

`python -m ops.manage SHOWN COMMAND ARGUMENTS...`, inside the product's environment; exits as the command says. SHOWN is
what the person typed, such as `./ct demo`.
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

import django
from django.core.management import BaseCommand, CommandError, ManagementUtility
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from ops.product import BEHIND
from ops.speech import Refusal, _, translate

BASE_OPTIONS = {
    "version",
    "verbosity",
    "settings",
    "pythonpath",
    "traceback",
    "no_color",
    "force_color",
    "skip_checks",
}
"""What Django adds to each command: it works, and is not what the person looks for in a help."""


def main(arguments: list[str]) -> int:
    """The exit status: 2 when typed wrongly, the command's own when it refuses (1 unless it says otherwise).

    A word of `./ct` on a database that this tree has still to bring up to date gives BEHIND, and does nothing.
    """
    argparse._ = translate  # type: ignore[attr-defined]  # no public way to give it a catalogue
    django.setup()
    from chungtay.core.errors import ChungTayError

    shown, name, rest = arguments[0], arguments[1], arguments[2:]
    try:
        command = _command(name)
        options = _options(command, shown, name, rest)
        if shown != "./ct" and _is_behind():
            return BEHIND
        command.execute(*options.pop("args", []), **options)
    except Refusal as refusal:
        print(refusal.sentence, file=sys.stderr)
        return refusal.status
    except CommandError as refusal:
        print(refusal, file=sys.stderr)
        return refusal.returncode
    except ChungTayError as refusal:
        print(refusal.sentence, file=sys.stderr)
        return 1
    return 0


def _is_behind() -> bool:
    """Does the database lack a table or a column that this tree knows of?"""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _command(name: str) -> BaseCommand:
    from django.core.management import get_commands

    if name not in get_commands():
        raise Refusal(_("This version has no command %(name)s.") % {"name": name}, status=2)
    return ManagementUtility(["./ct"]).fetch_command(name)


def _options(command: BaseCommand, shown: str, name: str, words: list[str]) -> dict[str, Any]:
    parser = command.create_parser("./ct", name)
    parser.prog = shown
    for action in parser._actions:
        if action.dest in BASE_OPTIONS:
            action.help = argparse.SUPPRESS
    try:
        return vars(parser.parse_args(words))
    except CommandError as problem:
        words_of_argparse = str(problem).removeprefix("Error: ")
        raise Refusal(
            _("The command is not right: %(problem)s. See: %(program)s --help")
            % {"problem": words_of_argparse, "program": shown},
            status=2,
        ) from problem


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
