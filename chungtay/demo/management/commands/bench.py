"""`./ct bench`: repeatable measurements on the demo province."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from chungtay.core.models import Installation
from chungtay.demo.bench.excel import WriterFailed, measure_excel
from chungtay.demo.bench.figures import ResultsDiffer, measure_totals
from chungtay.demo.bench.intake import IntakeFailed, measure_intake
from chungtay.demo.bench.narrative import NoReports, measure_examples, measure_narrative
from chungtay.demo.bench.nation import DatabaseInUse
from chungtay.demo.bench.pages import PageFailed, measure_pages
from chungtay.demo.bench.rows import Row, as_json, as_table
from chungtay.demo.bench.totals_national import measure_nation

Benchmark = Callable[..., list[Row]]
BENCHMARKS: Mapping[str, Benchmark] = {"pages": measure_pages, "totals": measure_totals}
# Those that fill a database of their own; `ops.bench` gives them a temporary one.
FILLING: Mapping[str, Benchmark] = {"intake": measure_intake}
# Those that ask no database at all.
ALONE: Mapping[str, Benchmark] = {"excel": measure_excel, "narrative": measure_narrative}


class Command(BaseCommand):
    """Refuses a database that is not a demo: the run signs in as its people. Leaves nothing behind."""

    help = "Measure, each case beside a peer or a limit of the same run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which benchmark, how often, and for whom."""
        parser.add_argument(
            "name",
            nargs="?",
            choices=sorted({*BENCHMARKS, *FILLING, *ALONE}),
            help="without it, every benchmark of the demo",
        )
        parser.add_argument("--json", action="store_true", help="for a program to read")
        parser.add_argument(
            "--cells", type=int, metavar="N", help="with totals: an invented nation of about N figures, beside peers"
        )
        parser.add_argument(
            "--examples", action="store_true", help="with narrative: what people corrected, read once more"
        )
        parser.add_argument("--times", type=int, default=20, metavar="N", help="timed runs of each case (default 20)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run in one transaction that is rolled back: sessions and moments of signing in go with it."""
        if options["times"] < 1:
            raise CommandError("--times must be at least 1")
        if options["examples"]:
            if options["name"] != "narrative":
                raise CommandError("--examples goes with narrative")
            self._fill("narrative", measure_examples, as_program=options["json"])
            return
        if options["cells"] is not None:
            if options["name"] != "totals" or options["cells"] < 1:
                raise CommandError("--cells takes a number of figures, and goes with totals")
            measure = partial(measure_nation, options["cells"])
            self._fill(options["name"], measure, as_program=options["json"])
            return
        freely = {**FILLING, **ALONE}
        if options["name"] in freely:
            self._fill(options["name"], freely[options["name"]], as_program=options["json"])
            return
        names = [options["name"]] if options["name"] else sorted(BENCHMARKS)
        if options["json"] and len(names) > 1:
            raise CommandError(f"--json takes one benchmark: {', '.join(names)}")
        if not Installation.objects.filter(is_demo=True).exists():
            raise CommandError(
                _("This database is not marked as a demo, so nothing was measured. Run ./ct demo first.")
            )
        try:
            for name in names:
                self._run(name, times=options["times"], as_program=options["json"])
        except (PageFailed, ResultsDiffer) as problem:
            raise CommandError(f"{type(problem).__name__}: {problem}") from problem

    def _fill(self, name: str, measure: Benchmark, *, as_program: bool) -> None:
        try:
            rows = measure(progress=self._say)
        except (DatabaseInUse, IntakeFailed, NoReports, ResultsDiffer, WriterFailed) as problem:
            raise CommandError(f"{type(problem).__name__}: {problem}") from problem
        self._print(name, rows, as_program=as_program)

    def _run(self, name: str, *, times: int, as_program: bool) -> None:
        with transaction.atomic():
            rows = BENCHMARKS[name](times=times, progress=self._say)
            transaction.set_rollback(True)
        self._print(name, rows, as_program=as_program)

    def _print(self, name: str, rows: Sequence[Row], *, as_program: bool) -> None:
        if as_program:
            self.stdout.write(json.dumps(as_json(name, rows), ensure_ascii=False, indent=1))
            return
        for line in (name, *as_table(rows), ""):
            self.stdout.write(line)

    def _say(self, case: str) -> None:
        self.stderr.write(f"… {case}")
