"""Refusals of this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import InputRefused


class QuestionUnreadable(InputRefused):
    """A parameter of the address says nothing that can be asked."""

    code = "analytics.question_unreadable"
    message = _(
        "“%(typed)s” cannot be asked for under “%(field)s”. "
        "Please open the page again from the menu and choose from the lists."
    )
