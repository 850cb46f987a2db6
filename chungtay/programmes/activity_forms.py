"""The border of activities: what people type on the phone page, made clean or refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import InputRefused, ManyProblems
from chungtay.organisations.models import Membership, Organisation
from chungtay.programmes.activity_codes import ActivityKind, Audience, Channel, Topic, Word
from chungtay.programmes.activity_facts import Facts
from chungtay.programmes.models.activity import NOTE_LENGTH, VILLAGE_LENGTH
from chungtay.programmes.queries.activities import partners_to_choose
from chungtay.territory.codes import Level
from chungtay.territory.queries.units import units_on

MOST = 1_000_000
FACT_FIELDS = (
    "held_on", "village", "kind", "channel", "topic", "audience", "times", "attendance", "leaflets", "note"
)  # fmt: skip
DRAFT_FIELDS = (*FACT_FIELDS, "unit", "partners")
# Rows of the sheet of hamlets that wait for hamlets it does not know yet.
FREE_ROWS = 4
SHEET_FIGURES = ("times", "attendance", "leaflets")


class RefusableForm(forms.Form):
    """A form that shows a refusal of an action beside the field that the refusal names."""

    def refuse(self, refused: InputRefused) -> None:
        """Show `refused` at its field, or above the form when it names none of them."""
        problems = refused.problems if isinstance(refused, ManyProblems) else (refused,)
        for problem in problems:
            self.add_error(problem.field if problem.field in self.fields else None, problem.sentence)


class FactsForm(RefusableForm):
    """The facts of an activity; the most usual choices stand there already."""

    held_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    village = forms.CharField(
        label=_("Hamlet"),
        max_length=VILLAGE_LENGTH,
        required=False,
        help_text=_("For example Thôn 3; empty for the whole commune. No names of persons."),
    )
    kind = forms.ChoiceField(label=_("What was held"), choices=[("", _("Please choose")), *ActivityKind.choices])
    topic = forms.ChoiceField(label=_("Topic"), choices=Topic.choices, initial=Topic.MOVEMENT)
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices, initial=Channel.DIRECT)
    audience = forms.ChoiceField(label=_("For whom"), choices=Audience.choices, initial=Audience.PEOPLE)
    attendance = forms.IntegerField(
        label=_("Attendances (lượt)"), min_value=0, max_value=MOST, help_text=_("0 where nobody is counted.")
    )
    times = forms.IntegerField(label=_("Sessions or rounds"), min_value=1, max_value=MOST, initial=1)
    leaflets = forms.IntegerField(label=_("Leaflets handed out"), min_value=0, max_value=MOST, required=False)
    note = forms.CharField(
        label=_("Note"), max_length=NOTE_LENGTH, required=False, help_text=_("A few words; no names, no telephone.")
    )

    @property
    def facts(self) -> Facts:
        """What was typed, as facts."""
        given = self.cleaned_data
        return Facts(
            held_on=given["held_on"],
            kind=ActivityKind(given["kind"]),
            village=given["village"],
            channel=Channel(given["channel"]),
            topic=Topic(given["topic"]),
            audience=Audience(given["audience"]),
            times=given["times"],
            attendance=given["attendance"],
            leaflets=given["leaflets"] or 0,
            note=given["note"],
        )


class RecordForm(FactsForm):
    """A new activity: its facts, where it was held, and with whom."""

    unit = forms.TypedChoiceField(label=_("Place"), coerce=int)
    partners = forms.TypedMultipleChoiceField(
        label=_("Held together with"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They are asked, and see day, place and kind until they say yes."),
    )
    entry_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, hat: Membership, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office = hat.organisation
        self.bodies = {each.pk: each for each in partners_to_choose(office, on)}
        choices = [(key, each.short_name) for key, each in self.bodies.items()]
        self.fields["partners"].choices = choices  # type: ignore[attr-defined]  # a choice field
        if office.level == Level.COMMUNE:
            del self.fields["unit"]
        else:
            self.fields["unit"].choices = _places(hat, on)  # type: ignore[attr-defined]  # a choice field

    @property
    def chosen_partners(self) -> list[Organisation]:
        """The bodies that were named, as organisations."""
        return [self.bodies[key] for key in self.cleaned_data["partners"]]

    @property
    def key(self) -> UUID | None:
        """The key of this form, None when a browser lost it."""
        return self.cleaned_data.get("entry_key")


def _places(hat: Membership, on: date) -> list[tuple[int, str]]:
    below = units_on(on, level=Level.COMMUNE, under=hat.organisation.unit)
    whole = (hat.organisation.unit_id, str(_("The whole area of the office")))
    return [whole, *((version.unit_id, version.heading) for version in below)]


class CorrectionForm(FactsForm):
    """The facts written anew, and why."""

    reason = forms.CharField(label=_("Why it is corrected"), max_length=300)
    field_order = (*FACT_FIELDS, "reason")


class ReasonForm(RefusableForm):
    """A reason in a few words."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class AnswerForm(RefusableForm):
    """“Yes, together”; perhaps with the record that the own office made of the same event."""

    own = forms.TypedChoiceField(
        label=_("Our own record of it"), coerce=int, required=False, empty_value=None, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, records: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("We have not recorded it ourselves")), *records.items()]
        self.fields["own"].choices = choices  # type: ignore[attr-defined]  # a choice field


