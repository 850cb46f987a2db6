"""Looking over accepted reports, and answering what looks odd."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chungtay.analytics.actions.looking import look_over
from chungtay.analytics.actions.quality import answer_quality_warning
from chungtay.analytics.errors import ReasonMissing, WarningMoved
from chungtay.analytics.models import QualityLook, QualityReply, QualityWarning
from chungtay.analytics.quality.codes import Verdict, WarningKind, WarningState
from chungtay.analytics.queries.quality import Filters, chosen, facets_of, warning_for, warnings_for
from chungtay.core.errors import NotFound, NotPermitted
from chungtay.core.models import Deed
from chungtay.core.scanner import ForbiddenMatter
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership
from chungtay.reporting.actions.bulk import Entry, submit_in_bulk
from chungtay.reporting.actions.consolidation import freeze, open_consolidation
from chungtay.reporting.actions.decisions import accept, reopen
from chungtay.reporting.actions.submissions import correct, save_draft, submit
from chungtay.reporting.codes import Grain
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.models import Indicator, ReportTask
from chungtay.reporting.totals import fold
from chungtay.territory.models import UnitSuccession
from tests.reporting.stage import (
    ATTENDANCES,
    AWARDS,
    MEMBERS,
    NOON,
    SESSIONS,
    TEAMS,
    Merger,
    Office,
    Stage,
    hat,
)

LATER = NOON + timedelta(hours=1)
ON = NOON.date()
WHY = "Tháng này phát động cao điểm, đã đối chiếu với sổ"


def report(
    stage: Stage, office: Office, figures: dict[int, int], *, index: int = 11, year: int = 2026, joint: int = 0
) -> ReportTask:
    """An accepted monthly report."""
    shared = (SESSIONS, ATTENDANCES)
    contents = Contents(
        {
            cell: CellFigure(value, joint=joint, led_elsewhere=0) if cell in shared else CellFigure(value)
            for cell, value in figures.items()
        }
    )
    task = stage.task(office, index=index, year=year)
    submit_in_bulk([Entry(task, contents, office.reporter, NOON, WHY)])
    receiver = stage.front if office.organisation.kind == OrganisationKind.FRONT else stage.police
    accept(task, by=receiver.consolidator, now=LATER)
    return task


def months(stage: Stage, office: Office, *values: int, cell: int = AWARDS, until: int = 11) -> list[ReportTask]:
    """One report a month, the last for month `until`."""
    first = until - len(values) + 1
    return [report(stage, office, {cell: value}, index=first + place) for place, value in enumerate(values)]


def outlier(stage: Stage) -> QualityWarning:
    """Đông Thanh's police state ten times what is usual."""
    months(stage, stage.dong_thanh, 40, 41, 42, 43, 44, 45, 420)
    look_over(now=LATER)
    return QualityWarning.objects.get()


def standing(worn: Membership) -> list[tuple[str, str, str]]:
    return [(each.organisation.name, each.kind, each.state) for each in warnings_for(worn, ON).order_by("id")]


def answer(
    warning: QualityWarning, by: Membership, verdict: Verdict = Verdict.RIGHT, reason: str = WHY
) -> QualityReply:
    return answer_quality_warning(warning, verdict, reason, stands_on=warning.stands_on, by=by, now=LATER)


def corrected(task: ReportTask, stage: Stage, value: int) -> None:
    """A correction of a figure of Đông Thanh's police, accepted."""
    by = stage.dong_thanh.reporter
    correct(task, reason="Nhầm một chữ số", by=by, now=LATER)
    save_draft(task, contents=Contents({AWARDS: CellFigure(value)}, reason="Nhầm một chữ số"), by=by, now=LATER)
    submit(task, by=by, now=LATER)
    accept(task, by=stage.police.consolidator, now=LATER)


def test_an_outlier_is_found_once_however_often_one_looks(stage: Stage) -> None:
    warning = outlier(stage)

    assert (warning.kind, warning.code, warning.cell_id, warning.stands_on) == (
        "khac-thuong",
        "modified",
        AWARDS,
        "420",
    )
    assert warning.last_day == warning.period.window.upper - timedelta(days=1)
    assert look_over(now=LATER) == 0
    assert QualityLook.objects.count() == 7
    QualityLook.objects.update(edition=0)
    assert look_over(now=LATER) == 7
    assert [each.pk for each in QualityWarning.objects.all()] == [warning.pk]


def test_a_run_tells_how_far_it_came(stage: Stage) -> None:
    months(stage, stage.dong_thanh, 40, 41)
    told: list[int] = []

    assert look_over(now=LATER, progress=told.append) == 2
    assert told == [2]


