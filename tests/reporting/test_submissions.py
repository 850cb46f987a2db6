"""The life of a submission, rule by rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from chungtay.core.errors import ManyProblems, NotFound, NotPermitted
from chungtay.core.models import Deed
from chungtay.organisations.codes import Role
from chungtay.organisations.signals import handed_over
from chungtay.reporting import totals
from chungtay.reporting.actions.bulk import Entry, submit_in_bulk
from chungtay.reporting.actions.conflicts import settle_conflict
from chungtay.reporting.actions.decisions import (
    accept,
    extend_deadline,
    reopen,
    return_submission,
)
from chungtay.reporting.actions.submissions import (
    copy_stocks_from_before,
    correct,
    fill_cells,
    lay_before_approver,
    save_draft,
    state_nil,
    submit,
)
from chungtay.reporting.codes import Certainty, Covers, Grain, Qualifier, Source, Step, SubmissionStatus
from chungtay.reporting.contents import CellFigure, Contents, Evidence, contents_of
from chungtay.reporting.errors import (
    AlreadyAccepted,
    ApproverSends,
    ConflictSettled,
    ConflictsOpen,
    DaysOverlap,
    NoDaysLeft,
    NotAccepted,
    NothingToCopy,
    NothingToSubmit,
    NotLater,
    NotOpenForEntry,
    NotSubmitted,
    OwnSubmission,
    ReasonMissing,
    WarningsUnanswered,
    WrongReceiver,
)
from chungtay.reporting.merging import Said
from chungtay.reporting.models import Decision, DeltaPending, EditConflict, ReportTask, Submission, SubmissionVersion
from tests.reporting.stage import (
    ATTENDANCES,
    AWARDS,
    FUNDS,
    MODELS,
    NOON,
    POINTS,
    SESSIONS,
    TYPES,
    WORKERS,
    Merger,
    Office,
    Stage,
    hat,
)

LATER = NOON + timedelta(hours=1)
REASON = "Đã kiểm tra lại, số đúng"


def contents(**values: int) -> Contents:
    """Contents by the names of cells: `contents(SESSIONS=12)`."""
    cells = {"SESSIONS": SESSIONS, "WORKERS": WORKERS, "ATTENDANCES": ATTENDANCES, "MODELS": MODELS, "AWARDS": AWARDS}
    return Contents({cells[name]: CellFigure(value) for name, value in values.items()})


def sent(stage: Stage, office: Office, figures: Contents, **task: int) -> ReportTask:
    """A report that was filled in and sent; every warning answered."""
    owed = stage.task(office, **task)
    save_draft(owed, contents=figures, by=office.reporter, now=NOON)
    try:
        submit(owed, by=office.reporter, now=NOON)
    except WarningsUnanswered as refusal:
        answers = {warning.key: REASON for warning in refusal.data["warnings"]}
        submit(owed, by=office.reporter, now=NOON, answers=answers)
    return owed


def accepted(stage: Stage, office: Office, figures: Contents, **task: int) -> ReportTask:
    """A report that was sent and accepted."""
    owed = sent(stage, office, figures, **task)
    accept(owed, by=stage.police.consolidator, now=LATER)
    return owed


def stored(stage: Stage, task: ReportTask, number: int) -> Contents:
    """What version `number` of the report of `task` holds."""
    version = SubmissionVersion.objects.get(submission__task=task, number=number)
    return contents_of(version, stage.layout.cells, keys=version.keys.all(), evidence=version.evidence.all())


def test_save_draft_keeps_blank_zero_and_value_apart(stage: Stage) -> None:
    task = stage.task(stage.dong_thanh)

    version = save_draft(task, contents=contents(SESSIONS=12, AWARDS=0), by=stage.dong_thanh.reporter, now=NOON)

    assert version.values == [12, *[None] * 10, 0]
    assert version.nil_cells == []
    assert version.sealed_at is None


def test_save_draft_keeps_every_part_of_a_figure(stage: Stage) -> None:
    task = stage.task(stage.dong_thanh)
    figure = CellFigure(40, Qualifier.RANGE, high=45, joint=10, led_elsewhere=4, cumulative=200)
    written = Contents({SESSIONS: figure}, certainty=Certainty.ESTIMATE, no_joint_work=True)

    save_draft(task, contents=written, by=stage.dong_thanh.reporter, now=NOON)

    assert stored(stage, task, 1) == written


def test_save_draft_lists_everything_that_cannot_be_right(stage: Stage) -> None:
    task = stage.task(stage.dong_thanh)
    wrong = Contents(
        {
            SESSIONS: CellFigure(10, joint=11),
            ATTENDANCES: CellFigure(100, joint=10, led_elsewhere=11),
            MODELS: CellFigure(5, joint=1),
            POINTS: CellFigure(5, Qualifier.RANGE, high=5),
            AWARDS: CellFigure(-1),
            999: CellFigure(1),
        },
        keys={TYPES: ("K01", "K99")},
    )

    with pytest.raises(ManyProblems) as refused:
        save_draft(task, contents=wrong, by=stage.dong_thanh.reporter, now=NOON)

    assert [(problem.code, problem.field) for problem in refused.value.problems] == [
        ("reporting.joint_above_value", "j-0"),
        ("reporting.led_elsewhere_above_joint", "e-2"),
        ("reporting.shared_work_only", "j-4"),
        ("reporting.range_without_end", "h-5"),
        ("reporting.figure_refused", "v-11"),
        ("reporting.cell_not_in_form", "v-999"),
        ("reporting.type_unknown", "k-3"),
    ]
    assert Submission.objects.count() == 0


def test_save_draft_counts_the_names_that_were_chosen(stage: Stage) -> None:
    task = stage.task(stage.dong_thanh)
    written = Contents({TYPES: CellFigure(7)}, keys={TYPES: ("K02", "K01", "K02")})

    save_draft(task, contents=written, by=stage.dong_thanh.reporter, now=NOON)

    after = stored(stage, task, 1)
    assert after.value(TYPES) == 2
    assert after.keys == {TYPES: ("K01", "K02")}


def test_save_draft_is_for_the_office_that_owes_the_report(stage: Stage) -> None:
    task = stage.task(stage.dong_thanh)
    strangers = [
        stage.hac_thanh.reporter,
        stage.dong_thanh_front.reporter,
        stage.police.consolidator,
        stage.auditor,
        hat(stage.dong_thanh.organisation, Role.AIDE),
    ]

    for stranger in strangers:
        with pytest.raises(NotPermitted):
            save_draft(task, contents=contents(SESSIONS=12), by=stranger, now=NOON)

    assert Submission.objects.count() == 0


def test_save_draft_joins_what_two_people_changed_in_different_cells(stage: Stage) -> None:
    task, office = stage.task(stage.dong_thanh), stage.dong_thanh
    save_draft(task, contents=contents(SESSIONS=12, AWARDS=3), by=office.reporter, now=NOON)
    seen = contents(SESSIONS=12, AWARDS=3)
    save_draft(task, contents=contents(SESSIONS=13, AWARDS=3), by=office.consolidator, now=NOON, was=seen)

    save_draft(task, contents=contents(SESSIONS=12, MODELS=5), by=office.reporter, now=LATER, was=seen)

    assert stored(stage, task, 1).figures == contents(SESSIONS=13, MODELS=5).figures
    assert EditConflict.objects.count() == 0


def contested(stage: Stage) -> tuple[ReportTask, EditConflict]:
    """12 sessions, which one colleague made 13 and the other 14."""
    task, office, seen = stage.task(stage.dong_thanh), stage.dong_thanh, contents(SESSIONS=12)
    save_draft(task, contents=seen, by=office.reporter, now=NOON)
    save_draft(task, contents=contents(SESSIONS=13), by=office.consolidator, now=NOON, was=seen)
    save_draft(task, contents=contents(SESSIONS=14), by=office.reporter, now=LATER, was=seen)
    return task, EditConflict.objects.get()


def test_a_cell_that_two_people_changed_keeps_both_figures_until_somebody_chooses(stage: Stage) -> None:
    task, conflict = contested(stage)
    office = stage.dong_thanh
    both = [Said.from_json(kept).figure.value for kept in (conflict.stands, conflict.offered)]
    assert (both, conflict.stands_by, conflict.offered_by) == ([13, 14], office.consolidator, office.reporter)
    assert stored(stage, task, 1).value(SESSIONS) == 13
    with pytest.raises(ConflictsOpen):
        submit(task, by=office.reporter, now=LATER)

    settle_conflict(task, conflict.pk, takes_offered=True, by=office.consolidator, now=LATER)

    assert stored(stage, task, 1).value(SESSIONS) == 14
    conflict.refresh_from_db()
    assert (conflict.settled_by, conflict.took_offered, conflict.stands) == (office.consolidator, True, conflict.stands)
    submit(task, by=office.reporter, now=LATER)


def test_a_conflict_is_settled_once_and_by_the_office_that_owes_the_report(stage: Stage) -> None:
    task, conflict = contested(stage)
    with pytest.raises(NotPermitted):
        settle_conflict(task, conflict.pk, takes_offered=True, by=stage.hac_thanh.reporter, now=LATER)
    with pytest.raises(NotFound):
        settle_conflict(task, conflict.pk + 1, takes_offered=True, by=stage.dong_thanh.reporter, now=LATER)
    settle_conflict(task, conflict.pk, takes_offered=False, by=stage.dong_thanh.reporter, now=LATER)

    with pytest.raises(ConflictSettled):
        settle_conflict(task, conflict.pk, takes_offered=True, by=stage.dong_thanh.reporter, now=LATER)

    assert stored(stage, task, 1).value(SESSIONS) == 13


def test_who_types_on_changes_her_own_offer_and_makes_no_second_one(stage: Stage) -> None:
    task, conflict = contested(stage)

    again = contents(SESSIONS=15)
    save_draft(task, contents=again, by=stage.dong_thanh.reporter, now=LATER, was=contents(SESSIONS=14))

    assert Said.from_json(EditConflict.objects.get(pk=conflict.pk).offered).figure.value == 15


def test_save_draft_keeps_the_evidence_of_figures_that_did_not_change(stage: Stage) -> None:
    task = stage.task(stage.dong_thanh)
    office = stage.dong_thanh
    figures = {SESSIONS: CellFigure(12), AWARDS: CellFigure(3)}
    copied = {SESSIONS: Evidence(Source.COPIED), AWARDS: Evidence(Source.COPIED)}
    fill_cells(task, figures=figures, evidence=copied, by=office.reporter, now=NOON)

    save_draft(task, contents=contents(SESSIONS=12, AWARDS=4), by=office.consolidator, now=LATER)

    assert stored(stage, task, 1).evidence == {SESSIONS: Evidence(Source.COPIED)}
    kept = SubmissionVersion.objects.get().evidence.get()
    assert (kept.accepted_by, kept.accepted_at) == (office.reporter, NOON)


def test_state_nil_states_zero_for_the_blank_cells_of_one_section(stage: Stage) -> None:
    task = stage.task(stage.dong_thanh)
    save_draft(task, contents=contents(SESSIONS=12), by=stage.dong_thanh.reporter, now=NOON)

    state_nil(task, section="outreach", by=stage.dong_thanh.reporter, now=NOON)

    after = stored(stage, task, 1)
    assert after.figures == {
        SESSIONS: CellFigure(12),
        WORKERS: CellFigure(0, is_nil=True),
        ATTENDANCES: CellFigure(0, is_nil=True),
    }
    assert set(after.evidence) == {WORKERS, ATTENDANCES}


def test_copy_stocks_fills_blank_stocks_and_never_flows(stage: Stage) -> None:
    before = Contents({MODELS: CellFigure(12), POINTS: CellFigure(90), AWARDS: CellFigure(3)})
    accepted(stage, stage.dong_thanh, before, index=10)
    task = stage.task(stage.dong_thanh)
    save_draft(task, contents=contents(MODELS=13), by=stage.dong_thanh.reporter, now=NOON)

    copy_stocks_from_before(task, by=stage.dong_thanh.reporter, now=NOON)

    after = stored(stage, task, 1)
    assert after.figures == {MODELS: CellFigure(13), POINTS: CellFigure(90)}
    assert after.evidence == {POINTS: Evidence(Source.COPIED)}


def test_copy_stocks_says_when_there_is_nothing_before(stage: Stage) -> None:
    with pytest.raises(NothingToCopy):
        copy_stocks_from_before(stage.task(stage.dong_thanh), by=stage.dong_thanh.reporter, now=NOON)


def test_submit_seals_the_version_and_writes_no_totals(stage: Stage) -> None:
    task = sent(stage, stage.dong_thanh, contents(SESSIONS=12))

    submission = Submission.objects.get(task=task)
    assert submission.status == SubmissionStatus.SUBMITTED
    assert submission.submitted_by == stage.dong_thanh.reporter
    assert submission.current_version.sealed_at == NOON
    assert DeltaPending.objects.count() == 0


def test_a_sealed_version_is_never_edited(stage: Stage) -> None:
    task = sent(stage, stage.dong_thanh, contents(SESSIONS=12))

    with pytest.raises(NotOpenForEntry):
        save_draft(task, contents=contents(SESSIONS=13), by=stage.dong_thanh.reporter, now=LATER)
    with pytest.raises(DatabaseError), transaction.atomic():
        SubmissionVersion.objects.update(number=2)
    with pytest.raises(DatabaseError), transaction.atomic():
        SubmissionVersion.objects.all().delete()

    assert stored(stage, task, 1).value(SESSIONS) == 12


def test_submit_refuses_an_empty_form(stage: Stage) -> None:
    task = stage.task(stage.dong_thanh)
    save_draft(task, contents=Contents(), by=stage.dong_thanh.reporter, now=NOON)

    with pytest.raises(NothingToSubmit):
        submit(task, by=stage.dong_thanh.reporter, now=NOON)


def test_submit_is_the_approvers_where_one_is_appointed(stage: Stage) -> None:
    task = stage.task(stage.dong_thanh)
    approver = hat(stage.dong_thanh.organisation, Role.APPROVER)
    save_draft(task, contents=contents(SESSIONS=12), by=stage.dong_thanh.reporter, now=NOON)

    with pytest.raises(ApproverSends):
        submit(task, by=stage.dong_thanh.reporter, now=NOON)
    lay_before_approver(task, by=stage.dong_thanh.reporter, now=NOON)
    assert Submission.objects.get().ready_by == stage.dong_thanh.reporter
    submit(task, by=approver, now=LATER)

    submission = Submission.objects.get()
    assert (submission.submitted_by, submission.ready_by) == (approver, None)


def test_submit_asks_a_reason_for_each_warning(stage: Stage) -> None:
    task = stage.task(stage.dong_thanh)
    save_draft(task, contents=contents(SESSIONS=2, ATTENDANCES=900), by=stage.dong_thanh.reporter, now=NOON)

    with pytest.raises(WarningsUnanswered) as refused:
        submit(task, by=stage.dong_thanh.reporter, now=NOON)
    keys = [warning.key for warning in refused.value.data["warnings"]]
    assert keys == [f"attendances_per_session:{ATTENDANCES}"]
    submit(task, by=stage.dong_thanh.reporter, now=NOON, answers={keys[0]: REASON, "other": "x"})

    version = SubmissionVersion.objects.get()
    assert version.warnings_answered == {keys[0]: REASON}
    assert [warning["code"] for warning in version.warnings] == ["attendances_per_session"]


def test_accept_queues_the_difference_and_names_the_acceptor(stage: Stage) -> None:
    task = sent(stage, stage.dong_thanh, contents(SESSIONS=12))

    submission = accept(task, by=stage.police.consolidator, now=LATER)

    assert submission.status == SubmissionStatus.ACCEPTED
    assert submission.accepted_version == submission.current_version
    assert (submission.decided_by, submission.decided_at) == (stage.police.consolidator, LATER)
    assert sorted((row.line, row.sums[SESSIONS]) for row in DeltaPending.objects.all()) == [("all", 12), ("police", 12)]
    assert list(Deed.objects.filter(verb="accepted").values_list("subject_id", flat=True)) == [submission.pk]


def test_accept_is_for_the_receiving_office(stage: Stage) -> None:
    task = sent(stage, stage.dong_thanh, contents(SESSIONS=12))
    strangers = [
        stage.police.reporter,
        stage.front.consolidator,
        stage.dong_thanh.consolidator,
        stage.hac_thanh.consolidator,
        stage.auditor,
    ]

    for stranger in strangers:
        with pytest.raises(NotPermitted):
            accept(task, by=stranger, now=LATER)

    assert Submission.objects.get().status == SubmissionStatus.SUBMITTED


def test_accept_is_never_for_the_person_who_sent(stage: Stage) -> None:
    task = sent(stage, stage.dong_thanh, contents(SESSIONS=12))
    same_person = hat(stage.police.organisation, Role.CONSOLIDATOR, user=stage.dong_thanh.reporter.user)

    with pytest.raises(OwnSubmission):
        accept(task, by=same_person, now=LATER)


def test_accept_of_what_was_not_sent_is_refused(stage: Stage) -> None:
    task = stage.task(stage.dong_thanh)
    save_draft(task, contents=contents(SESSIONS=12), by=stage.dong_thanh.reporter, now=NOON)

    with pytest.raises(NotSubmitted):
        accept(task, by=stage.police.consolidator, now=LATER)


def test_accept_twice_says_who_was_faster(stage: Stage) -> None:
    task = accepted(stage, stage.dong_thanh, contents(SESSIONS=12))

    with pytest.raises(AlreadyAccepted) as refused:
        accept(task, by=stage.police.consolidator, now=LATER)

    assert refused.value.data == {"office": "Công an tỉnh"}
    assert DeltaPending.objects.filter(line="all").count() == 1


def test_return_submission_keeps_the_old_version(stage: Stage) -> None:
    task = sent(stage, stage.dong_thanh, contents(SESSIONS=12))

    submission = return_submission(
        task, reason="Thiếu số buổi của công nhân", to=None, by=stage.police.consolidator, now=LATER
    )
    save_draft(task, contents=contents(SESSIONS=14), by=stage.dong_thanh.reporter, now=LATER)

    assert submission.returned_to == stage.dong_thanh.reporter
    assert stored(stage, task, 1).value(SESSIONS) == 12
    assert stored(stage, task, 2).value(SESSIONS) == 14


def test_return_submission_names_the_officer_who_completes_it(stage: Stage) -> None:
    task = sent(stage, stage.dong_thanh, contents(SESSIONS=12))

    with pytest.raises(WrongReceiver):
        return_submission(task, reason="Thiếu", to=stage.hac_thanh.reporter, by=stage.police.consolidator, now=LATER)
    submission = return_submission(
        task, reason="Thiếu", to=stage.dong_thanh.consolidator, by=stage.police.consolidator, now=LATER
    )

    assert submission.returned_to == stage.dong_thanh.consolidator


def test_return_submission_needs_a_reason_and_a_submitted_report(stage: Stage) -> None:
    task = sent(stage, stage.dong_thanh, contents(SESSIONS=12))

    with pytest.raises(ReasonMissing):
        return_submission(task, reason="  ", to=None, by=stage.police.consolidator, now=LATER)
    accept(task, by=stage.police.consolidator, now=LATER)
    with pytest.raises(AlreadyAccepted):
        return_submission(task, reason="Thiếu", to=None, by=stage.police.consolidator, now=LATER)


def test_correct_changes_nothing_until_it_is_accepted(stage: Stage) -> None:
    task = accepted(stage, stage.dong_thanh, contents(SESSIONS=12))
    totals.fold()

    correct(task, reason="Đếm thiếu hai buổi", by=stage.dong_thanh.reporter, now=LATER)
    save_draft(task, contents=contents(SESSIONS=14), by=stage.dong_thanh.reporter, now=LATER)
    submit(task, by=stage.dong_thanh.reporter, now=LATER)
    submission = Submission.objects.get()
    assert (submission.accepted_version.number, submission.current_version.number) == (1, 2)
    assert DeltaPending.objects.count() == 0
    accept(task, by=stage.police.consolidator, now=LATER)

    assert sum(row.sums[SESSIONS] for row in DeltaPending.objects.filter(line="all")) == 2
    assert Submission.objects.get().accepted_version.number == 2


def test_correct_needs_an_accepted_report_and_a_reason(stage: Stage) -> None:
    task = sent(stage, stage.dong_thanh, contents(SESSIONS=12))

    with pytest.raises(NotAccepted):
        correct(task, reason="Đếm thiếu", by=stage.dong_thanh.reporter, now=LATER)
    accept(task, by=stage.police.consolidator, now=LATER)
    with pytest.raises(ReasonMissing):
        correct(task, reason="", by=stage.dong_thanh.reporter, now=LATER)


def test_reopen_takes_the_figures_out_and_leaves_none_accepted(stage: Stage) -> None:
    task = accepted(stage, stage.dong_thanh, contents(SESSIONS=12))

    submission = reopen(task, reason="Trùng với xã bên", by=stage.police.consolidator, now=LATER)

    assert submission.accepted_version is None
    assert submission.status == SubmissionStatus.RETURNED
    assert sum(row.sums[SESSIONS] for row in DeltaPending.objects.filter(line="all")) == 0
    assert list(Decision.objects.order_by("id").values_list("step", flat=True)) == [
        Step.SUBMITTED,
        Step.ACCEPTED,
        Step.REOPENED,
    ]


def test_reopen_needs_a_reason_and_the_receiving_office(stage: Stage) -> None:
    task = accepted(stage, stage.dong_thanh, contents(SESSIONS=12))

    with pytest.raises(ReasonMissing):
        reopen(task, reason="", by=stage.police.consolidator, now=LATER)
    with pytest.raises(NotPermitted):
        reopen(task, reason="Sai", by=stage.dong_thanh.reporter, now=LATER)

    assert Submission.objects.get().accepted_version is not None


def test_claims_cover_the_levels_below_and_are_never_added(stage: Stage) -> None:
    task = stage.task(stage.dong_thanh, grain=Grain.MONTH, is_claim=True)
    save_draft(task, contents=contents(SESSIONS=500), by=stage.dong_thanh.reporter, now=NOON)
    submit(task, by=stage.dong_thanh.reporter, now=NOON)

    submission = accept(task, by=stage.police.consolidator, now=LATER)

    assert submission.accepted_version.covers == Covers.OWN_AND_BELOW
    assert DeltaPending.objects.count() == 0


def test_a_successor_reports_for_the_days_no_predecessor_covers(stage: Stage, merger: Merger) -> None:
    window = stage.period(2025, 1, Grain.YEAR).window
    lac = stage.task(merger.yen_lac, year=2025, index=1, grain=Grain.YEAR)
    ReportTask.objects.filter(pk=lac.pk).update(days=DateRange(window.lower, date(2025, 7, 1)))
    accepted(stage, merger.yen_lac, contents(AWARDS=3), year=2025, index=1, grain=Grain.YEAR)

    version = save_draft(
        stage.task(merger.yen_an, year=2025, index=1, grain=Grain.YEAR),
        contents=contents(AWARDS=5),
        by=merger.yen_an.reporter,
        now=NOON,
    )

    assert version.days == DateRange(date(2025, 7, 1), date(2025, 12, 15))


def test_a_successor_whose_days_are_all_covered_has_nothing_to_report(stage: Stage, merger: Merger) -> None:
    accepted(stage, merger.yen_lac, contents(AWARDS=3), year=2025, index=1, grain=Grain.YEAR)

    with pytest.raises(NoDaysLeft) as refused:
        save_draft(
            stage.task(merger.yen_an, year=2025, index=1, grain=Grain.YEAR),
            contents=contents(AWARDS=5),
            by=merger.yen_an.reporter,
            now=NOON,
        )

    assert refused.value.data == {"office": "Công an xã Yên Lạc"}


def test_accept_refuses_days_that_the_successor_covers_already(stage: Stage, merger: Merger) -> None:
    year = {"year": 2025, "index": 1, "grain": Grain.YEAR}
    both = {}
    for office in (merger.yen_lac, merger.yen_binh, merger.yen_an):
        task = stage.task(office, **year)
        save_draft(task, contents=contents(AWARDS=5), by=office.reporter, now=NOON)
        both[office] = task
    submit(both[merger.yen_an], by=merger.yen_an.reporter, now=NOON)
    for old in (merger.yen_lac, merger.yen_binh):
        submit(both[old], by=old.reporter, now=NOON)

    # Siblings do not stand in each other's way; the successor does.
    accept(both[merger.yen_lac], by=stage.police.consolidator, now=LATER)
    accept(both[merger.yen_binh], by=stage.police.consolidator, now=LATER)
    with pytest.raises(DaysOverlap) as refused:
        accept(both[merger.yen_an], by=stage.police.consolidator, now=LATER)

    assert refused.value.data == {"first": "15/12/2024", "last": "14/12/2025", "office": "Công an xã Yên Lạc"}


def test_submit_in_bulk_leaves_what_submit_leaves(stage: Stage) -> None:
    written = Contents(
        {SESSIONS: CellFigure(12, Qualifier.GT, joint=3), TYPES: CellFigure(2), FUNDS: CellFigure(15)},
        keys={TYPES: ("K01", "K02")},
    )
    one = sent(stage, stage.dong_thanh, written)
    many = stage.task(stage.hac_thanh)

    submit_in_bulk([Entry(many, written, stage.hac_thanh.reporter, NOON)])

    assert stored(stage, many, 1) == stored(stage, one, 1)
    sealed = SubmissionVersion.objects.order_by("id").values_list("sealed_at", "days", "covers", "created_at")
    assert sealed[0] == sealed[1]
    lives = Submission.objects.order_by("id").values_list("status", "submitted_at", "updated_at")
    assert lives[0] == lives[1]
    assert Decision.objects.filter(step=Step.SUBMITTED).count() == 2
    assert Deed.objects.filter(verb="submitted").count() == 2


def test_submit_in_bulk_refuses_what_submit_refuses(stage: Stage) -> None:
    task, reporter = stage.task(stage.dong_thanh), stage.dong_thanh.reporter
    entry = Entry(task, contents(SESSIONS=12), reporter, NOON)
    hat(stage.hac_thanh.organisation, Role.APPROVER)

    refusals = {
        NotPermitted: replace(entry, by=stage.hac_thanh.reporter),
        ApproverSends: Entry(stage.task(stage.hac_thanh), contents(SESSIONS=1), stage.hac_thanh.reporter, NOON),
        NothingToSubmit: replace(entry, contents=Contents()),
        ManyProblems: replace(entry, contents=Contents({SESSIONS: CellFigure(1, joint=2)})),
        WarningsUnanswered: replace(entry, contents=contents(SESSIONS=2, ATTENDANCES=900)),
    }
    for refusal, wrong in refusals.items():
        with pytest.raises(refusal):
            submit_in_bulk([wrong])
    submit_in_bulk([entry])
    with pytest.raises(NotOpenForEntry):
        submit_in_bulk([entry])

    assert Submission.objects.count() == 1


def test_extend_deadline_moves_the_day_and_says_why(stage: Stage) -> None:
    task = stage.task(stage.dong_thanh)
    later = task.due_on + timedelta(days=2)

    with pytest.raises(NotLater):
        extend_deadline(task, until=task.due_on, reason="Mưa bão", by=stage.police.consolidator, now=NOON)
    with pytest.raises(NotPermitted):
        extend_deadline(task, until=later, reason="Mưa bão", by=stage.dong_thanh.reporter, now=NOON)
    extend_deadline(task, until=later, reason="Mưa bão", by=stage.police.consolidator, now=NOON)

    assert ReportTask.objects.get(pk=task.pk).due_on == later
    assert Deed.objects.get(verb="deadline_extended").details["reason"] == "Mưa bão"


def test_a_returned_report_follows_the_hand_over(stage: Stage) -> None:
    task = sent(stage, stage.dong_thanh, contents(SESSIONS=12))
    return_submission(task, reason="Thiếu", to=None, by=stage.police.consolidator, now=LATER)
    reporter, colleague = stage.dong_thanh.reporter, stage.dong_thanh.consolidator

    handed_over.send(sender=None, from_membership=reporter, to_membership=colleague, by=reporter, at=LATER)

    assert Submission.objects.get().returned_to == colleague
