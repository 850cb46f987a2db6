"""Claims beside the totals of a question: figures stated about a whole area, kept and shown, never added."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Exists, OuterRef, Q

from chungtay.analytics.queries.catalogue import Measure
from chungtay.analytics.queries.figures import Figure, Figures
from chungtay.analytics.queries.slots import Slot
from chungtay.reporting.codes import Covers, IndicatorKind, Qualifier
from chungtay.reporting.figures import claims
from chungtay.reporting.models import Cell, IndicatorSetGrain, Submission, VersionKey
from chungtay.territory.queries import names_at_last

LIMIT = 60


@dataclass(frozen=True)
class ClaimBeside:
    """A claim with the computed figure of its place, as this reader may see it; the difference is claim less figure."""

    unit: str
    slot: Slot
    measure: Measure
    value: Fraction
    qualifier: Qualifier
    computed: Fraction | None
    code: str

    @property
    def difference(self) -> Fraction | None:
        """Claim less computed figure; None where nothing was computed."""
        return None if self.computed is None else self.value - self.computed


def claims_beside(figures: Figures) -> list[ClaimBeside]:
    """The claims of the places shown, in the order of the periods; at most 60. A place without one costs nothing."""
    question = figures.question
    stated = _stated(figures)
    if not stated:
        return []
    measures = {cell.number: measure for measure in question.measures for cell in measure.cells}
    slots = {period.pk: slot for slot in question.slots for period in slot.periods.values()}
    units, periods = {unit for unit, _period in stated}, {period for _unit, period in stated}
    names = names_at_last(units)
    found = []
    for claim in claims(units, periods, measures, line=question.line):
        answer = figures.at(claim.unit_id, slots[claim.period_id], _cell(measures[claim.cell], claim.cell))
        if not isinstance(answer, Figure):
            continue
        found.append(
            ClaimBeside(
                unit=names[claim.unit_id].heading,
                slot=slots[claim.period_id],
                measure=measures[claim.cell],
                value=Fraction(claim.value),
                qualifier=claim.qualifier,
                computed=answer.value,
                code=answer.code,
            )
        )
    return sorted(found, key=lambda each: each.slot.key)[:LIMIT]


def _cell(measure: Measure, number: int) -> Cell:
    return next(cell for cell in measure.cells if cell.number == number)


def _stated(figures: Figures) -> set[tuple[int, int]]:
    """Units and periods for which any accepted figure may be a claim: one query instead of reading every version."""
    question = figures.question
    counted = [m.cell.number for m in question.measures if m.kind == IndicatorKind.DISTINCT]
    base = IndicatorSetGrain.objects.filter(
        indicator_set=OuterRef("task__period__indicator_set"), grain=OuterRef("task__period__grain")
    )
    named = VersionKey.objects.filter(version=OuterRef("accepted_version"), cell__in=counted)
    nameless = Q(~Exists(named), accepted_version__form_version__cells__overlap=counted) if counted else Q(pk__in=[])
    found = Submission.objects.filter(
        Q(task__is_claim=True) | ~Q(accepted_version__covers=Covers.OWN) | ~Exists(base) | nameless,
        accepted_version__isnull=False,
        task__unit__in=figures.rows.keys,
        task__period__in=question.period_ids,
    )
    return set(found.values_list("task__unit", "task__period").distinct())
