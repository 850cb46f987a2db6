"""What this room answers when the territory asks."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Count
from django.dispatch import receiver
from django.utils.translation import ngettext

from chungtay.programmes.models import Plan
from chungtay.territory.signals import Blocker, unit_event_undo


@receiver(unit_event_undo)
def plans_on_successors(sender: Any, made: Collection[int], **extra: Any) -> list[Blocker]:
    """An event cannot be undone once a unit that it made has a plan: its work would be planned nowhere."""
    rows = Plan.objects.filter(unit__in=made).values_list("unit").annotate(count=Count("id")).order_by("unit")
    return [
        Blocker(ngettext("%(count)s plan", "%(count)s plans", count) % {"count": count}, unit) for unit, count in rows
    ]
