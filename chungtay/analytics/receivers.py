"""What this room answers when an earlier one asks."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from chungtay.analytics.models import Target
from chungtay.reporting.codes import CellUse
from chungtay.reporting.signals import CellsInUse, cells_in_use


@receiver(cells_in_use, dispatch_uid="analytics.targets")
def targets_stand_on(sender: Any, **_more: Any) -> CellsInUse:
    """The cells for which a target was set, whatever its year."""
    return CellsInUse(CellUse.TARGET, frozenset(Target.objects.values_list("cell", flat=True).distinct()))
