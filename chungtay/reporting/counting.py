"""From activities to the figures of a form. Which kind counts in which cell is data: `data/activity_figures.psv`.

Pure but for the file of that data, which is read once: no query.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from chungtay.programmes.queries.activities import Counted
from chungtay.reporting.codes import CellPart
from chungtay.reporting.contents import CellFigure
from chungtay.reporting.layout import FormLayout, LayoutRow
from chungtay.reporting.versions import asks_for_shared_work

FILE = Path(__file__).parent / "data" / "activity_figures.psv"
EVERY_KIND = "*"


@dataclass(frozen=True, slots=True)
class FigureRule:
    """One measure of one kind of activity counts in an indicator, and by audience in one of its categories."""

    kind: str
    measure: str
    indicator: str
    categories: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Share:
    """What one activity adds to a cell."""

    activity_version_id: int
    amount: int
    is_joint: bool
    is_led_elsewhere: bool


@dataclass(slots=True)
class FromActivities:
    """The figure of one cell as activities give it, and the shares it is made of."""

    row: LayoutRow
    shares: list[Share] = field(default_factory=list)

    @property
    def figure(self) -> CellFigure:
        """The figure with *trong đó phối hợp* and *trong đó bên khác chủ trì* where the form knows them."""
        value = sum(share.amount for share in self.shares)
        if not asks_for_shared_work(self.row):
            return CellFigure(value)
        joint = sum(share.amount for share in self.shares if share.is_joint)
        elsewhere = sum(share.amount for share in self.shares if share.is_led_elsewhere)
        return CellFigure(value, joint=joint, led_elsewhere=elsewhere)


@lru_cache(maxsize=1)
def figure_rules() -> tuple[FigureRule, ...]:
    """All rules, as the data file has them."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(_rule(row) for row in csv.DictReader(lines, delimiter="|"))


def _rule(row: Mapping[str, str]) -> FigureRule:
    pairs = (pair.partition("=") for pair in row["categories"].split(",") if pair)
    categories = {audience: code for audience, _equals, code in pairs}
    return FigureRule(row["kind"], row["measure"], row["indicator"], categories)


def figures_from(counted: Iterable[Counted], layout: FormLayout) -> dict[int, FromActivities]:
    """The cells of a form that activities fill, by their numbers, in the order of the form.

    An indicator that knows no joint work counts an activity for the body that led it alone: nobody could take it out
    of the sum again.
    """
    rules: dict[str, list[FigureRule]] = {}
    for rule in figure_rules():
        rules.setdefault(rule.kind, []).append(rule)
    places = _places(layout)
    found: dict[int, FromActivities] = {}
    for one in counted:
        for rule in (*rules.get(one.activity.kind, ()), *rules[EVERY_KIND]):
            amount = getattr(one.activity, rule.measure)
            for row in _rows(rule, one.activity.audience, places):
                if amount and (asks_for_shared_work(row) or not one.is_led_elsewhere):
                    share = Share(one.version_id, amount, one.is_joint, one.is_led_elsewhere)
                    found.setdefault(row.number, FromActivities(row)).shares.append(share)
    order = {number: place for place, number in enumerate(layout.cells)}
    return dict(sorted(found.items(), key=lambda item: order[item[0]]))


def _places(layout: FormLayout) -> dict[tuple[str, str], LayoutRow]:
    kept = (CellPart.TOTAL, CellPart.CATEGORY)
    return {(row.indicator.code, row.cell.category): row for row in layout.rows if row.cell.part in kept}


def _rows(rule: FigureRule, audience: str, places: Mapping[tuple[str, str], LayoutRow]) -> Iterator[LayoutRow]:
    for category in ("", rule.categories.get(audience)):
        if category is not None and (rule.indicator, category) in places:
            yield places[rule.indicator, category]
