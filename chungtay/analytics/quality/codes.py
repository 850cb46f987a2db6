"""Choice lists of warnings across units; they import nothing of ours."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class WarningKind(models.TextChoices):
    """What is odd. Values stand in addresses, so they are Vietnamese words without marks."""

    OUTLIER = "khac-thuong", _("Far from the own history")
    IDENTITY = "khong-khop", _("Figures that do not fit together")
    BALANCE = "ton-cuoi-ky", _("Stock that does not follow from the period before")
    MERGER = "sau-sap-nhap", _("A jump after a merger")
    REPEATED = "lap-lai", _("The same figure again and again")
    ROUND = "so-tron", _("Too many round numbers")
    SIDES = "hai-ben", _("Police and Front differ on joint work")
    MISSING = "vang-mat", _("Blank where there always was a figure")


class WarningState(models.TextChoices):
    """How far a warning has come: as in addresses."""

    OPEN = "mo", _("Not explained yet")
    PROMISED = "se-dinh-chinh", _("To be corrected")
    RIGHT = "da-giai-trinh", _("Explained")


class Verdict(models.TextChoices):
    """What an officer says of the figure."""

    RIGHT = "right", _("The figure is right")
    CORRECT = "correct", _("The figure will be corrected")

    @property
    def state(self) -> WarningState:
        """The state of a warning with this reply."""
        return WarningState.RIGHT if self is Verdict.RIGHT else WarningState.PROMISED
