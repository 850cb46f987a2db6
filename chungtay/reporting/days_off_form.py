"""The border of the table of days off: which days, what they are, on which document they rest."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from chungtay.reporting.actions.days_off import NewDays

OFF, WORKED = "off", "worked"


class DocumentForm(forms.Form):
    """The document on which a change of the table rests."""

    legal_basis = forms.CharField(label=_("Document it rests on"), max_length=200)


class DaysOffForm(DocumentForm):
    """One day or a run of days; without a last day it is one day."""

    kind = forms.ChoiceField(
        label=_("What the days are"),
        choices=[(OFF, _("Days off")), (WORKED, _("Weekend days worked in exchange"))],
        widget=forms.RadioSelect,
        initial=OFF,
    )
    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    label = forms.CharField(label=_("Name"), max_length=120)
    field_order = ("kind", "first", "last", "label", "legal_basis")

    def wanted(self) -> NewDays:
        """What was typed, when it is valid."""
        given = self.cleaned_data
        return NewDays(
            given["first"],
            given["last"] or given["first"],
            given["kind"] == WORKED,
            given["label"],
            given["legal_basis"],
        )
