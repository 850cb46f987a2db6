"""What a warning says, in one sentence of the reader's language, from the numbers it keeps."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.analytics.quality.codes import WarningKind
from chungtay.analytics.quality.facts import read
from chungtay.analytics.quality.statistics import MODIFIED_LIMIT, SCORE_LIMIT, Measure
from chungtay.core.errors import Message
from chungtay.reporting.phrases import figure_text
from chungtay.reporting.queries.bands import BAND_SENTENCES

_FIXED: Mapping[str, Message] = {
    **BAND_SENTENCES,
    "above_another": gettext_lazy(
        "%(numerator)s here, but only %(denominator)s under “%(other)s”: it cannot be fewer."
    ),
    "categories_above_total": gettext_lazy("The categories add up to %(sum)s, more than the total %(value)s."),
    "festival_places": gettext_lazy("%(value)s festival places in all, but those of communes and areas make %(sum)s."),
    "repeated": gettext_lazy("Exactly %(value)s in %(count)s periods, one after the other."),
    "missing": gettext_lazy(
        "Left blank, though all %(count)s reports before it gave a figure, %(before)s the last time."
    ),
    "round": gettext_lazy(
        "%(round)s of %(count)s figures of this report end in 0; of things that are counted, about one in ten does."
    ),
    "joint_police": gettext_lazy("Police state %(told)s as joint work, all others of the place together %(others)s."),
    "joint_front": gettext_lazy(
        "The Front states %(told)s as joint work, all others of the place together %(others)s."
    ),
    "same_period": gettext_lazy(
        "%(value)s here; the %(units)s units merged into this one gave %(before)s together in the same period of the "
        "year before."
    ),
    "period_before": gettext_lazy(
        "%(value)s here; the %(units)s units merged into this one gave %(before)s together in the period right before."
    ),
    "blank_same_period": gettext_lazy(
        "Left blank; the %(units)s units merged into this one gave %(before)s together in the same period of the year "
        "before."
    ),
    "blank_period_before": gettext_lazy(
        "Left blank; the %(units)s units merged into this one gave %(before)s together in the period right before."
    ),
}
# Of these the figures are counts in themselves, whatever the scale of the indicator.
_COUNTS = frozenset({"count", "units", "round"})


def sentence_of(kind: str, code: str, numbers: Mapping[str, Any], scale: int, *, other: str = "") -> str:
    """The sentence of a warning; `scale` is that of its indicator, `other` names the one it is held against."""
    if kind == WarningKind.OUTLIER:
        return _outlier(code, numbers, scale)
    if kind == WarningKind.BALANCE:
        return _balance(numbers, scale)
    is_band = code in BAND_SENTENCES
    shown = {
        name: str(number) if name in _COUNTS or (is_band and name in ("low", "high")) else figure_text(number, scale)
        for name, number in numbers.items()
        if isinstance(number, int)
    }
    return str(_FIXED[code]) % (shown | {"other": other})


def decimal_text(value: Fraction, digits: int = 1) -> str:
    """An exact fraction in Vietnamese digits, rounded half up to at most `digits` decimals."""
    rounded = (abs(value) * 10**digits * 2 + 1) // 2
    return figure_text(int(rounded), digits)


def _outlier(code: str, numbers: Mapping[str, Any], scale: int) -> str:
    value, median = read(numbers["value"]), read(numbers["median"])
    told = {
        "value": figure_text(int(value), scale),
        "median": decimal_text(median / 10**scale, max(scale, 1)),
        "count": numbers["count"],
        "low": figure_text(numbers["low"], scale),
        "high": figure_text(numbers["high"], scale),
    }
    return f"{_far(value, median, told)} {_score(code, numbers)}"


def _far(value: Fraction, median: Fraction, told: dict[str, Any]) -> str:
    if value > median and median:
        return _(
            "%(value)s, %(times)s times what is usual (median %(median)s of the %(count)s periods before, "
            "from %(low)s to %(high)s)."
        ) % (told | {"times": decimal_text(value / median)})
    if median:
        return _(
            "%(value)s, only %(share)s%% of what is usual (median %(median)s of the %(count)s periods before, "
            "from %(low)s to %(high)s)."
        ) % (told | {"share": decimal_text(value * 100 / median)})
    return _("%(value)s, where the median of the %(count)s periods before is 0 (from %(low)s to %(high)s).") % told


def _score(code: str, numbers: Mapping[str, Any]) -> str:
    if code == Measure.CONSTANT.value:
        return _("Until now the figure had always been the same.")
    score = decimal_text(read(numbers["score"]))
    if code == Measure.MODIFIED.value:
        return _("Distance %(score)s by median and MAD; a look is worth while above %(limit)s.") % {
            "score": score,
            "limit": decimal_text(MODIFIED_LIMIT),
        }
    return _("Distance %(score)s by mean and standard deviation; a look is worth while above %(limit)s.") % {
        "score": score,
        "limit": decimal_text(SCORE_LIMIT),
    }


def _balance(numbers: Mapping[str, Any], scale: int) -> str:
    told = {name: figure_text(number, scale) for name, number in numbers.items()}
    if "low" in numbers and numbers["value"] < numbers["low"]:
        return _("%(value)s here; from %(last)s before, with what came and went, at least %(low)s follow.") % told
    return _("%(value)s here; from %(last)s before, with what came and went, at most %(high)s follow.") % told
