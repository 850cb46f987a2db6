"""Run one of Django's commands as a word of `./ct`: a refusal is one sentence, without the name of a class.

`python -m ops.manage COMMAND ARGUMENTS...`, inside the product's environment; exits as the command says.
"""

from __future__ import annotations

import sys

import django
from django.core.management import CommandError, ManagementUtility


def main(arguments: list[str]) -> int:
    """The exit status; a refusal of the command itself gives its own, 1 unless it says otherwise."""
    django.setup()
    name, rest = arguments[0], arguments[1:]
    command = ManagementUtility(["./ct", *arguments]).fetch_command(name)
    parser = command.create_parser("./ct", name)
    try:
        options = vars(parser.parse_args(rest))
        command.execute(*options.pop("args", ()), **options)
    except CommandError as refusal:
        print(refusal, file=sys.stderr)
        return refusal.returncode
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
