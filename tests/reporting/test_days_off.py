"""The table of days off: who keeps it, which deadlines of open reports move by it, and how that is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chungtay.core import clock
from chungtay.core.errors import InputRefused, NotPermitted
from chungtay.core.models import Deed
from chungtay.core.scanner import ForbiddenMatter
from chungtay.organisations.codes import Role
from chungtay.reporting.actions.catalogue import load_catalogue
from chungtay.reporting.actions.days_off import NewDays, keep_days, withdraw_day
from chungtay.reporting.actions.decisions import extend_deadline
from chungtay.reporting.actions.tasks import generate_tasks
from chungtay.reporting.catalogue_errors import DaysChangeNothing, DaysTooFar, DaysTooMany
from chungtay.reporting.codes import SubmissionStatus
from chungtay.reporting.models import Holiday, ReportingPeriod, ReportTask, Submission
from chungtay.reporting.queries.days_off import DaysOff
from chungtay.reporting.queries.reasons import deadlines_moved, extensions_of, times_moved
from chungtay.territory.codes import Level
from tests.cast import DONG_THANH, FRONT, HAC_THANH, NOW, POLICE, PROVINCE, TODAY, Cast, build_cast, month

# The window of December ends on Monday 14 December 2026: communes send by the Wednesday, the province by the 22nd.
CUT_OFF, COMMUNES, PROVINCES = date(2026, 12, 14), date(2026, 12, 16), date(2026, 12, 22)
WORKING_DAYS = {Level.COMMUNE: 2, Level.PROVINCE: 6}
BASIS = "Thông báo 150/TB-LĐ ngày 01/12/2026"
LAWS = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture(scope="module")
def _province(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The province with its catalogue, made once and taken back; each test has a savepoint in it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_cast()
        transaction.set_rollback(True)


@pytest.fixture
def cast(_province: Cast, db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The province, for one test; the present stands still on 20 November 2026."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return _province


def days_off(first: date, last: date | None = None, *, worked: bool = False, label: str = "Nghỉ bù") -> NewDays:
    """Days with a name and the document they rest on."""
    return NewDays(first, last or first, worked, label, BASIS)


def kept(cast: Cast, wanted: NewDays, *, now: datetime = NOW) -> int:
    """How many deadlines move when the coordinator of the police keeps these days."""
    moves = keep_days(wanted, by=cast.hat(PROVINCE, POLICE, Role.COORDINATOR), now=now)
    return sum(move.count for move in moves)


def task_of(cast: Cast, period: ReportingPeriod, code: str = DONG_THANH) -> ReportTask:
    """The report of a commune's police as it stands."""
    return cast.task(code, POLICE, period)


# Moving


def test_a_day_off_added_later_moves_the_reports_that_were_asked_for(cast: Cast) -> None:
    december = month(12)
    before = dict(december.tasks.values_list("pk", "due_on"))

    moved = kept(cast, days_off(date(2026, 12, 15)))

    after = dict(december.tasks.values_list("pk", "due_on"))
    assert {before[key]: day for key, day in after.items()} == {
        COMMUNES: date(2026, 12, 17),
        PROVINCES: date(2026, 12, 23),
    }
    assert moved == len(after)


def test_what_was_sent_keeps_its_deadline(cast: Cast) -> None:
    december = month(12)
    sent, open_one = task_of(cast, december), task_of(cast, december, HAC_THANH)
    Submission.objects.create(task=sent, status=SubmissionStatus.SUBMITTED, updated_at=NOW)

    kept(cast, days_off(date(2026, 12, 15)))

    assert task_of(cast, december).due_on == COMMUNES
    assert task_of(cast, december, HAC_THANH).due_on == date(2026, 12, 17)
    assert set(deadlines_moved([sent.pk, open_one.pk])) == {open_one.pk}


def test_a_deadline_never_moves_to_an_earlier_day(cast: Cast) -> None:
    december = month(12)
    kept(cast, days_off(date(2026, 12, 15)))

    holiday = Holiday.objects.get(day=date(2026, 12, 15))
    withdraw_day(holiday, legal_basis=BASIS, by=cast.hat(PROVINCE, FRONT, Role.COORDINATOR), now=NOW)

    assert task_of(cast, december).due_on == date(2026, 12, 17)
    assert generate_tasks(ReportingPeriod.objects.get(pk=december.pk)) == 0


def test_a_make_up_day_that_is_withdrawn_carries_its_deadlines_on(cast: Cast) -> None:
    saturday = date(2026, 11, 28)
    kept(cast, days_off(saturday, worked=True))
    november = month(11)
    task = task_of(cast, november)
    extend_deadline(task, until=saturday, reason="Mưa lũ", by=cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR), now=NOW)

    withdraw_day(
        Holiday.objects.get(day=saturday),
        legal_basis=BASIS,
        by=cast.hat(PROVINCE, POLICE, Role.COORDINATOR),
        now=NOW,
    )

    assert task_of(cast, november).due_on == date(2026, 11, 30)


