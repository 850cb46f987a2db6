"""List the named accounts of the demo, as `./ct run` prints them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from chungtay.demo.people import COMMUNE_POSTS, PROVINCE_POSTS


class Command(BaseCommand):
    """Demo accounts sign in by one press of a button on the sign-in page, on this machine alone."""

    help = "List the accounts of the demo to sign in as."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line an account."""
        for post in (*PROVINCE_POSTS, *COMMUNE_POSTS):
            self.stdout.write(f"  {post.username:22} {post.shown}")
