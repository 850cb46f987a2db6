"""What this room answers when earlier rooms ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Count, QuerySet
from django.dispatch import receiver
from django.utils.translation import get_language, ngettext

from chungtay.programmes.queries.measures import Measure
from chungtay.programmes.signals import measures_asked
from chungtay.reporting.models import Consolidation, Submission
from chungtay.reporting.queries.consolidation import catalogue_cells
from chungtay.territory.signals import Blocker, unit_event_undo


@receiver(unit_event_undo)
def reports_on_successors(sender: Any, made: set[int], **extra: Any) -> list[Blocker]:
    """An event cannot be undone once reports of the units it made were begun: their figures would stand nowhere."""
    return [
        Blocker(str(words(count)) % {"count": count}, unit)
        for words, rows in _standing_on(made)
        for unit, count in rows
    ]


@receiver(measures_asked)
def measures_that_can_be_planned(sender: Any, **extra: Any) -> list[Measure]:
    """Every indicator of the catalogue in the order of the report; its unit in Vietnamese, since plans print it."""
    english = (get_language() or "").startswith("en")
    indicators = [cells[0].indicator for cells in catalogue_cells().by_indicator.values()]
    return [Measure(each.code, each.label_en if english else each.label_vi, each.unit_vi) for each in indicators]


def _standing_on(made: set[int]) -> list[tuple[Callable[[int], str], Iterable[tuple[int, int]]]]:
    """Sentences with the units on which such things stand, and how many."""
    reports = Submission.objects.filter(task__unit__in=made)
    opened = Consolidation.objects.filter(unit__in=made).values_list("unit")
    return [
        (
            lambda count: ngettext("%(count)s accepted report", "%(count)s accepted reports", count),
            _counted(reports.filter(accepted_version__isnull=False).values_list("task__unit")),
        ),
        (
            lambda count: ngettext("%(count)s report that was begun", "%(count)s reports that were begun", count),
            _counted(reports.filter(accepted_version__isnull=True).values_list("task__unit")),
        ),
        (
            lambda count: ngettext("%(count)s consolidation", "%(count)s consolidations", count),
            _counted(opened),
        ),
    ]


def _counted(units: QuerySet[Any, Any]) -> Iterable[tuple[int, int]]:
    return units.annotate(count=Count("id")).order_by(*units.query.values_select)
