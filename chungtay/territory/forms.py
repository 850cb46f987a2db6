"""What a reader asks of the list of units, made clean."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chungtay.core import clock
from chungtay.territory.codes import Level


class UnitsForm(forms.Form):
    """A day, a level and words to look for; all may be left out."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=120)
    on = forms.DateField(
        label=_("Map of the day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    level = forms.TypedChoiceField(
        label=_("Level"),
        required=False,
        coerce=lambda value: Level(int(value)),
        empty_value=None,
        choices=[("", _("All levels")), *[(level.value, level.label) for level in Level if level != Level.NATION]],
    )
    nation = forms.BooleanField(label=_("The whole nation"), required=False)

    @property
    def day(self) -> date:
        """The day that was asked for; today when none, or none that can be read."""
        return self.asked("on") or clock.today()

    def asked(self, name: str) -> Any:
        """A clean value, or None when it was left out or cannot be right."""
        return self.cleaned_data.get(name) if self.is_valid() or hasattr(self, "cleaned_data") else None
