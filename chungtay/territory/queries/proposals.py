"""Questions about proposals: the list, one with its rehearsal, what forbids taking it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from chungtay.core.errors import NotFound
from chungtay.territory import rules
from chungtay.territory.codes import NAME_READING_ROLES, FindingGroup, FindingKind
from chungtay.territory.models import FollowUp, LedgerProposal, Rehearsal, UnitEvent, UnitVersion
from chungtay.territory.queries.units import names_at_last
from chungtay.territory.rules import Officer
from chungtay.territory.signals import Blocker
from chungtay.territory.traces import made_rows, used_rows, what_stands_on

__all__ = ["made_rows", "used_rows"]  # for rooms that answer what stands on a proposal

SHOWN = 200  # rows of one kind on a page; the sheet holds all


def proposals_for(officer: Officer) -> QuerySet[LedgerProposal]:
    """The proposals that `officer` sees, the latest first: all of them, or none."""
    if not rules.can_see_proposals(officer):
        return LedgerProposal.objects.none()
    return LedgerProposal.objects.select_related("proposed_by", "applied_by", "undone_by").order_by("-id")


def proposal_for(officer: Officer, key: int) -> LedgerProposal:
    """One of them; NotFound when the officer does not see it."""
    found = proposals_for(officer).filter(pk=key).first()
    if found is None:
        raise NotFound()
    return found


def rehearsal_for(officer: Officer, key: int) -> Rehearsal:
    """One rehearsal with its proposal; NotFound when the officer does not see it."""
    seen = Rehearsal.objects.filter(proposal__in=proposals_for(officer).order_by())
    found = seen.filter(pk=key).select_related("proposal__proposed_by", "made_by").first()
    if found is None:
        raise NotFound()
    return found


def rehearsals_of(proposal: LedgerProposal) -> QuerySet[Rehearsal]:
    """The rehearsals of `proposal`, the latest first, without their findings."""
    return proposal.rehearsals.select_related("made_by").defer("findings").order_by("-id")


def follow_ups_of(proposal: LedgerProposal) -> QuerySet[FollowUp]:
    """The work that goes on after `proposal` was applied or taken back, the latest first."""
    return proposal.follow_ups.order_by("-id")


def ledger_state() -> str:
    """A word for the ledger as it is; another one after every event, undo or review of shares."""
    found = UnitEvent.objects.aggregate(
        last=Max("id"),
        voided=Count("id", filter=Q(voided_at__isnull=False)),
        reviewed=Count("successions", filter=Q(successions__is_reviewed=True)),
    )
    return f"{found['last'] or 0}-{found['voided']}-{found['reviewed']}"


def is_stale(rehearsal: Rehearsal) -> bool:
    """Whether the ledger moved since `rehearsal`, or its proposal was changed."""
    proposal = rehearsal.proposal
    return proposal.is_open and (rehearsal.ledger_state != ledger_state() or rehearsal.made_at < proposal.changed_at)


def last_under_codes(codes: Sequence[str]) -> dict[str, UnitVersion]:
    """By code, the unit that stood or stands under it last; unknown codes are left out."""
    rows = UnitVersion.objects.filter(code__in=set(codes), validity__isempty=False)
    return {row.code: row for row in rows.order_by("validity")}


def signed(officer: Officer, name: str, office: str) -> str:
    """Who did a step: the office; with the name for colleagues of it, auditors and administrators."""
    sees_names = officer.role in NAME_READING_ROLES or officer.office == office
    return f"{name}, {office}" if sees_names else office


@dataclass(frozen=True)
class FoundKind:
    """The rows of one kind, those that a page shows, and how many things they are together."""

    kind: FindingKind
    rows: Sequence[Mapping[str, Any]]
    total: int

    @property
    def shown(self) -> Sequence[Mapping[str, Any]]:
        """The first of them."""
        return self.rows[:SHOWN]

    @property
    def hidden_count(self) -> int:
        """How many rows only the sheet holds."""
        return max(len(self.rows) - SHOWN, 0)


@dataclass(frozen=True)
class FoundGroup:
    """One question of a rehearsal with what was found."""

    group: FindingGroup
    kinds: tuple[FoundKind, ...]

    @property
    def count(self) -> int:
        """How many rows answer it."""
        return sum(len(found.rows) for found in self.kinds)

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return f"#{self.group.value}"


def groups_of(rehearsal: Rehearsal) -> list[FoundGroup]:
    """What a rehearsal found, question by question; a question without an answer stays, so that it can say so."""
    by_kind: dict[str, list[Mapping[str, Any]]] = {}
    for row in rehearsal.findings:
        by_kind.setdefault(row["kind"], []).append(row)
    kinds = {
        kind: FoundKind(kind, by_kind[kind], sum(row["count"] for row in by_kind[kind]))
        for kind in FindingKind
        if kind in by_kind
    }
    return [
        FoundGroup(group, tuple(found for kind, found in kinds.items() if kind.group is group))
        for group in FindingGroup
    ]


def refused_undo(proposal: LedgerProposal, *, ask: Callable[[Sequence[UnitEvent]], list[Blocker]]) -> list[Blocker]:
    """Everything that stands on what `proposal` made, so that it cannot be taken back; empty when nothing does.

    `ask` asks the rooms about its events. What no room names is counted by table.
    """
    asked = ask(list(proposal.events.filter(voided_at=None).order_by("id")))
    blockers = [*dict.fromkeys(asked), *_later_events(proposal)]
    if not blockers:
        blockers = [
            Blocker(
                _("%(count)s rows of %(table)s that were made or changed since") % {"count": count, "table": table},
                None,
            )
            for table, count in what_stands_on(proposal).items()
        ]
    return blockers


@dataclass(frozen=True)
class NamedBlocker:
    """What forbids an undo, and on which unit it stands."""

    what: str
    unit: UnitVersion | None


def named(blockers: Sequence[Blocker]) -> list[NamedBlocker]:
    """The blockers with the names of their units, in one query."""
    names = names_at_last([blocker.unit_id for blocker in blockers if blocker.unit_id])
    return [NamedBlocker(blocker.what, names.get(blocker.unit_id or 0)) for blocker in blockers]


def _later_events(proposal: LedgerProposal) -> list[Blocker]:
    """Events after those of `proposal` that stand on its units: a later version, or a child of a later event."""
    opened = UnitVersion.objects.filter(event__proposal=proposal, event__voided_at=None)
    later = opened.filter(ended_by__isnull=False).exclude(ended_by__proposal=proposal).select_related("ended_by")
    found = [Blocker(_event_words(version.ended_by), version.unit_id) for version in later.order_by("sort_key", "id")]
    older = UnitVersion.objects.exclude(event__proposal=proposal).values("unit_id")
    founded = opened.exclude(unit_id__in=older).values("unit_id")
    below = UnitVersion.objects.filter(parent__in=founded, validity__isempty=False).exclude(event__proposal=proposal)
    return found + [Blocker(_event_words(version.event), version.unit_id) for version in below.select_related("event")]


def _event_words(event: UnitEvent | None) -> str:
    assert event is not None
    words = {"kind": event.get_kind_display(), "day": f"{event.effective_on:%d/%m/%Y}"}
    return _("a later event of the ledger: %(kind)s, %(day)s") % words
