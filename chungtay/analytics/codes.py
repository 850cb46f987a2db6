"""Choice lists of questions. Values stand in addresses, so they are Vietnamese words without marks."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chungtay.reporting.codes import Grain


class Axis(models.TextChoices):
    """What the rows or the columns of a table are."""

    UNITS = "don-vi", _("Units")
    PERIODS = "ky", _("Periods")
    MEASURES = "chi-tieu", _("Indicators")


class Depth(models.TextChoices):
    """Which units stand in the rows for each chosen unit."""

    ITSELF = "chinh-no", _("The chosen units alone")
    CHILDREN = "truc-thuoc", _("The units directly below")
    COMMUNES = "xa", _("All communes below")


class Step(models.TextChoices):
    """The length of the periods of a question."""

    MONTH = "thang", _("Month")
    QUARTER = "quy", _("Quarter")
    YEAR = "nam", _("Year")

    @property
    def grain(self) -> Grain:
        """The grain of the reporting periods of this length."""
        return {Step.MONTH: Grain.MONTH, Step.QUARTER: Grain.QUARTER, Step.YEAR: Grain.YEAR}[self]


class Comparison(models.TextChoices):
    """How a chart compares."""

    TIME = "thoi-gian", _("Over time")
    YEAR_BEFORE = "cung-ky", _("With the same period of the year before")
    YEARS = "cac-nam", _("Year beside year")
    UNITS = "don-vi", _("Units, sorted")
    EACH_UNIT = "tung-don-vi", _("Each unit on its own")


class MapForm(models.TextChoices):
    """How a map shows the figure of a place."""

    CIRCLES = "vong-tron", _("Circles at the centre points")
    AREAS = "vung-mau", _("Shaded areas")


class Classing(models.TextChoices):
    """How the classes of a map with shaded areas are cut."""

    QUANTILES = "phan-vi", _("As many places in each class")
    EQUAL_STEPS = "buoc-deu", _("Equal steps")
