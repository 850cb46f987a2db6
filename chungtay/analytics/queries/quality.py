"""Warnings about accepted figures, as far as a hat may see them.

Warnings are working matter: of the own office and of those below it in its line. A warning that compares police and
Front is seen by whoever sees the figures of both. Source: docs/rules/scope.md#the-table, docs/rules/quality.md#sight.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When

from chungtay.analytics import rules
from chungtay.analytics.models import QualityReply, QualityWarning
from chungtay.analytics.quality.codes import Verdict, WarningKind, WarningState
from chungtay.analytics.queries.accepted import waiting
from chungtay.core.errors import NotFound, require
from chungtay.organisations.codes import Matter, Reach, Relation, Stage
from chungtay.organisations.models import Membership
from chungtay.organisations.queries import Scope, scope_of, units_below, visible_organisations, with_relation
from chungtay.reporting.codes import SubmissionStatus
from chungtay.reporting.models import Cell, Consolidation, Indicator, ReportingPeriod
from chungtay.reporting.queries.places import BOTH_SIDES
from chungtay.territory.codes import Level
from chungtay.territory.models import UnitAncestor, UnitVersion
from chungtay.territory.queries import names_at_last

PARTS = ("cell__indicator", "period", "organisation", "reply__by__user", "reply__by__organisation")
# Nobody counts further than this what is still to be looked at.
MOST_COUNTED = 1_000
# The job looks every minute, so what waits was decided lately.
LATELY = timedelta(days=2)
ORDER = ("-last_day", "-id")


@dataclass(frozen=True)
class Filters:
    """What of the warnings is asked for; empty asks for all."""

    state: WarningState | None = WarningState.OPEN
    kinds: tuple[WarningKind, ...] = ()
    units: tuple[int, ...] = ()
    indicators: tuple[str, ...] = ()
    period: int | None = None


@dataclass(frozen=True)
class Facets:
    """What there is to choose from above the list, the latest period first, and how many are in which state."""

    periods: Sequence[ReportingPeriod]
    indicators: Sequence[Indicator]
    counts: Mapping[str, int]


def warnings_for(hat: Membership, on: date) -> QuerySet[QualityWarning]:
    """The current warnings that `hat` may see, each with its `state`. `NotFound` for roles that see no figures."""
    scope = scope_of(hat, on)
    require(not scope.sees_nothing, NotFound())
    found = QualityWarning.objects.filter(is_current=True).annotate(
        state=Case(
            When(reply__isnull=True, then=Value(WarningState.OPEN.value)),
            When(reply__verdict=Verdict.RIGHT, then=Value(WarningState.RIGHT.value)),
            default=Value(WarningState.PROMISED.value),
            output_field=CharField(),
        )
    )
    if scope.sees_all:
        return found
    # As keys: within the larger query the planner would think about sight for longer than the answer takes.
    offices = list(visible_organisations(scope, Matter.WORKING, Stage.OPEN).values_list("pk", flat=True))
    own = Q(organisation__in=offices) & ~Q(kind=WarningKind.SIDES)
    return found.filter((own & _not_small(scope)) | _both_sides(scope))


def warning_for(hat: Membership, key: int, on: date) -> QualityWarning:
    """One warning with what its page shows; `NotFound` when the hat does not see it or it arises no more."""
    warning = warnings_for(hat, on).select_related(*PARTS, "task__receiver", "other").filter(pk=key).first()
    require(warning is not None, NotFound())
    assert warning is not None
    return warning


def in_places(warnings: QuerySet[QualityWarning], units: Sequence[int], on: date) -> QuerySet[QualityWarning]:
    """Those of `warnings` in these units or what lies below them; all where no unit is asked for."""
    if not units:
        return warnings
    places = Q(unit__in=units)
    for unit in units:
        places |= Q(unit__in=units_below(unit, on))
    return warnings.filter(places)


def chosen(warnings: QuerySet[QualityWarning], filters: Filters) -> QuerySet[QualityWarning]:
    """Those of `warnings` that are asked for by kind, indicator, period and state, with what a list shows of them."""
    found = warnings.select_related(*PARTS)
    if filters.kinds:
        found = found.filter(kind__in=filters.kinds)
    if filters.indicators:
        found = found.filter(cell__indicator__code__in=filters.indicators)
    if filters.period is not None:
        found = found.filter(period=filters.period)
    return found if filters.state is None else found.filter(Q(state=filters.state))


def facets_of(warnings: QuerySet[QualityWarning], filters: Filters) -> Facets:
    """What can be chosen among `warnings`, and the counts of what `filters` leave of them; three queries."""
    columns: tuple[str, ...] = ("period", "cell__indicator__code", "kind", "state")
    rows = list(warnings.order_by().values(*columns).annotate(count=Count("pk")).values_list(*columns, "count"))
    counts: Counter[str] = Counter()
    for period, indicator, kind, state, count in rows:
        is_asked = filters.period in (None, period) and (not filters.kinds or kind in filters.kinds)
        if is_asked and (not filters.indicators or indicator in filters.indicators):
            counts[state] += count
    periods = ReportingPeriod.objects.filter(pk__in={row[0] for row in rows}).order_by("-window", "id")
    indicators = Indicator.objects.filter(code__in={row[1] for row in rows}).order_by("position")
    return Facets(list(periods), list(indicators), counts)


def replies_of(warning: QualityWarning) -> list[QualityReply]:
    """Everything that was said of a warning, the latest first; one query."""
    found = QualityReply.objects.filter(warning=warning).select_related("by__user", "by__organisation")
    return list(found.order_by("-at", "-id"))


def may_answer(hat: Membership, warning: QualityWarning, on: date) -> bool:
    """Whether the hat answers this warning; one query for an officer, none for others."""
    if not rules.enters(hat):
        return False
    keys = [key for key in (warning.organisation_id, warning.other_id) if key is not None]
    offices = with_relation(type(warning.organisation).objects.filter(pk__in=keys), scope_of(hat, on))
    return rules.can_answer_quality(hat, [Relation(office.relation) for office in offices])


def names_of(units: Sequence[int]) -> list[UnitVersion]:
    """The chosen units under the names they bear or bore; none that does not exist. One query where there are any."""
    return list(names_at_last(units).values()) if units else []


def cells_named(numbers: Collection[int]) -> dict[int, Cell]:
    """These cells with their indicators, by number. One query where there are any."""
    return Cell.objects.select_related("indicator").in_bulk(list(numbers)) if numbers else {}


def waiting_count(now: datetime) -> int:
    """How many reports that were decided lately are still to be looked over, up to a thousand; one query."""
    lately = waiting().filter(status__in=SubmissionStatus.values, updated_at__gte=now - LATELY)
    return lately[:MOST_COUNTED].count()


def _not_small(scope: Scope) -> Q:
    """Sentences name earlier figures too, so those of small sensitive counts stay with who sees all of them."""
    if scope.level == Level.PROVINCE:
        return Q()
    return Q(cell__indicator__is_sensitive_when_small=False) | Q(unit=scope.unit_id)


def _both_sides(scope: Scope) -> Q:
    """Police and Front compared: seen where the figures of both are, which is after the year was frozen."""
    frozen: dict[int, set[int]] = defaultdict(set)
    if scope.reach is not Reach.OWN:
        for unit, year in Consolidation.objects.filter(frozen_at__isnull=False).values_list("unit", "period__year"):
            frozen[year].add(unit)
    if not frozen:
        return Q(pk__in=[])
    seen = visible_organisations(scope, Matter.FIGURES_NOT_JOINT, Stage.CONSOLIDATED).filter(kind__in=BOTH_SIDES)
    kinds: dict[int, set[str]] = defaultdict(set)
    for unit, kind in seen.values_list("unit", "kind"):
        kinds[unit].add(kind)
    in_frozen = Q(pk__in=[])
    for year, units in frozen.items():
        in_frozen |= Q(period__year=year, unit__in=UnitAncestor.objects.filter(ancestor__in=units).values("unit"))
    both = [unit for unit, found in kinds.items() if len(found) == len(BOTH_SIDES)]
    clear = Q(cell__indicator__is_sensitive_when_small=False)
    return Q(kind=WarningKind.SIDES, unit__in=both) & clear & in_frozen
