"""Build the demo province from nothing, in the order in which a real one would come to be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from chungtay.core.clock import VIETNAM
from chungtay.core.errors import RuleBroken, require
from chungtay.core.models import Installation
from chungtay.demo.activities import record_activities
from chungtay.demo.correction import COPIED, COUNTED_TWICE, correct_after_issue
from chungtay.demo.issue import amend_annual, issue_annual, issue_plan, release_annual
from chungtay.demo.more_time import ask_for_more_time
from chungtay.demo.narratives import claims_in_words, history_in_words, write_this_month
from chungtay.demo.people import hats_by_office, open_cast, open_officers, reporting_offices
from chungtay.demo.pilot import look_at_quality, report_pilot
from chungtay.demo.plan import officers_of_offices, plan_year, record_frameworks
from chungtay.demo.plan_amended import amend_plan
from chungtay.demo.reports import Sheet, at_work, claim_contents
from chungtay.demo.story import (
    FIRST_MONTH,
    HISTORY_YEAR,
    MONTH_INDICATORS,
    MONTHS_REPORTED,
    PROVINCE_CODE,
    THIS_YEAR,
    TODAY,
    TYPES_IN_USE,
    YEAR_FLOWS,
)
from chungtay.demo.words import write_words
from chungtay.organisations.actions.setup import name_installation
from chungtay.organisations.codes import Line, OrganisationKind, Role
from chungtay.organisations.models import Membership, Organisation, User
from chungtay.registry.actions import load_model_types
from chungtay.registry.queries import model_types_in_use
from chungtay.reporting.actions.bulk import Entry, submit_in_bulk
from chungtay.reporting.actions.catalogue import load_catalogue
from chungtay.reporting.actions.consolidation import freeze, open_consolidation
from chungtay.reporting.actions.decisions import accept_in_bulk, return_submission
from chungtay.reporting.actions.tasks import generate_tasks
from chungtay.reporting.codes import Grain, Qualifier
from chungtay.reporting.figures import totals
from chungtay.reporting.models import ReportingPeriod, ReportTask
from chungtay.reporting.queries.consolidation import (
    catalogue_cells,
    consolidation_in_force,
    last_day,
    year_period,
)
from chungtay.reporting.totals import fold_everything
from chungtay.territory.actions import load_units
from chungtay.territory.codes import NATION_CODE, Level
from chungtay.territory.models import AdministrativeUnit, UnitAncestor
from chungtay.territory.queries import unit_by_code

Progress = Callable[[str, int, int], None]
# Nobody has reported on the past year yet: it has its programme and its plans.
STAGE_OF_PLANS = "plan"
# Its reports are on their way: some are missing, some wait, some were returned.
STAGE_OF_REPORTS = "reporting"
# Its report is issued and was amended once; then another figure in it was found wrong.
STAGE_OF_CORRECTION = "year-end"
STAGES = ("today", STAGE_OF_PLANS, STAGE_OF_REPORTS, "conference", STAGE_OF_CORRECTION)
STAGES_BEFORE_FREEZE = (STAGE_OF_PLANS, STAGE_OF_REPORTS)
STAGES_TO_COME = ("conference",)
CAST_COMMUNE_CODE = "14797"
# What offices and districts state for the whole of their area, as percent of what the submissions add up to.
CLAIM_PERCENT = (99, 101)
PUBLISHED_CLAIMS = (
    ("OUT_SESSIONS", 40_000, Qualifier.GT),
    ("OUT_ATTENDANCES", 1_200_000, Qualifier.GT),
    ("OUT_BANNERS", 17_000, Qualifier.GT),
    ("OUT_NEWS", 2_000, Qualifier.LT),
    ("OUT_MATERIALS", 15_000, Qualifier.GT),
)
# One in so many of the reports that wait for a decision came a day late.
LATE_EVERY = 9
# One in so many of them has a figure that is out of the ordinary, and says why.
UNUSUAL_EVERY = 11
CROWDED, TIMES = "OUT_ATTENDANCES", 15
CROWD_REASON = "Có đêm tuyên truyền chung toàn xã trong tháng Ngày hội Đại đoàn kết toàn dân tộc"
# While the past year is being reported, of a hundred communes so many have not sent, and so many sent late.
MISSING_OF_HUNDRED, LATE_OF_HUNDRED = 4, 6
# Of the offices that report to the province itself every sixth has not sent, every sixth waits, every sixth was asked
# to complete its report.
TURNS = ("missing", "waiting", "returned", "accepted", "accepted", "accepted")
RETURNED = "Số buổi tuyên truyền chưa khớp với phụ lục kèm theo, đề nghị rà soát và bổ sung"
KEPT_TABLES = ("django_migrations", "django_content_type")


class NotADemoDatabase(RuleBroken):
    """There are real people in this database."""

    code = "demo.not_a_demo_database"
    message = _(
        "This database is not marked as a demo and already holds accounts, so nothing was changed. "
        "Please use an empty database for the demo province."
    )


class StageToCome(RuleBroken):
    """The stage tells of something that the product does not have yet."""

    code = "demo.stage_to_come"
    message = _(
        "There is no room for conferences yet, so this stage has nothing to show. Please build the stage “year-end”: "
        "the report of the year is issued, with its short version and six figures for a conference."
    )


@dataclass
class Build:
    """One run: the seed, the stage, and where progress goes."""

    stage: str
    seed: int
    progress: Progress

    def __post_init__(self) -> None:
        self.random = Random(self.seed)


def build(stage: str, *, seed: int, progress: Progress) -> None:
    """Rebuild the demo province as far as `stage`; refuses a database with accounts that is not marked as demo."""
    require(stage not in STAGES_TO_COME, StageToCome())
    require_demo()
    empty_database()
    run = Build(stage, seed, progress)
    steps = _steps(stage)
    for number, (label, step) in enumerate(steps, start=1):
        progress(label, number, len(steps))
        step(run)


def require_demo() -> None:
    """Raise `NotADemoDatabase` unless the database is marked as demo, or holds no account."""
    if not Installation.objects.filter(is_demo=True).exists() and User.objects.exists():
        raise NotADemoDatabase


def empty_database() -> None:
    """Take everything out of the tables of the product, and mark the database as demo."""
    tables = [
        table
        for table in connection.introspection.table_names()
        if table not in KEPT_TABLES and not table.startswith("procrastinate_")
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        names = ", ".join(connection.ops.quote_name(table) for table in tables)
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
        Installation.objects.create(is_demo=True)


def _steps(stage: str) -> list[tuple[str, Callable[[Build], None]]]:
    steps: list[tuple[str, Callable[[Build], None]]] = [
        ("Đơn vị hành chính", _load_territory),
        ("Chỉ tiêu, biểu mẫu, kỳ báo cáo", _load_catalogue),
        ("Tổ chức và cán bộ", _open_offices),
        (f"Chương trình, kế hoạch năm {HISTORY_YEAR} và {THIS_YEAR}", _plan),
        (f"Ban hành kế hoạch năm {HISTORY_YEAR}", _issue_plan),
        (f"Báo cáo năm {HISTORY_YEAR} của cấp xã, cấp huyện, cấp tỉnh", _report_history),
        (f"Số liệu toàn địa bàn năm {HISTORY_YEAR}", _state_claims),
        (f"Báo cáo hằng tháng năm {THIS_YEAR}", _report_months),
        ("Đề nghị gia hạn", _ask_for_more_time),
        ("Thí điểm báo cáo tháng ở bốn xã", _report_pilot),
        ("Hoạt động ghi ngay sau khi tổ chức", _record_activities),
        ("Cộng dồn số liệu", _fold),
    ]
    if stage == STAGE_OF_PLANS:
        steps = [(label, step) for label, step in steps if step not in (_report_history, _state_claims)]
    if stage not in STAGES_BEFORE_FREEZE:
        steps.append((f"Tổng hợp và chốt năm {HISTORY_YEAR}", _freeze_history))
        steps.append((f"Ban hành báo cáo và công khai số liệu năm {HISTORY_YEAR}", _issue_history))
    if stage == STAGE_OF_CORRECTION:
        steps.append((f"Số liệu sai sau khi ban hành báo cáo năm {HISTORY_YEAR}", _correct_after_issue))
    steps.append(("Đối chiếu chất lượng số liệu", _look_at_quality))
    return steps


def _load_territory(run: Build) -> None:
    load_units([PROVINCE_CODE], by=None, now=TODAY)


def _load_catalogue(run: Build) -> None:
    load_catalogue(years=[HISTORY_YEAR - 1, HISTORY_YEAR, HISTORY_YEAR + 1, 2025, THIS_YEAR, THIS_YEAR + 1])
    load_model_types()


def _open_offices(run: Build) -> None:
    name_installation(PROVINCE_CODE, by=None, now=TODAY)
    Installation.objects.update(is_demo=True)
    province, commune = _province(), unit_by_code(CAST_COMMUNE_CODE, TODAY.date())
    open_cast(province.pk, commune.pk, now=TODAY)
    below = UnitAncestor.objects.filter(ancestor=province, depth__gt=0).values_list("unit", flat=True).distinct()
    open_officers(reporting_offices(set(below) - {commune.pk}), now=TODAY)


def _plan(run: Build) -> None:
    commune = unit_by_code(CAST_COMMUNE_CODE, TODAY.date())
    record_frameworks(_province(), unit_by_code(NATION_CODE, TODAY.date()), now=TODAY)
    officers = officers_of_offices()
    for year in (HISTORY_YEAR, THIS_YEAR):
        plan_year(year, officers=officers, seed=run.seed, first=commune.pk)
    amend_plan(THIS_YEAR, officers=officers)


def _issue_plan(_run: Build) -> None:
    issue_plan(HISTORY_YEAR, now=datetime(HISTORY_YEAR, 1, 7, 8, tzinfo=VIETNAM))


def _report_history(run: Build) -> None:
    catalogue, reporters = catalogue_cells(), hats_by_office(Role.REPORTER)
    types = [each.code for each in model_types_in_use()][:TYPES_IN_USE]
    for period in ReportingPeriod.objects.filter(year=HISTORY_YEAR, grain=Grain.YEAR).order_by("indicator_set"):
        generate_tasks(period)
        sheet = Sheet(_tasks(period), catalogue, run.random)
        if period.indicator_set.code == "programme":
            sheet.add_flows(YEAR_FLOWS)
            sheet.add_stocks(past=True)
            sheet.add_types(types)
            sheet.add_festival_points()
            sheet.add_awards()
            sheet.add_mediation()
        sheet.add_safe_areas(4_357)
        sheet.add_safe_units()
        sheet.add_ratings()
        entries = history_in_words(sheet.entries(reporters), catalogue, seed=run.seed)
        if run.stage == STAGE_OF_REPORTS:
            _send_in_part(entries, run)
        else:
            _send_and_accept(entries)


def _send_in_part(entries: list[Entry], run: Build) -> None:
    """A year that is being reported: communes mostly in time, and to the province one office in two is not done yet."""
    communes = [entry for entry in entries if entry.task.organisation.level == Level.COMMUNE]
    above = [entry for entry in entries if entry.task.organisation.level != Level.COMMUNE]
    drawn = [(run.random.randrange(100), entry) for entry in communes]
    late_below = MISSING_OF_HUNDRED + LATE_OF_HUNDRED
    _send_and_accept(
        [_overdue(entry) if draw < late_below else entry for draw, entry in drawn if draw >= MISSING_OF_HUNDRED]
    )
    by_turn: dict[str, list[Entry]] = {turn: [] for turn in TURNS}
    for place, entry in enumerate(above):
        by_turn[TURNS[place % len(TURNS)]].append(entry)
    _send_and_accept(by_turn["accepted"])
    submit_in_bulk([*by_turn["waiting"], *by_turn["returned"]])
    acceptors = _acceptors()
    for entry in by_turn["returned"]:
        by = acceptors[entry.task.receiver_id]
        return_submission(entry.task, reason=RETURNED, to=None, by=by, now=entry.at + timedelta(days=1))


def _state_claims(run: Build) -> None:
    period, catalogue = _programme(HISTORY_YEAR), catalogue_cells()
    _fold(run)
    generate_tasks(period, claims=True)
    reporters = hats_by_office(Role.REPORTER)
    cells = [catalogue.number(code) for code, _value, _qualifier in PUBLISHED_CLAIMS]
    claims = ReportTask.objects.filter(
        period=period, is_claim=True, organisation__kind=OrganisationKind.POLICE
    ).select_related("organisation", "form_version__form", "period")
    found = totals([task.unit_id for task in claims], [period.pk], cells, line=Line.ALL)
    entries = []
    for task in claims.order_by("id"):
        at = at_work(task, days_before=0, minute=run.random.randint(0, 300))
        if task.organisation.level == Level.PROVINCE:
            published = {catalogue.number(code): (value, qualifier) for code, value, qualifier in PUBLISHED_CLAIMS}
            entries.append(Entry(task, claim_contents(published), reporters[task.organisation_id], at, "Số đã công bố"))
            continue
        stated = {
            cell: (int(total.value) * run.random.randint(*CLAIM_PERCENT) // 100, Qualifier.EQ)
            for cell in cells
            if (total := found.get((task.unit_id, period.pk, cell))) is not None
        }
        entries.append(
            Entry(task, claim_contents(stated), reporters[task.organisation_id], at, "Theo báo cáo của huyện")
        )
    _send_and_accept(claims_in_words(entries, catalogue, seed=run.seed))


def _report_months(run: Build) -> None:
    catalogue, reporters = catalogue_cells(), hats_by_office(Role.REPORTER)
    months = ReportingPeriod.objects.filter(
        indicator_set__code="programme", year=THIS_YEAR, grain=Grain.MONTH, index__range=(FIRST_MONTH, MONTHS_REPORTED)
    ).order_by("index")
    flows = [flow for flow in YEAR_FLOWS if flow.indicator in MONTH_INDICATORS]
    for period in months:
        generate_tasks(period)
        sheet = Sheet(_tasks(period), catalogue, run.random)
        sheet.add_flows(flows, of_hundred=run.random.randint(7, 10))
        sheet.add_stocks(past=False)
        entries = sheet.entries(reporters)
        if period.index < MONTHS_REPORTED:
            _send_and_accept(entries)
        else:
            commune = unit_by_code(CAST_COMMUNE_CODE, TODAY.date()).pk
            written = write_this_month(entries, catalogue, commune=commune, acceptors=_acceptors(), seed=run.seed)
            _send_this_month([entry for entry in entries if entry.task.pk not in written], run)


def _report_pilot(run: Build) -> None:
    commune = unit_by_code(CAST_COMMUNE_CODE, TODAY.date()).pk
    reporters = hats_by_office(Role.REPORTER)
    report_pilot(catalogue_cells(), reporters, first=commune, seed=run.seed, send=_send_and_accept)


def _record_activities(run: Build) -> None:
    commune = unit_by_code(CAST_COMMUNE_CODE, TODAY.date()).pk
    record_activities(hats_by_office(Role.REPORTER), first=commune, seed=run.seed)


def _look_at_quality(run: Build) -> None:
    look_at_quality(hats_by_office(Role.REPORTER), first=unit_by_code(CAST_COMMUNE_CODE, TODAY.date()).pk)


def _send_this_month(entries: list[Entry], run: Build) -> None:
    """The month that is due now: most have sent, half of them are accepted, some have not written yet."""
    sent = [entry for entry in entries if run.random.random() < 0.72]
    early = [entry for entry in sent if run.random.random() < 0.5]
    late = [entry for entry in sent if entry not in early]
    _send_and_accept(early)
    waiting = [_overdue(entry) if place % LATE_EVERY == 0 else entry for place, entry in enumerate(late)]
    cell = catalogue_cells().number(CROWDED)
    submit_in_bulk(
        [_with_crowd(entry, cell) if place % UNUSUAL_EVERY == 5 else entry for place, entry in enumerate(waiting)]
    )


def _with_crowd(entry: Entry, cell: int) -> Entry:
    """The entry with far more attendances than its sessions usually have, and the reason; as it is without any."""
    figure = entry.contents.figures.get(cell)
    if figure is None or not figure.value:
        return entry
    figures = {**entry.contents.figures, cell: replace(figure, value=figure.value * TIMES)}
    return replace(entry, contents=replace(entry.contents, figures=figures), answer=CROWD_REASON)


def _overdue(entry: Entry) -> Entry:
    """The entry, sent on the working day after its deadline."""
    return replace(entry, at=at_work(entry.task, days_before=-1, minute=45))


def _ask_for_more_time(run: Build) -> None:
    period = ReportingPeriod.objects.get(
        indicator_set__code="programme", year=THIS_YEAR, grain=Grain.MONTH, index=MONTHS_REPORTED
    )
    tasks = ReportTask.objects.filter(period=period, is_claim=False).select_related("organisation", "submission")
    ask_for_more_time(list(tasks.order_by("id")), hats_by_office(Role.REPORTER), _acceptors())


def _fold(run: Build) -> None:
    fold_everything()
    _take_statistics()


def _take_statistics() -> None:
    """Tell the planner what was written in bulk: the server would look by itself only minutes later."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _freeze_history(run: Build) -> None:
    province, period = _province(), _programme(HISTORY_YEAR)
    police, front = (_coordinator(province, kind) for kind in (OrganisationKind.POLICE, OrganisationKind.FRONT))
    now = at_work_after(period)
    consolidation = open_consolidation(province, period, by=police, now=now)
    freeze(consolidation, by=police, now=now + timedelta(hours=2))
    freeze(consolidation, by=front, now=now + timedelta(hours=4))
    consolidation.refresh_from_db()
    write_words(consolidation, now=now + timedelta(hours=5))


