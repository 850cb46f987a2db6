"""Load administrative units: the ledger that comes with the product."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from chungtay.core import clock
from chungtay.core.errors import ChungTayError, ManyProblems
from chungtay.territory import actions
from chungtay.territory.sources import july_provinces


class Command(BaseCommand):
    """Idempotent: what is there already is left alone."""

    help = "Load the ledger of administrative units of the nation, or of one province."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One province, several, or (the default) the nation."""
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--province", action="append", metavar="CODE", help="code since 1 July 2025; may be repeated"
        )
        which.add_argument("--nation", action="store_true", help="all 34 provinces (the default)")
        which.add_argument("--file", type=Path, help="events of your own ledger (CSV), on top of what is loaded")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say what was added; refusals name every line that is wrong."""
        try:
            loaded = self._from_file(options["file"]) if options.get("file") else self._shipped(options["province"])
        except ManyProblems as refusal:
            told = [problem.sentence for problem in refusal.problems]
            raise CommandError("\n".join([refusal.sentence, *told])) from refusal
        except ChungTayError as refusal:
            raise CommandError(refusal.sentence) from refusal
        if loaded.events:
            done = _("Loaded %(units)s units and %(events)s events of the ledger.")
            self.stdout.write(done % {"units": loaded.units, "events": loaded.events})
        else:
            self.stdout.write(_("The units are loaded already; nothing was changed."))

    def _from_file(self, path: Path) -> actions.Loaded:
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as problem:
            raise CommandError(_("The file %(file)s cannot be read as UTF-8 text.") % {"file": path}) from problem
        return actions.enter_ledger(text, by=None, now=clock.now())

    def _shipped(self, provinces: list[str] | None) -> actions.Loaded:
        unknown = sorted(set(provinces or ()) - set(july_provinces()))
        if unknown:
            raise CommandError(_("There is no province with the code %(code)s.") % {"code": ", ".join(unknown)})
        return actions.load_units(provinces, by=None, now=clock.now(), progress=self._progress)

    def _progress(self, what: str, done: int, total: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{what}: {done}/{total}", ending="\n" if done == total else "")
