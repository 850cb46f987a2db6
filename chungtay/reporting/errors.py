"""The refusals of this room, in its own words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import InputRefused, NotPermitted, RuleBroken, Unavailable


class FigureRefused(InputRefused):
    """A figure that cannot be right; `field` names its place and `label` the row of the form."""

    code = "reporting.figure_refused"
    message = _("%(label)s: this figure cannot be right. Please look at it again.")


class NotAWholeNumber(FigureRefused):
    """What was typed is no number this cell can hold."""

    code = "reporting.not_a_number"
    message = _(
        "%(label)s: “%(written)s” is not a number that can be stored. "
        "Please write it with digits, for example 1.234 (a point for thousands)."
    )


class NumberInWords(FigureRefused):
    """Millions and the like must be written out, so that nothing is rounded on the way."""

    code = "reporting.number_in_words"
    message = _(
        "%(label)s: please write “%(written)s” out in digits, for example 1.200.000 instead of 1,2 triệu, "
        "and choose “about” or “more than” beside it when it is rounded."
    )


class PartOfUnitNotAllowed(FigureRefused):
    """A count has no digits after the comma, or more than the indicator keeps."""

    code = "reporting.too_many_decimals"
    message = _(
        "%(label)s: “%(written)s” has a comma, which separates decimals; this figure keeps %(scale)s of them. "
        "For thousands please use a point: 1.234."
    )


class NumberTooLarge(FigureRefused):
    """Larger than any figure of a programme."""

    code = "reporting.number_too_large"
    message = _("%(label)s: “%(written)s” is larger than any figure here can be. Please count its digits again.")


class JointAboveValue(FigureRefused):
    """Work done jointly is part of all work."""

    code = "reporting.joint_above_value"
    message = _(
        "%(label)s: “of which joint” (%(joint)s) is more than the figure itself (%(value)s). "
        "It is a part of the figure, so please correct one of the two."
    )


class LedElsewhereAboveJoint(FigureRefused):
    """Work led by another body is part of joint work."""

    code = "reporting.led_elsewhere_above_joint"
    message = _(
        "%(label)s: “of which led by another body” (%(led_elsewhere)s) is more than the joint work it is a part of "
        "(%(joint)s). Please correct one of the two."
    )


class RangeWithoutEnd(FigureRefused):
    """A range has two ends, the second higher."""

    code = "reporting.range_without_end"
    message = _("%(label)s: a range needs a second figure that is higher than the first. Please fill it in.")


class SharedWorkOnly(FigureRefused):
    """Parts of joint work are asked only where several bodies may report the same event."""

    code = "reporting.shared_work_only"
    message = _("%(label)s: joint work is not asked for this figure. Please leave that field blank.")


class CellNotInForm(FigureRefused):
    """The figure is for a place that this form does not have."""

    code = "reporting.cell_not_in_form"
    message = _("This form has no place %(label)s. Please open the form again.")


class NotAReport(InputRefused):
    """What a program sent has not the form of a report."""

    code = "reporting.not_a_report"
    message = _(
        "What was sent cannot be read as a report: please look at “%(place)s”. Nothing was stored. "
        "How a report is written for sending is described in docs/rules/submissions.md."
    )


class TypeUnknown(InputRefused):
    """A model type that is not in the list."""

    code = "reporting.type_unknown"
    message = _("There is no type of model with the code %(key)s. Please choose it from the list.")


class NothingToSubmit(RuleBroken):
    """A submission with every cell blank says nothing."""

    code = "reporting.nothing_to_submit"
    message = _(
        "The form is still empty. Please fill in at least one figure, "
        "or press “Nothing arose” in each section where nothing happened."
    )


class NoDraft(RuleBroken):
    """There is nothing that could be sent."""

    code = "reporting.no_draft"
    message = _("There is no draft to send for this report. Please fill in the form or bring in a text first.")


class WarningsUnanswered(RuleBroken):
    """Each warning needs a reason before the figures are sent."""

    code = "reporting.warnings_unanswered"
    message = _(
        "%(count)s figures look unusual. Please correct them, or say in a few words why they are right, "
        "then send the report again."
    )


class NotOpenForEntry(RuleBroken):
    """What was sent is sealed: it is completed after a return, or corrected after acceptance."""

    code = "reporting.not_open_for_entry"
    message = _(
        "This report was sent on %(sent_on)s and cannot be changed now. "
        "If a figure is wrong, please ask the receiving office to return it."
    )


class AlreadyAccepted(RuleBroken):
    """Its figures are in the totals already: from there on it is reopening or a correction."""

    code = "reporting.already_accepted"
    message = _(
        "This report was accepted by %(office)s. To change a figure, write a correction, "
        "or ask %(office)s to open it again and say why."
    )


class AcceptedMeanwhile(RuleBroken):
    """A colleague accepted what was shown as waiting."""

    code = "reporting.accepted_meanwhile"
    message = _("%(person)s accepted this report in the meantime. There is nothing left to do for it.")


class ReturnedMeanwhile(RuleBroken):
    """A colleague returned what was shown as waiting."""

    code = "reporting.returned_meanwhile"
    message = _("%(person)s returned this report in the meantime. It comes back here when the unit sends it again.")


class SentAgain(RuleBroken):
    """Another version than the one that was shown waits now."""

    code = "reporting.sent_again"
    message = _("The unit sent this report again after you opened the list. Please look at the new version.")


class HasWarnings(RuleBroken):
    """Accepting by rule takes only reports without a warning."""

    code = "reporting.has_warnings"
    message = _("This report has a warning, so it is not accepted together with others. Please look at it by itself.")


class NothingChosen(InputRefused):
    """Reports are accepted together once at least one is ticked."""

    code = "reporting.nothing_chosen"
    message = _("Please tick at least one report, then accept.")


class NotSubmitted(RuleBroken):
    """Only what was submitted can be returned or accepted."""

    code = "reporting.not_submitted"
    message = _(
        "This report has not been sent yet, so there is nothing to decide. Please wait until the unit sends it."
    )


class NotAccepted(RuleBroken):
    """Only an accepted report can be reopened or corrected."""

    code = "reporting.not_accepted"
    message = _("This report is not accepted yet: please complete the draft, or wait for the decision.")


class SubmissionFrozen(RuleBroken):
    """The figures stand in a frozen consolidation."""

    code = "reporting.submission_frozen"
    message = _(
        "The figures of this report are frozen in the consolidation of %(period)s. "
        "To change them, please ask the office that froze it to open it again and say why."
    )


class DaysOverlap(RuleBroken):
    """Another accepted report of the same lineage of units covers some of the same days."""

    code = "reporting.days_overlap"
    message = _(
        "The days %(first)s to %(last)s were already accepted in the report of %(office)s. "
        "Please return this report, so that it is written for the remaining days only."
    )


class NoDaysLeft(RuleBroken):
    """Accepted reports of the same lineage of units cover every day of the period."""

    code = "reporting.no_days_left"
    message = _(
        "Every day of this period is already covered by accepted reports, among them that of %(office)s. "
        "If one of them is wrong, please ask the receiving office to open it again."
    )


class ReasonMissing(InputRefused):
    """A step back needs a reason."""

    code = "reporting.reason_missing"
    message = _("Please say in a few words why, so that the office knows what to complete.")


class NotLater(InputRefused):
    """An extended deadline lies after the present one."""

    code = "reporting.not_later"
    message = _("Please choose a day after the present deadline (%(due)s).")


class WrongReceiver(InputRefused):
    """A returned report goes to an officer of the office that wrote it."""

    code = "reporting.wrong_receiver"
    message = _("Please choose an officer of the office that wrote the report.")


class OwnSubmission(NotPermitted):
    """Nobody accepts what they sent themselves."""

    code = "reporting.own_submission"
    message = _("You sent this report yourself, so another person of your office must accept or return it.")


class ApproverSends(NotPermitted):
    """Where an approver is appointed, the approver sends."""

    code = "reporting.approver_sends"
    message = _("Your office has an appointed approver, who sends the report. Please lay it before them.")


class ConflictsOpen(RuleBroken):
    """Two people filled a cell in differently and nobody chose yet."""

    code = "reporting.conflicts_open"
    message = _(
        "In %(count)s fields two people wrote different figures. Please open the form and choose one of the two first."
    )


class ConflictSettled(RuleBroken):
    """Somebody chose before."""

    code = "reporting.conflict_settled"
    message = _("A colleague has chosen between these two figures already. Please open the form again to see which.")


class NothingToCopy(RuleBroken):
    """There is no accepted report before this one."""

    code = "reporting.nothing_to_copy"
    message = _("There is no accepted report of an earlier period to copy from. Please fill in the figures.")


class ReaderBusy(Unavailable):
    """All readers are at work."""

    code = "reporting.reader_busy"
    message = _(
        "Several reports are being read just now. Nothing was kept of your file; please send it again in a minute."
    )


class FormFileRefused(InputRefused):
    """A file that is no filled in form of this report; nothing of it was kept."""

    code = "reporting.form_file_refused"
    message = _("This file is not the form of this report, so nothing of it was kept. Please download the form again.")


class FormFileUnknown(FormFileRefused):
    """Without the marks of a form that was given out here."""

    code = "reporting.form_file_unknown"
    message = _(
        "This file was not made by “Download the form” of this system, or its hidden sheet was removed. "
        "Please download the form, copy your figures into it and bring that file in."
    )


class FormFileOfAnotherOffice(FormFileRefused):
    """Given out for another office."""

    code = "reporting.form_file_of_another_office"
    message = _(
        "This file is the form of %(found)s, but this report is that of %(wanted)s. "
        "Please choose the right file, or download the form of this report."
    )


class FormFileOfAnotherPeriod(FormFileRefused):
    """Given out for another period."""

    code = "reporting.form_file_of_another_period"
    message = _(
        "This file is the form for %(found)s, but this report is for %(wanted)s. "
        "Please choose the right file, or download the form of this report."
    )


class FormFileOfAnotherVersion(FormFileRefused):
    """Given out before the form was changed."""

    code = "reporting.form_file_of_another_version"
    message = _(
        "The form has changed since this file was downloaded. "
        "Please download it again and copy your figures into the new one."
    )


class FormFileWithPersons(FormFileRefused):
    """Columns with names, telephone or identity numbers; nothing of the file was looked at further."""

    code = "reporting.form_file_with_persons"
    message = _(
        "This file holds matter about persons, which must not be kept here: %(columns)s. "
        "Please delete these whole columns or cells in the file, save it and bring it in again."
    )


class FormFileTooOld(FormFileRefused):
    """What was read of a file was not taken for more than an hour, or was changed on its way."""

    code = "reporting.form_file_too_old"
    message = _("What was read of the file waited for too long. Please bring the file in again.")


class NoActivities(RuleBroken):
    """No activity of the period was recorded."""

    code = "reporting.no_activities"
    message = _(
        "No activity of this period is recorded for your office, so there is nothing to fill in. "
        "Please record activities first, or type the figures."
    )


class MessageLength(InputRefused):
    """Nothing was written, or more than a short message."""

    code = "reporting.message_length"
    message = _(
        "Please write a message of up to %(longest)s characters. What takes longer belongs in the report itself."
    )
