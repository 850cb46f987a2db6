"""Addresses for tests of the frame: a pedigree page, and views that refuse in every way."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from chungtay.core.errors import ManyProblems, NotFound, RuleBroken
from chungtay.organisations.access import open_to_all
from chungtay.web.style_guide import SampleProblem


def opened(request: HttpRequest, code: str = "") -> HttpResponse:
    """Says what it was given."""
    return HttpResponse(code)


@open_to_all
def rule_broken(request: HttpRequest) -> HttpResponse:
    """Refuses by a rule."""
    raise RuleBroken(figure=12)


@open_to_all
def many_problems(request: HttpRequest) -> HttpResponse:
    """Refuses with two problems."""
    raise ManyProblems([SampleProblem(row=4), SampleProblem(row=9)])


@open_to_all
def hidden(request: HttpRequest) -> HttpResponse:
    """Refuses to say whether it exists."""
    raise NotFound()


@open_to_all
def broken(request: HttpRequest) -> HttpResponse:
    """Fails with something that must not be shown."""
    raise ZeroDivisionError("canary of the fault")


@open_to_all
def received(request: HttpRequest) -> HttpResponse:
    """Says that it ran."""
    return HttpResponse("the view ran")


BENCH = """{% extends "web/page.html" %}{% block title %}Bench{% endblock %}{% block heading %}Bench{% endblock %}
{% block content %}
<form method="post" action="/received/" data-confirm="Close 2021 for good?">{% csrf_token %}
  <button>Close the year</button></form>
<div data-keys>
  <div id="first" data-stop tabindex="-1">First figure<details><summary data-key="x">More</summary></details></div>
  <div id="second" data-stop tabindex="-1">Second figure<details><summary data-key="x">More</summary></details></div>
  <input id="typed" aria-label="Typed">
</div>
<details id="menu" data-menu><summary>Menu</summary><a href="/">Inside</a></details>
{% copy_button "46 communes" %}
<input type="file" aria-label="File" data-limit-bytes="10" data-limit-words="Too large.">
<form data-autosubmit><label>Year <select name="year"><option>2021</option><option>2022</option></select></label></form>
<button hx-get="/rule/">Press for a fragment</button>
{% endblock %}"""


@open_to_all
def bench(request: HttpRequest) -> HttpResponse:
    """A page with one of each help of `site.js`."""
    return HttpResponse(engines["django"].from_string(BENCH).render({}, request))


reporting = ([path("nguon-goc/<str:code>/", opened, name="pedigree")], "reporting")
sign_in = path("dang-nhap/", open_to_all(opened), name="account_login")
urlpatterns = [
    path("", include(reporting)),
    path("", include("chungtay.web.pages")),
    sign_in,
    path("rule/", rule_broken),
    path("many/", many_problems),
    path("hidden/", hidden),
    path("broken/", broken),
    path("received/", received),
    path("bench/", bench),
]

handler400 = "chungtay.web.views.bad_request"
handler403 = "chungtay.web.views.forbidden"
handler404 = "chungtay.web.views.not_found"
handler500 = "chungtay.web.views.server_error"