def _issue_history(run: Build) -> None:
    consolidation = consolidation_in_force(_province().pk, _programme(HISTORY_YEAR))
    assert consolidation is not None
    assert consolidation.frozen_at is not None
    document = issue_annual(consolidation, now=consolidation.frozen_at + timedelta(days=1))
    release_annual(document, now=TODAY)


def _correct_after_issue(run: Build) -> None:
    consolidation = consolidation_in_force(_province().pk, _programme(HISTORY_YEAR))
    assert consolidation is not None
    assert consolidation.frozen_at is not None
    reporters, acceptors, frozen_at = hats_by_office(Role.REPORTER), _acceptors(), consolidation.frozen_at
    now = frozen_at + timedelta(days=8)
    successor = correct_after_issue(consolidation, COPIED, reporters=reporters, acceptors=acceptors, now=now)
    front = _coordinator(_province(), OrganisationKind.FRONT)
    freeze(successor, by=front, now=now + timedelta(days=2))
    amending = amend_annual(consolidation, now=now + timedelta(days=2, hours=2))
    release_annual(amending, now=TODAY)
    successor.refresh_from_db()
    now = frozen_at + timedelta(days=20)
    correct_after_issue(successor, COUNTED_TWICE, reporters=reporters, acceptors=acceptors, now=now)
    fold_everything()


