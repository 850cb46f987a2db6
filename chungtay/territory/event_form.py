"""The form of one event: the units that are chosen and what they become, written as the lines of a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chungtay.core import clock
from chungtay.territory.codes import EventKind, UnitKind
from chungtay.territory.proposal_sheet import KIND_WORDS, NO, YES, Line, blank_line, first_day

FORM_KINDS = (
    EventKind.MERGE,
    EventKind.SPLIT,
    EventKind.RENAME,
    EventKind.RETYPE,
    EventKind.RECODE,
    EventKind.REPARENT,
)
SPLIT_ROWS = 6
# Which fields of a target an event of this kind needs.
ASKED = {
    EventKind.MERGE: ("code", "name", "unit_kind", "parent"),
    EventKind.SPLIT: ("code", "name", "unit_kind", "parent", "share"),
    EventKind.RENAME: ("name",),
    EventKind.RETYPE: ("unit_kind",),
    EventKind.RECODE: ("code",),
    EventKind.REPARENT: ("parent",),
}
_HUNDREDTHS_OF_PERCENT = Decimal(10_000)


class NewProposalForm(forms.Form):
    """What kind of event, from which day, on which legal basis."""

    title = forms.CharField(label=_("What is proposed"), max_length=200)
    kind = forms.ChoiceField(label=_("Event"), choices=[(kind.value, kind.label) for kind in FORM_KINDS])
    day = forms.DateField(label=_("Takes effect on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    basis = forms.CharField(label=_("Legal basis"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def first_line(self) -> Line:
        """The line that the page of units continues."""
        given = self.cleaned_data
        return blank_line(
            event="1",
            line="2",
            kind=KIND_WORDS[EventKind(given["kind"])],
            day=f"{given['day']:%d/%m/%Y}",
            basis=given["basis"],
            note=given["note"],
        )


class SheetForm(forms.Form):
    """A sheet with many events."""

    title = forms.CharField(label=_("What is proposed"), max_length=200)
    sheet = forms.FileField(
        label=_("Sheet of changes"),
        help_text=_("Excel (.xlsx) or CSV in UTF-8, at most 2 MB and 3,000 lines."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class TargetForm(forms.Form):
    """What becomes of the chosen units: one new unit, or one of several."""

    code = forms.CharField(label=_("Code"), required=False, max_length=5, widget=forms.TextInput(attrs={"size": 6}))
    name = forms.CharField(label=_("Name"), required=False, max_length=120)
    unit_kind = forms.ChoiceField(
        label=_("Kind of unit"),
        required=False,
        choices=[("", "–"), *[(kind.value, kind.label) for kind in UnitKind if kind.word]],
    )
    parent = forms.CharField(label=_("Code of the unit above"), required=False, max_length=5)
    share = forms.CharField(
        label=_("Share in percent"),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


class EventForm:
    """Units and targets of one event, restored from its lines and from what was typed.

    `chosen` are codes; `is_saved` says that the reader is done, otherwise a unit was added, removed or looked for.
    """

    def __init__(self, lines: Sequence[Line], typed: Mapping[str, Any] | None) -> None:
        self.head = dict(lines[0]) if lines else blank_line(event="1", line="2")
        words = {word: kind for kind, word in KIND_WORDS.items()}
        self.kind = words.get(self.head["kind"], EventKind.MERGE)
        self.typed = typed
        self.chosen = list(dict.fromkeys(line["before"] for line in lines if line["before"]))
        self.asked = ASKED.get(self.kind, ())
        self.is_split = self.kind is EventKind.SPLIT
        act, _colon, code = str((typed or {}).get("do", "")).partition(":")
        self.is_saved = act == "save"
        self.search = str((typed or {}).get("q", "")).strip() if act == "search" else ""
        if act == "add" and code not in self.chosen:
            self.chosen = [code] if self.is_split else [*self.chosen, code]
        if act == "remove":
            self.chosen = [one for one in self.chosen if one != code]
        self._restore(lines)

    def _restore(self, lines: Sequence[Line]) -> None:
        stored = _targets(lines)
        count = SPLIT_ROWS if self.is_split else 1
        self.targets = [
            TargetForm(
                self.typed if self.typed is not None else None,
                initial=stored[place] if place < len(stored) else {},
                prefix=f"t{place}",
            )
            for place in range(count)
        ]
        for target in self.targets:
            target.is_valid()
        default = next((place for place, line in enumerate(stored) if line["default"] == YES), 0)
        self.default = str((self.typed or {}).get("default", default))
        self.is_reviewed = bool((self.typed or {}).get("reviewed")) if self.typed is not None else any(
            line["reviewed"] == YES for line in stored
        )  # fmt: skip

    @property
    def rows(self) -> list[tuple[TargetForm, list[Any]]]:
        """Each target with the fields that are asked."""
        return [(target, [target[name] for name in self.asked]) for target in self.targets]

    @property
    def eve(self) -> date:
        """The day before the event, on whose map units are looked for; today when none is named."""
        day = first_day([self.head])
        return day - timedelta(days=1) if day else clock.today()

    def title(self, former: str) -> str:
        """The title as it was typed, else as it was."""
        return str((self.typed or {}).get("title", "")).strip() or former

    def lines(self) -> list[Line]:
        """What is chosen and typed as lines of a sheet; a draft has at least one."""
        targets = [self._cells(place, target) for place, target in enumerate(self.targets)]
        written = [
            cells for cells in targets if any(cells.get(name) for name in ("after", "name", "unit_kind", "parent"))
        ]
        written = written or [targets[0]]
        pairs = [{**cells, "before": code} for code in self.chosen or [""] for cells in written]
        head = {name: self.head[name] for name in ("event", "kind", "day", "basis", "note")}
        return [blank_line(**{**head, **pair, "line": str(number)}) for number, pair in enumerate(pairs, start=2)]

    def _cells(self, place: int, target: TargetForm) -> Line:
        given = target.cleaned_data if target.is_bound and hasattr(target, "cleaned_data") else target.initial
        cells = {
            "after": str(given.get("code", "")),
            "name": str(given.get("name", "")),
            "unit_kind": str(given.get("unit_kind", "")),
            "parent": str(given.get("parent", "")),
        }
        if self.is_split:
            cells["share"] = _millionths(str(given.get("share", "")))
            cells["default"] = YES if self.default == str(place) else NO
            cells["reviewed"] = YES if self.is_reviewed else NO
        return cells


def _targets(lines: Sequence[Line]) -> list[dict[str, str]]:
    first = next((line["before"] for line in lines), "")
    return [
        {
            "code": line["after"],
            "name": line["name"],
            "unit_kind": line["unit_kind"],
            "parent": line["parent"],
            "share": _percent(line["share"]),
            "default": line["default"],
            "reviewed": line["reviewed"],
        }
        for line in lines
        if line["before"] == first
    ]


def _millionths(percent: str) -> str:
    """Percent as typed ("62,5") in parts of a million; what is no percentage stays, to be refused with its line."""
    if not percent:
        return ""
    try:
        share = Decimal(percent.replace(",", ".").replace("%", "").strip()) * _HUNDREDTHS_OF_PERCENT
    except InvalidOperation:
        return percent
    return str(int(share)) if share == int(share) and share >= 0 else percent


def _percent(millionths: str) -> str:
    if not millionths.isdecimal():
        return millionths
    return f"{(Decimal(millionths) / _HUNDREDTHS_OF_PERCENT).normalize():f}".replace(".", ",")