def test_a_deadline_that_passed_stays_where_it_was(cast: Cast) -> None:
    november = month(11)

    kept(cast, days_off(date(2026, 11, 16)))

    assert task_of(cast, november).due_on == date(2026, 11, 17)
    assert date(2026, 11, 17) < TODAY


def test_more_time_that_was_given_is_not_counted_again(cast: Cast) -> None:
    december = month(12)
    task = task_of(cast, december)
    receiver = cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR)
    extend_deadline(task, until=date(2026, 12, 18), reason="Mưa lũ", by=receiver, now=NOW)

    kept(cast, days_off(date(2026, 12, 15)))

    assert task_of(cast, december).due_on == date(2026, 12, 18)


def test_more_time_until_a_day_off_ends_on_the_next_working_day(cast: Cast) -> None:
    december = month(12)
    receiver = cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR)

    task = extend_deadline(task_of(cast, december), until=date(2026, 12, 19), reason="Mưa lũ", by=receiver, now=NOW)

    assert task.due_on == date(2026, 12, 21)
    (given_time,) = extensions_of([task.pk])[task.pk]
    assert given_time.until == date(2026, 12, 21)


# What happens to the table: days off or make-up days from a day in December on, days withdrawn, reports asked for.
KEEPING = st.tuples(st.just("keep"), st.integers(0, 24), st.integers(0, 6), st.booleans())
WITHDRAWING = st.tuples(st.just("withdraw"), st.integers(0, 30), st.just(0), st.just(False))
ASKING = st.tuples(st.just("ask"), st.just(0), st.just(0), st.just(False))


@LAWS
@given(st.lists(st.one_of(KEEPING, WITHDRAWING, ASKING), min_size=1, max_size=8))
def test_whatever_the_order_no_deadline_falls_on_a_day_off(cast: Cast, deeds: list[tuple[str, int, int, bool]]) -> None:
    december = ReportingPeriod.objects.get(indicator_set__code="programme", grain="month", year=2026, index=12)
    told: dict[int, date] = {}
    with undone():
        for deed in [*deeds, ("ask", 0, 0, False)]:
            done(cast, december, deed)
            now_told = dict(december.tasks.values_list("pk", "due_on"))
            assert all(now_told[key] >= day for key, day in told.items())
            told = now_told
            table = DaysOff.now()
            assert all(table.first_working_day(day) == day for day in told.values())
        assert told
        for task in december.tasks.select_related("organisation"):
            assert task.due_on >= table.due(CUT_OFF, WORKING_DAYS[Level(task.organisation.level)])


def done(cast: Cast, period: ReportingPeriod, deed: tuple[str, int, int, bool]) -> None:
    """Do one of the deeds of the law; one that is refused changes nothing."""
    what, since, length, worked = deed
    by = cast.hat(PROVINCE, POLICE, Role.COORDINATOR)
    first = date(2026, 12, 10) + timedelta(days=since)
    if what == "ask":
        generate_tasks(period)
    elif what == "withdraw":
        for holiday in Holiday.objects.in_force().filter(day=first):
            withdraw_day(holiday, legal_basis=BASIS, by=by, now=NOW)
    else:
        try:
            keep_days(days_off(first, first + timedelta(days=length), worked=worked), by=by, now=NOW)
        except DaysChangeNothing:
            return


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# Keeping


def test_coordinators_alone_keep_the_table(cast: Cast) -> None:
    for seat in ((PROVINCE, POLICE, Role.CONSOLIDATOR), (DONG_THANH, POLICE, Role.REPORTER)):
        with pytest.raises(NotPermitted):
            keep_days(days_off(date(2026, 12, 15)), by=cast.hat(*seat), now=NOW)
    assert not Holiday.objects.filter(day=date(2026, 12, 15)).exists()


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (days_off(date(2026, 12, 19), date(2026, 12, 20)), DaysChangeNothing),
        (days_off(date(2026, 12, 16), worked=True), DaysChangeNothing),
        (days_off(date(2026, 12, 1), date(2027, 1, 31)), DaysTooMany),
        (days_off(date(2026, 12, 16), date(2026, 12, 15)), DaysTooMany),
        (days_off(date(2206, 12, 15)), DaysTooFar),
        (days_off(date(2026, 12, 15), label="Nghỉ vì ông Nguyễn Văn An, số 0912345678"), ForbiddenMatter),
    ],
)
def test_slips_of_the_pen_are_refused(cast: Cast, wanted: NewDays, refusal: type[InputRefused]) -> None:
    before = Holiday.objects.count()
    with pytest.raises(refusal):
        kept(cast, wanted)
    assert Holiday.objects.count() == before


