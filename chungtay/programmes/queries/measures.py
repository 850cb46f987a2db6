"""Which figures a target can be held against; the room that reports them says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chungtay.programmes.models import PlanItem
from chungtay.programmes.signals import measures_asked


@dataclass(frozen=True)
class Measure:
    """An indicator by its code, its name in the reader's language, and its unit as Vietnamese plans print it."""

    code: str
    label: str
    unit: str


def measures() -> dict[str, Measure]:
    """The indicators that a target can name, by code, in the order of the report; empty where nobody reports."""
    answers: Sequence[tuple[object, Any]] = measures_asked.send(sender=PlanItem)
    return {measure.code: measure for _receiver, answer in answers for measure in answer}
