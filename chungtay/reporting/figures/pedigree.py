"""What a total stands on: the units below it and the unit's own accepted versions; and the claims beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import F, QuerySet

from chungtay.organisations.codes import Line
from chungtay.reporting.codes import Certainty, Covers, IndicatorKind, Qualifier
from chungtay.reporting.figures.frame import Frame, looked_up
from chungtay.reporting.figures.maps import WHOLE
from chungtay.reporting.figures.plan import PeriodPlan, plans_for
from chungtay.reporting.figures.reading import Total, kind_of, totals
from chungtay.reporting.figures.sums import Place
from chungtay.reporting.models import Cell, StockSpan, SubmissionVersion
from chungtay.territory.models import UnitVersion


@dataclass(frozen=True, slots=True)
class Child:
    """A unit one level below on the map shown, with its total."""

    unit_id: int
    total: Total


@dataclass(frozen=True, slots=True)
class Standing:
    """An accepted version whose figure stands in a total directly.

    `value` is what it states, `counted` what of it is in the total: less *bên khác chủ trì* on the line `all`, and
    times `share` where the figure came from a unit that ended. `names` are what a distinct indicator counts.
    """

    version: SubmissionVersion
    unit_id: int
    organisation_id: int
    line: str
    period_id: int
    value: int | None
    counted: Fraction
    share: Fraction
    qualifier: Qualifier
    certainty: Certainty
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contributions:
    """What a total is the sum of (for distinct: the union of)."""

    children: tuple[Child, ...]
    versions: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """An accepted figure that is never added, beside the total that was computed; `difference` is claim less total."""

    version: SubmissionVersion
    unit_id: int
    period_id: int
    cell: int
    organisation_id: int
    line: str
    value: int
    qualifier: Qualifier
    computed: Total | None
    difference: Fraction | None


def contributions(
    unit_id: int, period_id: int, cell: int, *, line: str = Line.ALL, map_day: date | None = None
) -> Contributions:
    """The child units that have a total of their own, in their dictionary order, and the unit's own versions.

    For flows and stocks children and versions add up to the total. Same map and same rules as `totals`.
    """
    (plan,) = looked_up(lambda frame: plans_for(frame, [period_id], map_day))
    ids = UnitVersion.objects.filter(parent=unit_id, validity__contains=plan.map_day).order_by("sort_key", "id")
    children = list(ids.values_list("unit_id", flat=True))
    found = totals(children, [period_id], [cell], line=line, map_day=map_day)
    return Contributions(
        tuple(Child(child, found[child, period_id, cell]) for child in children if (child, period_id, cell) in found),
        tuple(_standing(unit_id, plan, Cell.objects.select_related("indicator").get(pk=cell), line)),
    )


def claims(units: Iterable[int], periods: Iterable[int], cells: Iterable[int], *, line: str = Line.ALL) -> list[Claim]:
    """Claims of these places, oldest first: figures on a whole area, of a coarser grain, counts of types without names.

    Each stands beside the total of the same place on `line`; on the line `all` the claims of every line are listed.
    """
    unit_ids, period_ids = set(units), set(periods)
    asked = {cell.number: cell for cell in Cell.objects.filter(pk__in=set(cells)).select_related("indicator")}
    plans = looked_up(lambda frame: plans_for(frame, period_ids, None))
    base_ids = {plan.period_id for plan in plans if plan.period_id in plan.base_ids}
    versions = _accepted(line).filter(submission__task__unit__in=unit_ids, submission__task__period__in=period_ids)
    claimed = [
        (version, number)
        for version in versions.prefetch_related("keys").order_by("id")
        for number in sorted(asked.keys() & set(version.form_version.cells))
        if _value(version, number) is not None
        and (not _is_added(version, base_ids) or _is_nameless(version, asked[number]))
    ]
    # Most places have no claim, and their totals are not needed here.
    computed = totals(unit_ids, period_ids, {number for _, number in claimed}, line=line) if claimed else {}
    return [_claim(version, number, computed) for version, number in claimed]


def _claim(version: SubmissionVersion, cell: int, computed: Mapping[Place, Total]) -> Claim:
    task = version.submission.task
    total = computed.get((task.unit_id, task.period_id, cell))
    value = _value(version, cell) or 0
    return Claim(
        version=version,
        unit_id=task.unit_id,
        period_id=task.period_id,
        cell=cell,
        organisation_id=task.organisation_id,
        line=task.line,
        value=value,
        qualifier=_qualifier(version, cell),
        computed=total,
        difference=value - total.value if total else None,
    )


def _is_added(version: SubmissionVersion, base_ids: Collection[int]) -> bool:
    task = version.submission.task
    return version.covers == Covers.OWN and not task.is_claim and task.period_id in base_ids


def _is_nameless(version: SubmissionVersion, cell: Cell) -> bool:
    """A count of distinct names that names none says nothing that can be added."""
    return kind_of(cell) == IndicatorKind.DISTINCT and not any(key.cell_id == cell.number for key in version.keys.all())


def _accepted(line: str) -> QuerySet[SubmissionVersion]:
    versions = SubmissionVersion.objects.filter(submission__accepted_version=F("pk")).select_related(
        "form_version", "submission__task__period"
    )
    return versions if line == Line.ALL else versions.filter(submission__task__line=line)


def _standing(unit_id: int, plan: PeriodPlan, cell: Cell, line: str) -> list[Standing]:
    kind = kind_of(cell)
    if kind == IndicatorKind.MAX:
        return []
    is_stock = kind == IndicatorKind.STOCK
    shares = looked_up(lambda frame: _sources(frame, unit_id, plan, is_divided=kind == IndicatorKind.FLOW))
    versions = _accepted(line)
    if is_stock:
        versions = versions.filter(pk__in=_spans_standing(plan, cell, shares).values("version"))
    else:
        versions = versions.filter(
            covers=Covers.OWN,
            submission__task__is_claim=False,
            submission__task__unit__in=shares,
            submission__task__period__in=plan.base_ids,
            form_version__cells__contains=[cell.number],
        )
    found = list(versions.prefetch_related("keys").order_by("submission__task__period__window", "id"))
    rows = [_row(version, cell, shares, line) for version in found]
    return [row for row in rows if (row.names if kind == IndicatorKind.DISTINCT else row.value is not None)]


def _row(version: SubmissionVersion, cell: Cell, shares: Mapping[int, Fraction], line: str) -> Standing:
    task = version.submission.task
    value = _value(version, cell.number)
    is_distinct = kind_of(cell) == IndicatorKind.DISTINCT
    names = tuple(sorted(key.key for key in version.keys.all() if key.cell_id == cell.number)) if is_distinct else ()
    led = 0
    if line == Line.ALL and cell.indicator.is_shared_work and version.led_elsewhere:
        led = version.led_elsewhere[_place(version, cell.number)] or 0
    added = len(names) if is_distinct else (value or 0) - led
    return Standing(
        version=version,
        unit_id=task.unit_id,
        organisation_id=task.organisation_id,
        line=task.line,
        period_id=task.period_id,
        value=value,
        counted=added * shares[task.unit_id],
        share=shares[task.unit_id],
        qualifier=_qualifier(version, cell.number),
        certainty=Certainty(version.certainty),
        names=names,
    )


def _sources(frame: Frame, unit_id: int, plan: PeriodPlan, *, is_divided: bool) -> dict[int, Fraction]:
    """Units whose figures stand with `unit_id` itself on the map shown, each with its share."""
    shares = {unit_id: WHOLE}
    if not plan.is_carried:
        return shares
    for source, move in frame.ledger.moves(plan.map_day).items():
        found = move if is_divided else move.undivided
        if share := found.parts.get(unit_id):
            shares[source] = share
    return shares


def _spans_standing(plan: PeriodPlan, cell: Cell, units: Collection[int]) -> QuerySet[StockSpan]:
    """The stock values that stand on the period's last day, of units that still stand themselves."""
    return StockSpan.objects.filter(
        cell=cell, unit__in=units, validity__contains=plan.last_day, unit__validity__contains=plan.last_day
    )


def _place(version: SubmissionVersion, cell: int) -> int:
    return version.form_version.cells.index(cell)


def _value(version: SubmissionVersion, cell: int) -> int | None:
    return version.values[_place(version, cell)]


def _qualifier(version: SubmissionVersion, cell: int) -> Qualifier:
    place = _place(version, cell)
    stated = bytes(version.qualifiers)
    return Qualifier(stated[place]) if place < len(stated) else Qualifier.EQ
