"""`./ct demo`: rebuild the demo province."""

from __future__ import annotations

from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chungtay.core.errors import ChungTayError
from chungtay.demo.build import STAGES, build


class Command(BaseCommand):
    """Refuses a database that holds accounts and is not marked as demo."""

    help = "Rebuild the demo province: 2021 and today. The stage moves 2021."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Stage and seed."""
        parser.add_argument("--stage", choices=STAGES, default="today")
        parser.add_argument("--seed", type=int, default=2021, help="same seed, same province")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, and say how far it has come."""
        started = monotonic()

        def progress(label: str, number: int, whole: int) -> None:
            self.stdout.write(f"[{number}/{whole}] {label} … ({monotonic() - started:.0f} giây)")
            self.stdout.flush()

        try:
            build(options["stage"], seed=options["seed"], progress=progress)
        except ChungTayError as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"Tỉnh minh họa đã dựng xong sau {monotonic() - started:.0f} giây.")
