"""`./ct export`: the star schema for research."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from chungtay.analytics.research.export import export


class Command(BaseCommand):
    """Writes Parquet files and a dictionary. Nothing about persons; small counts of sensitive indicators hidden."""

    help = "Write accepted figures as Parquet files with a data dictionary, for research."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="a folder that is new or empty")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say each table, then how many rows it has."""
        rows = export(options["out"], progress=lambda name: self.stderr.write(f"… {name}"))
        for name, count in rows.items():
            self.stdout.write(f"{name}.parquet  {count}")
