"""Joint work as the bodies of one place tell it: what one did together with others, the others did too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chungtay.analytics.quality.codes import WarningKind
from chungtay.analytics.quality.facts import Catalogue, Oddity, Report

# A difference that is worth a question: at least this much, and half of what is told.
SMALLEST_DIFFERENCE = 50


def joint_work_differs(teller: Report, others: Sequence[Report], catalogue: Catalogue) -> Iterator[Oddity]:
    """Where `teller` states more *trong đó phối hợp* than all `others` of the same place and period together.

    Nothing is said where one of the others whose form asks for the figure left it blank: it may hold what is missing.
    """
    for cell in teller.cells:
        place, told = catalogue.places[cell], teller.joint.get(cell)
        if not place.is_shared_work or not place.is_total or place.is_money or told is None:
            continue
        asked = [each.joint.get(cell) for each in others if cell in each.cells]
        given = [joint for joint in asked if joint is not None]
        if not asked or len(given) < len(asked):
            continue
        difference = told - sum(given)
        if difference >= SMALLEST_DIFFERENCE and 2 * difference > told:
            numbers = {"told": told, "others": sum(given)}
            yield Oddity(WarningKind.SIDES, f"joint_{teller.line}", cell, numbers, f"{told}:{sum(given)}")
