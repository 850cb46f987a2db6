"""Refusals of this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import InputRefused, RuleBroken


class QuestionUnreadable(InputRefused):
    """A parameter of the address says nothing that can be asked."""

    code = "analytics.question_unreadable"
    message = _(
        "“%(typed)s” cannot be asked for under “%(field)s”. "
        "Please open the page again from the menu and choose from the lists."
    )


class TargetNotHere(RuleBroken):
    """A target for a unit that is not the office's own nor below it."""

    code = "analytics.target_not_here"
    message = _("Targets are set for the own province and its units. Please choose one of them.")


class TargetUnreadable(InputRefused):
    """The value of a target is no number of the indicator."""

    code = "analytics.target_unreadable"
    message = _("“%(typed)s” is not a number this indicator can have. Please write it as 1.234 or 1.234,5.")


class ViewNameTaken(InputRefused):
    """A person keeps a view under this name already."""

    code = "analytics.view_name_taken"
    message = _("You already keep a view named “%(name)s”. Please choose another name.")


class ViewNameMissing(InputRefused):
    """A view without a name, or with one that is too long."""

    code = "analytics.view_name_missing"
    message = _("Please give the view a name of 2 to 80 letters.")


class TooManyViews(RuleBroken):
    """More views than one can find one's way in."""

    code = "analytics.too_many_views"
    message = _("You keep %(limit)s views already. Please delete one that you no longer need.")


class ReasonMissing(InputRefused):
    """A figure is said to be right without a word why."""

    code = "analytics.reason_missing"
    message = _("Please write in a few words why the figure is right.")


class WarningMoved(RuleBroken):
    """The figure of a warning changed while somebody was answering it."""

    code = "analytics.warning_moved"
    message = _("This figure was changed while you were answering. Please read the warning again before you answer.")
