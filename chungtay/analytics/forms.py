"""The border of this room: what people type, made clean or refused."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chungtay.analytics.errors import TargetUnreadable
from chungtay.analytics.quality.codes import Verdict
from chungtay.analytics.queries.catalogue import Catalogue
from chungtay.analytics.queries.targets import units_for_targets
from chungtay.core.scanner import quotable
from chungtay.organisations.models import Membership
from chungtay.reporting.models import Indicator

_NUMBER = re.compile(r"(?P<whole>\d{1,3}(?:[. ]\d{3})+|\d{1,15})(?:,(?P<part>\d+))?")


class TargetForm(forms.Form):
    """A target: for which unit, indicator and year, how much, and where that is written."""

    unit = forms.TypedChoiceField(label=_("Unit"), coerce=int)
    measure = forms.ChoiceField(label=_("Indicator"))
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    value = forms.CharField(label=_("Target"), max_length=24)
    source = forms.CharField(
        label=_("Where it is written"), max_length=200, help_text=_("Number and date of the plan, for example.")
    )

    def __init__(self, *args: Any, hat: Membership, catalogue: Catalogue, year: int, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = [(unit.unit_id, unit.heading) for unit in units_for_targets(hat, on)]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]  # a choice field
        self.fields["measure"].choices = [  # type: ignore[attr-defined]  # a choice field
            (section, [(each.code, each.label) for each in measures if each.of is None])
            for section, measures in catalogue.sections()
        ]
        years = [(each, str(each)) for each in range(year - 1, year + 3)]
        self.fields["year"].choices = years  # type: ignore[attr-defined]  # a choice field
        self.fields["year"].initial = year


class QualityReplyForm(forms.Form):
    """What an officer says of an odd figure; `stands_on` is what the page showed."""

    verdict = forms.ChoiceField(label=_("What do you say?"), choices=Verdict.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why, in a few words"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For a figure that is right the reason is needed. No names of citizens."),
    )
    stands_on = forms.CharField(required=False, widget=forms.HiddenInput)


def read_value(typed: str, indicator: Indicator) -> int:
    """The integer, in the indicator's scale, that `typed` states in Vietnamese notation; `TargetUnreadable` else."""
    match = _NUMBER.fullmatch(" ".join(typed.split()))
    part = (match["part"] or "").rstrip("0") if match else ""
    if match is None or len(part) > indicator.scale:
        raise TargetUnreadable(field="value", typed=quotable(typed, length=24))
    whole = int(re.sub(r"\D", "", match["whole"]))
    return int(whole * 10**indicator.scale + int(part.ljust(indicator.scale, "0") or 0))
