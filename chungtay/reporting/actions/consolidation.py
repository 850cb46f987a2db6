"""Consolidate a unit's year: open it, answer its warnings, freeze it by both sides, reopen it with a reason."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from chungtay.core.clock import local_day
from chungtay.core.copying import copy_rows
from chungtay.core.errors import InputRefused, NotPermitted, RuleBroken, require
from chungtay.core.record import record
from chungtay.core.scanner import require_clean
from chungtay.organisations.codes import OrganisationKind
from chungtay.organisations.models import Membership
from chungtay.reporting import rules
from chungtay.reporting.actions.wording_carried import carry_words
from chungtay.reporting.models import Consolidation, FrozenFigure, LineageRow, ReportingPeriod, WarningAnswer
from chungtay.reporting.queries.consolidation import (
    ConsolidatedYear,
    consolidation_in_force,
    estimates_in,
    last_day,
    lineage_versions,
    live_year,
    units_to_consolidate,
)
from chungtay.reporting.queries.parts import keep_parts
from chungtay.reporting.totals import fold
from chungtay.reporting.year_warnings import is_key
from chungtay.territory.models import AdministrativeUnit


class NotYoursToConsolidate(NotPermitted):
    """Only the coordinators and consolidators of both sides at the unit consolidate it."""

    code = "reporting.not_yours_to_consolidate"
    message = _("Only the coordinator or consolidator of police or Front at this unit can do this step.")


class AlreadyFrozen(RuleBroken):
    """Frozen by both sides: what follows is a reopening with a reason."""

    code = "reporting.already_frozen"
    message = _(
        "The figures of %(year)s were frozen by both sides on %(day)s. "
        "To change them, please reopen the consolidation and say why."
    )


class NotFrozenYet(RuleBroken):
    """There is nothing to reopen."""

    code = "reporting.not_frozen_yet"
    message = _("These figures are not frozen yet, so there is nothing to reopen. They change with each acceptance.")


class EstimatesNeedBothSides(RuleBroken):
    """Estimates are still in the figures and this side did not tick that it freezes with them."""

    code = "reporting.estimates_need_both_sides"
    message = _(
        "%(count)s submissions are still estimates (ước). Please wait for the official figures, "
        "or tick that your side freezes the year with estimates."
    )


class NoSuchWarning(InputRefused):
    """What is to stand is not the name of a warning."""

    code = "reporting.no_such_warning"
    message = _("There is no such warning. Please open the page again and answer the warning that stands there.")


class ReopeningNeedsReason(InputRefused):
    """A step that must say why came without a reason."""

    code = "reporting.reopening_needs_reason"
    message = _("Please write the reason in a sentence; it is kept with the figures.")


@transaction.atomic
def open_consolidation(
    unit: AdministrativeUnit, period: ReportingPeriod, *, by: Membership | None, now: datetime
) -> Consolidation:
    """Open the consolidation of a unit's year, or give the one in force. `by` None: the installation itself."""
    require(by is None or may_consolidate(by, unit.pk, now), NotYoursToConsolidate())
    found = consolidation_in_force(unit.pk, period)
    if found is not None:
        return found
    consolidation = Consolidation.objects.create(
        unit=unit, period=period, map_day=last_day(period), opened_by=by, opened_at=now
    )
    record(consolidation, "opened", by=by, at=now, year=period.year)
    return consolidation


@transaction.atomic
def answer_warning(
    consolidation: Consolidation, warning_key: str, *, reason: str, by: Membership, now: datetime
) -> WarningAnswer:
    """Let a warning stand, and say why. A later answer replaces an earlier one; `NoSuchWarning` for other words."""
    consolidation = _lock(consolidation)
    require(may_consolidate(by, consolidation.unit_id, now), NotYoursToConsolidate())
    _refuse_frozen(consolidation)
    require(is_key(warning_key), NoSuchWarning(field="warning"))
    answer, _made = WarningAnswer.objects.update_or_create(
        consolidation=consolidation,
        warning_code=warning_key,
        defaults={"reason": required_reason(reason), "answered_by": by, "answered_at": now},
    )
    record(consolidation, "warning_answered", by=by, at=now, warning=warning_key)
    return answer


@transaction.atomic
def freeze(
    consolidation: Consolidation, *, by: Membership, now: datetime, allow_estimates: bool = False
) -> Consolidation:
    """Freeze the year for the side of `by`; when the other side has frozen the same figures, they are frozen.

    A side's freeze keeps the fingerprint of what it saw. If a submission was accepted or reopened since the other
    side froze, that side's freeze is taken back and it must look again: both freeze the same numbers or nobody does.
    """
    consolidation = _lock(consolidation)
    require(may_consolidate(by, consolidation.unit_id, now), NotYoursToConsolidate())
    _refuse_frozen(consolidation)
    estimates = estimates_in(consolidation.unit_id, consolidation.period.year)
    require(allow_estimates or not estimates, EstimatesNeedBothSides(count=estimates))
    fold()
    year = live_year(consolidation.unit, consolidation.period, consolidation.map_day, None)
    versions = list(lineage_versions(consolidation.unit_id, consolidation.period.year).values_list("pk", flat=True))
    fingerprint = fingerprint_of(year, versions)
    other_side_at = _other_side_at(consolidation, by)
    if other_side_at and consolidation.fingerprint != fingerprint:
        return _take_back(consolidation, by=by, now=now, allow_estimates=allow_estimates, fingerprint=fingerprint)
    _freeze_side(consolidation, by=by, now=now, allow_estimates=allow_estimates)
    consolidation.fingerprint = fingerprint
    if other_side_at:
        consolidation.frozen_at = now
        _keep(consolidation, year, versions)
    consolidation.save()
    record(consolidation, "frozen" if other_side_at else "frozen_by_one_side", by=by, at=now, fingerprint=fingerprint)
    return consolidation


