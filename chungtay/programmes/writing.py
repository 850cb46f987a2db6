"""The page on which a draft is written: its items, those of the plan above that it leaves out, and further rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from chungtay.core.asked import number_asked
from chungtay.programmes.forms import ItemForm, ItemForms, initial_of
from chungtay.programmes.items import ItemDraft, draft_of, kinds_of, proposed
from chungtay.programmes.models import Plan, PlanItem, PlanVersion
from chungtay.programmes.phrases import body_words, target_words
from chungtay.programmes.queries.following import parent_version
from chungtay.programmes.queries.measures import Measure, measures
from chungtay.programmes.queries.plans import (
    bodies_of,
    items_by_number,
    items_of,
    objectives_of,
    plan_day,
    units_beside,
)

FURTHER_ROWS = 2
FURTHER_OBJECTIVES = 2
OBJECTIVE = "objective-"


@dataclass(frozen=True)
class Above:
    """What the plan above says of an item, beside what is written here."""

    text: str
    lead: str
    target: str
    due_on: date


@dataclass(frozen=True)
class Option:
    """One thing to choose."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Row:
    """One item on the page: its form, and the item above that it makes concrete; None for an addition.

    Its choices are written out by the template: a widget a choice would take longer than the page may.
    """

    form: ItemForm
    above: Above | None
    may_go_up: bool = False
    may_go_down: bool = False

    @property
    def pickers(self) -> list[tuple[Any, list[Option]]]:
        """The fields of which one thing is chosen, each with its options; no objective where there is none."""
        names = ["lead", "campaign"] if len(self._choices("objective")) < 2 else ["lead", "objective", "campaign"]
        return [(self.form[name], self._options(name)) for name in names]

    @property
    def helpers(self) -> list[Option]:
        """The bodies that may help."""
        return self._options("cooperating")

    def _choices(self, name: str) -> list[tuple[Any, Any]]:
        return list(self.form.fields[name].choices)  # type: ignore[attr-defined]  # a choice field

    def _options(self, name: str) -> list[Option]:
        value = self.form[name].value()
        chosen = {str(each) for each in (value if isinstance(value, list | tuple) else [value or ""])}
        return [Option(str(key), str(label), str(key) in chosen) for key, label in self._choices(name)]


@dataclass(frozen=True)
class Sheet:
    """All that the page needs of one draft."""

    version: PlanVersion
    bodies: Mapping[str, str]
    objectives: Mapping[int, str]
    measures: Mapping[str, Measure]
    above: Mapping[int, PlanItem]
    above_bodies: Mapping[str, Any]
    left_out: Sequence[ItemDraft]

    @property
    def is_top(self) -> bool:
        """Whether the plan stands at the top, so that its objectives are written here too."""
        return self.version.plan.parent_id is None

    def forms(self, data: QueryDict | None = None) -> Any:
        """The `BaseItemForms`, filled with `data` or with what the draft says."""
        shared = {"bodies": self.bodies, "objectives": self.objectives, "measures": self.measures}
        if data is not None:
            return ItemForms(data, prefix="item", form_kwargs=shared)
        kept = [initial_of(draft_of(item), self.measures) for item in items_of(self.version)]
        absent = [initial_of(item, self.measures, left_out=True) for item in self.left_out]
        last = {"due_on": date(self.version.plan.programme.year, 11, 30), "lead": self.version.plan.organisation.kind}
        return ItemForms(initial=[*kept, *absent, *[last] * FURTHER_ROWS], prefix="item", form_kwargs=shared)

    def rows(self, forms: Any) -> list[Row]:
        """The forms, each beside the item above; a stored item may go up or down among those of its objective."""
        places: dict[str, list[int]] = {}
        for place, form in enumerate(forms.forms):
            if form["number"].value() and not form["left_out"].value():
                places.setdefault(str(form["objective"].value() or ""), []).append(place)
        down = {place for group in places.values() for place in group[:-1]}
        up = {place for group in places.values() for place in group[1:]}
        return [
            Row(form, self._above(form["parent_number"].value()), place in up, place in down)
            for place, form in enumerate(forms.forms)
        ]

    def _above(self, number: Any) -> Above | None:
        item = self.above.get(number_asked(str(number or "")) or 0)
        if item is None:
            return None
        words = target_words(item.target, item.target_unit)
        return Above(item.text, body_words(item.lead, self.above_bodies), words, item.due_on)

    def objective_fields(self) -> list[tuple[int, str]]:
        """Number and text of each objective, and some that are still to be written."""
        following = max(self.objectives, default=0)
        further = [(following + place, "") for place in range(1, FURTHER_OBJECTIVES + 1)]
        return [*self.objectives.items(), *further]