class TwinForm(RefusableForm):
    """What another body's record of the same day is."""

    MINE, THEIRS = "mine", "theirs"
    word = forms.ChoiceField(
        label=_("Is it the same event?"),
        choices=[
            (MINE, _("Yes, the same; we led it")),
            (THEIRS, _("Yes, the same; the other body led it")),
            (Word.DIFFERENT, _("No, two events")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Why they are two"), max_length=300, required=False)
    other = forms.IntegerField(widget=forms.HiddenInput)

    def word_of(self, *, i_am_first: bool) -> Word:
        """The word that is kept for the pair."""
        chosen = self.cleaned_data["word"]
        if chosen == Word.DIFFERENT:
            return Word.DIFFERENT
        return Word.FIRST_LED if (chosen == self.MINE) == i_am_first else Word.SECOND_LED


class MessageForm(RefusableForm):
    """A message as it came."""

    text = forms.CharField(label=_("The message"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8}))


class SheetForm(RefusableForm):
    """What all rows of a sheet of hamlets have in common."""

    held_on = FactsForm.base_fields["held_on"]
    kind = FactsForm.base_fields["kind"]
    topic = FactsForm.base_fields["topic"]
    channel = FactsForm.base_fields["channel"]
    audience = FactsForm.base_fields["audience"]


class SheetRowForm(RefusableForm):
    """One hamlet: sessions, attendances, leaflets; an empty row records nothing."""

    village = forms.CharField(label=_("Hamlet"), max_length=VILLAGE_LENGTH, required=False)
    times = forms.IntegerField(label=_("Sessions or rounds"), min_value=1, max_value=MOST, required=False)
    attendance = forms.IntegerField(label=_("Attendances (lượt)"), min_value=0, max_value=MOST, required=False)
    leaflets = forms.IntegerField(label=_("Leaflets handed out"), min_value=0, max_value=MOST, required=False)

    @property
    def is_filled(self) -> bool:
        """Whether any figure was typed."""
        return any(self.cleaned_data.get(name) is not None for name in SHEET_FIGURES)

    def clean(self) -> dict[str, Any]:
        """A row with figures names its hamlet."""
        given = super().clean() or {}
        if any(given.get(name) is not None for name in SHEET_FIGURES) and not given.get("village"):
            self.add_error("village", _("Please name the hamlet of these figures."))
        return given


SheetRows = forms.formset_factory(SheetRowForm, extra=FREE_ROWS, max_num=200, absolute_max=200)


def draft_fields(post: QueryDict, form: RecordForm) -> dict[str, str | list[str]]:
    """What is kept of a half-filled form, each field as text, several boxes as a list.

    A day, a number or a choice that the form would refuse is not kept: anything may be typed there.
    """
    form.is_valid()
    return {
        name: post.getlist(name) if name == "partners" else post.get(name, "")[:NOTE_LENGTH]
        for name in DRAFT_FIELDS
        if name in post and name in form.cleaned_data
    }
