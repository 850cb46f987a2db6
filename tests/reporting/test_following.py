"""A change of the map through all rooms: offices, accounts and reports follow when it is applied, and come back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from chungtay.documents.codes import PaperKind
from chungtay.documents.models import Document
from chungtay.organisations.actions import NewAccount, open_account
from chungtay.organisations.codes import Line, Role
from chungtay.organisations.models import Membership, Organisation
from chungtay.organisations.queries import receiver_of
from chungtay.reporting import figures, totals
from chungtay.reporting.actions.decisions import accept
from chungtay.reporting.actions.submissions import save_draft, submit
from chungtay.reporting.codes import EstimateMark
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.errors import DaysOverlap
from chungtay.reporting.models import OwedCount, ReportingPeriod, ReportTask, Submission
from chungtay.reporting.rules import can_enter
from chungtay.territory import actions, queries
from chungtay.territory.codes import EventKind, FindingKind, ProposalStatus, UnitKind
from chungtay.territory.errors import UndoBlocked
from chungtay.territory.ledger import Change, Part, Step, UnitData, whole
from chungtay.territory.models import (
    AdministrativeUnit,
    FollowUp,
    LedgerProposal,
    LedgerTrace,
    Rehearsal,
    UnitAncestor,
    UnitVersion,
)
from chungtay.territory.proposal_sheet import lines_of
from tests.canaries.tables import changed, checksums
from tests.cast import DONG_THANH, FRONT, HAC_THANH, NOW, POLICE, PROVINCE, Cast, build_cast, cell_of, month, tick

# The report of November covers 15/10 to 14/11 and is over; that of December runs when the communes become one.
DAY = date(2026, 12, 1)
MERGED = "16009"
# What tells of a change and is not taken back with it: the proposals themselves, the log of deeds, the history of rows.
DERIVED = {
    "reporting_framestamp",
    "reporting_owedpending",
    "reporting_owedcount",
    "reporting_completedunits",
}
TELLING = {"core_deed", "territory_ledgerproposal", "territory_rehearsal", "territory_followup"}
LEDGER = {
    "territory_unitevent",
    "territory_administrativeunit",
    "territory_unitversion",
    "territory_unitancestor",
    "territory_unitsuccession",
}


@pytest.fixture(scope="module")
def _province(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The cast with the reports of two months, made once and taken back; each test has a savepoint in it."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        next(tick(patch))
        cast = build_cast()
        month(11), month(12)
        yield cast
        transaction.set_rollback(True)


@pytest.fixture
def cast(_province: Cast, db: None) -> Cast:
    """The province, for one test."""
    return _province


def merger(day: date = DAY) -> Step:
    return Step(
        EventKind.MERGE,
        day,
        "Nghị quyết thử số 01/NQ",
        ends=(DONG_THANH, HAC_THANH),
        starts=(UnitData(MERGED, UnitKind.WARD, "Đông Hạc", PROVINCE),),
        parts=whole((DONG_THANH, HAC_THANH), MERGED),
    )


def split(*, is_reviewed: bool) -> Step:
    return Step(
        EventKind.SPLIT,
        DAY,
        "Nghị quyết thử số 02/NQ",
        ends=(DONG_THANH,),
        starts=(
            UnitData("16011", UnitKind.RURAL_COMMUNE, "Đông Thượng", PROVINCE),
            UnitData("16012", UnitKind.RURAL_COMMUNE, "Đông Hạ", PROVINCE),
        ),
        parts=(
            Part(DONG_THANH, "16011", 600_000, is_reviewed=is_reviewed),
            Part(DONG_THANH, "16012", 400_000, is_reviewed=is_reviewed, is_default_target=False),
        ),
    )


def proposed(cast: Cast, *steps: Step) -> LedgerProposal:
    by = cast.hat(PROVINCE, POLICE, Role.ADMINISTRATOR)
    return actions.propose("Sắp xếp thử", lines=lines_of(steps), by=by, now=NOW)


def rehearsed(cast: Cast, proposal: LedgerProposal) -> Rehearsal:
    return actions.rehearse(proposal, by=cast.hat(PROVINCE, POLICE, Role.ADMINISTRATOR), now=NOW)


def applied(cast: Cast, *steps: Step) -> LedgerProposal:
    proposal = proposed(cast, *steps)
    rehearsed(cast, proposal)
    actions.apply_proposal(proposal, by=cast.hat(PROVINCE, POLICE, Role.COORDINATOR), now=NOW)
    return LedgerProposal.objects.get(pk=proposal.pk)


def undone(cast: Cast, proposal: LedgerProposal) -> LedgerProposal:
    return actions.undo_proposal(proposal, by=cast.hat(PROVINCE, FRONT, Role.COORDINATOR), now=NOW)


def heir(code: str = MERGED, kind: Any = POLICE) -> Organisation:
    return Organisation.objects.get(unit=queries.unit_by_code(code, DAY), kind=kind)


def hat_at(office: Organisation, username: str) -> Membership:
    found = Membership.objects.select_related("organisation__unit", "user")
    return found.get(organisation=office, user__username=username)


def rows(rehearsal: Rehearsal, kind: FindingKind) -> list[tuple[str, str, str, int]]:
    return [
        (row["before"], row["after"], row["what"], row["count"]) for row in rehearsal.findings if row["kind"] == kind
    ]


def reported(task: ReportTask, by: Membership, value: int) -> None:
    """Draft and send the sessions held."""
    contents = Contents(figures={cell_of("OUT_SESSIONS"): CellFigure(value=value)}, no_joint_work=True)
    save_draft(task, contents=contents, by=by, now=NOW)
    submit(task, by=by, now=NOW)


def everything() -> dict[str, str]:
    """A checksum of each table, without what tells of a change, what is derived from the rest, and voided rows."""
    totals.fold_everything()
    kept = {
        table: checksum
        for table, checksum in checksums().items()
        if table not in TELLING | LEDGER | DERIVED and not table.endswith("event") and "procrastinate" not in table
    }
    standing = UnitVersion.objects.exclude(validity__isempty=True).order_by("id")
    above = UnitAncestor.objects.order_by("unit_id", "depth", "validity")
    owed = OwedCount.objects.order_by("unit_id", "period_id", "line", "form_version_id").exclude(owed=0)
    return kept | {
        "versions": str(list(standing.values())),
        "above": str(list(above.values_list("unit_id", "ancestor_id", "depth", "validity"))),
        "owed": str(list(owed.values_list("unit_id", "period_id", "line", "form_version_id", "owed", "accepted"))),
    }


def test_rehearsal_leaves_every_table_as_it_was(cast: Cast) -> None:
    before = everything()

    rehearsal = rehearsed(cast, proposed(cast, merger()))

    assert changed(before, everything()) == []
    assert rehearsal.refusals == []
    assert LedgerTrace.objects.count() == FollowUp.objects.count() == 0


def test_rehearsal_tells_what_moves_where(cast: Cast) -> None:
    rehearsal = rehearsed(cast, proposed(cast, merger()))

    communes, ward = ("Xã Đông Thanh", "Phường Hạc Thành"), "Phường Đông Hạc"
    assert rows(rehearsal, FindingKind.OFFICE_ENDS) == [(name, ward, "", 9) for name in sorted(communes)]
    assert rows(rehearsal, FindingKind.OFFICE_BEGINS) == [("", ward, "", 9)]
    assert rows(rehearsal, FindingKind.OFFICES_JOIN) == [("", ward, "", 18)]
    carried = ("Công an xã Đông Thanh", "Công an phường Đông Hạc", "Người báo cáo", 1)
    assert carried in rows(rehearsal, FindingKind.ROLE_CARRIED)
    assert rows(rehearsal, FindingKind.ROLE_TWICE) == [
        ("", "Công an phường Đông Hạc", "Người báo cáo", 2),
        ("", "MTTQ phường Đông Hạc", "Người báo cáo", 2),
    ]
    november, december = "tháng 11/2026", "tháng 12/2026"
    per_commune = ReportTask.objects.filter(unit=cast.units[DONG_THANH], period=month(11)).count()
    assert rows(rehearsal, FindingKind.TASK_CARRIED) == [
        (name, ward, november, per_commune) for name in sorted(communes)
    ]
    assert rows(rehearsal, FindingKind.TASK_REPLACED) == [
        (name, ward, december, per_commune) for name in sorted(communes)
    ]
    assert rows(rehearsal, FindingKind.TASK_MADE) == [("", ward, december, per_commune)]
    assert rows(rehearsal, FindingKind.TASKS_JOIN) == [("", ward, december, 2 * per_commune)]
    assert rows(rehearsal, FindingKind.OLDER_REPORTS) == []


def test_officers_go_on_in_the_new_office(cast: Cast) -> None:
    old = cast.hat(DONG_THANH, POLICE)

    applied(cast, merger())

    old.refresh_from_db()
    new = hat_at(heir(), old.user.username)
    assert (old.validity.upper, new.validity, new.role) == (DAY, DateRange(DAY, None), Role.REPORTER)
    assert receiver_of(heir(), DAY) == cast.office(PROVINCE, POLICE)


def test_the_new_office_finishes_what_the_old_ones_owe(cast: Cast) -> None:
    task = cast.task(DONG_THANH, POLICE, month(11))

    applied(cast, merger())

    task.refresh_from_db()
    officer = hat_at(heir(), "police-16002-reporter")
    assert (task.taken_over_by, task.unit_id) == (heir(), cast.units[DONG_THANH].pk)
    assert can_enter(officer, task)
    assert not can_enter(cast.hat(DONG_THANH, POLICE), task)
    reported(task, officer, 7)
    accept(task, by=cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR), now=NOW)
    assert Submission.objects.get(task=task).accepted_version is not None


def test_a_period_that_nobody_began_is_reported_whole_by_the_new_office(cast: Cast) -> None:
    december = month(12)

    applied(cast, merger())

    new = ReportTask.objects.filter(unit=queries.unit_by_code(MERGED, DAY), period=december)
    gone = ReportTask.objects.filter(unit__in=[cast.units[DONG_THANH], cast.units[HAC_THANH]], period=december)
    assert set(new.values_list("days", flat=True)) == {december.window}
    assert gone.count() == 0


def test_a_report_begun_covers_its_days_and_the_new_office_the_rest(cast: Cast) -> None:
    december = month(12)
    begun, other = cast.task(DONG_THANH, POLICE, december), cast.task(HAC_THANH, POLICE, december)
    contents = Contents(figures={cell_of("OUT_SESSIONS"): CellFigure(value=4)})
    save_draft(begun, contents=contents, by=cast.hat(DONG_THANH, POLICE), now=NOW)

    applied(cast, merger())

    begun.refresh_from_db()
    other.refresh_from_db()
    new = ReportTask.objects.get(organisation=heir(), period=december, form_version=begun.form_version)
    front = ReportTask.objects.get(organisation=heir(kind=FRONT), period=december, form_version=begun.form_version)
    first_days = DateRange(december.window.lower, DAY)
    assert (begun.days, other.days, new.days) == (first_days, first_days, DateRange(DAY, december.window.upper))
    assert begun.taken_over_by == other.taken_over_by == heir()
    assert front.days == december.window


def test_taking_back_is_identity_where_nothing_stands_on_it(cast: Cast) -> None:
    december = cast.task(DONG_THANH, POLICE, month(12))
    contents = Contents(figures={cell_of("OUT_SESSIONS"): CellFigure(value=4)})
    save_draft(december, contents=contents, by=cast.hat(DONG_THANH, POLICE), now=NOW)
    reported(cast.task(HAC_THANH, POLICE, month(11)), cast.hat(HAC_THANH, POLICE), 5)
    before = everything()

    proposal = applied(cast, merger())
    between = everything()
    undone(cast, proposal)

    assert "organisations_membership" in changed(before, between)
    assert changed(before, everything()) == []
    assert LedgerTrace.objects.count() == 0


def test_what_was_taken_back_can_be_proposed_again(cast: Cast) -> None:
    first = applied(cast, merger())
    undone(cast, first)

    again = applied(cast, merger())

    assert again.status == ProposalStatus.APPLIED
    assert heir().name == "Công an phường Đông Hạc"


def test_taking_back_is_refused_with_the_list_of_what_stands_there(cast: Cast) -> None:
    proposal = applied(cast, merger())
    task = ReportTask.objects.get(organisation=heir(), period=month(12), form_version__form__code="ct-phoi-hop")
    officer = hat_at(heir(), "police-16001-reporter")
    reported(task, officer, 3)
    accept(task, by=cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR), now=NOW)
    office = heir(kind=FRONT)
    account = NewAccount("mt.donghac", "Mặt trận Đông Hạc", office, Role.APPROVER, DAY)
    open_account(account, by=cast.hat(PROVINCE, POLICE, Role.ADMINISTRATOR), now=NOW)
    Document.objects.create(
        kind=PaperKind.ANNUAL, title="Công văn thử", search_text="", lead=heir(), source="", symbol="", created_at=NOW
    )
    before = everything()

    with pytest.raises(UndoBlocked) as refused:
        undone(cast, proposal)

    merged = queries.unit_by_code(MERGED, DAY).pk
    assert [blocker.what for blocker in refused.value.blockers] == [
        "tài khoản với vai “Người báo cáo” ở Công an phường Đông Hạc",
        "tài khoản với vai “Người duyệt” ở MTTQ phường Đông Hạc",
        "văn bản “Công văn thử”",
        "1 báo cáo đã chấp nhận",
    ]
    assert {blocker.unit_id for blocker in refused.value.blockers} == {merged}
    assert changed(before, everything()) == []


def test_a_draft_of_the_new_office_forbids_taking_back(cast: Cast) -> None:
    proposal = applied(cast, merger())
    task = ReportTask.objects.get(organisation=heir(), period=month(12), form_version__form__code="ct-phoi-hop")
    Submission.objects.create(task=task, updated_at=NOW)

    with pytest.raises(UndoBlocked) as refused:
        undone(cast, proposal)

    assert [blocker.what for blocker in refused.value.blockers] == ["1 báo cáo đang làm"]


def total(unit: AdministrativeUnit | int, period: ReportingPeriod, day: date | None = None) -> Any:
    key = unit if isinstance(unit, int) else unit.pk
    cell = cell_of("OUT_SESSIONS")
    return figures.totals([key], [period.pk], [cell], line=Line.ALL, map_day=day).get((key, period.pk, cell))


def accepted_in_november(cast: Cast) -> None:
    november = month(11)
    for code, value in ((DONG_THANH, 7), (HAC_THANH, 5)):
        task = cast.task(code, POLICE, november)
        reported(task, cast.hat(code, POLICE), value)
        accept(task, by=cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR), now=NOW)


def test_total_on_the_old_map_is_the_total_on_the_new(cast: Cast) -> None:
    accepted_in_november(cast)
    november, province = month(11), cast.units[PROVINCE]

    applied(cast, merger())

    merged = queries.unit_by_code(MERGED, DAY)
    assert total(province, november).value == total(province, november, DAY).value == 12
    assert (total(merged, november, DAY).value, total(merged, november, DAY).mark) == (12, EstimateMark.EXACT)
    assert FollowUp.objects.count() == 0


@pytest.mark.parametrize(("is_reviewed", "values"), [(True, (Fraction(21, 5), Fraction(14, 5))), (False, (7, None))])
def test_an_invented_split_divides_by_reviewed_shares_alone(cast: Cast, is_reviewed: bool, values: Any) -> None:
    accepted_in_november(cast)
    november = month(11)

    applied(cast, split(is_reviewed=is_reviewed))

    upper, lower = (total(queries.unit_by_code(code, DAY), november, DAY) for code in ("16011", "16012"))
    assert (upper.value, lower.value if lower else None) == values
    assert upper.mark == (EstimateMark.SHARED if is_reviewed else EstimateMark.DEFAULT_TARGET)
    assert total(cast.units[PROVINCE], november, DAY).value == 12


def test_a_late_change_leaves_reported_periods_on_the_old_map(cast: Cast) -> None:
    """The change takes effect on 1 November, after which November's reports were accepted for the old communes."""
    accepted_in_november(cast)
    november = month(11)
    early = date(2026, 10, 1)

    proposal = applied(cast, merger(early))

    merged = queries.unit_by_code(MERGED, DAY)
    application = proposal.rehearsals.get(is_application=True)
    assert rows(application, FindingKind.OLDER_REPORTS) == [("", "", "tháng 11/2026", 2)]
    forms = ReportTask.objects.filter(unit=merged, period=november, line=Line.POLICE).values_list(
        "form_version__form__code", flat=True
    )
    assert "ct-phoi-hop" not in set(forms)
    assert total(cast.units[PROVINCE], november).value == 12
    follow_up = FollowUp.objects.get(proposal=proposal)
    assert (follow_up.code, follow_up.done, follow_up.finished_at) == ("totals", 0, None)


