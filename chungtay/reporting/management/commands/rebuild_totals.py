"""`rebuild_totals`: make the totals again from the accepted versions."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from chungtay.reporting import totals
from chungtay.reporting.models import Totals


class Command(BaseCommand):
    """Calls `totals.rebuild`; pages show the old totals until it is done."""

    help = "Make the totals again from the accepted versions; readers keep reading meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, then say how many rows there are."""
        totals.rebuild()
        self.stdout.write(f"totals rebuilt: {Totals.objects.count()} rows")
