"""What a sentence of a report speaks of. Imports nothing of ours, so everybody of this room may import it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Theme(models.TextChoices):
    """The themes of the words of a report, in the order of its sections."""

    RESULTS = "results", _("Results and good ways of working")
    STRENGTHS = "strengths", _("Strengths")
    LIMITS = "limits", _("Limits")
    CAUSES = "causes", _("Causes")
    LESSONS = "lessons", _("Lessons")
    TASKS = "tasks", _("Tasks ahead")
    PROPOSALS = "proposals", _("Proposals")
