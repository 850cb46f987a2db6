"""The dated catalogue: who owes what by when, issuing a new entry, and asking for the reports of a period."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chungtay.core.errors import ManyProblems, NotPermitted
from chungtay.organisations.codes import Role
from chungtay.reporting.actions.assigning import ask_for_reports, carry_out, open_what_is_due
from chungtay.reporting.actions.entries import Terms, issue_entry, let_open_daily, load_standard_catalogue
from chungtay.reporting.actions.tasks import generate_tasks
from chungtay.reporting.catalogue_errors import PeriodAhead
from chungtay.reporting.codes import Grain
from chungtay.reporting.models import (
    Assignment,
    CatalogueEntry,
    Form,
    FormVersion,
    Holiday,
    Indicator,
    ReportingPeriod,
    ReportTask,
)
from chungtay.reporting.outlines import Heading, cells_asked, outline_of
from chungtay.reporting.queries.catalogue import form_version_on, free_periods, periods_asked
from chungtay.reporting.queries.days_off import DaysOff
from chungtay.territory.codes import Level
from tests.cast import DONG_THANH, FRONT, HAC_THANH, NOW, POLICE, PROVINCE, TODAY, WOMEN, Cast, build_cast, month

OUTREACH = Heading("Tuyên truyền", "Nêu cách làm hay", "outreach", ("OUT_SESSIONS", "OUT_NEWS"), ("OUT_NEWS",))


@pytest.fixture
def cast(db: None, ticking_clock: Callable[[], datetime]) -> Cast:
    """The province with its catalogue."""
    return build_cast()


def period(index: int, year: int = 2026) -> ReportingPeriod:
    """A month of the programme, without asking for its reports."""
    return ReportingPeriod.objects.get(indicator_set__code="programme", grain=Grain.MONTH, year=year, index=index)


def terms(*outline: Heading, days: tuple[int, int, int] = (1, 3, 5)) -> Terms:
    """Terms of an entry with these headings."""
    return Terms("Báo cáo tháng của tổ chức", "Kế hoạch 12/KH-MTTQ", *days, outline or (OUTREACH,))


def members_form() -> Form:
    """The form of the member organisations."""
    return Form.objects.get(code="ct-to-chuc")


# Deadlines


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.dates(date(2015, 1, 1), date(2035, 12, 31)),
    st.integers(1, 12),
    st.sets(st.integers(1, 40), max_size=30),
    st.sets(st.integers(1, 40), max_size=10),
)
def test_a_deadline_never_falls_on_a_day_off(last_day: date, days: int, off: set[int], worked: set[int]) -> None:
    free, kept = ({last_day + timedelta(days=step) for step in steps} for steps in (off - worked, worked))
    table = DaysOff(frozenset(free), frozenset(kept))

    due = table.due(last_day, days)

    assert due in kept or (due.weekday() < 5 and due not in free)
    assert due > last_day


def test_a_deadline_moves_by_days_off_and_says_from_where(cast: Cast) -> None:
    entry = members_form().entries.get()
    Holiday.objects.create(day=date(2026, 12, 15), label_vi="Nghỉ bù", legal_basis="Thông báo 1")

    (asked,) = periods_asked(entry, [period(12)])

    assert asked.cut_off == date(2026, 12, 14)
    communes = asked.due[-1] if asked.due[-1].level.name == "COMMUNE" else asked.due[0]
    assert (communes.on, communes.instead_of) == (date(2026, 12, 17), date(2026, 12, 16))


def test_reports_are_asked_of_the_senders_of_the_entry_by_its_days(cast: Cast) -> None:
    form = members_form()
    entry = form.entries.get()
    entry.senders, entry.commune_days = [WOMEN.value], 1
    entry.save()

    generate_tasks(period(11), forms=[form.pk])

    tasks = ReportTask.objects.filter(form_version__form=form)
    assert {task.organisation.kind for task in tasks.select_related("organisation")} == {WOMEN.value}
    women = tasks.get(organisation=cast.office(DONG_THANH, WOMEN))
    assert women.due_on == date(2026, 11, 16)


# A new entry


def test_a_new_entry_says_who_sends_and_reports_asked_for_keep_theirs(cast: Cast) -> None:
    form, front = members_form(), cast.hat(PROVINCE, FRONT, Role.COORDINATOR)
    generate_tasks(period(11), forms=[form.pk])
    before = set(ReportTask.objects.filter(form_version__form=form).values_list("pk", flat=True))
    december = period(12)

    issue_entry(
        form,
        replace(terms(), senders=[WOMEN.value, FRONT.value], levels=[Level.COMMUNE]),
        since=december,
        by=front,
        now=NOW,
    )
    generate_tasks(december, forms=[form.pk])

    tasks = ReportTask.objects.filter(form_version__form=form)
    assert set(tasks.exclude(period=december).values_list("pk", flat=True)) == before
    owed = tasks.filter(period=december).values_list("organisation__kind", "organisation__level").distinct()
    assert set(owed) == {(WOMEN.value, Level.COMMUNE), (FRONT.value, Level.COMMUNE)}


def test_a_coordinator_binds_the_own_side_alone_and_somebody_has_to_send(cast: Cast) -> None:
    front, form = cast.hat(PROVINCE, FRONT, Role.COORDINATOR), members_form()
    refused = {
        "reporting.senders_of_other_side": {"senders": [WOMEN.value, POLICE.value]},
        "reporting.nobody_sends": {"senders": [WOMEN.value], "levels": []},
    }
    for code, changed in refused.items():
        with pytest.raises(ManyProblems) as problem:
            issue_entry(form, replace(terms(), **changed), since=period(12), by=front, now=NOW)
        assert {each.code for each in problem.value.problems} == {code}


def test_the_page_offers_the_senders_of_the_own_side(cast: Cast, client: Client) -> None:
    client.force_login(cast.hat(PROVINCE, POLICE, Role.COORDINATOR).user)

    page = client.get(reverse("reporting:issue-entry", args=["ct-phoi-hop"])).content.decode()

    assert page.count('name="senders"') == 1
    assert 'value="police"' in page
    assert "Mặt trận Tổ quốc" in page


def test_a_new_entry_holds_from_its_period_on_and_the_form_follows(cast: Cast) -> None:
    form, front = members_form(), cast.hat(PROVINCE, FRONT, Role.COORDINATOR)
    month(11)

    entry = issue_entry(form, terms(), since=period(12), by=front, now=NOW)

    old, new = form.entries.order_by("number")
    assert (old.validity.upper, new.validity.lower, new.pk) == (date(2026, 11, 15), date(2026, 11, 15), entry.pk)
    before, after = form.versions.order_by("validity")
    assert before.validity.upper == after.validity.lower == date(2026, 11, 15)
    assert after.cells == cells_asked([OUTREACH])
    codes = [row.code for row in Indicator.objects.filter(cells__number__in=after.cells).distinct().order_by("code")]
    assert codes == ["OUT_NEWS", "OUT_SESSIONS"]
    # Categories are asked of the one that wants them alone.
    assert len(after.cells) == 1 + 1 + 3
    generate_tasks(period(12))
    asked_before, asked_after = cast.task(DONG_THANH, WOMEN, period(11)), cast.task(DONG_THANH, WOMEN, period(12))
    assert (asked_before.form_version_id, asked_after.form_version_id) == (before.pk, after.pk)
    assert asked_after.due_on == date(2026, 12, 15)


def test_a_new_entry_with_the_same_figures_leaves_the_form(cast: Cast) -> None:
    form, front = members_form(), cast.hat(PROVINCE, FRONT, Role.COORDINATOR)
    outline = outline_of(form.entries.get(), form_version_on(form, TODAY))

    issue_entry(form, terms(*outline), since=period(12), by=front, now=NOW)

    assert FormVersion.objects.filter(form=form).count() == 1


def test_a_new_entry_names_everything_that_is_wrong(cast: Cast) -> None:
    form, front = members_form(), cast.hat(PROVINCE, FRONT, Role.COORDINATOR)
    month(12)
    foreign = Heading("Gọi 0912345678", "", "outreach", ("SAF_COM_OK",))

    with pytest.raises(ManyProblems) as refused:
        issue_entry(form, terms(foreign, days=(3, 3, 5)), since=period(12), by=front, now=NOW)

    assert sorted(problem.code for problem in refused.value.problems) == [
        "core.forbidden_matter",
        "reporting.deadlines_out_of_order",
        "reporting.indicator_elsewhere",
        "reporting.period_not_free",
    ]
    assert form.entries.count() == 1


def test_an_entry_that_asks_for_nothing_is_refused(cast: Cast) -> None:
    front = cast.hat(PROVINCE, FRONT, Role.COORDINATOR)

    with pytest.raises(ManyProblems) as refused:
        issue_entry(members_form(), terms(Heading("Kiến nghị")), since=period(12), by=front, now=NOW)

    assert [problem.code for problem in refused.value.problems] == ["reporting.nothing_asked"]


@pytest.mark.parametrize(
    ("code", "seat", "may"),
    [
        ("ct-phoi-hop", (PROVINCE, POLICE, Role.COORDINATOR), True),
        ("ct-phoi-hop", (PROVINCE, FRONT, Role.COORDINATOR), True),
        ("ct-to-chuc", (PROVINCE, FRONT, Role.COORDINATOR), True),
        ("ct-to-chuc", (PROVINCE, POLICE, Role.COORDINATOR), False),
        ("an-toan-don-vi", (PROVINCE, FRONT, Role.COORDINATOR), False),
        ("ct-phoi-hop", (PROVINCE, POLICE, Role.CONSOLIDATOR), False),
        ("ct-phoi-hop", (HAC_THANH, POLICE, Role.REPORTER), False),
    ],
)
def test_who_issues_is_a_coordinator_of_the_side_that_sends(
    cast: Cast, code: str, seat: tuple[str, object, Role], may: bool
) -> None:
    form, by = Form.objects.get(code=code), cast.hats[seat]  # type: ignore[index]  # a seat of the cast
    own = Indicator.objects.filter(indicator_set=form.indicator_set, section="outreach").first()
    heading = OUTREACH if own else Heading("An toàn", "", "safe", ("SAF_COM_OK",))
    load_standard_catalogue(by=cast.hat(PROVINCE, POLICE, Role.COORDINATOR), now=NOW)
    since = free_periods(form, TODAY)[0]

    if may:
        assert issue_entry(form, terms(heading), since=since, by=by, now=NOW).number == 2
    else:
        with pytest.raises(NotPermitted):
            issue_entry(form, terms(heading), since=since, by=by, now=NOW)


def test_loading_the_standard_catalogue_again_leaves_what_was_issued(cast: Cast) -> None:
    form, front = members_form(), cast.hat(PROVINCE, FRONT, Role.COORDINATOR)
    issue_entry(form, terms(), since=period(12), by=front, now=NOW)
    before = list(FormVersion.objects.order_by("id").values_list("form", "cells", "validity"))

    load_standard_catalogue(by=front, now=NOW)

    assert list(FormVersion.objects.order_by("id").values_list("form", "cells", "validity")) == before
    assert [entry.name for entry in form.entries.order_by("number")][1] == "Báo cáo tháng của tổ chức"


def test_the_first_entries_carry_on_what_was_asked_before_there_was_a_catalogue(cast: Cast) -> None:
    CatalogueEntry.objects.all().delete()
    fill = import_module("chungtay.reporting.migrations.0017_fill_catalogue")

    class Before:
        """The tables as they were: deadlines stood by set of indicators."""

        @staticmethod
        def get_model(room: str, name: str) -> object:
            return Deadlines if name == "Deadline" else apps.get_model(room, name)

    class Deadlines:
        class objects:  # named as a manager is
            @staticmethod
            def filter(**_which: object) -> list[object]:
                return []

    fill.fill(Before, None)
    fill.fill(Before, None)

    entries = {entry.form.code: entry for entry in CatalogueEntry.objects.select_related("form")}
    assert len(entries) == Form.objects.count() == CatalogueEntry.objects.count()
    police = entries["ct-phoi-hop"]
    assert (police.senders, police.levels) == (["police", "front"], [1, 2, 3])
    assert (police.commune_days, police.district_days, police.province_days) == (2, 4, 6)
    assert entries["an-toan-don-vi"].levels == [3]
    assert police.validity == DateRange(None, None)


# Asking for reports


def test_asking_twice_makes_each_report_once_and_tells_how_far(cast: Cast) -> None:
    police = cast.hat(PROVINCE, POLICE, Role.COORDINATOR)
    first = ask_for_reports(period(12), by=police, now=NOW)

    made = carry_out(first.pk, now=NOW)
    again = carry_out(ask_for_reports(period(12), by=police, now=NOW).pk, now=NOW)

    first.refresh_from_db()
    assert (first.done, first.total, first.made, first.finished_at) == (first.total, first.total, made, NOW)
    assert made == ReportTask.objects.filter(period=period(12)).count() > 0
    assert again == 0


def test_asking_while_it_runs_gives_the_running_work(cast: Cast) -> None:
    police = cast.hat(PROVINCE, POLICE, Role.COORDINATOR)

    first = ask_for_reports(period(12), by=police, now=NOW)

    assert ask_for_reports(period(12), by=police, now=NOW + timedelta(minutes=9)) == first
    assert ask_for_reports(period(12), by=police, now=NOW + timedelta(minutes=11)) != first


def test_a_killed_run_is_finished_by_the_next(cast: Cast) -> None:
    police = cast.hat(PROVINCE, POLICE, Role.COORDINATOR)
    generate_tasks(period(12))
    whole = ReportTask.objects.filter(period=period(12)).count()
    ReportTask.objects.filter(period=period(12), organisation=cast.office(DONG_THANH, POLICE)).delete()

    made = carry_out(ask_for_reports(period(12), by=police, now=NOW).pk, now=NOW)

    assert (made, ReportTask.objects.filter(period=period(12)).count()) == (1, whole)


def test_reports_of_a_period_that_has_not_begun_are_not_asked_for(cast: Cast) -> None:
    load_standard_catalogue(by=cast.hat(PROVINCE, POLICE, Role.COORDINATOR), now=NOW)

    with pytest.raises(PeriodAhead):
        ask_for_reports(period(1, 2027), by=cast.hat(PROVINCE, POLICE, Role.COORDINATOR), now=NOW)


def test_a_period_opens_by_itself_once_and_for_the_forms_that_want_it(cast: Cast) -> None:
    front = cast.hat(PROVINCE, FRONT, Role.COORDINATOR)
    assert open_what_is_due(now=NOW) == []
    let_open_daily(members_form(), automatic=True, by=front, now=NOW)

    (opened,) = open_what_is_due(now=NOW)
    carry_out(opened.pk, now=NOW)

    assert opened.period == period(12)
    assert open_what_is_due(now=NOW) == []
    forms = ReportTask.objects.filter(period=period(12)).values_list("form_version__form__code", flat=True)
    assert set(forms) == {"ct-to-chuc"}
    assert ReportingPeriod.objects.filter(year=2027, grain=Grain.YEAR).count() == 4


# Pages


def test_pages_of_the_catalogue_ask_the_same_questions_for_any_number_of_periods(
    cast: Cast, client: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client.force_login(cast.hat(PROVINCE, POLICE, Role.COORDINATOR).user)

    with django_assert_max_num_queries(40):  # type: ignore[attr-defined]  # a context manager
        answer = client.get(reverse("reporting:catalogue-entry", args=["ct-phoi-hop"]))

    assert [one["words"] for one in answer.context["periods"]] == [f"tháng {index}/2026" for index in (10, 11, 12)]


def test_a_new_entry_is_issued_on_its_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.hat(PROVINCE, FRONT, Role.COORDINATOR).user)
    address = reverse("reporting:issue-entry", args=["ct-to-chuc"])
    form = client.get(address).context["entry_form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    typed |= {"since": period(12).pk, "ask": ["OUT_SESSIONS"], "commune_days": 1}

    answer = client.post(address, typed)

    assert answer.status_code == 302, answer.context["entry_form"].errors
    latest = members_form().entries.latest("number")
    asked = [code for kept in latest.outline for code in kept["indicators"]]
    assert (latest.number, latest.commune_days, asked) == (2, 1, ["OUT_SESSIONS"])


def test_progress_is_told_on_the_page(cast: Cast, client: Client) -> None:
    police = cast.hat(PROVINCE, POLICE, Role.COORDINATOR)
    client.force_login(police.user)
    client.post(reverse("reporting:assign", args=["ct-phoi-hop"]), {"ky": period(12).pk})

    running = client.get(reverse("reporting:catalogue-progress", args=["ct-phoi-hop"])).content.decode()
    carry_out(Assignment.objects.get().pk, now=NOW)
    done = client.get(reverse("reporting:catalogue-progress", args=["ct-phoi-hop"])).content.decode()

    assert "every 2s" in running
    assert "every 2s" not in done
