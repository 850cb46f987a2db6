"""Chất lượng số liệu: which accepted figures look odd, and what was said of them?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chungtay.analytics.actions.quality import answer_quality_warning
from chungtay.analytics.asking import Asked, asked_from, choice_of
from chungtay.analytics.files import FORMATS
from chungtay.analytics.files.warnings import warnings_file
from chungtay.analytics.forms import QualityReplyForm
from chungtay.analytics.quality.codes import Verdict, WarningKind, WarningState
from chungtay.analytics.queries import quality
from chungtay.analytics.told import told, told_replies
from chungtay.analytics.views.pages import tabs_of
from chungtay.core import clock
from chungtay.core.errors import InputRefused, NotFound, require
from chungtay.core.paging import page_of
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.reporting.phrases import period_words

PAGE_SIZE = 30
ALL_STATES = "tat-ca"


@hat_required
@require_GET
def warnings(request: HatRequest) -> HttpResponse:
    """The list, by kind, unit, indicator, period and state, the latest period first."""
    today, filters = clock.today(), filters_from(request.GET)
    seen = quality.in_places(quality.warnings_for(request.hat, today), filters.units, today)
    page = page_of(
        quality.chosen(seen, filters),
        order=quality.ORDER,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    facets = quality.facets_of(seen, filters)
    context = {
        "page": page,
        "rows": told(page.rows),
        "states": _states(request.GET, filters, facets.counts),
        "kinds": [(kind.value, kind.label, kind in filters.kinds) for kind in WarningKind],
        "periods": [(period.pk, period_words(period), period.pk == filters.period) for period in facets.periods],
        "indicators": [(each.code, each, each.code in filters.indicators) for each in facets.indicators],
        "units": quality.names_of(filters.units),
        "state": filters.state.value if filters.state else ALL_STATES,
        "is_filtered": filters != quality.Filters(state=filters.state),
        "waiting": quality.waiting_count(clock.now()),
        "most_counted": quality.MOST_COUNTED,
        "query": _query(request.GET),
        "tabs": tabs_of("analytics:warnings", Asked(units=filters.units)),
    }
    return render(request, "analytics/warnings.html", context)


@hat_required
@require_GET
def warnings_as_file(request: HatRequest, format_: str) -> HttpResponse:
    """The same list with all its rows, as a file."""
    require(format_ in FORMATS, NotFound())
    today, filters = clock.today(), filters_from(request.GET)
    seen = quality.in_places(quality.warnings_for(request.hat, today), filters.units, today)
    rows = quality.chosen(seen, filters).order_by(*quality.ORDER)
    content = warnings_file(told(rows), format_)
    response = HttpResponse(content, content_type=FORMATS[format_])
    response["Content-Disposition"] = f'attachment; filename="canh-bao-so-lieu-{today:%Y%m%d}.{format_}"'
    return response


@hat_required
@require_GET
def warning(request: HatRequest, warning_id: int) -> HttpResponse:
    """One warning with its numbers, what was said of it, and the form for an answer."""
    return _page(request, warning_id, None)


@hat_required
@require_POST
def answer(request: HatRequest, warning_id: int) -> HttpResponse:
    """Say that the figure is right and why, or that it will be corrected."""
    asked = quality.warning_for(request.hat, warning_id, clock.today())
    form = QualityReplyForm(request.POST)
    if not form.is_valid():
        return _page(request, warning_id, form, status=422)
    given = form.cleaned_data
    try:
        answer_quality_warning(
            asked,
            Verdict(given["verdict"]),
            given["reason"],
            stands_on=given["stands_on"],
            by=request.hat,
            now=clock.now(),
        )
    except InputRefused as refused:
        form.add_error("reason", refused.sentence)
        return _page(request, warning_id, form, status=422)
    messages.success(request, _("Your answer is kept with the warning."))
    return redirect("analytics:warning", warning_id)


def filters_from(query: QueryDict) -> quality.Filters:
    """What the address asks for; `QuestionUnreadable` names the parameter that makes no sense."""
    asked = asked_from(query)
    is_all = query.get("tinh-trang") == ALL_STATES
    kind = choice_of(query, "loai", WarningKind)
    return quality.Filters(
        state=None if is_all else choice_of(query, "tinh-trang", WarningState) or WarningState.OPEN,
        kinds=(kind,) if kind else (),
        units=asked.units,
        indicators=asked.measures,
        period=choice_of(query, "ky", int),
    )


def _page(request: HatRequest, warning_id: int, form: QualityReplyForm | None, *, status: int = 200) -> HttpResponse:
    today = clock.today()
    found = quality.warning_for(request.hat, warning_id, today)
    may_answer = quality.may_answer(request.hat, found, today)
    (row,) = told([found])
    context: dict[str, Any] = {
        "row": row,
        "warning": found,
        "replies": told_replies(found, quality.replies_of(found)),
        "form": (form or QualityReplyForm(initial={"stands_on": found.stands_on})) if may_answer else None,
        "report": _report_address(request, found) if may_answer else "",
    }
    return render(request, "analytics/warning.html", context, status=status)


def _report_address(request: HatRequest, found: Any) -> str:
    """Where a figure is corrected: by its own office in the report, by the office above where the report is decided."""
    if found.task is None:
        return ""
    if found.task.answering_id == request.hat.organisation_id:
        return reverse("reporting:task", args=[found.task_id])
    is_receiver = found.task.receiver_id == request.hat.organisation_id
    return reverse("reporting:review-one", args=[found.task_id]) if is_receiver else ""


def _states(query: QueryDict, filters: quality.Filters, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """The states as tabs with how many are in each."""
    entries = [(state.value, str(state.label), counts.get(state.value, 0)) for state in WarningState]
    entries.append((ALL_STATES, _("All"), sum(counts.values())))
    current = filters.state.value if filters.state else ALL_STATES
    return [
        {
            "label": f"{label} ({count})",
            "href": f"?{_query(query, **{'tinh-trang': value})}",
            "current": value == current,
        }
        for value, label, count in entries
    ]


def _query(query: QueryDict, **changes: str) -> str:
    """The address of the list with `changes`, from its first page."""
    kept = [(name, value) for name, values in query.lists() for value in values if name not in {"cursor", *changes}]
    return urlencode([*kept, *changes.items()])
