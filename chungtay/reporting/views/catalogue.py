"""Danh mục báo cáo: what is asked of whom, by when; issuing a new entry, and asking for the reports of a period."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chungtay.core import clock
from chungtay.core.errors import InputRefused, ManyProblems, NotFound, require
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.organisations.codes import OrganisationKind
from chungtay.reporting import rules
from chungtay.reporting.actions import assigning, entries
from chungtay.reporting.entry_form import EntryForm
from chungtay.reporting.layout import LayoutRow, layout_of
from chungtay.reporting.models import CatalogueEntry, Form, FormVersion
from chungtay.reporting.outlines import outline_of
from chungtay.reporting.phrases import day_words, form_label, period_words, window_words
from chungtay.reporting.queries.burden import NOTHING_UNUSED, unused_of
from chungtay.reporting.queries.catalogue import (
    PERIODS_SHOWN,
    PeriodAsked,
    catalogue_for,
    entries_of,
    entry_on,
    form_for,
    form_version_on,
    free_periods,
    indicators_of,
    levels_since,
    periods_asked,
    periods_of,
)


@hat_required
@require_GET
def catalogue(request: HatRequest) -> HttpResponse:
    """Every report that is asked for now: of whom, by when, on which basis."""
    today = clock.today()
    rows = []
    for entry in catalogue_for(request.hat, today):
        periods = [period for period in periods_of(entry.form, today) if period.window.upper > today][:1]
        asked = periods_asked(entry, periods)
        rows.append({**_head(entry), "next": _period(asked[0]) if asked else None})
    context = {"rows": rows, "may_keep": rules.can_keep_catalogue(request.hat)}
    return render(request, "reporting/catalogue.html", context)


@hat_required
@require_POST
def load(request: HatRequest) -> HttpResponse:
    """Load the standard catalogue: on the first day of an installation, and after an upgrade."""
    count = entries.load_standard_catalogue(by=request.hat, now=clock.now())
    messages.success(request, _("The standard catalogue was loaded: %(count)s indicators.") % {"count": count})
    return redirect("reporting:catalogue")


@hat_required
@require_GET
def entry(request: HatRequest, code: str) -> HttpResponse:
    """One report of the catalogue: its deadlines to come, its outline, its earlier entries."""
    today = clock.today()
    form = form_for(request.hat, code)
    shown = entry_on(form, today)
    version = form_version_on(form, today)
    context = {
        **_head(shown),
        "outline": _outline(shown, version),
        "cell_count": len(version.cells),
        **_periods(form, shown),
        "history": [{**_head(each), "days": _validity(each)} for each in entries_of(form)],
        "may_issue": rules.can_issue_entry(request.hat, shown.senders),
        "may_assign": rules.can_keep_catalogue(request.hat),
    }
    return render(request, "reporting/catalogue_entry.html", context)


@hat_required
@require_GET
def progress(request: HatRequest, code: str) -> HttpResponse:
    """How far the reports of a period were asked for."""
    form = form_for(request.hat, code)
    may_assign = rules.can_keep_catalogue(request.hat)
    context = {"form": form, "may_assign": may_assign, **_periods(form, entry_on(form, clock.today()))}
    return render(request, "reporting/_periods_asked.html", context)


@hat_required
@require_POST
def assign(request: HatRequest, code: str) -> HttpResponse:
    """Giao đầu việc: ask every office for its report of a period."""
    form = form_for(request.hat, code)
    written = request.POST.get("ky", "")
    period = next((one for one in periods_of(form, clock.today()) if str(one.pk) == written), None)
    if period is None:
        raise NotFound()
    assigning.ask_for_reports(period, by=request.hat, now=clock.now())
    messages.success(request, _("The reports of %(period)s are being asked for.") % {"period": period_words(period)})
    return redirect("reporting:catalogue-entry", code)


@hat_required
@require_POST
def automatic(request: HatRequest, code: str) -> HttpResponse:
    """Let the periods of a report open by themselves, or by hand."""
    form = form_for(request.hat, code)
    entries.let_open_daily(form, automatic=request.POST.get("automatic") == "1", by=request.hat, now=clock.now())
    messages.success(request, _("Stored."))
    return redirect("reporting:catalogue-entry", code)


@hat_required
@require_http_methods(["GET", "POST"])
def issue(request: HatRequest, code: str) -> HttpResponse:
    """Issue a new entry: what is asked from a period on, by when, under which headings."""
    form = form_for(request.hat, code)
    last = form.entries.latest("number")
    require(rules.can_issue_entry(request.hat, last.senders))
    bound = _entry_form(request, form, last)
    problems: tuple[InputRefused, ...] = ()
    if request.method == "POST" and bound.is_valid():
        try:
            entries.issue_entry(form, bound.terms(), since=bound.since_period(), by=request.hat, now=clock.now())
        except ManyProblems as refused:
            problems = tuple(refused.problems)
        else:
            messages.success(request, _("The new entry was issued. Reports of its first period on follow it."))
            return redirect("reporting:catalogue-entry", code)
    context = {**_head(last), "entry_form": bound, "problems": problems}
    return render(request, "reporting/issue_entry.html", context, status=422 if request.method == "POST" else 200)


def _entry_form(request: HatRequest, form: Form, last: CatalogueEntry) -> EntryForm:
    version = form.versions.order_by("validity").last() or form_version_on(form, clock.today())
    wanted = request.method == "GET" and request.GET.get("bo") == "khong-dung"
    return EntryForm(
        last,
        outline_of(last, version),
        indicators_of(form),
        free_periods(form, clock.today()),
        request.POST if request.method == "POST" else None,
        side=request.hat.organisation.side,
        unused=unused_of(request.hat, form, clock.today()) if wanted else NOTHING_UNUSED,
    )


def _head(entry: CatalogueEntry) -> dict[str, Any]:
    levels = levels_since(clock.today())
    deadlines = [(level, days) for level, days in entry.working_days.items() if level in {*entry.levels} & levels]
    return {
        "entry": entry,
        "form": entry.form,
        "form_label": form_label(entry.form),
        "senders": [OrganisationKind(kind).label for kind in entry.senders],
        "levels": [level.label for level, _days in deadlines],
        "deadlines": deadlines,
        "calendar": entry.form.indicator_set.get_calendar_display(),  # type: ignore[attr-defined]  # made by Django
    }


def _periods(form: Form, shown: CatalogueEntry) -> dict[str, Any]:
    rows = periods_asked(shown, list(periods_of(form, clock.today())[:PERIODS_SHOWN]))
    return {
        "periods": [_period(row) for row in rows],
        "is_running": any(row.is_running for row in rows),
    }


def _period(row: PeriodAsked) -> dict[str, Any]:
    return {
        "row": row,
        "words": period_words(row.period),
        "window": window_words(row.period),
        "has_begun": row.period.window.lower <= clock.today(),
    }


def _outline(entry: CatalogueEntry, version: FormVersion) -> list[dict[str, Any]]:
    rows: dict[str, list[LayoutRow]] = {}
    for row in layout_of(version).rows:
        rows.setdefault(row.indicator.code, []).append(row)
    return [
        {"heading": heading, "rows": [row for code in heading.indicators for row in rows.get(code, ())]}
        for heading in outline_of(entry, version)
    ]


def _validity(entry: CatalogueEntry) -> str:
    first, end = entry.validity.lower, entry.validity.upper
    if first is None and end is None:
        return ""
    if end is None:
        return _("since %(first)s") % {"first": day_words(first)}
    if first is None:
        return _("before %(end)s") % {"end": day_words(end)}
    return _("%(first)s to before %(end)s") % {"first": day_words(first), "end": day_words(end)}
