"""`./ct user code NAME`: a one-time sign-in code for an account, printed on the machine itself."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chungtay.core import clock
from chungtay.core.errors import ChungTayError
from chungtay.organisations.actions import issue_one_time_code
from chungtay.organisations.models import User


class Command(BaseCommand):
    """Prints the code and until when it is good."""

    help = "Print a one-time sign-in code for the account NAME."

    def add_arguments(self, parser: CommandParser) -> None:
        """The user name."""
        parser.add_argument("name", metavar="NAME", help="the user name of the account")

    def handle(self, *args: Any, **options: Any) -> None:
        """Issue the code, or say in one sentence why not."""
        user = User.objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError(f"No account has the user name {options['name']!r}.")
        try:
            self.stdout.write(issue_one_time_code(user, by=None, now=clock.now()))
        except ChungTayError as refused:
            raise CommandError(refused.sentence) from refused
