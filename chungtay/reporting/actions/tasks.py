"""Generate the report tasks of a period: who owes which form to whom, by which day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from chungtay.organisations.codes import LINE_OF_KIND, OrganisationKind
from chungtay.organisations.models import Organisation, ReportingLine
from chungtay.reporting.actions.locking import hold_days_off
from chungtay.reporting.models import CatalogueEntry, FormVersion, ReportingPeriod, ReportTask
from chungtay.reporting.queries.days_off import DaysOff
from chungtay.reporting.rules import REPORTING_KINDS
from chungtay.territory.codes import Level


@transaction.atomic
def generate_tasks(
    period: ReportingPeriod,
    *,
    claims: bool = False,
    offices: QuerySet[Organisation] | None = None,
    forms: Collection[int] | None = None,
) -> int:
    """Make the tasks of `period` that are missing, of all offices and forms or of these alone; returns how many.

    The catalogue in force on the window's last day says which kinds and levels of office owe which form, and by which
    day: the entry's working day after the cut-off, so never a day off. An organisation owes it when it stands on that
    day and reports to somebody then; a province's own work is received by the province itself, and accepted there by
    another person. `claims` makes the tasks of districts and the province for figures on the whole of their area, which
    are never added.
    """
    hold_days_off()
    last_day = period.window.upper - timedelta(days=1)
    receivers = dict(
        ReportingLine.objects.filter(validity__contains=last_day).values_list("from_organisation", "to_organisation")
    )
    organisations = reporting_offices(last_day, among=offices)
    if claims:
        organisations = organisations.filter(level__in=[Level.PROVINCE, Level.DISTRICT])
    asked = _asked(period, last_day, forms)
    tasks = [
        ReportTask(
            period=period,
            organisation=organisation,
            receiver_id=receivers.get(organisation.pk, organisation.pk),
            unit_id=organisation.unit_id,
            line=LINE_OF_KIND[OrganisationKind(organisation.kind)],
            form_version=each.form_version,
            days=period.window,
            due_on=each.due[Level(organisation.level)],
            is_claim=claims,
        )
        for organisation in organisations.order_by("id")
        for each in asked
        if each.is_owed_by(organisation)
    ]
    before = period.tasks.count()
    ReportTask.objects.bulk_create(tasks, batch_size=2000, ignore_conflicts=True)
    return period.tasks.count() - before


def reporting_offices(last_day: date, *, among: QuerySet[Organisation] | None = None) -> QuerySet[Organisation]:
    """The offices that may owe a report of a window ending on `last_day`: those at the top, and who reports then."""
    lines = ReportingLine.objects.filter(validity__contains=last_day).values("from_organisation")
    at_top = Q(level=Level.PROVINCE, kind__in=REPORTING_KINDS)
    wanted = Organisation.objects.all() if among is None else among
    return wanted.filter(at_top | Q(id__in=lines), validity__contains=last_day)


@dataclass(frozen=True)
class _Asked:
    """An entry of the catalogue for one period: its form as it is then, and the last day of each level."""

    entry: CatalogueEntry
    form_version: FormVersion
    due: dict[Level, date]

    def is_owed_by(self, organisation: Organisation) -> bool:
        return organisation.kind in self.entry.senders and organisation.level in self.entry.levels


def _asked(period: ReportingPeriod, last_day: date, forms: Collection[int] | None) -> list[_Asked]:
    entries = CatalogueEntry.objects.filter(
        form__indicator_set=period.indicator_set_id, validity__contains=last_day
    ).order_by("form")
    if forms is not None:
        entries = entries.filter(form__in=list(forms))
    versions = FormVersion.objects.filter(form__in=entries.values("form"), validity__contains=last_day)
    by_form = {version.form_id: version for version in versions}
    table = DaysOff.now()
    return [
        _Asked(
            entry,
            by_form[entry.form_id],
            {level: table.due(last_day, days) for level, days in entry.working_days.items()},
        )
        for entry in entries
        if entry.form_id in by_form
    ]
