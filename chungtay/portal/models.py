"""What the public sees: approved snapshots of issued figures, never live tables."""

from __future__ import annotations

from django.db import models


class PublishedFigure(models.Model):
    """One issued figure as it was released (số liệu đã ban hành): words and number, nothing that leads inside."""

    year = models.SmallIntegerField()
    province_code = models.CharField(max_length=2)
    indicator_code = models.CharField(max_length=40)
    label_vi = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200)
    unit_vi = models.CharField(max_length=40)
    unit_en = models.CharField(max_length=40)
    value = models.BigIntegerField()
    scale = models.SmallIntegerField(default=0)
    qualifier = models.SmallIntegerField(default=0)
    document_symbol = models.CharField(max_length=80)
    document_date = models.DateField()
    section = models.CharField(max_length=12)
    position = models.IntegerField()
    released_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["province_code", "year", "indicator_code"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_published_figure_in_force",
            )
        ]
        indexes = [models.Index(fields=["-year", "position"])]

    @property
    def target(self) -> str:
        """The key as the address of an element on the page."""
        return str(self.pk)