def sheet_of(version: PlanVersion, on: date) -> Sheet:
    """The sheet of a draft, as things stand on `on`."""
    plan = version.plan
    parent = parent_version(plan)
    above = items_by_number(parent)
    day = plan_day(plan.programme.year, on)
    bodies = bodies_of(plan.unit_id, day)
    known = measures()
    return Sheet(
        version=version,
        bodies={kind: body_words(kind, bodies) for kind in kinds_of(bodies)},
        objectives=objectives_of(plan, version),
        measures=known,
        above=above,
        above_bodies=bodies_of(parent.plan.unit_id, day) if parent else {},
        left_out=_left_out(plan, version, parent, kinds_of(bodies), on),
    )


def _left_out(
    plan: Plan, version: PlanVersion, parent: PlanVersion | None, kinds: frozenset[str], on: date
) -> list[ItemDraft]:
    if parent is None:
        return []
    told = set(version.items.filter(parent_number__isnull=False).values_list("parent_number", flat=True))
    shares = units_beside(parent.plan, on)
    lead = plan.organisation.kind
    return [
        proposed(item, kinds=kinds, lead=lead, share_of=shares) for item in items_of(parent) if item.number not in told
    ]


@dataclass(frozen=True)
class Move:
    """One press on “up” or “down”: of which item (by its place on the page) or objective (by its number)."""

    of: str
    key: int
    step: int

    def anchor(self, forms: Any) -> str:
        """Where the page opens afterwards: at what was moved."""
        if self.of == "objective" or self.key >= len(forms.forms):
            return f"objective-{self.key}"
        return f"item-{forms.forms[self.key].cleaned_data['number']}"


def asked_move(data: QueryDict) -> Move | None:
    """The move that was asked for, such as "item-up-3"; None for any other button."""
    of, _dash, rest = data.get("do", "").partition("-")
    way, _dash, key = rest.partition("-")
    if of not in ("item", "objective") or way not in ("up", "down") or not key.isdecimal() or len(key) > 3:
        return None
    return Move(of, int(key), -1 if way == "up" else 1)


def in_new_order(items: Sequence[ItemDraft], forms: Any, move: Move | None) -> list[ItemDraft]:
    """The kept items with one of them a place higher or lower among those under the same objective."""
    ordered = list(items)
    if move is None or move.of != "item" or move.key >= len(forms.forms) or forms.forms[move.key] not in forms.kept:
        return ordered
    place = forms.kept.index(forms.forms[move.key])
    beside = range(place + move.step, -1 if move.step < 0 else len(ordered), move.step)
    other = next((each for each in beside if ordered[each].objective == ordered[place].objective), None)
    if other is not None:
        ordered[place], ordered[other] = ordered[other], ordered[place]
    return ordered


def objectives_from(data: QueryDict, move: Move | None = None) -> dict[int, str]:
    """The objectives that were typed, by number and in their order; empty ones are left away, one may be moved."""
    typed = {
        number_asked(name.removeprefix(OBJECTIVE)) or 0: str(data[name]).strip()
        for name in data
        if name.startswith(OBJECTIVE)
    }
    found = {number: text[:300] for number, text in typed.items() if text and 0 < number < 100}
    if move is None or move.of != "objective" or move.key not in found:
        return found
    numbers = list(found)
    place = numbers.index(move.key)
    other = place + move.step
    if 0 <= other < len(numbers):
        numbers[place], numbers[other] = numbers[other], numbers[place]
    return {number: found[number] for number in numbers}
