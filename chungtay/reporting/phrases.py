"""Words that several pages of this room share."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chungtay.core.clock import VIETNAM
from chungtay.reporting.codes import Grain, Qualifier
from chungtay.reporting.models import Form, ReportingPeriod

_ROMAN = ("", "I", "II", "III", "IV")


def period_words(period: ReportingPeriod) -> str:
    """The name of a period as offices say it: "tháng 11 năm 2026", "quý I năm 2026", "năm 2021"."""
    named = {"index": period.index, "year": period.year}
    if period.grain == Grain.MONTH:
        return _("month %(index)s of %(year)s") % named
    if period.grain == Grain.QUARTER:
        return _("quarter %(index)s of %(year)s") % {**named, "index": _ROMAN[period.index]}
    if period.grain == Grain.HALF:
        first = _("first half of %(year)s") % named
        return first if period.index == 1 else _("second half of %(year)s") % named
    return _("year %(year)s") % named


def form_label(form: Form) -> str:
    """The name of a form in the reader's language."""
    return form.label_en if (get_language() or "").startswith("en") else form.label_vi


def window_words(period: ReportingPeriod) -> str:
    """First and last day of the period's window: "15/10/2026 – 14/11/2026"."""
    return f"{day_words(period.window.lower)} – {day_words(period.window.upper - timedelta(days=1))}"


def day_words(day: date) -> str:
    """dd/mm/yyyy."""
    return f"{day:%d/%m/%Y}"


def moment_words(moment: datetime) -> str:
    """hh:mm dd/mm/yyyy on Vietnamese clocks."""
    return f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def figure_text(value: int | None, scale: int) -> str:
    """A stored integer in Vietnamese digits: 12345 of scale 1 is "1.234,5"; "" for a blank."""
    if value is None:
        return ""
    whole, part = divmod(abs(value), 10**scale)
    digits = f"{whole:,}".replace(",", ".")
    tail = f",{part:0{scale}d}".rstrip("0") if part else ""
    return f"{'−' if value < 0 else ''}{digits}{tail}"


def qualifier_options(selected: Qualifier) -> SafeString:
    """The choices of how exact a figure is, in the reader's language, for a `<select>`."""
    return _qualifier_options(selected, get_language())


# A page holds a hundred of these lists, of seven choices each.
@lru_cache
def _qualifier_options(selected: Qualifier, language: str | None) -> SafeString:
    return format_html_join(
        "",
        "<option value='{}'{}>{}</option>",
        ((one.value, SafeString(" selected") if one is selected else "", one.label) for one in Qualifier),
    )
