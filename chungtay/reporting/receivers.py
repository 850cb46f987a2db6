"""What this room answers when the territory asks."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.dispatch import receiver
from django.utils.translation import ngettext

from chungtay.reporting.models import Submission
from chungtay.territory.codes import EventKind
from chungtay.territory.models import UnitEvent
from chungtay.territory.signals import Blocker, unit_event_undo


@receiver(unit_event_undo)
def accepted_reports_on_successors(sender: Any, event: UnitEvent, **extra: Any) -> list[Blocker]:
    """An event cannot be undone once reports of the units it made are accepted: their figures would stand nowhere."""
    made = set(event.successions.values_list("to_unit_id", flat=True))
    if event.kind == EventKind.CREATE:
        made |= set(event.opened_versions.values_list("unit_id", flat=True))
    accepted = Submission.objects.filter(accepted_version__isnull=False, task__unit__in=made)
    by_unit = accepted.values_list("task__unit").annotate(count=Count("id")).order_by("task__unit")
    return [
        Blocker(ngettext("%(count)s accepted report", "%(count)s accepted reports", count) % {"count": count}, unit)
        for unit, count in by_unit
    ]
