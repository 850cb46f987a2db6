"""The refusals about activities, in the words of their pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import InputRefused, NotPermitted, RuleBroken


class DayNotPast(InputRefused):
    """An activity is recorded once it was held."""

    code = "programmes.day_not_past"
    message = _("This day has not come yet. Please record an activity after it was held.")


class DayTooLongAgo(InputRefused):
    """So old that its year is closed."""

    code = "programmes.day_too_long_ago"
    message = _("This day is too long ago: activities are recorded back to %(first)s. Please look at the date again.")


class CountTooLarge(InputRefused):
    """More than one activity can have."""

    code = "programmes.count_too_large"
    message = _("This number is larger than one activity can have. Please count its digits again.")


class WordNeedsReason(InputRefused):
    """A step back needs a reason that the other people concerned can read."""

    code = "programmes.word_needs_reason"
    message = _("Please say why in a few words; the other body reads it.")


class NotAPartner(InputRefused):
    """Only bodies of the same unit can be named as having held it together."""

    code = "programmes.not_a_partner"
    message = _("This body cannot be named here. Please choose one of the same unit from the list.")


class PlaceNotHere(InputRefused):
    """The place is neither the office's own unit nor below it."""

    code = "programmes.place_not_here"
    message = _("This unit is not part of your office's area. Please choose a place from the list.")


class NoLongerRecorded(RuleBroken):
    """The record was withdrawn or joined with another."""

    code = "programmes.no_longer_recorded"
    message = _("This record was withdrawn or joined with another one, so it can no longer be changed.")


class NotYourRecord(NotPermitted):
    """Only the accountable body changes a record."""

    code = "programmes.not_your_record"
    message = _("Only the accountable body changes this record. Please ask %(office)s.")


class OfferSettled(RuleBroken):
    """The other body has answered already, or the offer was taken back."""

    code = "programmes.offer_settled"
    message = _("This proposal was answered or taken back in the meantime. Please look at the page again.")


class NotTheSameEvent(RuleBroken):
    """The two records cannot be one event: another day, another unit, or joined already."""

    code = "programmes.not_the_same_event"
    message = _("These two records cannot be one event. Please look at day, kind and place of both again.")


class MessageTooLong(InputRefused):
    """More than one message."""

    code = "programmes.message_too_long"
    message = _("This is longer than a message (%(limit)s characters). A whole report is brought in under “Reports”.")


class NothingInMessage(InputRefused):
    """No activity was found in the message."""

    code = "programmes.nothing_in_message"
    message = _(
        "No activity was found in this message. A line is read when it says what was held and how many took part, "
        "for example: Thôn 3 tối 12/11 họp 68 người, 50 tờ rơi."
    )


class SecretMessageRefused(InputRefused):
    """A secrecy stamp in a message. Only that a refusal happened is kept: office and moment."""

    code = "programmes.secret_message"
    message = _(
        "This message carries a secrecy stamp, so it was refused and nothing of it was kept. "
        "Documents under a secrecy stamp must not be handled on a machine that is connected to a network."
    )


class NotAPhoto(InputRefused):
    """The file is no picture that can be opened."""

    code = "programmes.not_a_photo"
    message = _("This file is not a photograph that can be opened here. Please choose a JPEG, PNG or WebP picture.")


class TooManyPhotos(InputRefused):
    """Five pictures show an activity."""

    code = "programmes.too_many_photos"
    message = _("An activity keeps at most %(limit)s photographs. Please remove one before adding another.")
