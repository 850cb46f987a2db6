"""The one-time address (30 minutes) with which an empty installation is named; `./ct run --empty` prints it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from chungtay.core import clock
from chungtay.core.errors import ChungTayError
from chungtay.organisations.actions import first_administrator_link


class Command(BaseCommand):
    """Prints the address; fails with one sentence when somebody administers the installation already."""

    help = "Print the one-time address with which the first administrator is created (30 minutes)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the site is reached."""
        parser.add_argument("--site", default="", help="address of the site, such as http://127.0.0.1:8000")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the link and print it."""
        try:
            token = first_administrator_link(now=clock.now())
        except ChungTayError as refused:
            raise CommandError(refused.sentence) from refused
        path = reverse("organisations:first-administrator", args=[token])
        self.stdout.write(options["site"].rstrip("/") + path)
