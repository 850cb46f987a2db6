"""What an item says while it is written: checked against the plan above, and proposed from it.

Pure but for the scanner: rows in, rows and problems out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from chungtay.core.errors import InputRefused
from chungtay.core.scanner import ForbiddenMatter, require_clean
from chungtay.organisations.codes import OrganisationKind
from chungtay.programmes.codes import COOPERATING_KINDS, LEADING_KINDS, PERCENT
from chungtay.programmes.errors import (
    DateOutsideYear,
    LaterThanParent,
    LeadNotHere,
    NoSuchParentItem,
    TargetUnreadable,
    UnknownMeasure,
    WordsNeeded,
)
from chungtay.programmes.models import PlanItem

# Local work ends this long before the day above, so that the office above can put it together.
AHEAD = timedelta(days=7)
MOST_TARGET = Decimal(10) ** 15
LONGEST_TEXT = 500


@dataclass(frozen=True)
class ItemDraft:
    """One item as somebody writes it. `number` is None for one that has none yet; see `PlanItem` for the rest."""

    text: str
    lead: str
    due_on: date
    number: int | None = None
    objective: int | None = None
    parent_number: int | None = None
    cooperating: tuple[str, ...] = ()
    indicator: str = ""
    target: Decimal | None = None
    target_unit: str = ""
    campaign: str = ""


@dataclass(frozen=True)
class Ground:
    """What the items of one plan are held against: its year, the bodies of its unit, the items of the plan above.

    `measures` are the known indicator codes with their units; empty where no catalogue is at hand.
    """

    year: int
    kinds: Collection[str]
    above: Mapping[int, PlanItem]
    measures: Mapping[str, str]


def problems_of(items: Sequence[ItemDraft], ground: Ground) -> list[InputRefused]:
    """Everything that is wrong with these items, in their order; the field of each is `<place>-<name>`."""
    return [
        problem
        for place, item in enumerate(items)
        for problem in (*_problems_of_text(item, place), *problems_of_fit(item, place, ground))
    ]


def _problems_of_text(item: ItemDraft, place: int) -> list[InputRefused]:
    if not item.text.strip():
        return [WordsNeeded(field=f"{place}-text", number=place + 1)]
    try:
        require_clean(item.text, field=f"{place}-text")
    except ForbiddenMatter as refused:
        return [refused]
    return []


def problems_of_fit(item: ItemDraft, place: int, ground: Ground) -> list[InputRefused]:
    """What is wrong with an item but for its words: who leads, the target, the day, the item above."""
    number = place + 1
    found: list[InputRefused] = []
    if item.lead not in LEADING_KINDS or item.lead not in ground.kinds:
        found.append(LeadNotHere(field=f"{place}-lead", number=number))
    found += _problems_of_target(item, place, ground)
    parent = ground.above.get(item.parent_number) if item.parent_number is not None else None
    if item.parent_number is not None and parent is None:
        found.append(NoSuchParentItem(field=f"{place}-parent_number", number=number))
    if item.due_on.year != ground.year:
        found.append(DateOutsideYear(field=f"{place}-due_on", number=number, year=ground.year))
    elif parent is not None and item.due_on > parent.due_on:
        found.append(LaterThanParent(field=f"{place}-due_on", number=number, due=f"{parent.due_on:%d/%m/%Y}"))
    return found


def _problems_of_target(item: ItemDraft, place: int, ground: Ground) -> list[InputRefused]:
    if item.target is None:
        return []
    if item.indicator not in ground.measures:
        return [UnknownMeasure(field=f"{place}-indicator", number=place + 1)]
    exact = item.target == item.target.quantize(Decimal("0.001")) if abs(item.target) < MOST_TARGET else False
    if not exact or item.target < 0:
        return [TargetUnreadable(field=f"{place}-target", number=place + 1)]
    return []


def tidy(item: ItemDraft, ground: Ground) -> ItemDraft:
    """The item as it is stored: one line of text, bodies in their order, no target without its indicator's unit."""
    here = [kind.value for kind in COOPERATING_KINDS if kind in ground.kinds and kind != item.lead]
    helping = tuple(kind for kind in here if kind in item.cooperating)
    held = item.target is not None
    return replace(
        item,
        text=" ".join(item.text.split())[:LONGEST_TEXT],
        cooperating=helping,
        indicator=item.indicator if held else "",
        target_unit=(item.target_unit or ground.measures.get(item.indicator, "")) if held else "",
    )


def proposed(parent: PlanItem, *, kinds: Collection[str], lead: str, share_of: int) -> ItemDraft:
    """What a local plan could say of an item above: its words, its share of the target, a week ahead of its day.

    `kinds` are the bodies of the unit, `lead` leads where the body that leads above does not exist there. The target
    is divided by `share_of` units and rounded up, so that the parts reach the whole; a share in percent stays.
    """
    ahead = parent.due_on - AHEAD
    return ItemDraft(
        text=parent.text,
        lead=parent.lead if parent.lead in kinds else lead,
        due_on=ahead if ahead.year == parent.due_on.year else parent.due_on,
        objective=parent.objective,
        parent_number=parent.number,
        cooperating=tuple(kind for kind in parent.cooperating if kind in kinds),
        indicator=parent.indicator,
        target=_share(parent, share_of),
        target_unit=parent.target_unit,
        campaign=parent.campaign,
    )


def _share(parent: PlanItem, share_of: int) -> Decimal | None:
    if parent.target is None or parent.target_unit == PERCENT or share_of < 2:
        return parent.target
    return (parent.target / share_of).to_integral_value(rounding=ROUND_CEILING)


def repeated(item: PlanItem) -> ItemDraft:
    """What next year's plan could say of an item of this year: the same, a year later (29 February a day earlier)."""
    due = item.due_on
    day = due - timedelta(days=1) if (due.month, due.day) == (2, 29) else due
    return replace(draft_of(item), number=None, due_on=day.replace(year=due.year + 1))


def draft_of(item: PlanItem) -> ItemDraft:
    """A stored item as it can be written on."""
    return ItemDraft(
        text=item.text,
        lead=item.lead,
        due_on=item.due_on,
        number=item.number,
        objective=item.objective,
        parent_number=item.parent_number,
        cooperating=tuple(item.cooperating),
        indicator=item.indicator,
        target=item.target,
        target_unit=item.target_unit,
        campaign=item.campaign,
    )


def kinds_of(bodies: Collection[str]) -> frozenset[str]:
    """The kinds that can stand in items of a unit: its bodies, and those of the province that a unit may name."""
    return frozenset(bodies) | {OrganisationKind.AGENCY.value, OrganisationKind.SCHOOL.value}
