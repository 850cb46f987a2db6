"""Places that outreach has not reached: work that the province owes, and never a list for the public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chungtay.analytics.presets import owes_the_province
from chungtay.analytics.queries.compared import of_units_below
from chungtay.analytics.queries.figures import Figure, Withheld
from chungtay.analytics.queries.question import Question
from chungtay.core.errors import NotFound, require
from chungtay.organisations.models import Membership
from chungtay.territory.models import UnitVersion


@dataclass(frozen=True)
class NotReached:
    """Communes without a session in the periods asked: `silent` have not said, `none` said that there was none."""

    silent: Sequence[UnitVersion]
    none: Sequence[UnitVersion]
    reached_count: int
    closed_count: int


def not_reached(hat: Membership, question: Question) -> NotReached:
    """The communes of the question with no outreach session over all its periods. For hats of the province alone."""
    require(owes_the_province(hat), NotFound())
    if not question.slots:
        return NotReached((), (), 0, 0)
    figures = of_units_below(question)
    (cell,) = question.measures[0].cells
    silent: list[UnitVersion] = []
    none: list[UnitVersion] = []
    reached, closed = 0, 0
    for unit in figures.rows.parts:
        answers = [figures.at(unit.unit_id, slot, cell) for slot in question.slots]
        given = [answer for answer in answers if isinstance(answer, Figure)]
        if any(answer.value for answer in given):
            reached += 1
        elif any(isinstance(answer, Withheld) for answer in answers):
            closed += 1
        else:
            (none if given else silent).append(unit)
    return NotReached(silent, none, reached, closed)
