"""Record the framework, open the programme of a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from chungtay.core.clock import local_day
from chungtay.core.errors import NotFound, require
from chungtay.core.record import record
from chungtay.core.scanner import require_clean
from chungtay.organisations.models import Membership
from chungtay.programmes import rules
from chungtay.programmes.errors import FrameworkExists, NoFramework, NotYourProgramme, ProgrammeExists
from chungtay.programmes.models import Framework, Programme
from chungtay.programmes.queries.plans import framework_in
from chungtay.territory.models import AdministrativeUnit


@dataclass(frozen=True)
class FrameworkWords:
    """What is recorded of a framework: number and symbol, day, who signed it, what it is about, its years."""

    symbol: str
    dated: date
    bodies: str
    subject: str
    first_year: int
    last_year: int


@transaction.atomic
def record_framework(
    words: FrameworkWords,
    *,
    unit: AdministrativeUnit,
    above: Framework | None,
    by: Membership | None,
    now: datetime,
) -> Framework:
    """Record a framework that was signed: the nation's, or the province's standing on the nation's (`above`).

    `by` is None for the installation itself. Raises `FrameworkExists` for the same symbol of the same unit.
    """
    require(by is None or rules.can_keep_programmes(by), NotYourProgramme())
    for field in ("symbol", "bodies", "subject"):
        require_clean(getattr(words, field), field=field)
    known = Framework.objects.filter(unit=unit, symbol=words.symbol).exists()
    require(not known, FrameworkExists(symbol=words.symbol))
    framework = Framework.objects.create(
        unit=unit,
        above=above,
        symbol=words.symbol,
        dated=words.dated,
        bodies=words.bodies,
        subject=words.subject,
        first_year=words.first_year,
        last_year=words.last_year,
        recorded_by=by,
        recorded_at=now,
    )
    record(framework, "framework_recorded", by=by, at=now, symbol=words.symbol)
    return framework


@transaction.atomic
def open_programme(year: int, *, by: Membership, now: datetime) -> Programme:
    """Open the programme of a year of the hat's province, under the framework that covers it.

    Raises `NoFramework` when none does, `ProgrammeExists` when it is open.
    """
    require(rules.can_keep_programmes(by), NotYourProgramme())
    unit = AdministrativeUnit.objects.select_for_update().filter(pk=by.organisation.unit_id).first()
    if unit is None:
        raise NotFound()
    require(not Programme.objects.filter(unit=unit, year=year).exists(), ProgrammeExists(year=year))
    framework = framework_in(year, local_day(now))
    if framework is None:
        raise NoFramework(year=year)
    programme = Programme.objects.create(framework=framework, unit=unit, year=year, opened_by=by, opened_at=now)
    record(programme, "programme_opened", by=by, at=now, year=year)
    return programme
