"""The error tree: a person reads a sentence, a machine reads a code.

Raised in actions and rules, caught once in `web.middleware`. Each room adds leaves in its own words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Message = str | Promise


class ChungTayError(Exception):
    """A refusal a person can act on.

    `code` never changes once published; `message` is a translated template with named placeholders, filled
    from `data` when it is shown, so that the language is the reader's.
    """

    code: ClassVar[str] = "core.error"
    http_status: ClassVar[int] = 500
    message: ClassVar[Message] = _("The work could not be finished. Nothing was changed; please try again.")

    def __init__(self, **data: Any) -> None:
        super().__init__(self.code)
        self.data = data

    @property
    def sentence(self) -> str:
        """What happened, to which thing, and what to do next, in the reader's language."""
        return str(self.message) % self.data if self.data else str(self.message)

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence}"


class InputRefused(ChungTayError):
    """What was typed cannot be right; `field` in `data` names where."""

    code = "core.input_refused"
    http_status = 400
    message = _("This cannot be right. Please look at what was typed and try again.")

    @property
    def field(self) -> str | None:
        """The field that must be changed, or None when it is about the whole input."""
        return self.data.get("field")


class ManyProblems(InputRefused):
    """Everything that is wrong with one input, place by place, instead of the first mistake alone."""

    code = "core.many_problems"
    message = _("%(count)s places need a correction before this can be stored.")

    def __init__(self, problems: Sequence[InputRefused]) -> None:
        super().__init__(count=len(problems))
        self.problems = tuple(problems)


class NotText(InputRefused):
    """A character that no text in the database can hold."""

    code = "core.not_text"
    message = _("What was sent holds a character that cannot be stored. Please type it again instead of pasting it.")


class RuleBroken(ChungTayError):
    """Well-formed, but a rule forbids it."""

    code = "core.rule_broken"
    http_status = 409
    message = _("A rule of the programme does not allow this.")


class NotFound(ChungTayError):
    """One answer, whether the thing does not exist or may not be seen."""

    code = "core.not_found"
    http_status = 404
    message = _("This page does not exist, or it is not for your role. Please go back to today's work.")


class NotPermitted(ChungTayError):
    """It may be seen; this may not be done to it, by this person, now."""

    code = "core.not_permitted"
    http_status = 403
    message = _("Your role does not allow this step. Please ask the person responsible in your office.")


class Stale(ChungTayError):
    """Somebody was faster."""

    code = "core.stale"
    http_status = 409
    message = _("Somebody changed this while you were looking at it. Please look at both versions and choose.")


class Unavailable(ChungTayError):
    """Not the fault of the reader nor of the input; safe to try again."""

    code = "core.unavailable"
    http_status = 503
    message = _("The system is busy just now. Nothing was lost; please try again in a minute.")


def require(allowed: bool, error: ChungTayError | None = None) -> None:
    """Raise `error` (default `NotPermitted`) unless `allowed`."""
    if not allowed:
        raise error or NotPermitted()