def test_what_was_taken_back_is_no_longer_odd(stage: Stage) -> None:
    warning = outlier(stage)

    reopen(warning.task, by=stage.police.consolidator, reason="Xem lại", now=LATER)

    assert look_over(now=LATER) == 1
    assert (QualityWarning.objects.count(), QualityLook.objects.count()) == (0, 6)


def test_an_answer_holds_until_the_figure_changes_and_is_kept(stage: Stage) -> None:
    warning = outlier(stage)
    reply = answer(warning, stage.dong_thanh.reporter)
    QualityLook.objects.all().delete()
    look_over(now=LATER)
    assert standing(stage.auditor) == [("Công an xã Đông Thanh", "khac-thuong", WarningState.RIGHT)]

    corrected(warning.task, stage, 430)
    look_over(now=LATER)

    assert standing(stage.auditor) == [("Công an xã Đông Thanh", "khac-thuong", WarningState.OPEN)]
    assert [(each.pk, each.stands_on) for each in QualityReply.objects.all()] == [(reply.pk, "420")]

    corrected(warning.task, stage, 42)
    look_over(now=LATER)
    assert standing(stage.auditor) == []
    assert [each.is_current for each in QualityWarning.objects.all()] == [False]


def test_an_earlier_figure_that_is_corrected_judges_the_later_ones_anew(stage: Stage) -> None:
    tasks = months(stage, stage.dong_thanh, 40, 41, 42, 43, 44, 450, 45)
    look_over(now=LATER)
    assert QualityWarning.objects.count() == 0

    corrected(tasks[5], stage, 44)
    corrected(tasks[6], stage, 450)
    look_over(now=LATER)
    assert [each.stands_on for each in QualityWarning.objects.all()] == ["450"]
    corrected(tasks[0], stage, 900)
    corrected(tasks[1], stage, 500)
    corrected(tasks[2], stage, 300)
    look_over(now=LATER)

    assert QualityWarning.objects.count() == 0


def test_a_reason_given_on_sending_answers_here_too(stage: Stage) -> None:
    task = report(stage, stage.dong_thanh, {TEAMS: 10, MEMBERS: 60})

    look_over(now=LATER)

    (warning,) = QualityWarning.objects.filter(task=task).select_related("reply")
    assert (warning.kind, warning.code, warning.stands_on) == ("khong-khop", "members_per_team", "60:10")
    assert warning.reply is not None
    assert (warning.reply.verdict, warning.reply.reason, warning.reply.by) == ("right", WHY, stage.dong_thanh.reporter)


def test_the_whole_of_a_line_is_held_against_the_identities(stage: Stage) -> None:
    report(stage, stage.dong_thanh, {TEAMS: 4_000, MEMBERS: 12_000})
    report(stage, stage.hac_thanh, {TEAMS: 351})
    fold()

    look_over(now=LATER)

    (whole,) = QualityWarning.objects.all()
    assert (whole.is_whole, whole.organisation, whole.task) == (True, stage.police.organisation, None)
    assert (whole.code, whole.stands_on) == ("members_per_team", "12000:4351")


def test_a_jump_after_a_merger(stage: Stage, merger: Merger) -> None:
    UnitSuccession.objects.update(is_reviewed=True)
    report(stage, merger.yen_lac, {AWARDS: 20}, year=2025, index=3)
    report(stage, merger.yen_binh, {AWARDS: 10}, year=2025, index=3)
    report(stage, merger.yen_an, {AWARDS: 91}, year=2026, index=3)
    report(stage, merger.yen_an, {AWARDS: 91}, year=2026, index=4)

    look_over(now=LATER)

    (warning,) = QualityWarning.objects.all()
    assert (warning.kind, warning.code, warning.organisation) == (
        "sau-sap-nhap",
        "same_period",
        merger.yen_an.organisation,
    )
    assert warning.numbers == {"before": 30, "units": 2, "value": 91}


def test_nothing_is_said_of_a_merger_whose_shares_are_not_exact(stage: Stage, merger: Merger) -> None:
    UnitSuccession.objects.update(is_reviewed=False)
    for office, value, year in ((merger.yen_lac, 20, 2025), (merger.yen_binh, 10, 2025), (merger.yen_an, 91, 2026)):
        report(stage, office, {AWARDS: value}, year=year, index=3)

    look_over(now=LATER)

    assert QualityWarning.objects.count() == 0


