"""What the style-guide page shows: invented samples for every component. No database, no real place or person."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import InputRefused
from chungtay.core.paging import Page
from chungtay.documents.codes import DocumentStatus
from chungtay.reporting.codes import Certainty, Qualifier, SubmissionStatus
from chungtay.web import icons

MORNING = datetime(2026, 11, 16, 1, 30, tzinfo=UTC)
NOON = datetime(2026, 11, 16, 5, 0, tzinfo=UTC)
# Names of an invented district; the board repeats them with numbers to fill 166 cells.
PLACES = ("Hoa Lư Thượng", "Đông Phú", "Yên Trạch", "Tân Lập", "Xuân Hòa", "Bình Sơn", "Quảng Minh", "Phú Nghĩa")
STATUSES = ("accepted", "accepted", "submitted", "accepted", "due", "accepted", "overdue", "returned", "missing")


class SampleForm(forms.Form):
    """One field of each sort."""

    held_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    attendance = forms.IntegerField(
        label=_("Attendances"),
        help_text=_("Each person at each session counts once."),
        validators=[MinValueValidator(0)],
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    place = forms.CharField(label=_("Place"), required=False)
    form = forms.ChoiceField(
        label=_("Form of the session"),
        choices=[("direct", _("Face to face")), ("online", _("Online")), ("mobile", _("Loudspeaker"))],
        widget=forms.RadioSelect,
    )
    topic = forms.ChoiceField(
        label=_("Topic"),
        choices=[("", "–"), ("law", _("Law")), ("fire", _("Fire prevention")), ("net", _("Online fraud"))],
    )
    with_whom = forms.MultipleChoiceField(
        label=_("Together with"),
        choices=[("front", _("Fatherland Front")), ("women", _("Women's Union")), ("youth", _("Youth Union"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    is_joint = forms.BooleanField(
        label=_("Held together with the other side"),
        help_text=_("The other side confirms it before it counts once."),
        required=False,
    )


class SampleProblem(InputRefused):
    """A problem as an import collects it."""

    code = "web.sample_problem"
    message = _("Row %(row)s: the number of attendances is missing. Please fill it in or tick that nothing arose.")


def samples() -> dict[str, Any]:
    """The samples by the name that the template uses."""
    faulty = SampleForm({"attendance": "-3", "place": "Đông Phú", "with_whom": ["front"]}, auto_id="faulty_%s")
    faulty.is_valid()
    return {
        "form": SampleForm(initial={"attendance": 68, "form": "direct"}),
        "faulty": faulty,
        "problems": [SampleProblem(row=4), SampleProblem(row=9)],
        "statuses": ["draft", "submitted", "returned", "accepted", "frozen", "estimate", "due", "overdue", "missing"],
        "issued": DocumentStatus.ISSUED,
        "more_than": Qualifier.GT,
        "between": Qualifier.RANGE,
        "page": Page(rows=(), next_cursor="sample"),
        "tab_items": [
            {"label": _("Waiting"), "href": "#tabs", "current": True, "count": 12},
            {"label": SubmissionStatus.RETURNED.label, "href": "#tabs", "count": 3},
            {"label": SubmissionStatus.ACCEPTED.label, "href": "#tabs", "count": 1512},
        ],
        "document_steps": DocumentStatus.choices[:7],
        "step_notes": {"content_checked": "15/11/2026", "draft": "12/11/2026"},
        "pairs": [
            (_("Period"), "11/2026"),
            (_("Certainty"), Certainty.FINAL.label),
            (_("Attendances"), None),
        ],
        "entries": [
            {"at": NOON, "text": SubmissionStatus.RETURNED.label, "by": "Công an tỉnh"},
            {"at": MORNING, "text": SubmissionStatus.SUBMITTED.label, "by": "Công an xã Đông Phú"},
        ],
        "series": [312, 340, None, 298, 410, 466],
        "comparison": [("2025", 36_480), ("2026", 40_312), (_("Plan"), 38_000)],
        "last_year": "2025",
        "cells": _cells(),
        "icon_names": list(icons.PATHS),
        "moment": NOON,
        "grand_total": 1_234_567,
    }


def _cells() -> list[dict[str, Any]]:
    return [
        {
            "name": f"{PLACES[number % len(PLACES)]} {number // len(PLACES) + 1}",
            "status": STATUSES[number * 7 // 3 % len(STATUSES)],
            "href": "#unit_grid",
        }
        for number in range(166)
    ]
