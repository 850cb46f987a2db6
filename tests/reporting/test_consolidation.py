"""Consolidation: both sides freeze the same figures or nobody does, and nothing frozen moves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chungtay.organisations.codes import Line
from chungtay.reporting.actions.bulk import Entry, submit_in_bulk
from chungtay.reporting.actions.consolidation import (
    AlreadyFrozen,
    EstimatesNeedBothSides,
    NotFrozenYet,
    NotYoursToConsolidate,
    ReopeningNeedsReason,
    answer_warning,
    freeze,
    open_consolidation,
    reopen_consolidation,
)
from chungtay.reporting.actions.decisions import accept, reopen
from chungtay.reporting.codes import Certainty, Grain, Qualifier
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.models import Consolidation, FrozenFigure, LineageRow, ReportTask, WarningAnswer
from chungtay.reporting.queries.consolidation import (
    ConsolidatedYear,
    consolidated_year,
    consolidation_in_force,
    frozen_year,
)
from chungtay.reporting.queries.parts import figures_below, names_below
from chungtay.reporting.queries.today import consolidations_to_freeze
from tests.reporting.stage import NOON, SESSIONS, TYPES, Office, Stage

LATER = NOON + timedelta(hours=1)
WHY = "Tỉnh đề nghị sửa số của một xã"


def report(stage: Stage, office: Office, sessions: int, *, certainty: Certainty = Certainty.FINAL) -> ReportTask:
    """An accepted monthly report of `office` with one figure."""
    task = stage.task(office)
    figures = {SESSIONS: CellFigure(sessions, joint=0, led_elsewhere=0)}
    submit_in_bulk([Entry(task, Contents(figures, certainty=certainty), office.reporter, NOON, "Đúng thực tế")])
    receiver = stage.front if office is stage.dong_thanh_front else stage.police
    accept(task, by=receiver.consolidator, now=LATER)
    return task


def opened(stage: Stage) -> Consolidation:
    """The consolidation of 2026 at the province."""
    period = stage.period(grain=Grain.YEAR, index=1)
    return open_consolidation(stage.province, period, by=stage.police.consolidator, now=LATER)


def frozen(stage: Stage) -> Consolidation:
    """Frozen by police, then by Front."""
    consolidation = opened(stage)
    freeze(consolidation, by=stage.police.consolidator, now=LATER)
    return freeze(consolidation, by=stage.front.consolidator, now=LATER)


def test_open_twice_gives_the_one_in_force(stage: Stage) -> None:
    assert opened(stage) == opened(stage)


def test_one_side_alone_freezes_nothing(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 12)

    consolidation = freeze(opened(stage), by=stage.police.consolidator, now=LATER)

    assert consolidation.police_frozen_by == stage.police.consolidator
    assert consolidation.frozen_at is None
    assert not FrozenFigure.objects.exists()


def test_a_year_waits_for_the_side_that_has_not_frozen_and_for_those_who_may(stage: Stage) -> None:
    consolidation = opened(stage)
    police, front = stage.police.consolidator, stage.front.consolidator
    waits = [set(consolidations_to_freeze(hat, LATER.date())) for hat in (police, front, stage.police.reporter)]
    freeze(consolidation, by=police, now=LATER)
    after = [set(consolidations_to_freeze(hat, LATER.date())) for hat in (police, front)]

    assert waits == [{consolidation}, {consolidation}, set()]
    assert after == [set(), {consolidation}]


def test_both_sides_freeze_the_sum_and_its_lineage(stage: Stage) -> None:
    first, second = report(stage, stage.dong_thanh, 12), report(stage, stage.dong_thanh_front, 5)

    consolidation = frozen(stage)

    figures = {(row.cell_id, row.line): row.value for row in FrozenFigure.objects.all()}
    assert figures == {(SESSIONS, "all"): 17, (SESSIONS, "police"): 12, (SESSIONS, "front"): 5}
    versions = {task.submission.accepted_version_id for task in ReportTask.objects.filter(pk__in=[first.pk, second.pk])}
    assert set(LineageRow.objects.values_list("version", flat=True)) == versions
    assert len(consolidation.fingerprint) == 64


def test_a_figure_that_moved_takes_back_the_other_sides_freeze(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 12)
    consolidation = opened(stage)
    freeze(consolidation, by=stage.police.consolidator, now=LATER)
    report(stage, stage.hac_thanh, 3)

    after = freeze(consolidation, by=stage.front.consolidator, now=LATER)

    assert (after.police_frozen_at, after.frozen_at) == (None, None)
    assert after.front_frozen_by == stage.front.consolidator
    assert freeze(after, by=stage.police.consolidator, now=LATER).frozen_at == LATER


def test_what_is_frozen_stays_when_live_figures_move(stage: Stage) -> None:
    task = report(stage, stage.dong_thanh, 12)
    report(stage, stage.hac_thanh, 3)
    consolidation = frozen(stage)

    reopen_consolidation(consolidation, reason=WHY, by=stage.police.consolidator, now=LATER)
    reopen(task, reason=WHY, by=stage.police.consolidator, now=LATER)

    assert frozen_year(consolidation).figure(SESSIONS).value == 15
    assert consolidated_year(stage.province, 2026, live=True).figure(SESSIONS).value == 3


def test_figures_and_names_of_the_units_below_are_frozen_with_the_year(stage: Stage) -> None:
    task = stage.task(stage.dong_thanh)
    figures = {SESSIONS: CellFigure(12, joint=0, led_elsewhere=0), TYPES: CellFigure(1)}
    contents = Contents(figures, keys={TYPES: ("K01",)})
    submit_in_bulk([Entry(task, contents, stage.dong_thanh.reporter, NOON, "Đúng thực tế")])
    accept(task, by=stage.police.consolidator, now=LATER)
    unit = stage.dong_thanh.organisation.unit_id
    consolidation = frozen(stage)
    reopen_consolidation(consolidation, reason=WHY, by=stage.police.consolidator, now=LATER)
    reopen(task, reason=WHY, by=stage.police.consolidator, now=LATER)
    report(stage, stage.hac_thanh, 3)
    units = [unit, stage.hac_thanh.organisation.unit_id]
    live = consolidated_year(stage.province, 2026, live=True)

    then = frozen_year(consolidation)

    def values(year: ConsolidatedYear) -> dict[int, int]:
        return {place[0]: figure.value for place, figure in figures_below(year, units, [SESSIONS]).items()}

    assert (values(then), names_below(then, TYPES)) == ({unit: 12}, {"K01": 1})
    assert (values(live), names_below(live, TYPES)) == ({units[1]: 3}, {})


def test_missing_units_make_a_figure_at_least(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 12)
    stage.task(stage.hac_thanh)

    figure = consolidated_year(stage.province, 2026).figure(SESSIONS)

    assert (figure.value, figure.qualifier, figure.reported, figure.expected) == (12, Qualifier.AT_LEAST, 1, 2)


def test_a_cell_nobody_reported_is_absent_and_not_zero(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 12)

    assert set(consolidated_year(stage.province, 2026).figures) == {(SESSIONS, Line.ALL), (SESSIONS, Line.POLICE)}


def test_estimates_are_frozen_only_where_the_side_says_so(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 12, certainty=Certainty.ESTIMATE)
    consolidation = opened(stage)

    with pytest.raises(EstimatesNeedBothSides):
        freeze(consolidation, by=stage.police.consolidator, now=LATER)
    freeze(consolidation, by=stage.police.consolidator, now=LATER, allow_estimates=True)
    with pytest.raises(EstimatesNeedBothSides):
        freeze(consolidation, by=stage.front.consolidator, now=LATER)

    assert consolidation_in_force(stage.province.pk, consolidation.period).frozen_at is None


@pytest.mark.parametrize("who", ["reporter", "commune", "auditor"])
def test_freezing_is_for_the_coordinators_of_both_sides_at_the_unit(stage: Stage, who: str) -> None:
    hats = {
        "reporter": stage.police.reporter,
        "commune": stage.dong_thanh.consolidator,
        "auditor": stage.auditor,
    }
    consolidation = opened(stage)

    with pytest.raises(NotYoursToConsolidate):
        freeze(consolidation, by=hats[who], now=LATER)


def test_frozen_is_left_only_with_a_reason_and_is_kept(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 12)
    consolidation = frozen(stage)
    with pytest.raises(AlreadyFrozen):
        freeze(consolidation, by=stage.police.consolidator, now=LATER)
    with pytest.raises(ReopeningNeedsReason):
        reopen_consolidation(consolidation, reason="  ", by=stage.police.consolidator, now=LATER)

    successor = reopen_consolidation(consolidation, reason=WHY, by=stage.police.consolidator, now=LATER)

    consolidation.refresh_from_db()
    assert (successor.number, successor.frozen_at, consolidation.replaced_by) == (2, None, successor)
    assert FrozenFigure.objects.filter(consolidation=consolidation).count() == 2


def test_a_year_is_opened_again_as_often_as_a_wrong_figure_is_found(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 12)
    first = frozen(stage)

    second = reopen_consolidation(first, reason=WHY, by=stage.police.consolidator, now=LATER)
    freeze(second, by=stage.police.consolidator, now=LATER)
    freeze(second, by=stage.front.consolidator, now=LATER)
    third = reopen_consolidation(second, reason=WHY, by=stage.front.consolidator, now=LATER)

    chain = list(Consolidation.objects.order_by("number").values_list("pk", "replaced_by"))
    assert chain == [(first.pk, second.pk), (second.pk, third.pk), (third.pk, None)]


def test_reopen_needs_something_frozen(stage: Stage) -> None:
    with pytest.raises(NotFrozenYet):
        reopen_consolidation(opened(stage), reason=WHY, by=stage.police.consolidator, now=LATER)


def test_a_warning_stands_with_a_reason_that_can_be_replaced(stage: Stage) -> None:
    consolidation = opened(stage)

    answer_warning(
        consolidation, "units_missing", reason="Hai xã vừa sáp nhập", by=stage.police.consolidator, now=LATER
    )
    answer_warning(consolidation, "units_missing", reason="Một xã vừa sáp nhập", by=stage.front.consolidator, now=LATER)

    answer = WarningAnswer.objects.get()
    assert (answer.reason, answer.answered_by) == ("Một xã vừa sáp nhập", stage.front.consolidator)


def test_equal_figures_give_equal_fingerprints(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 12)
    consolidation = frozen(stage)
    first = consolidation.fingerprint

    successor = reopen_consolidation(consolidation, reason=WHY, by=stage.police.consolidator, now=LATER)
    freeze(successor, by=stage.front.consolidator, now=LATER)

    assert freeze(successor, by=stage.police.consolidator, now=LATER).fingerprint == first
