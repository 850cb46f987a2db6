"""Which pages are measured, each as the person of the demo who opens it most."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.urls import reverse

from chungtay.core import clock
from chungtay.demo.story import HISTORY_YEAR, PROVINCE_CODE, THIS_YEAR
from chungtay.organisations.codes import Line, Role
from chungtay.organisations.models import Membership
from chungtay.programmes.models import Activity
from chungtay.reporting.addresses import FigureAddress
from chungtay.reporting.codes import SubmissionStatus
from chungtay.reporting.models import Consolidation, IncomingText, ReportTask
from chungtay.reporting.queries.consolidation import catalogue_cells, periods_of_year
from chungtay.territory.queries import unit_by_code


@dataclass(frozen=True, slots=True)
class Case:
    """A page and the hat that opens it; a stranger when `hat` is None."""

    name: str
    address: str
    hat: Membership | None


def cases() -> Iterator[Case]:
    """The main pages; one whose object this stage of the demo does not hold is left out."""
    for name, address_for, hat in _pages():
        address = address_for(hat)
        if address is not None:
            yield Case(name, address, hat)


Address = Callable[[Membership | None], str | None]


def _pages() -> Iterator[tuple[str, Address, Membership | None]]:
    commune, front = _hat("congan.xa", Role.REPORTER), _hat("mattran.xa", Role.REPORTER)
    receiver, coordinator = _hat("tonghop.congan", Role.CONSOLIDATOR), _hat("dieuphoi.congan", Role.COORDINATOR)
    clerk, keeper = _hat("vanthu.congan", Role.REGISTRY_CLERK), _hat("taikhoan.congan", Role.ACCOUNT_KEEPER)
    auditor, owing = _hat("kiemtra", Role.AUDITOR), _owing() or commune
    yield "public page", _named("portal:home"), None
    yield "sign-in", _named("account_login"), None
    yield "today, commune", _named("today"), commune
    yield "today, Front of a commune", _named("today"), front
    yield "today, receiving office", _named("today"), receiver
    yield "today, coordinator", _named("today"), coordinator
    yield "reports of the office", _named("reporting:tasks"), commune
    yield "reports, auditor", _named("reporting:tasks"), auditor
    yield "one report", _task("reporting:task"), owing
    yield "hand form", _task("reporting:entry"), owing
    yield "bring a text in", _task("reporting:bring-in"), owing
    yield "text with its figures", _text, commune
    yield "fill in from activities", _task("reporting:from-activities"), owing
    yield "activities", _named("programmes:activities"), commune
    yield "activities, receiving office", _named("programmes:activities"), receiver
    yield "record an activity", _named("programmes:record-activity"), commune
    yield "one activity", _activity, commune
    yield "board", _named("reporting:board"), receiver
    yield "review list", _named("reporting:review"), receiver
    yield "one report to decide", _waiting, receiver
    yield "years", _named("reporting:consolidations"), coordinator
    yield "consolidation, frozen year", _named("reporting:consolidation", HISTORY_YEAR), coordinator
    yield "consolidation, live year", _named("reporting:consolidation", THIS_YEAR), coordinator
    yield "consolidation, today's map", _on_todays_map, coordinator
    yield "pedigree, frozen flow", partial(_pedigree, HISTORY_YEAR, "OUT_SESSIONS", is_frozen=True), coordinator
    yield "pedigree, live flow", partial(_pedigree, THIS_YEAR, "OUT_SESSIONS", is_frozen=False), auditor
    yield "pedigree, live stock", partial(_pedigree, THIS_YEAR, "CAM_EYES", is_frozen=False), auditor
    yield "find a figure", _named("reporting:find-figure"), coordinator
    yield "question, table", _named("analytics:pivot"), coordinator
    yield "question, chart", _named("analytics:series"), coordinator
    yield "question, map", _named("analytics:map"), coordinator
    yield "reports received", _named("analytics:completeness"), coordinator
    yield "quality warnings", _named("analytics:warnings"), coordinator
    yield "kept questions", _named("analytics:saved"), coordinator
    yield "papers", _named("reporting:papers"), coordinator
    yield "documents", _named("documents:documents"), clerk
    yield "register", _named("documents:register"), clerk
    yield "layout check", _named("documents:check"), clerk
    yield "units", _named("territory:units"), coordinator
    yield "one unit", _unit, coordinator
    yield "ledger", _named("territory:ledger"), coordinator
    yield "changes of the map", _named("territory:proposals"), coordinator
    yield "offices", _named("organisations:offices"), coordinator
    yield "accounts", _named("organisations:accounts"), keeper
    yield "style guide", _named("web:style-guide"), coordinator


def _hat(username: str, role: Role) -> Membership:
    hats = Membership.objects.select_related("user", "organisation").order_by("organisation__kind", "id")
    found = hats.filter(user__username=username, role=role).first()
    if found is None:
        raise Membership.DoesNotExist(f"{username} has no hat {role}: build the demo first")
    return found


def _owing() -> Membership | None:
    """Somebody of a police office that still has to write, None once every office has."""
    owed = (
        ReportTask.objects.filter(submission=None, is_claim=False, line=Line.POLICE).order_by("-due_on", "id").first()
    )
    hats = Membership.objects.select_related("user", "organisation").filter(role=Role.REPORTER)
    return hats.filter(organisation=owed.organisation_id).first() if owed else None


def _named(name: str, *args: object) -> Address:
    return lambda _hat: reverse(name, args=args)


def _task(name: str) -> Address:
    """The latest report that the hat's office still has to write."""

    def address(hat: Membership | None) -> str | None:
        assert hat is not None
        owed = ReportTask.objects.filter(organisation=hat.organisation_id, submission=None).order_by("-due_on", "-id")
        task = owed.first()
        return reverse(name, args=[task.pk]) if task else None

    return address


