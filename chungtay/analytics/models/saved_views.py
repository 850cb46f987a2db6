"""Questions that a person keeps (khung nhìn đã lưu)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from chungtay.organisations.models import Membership


class SavedView(models.Model):
    """A question that one hat keeps under a name: the page by its URL name, and the rest of its address.

    `preset` names a view that the product offers to the role; such a row only says whether the person keeps it pinned.
    """

    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    preset = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=80, blank=True)
    page = models.CharField(max_length=60, blank=True)
    query = models.CharField(max_length=2000, blank=True)
    is_pinned = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "preset"], condition=~Q(preset=""), name="preset_once_an_owner"),
            models.UniqueConstraint(fields=["owner", "name"], condition=Q(preset=""), name="view_name_once_an_owner"),
            models.CheckConstraint(
                condition=Q(preset="") ^ Q(name="", page="", query=""), name="view_is_a_preset_or_a_question"
            ),
        ]
        indexes = [models.Index(fields=["owner", "id"])]
