"""Who may change the ledger, and how a change comes to it: proposed by one person, applied by another."""

from __future__ import annotations

from typing import Protocol

from chungtay.core.record import Actor
from chungtay.territory.codes import APPLYING_ROLES, LEDGER_ROLES, READING_ROLES, LedgerStep, Level
from chungtay.territory.models import LedgerProposal


class Office(Protocol):
    """What is asked of the office of an officer: on which level it works. Offices are a later room's."""

    level: int


class Officer(Actor, Protocol):
    """Somebody who acts for an office."""

    @property
    def organisation(self) -> Office: ...


class Wearer(Officer, Protocol):
    """An officer whose hat has a key, by which a job finds it again."""

    pk: int


def can_keep_ledger(actor: Actor | None) -> bool:
    """The installation itself, and the hats that keep the programme's reference data."""
    return actor is None or actor.role in LEDGER_ROLES


def can_see_proposals(officer: Officer) -> bool:
    """Who proposes, applies or audits, at the province: a rehearsal names the accounts and reports of all offices."""
    return officer.role in READING_ROLES and officer.organisation.level <= Level.PROVINCE


def can_propose(officer: Officer) -> bool:
    """Prepare, rehearse and withdraw: administrators and coordinators of the province."""
    return officer.role in LEDGER_ROLES and officer.organisation.level <= Level.PROVINCE


def can_apply(officer: Officer, proposal: LedgerProposal) -> bool:
    """Apply: a coordinator of the province who is not the person that proposed."""
    return can_undo(officer) and officer.user_id != proposal.proposed_by_id


def can_rehearse(officer: Officer, proposal: LedgerProposal) -> bool:
    """Rehearse: whoever prepares changes of the map, or may apply this one."""
    return can_propose(officer) or can_apply(officer, proposal)


def can_run(officer: Officer, proposal: LedgerProposal, step: LedgerStep) -> bool:
    """Let the worker take this step with `proposal`, or stop it."""
    if step is LedgerStep.REHEARSE:
        return can_rehearse(officer, proposal)
    return can_apply(officer, proposal) if step is LedgerStep.APPLY else can_undo(officer)


def can_undo(officer: Officer) -> bool:
    """Take back what was applied: a coordinator of the province."""
    return officer.role in APPLYING_ROLES and officer.organisation.level <= Level.PROVINCE
