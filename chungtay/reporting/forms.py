"""The border of reports: what people type and bring in, made clean or refused, everything at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from chungtay.core.asked import number_asked
from chungtay.core.scanner import quotable, require_clean
from chungtay.reporting.codes import Certainty, IndicatorKind, Qualifier
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.errors import (
    FigureRefused,
    NotAWholeNumber,
    NumberInWords,
    NumberTooLarge,
    PartOfUnitNotAllowed,
)
from chungtay.reporting.layout import FormLayout, LayoutRow
from chungtay.reporting.versions import asks_for_shared_work
from narrative.numbers import typed_number

_MAGNITUDE = re.compile(r"\d\s*(?:nghìn|ngàn|triệu|tỷ|tỉ|tr|k)\b", re.IGNORECASE)
LARGEST = 10**15
SHOWN = 24
# The places of a row by the first letter of its fields' names.
PLACES = {"v": "value", "h": "high", "j": "joint", "e": "led_elsewhere", "c": "cumulative"}


@dataclass
class FormReading:
    """What came from the form: contents that can be stored, what cannot, and the words as they were typed."""

    contents: Contents
    problems: list[FigureRefused] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)


def read_number(written: str, row: LayoutRow, *, name: str) -> int | None:
    """The integer, in the scale of the row, that `written` states in Vietnamese notation; None when blank.

    "1.234" and "1 234" are a thousand and more; "1,5" has one decimal. Words are refused, never guessed.
    """
    text = " ".join(written.split())
    if not text:
        return None
    number = typed_number(text)
    if number is None:
        raise (NumberInWords if _MAGNITUDE.search(text) else NotAWholeNumber)(**_told(text, row, name))
    scale = row.indicator.scale
    if len(number.decimals) > scale:
        raise PartOfUnitNotAllowed(scale=scale, **_told(text, row, name))
    value = number.whole * 10**scale + int(number.decimals.ljust(scale, "0") or 0)
    if value >= LARGEST:
        raise NumberTooLarge(**_told(text, row, name))
    return value


def _told(text: str, row: LayoutRow, name: str) -> dict[str, str]:
    return {"field": name, "label": row.label, "written": quotable(text, length=SHOWN)}


def read_figures(layout: FormLayout, post: QueryDict) -> FormReading:
    """The figures of the hand form. A wrong field is left out of the contents and listed in `problems`."""
    problems: list[FigureRefused] = []
    figures: dict[int, CellFigure] = {}
    written: dict[str, str] = {}
    for row in layout.rows:
        figures[row.number] = _read_row(row, post, problems, written)
    contents = Contents(
        figures={cell: figure for cell, figure in figures.items() if not figure.is_blank},
        certainty=Certainty.ESTIMATE if post.get("certainty") == Certainty.ESTIMATE else Certainty.FINAL,
        no_joint_work="no_joint_work" in post,
        keys=_read_keys(layout, post),
        answers=read_answers(post),
        reason=require_clean(post.get("reason", "").strip(), field="reason"),
    )
    return FormReading(contents, problems, written)


def wrong_cells(problems: Iterable[object]) -> set[int]:
    """The cells of fields that could not be read."""
    fields = (problem.field or "" for problem in problems if isinstance(problem, FigureRefused))
    return {int(name[2:]) for name in fields if name[2:].isdecimal()}


def _read_row(row: LayoutRow, post: QueryDict, problems: list[FigureRefused], written: dict[str, str]) -> CellFigure:
    numbers: dict[str, int | None] = {}
    for letter in _letters(row):
        name = f"{letter}-{row.number}"
        written[name] = post.get(name, "")
        try:
            numbers[PLACES[letter]] = read_number(written[name], row, name=name)
        except FigureRefused as problem:
            problems.append(problem)
    qualifier = _read_qualifier(post.get(f"q-{row.number}", ""))
    value = numbers.get("value")
    if qualifier is not Qualifier.RANGE:
        numbers["high"] = None
    is_nil = value == 0 and post.get(f"n-{row.number}") == "1"
    return CellFigure(qualifier=qualifier if value is not None else Qualifier.EQ, is_nil=is_nil, **numbers)


def _letters(row: LayoutRow) -> Iterable[str]:
    return PLACES if asks_for_shared_work(row) else ("v", "h", "c")


def _read_qualifier(written: str) -> Qualifier:
    asked = number_asked(written)
    return Qualifier(asked) if asked in Qualifier.values else Qualifier.EQ


def _read_keys(layout: FormLayout, post: QueryDict) -> Mapping[int, tuple[str, ...]]:
    named = {}
    for row in layout.rows:
        if row.indicator.kind == IndicatorKind.DISTINCT:
            chosen = tuple(sorted(filter(None, post.getlist(f"k-{row.number}"))))
            if chosen:
                named[row.number] = chosen
    return named


def read_answers(post: QueryDict) -> dict[str, str]:
    """The reasons given for warnings, by their keys; each passes the scanner."""
    prefix = "answer-"
    return {
        name.removeprefix(prefix): require_clean(text.strip(), field=name)
        for name, text in post.items()
        if name.startswith(prefix) and isinstance(text, str) and text.strip()
    }


class ReasonForm(forms.Form):
    """A reason in a few words."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), strip=True)


class MessageForm(forms.Form):
    """A short message about a report."""

    text = forms.CharField(label=_("Message"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}), strip=True)


class ExtensionForm(ReasonForm):
    """More time: until when, and why."""

    until = forms.DateField(label=_("New deadline"), widget=forms.DateInput(attrs={"type": "date"}))
    field_order = ("until", "reason")


class ReturnForm(ReasonForm):
    """Return for completion: why, and to whom."""

    to = forms.TypedChoiceField(label=_("To"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args: object, people: Iterable[tuple[int, str]] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through as they came
        self.fields["to"].choices = [("", _("Whoever sent it")), *people]  # type: ignore[attr-defined]


class FormFileForm(forms.Form):
    """A filled in form as .xlsx."""

    file = forms.FileField(label=_("The filled in form (.xlsx)"), allow_empty_file=True)

    @property
    def name_and_content(self) -> tuple[str, bytes]:
        """The name and the bytes that came in."""
        file: UploadedFile = self.cleaned_data["file"]
        return file.name or "", file.read()


class IncomingForm(forms.Form):
    """A report as a file or as pasted text; exactly one of the two."""

    file = forms.FileField(label=_("Word, PDF or Excel file"), required=False, allow_empty_file=True)
    text = forms.CharField(
        label=_("Or paste the text"),
        required=False,
        strip=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    keep_file = forms.BooleanField(
        label=_("Keep the file itself as well"),
        required=False,
        help_text=_("Only possible when nothing in it had to be left out. The text with its figures is always kept."),
    )

    def clean(self) -> dict[str, object]:
        """Refuse nothing at all and both at once."""
        given = super().clean() or {}
        has_file, has_text = bool(given.get("file")), bool((given.get("text") or "").strip())
        if has_file == has_text:
            raise forms.ValidationError(
                _("Please choose one file or paste a text, not both.")
                if has_file
                else _("Please choose a file or paste the text of the report.")
            )
        return given

    @property
    def name_and_content(self) -> tuple[str, bytes]:
        """The name and the bytes that came in; a pasted text has no name."""
        file: UploadedFile | None = self.cleaned_data["file"]
        return (file.name or "", file.read()) if file else ("", self.cleaned_data["text"].encode())
