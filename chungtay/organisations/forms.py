"""The border of this room: what people type, made clean or refused."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership, Organisation
from chungtay.organisations.names import COMMITTEE_NAME
from chungtay.organisations.queries import PROTECTED_ROLES

PASSWORD_HINT = _("At least 10 characters; not your name, not a password that everybody uses.")


class SignInForm(LoginForm):
    """User name and password, in our words and without placeholders that vanish while one types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, login=_("User name"), password=_("Password"))
        self.fields["login"].widget.attrs.update({"autocapitalize": "none", "spellcheck": "false"})
        self.fields["shared"] = forms.BooleanField(
            label=_("Several people use this computer"),
            help_text=_("Then the session ends after 15 minutes without use and when the browser is closed."),
            required=False,
        )


class PasswordForm(ChangePasswordForm):
    """The present password and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(
            self,
            oldpassword=_("Present password"),
            password1=_("New password"),
            password2=_("New password once more"),
        )
        self.fields["password1"].help_text = PASSWORD_HINT


class RedeemForm(forms.Form):
    """A printed code and the password chosen with it."""

    code = forms.CharField(
        label=_("Code on the slip"),
        help_text=_("Twelve letters and digits in three groups. Capitals and hyphens make no difference."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )
    new_password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label=_("New password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password"].help_text = PASSWORD_HINT

    def clean(self) -> dict[str, Any]:
        """Both passwords must be the same."""
        cleaned = super().clean() or {}
        if cleaned.get("new_password") != cleaned.get("repeated"):
            self.add_error("repeated", _("The two passwords are not the same. Please type both again."))
        return cleaned


class FirstAdministratorForm(RedeemForm):
    """The province of an empty installation and its first administrator."""

    code = None  # type: ignore[assignment]  # Django's way to leave out a field of the parent
    province_code = forms.ChoiceField(label=_("Province"))
    committee = forms.CharField(
        label=_("Name of the steering committee"),
        help_text=_("As it is called in your province, without the province's name."),
        initial=COMMITTEE_NAME,
        max_length=120,
    )
    username = forms.CharField(
        label=_("User name"),
        help_text=_("Small letters without marks, digits, points and hyphens."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    display_name = forms.CharField(label=_("Name to show"), max_length=120)
    field_order = ["province_code", "committee", "username", "display_name", "new_password", "repeated"]

    def __init__(self, *args: Any, provinces: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["province_code"].choices = provinces  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """A role in one of the offices that are kept; of these only the `shown` ones stand in the list of choices."""

    organisation = forms.ModelChoiceField(label=_("Office"), queryset=Organisation.objects.none(), to_field_name="pk")
    role = forms.TypedChoiceField(label=_("Role"), choices=Role.choices, coerce=Role)
    from_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(
        self,
        *args: Any,
        hat: Membership,
        today: date,
        kept: QuerySet[Organisation],
        shown: Iterable[Organisation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["organisation"]
        chooser.queryset = kept  # type: ignore[attr-defined]
        chooser.choices = [(office.pk, office.short_name) for office in shown]  # type: ignore[attr-defined]
        self.fields["from_on"].initial = today
        if hat.role != Role.ADMINISTRATOR:
            self.fields["role"].choices = [  # type: ignore[attr-defined]
                (role.value, role.label) for role in Role if role not in PROTECTED_ROLES
            ]


class NewAccountForm(RoleForm):
    """A new account with its first role."""

    username = forms.CharField(
        label=_("User name"),
        help_text=_("Small letters without marks, digits, points and hyphens, such as ca.dongthanh."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    display_name = forms.CharField(
        label=_("Name to show"),
        help_text=_("The post or the name by which colleagues know the officer; nothing else about the person."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["username", "display_name", "organisation", "role", "from_on"]

    def clean_username(self) -> str:
        """User names are small letters; capitals typed by a telephone are forgiven."""
        return self.cleaned_data["username"].strip().lower()


class NewOfficeForm(forms.Form):
    """An agency or a school that the province manages itself, or any other office a unit lacks."""

    unit_code = forms.CharField(
        label=_("Code of the unit"),
        help_text=_("The unit in which it works; the province's code for what the province manages itself."),
        max_length=5,
    )
    kind = forms.TypedChoiceField(
        label=_("Kind"),
        choices=[(kind.value, kind.label) for kind in reversed(OrganisationKind)],
        coerce=OrganisationKind,
    )
    name = forms.CharField(label=_("Full name"), max_length=300)
    short_name = forms.CharField(label=_("Short name"), max_length=120)
    symbol = forms.CharField(label=_("Symbol on documents"), help_text=_("Such as STP."), max_length=30, required=False)
    from_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class TieForm(forms.Form):
    """Another office to stand under or to report to, from a day on."""

    office = forms.ModelChoiceField(label=_("Office"), queryset=Organisation.objects.none())
    from_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, among: QuerySet[Organisation], shown: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["office"]
        chooser.queryset = among  # type: ignore[attr-defined]
        chooser.choices = [(office.pk, office.short_name) for office in shown]  # type: ignore[attr-defined]


class LastDayForm(forms.Form):
    """The last day of a role."""

    last_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class HandOverForm(forms.Form):
    """To whom the open work goes."""

    to_membership = forms.ModelChoiceField(label=_("Hand over to"), queryset=Membership.objects.none())
    note = forms.CharField(
        label=_("Note for the colleague"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, colleagues: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["to_membership"]
        chooser.queryset = colleagues  # type: ignore[attr-defined]
        chooser.label_from_instance = colleague_label  # type: ignore[attr-defined]


class DelegationForm(forms.Form):
    """To whom a role is delegated, and for which days."""

    to = forms.ModelChoiceField(label=_("Delegate to"), queryset=Membership.objects.none())
    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, colleagues: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["to"]
        chooser.queryset = colleagues  # type: ignore[attr-defined]
        chooser.label_from_instance = colleague_label  # type: ignore[attr-defined]


class SheetForm(forms.Form):
    """The .xlsx with the accounts to open."""

    sheet = forms.FileField(
        label=_("Excel file with the accounts"),
        widget=forms.FileInput(
            attrs={"accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        ),
    )


def colleague_label(membership: Membership) -> str:
    """A colleague in a list of choices."""
    return f"{membership.user.display_name} ({Role(membership.role).label})"


def _reword(form: forms.Form, **labels: Any) -> None:
    for name, label in labels.items():
        field = form.fields[name]
        field.label = label
        field.help_text = ""
        field.widget.attrs.pop("placeholder", None)
