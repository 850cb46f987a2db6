"""Refusals of the catalogue of reports, of asking for more time, and of reminding."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import InputRefused, RuleBroken


class PeriodNotFree(InputRefused):
    """A new entry holds from a period for which no report was asked for yet."""

    code = "reporting.period_not_free"
    message = _("The reports of this period were already asked for. Please choose a later period.")


class NothingAsked(InputRefused):
    """An entry that asks for no figure is no entry."""

    code = "reporting.nothing_asked"
    message = _("Please tick at least one figure, or leave the entry as it is.")


class IndicatorElsewhere(InputRefused):
    """An outline asks for indicators of its own set."""

    code = "reporting.indicator_elsewhere"
    message = _("“%(indicator)s” does not belong to this report. Please open the page again.")


class NobodySends(InputRefused):
    """A report that no office owes is no report."""

    code = "reporting.nobody_sends"
    message = _("Please tick at least one kind of office and one level that send this report.")


class SendersOfOtherSide(InputRefused):
    """A coordinator binds the offices of the own side alone."""

    code = "reporting.senders_of_other_side"
    message = _(
        "Only the coordinator of their own side adds or leaves out offices that send a report. Please leave the "
        "offices of the other side as they are."
    )


class DeadlinesOutOfOrder(InputRefused):
    """Whoever consolidates needs at least a working day after those below."""

    code = "reporting.deadlines_out_of_order"
    message = _(
        "Each level needs at least one working day more than the level below, which it consolidates. "
        "Please enter 1 or more, then a larger number for each level above."
    )


class PeriodAhead(RuleBroken):
    """Reports are asked for once their period has begun."""

    code = "reporting.period_ahead"
    message = _("This period begins on %(first)s. Its reports can be asked for from that day on.")


class DaysChangeNothing(InputRefused):
    """A Saturday off, or a Wednesday worked in exchange: the table of days off would say what holds anyway."""

    code = "reporting.days_change_nothing"
    message = _(
        "Offices rest at weekends and work from Monday to Friday anyway, so these days change nothing. Please look at "
        "the dates and at what they are."
    )


class DaysTooMany(InputRefused):
    """A run of days off of more than a month is a slip of the pen."""

    code = "reporting.days_too_many"
    message = _("From the first to the last day there may be 1 to %(most)s days. Please look at the dates.")


class DaysTooFar(InputRefused):
    """A year that nobody plans for is a slip of the pen."""

    code = "reporting.days_too_far"
    message = _("The table of days off is kept from %(first)s to %(last)s. Please look at the year.")


class RequestWaits(RuleBroken):
    """One request for more time at a time."""

    code = "reporting.request_waits"
    message = _("Your office has asked for more time already. Please wait for the answer of %(office)s.")


class RequestAnswered(RuleBroken):
    """A request for more time is answered once."""

    code = "reporting.request_answered"
    message = _("This request was answered already. Open the report to see the deadline.")


class AlreadySent(RuleBroken):
    """More time is for reports that were not sent."""

    code = "reporting.already_sent"
    message = _("This report was sent already, so it needs no more time.")


class NobodyMissing(RuleBroken):
    """There is nobody to urge."""

    code = "reporting.nobody_missing"
    message = _("Every report of this period has been sent. There is nobody to remind.")


class NoMailRelay(RuleBroken):
    """Nothing is sent without the province's own relay."""

    code = "reporting.no_mail_relay"
    message = _("This installation has no mail relay. Please copy the reminder instead, or ask who runs the server.")


class NotAnAddress(InputRefused):
    """What was typed is no mail address."""

    code = "reporting.not_an_address"
    message = _("This is not a mail address. Please write the official mailbox of the office, or leave it blank.")
