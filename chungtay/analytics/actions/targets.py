"""Set and withdraw what a unit shall reach in a year."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from chungtay.analytics import rules
from chungtay.analytics.errors import TargetNotHere
from chungtay.analytics.models import Target
from chungtay.analytics.queries.catalogue import catalogue
from chungtay.analytics.queries.plan_targets import whole_target
from chungtay.core.errors import require
from chungtay.core.record import record
from chungtay.core.scanner import require_clean
from chungtay.organisations.models import Membership
from chungtay.organisations.queries import units_below
from chungtay.programmes.models import Plan, PlanVersion
from chungtay.programmes.queries.papers import cited_paper
from chungtay.programmes.queries.plans import items_of
from chungtay.reporting.models import Cell
from chungtay.territory.models import AdministrativeUnit


@transaction.atomic
def set_target(
    unit: AdministrativeUnit, cell: Cell, year: int, *, value: int, source: str, by: Membership, now: datetime
) -> Target:
    """Set what `unit` shall reach in `year`, in the integers of the indicator's scale; one set before is replaced.

    `source` says where that is written; it is scanned. The log of deeds keeps the value before. Raises
    `TargetNotHere` for a unit that is neither the office's own nor below it.
    """
    require(rules.can_set_targets(by))
    _require_own(unit, by, now.date())
    require_clean(source, field="source")
    before = Target.objects.select_for_update().filter(unit=unit, cell=cell, year=year).first()
    target, _made = Target.objects.update_or_create(
        unit=unit, cell=cell, year=year, defaults={"value": value, "source": source, "set_by": by, "set_at": now}
    )
    record(target, "target_set", by=by, at=now, value=value, before=before.value if before else None)
    return target


@transaction.atomic
def take_targets_of_plan(plan: Plan, version: PlanVersion, *, by: Membership, now: datetime) -> int:
    """Set the targets of a plan in force as those of its unit and year; answers how many were set.

    Shares are left away, since a target is held against one total; so are indicators that the catalogue does not add.
    The source is the plan's issued paper, else whose plan it is.
    """
    known, year = catalogue().by_code, plan.programme.year
    source = cited_paper(plan) or f"Kế hoạch năm {year}, {plan.organisation.short_name}"
    count = 0
    for item in items_of(version):
        measure = known.get(item.indicator) if item.target is not None else None
        value = whole_target(item, measure) if measure else None
        if measure is not None and value is not None:
            set_target(plan.unit, measure.cell, year, value=value, source=source[:200], by=by, now=now)
            count += 1
    return count


@transaction.atomic
def withdraw_target(target: Target, *, by: Membership, now: datetime) -> None:
    """Take a target back: the log of deeds keeps what it was."""
    require(rules.can_set_targets(by))
    _require_own(target.unit, by, now.date())
    record(target, "target_withdrawn", by=by, at=now, value=target.value, cell=target.cell_id, year=target.year)
    target.delete()


def _require_own(unit: AdministrativeUnit, by: Membership, on: date) -> None:
    own = by.organisation.unit_id
    require(unit.pk == own or units_below(own, on).filter(unit_id=unit.pk).exists(), TargetNotHere())
