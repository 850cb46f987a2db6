"""Proposals: prepared, rehearsed, applied by another person, taken back; the map alone, later rooms have their own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chungtay.core.errors import ManyProblems, NotPermitted
from chungtay.core.models import Deed
from chungtay.organisations.models import User
from chungtay.territory import actions, queries
from chungtay.territory.codes import EventKind, FindingKind, Level, ProposalStatus, UnitKind
from chungtay.territory.errors import (
    AnotherPersonApplies,
    NotApplied,
    NotRehearsed,
    PartOfProposal,
    ProposalClosed,
    RehearsalStale,
    UndoBlocked,
)
from chungtay.territory.ledger import Change, Part, Step, UnitData, whole
from chungtay.territory.models import LedgerProposal, Rehearsal, UnitEvent
from chungtay.territory.proposal_sheet import lines_of
from tests.territory.conftest import NOW, Hat
from tests.territory.test_actions import everything

DAY = date(2027, 1, 1)
MERGER = Step(
    EventKind.MERGE,
    DAY,
    "Nghị quyết thử số 01/NQ",
    ends=("14758", "14797"),
    starts=(UnitData("14797", UnitKind.WARD, "Hàm Hạc", "38"),),
    parts=whole(("14758", "14797"), "14797"),
)


class Office:
    """An office of the province."""

    def __init__(self, level: int = 1) -> None:
        self.level = level


@pytest.fixture
def officers(province_38: None) -> dict[str, Any]:
    """An administrator and two coordinators of the province, and a coordinator of a commune."""
    made = {}
    for name, role, level in (
        ("administrator", "administrator", 1),
        ("coordinator", "coordinator", 1),
        ("other", "coordinator", 1),
        ("commune", "coordinator", 3),
        ("auditor", "auditor", 1),
    ):
        hat = Hat(role, User.objects.create_user(f"thu.{name}", display_name=name).pk, f"Văn phòng {name}")
        hat.organisation = Office(level)
        made[name] = hat
    return made


def proposed(officers: dict[str, Any], *steps: Step, by: str = "administrator") -> LedgerProposal:
    return actions.propose("Sắp xếp thử", lines=lines_of(steps or (MERGER,)), by=officers[by], now=NOW)


def found(rehearsal: Rehearsal, kind: FindingKind) -> list[tuple[str, str, int]]:
    return [(row["before"], row["after"], row["count"]) for row in rehearsal.findings if row["kind"] == kind]


def test_rehearsal_changes_nothing_and_tells_what_adds(officers):
    before = everything()
    proposal = proposed(officers)

    rehearsal = actions.rehearse(proposal, by=officers["administrator"], now=NOW)

    assert everything() == before
    assert UnitEvent.objects.filter(proposal=proposal).count() == 0
    assert rehearsal.refusals == []
    assert found(rehearsal, FindingKind.UNIT_JOINS) == [
        ("Phường Hàm Rồng (14758), Phường Hạc Thành (14797)", "Phường Hàm Hạc (14797)", 2)
    ]
    assert found(rehearsal, FindingKind.CODE_AGAIN) == [("Phường Hạc Thành", "Phường Hàm Hạc", 1)]
    proposal.refresh_from_db()
    assert (proposal.status, proposal.effective_on) == (ProposalStatus.REHEARSED, DAY)


def test_application_does_what_was_rehearsed(officers):
    proposal = proposed(officers)
    rehearsal = actions.rehearse(proposal, by=officers["administrator"], now=NOW)

    applied = actions.apply_proposal(proposal, by=officers["coordinator"], now=NOW)

    assert applied.findings == rehearsal.findings
    assert queries.version_by_code("14797", DAY).name == "Hàm Hạc"
    assert list(UnitEvent.objects.filter(proposal=proposal).values_list("kind", flat=True)) == ["merge"]
    proposal.refresh_from_db()
    assert (proposal.status, proposal.applied_office) == (ProposalStatus.APPLIED, "Văn phòng coordinator")
    verbs = Deed.objects.filter(subject_type="territory.ledgerproposal").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["ledger_proposed", "ledger_rehearsed", "ledger_applied"]


def test_a_second_press_applies_nothing_more(officers):
    proposal = proposed(officers)
    actions.rehearse(proposal, by=officers["administrator"], now=NOW)
    first = actions.apply_proposal(proposal, by=officers["coordinator"], now=NOW)
    after = everything()

    second = actions.apply_proposal(proposal, by=officers["other"], now=NOW)

    assert second == first
    assert everything() == after


def test_two_persons_stand_behind_a_change(officers):
    proposal = proposed(officers, by="coordinator")
    actions.rehearse(proposal, by=officers["coordinator"], now=NOW)

    with pytest.raises(AnotherPersonApplies):
        actions.apply_proposal(proposal, by=officers["coordinator"], now=NOW)
    with pytest.raises(NotPermitted):
        actions.apply_proposal(proposal, by=officers["administrator"], now=NOW)
    with pytest.raises(NotPermitted):
        actions.apply_proposal(proposal, by=officers["commune"], now=NOW)

    assert actions.apply_proposal(proposal, by=officers["other"], now=NOW).is_application


@pytest.mark.parametrize("who", ["commune", "auditor"])
def test_others_do_not_propose(officers, who):
    with pytest.raises(NotPermitted):
        proposed(officers, by=who)


def test_who_sees_proposals(officers):
    proposal = proposed(officers)

    seeing = [name for name, hat in officers.items() if list(queries.proposals_for(hat)) == [proposal]]

    assert seeing == ["administrator", "coordinator", "other", "auditor"]


def test_nothing_is_applied_that_was_not_rehearsed_as_it_stands(officers):
    proposal = proposed(officers)
    with pytest.raises(NotRehearsed):
        actions.apply_proposal(proposal, by=officers["coordinator"], now=NOW)
    actions.rehearse(proposal, by=officers["administrator"], now=NOW)
    actions.write_lines(proposal, lines=proposal.lines, by=officers["administrator"], now=NOW)

    with pytest.raises(NotRehearsed):
        actions.apply_proposal(proposal, by=officers["coordinator"], now=NOW)


def test_rehearsal_is_stale_when_the_ledger_moved(officers):
    proposal = proposed(officers)
    rehearsal = actions.rehearse(proposal, by=officers["administrator"], now=NOW)
    assert not queries.is_stale(rehearsal)
    other = actions.Entry(date(2026, 12, 1), "Nghị quyết thử số 02/NQ")
    actions.rename_unit(
        queries.units_on(DAY, level=Level.COMMUNE)[0].unit, name="Tên khác", entry=other, by=None, now=NOW
    )

    with pytest.raises(RehearsalStale):
        actions.apply_proposal(proposal, by=officers["coordinator"], now=NOW)

    assert queries.is_stale(Rehearsal.objects.get(pk=rehearsal.pk))


def test_everything_that_the_map_has_against_it_is_told_at_once(officers):
    wrong = Step(
        EventKind.MERGE,
        DAY,
        "Nghị quyết thử",
        ends=("99991", "99992"),
        starts=(UnitData("14758", UnitKind.WARD, "Hàm Hạc", "98"),),
        parts=whole(("99991", "99992"), "14758"),
    )
    proposal = proposed(officers, wrong)

    rehearsal = actions.rehearse(proposal, by=officers["administrator"], now=NOW)

    assert len(rehearsal.refusals) == 3
    assert [code in sentence for code, sentence in zip(("99991", "99992", "98"), rehearsal.refusals, strict=True)] == [
        True
    ] * 3
    proposal.refresh_from_db()
    assert proposal.status == ProposalStatus.DRAFT


def test_a_rule_of_the_acts_is_told_as_a_refusal(officers):
    taken = Step(EventKind.RECODE, DAY, "Nghị quyết thử", changes=(Change("14758", new_code="14797"),))
    proposal = proposed(officers, taken)

    rehearsal = actions.rehearse(proposal, by=officers["administrator"], now=NOW)

    assert len(rehearsal.refusals) == 1
    assert "14797" in rehearsal.refusals[0]


def test_lines_that_cannot_be_read_are_no_rehearsal(officers):
    proposal = actions.propose("Trống", by=officers["administrator"], now=NOW)

    with pytest.raises(ManyProblems):
        actions.rehearse(proposal, by=officers["administrator"], now=NOW)

    assert Rehearsal.objects.count() == 0


@pytest.mark.parametrize("is_reviewed", [True, False])
def test_split_tells_whether_it_is_an_estimate(officers, is_reviewed):
    split = Step(
        EventKind.SPLIT,
        DAY,
        "Nghị quyết thử",
        ends=("14758",),
        starts=(UnitData("90001", UnitKind.WARD, "Bắc", "38"), UnitData("90002", UnitKind.WARD, "Nam", "38")),
        parts=(
            Part("14758", "90001", 625_000, is_reviewed=is_reviewed),
            Part("14758", "90002", 375_000, is_reviewed=is_reviewed, is_default_target=False),
        ),
    )
    proposal = proposed(officers, split)

    rehearsal = actions.rehearse(proposal, by=officers["administrator"], now=NOW)

    told = {True: "Phường Bắc (90001) 62,5 %, Phường Nam (90002) 37,5 %",
            False: "Phường Bắc (90001) 100 %, Phường Nam (90002) 0 %"}  # fmt: skip
    kind = FindingKind.SPLIT_REVIEWED if is_reviewed else FindingKind.SPLIT_ESTIMATED
    assert found(rehearsal, kind) == [("Phường Hàm Rồng (14758)", told[is_reviewed], 2)]
    assert found(rehearsal, FindingKind.UNIT_JOINS) == []


def test_undo_of_a_proposal_is_identity(officers):
    before = everything()
    rename = Step(EventKind.RENAME, date(2027, 2, 1), "Nghị quyết thử", changes=(Change("14797", name="Hàm Rồng mới"),))
    proposal = proposed(officers, MERGER, rename)
    actions.rehearse(proposal, by=officers["administrator"], now=NOW)
    actions.apply_proposal(proposal, by=officers["coordinator"], now=NOW)

    undone = actions.undo_proposal(proposal, by=officers["other"], now=NOW)

    assert everything() == before
    assert (undone.status, undone.undone_office) == (ProposalStatus.UNDONE, "Văn phòng other")
    assert set(proposal.events.values_list("voided_at", flat=True)) == {NOW}
    with pytest.raises(NotApplied):
        actions.undo_proposal(proposal, by=officers["other"], now=NOW)


def test_undo_is_refused_while_a_later_event_stands_on_it(officers):
    proposal = proposed(officers)
    actions.rehearse(proposal, by=officers["administrator"], now=NOW)
    actions.apply_proposal(proposal, by=officers["coordinator"], now=NOW)
    later = actions.Entry(date(2027, 6, 1), "Nghị quyết thử số 02/NQ")
    merged = queries.unit_by_code("14797", DAY)
    actions.rename_unit(merged, name="Tên sau", entry=later, by=None, now=NOW)
    after = everything()

    with pytest.raises(UndoBlocked) as refusal:
        actions.undo_proposal(proposal, by=officers["coordinator"], now=NOW)

    assert [blocker.unit_id for blocker in refusal.value.blockers] == [merged.pk]
    assert everything() == after


def test_an_event_of_a_proposal_is_not_undone_alone(officers):
    proposal = proposed(officers)
    actions.rehearse(proposal, by=officers["administrator"], now=NOW)
    actions.apply_proposal(proposal, by=officers["coordinator"], now=NOW)

    with pytest.raises(PartOfProposal):
        actions.undo_latest_event(by=None, now=NOW)


def test_withdrawn_is_closed(officers):
    proposal = proposed(officers)
    actions.withdraw(proposal, by=officers["administrator"], now=NOW)

    with pytest.raises(ProposalClosed):
        actions.rehearse(proposal, by=officers["administrator"], now=NOW)
