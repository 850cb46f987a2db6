"""The command line: which words `./ct` knows, and what each of them calls."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from ops.backup import backup_command, restore_command
from ops.bench import is_large, run_large
from ops.database import open_database, supervisor_is_alive
from ops.doctor import doctor_command
from ops.places import Places, find_places
from ops.postgres import DatabaseError
from ops.product import BEHIND, run_django, run_foreground
from ops.run import add_run_options, run_command
from ops.speech import Refusal, _, note, translate
from ops.testing import check_command, lock_command, test_command
from ops.upgrade import bring_up_to_date
from ops.venv import Kind, interpreter

Command = Callable[[argparse.Namespace, Places], int]
FORWARDED = {
    # word of ours: management command of the product
    "demo": "build_demo",
    "report": "report",
    "units": "units",
    "bench": "bench",
    "export": "export_research",
}
# Words that need more packages than the site; those are fetched on first use.
RESEARCH = ("export",)
PURE = {"read": "narrative.cli", "doccheck": "officialdoc.cli"}
INTERRUPTED = 130


class Parser(argparse.ArgumentParser):
    """argparse, speaking our language, and answering a wrong command with one sentence."""

    def error(self, message: str) -> None:  # type: ignore[override]  # it leaves by exception, as the original
        raise Refusal(
            _("The command is not right: %(problem)s. See: %(program)s --help")
            % {"problem": message, "program": self.prog},
            status=2,
        )


def main() -> int:
    """Run the command that was typed; returns the exit status (130 after Ctrl-C)."""
    # argparse keeps its own reference to gettext; its words are in our catalogue.
    argparse._ = translate  # type: ignore[attr-defined]  # no public way to give it a catalogue
    try:
        return run_words(sys.argv[1:])
    except Refusal as refusal:
        note(refusal.sentence)
        return refusal.status
    except DatabaseError as problem:
        note(_("The database refused: %(problem)s") % {"problem": problem})
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def run_words(words: Sequence[str]) -> int:
    """Do what `words` ask for, and return the exit status. Raises Refusal."""
    if not words:
        build_parser().print_help()
        return 2
    if words[0] == "test":
        return test_command(list(words[1:]), find_places())
    if words[0] == "bench" and is_large(words[1:]) and not {"-h", "--help"} & set(words):
        return run_large(words[1:], find_places())
    if words[0] in FORWARDED:
        return _forward(f"./ct {words[0]}", FORWARDED[words[0]], words[1:])
    if words[0] in PURE:
        return _pure(PURE[words[0]], words[1:])
    if list(words[:2]) == ["user", "code"]:
        return _forward("./ct user code", "user_code", words[2:])
    options = build_parser().parse_args(list(words))
    command: Command = options.command
    return command(options, find_places())


def build_parser() -> Parser:
    """The parser of every command; those that pass their words on are there for the list in --help."""
    parser = Parser(prog="./ct", description=_("Chung Tay: one province's coordination programme."))
    commands = parser.add_subparsers(metavar=_("COMMAND"), required=True, parser_class=Parser)
    run = _add(commands, "run", _("set up on first use, then run site and worker"), run_command)
    add_run_options(run)
    _add(commands, "test", _("run the tests on a temporary database"), None)
    check = _add(commands, "check", _("check format, types, contract, translations, documents"), check_command)
    check.add_argument("--fix", action="store_true", help=_("mend what can be mended"))
    check.add_argument("names", nargs="*", metavar=_("NAME"), help=_("only these checks"))
    _add(commands, "lock", _("write the lock files anew from pyproject.toml"), lock_command)
    _add(commands, "demo", _("rebuild the demo province"), None)
    _add(commands, "read", _("read narrative reports into figures"), None)
    _add(commands, "report", _("write an annual report"), None)
    _add(commands, "doccheck", _("check the layout of a .docx"), None)
    _add(commands, "bench", _("measure, beside a peer"), None)
    _add(commands, "export", _("write accepted figures for research, as Parquet"), None)
    backup = _add(commands, "backup", _("write a backup into a new folder"), backup_command)
    backup.add_argument("folder", metavar=_("FOLDER"))
    restore = _add(commands, "restore", _("restore a backup, and prove it"), restore_command)
    restore.add_argument("folder", metavar=_("FOLDER"))
    restore.add_argument("--yes", action="store_true", help=_("replace the data that are here"))
    _add(commands, "units", _("the ledger of administrative units"), None)
    _add(commands, "user", _("user code NAME: print a one-time sign-in code"), _user_needs_more)
    doctor = _add(commands, "doctor", _("one page about this installation"), doctor_command)
    doctor.add_argument("--json", action="store_true", help=_("for a program to read"))
    return parser


def command_names() -> list[str]:
    """The words that `./ct` knows, in the order of its help."""
    return list(_subcommands(build_parser()))


def _subcommands(parser: Parser) -> dict[str, argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def _add(
    commands: argparse._SubParsersAction[Parser], name: str, help_text: str, command: Command | None
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help_text, description=help_text)
    parser.set_defaults(command=command)
    return parser


def _user_needs_more(_options: argparse.Namespace, _places: Places) -> int:
    raise Refusal(_("Say what to do: ./ct user code NAME"), status=2)


def _forward(shown: str, command: str, words: Sequence[str]) -> int:
    """Pass the words on to a command of Django, whose help calls it `shown`; --help needs no database."""
    places = find_places()
    python = interpreter(Kind.RESEARCH if shown.split()[-1] in RESEARCH else Kind.RUNTIME, places)
    if {"-h", "--help"} & set(words):
        return run_django(python, places, "", command, "--help", shown=shown)
    with open_database(places) as database:
        status = run_django(python, places, database.url, command, *words, shown=shown)
        if status != BEHIND:
            return status
        if supervisor_is_alive(places):
            raise Refusal(_("The site still runs an older version: stop ./ct run and start it again."))
        bring_up_to_date(database, places)
        return run_django(python, places, database.url, command, *words, shown=shown)


def _pure(module: str, words: Sequence[str]) -> int:
    """Run one of the pure libraries' own command lines; no database is touched."""
    places = find_places()
    python = interpreter(Kind.RUNTIME, places)
    code = (
        "import argparse, sys; from ops.speech import translate; argparse._ = translate; "
        f"from {module} import main; sys.exit(main(sys.argv[1:]))"
    )
    return run_foreground([str(python), "-P", "-c", code, *words], places, None)
