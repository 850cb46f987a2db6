"""Load administrative units: the ledger that comes with the product."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from chungtay.core import clock
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

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say what was added."""
        provinces = options["province"]
        unknown = sorted(set(provinces or ()) - set(july_provinces()))
        if unknown:
            raise CommandError(_("There is no province with the code %(code)s.") % {"code": ", ".join(unknown)})
        loaded = actions.load_units(provinces, by=None, now=clock.now(), progress=self._progress)
        if loaded.events:
            done = _("Loaded %(units)s units and %(events)s events of the ledger.")
            self.stdout.write(done % {"units": loaded.units, "events": loaded.events})
        else:
            self.stdout.write(_("The units are loaded already; nothing was changed."))

    def _progress(self, what: str, done: int, total: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{what}: {done}/{total}", ending="\n" if done == total else "")