def test_a_run_of_days_leaves_weekends_out_and_names_each_day(cast: Cast) -> None:
    kept(cast, days_off(date(2027, 2, 5), date(2027, 2, 10), label="Tết Nguyên đán"))

    written = Holiday.objects.filter(label_vi="Tết Nguyên đán", day__year=2027).order_by("day")
    assert [row.day.day for row in written] == [5, 8, 9, 10]
    deeds = Deed.objects.filter(verb="day_kept")
    assert {deed.subject_id for deed in deeds} == {row.pk for row in written}
    assert {deed.details["because"] for deed in deeds} == {f"Tết Nguyên đán ({BASIS})"}


def test_an_upgrade_leaves_what_the_province_kept_and_withdrew(cast: Cast) -> None:
    by = cast.hat(PROVINCE, POLICE, Role.COORDINATOR)
    new_year = Holiday.objects.get(day=date(2027, 1, 1))
    withdraw_day(new_year, legal_basis=BASIS, by=by, now=NOW)
    kept(cast, days_off(date(2026, 9, 2), label="Quốc khánh, lịch của tỉnh"))

    load_catalogue(years=(2026,))

    assert Holiday.objects.get(day=date(2027, 1, 1)).is_withdrawn
    assert Holiday.objects.get(day=date(2026, 9, 2)).label_vi == "Quốc khánh, lịch của tỉnh"


# Pages


@pytest.fixture
def coordinator(cast: Cast, client: Client) -> Client:
    """Signed in as the coordinator of the police."""
    client.force_login(cast.hat(PROVINCE, POLICE, Role.COORDINATOR).user)
    return client


TYPED = {"kind": "off", "first": "2026-12-15", "last": "", "label": "Nghỉ bù", "legal_basis": BASIS}


def test_the_page_shows_what_would_move_before_it_moves(cast: Cast, coordinator: Client) -> None:
    december = month(12)

    page = coordinator.post(reverse("reporting:days-off"), {**TYPED, "preview": "1"})

    assert "16/12/2026" in page.content.decode()
    assert "17/12/2026" in page.content.decode()
    assert task_of(cast, december).due_on == COMMUNES
    coordinator.post(reverse("reporting:days-off"), {**TYPED, "keep": "1"})
    assert task_of(cast, december).due_on == date(2026, 12, 17)


def test_the_report_says_from_which_day_it_was_moved_and_why(cast: Cast, coordinator: Client, client: Client) -> None:
    december = month(12)
    coordinator.post(reverse("reporting:days-off"), {**TYPED, "keep": "1"})
    task = task_of(cast, december)

    client.force_login(cast.hat(DONG_THANH, POLICE).user)
    page = client.get(reverse("reporting:task", args=[task.pk])).content.decode()

    assert "16/12/2026" in page
    assert "17/12/2026" in page
    assert BASIS in page
    assert times_moved([task.pk]) == {task.pk: 1}


def test_a_day_is_withdrawn_on_its_own_page_with_a_document(cast: Cast, coordinator: Client) -> None:
    path = reverse("reporting:withdraw-day", args=["2027-01-01"])

    refused = coordinator.post(path, {"legal_basis": " "})
    coordinator.post(path, {"legal_basis": BASIS})

    assert refused.status_code == 422
    assert Holiday.objects.get(day=date(2027, 1, 1)).is_withdrawn
    assert coordinator.get(path).status_code == 404


def test_the_table_is_taken_away_as_a_workbook(cast: Cast, coordinator: Client) -> None:
    answer = coordinator.get(reverse("reporting:days-off"), {"tai": "xlsx"})

    rows = list(openpyxl.load_workbook(BytesIO(answer.getvalue())).worksheets[0].values)
    assert len(rows) == Holiday.objects.in_force().count() + 1
    assert rows[1][1] == Holiday.objects.in_force().latest("day").label_vi


def test_whoever_works_here_reads_the_table_and_cannot_change_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.hat(DONG_THANH, POLICE).user)

    page = client.get(reverse("reporting:days-off"))

    assert "Bộ luật Lao động" in page.content.decode()
    assert 'name="keep"' not in page.content.decode()
    assert 'name="preview"' not in page.content.decode()
    assert client.post(reverse("reporting:days-off"), {**TYPED, "keep": "1"}).status_code == 403
    assert client.get(reverse("reporting:withdraw-day", args=["2027-01-01"])).status_code == 403


def test_the_cost_does_not_grow_with_the_reports(cast: Cast, django_assert_max_num_queries: Any) -> None:
    month(12)
    with django_assert_max_num_queries(40):
        kept(cast, days_off(date(2026, 12, 15)))
