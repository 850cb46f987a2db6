"""Chương trình: frameworks of ten years, and the programme of a year under them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chungtay.core import clock
from chungtay.core.errors import InputRefused
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.programmes import rules
from chungtay.programmes.actions.programmes import FrameworkWords, open_programme, record_framework
from chungtay.programmes.forms import FrameworkForm
from chungtay.programmes.models import Framework
from chungtay.programmes.queries.plans import frameworks, programmes_of_province


@hat_required
@require_http_methods(["GET", "POST"])
def framework_list(request: HatRequest) -> HttpResponse:
    """The frameworks with the programmes under each; coordinators of the province record what was signed."""
    on = clock.today()
    known = frameworks(on)
    form = FrameworkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        above = next((each for each in known if each.above_id is None and _covers(each, form)), None)
        try:
            record_framework(
                FrameworkWords(**form.cleaned_data),
                unit=request.hat.organisation.unit,
                above=above,
                by=request.hat,
                now=clock.now(),
            )
            messages.success(request, _("The framework was recorded."))
            return redirect("programmes:frameworks")
        except InputRefused as refused:
            form.refuse(refused)
    by_framework: dict[int, list[int]] = {}
    for programme in programmes_of_province(on):
        by_framework.setdefault(programme.framework_id, []).append(programme.year)
    context = {
        "rows": [(each, by_framework.get(each.pk, [])) for each in known],
        "form": form if rules.can_keep_programmes(request.hat) else None,
    }
    return render(request, "programmes/frameworks.html", context, status=422 if form.errors else 200)


def _covers(framework: Framework, form: FrameworkForm) -> bool:
    began = form.cleaned_data["first_year"]
    return bool(framework.first_year <= began <= framework.last_year)


@hat_required
@require_POST
def open_year(request: HatRequest, year: int) -> HttpResponse:
    """Open the programme of a year; its plan can be written then."""
    open_programme(year, by=request.hat, now=clock.now())
    messages.success(request, _("The programme of the year is open; the plan at the top can be written."))
    return redirect(f"{reverse('programmes:plans')}?nam={year}")