def test_nobody_reports_days_twice(cast: Cast) -> None:
    """A predecessor's part and the new unit's report of the same days: the second one is refused."""
    december = month(12)
    begun = cast.task(DONG_THANH, POLICE, december)
    reported(begun, cast.hat(DONG_THANH, POLICE), 4)
    applied(cast, merger())
    new = ReportTask.objects.get(organisation=heir(), period=december, form_version=begun.form_version)
    officer, receiver = hat_at(heir(), "police-16002-reporter"), cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR)
    reported(new, officer, 3)
    accept(new, by=receiver, now=NOW)

    with pytest.raises(DaysOverlap):
        accept(begun, by=receiver, now=NOW)


def test_rename_changes_offices_and_no_report(cast: Cast) -> None:
    before = everything()
    rename = Step(EventKind.RENAME, DAY, "Nghị quyết thử", changes=(Change(DONG_THANH, name="Đông Thanh Mới"),))

    proposal = applied(cast, rename)
    differing = changed(before, everything())
    application = proposal.rehearsals.get(is_application=True)
    undone(cast, proposal)

    assert ("Công an xã Đông Thanh", "Công an xã Đông Thanh Mới", "", 1) in rows(
        application, FindingKind.OFFICE_CHANGES
    )
    assert differing == ["organisations_organisation", "territory_ledgertrace", "versions"]
    assert changed(before, everything()) == []
