"""The border: what people type about frameworks, plans and what plans rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import InputRefused
from chungtay.core.vietnamese import fold
from chungtay.programmes.codes import COOPERATING_KINDS, LEADING_KINDS, Campaign, DisseminationForm
from chungtay.programmes.items import ItemDraft
from chungtay.programmes.queries.measures import Measure
from narrative.numbers import format_number, typed_number

MOST_ITEMS = 80
# What the column of a target holds.
LARGEST, MOST_DECIMALS = 10**15, 3


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RefusableForm(forms.Form):
    """A form that shows a refusal of an action beside the field that the refusal names."""

    def refuse(self, refused: InputRefused) -> None:
        """Show `refused` at its field, or above the form when it names none of them."""
        field = refused.field if refused.field in self.fields else None
        self.add_error(field, refused.sentence)


class FrameworkForm(RefusableForm):
    """A framework that was signed."""

    symbol = forms.CharField(label=_("Number and symbol"), max_length=60)
    dated = forms.DateField(label=_("Date"), widget=_day())
    bodies = forms.CharField(label=_("Who signed it"), max_length=300)
    subject = forms.CharField(label=_("Summary"), max_length=400)
    first_year = forms.IntegerField(label=_("First year"), min_value=2000, max_value=2200)
    last_year = forms.IntegerField(label=_("Last year"), min_value=2000, max_value=2200)

    def clean(self) -> dict[str, Any]:
        """A framework ends after it begins."""
        given = super().clean() or {}
        if given.get("first_year", 0) > given.get("last_year", 9999):
            self.add_error("last_year", _("The last year is not before the first."))
        return given


class BasisForm(RefusableForm):
    """A document that the plan rests on."""

    symbol = forms.CharField(label=_("Number and symbol"), max_length=60)
    dated = forms.DateField(label=_("Date"), widget=_day())
    body = forms.CharField(label=_("Issuing body"), max_length=200)
    summary = forms.CharField(label=_("Summary"), max_length=400)


class SpreadForm(RefusableForm):
    """On which day, and how, the office made a document known."""

    on = forms.DateField(label=_("Made known on"), widget=_day())
    form = forms.ChoiceField(label=_("How"), choices=DisseminationForm.choices)


class ReasonForm(RefusableForm):
    """Why a plan is returned or amended."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class ItemForm(RefusableForm):
    """One item as it is written; what it makes concrete was chosen when the draft began."""

    number = forms.IntegerField(required=False, widget=forms.HiddenInput)
    parent_number = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What shall be done"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    target = forms.CharField(label=_("Target"), required=False, max_length=24)
    due_on = forms.DateField(label=_("To be done by"), widget=_day())
    lead = forms.ChoiceField(label=_("Who leads"))
    cooperating = forms.MultipleChoiceField(label=_("Who helps"), required=False, widget=forms.CheckboxSelectMultiple)
    indicator = forms.CharField(label=_("Indicator of the target"), required=False, max_length=200)
    objective = forms.TypedChoiceField(label=_("Objective"), required=False, coerce=int, empty_value=None)
    campaign = forms.ChoiceField(label=_("Linked campaign"), required=False, choices=[("", "–"), *Campaign.choices])
    left_out = forms.BooleanField(label=_("Leave this item out"), required=False)

    def __init__(
        self,
        *args: Any,
        bodies: Mapping[str, str],
        objectives: Mapping[int, str],
        measures: Mapping[str, Measure],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.codes = {fold(measure.label): code for code, measure in measures.items()}
        for name, choices in (
            ("lead", [(kind.value, bodies[kind]) for kind in LEADING_KINDS if kind in bodies]),
            ("cooperating", [(kind.value, bodies[kind]) for kind in COOPERATING_KINDS if kind in bodies]),
            ("objective", [("", "–"), *objectives.items()]),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # these are choice fields

    def clean_target(self) -> Decimal | None:
        """The target as an exact number; None where nothing is asked."""
        typed = self.cleaned_data["target"].strip().removesuffix("%")
        if not typed:
            return None
        number = typed_number(typed)
        if number is None or number.whole >= LARGEST or len(number.decimals) > MOST_DECIMALS:
            raise forms.ValidationError(_("Please write the number like 1.250 or 12,5."))
        return number.value

    def clean_indicator(self) -> str:
        """The code of the indicator whose words were chosen from the list."""
        typed = self.cleaned_data["indicator"].strip()
        return self.codes.get(fold(typed), typed)

    @property
    def is_left_out(self) -> bool:
        """Not wanted: ticked so, or a further row that nobody wrote in."""
        given = self.cleaned_data
        return bool(given["left_out"]) or not (given["text"].strip() or given["parent_number"])

    @property
    def draft(self) -> ItemDraft:
        """The item as the action takes it."""
        given = self.cleaned_data
        return ItemDraft(
            text=given["text"],
            lead=given["lead"],
            due_on=given["due_on"],
            number=given["number"],
            objective=given["objective"],
            parent_number=given["parent_number"],
            cooperating=tuple(given["cooperating"]),
            indicator=given["indicator"],
            target=given["target"],
            campaign=given["campaign"],
        )


def initial_of(item: ItemDraft, measures: Mapping[str, Measure], *, left_out: bool = False) -> dict[str, Any]:
    """What a form of `item` shows before anybody types."""
    return {
        "number": item.number,
        "parent_number": item.parent_number,
        "text": item.text,
        "target": format_number(item.target) if item.target is not None else "",
        "due_on": item.due_on,
        "lead": item.lead,
        "cooperating": list(item.cooperating),
        "indicator": measures[item.indicator].label if item.indicator in measures else item.indicator,
        "objective": item.objective,
        "campaign": item.campaign,
        "left_out": left_out,
    }


class BaseItemForms(forms.BaseFormSet):
    """The items of a draft, each a form; those left out and further rows that stay empty are passed over."""

    forms: Sequence[ItemForm]  # type: ignore[assignment]  # of this class alone

    @property
    def kept(self) -> list[ItemForm]:
        """The forms of items that are wanted, in their order."""
        return [form for form in self.forms if not form.is_left_out]

    def refuse(self, problems: Sequence[InputRefused]) -> list[InputRefused]:
        """Show each problem `<place>-<field>` in its form; those that are about something else come back."""
        kept, others = self.kept, []
        for problem in problems:
            place, _dash, name = (problem.field or "").partition("-")
            if not place.isdecimal():
                others.append(problem)
                continue
            form = kept[int(place)]
            form.add_error(name if name in form.fields else None, problem.sentence)
        return others


ItemForms = forms.formset_factory(
    ItemForm, formset=BaseItemForms, extra=0, max_num=MOST_ITEMS, absolute_max=MOST_ITEMS, validate_max=True
)
