"""The refusals of this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import InputRefused, NotPermitted, RuleBroken


class UserNameTaken(InputRefused):
    """Another account has this user name."""

    code = "organisations.user_name_taken"
    message = _("The user name %(username)s is taken. Please choose another one, for example with the commune's name.")


class UserNameMalformed(InputRefused):
    """A user name is made of plain small letters, digits, points and hyphens."""

    code = "organisations.user_name_malformed"
    message = _(
        "The user name “%(username)s” cannot be used. "
        "Please use 3 to 60 small letters without marks, digits, points and hyphens."
    )


class ShownNameMissing(InputRefused):
    """An account must show a name."""

    code = "organisations.shown_name_missing"
    message = _("The name to show is missing. Please type the post or the name by which colleagues know the officer.")


class NotInYourCare(NotPermitted):
    """The account or the office is not one this hat keeps."""

    code = "organisations.not_in_your_care"
    message = _(
        "This account is not in your care: it also works elsewhere, or its office is not below yours. "
        "Please ask the system administrator."
    )


class RoleNotYoursToGive(NotPermitted):
    """Auditor and administrator are given by an administrator alone."""

    code = "organisations.role_not_yours_to_give"
    message = _("The role “%(role)s” is given by the system administrator only.")


class RoleAlreadyHeld(RuleBroken):
    """The same role in the same office over the same days."""

    code = "organisations.role_already_held"
    message = _("%(name)s already has the role “%(role)s” there on these days.")


class RoleHasEnded(RuleBroken):
    """A role that is over cannot be ended or handed over again."""

    code = "organisations.role_has_ended"
    message = _("This role has already ended. Nothing was changed.")


class OfficeNotThere(RuleBroken):
    """The organisation does not exist on that day."""

    code = "organisations.office_not_there"
    message = _("%(office)s does not exist on %(on)s. Please choose a day on which it does, or its successor.")


class CodeNotValid(InputRefused):
    """The printed code is unknown, used, or too old: one answer for the three."""

    code = "organisations.code_not_valid"
    message = _(
        "This code is not valid: it was mistyped, was used already, or is too old. "
        "Please look at the slip again, or ask the keeper of accounts for a new one."
    )


class PasswordRefused(InputRefused):
    """The chosen password is too easy; `reasons` says why."""

    code = "organisations.password_refused"
    message = _("This password is too easy to guess: %(reasons)s")


class AccountClosed(RuleBroken):
    """The account was closed."""

    code = "organisations.account_closed"
    message = _("The account %(username)s is closed. Please ask the keeper of accounts to open it again.")


class SignInLocked(RuleBroken):
    """Too many wrong passwords for this account on this device."""

    code = "organisations.sign_in_locked"
    message = _(
        "Too many wrong passwords: for this account, sign-in is closed on this device for %(minutes)s minutes. "
        "If you forgot the password, ask the keeper of accounts of your office or of the office above "
        "for a printed code; with it you can sign in at once."
    )


class HandOverToSelf(RuleBroken):
    """Work passes from one officer to another of the same office."""

    code = "organisations.hand_over_within_one_office"
    message = _("Work is handed over to another officer of the same office. Please choose one.")


class TreeMakesCircle(RuleBroken):
    """The organisation would stand above itself."""

    code = "organisations.tree_makes_circle"
    message = _("%(office)s would stand above itself. Please choose another office above it.")


class LinkNotValid(InputRefused):
    """The one-time link of an empty installation is unknown, used or older than its half hour."""

    code = "organisations.link_not_valid"
    message = _(
        "This link is not valid: it was used already or is older than 30 minutes. "
        "Please start again with ./ct run --empty, which prints a new one."
    )


class AlreadyNamed(RuleBroken):
    """The installation already has its province and administrator."""

    code = "organisations.already_named"
    message = _("This installation already has its province and its administrator. Please sign in.")


class ProvinceUnknown(InputRefused):
    """No province has this code today."""

    code = "organisations.province_unknown"
    message = _("No province has the code %(province_code)s today. Please choose one from the list.")


class DemoOnly(NotPermitted):
    """Sign-in without a password is for demo people, on a demo database, from the same machine."""

    code = "organisations.demo_only"
    message = _("This way in is open only in a demonstration on this very machine. Please sign in with a password.")


class NotYoursToDelegate(NotPermitted):
    """A role is delegated by its holder, or by who leads the office or one above in its line."""

    code = "organisations.not_yours_to_delegate"
    message = _("A role is delegated by who holds it, or by a leader of the office. Please ask one of them.")


class RoleNotDelegated(RuleBroken):
    """Keeping accounts, administration and reading everything stay with the person."""

    code = "organisations.role_not_delegated"
    message = _("This role cannot be delegated. Please ask the keeper of accounts to give it to a colleague.")


class DelegatedFurther(RuleBroken):
    """What was delegated is not delegated further."""

    code = "organisations.delegated_further"
    message = _("You wear this role by delegation, so it cannot be passed on. Please ask its holder.")


class SameOfficeOnly(InputRefused):
    """A role is delegated to another officer of the same office."""

    code = "organisations.same_office_only"
    message = _("A role is delegated to another officer of the same office. Please choose a colleague.")


class DelegationDays(InputRefused):
    """The days of a delegation lie ahead, inside the roles of both, and are not many."""

    code = "organisations.delegation_days"
    message = _(
        "A delegation runs from today or later, at most %(most)s days, while both officers have their roles. "
        "Please choose other days."
    )


class AlreadyHolds(InputRefused):
    """The colleague has this role anyway."""

    code = "organisations.already_holds"
    message = _("This colleague has the role on these days anyway. Please choose another colleague or other days.")
