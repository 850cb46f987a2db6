"""Types of community models (loại mô hình) with their many names. Names are kept as written, without facets."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class ModelType(models.Model):
    """A type of community model; what MOD_TYPES counts (đếm theo loại, không cộng).

    `aliases` are other names of the same type. A type merged into another keeps its code and history.
    """

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=200)
    aliases = ArrayField(models.CharField(max_length=200), default=list)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged_from")
    sort_key = models.CharField(max_length=700)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(merged_into=F("id")), name="type_not_merged_into_itself")]
        indexes = [models.Index(fields=["sort_key", "id"])]