def test_who_sees_the_warning_of_a_commune(stage: Stage) -> None:
    outlier(stage)
    one = [("Công an xã Đông Thanh", "khac-thuong", WarningState.OPEN)]

    for worn in (stage.dong_thanh.reporter, stage.police.reporter, stage.police.consolidator, stage.auditor):
        assert standing(worn) == one
    for worn in (stage.hac_thanh.reporter, stage.dong_thanh_front.reporter, stage.front.consolidator):
        assert standing(worn) == []
    for role in (Role.ADMINISTRATOR, Role.ACCOUNT_KEEPER):
        with pytest.raises(NotFound):
            warnings_for(hat(stage.police.organisation, role), ON)
    with pytest.raises(NotFound):
        warning_for(stage.front.consolidator, QualityWarning.objects.get().pk, ON)


def test_small_sensitive_counts_stay_with_office_and_province(stage: Stage) -> None:
    outlier(stage)
    Indicator.objects.filter(code="AWD_COLLECTIVES").update(is_sensitive_when_small=True)
    one = [("Công an xã Đông Thanh", "khac-thuong", WarningState.OPEN)]

    assert [standing(worn) for worn in (stage.dong_thanh.reporter, stage.police.consolidator)] == [one, one]


def test_joint_work_is_compared_for_those_who_see_both_sides(stage: Stage) -> None:
    report(stage, stage.dong_thanh, {SESSIONS: 120}, joint=120)
    report(stage, stage.dong_thanh_front, {SESSIONS: 50}, joint=10)
    look_over(now=LATER)
    two_sides = [("Công an xã Đông Thanh", "hai-ben", WarningState.OPEN)]

    assert standing(stage.auditor) == two_sides
    assert [standing(each.consolidator) for each in (stage.police, stage.front)] == [[], []]

    period = stage.period(grain=Grain.YEAR, index=1)
    year = open_consolidation(stage.province, period, by=stage.police.consolidator, now=LATER)
    freeze(year, by=stage.police.consolidator, now=LATER)
    freeze(year, by=stage.front.consolidator, now=LATER)

    assert [standing(each.consolidator) for each in (stage.police, stage.front)] == [two_sides, two_sides]
    assert [standing(each.reporter) for each in (stage.dong_thanh, stage.dong_thanh_front)] == [[], []]


def test_own_office_and_the_one_above_answer_and_nobody_else(stage: Stage) -> None:
    warning = outlier(stage)

    for by in (stage.dong_thanh.reporter, stage.police.consolidator):
        assert answer(warning, by).by == by
    for by in (stage.auditor, stage.front.consolidator, stage.hac_thanh.reporter, stage.dong_thanh_front.reporter):
        with pytest.raises(NotPermitted):
            answer(warning, by)
    assert Deed.objects.filter(verb="quality_warning_answered").count() == 2


def test_a_figure_is_right_for_a_reason_that_passes_the_scanner(stage: Stage) -> None:
    warning, by = outlier(stage), stage.dong_thanh.reporter

    with pytest.raises(ReasonMissing):
        answer(warning, by, reason="  ")
    with pytest.raises(ForbiddenMatter):
        answer(warning, by, reason="Theo ông có CCCD 038012345678")
    with pytest.raises(WarningMoved):
        answer_quality_warning(warning, Verdict.RIGHT, WHY, stands_on="419", by=by, now=LATER)
    assert QualityReply.objects.count() == 0

    assert answer(warning, by, Verdict.CORRECT, "").verdict == Verdict.CORRECT
    assert standing(by) == [("Công an xã Đông Thanh", "khac-thuong", WarningState.PROMISED)]


def test_filters_and_counts(stage: Stage) -> None:
    warning = outlier(stage)
    months(stage, stage.hac_thanh, 12, 12, 12, 12)
    look_over(now=LATER)
    answer(warning, stage.dong_thanh.reporter)
    seen = warnings_for(stage.police.consolidator, ON)

    assert [each.kind for each in chosen(seen, Filters())] == [WarningKind.REPEATED]
    assert [each.kind for each in chosen(seen, Filters(state=WarningState.RIGHT))] == [WarningKind.OUTLIER]
    assert not chosen(seen, Filters(state=None, indicators=("OUT_SESSIONS",))).exists()
    assert chosen(seen, Filters(state=None, period=warning.period_id)).count() == 2
    facets = facets_of(seen, Filters(kinds=(WarningKind.OUTLIER,)))
    assert (dict(facets.counts), [each.code for each in facets.indicators]) == (
        {"da-giai-trinh": 1},
        ["AWD_COLLECTIVES"],
    )
