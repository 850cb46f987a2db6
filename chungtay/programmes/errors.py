"""The refusals of this room, in its own words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import InputRefused, NotFound, NotPermitted, RuleBroken, Stale


class NoSuchPlan(NotFound):
    """The plan does not exist, or is not for this hat."""

    code = "programmes.no_such_plan"
    message = _("This plan does not exist, or it is not for your role. Please go back to the list of plans.")


class NotYourPlan(NotPermitted):
    """A plan is written by officers of its own office."""

    code = "programmes.not_your_plan"
    message = _("Only officers of %(office)s write this plan. Please ask a colleague there.")


class NotYourProgramme(NotPermitted):
    """Frameworks and the programme of a year are the province's."""

    code = "programmes.not_your_programme"
    message = _(
        "Frameworks and programmes are recorded by the coordinators of police and Front of the province. "
        "Please ask them."
    )


class NotYourApproval(NotPermitted):
    """Another person of the office approves; where nobody can, a leader of the office above."""

    code = "programmes.not_your_approval"
    message = _(
        "This plan is approved by another person than its writer: a leader of %(office)s, or of the office above "
        "where %(office)s has none."
    )


class NotYourAgreement(NotPermitted):
    """The partner of a joint plan agrees, by a person who is not its writer."""

    code = "programmes.not_your_agreement"
    message = _("An officer of the partner agrees to this plan, who is not its writer. Please ask that office.")


class NothingFromAbove(RuleBroken):
    """The item above is not another one than it was, or somebody decided on it already."""

    code = "programmes.nothing_from_above"
    message = _(
        "This item of the plan above was decided on already, or it is no other one than before. "
        "Please open the plan again to see what is left."
    )


class PlanOutOfOrder(RuleBroken):
    """Steps of a plan are taken in their order."""

    code = "programmes.plan_out_of_order"
    message = _("This plan is at the step “%(status)s”, so this cannot be done to it now. Please open its page again.")


class PlanChanged(Stale):
    """Somebody saved the draft after it was opened here."""

    code = "programmes.plan_changed"
    message = _(
        "%(person)s saved this draft after you opened it. Your changes were not stored; "
        "please open the draft in a second window, take over what is missing there and save again."
    )


class PlanExists(RuleBroken):
    """An office has one plan of its own, a unit one joint plan, for each year."""

    code = "programmes.plan_exists"
    message = _("A plan of %(year)s is there already. Please open it from the list of plans.")


class ProgrammeExists(RuleBroken):
    """A province has one programme a year."""

    code = "programmes.programme_exists"
    message = _("The programme of %(year)s is open already.")


class FrameworkExists(RuleBroken):
    """A framework is recorded once."""

    code = "programmes.framework_exists"
    message = _("The framework %(symbol)s is recorded already.")


class NoFramework(RuleBroken):
    """A year's programme stands on a framework in force."""

    code = "programmes.no_framework"
    message = _("No framework of the province covers %(year)s. Please record the framework first.")


class NothingAbove(RuleBroken):
    """A local plan begins once the plan above was sent down."""

    code = "programmes.nothing_above"
    message = _("No plan of %(year)s was sent down to %(office)s yet. It can be made concrete as soon as it is.")


class NoPartner(RuleBroken):
    """A joint plan needs police and Front in the unit."""

    code = "programmes.no_partner"
    message = _("There is no partner of the other side in this unit, so the plan cannot be a joint one.")


class EmptyPlan(RuleBroken):
    """A plan without items says nothing."""

    code = "programmes.empty_plan"
    message = _("This plan has no item yet. Please write at least one before it is laid before the approver.")


class NotAgreedYet(RuleBroken):
    """A joint plan is approved after its partner agreed."""

    code = "programmes.not_agreed_yet"
    message = _("%(partner)s has not agreed to this joint plan yet. Please ask them first.")


class ReasonNeeded(InputRefused):
    """A return and an amendment say why."""

    code = "programmes.reason_needed"
    message = _("Please write the reason in a sentence; it is kept with the plan.")


class WordsNeeded(InputRefused):
    """A field was left empty."""

    code = "programmes.words_needed"
    message = _("Item %(number)s: please write what shall be done.")


class DateOutsideYear(InputRefused):
    """Planned work ends within the year."""

    code = "programmes.date_outside_year"
    message = _("Item %(number)s: the day must lie in %(year)s.")


class LaterThanParent(InputRefused):
    """What makes an item concrete is not done later than the item."""

    code = "programmes.later_than_parent"
    message = _("Item %(number)s: the plan above asks for it by %(due)s; please choose that day or an earlier one.")


class NoSuchParentItem(InputRefused):
    """An item makes concrete an item of the plan above, as it stands there."""

    code = "programmes.no_such_parent_item"
    message = _("Item %(number)s names an item that the plan above does not have. Please choose again.")


class UnknownMeasure(InputRefused):
    """A target is held against an indicator of the catalogue."""

    code = "programmes.unknown_measure"
    message = _("Item %(number)s: a target needs an indicator of the catalogue. Please choose one.")


class TargetUnreadable(InputRefused):
    """A target that is no number of three decimals at most, or less than nothing."""

    code = "programmes.target_unreadable"
    message = _("Item %(number)s: the target cannot be read as a number. Please write it like 1.250 or 12,5.")


class LeadNotHere(InputRefused):
    """A body that does not exist in the unit cannot lead there."""

    code = "programmes.lead_not_here"
    message = _("Item %(number)s: please choose a body of this unit that leads.")


class BasisExists(InputRefused):
    """A document is recorded once an office."""

    code = "programmes.basis_exists"
    message = _("The document %(symbol)s of this day is recorded already.")


class DateInFuture(InputRefused):
    """What is recorded has happened."""

    code = "programmes.date_in_future"
    message = _("This day lies in the future. Please type the day on which it happened.")


class BeforeTheDocument(InputRefused):
    """A document is made known after its day."""

    code = "programmes.before_the_document"
    message = _("The document is of %(dated)s; it cannot have been made known before. Please look at the day again.")