def _text(hat: Membership | None) -> str | None:
    assert hat is not None
    text = IncomingText.objects.filter(task__organisation=hat.organisation_id).order_by("-id").first()
    return reverse("reporting:check-text", args=[text.task_id, text.pk]) if text else None


def _activity(hat: Membership | None) -> str | None:
    """The latest one that the hat's office recorded."""
    assert hat is not None
    recorded = Activity.objects.filter(accountable=hat.organisation_id).order_by("-id").first()
    return reverse("programmes:activity", args=[recorded.pk]) if recorded else None


def _waiting(hat: Membership | None) -> str | None:
    assert hat is not None
    tasks = ReportTask.objects.filter(
        receiver=hat.organisation_id, submission__status=SubmissionStatus.SUBMITTED
    ).order_by("id")
    task = tasks.first()
    return reverse("reporting:review-one", args=[task.pk]) if task else None


def _on_todays_map(hat: Membership | None) -> str:
    return f"{reverse('reporting:consolidation', args=[HISTORY_YEAR])}?ban-do=2025-07-01"


def _pedigree(year: int, indicator: str, hat: Membership | None, *, is_frozen: bool) -> str | None:
    unit = unit_by_code(PROVINCE_CODE, clock.today())
    cells = {cell.indicator.code: cell for cell in reversed(catalogue_cells().cells)}
    cell = cells[indicator]
    period = periods_of_year(year)[cell.indicator.indicator_set_id]
    frozen = Consolidation.objects.filter(unit=unit, frozen_at__isnull=False, replaced_by=None, period__year=year)
    found = frozen.first()
    if is_frozen and found is None:
        return None
    address = FigureAddress(unit.pk, period.pk, Line.ALL, cell.number, found.pk if found and is_frozen else None)
    return reverse("reporting:pedigree", args=[address.code])


def _unit(hat: Membership | None) -> str:
    assert hat is not None
    return reverse("territory:unit", args=[unit_by_code("14797", clock.today()).pk])
