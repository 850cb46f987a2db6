"""Two people in one draft: the figures of a cell that both changed, side by side until somebody chooses."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from chungtay.organisations.models import Membership
from chungtay.reporting.models.indicators import Cell
from chungtay.reporting.models.submissions import Submission


class EditConflict(models.Model):
    """A cell of a draft that two people filled in differently (chỗ hai người ghi khác nhau).

    `stands` and `offered` are `merging.Said.as_json`. What stands is in the draft until a named person takes what was
    offered; both figures are kept, whichever was chosen.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="conflicts")
    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="+")
    stands = models.JSONField()
    stands_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    offered = models.JSONField()
    offered_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    settled_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    took_offered = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "cell", "offered_by"],
                condition=Q(settled_at__isnull=True),
                name="one_open_offer_a_cell_and_person",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, took_offered__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False, took_offered__isnull=False),
                name="a_conflict_is_settled_by_a_named_person",
            ),
        ]
        indexes = [models.Index(fields=["submission", "id"])]
