"""Generate the report tasks of a period: who owes which form to whom, by which day."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from chungtay.organisations.codes import LINE_OF_KIND, MEMBER_KINDS, OrganisationKind
from chungtay.organisations.models import Organisation, ReportingLine
from chungtay.reporting.models import Deadline, FormVersion, Holiday, ReportingPeriod, ReportTask
from chungtay.reporting.windows import due_day
from chungtay.territory.codes import Level

REPORTING_LEVELS = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)
# Who fills in which form: members a short one; the police of a commune keep its recognition and rating records.
FORM_OF_KIND = {
    OrganisationKind.POLICE: "ct-phoi-hop",
    OrganisationKind.FRONT: "ct-phoi-hop",
    **dict.fromkeys(MEMBER_KINDS, "ct-to-chuc"),
}
POLICE_FORMS = ("an-toan-khu-dan-cu", "an-toan-don-vi", "xep-loai-luc-luong")


@transaction.atomic
def generate_tasks(
    period: ReportingPeriod, *, claims: bool = False, offices: QuerySet[Organisation] | None = None
) -> int:
    """Make the tasks of `period` that are missing, of all offices or of these alone; returns how many were made.

    An organisation owes a report when it stands on the window's last day and reports to somebody then; a province's
    own work is received by the province itself, and accepted there by another person. `claims` makes the tasks of
    districts and the province for figures on the whole of their area, which are never added.
    """
    last_day = period.window.upper - timedelta(days=1)
    receivers = dict(
        ReportingLine.objects.filter(validity__contains=last_day).values_list("from_organisation", "to_organisation")
    )
    at_top = Q(level=Level.PROVINCE, kind__in=FORM_OF_KIND)
    wanted = Organisation.objects.all() if offices is None else offices
    organisations = wanted.filter(at_top | Q(id__in=receivers), validity__contains=last_day)
    if claims:
        organisations = organisations.filter(level__in=[Level.PROVINCE, Level.DISTRICT])
    due = _due_days(period, last_day)
    forms = _form_versions(period, last_day)
    tasks = [
        ReportTask(
            period=period,
            organisation=organisation,
            receiver_id=receivers.get(organisation.pk, organisation.pk),
            unit_id=organisation.unit_id,
            line=LINE_OF_KIND[OrganisationKind(organisation.kind)],
            form_version=form,
            days=period.window,
            due_on=due[organisation.level],
            is_claim=claims,
        )
        for organisation in organisations.order_by("id")
        for form in _owed(organisation, forms)
        if organisation.level in due
    ]
    before = period.tasks.count()
    ReportTask.objects.bulk_create(tasks, batch_size=2000, ignore_conflicts=True)
    return period.tasks.count() - before


def _owed(organisation: Organisation, forms: dict[str, FormVersion]) -> list[FormVersion]:
    codes = [FORM_OF_KIND.get(OrganisationKind(organisation.kind), "")]
    if organisation.kind == OrganisationKind.POLICE and organisation.level == Level.COMMUNE:
        codes += POLICE_FORMS
    return [forms[code] for code in codes if code in forms]


def _form_versions(period: ReportingPeriod, day: date) -> dict[str, FormVersion]:
    versions = FormVersion.objects.filter(
        form__indicator_set=period.indicator_set_id, validity__contains=day
    ).select_related("form")
    return {version.form.code: version for version in versions}


def _due_days(period: ReportingPeriod, last_day: date) -> dict[int, date]:
    near = Holiday.objects.filter(day__gt=last_day, day__lt=last_day + timedelta(days=60))
    off = {holiday.day for holiday in near if not holiday.is_working_day}
    worked = {holiday.day for holiday in near if holiday.is_working_day}
    deadlines = Deadline.objects.filter(
        indicator_set=period.indicator_set_id, grain=period.grain, validity__contains=last_day
    )
    return {row.level: due_day(last_day, row.working_days, off=off, worked=worked) for row in deadlines}