def _send_and_accept(entries: list[Entry]) -> None:
    submit_in_bulk(entries)
    acceptors = _acceptors()
    by_receiver: dict[int, list[Entry]] = {}
    for entry in entries:
        by_receiver.setdefault(entry.task.receiver_id, []).append(entry)
    for receiver, received in by_receiver.items():
        accept_in_bulk(
            [entry.task.pk for entry in received],
            by=acceptors[receiver],
            now=max(entry.at for entry in received) + timedelta(days=1),
        )


def _acceptors() -> dict[int, Membership]:
    return hats_by_office(Role.CONSOLIDATOR) | hats_by_office(Role.COORDINATOR)


def _tasks(period: ReportingPeriod) -> list[ReportTask]:
    tasks: Iterable[ReportTask] = (
        ReportTask.objects.filter(period=period, is_claim=False)
        .select_related("organisation", "form_version__form", "period")
        .order_by("id")
    )
    return list(tasks)


def _province() -> AdministrativeUnit:
    return unit_by_code(PROVINCE_CODE, TODAY.date())


def _programme(year: int) -> ReportingPeriod:
    period = year_period(year)
    assert period is not None
    return period


def _coordinator(province: AdministrativeUnit, kind: OrganisationKind) -> Membership:
    office = Organisation.objects.get(unit=province, kind=kind)
    return office.memberships.select_related("organisation", "user").get(role=Role.COORDINATOR)


def at_work_after(period: ReportingPeriod) -> datetime:
    """A working hour some days after the last report of a period was due."""
    last = last_day(period)
    due = ReportTask.objects.filter(period=period).latest("due_on")
    return at_work(due, days_before=-max(3, (due.due_on - last).days // 2), minute=30)
