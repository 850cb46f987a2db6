"""Deeds: who did what to which object, when, wearing which hat. Written by `record()` alone."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class Deed(models.Model):
    """One act of a person: an append-only line of the log of deeds (*nhật ký thao tác*).

    `office` is the name of the organisation at that moment; `details` holds codes and numbers, never free text
    that was not scanned.
    """

    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    office = models.CharField(max_length=300, blank=True)
    role = models.CharField(max_length=40, blank=True)
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"]),
            BrinIndex(fields=["at"]),
        ]


class Installation(models.Model):
    """The one row that says what this database is: its province, and whether it is a demo.

    Demo people can sign in only where `is_demo` is true.
    """

    only = models.BooleanField(primary_key=True, default=True)
    is_demo = models.BooleanField(default=False)
    province_code = models.CharField(max_length=2, blank=True)
    named_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=True), name="installation_is_one_row")]
