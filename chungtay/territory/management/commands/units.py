"""`./ct units load|list|show`: the ledger of administrative units on the command line."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from chungtay.core import clock
from chungtay.core.errors import ChungTayError, ManyProblems
from chungtay.territory import actions, queries
from chungtay.territory.codes import Level
from chungtay.territory.models import UnitVersion
from chungtay.territory.phrases import span_text

LEVELS = {"province": Level.PROVINCE, "district": Level.DISTRICT, "commune": Level.COMMUNE}


class Command(BaseCommand):
    """Reads on any day; writes only through `load`."""

    help = "Load, list and show administrative units on a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The three subcommands."""
        subcommands = parser.add_subparsers(dest="subcommand", required=True, metavar="load|list|show")
        load = subcommands.add_parser("load", help="load the ledger that comes with the product")
        load.add_argument("--province", action="append", metavar="CODE", help="one province; may be repeated")
        load.add_argument("--nation", action="store_true", help="all 34 provinces (the default)")
        load.add_argument("--file", type=Path, help="events of your own ledger (CSV), on top of what is loaded")
        load.add_argument(
            "--boundaries", type=Path, metavar="FILE", help="a layer of areas (GeoJSON, TopoJSON) by code"
        )
        load.add_argument(
            "--on", type=_day, default=None, metavar="YYYY-MM-DD", help="the day of the layer; today else"
        )
        load.add_argument("--partial", action="store_true", help="leave out areas of the layer that do not fit")
        listing = subcommands.add_parser("list", help="list the units that stand on a day")
        listing.add_argument("--on", type=_day, default=None, metavar="YYYY-MM-DD", help="the day; today when left out")
        listing.add_argument("--under", metavar="CODE", help="only below this unit")
        listing.add_argument("--level", choices=sorted(LEVELS), help="only this level")
        show = subcommands.add_parser("show", help="show one unit, its history and what became of it")
        show.add_argument("code", help="the code of the unit on that day")
        show.add_argument("--on", type=_day, default=None, metavar="YYYY-MM-DD", help="the day; today when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one subcommand; a refusal is one sentence and a non-zero end."""
        try:
            getattr(self, f"_{options['subcommand']}")(**options)
        except ChungTayError as refusal:
            raise CommandError(refusal.sentence) from refusal

    def _load(self, *, province: list[str] | None, nation: bool, file: Path | None, **options: Any) -> None:
        layer: Path | None = options.get("boundaries")
        if sum(map(bool, (province, nation, file, layer))) > 1:
            raise CommandError(_("Please give one of --province, --nation, --file and --boundaries."))
        if layer:
            self._load_boundaries(layer, options["on"] or clock.today(), is_partial=options["partial"])
            return
        call_command("load_units", province=province, nation=nation, file=file, stdout=self.stdout)

    def _load_boundaries(self, layer: Path, on: date, *, is_partial: bool) -> None:
        try:
            content = layer.read_bytes()
        except OSError as problem:
            raise CommandError(_("The file %(file)s cannot be read.") % {"file": layer}) from problem
        try:
            loaded = actions.load_boundaries(content, on=on, by=None, now=clock.now(), is_partial=is_partial)
        except ManyProblems as refusal:
            told = [problem.sentence for problem in refusal.problems]
            raise CommandError("\n".join([refusal.sentence, *told])) from refusal
        for refused in loaded.refused:
            self.stderr.write(refused.sentence)
        done = _("Stored %(stored)s boundaries; %(unchanged)s stood so already; %(refused)s areas did not fit.")
        counts = {"stored": loaded.stored, "unchanged": loaded.unchanged, "refused": len(loaded.refused)}
        self.stdout.write(done % counts)

    def _list(self, *, on: date | None, under: str | None, level: str | None, **_options: Any) -> None:
        day = on or clock.today()
        above = queries.unit_by_code(under, day) if under else None
        found = queries.units_on(day, level=LEVELS[level] if level else None, under=above)
        count = 0
        for version in found.iterator(chunk_size=2000):
            self.stdout.write(f"{version.code}\t{version.heading}")
            count += 1
        self.stderr.write(_("%(count)s units on %(day)s.") % {"count": count, "day": f"{day:%d/%m/%Y}"})

    def _show(self, *, code: str, on: date | None, **_options: Any) -> None:
        day = on or clock.today()
        version = queries.version_by_code(code, day)
        self.stdout.write(f"{version.code}\t{version.heading}")
        for above in queries.ancestors_on(version.unit, day):
            self.stdout.write(f"  < {above.code}\t{above.heading}")
        for past in queries.history(version.unit):
            self.stdout.write(f"  {span_text(past.validity)}\t{past.code}\t{past.heading}\t{past.event.legal_basis}")
        origins = queries.origins_of(version.unit)
        heirs = queries.heirs_of(version.unit)
        names = queries.names_at_last([row.from_unit_id for row in origins] + [row.to_unit_id for row in heirs])
        self._links("+", [names[row.from_unit_id] for row in origins])
        self._links(">", [names[row.to_unit_id] for row in heirs])

    def _links(self, sign: str, versions: list[UnitVersion]) -> None:
        for version in versions:
            self.stdout.write(f"  {sign} {version.code}\t{version.heading}\t{span_text(version.validity)}")


def _day(text: str) -> date:
    return date.fromisoformat(text)
