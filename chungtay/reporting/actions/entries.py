"""Keep the catalogue: load the standard one, issue an entry that holds from a period on, let periods open daily."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from chungtay.core.clock import local_day
from chungtay.core.errors import InputRefused, ManyProblems, require
from chungtay.core.record import record
from chungtay.core.scanner import ForbiddenMatter, require_clean
from chungtay.organisations.models import Membership
from chungtay.registry.actions import load_model_types
from chungtay.reporting.actions.catalogue import load_catalogue
from chungtay.reporting.actions.days_off import move_deadlines
from chungtay.reporting.actions.locking import hold_days_off
from chungtay.reporting.catalogue_errors import (
    DeadlinesOutOfOrder,
    IndicatorElsewhere,
    NobodySends,
    NothingAsked,
    PeriodNotFree,
    SendersOfOtherSide,
)
from chungtay.reporting.models import CatalogueEntry, Form, FormVersion, Indicator, ReportingPeriod
from chungtay.reporting.outlines import Heading, cells_asked
from chungtay.reporting.queries.catalogue import form_version_on, free_periods
from chungtay.reporting.rules import can_issue_entry, can_keep_catalogue, kinds_of_side


@dataclass(frozen=True)
class Terms:
    """What an entry says: name, basis, working days after the cut-off by level, and the outline.

    `senders` are the kinds of office and `levels` the levels that send it; None leaves them as they are.
    """

    name: str
    legal_basis: str
    commune_days: int
    district_days: int
    province_days: int
    outline: Sequence[Heading]
    senders: Sequence[str] | None = None
    levels: Sequence[int] | None = None


@transaction.atomic
def load_standard_catalogue(*, by: Membership, now: datetime) -> int:
    """Bring the catalogue in step with the one that comes with the product; returns the number of indicators.

    On the first day of an installation it writes all of it; later it adds indicators, days off and periods that came
    with an upgrade, and deadlines of open reports move by the new days off. Entries that were issued, what forms ask
    for, and days off that the province kept itself stay.
    """
    require(can_keep_catalogue(by))
    hold_days_off(to_change=True)
    year = local_day(now).year
    count = load_catalogue(years=range(year - 1, year + 2))
    load_model_types()
    move_deadlines(by=by, now=now)
    record(CatalogueEntry.objects.earliest("id"), "catalogue_loaded", by=by, at=now, indicators=count)
    return count


@transaction.atomic
def issue_entry(form: Form, terms: Terms, *, since: ReportingPeriod, by: Membership, now: datetime) -> CatalogueEntry:
    """Issue what is asked with `form` from the period `since` on; until then the present entry holds.

    When the figures asked differ, the form has a new version from the same day: reports that were asked for keep
    theirs. Raises `ManyProblems` with everything that is wrong, `PeriodNotFree` when reports of the period were asked
    for already.
    """
    form = Form.objects.select_for_update().select_related("indicator_set").get(pk=form.pk)
    last = form.entries.latest("number")
    require(can_issue_entry(by, last.senders))
    senders = last.senders if terms.senders is None else list(terms.senders)
    levels = last.levels if terms.levels is None else list(terms.levels)
    problems = [*_problems(form, terms), *_who_sends(senders, levels, last=last, by=by)]
    if since not in free_periods(form, local_day(now)):
        problems.append(PeriodNotFree(field="since"))
    if problems:
        raise ManyProblems(problems)
    first_day = since.window.lower
    _end(last, first_day)
    _ask_for(form, cells_asked(terms.outline), first_day)
    entry = CatalogueEntry.objects.create(
        form=form,
        number=last.number + 1,
        name=terms.name,
        legal_basis=terms.legal_basis,
        senders=senders,
        levels=levels,
        commune_days=terms.commune_days,
        district_days=terms.district_days,
        province_days=terms.province_days,
        outline=[heading.as_json() for heading in terms.outline],
        is_automatic=last.is_automatic,
        validity=DateRange(first_day, None),
        issued_by=by,
        issued_at=now,
    )
    record(entry, "entry_issued", by=by, at=now, form=form.code, since=str(first_day))
    return entry


@transaction.atomic
def let_open_daily(form: Form, *, automatic: bool, by: Membership, now: datetime) -> CatalogueEntry:
    """Have the reports of each coming period of `form` asked for by themselves on its first day, or stop that."""
    entry = form.entries.select_for_update().latest("number")
    require(can_issue_entry(by, entry.senders))
    entry.is_automatic = automatic
    entry.save(update_fields=["is_automatic"])
    record(entry, "opens_daily" if automatic else "opens_by_hand", by=by, at=now, form=form.code)
    return entry


def _problems(form: Form, terms: Terms) -> list[InputRefused]:
    found: list[InputRefused] = []
    texts = [("name", terms.name), ("legal_basis", terms.legal_basis)]
    for place, heading in enumerate(terms.outline):
        texts += [(f"title-{place}", heading.title), (f"note-{place}", heading.note)]
    for field, text in texts:
        try:
            require_clean(text, field=field)
        except ForbiddenMatter as refused:
            found.append(refused)
    if not 1 <= terms.commune_days < terms.district_days < terms.province_days:
        found.append(DeadlinesOutOfOrder(field="commune_days"))
    wanted = {code for heading in terms.outline for code in heading.indicators}
    known = set(Indicator.objects.filter(indicator_set=form.indicator_set_id).values_list("code", flat=True))
    found += [IndicatorElsewhere(field="indicators", indicator=code) for code in sorted(wanted - known)]
    if not wanted:
        found.append(NothingAsked(field="indicators"))
    return found


def _who_sends(
    senders: Sequence[str], levels: Sequence[int], *, last: CatalogueEntry, by: Membership
) -> list[InputRefused]:
    """What is wrong with the senders: nobody at all, or offices of another side that were added or left out."""
    found: list[InputRefused] = []
    if not levels:
        found.append(NobodySends(field="levels"))
    changed = {*senders} ^ {*last.senders}
    if not changed <= kinds_of_side(by.organisation.side):
        found.append(SendersOfOtherSide(field="senders"))
    if not senders:
        found.append(NobodySends(field="senders"))
    return found


def _end(row: CatalogueEntry | FormVersion, first_day: date) -> None:
    row.validity = DateRange(row.validity.lower, first_day)
    row.save(update_fields=["validity"])


def _ask_for(form: Form, cells: list[int], first_day: date) -> None:
    """Let the form hold these cells from `first_day` on; nothing changes when it does already."""
    present = form_version_on(form, first_day)
    if present.cells == cells:
        return
    _end(present, first_day)
    FormVersion.objects.create(form=form, cells=cells, validity=DateRange(first_day, None))
