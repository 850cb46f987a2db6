"""Found the organisations of a province in every unit that it has or had."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chungtay.core import clock
from chungtay.core.errors import ChungTayError
from chungtay.organisations.actions import name_installation
from chungtay.organisations.models import Organisation
from chungtay.organisations.names import COMMITTEE_NAME


class Command(BaseCommand):
    """Names the installation for the province and founds what is missing; safe to repeat."""

    help = "Name the installation for a province and found its organisations. The units must be loaded."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which province, and what its steering committee is called."""
        parser.add_argument("code", help="the code of the province today, such as 38")
        parser.add_argument("--committee", default=COMMITTEE_NAME, help="name of the steering committee")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say how many organisations there are."""
        try:
            name_installation(options["code"], by=None, now=clock.now(), committee=options["committee"])
        except ChungTayError as refused:
            raise CommandError(refused.sentence) from refused
        self.stdout.write(f"{Organisation.objects.count()} organisations")
