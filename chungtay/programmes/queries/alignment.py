"""How the items of a plan are made concrete below: which units say nothing of which item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from chungtay.programmes.codes import IN_FORCE, PERCENT, Campaign
from chungtay.programmes.models import Plan, PlanItem, PlanVersion
from chungtay.programmes.queries.plans import items_of, plan_day
from chungtay.territory.models import UnitVersion
from chungtay.territory.queries import units_on

WITHOUT_PLAN, WITH_GAPS = "chua-co", "con-thieu"


@dataclass(frozen=True)
class Coverage:
    """One item and in how many of the units directly below a plan in force makes it concrete.

    `local_target` is the sum of the local targets of the same indicator, None where there is none to add: shares in
    percent are never added.
    """

    item: PlanItem
    done: int
    of: int
    local_target: Decimal | None

    @property
    def missing(self) -> int:
        """Units without a local item."""
        return self.of - self.done


@dataclass(frozen=True)
class Alignment:
    """All items of a plan with their coverage, and how many of the units below have a plan in force at all."""

    items: Sequence[Coverage]
    with_plan: int
    of: int


@dataclass(frozen=True)
class LocalRow:
    """One unit below: its plan in force, None where there is none, and the numbers of the items it leaves out."""

    unit: UnitVersion
    plan_id: int | None
    missing: Sequence[int]


@dataclass(frozen=True)
class LinkedCampaign:
    """A campaign, the items of the plan that are linked with it, and how many units below link work with it too."""

    campaign: Campaign
    items: Sequence[PlanItem]
    units: int


def units_below_plan(plan: Plan, on: date) -> QuerySet[UnitVersion]:
    """The units that make `plan` concrete: those directly below its own on the day of its year."""
    return units_on(plan_day(plan.programme.year, on)).filter(parent=plan.unit_id)


def local_versions(plan: Plan) -> QuerySet[PlanVersion]:
    """The versions in force below that make `plan` concrete: joint ones of a joint plan, else those of its own line."""
    found = PlanVersion.objects.filter(status__in=IN_FORCE, plan__parent=plan)
    if plan.is_joint:
        return found.filter(plan__partner__isnull=False)
    return found.filter(plan__partner__isnull=True, plan__organisation__kind=plan.organisation.kind)


def alignment(plan: Plan, version: PlanVersion, on: date) -> Alignment:
    """How far `version` of `plan` is made concrete below on `on`; five queries, however many units and items."""
    units = units_below_plan(plan, on)
    local = local_versions(plan).filter(plan__unit__in=units.values("unit"))
    whole = units.count()
    own = PlanItem.objects.filter(version__in=local, parent_number__isnull=False)
    counted = own.values("parent_number").annotate(units=Count("version__plan__unit", distinct=True))
    done = {row["parent_number"]: row["units"] for row in counted.order_by()}
    targets = _local_targets(own)
    items = [
        Coverage(item, done.get(item.number, 0), whole, targets.get((item.number, item.indicator, item.target_unit)))
        for item in items_of(version)
    ]
    return Alignment(items, local.count(), whole)


def _local_targets(own: QuerySet[PlanItem]) -> Mapping[tuple[int | None, str, str], Decimal]:
    added = own.filter(target__isnull=False).exclude(target_unit=PERCENT)
    rows = added.values("parent_number", "indicator", "target_unit").annotate(whole=Sum("target")).order_by()
    return {(row["parent_number"], row["indicator"], row["target_unit"]): row["whole"] for row in rows}


def units_with_gaps(
    plan: Plan, version: PlanVersion, on: date, *, item: int | None = None, only: str = ""
) -> QuerySet[UnitVersion]:
    """The units below with the key of their local version; those that leave out `item`, or those chosen by `only`.

    `only` is WITHOUT_PLAN, WITH_GAPS (a plan that leaves some item out, or none), or empty for all.
    """
    local = local_versions(plan).filter(plan__unit=OuterRef("unit"))
    units = units_below_plan(plan, on).annotate(
        local_version=Subquery(local.values("pk")[:1], output_field=IntegerField()),
    )
    numbers = version.items.values("number")
    concrete = PlanItem.objects.filter(
        version__in=local_versions(plan), version__plan__unit=OuterRef("unit"), parent_number__in=numbers
    )
    if item is not None:
        return units.filter(~Exists(concrete.filter(parent_number=item)))
    if only == WITHOUT_PLAN:
        return units.filter(local_version__isnull=True)
    if only == WITH_GAPS:
        counted = concrete.order_by().values("version__plan__unit")
        done = counted.annotate(done=Count("parent_number", distinct=True)).values("done")
        return units.annotate(done=Coalesce(Subquery(done[:1]), 0)).filter(done__lt=version.items.count())
    return units


def local_rows(version: PlanVersion, units: Sequence[UnitVersion]) -> list[LocalRow]:
    """The rows of a page of `units_with_gaps`, with what each leaves out; two queries."""
    keys = [unit.local_version for unit in units if unit.local_version]  # type: ignore[attr-defined]  # annotated
    wanted = [item.number for item in items_of(version)]
    plans = dict(PlanVersion.objects.filter(pk__in=keys).values_list("pk", "plan_id"))
    told = _numbers_told(keys)
    return [
        LocalRow(
            unit,
            plans.get(unit.local_version),  # type: ignore[attr-defined]  # annotated
            [number for number in wanted if number not in told.get(unit.local_version, ())],  # type: ignore[attr-defined]
        )
        for unit in units
    ]


def _numbers_told(versions: Iterable[int]) -> dict[int, set[int]]:
    told: dict[int, set[int]] = {}
    rows = PlanItem.objects.filter(version__in=list(versions), parent_number__isnull=False)
    for version, number in rows.values_list("version_id", "parent_number"):
        told.setdefault(version, set()).add(number or 0)
    return told


def linked_campaigns(plan: Plan, version: PlanVersion, on: date) -> list[LinkedCampaign]:
    """The campaigns that the plan or plans below link their work with, in the order of the list."""
    local = local_versions(plan).filter(plan__unit__in=units_below_plan(plan, on).values("unit"))
    linked = PlanItem.objects.filter(~Q(campaign=""), version__in=local)
    rows = linked.values("campaign").annotate(units=Count("version__plan__unit", distinct=True)).order_by()
    units = {row["campaign"]: row["units"] for row in rows}
    items = items_of(version)
    own = {campaign: [item for item in items if item.campaign == campaign] for campaign in Campaign}
    return [
        LinkedCampaign(campaign, own[campaign], units.get(campaign.value, 0))
        for campaign in Campaign
        if own[campaign] or campaign.value in units
    ]