@transaction.atomic
def reopen_consolidation(consolidation: Consolidation, *, reason: str, by: Membership, now: datetime) -> Consolidation:
    """Open a new consolidation of the same year; the frozen one stays what it was and names its successor.

    The written sentences go on in the new one: figures are looked at again, the work on the words is not lost.
    """
    consolidation = _lock(consolidation)
    require(may_consolidate(by, consolidation.unit_id, now), NotYoursToConsolidate())
    require(consolidation.frozen_at is not None, NotFrozenYet())
    consolidation.reopen_reason = required_reason(reason)
    # It steps out of force before its successor exists, because only one may be in force at any moment.
    successor_key = _next_key()
    consolidation.replaced_by_id = successor_key
    consolidation.save(update_fields=["reopen_reason", "replaced_by"])
    successor = Consolidation.objects.create(
        pk=successor_key,
        unit=consolidation.unit,
        period=consolidation.period,
        number=consolidation.number + 1,
        map_day=consolidation.map_day,
        opened_by=by,
        opened_at=now,
    )
    consolidation.replaced_by = successor
    carry_words(consolidation, successor)
    record(consolidation, "reopened", by=by, at=now, successor=successor.pk)
    return successor


def fingerprint_of(year: ConsolidatedYear, versions: list[int]) -> str:
    """SHA-256 over canonical JSON of the figures and the versions they stand on; never over rendered bytes."""
    figures = sorted(
        [cell, line, figure.value.numerator, figure.value.denominator, int(figure.qualifier), figure.reported]
        for (cell, line), figure in year.figures.items()
    )
    canonical = json.dumps({"figures": figures, "versions": sorted(versions)}, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def may_consolidate(by: Membership, unit_id: int, now: datetime) -> bool:
    """Consolidators and coordinators of police and Front at the unit, today."""
    return by.role in rules.DECIDING and unit_id in units_to_consolidate(by, local_day(now))


def _next_key() -> int:
    """The key of a consolidation that is about to be made: one that names it looks for it at the commit alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Consolidation._meta.db_table])
        (key,) = cursor.fetchone()
    return int(key)


def _lock(consolidation: Consolidation) -> Consolidation:
    return (
        Consolidation.objects.select_for_update(of=("self",))
        .select_related("unit", "period", "police_frozen_by__organisation", "front_frozen_by__organisation")
        .get(pk=consolidation.pk)
    )


def _refuse_frozen(consolidation: Consolidation) -> None:
    if consolidation.frozen_at:
        day = local_day(consolidation.frozen_at).strftime("%d/%m/%Y")
        raise AlreadyFrozen(year=consolidation.period.year, day=day)


def required_reason(reason: str) -> str:
    """The reason as a sentence without forbidden matter, or `ReopeningNeedsReason`."""
    reason = reason.strip()
    require(len(reason) >= 5, ReopeningNeedsReason(field="reason"))
    return require_clean(reason, field="reason")


def _is_police(by: Membership) -> bool:
    return by.organisation.kind == OrganisationKind.POLICE


def _other_side_at(consolidation: Consolidation, by: Membership) -> datetime | None:
    return consolidation.front_frozen_at if _is_police(by) else consolidation.police_frozen_at


def _freeze_side(consolidation: Consolidation, *, by: Membership, now: datetime, allow_estimates: bool) -> None:
    side = "police" if _is_police(by) else "front"
    setattr(consolidation, f"{side}_frozen_by", by)
    setattr(consolidation, f"{side}_frozen_at", now)
    setattr(consolidation, f"{side}_allows_estimates", allow_estimates)


def _take_back(
    consolidation: Consolidation, *, by: Membership, now: datetime, allow_estimates: bool, fingerprint: str
) -> Consolidation:
    """Keep the freeze of `by`, take back the other side's, which stood on figures that have moved since."""
    side, other = ("police", "front") if _is_police(by) else ("front", "police")
    setattr(consolidation, f"{other}_frozen_by", None)
    setattr(consolidation, f"{other}_frozen_at", None)
    setattr(consolidation, f"{other}_allows_estimates", False)
    _freeze_side(consolidation, by=by, now=now, allow_estimates=allow_estimates)
    consolidation.fingerprint = fingerprint
    consolidation.save()
    record(consolidation, "freeze_taken_back", by=by, at=now, side=other, kept=side)
    return consolidation


def _keep(consolidation: Consolidation, year: ConsolidatedYear, versions: list[int]) -> None:
    FrozenFigure.objects.bulk_create(
        [
            FrozenFigure(
                consolidation=consolidation,
                cell_id=cell,
                line=line,
                value=figure.value.numerator,
                denominator=figure.value.denominator,
                qualifier=figure.qualifier,
                reported_count=figure.reported,
                expected_count=figure.expected,
                reasons=list(figure.reasons),
            )
            for (cell, line), figure in year.figures.items()
        ],
        batch_size=2000,
    )
    copy_rows([LineageRow(consolidation=consolidation, version_id=version) for version in versions])
    keep_parts(consolidation, year)
