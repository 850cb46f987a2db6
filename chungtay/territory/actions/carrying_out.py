"""Carrying out a proposal: the ledger is written, the rooms follow, and what happened is told as findings.

A rehearsal and an application are this one function; a rehearsal is taken back afterwards, so it cannot disagree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, cast

from django.conf import settings
from django.db.models import Q
from django.utils import translation

from chungtay.core.errors import ChungTayError, InputRefused
from chungtay.core.record import Actor
from chungtay.territory.actions.events import write_steps
from chungtay.territory.codes import FindingKind, Level, RunStage
from chungtay.territory.errors import LevelChanges, UnknownUnit
from chungtay.territory.ledger import Step
from chungtay.territory.models import (
    AdministrativeUnit,
    LedgerProposal,
    UnitAncestor,
    UnitEvent,
    UnitSuccession,
    UnitVersion,
)
from chungtay.territory.signals import Finding, LedgerChange, Reached, ledger_changed
from chungtay.territory.traces import tracing


def carry_out(
    proposal: LedgerProposal, steps: Sequence[Step], *, by: Actor, now: datetime, reached: Reached
) -> tuple[LedgerChange, list[Finding]]:
    """Write `steps` and let every room follow, inside the caller's transaction. Returns what was done and found.

    Raises what the acts of the ledger raise.
    """
    reached(RunStage.LEDGER)
    written = write_steps(steps, by=by, now=now)
    UnitEvent.objects.filter(pk__in=[event.pk for event in written.events]).update(proposal=proposal)
    change = replace(change_of(proposal, written.events, now=now), reached=reached)
    # What is found is kept as a paper of the office is: in its language, whoever looked at the page.
    with translation.override(settings.LANGUAGE_CODE):
        findings = _of_the_map(change)
        sent = ledger_changed.send(sender=LedgerProposal, change=change)
    answers = cast("list[tuple[Any, list[Finding] | None]]", sent)  # a signal does not know what it is answered with
    for _, answer in answers:
        findings += answer or ()
    return change, findings


def change_of(proposal: LedgerProposal, events: Sequence[UnitEvent], *, now: datetime) -> LedgerChange:
    """What `events` did, as the rooms ask it."""
    keys = [event.pk for event in events]
    opened = set(UnitVersion.objects.filter(event__in=keys).values_list("unit_id", flat=True))
    closed = set(UnitVersion.objects.filter(ended_by__in=keys).values_list("unit_id", flat=True))
    older = UnitVersion.objects.filter(unit__in=opened).exclude(event__in=keys)
    begun = opened - set(older.values_list("unit_id", flat=True))
    stands = Q(validity__endswith__isnull=True, validity__isempty=False)
    standing = set(AdministrativeUnit.objects.filter(stands, pk__in=opened | closed).values_list("pk", flat=True))
    gone = (opened | closed) - standing
    following: dict[int, int] = {}
    parts: dict[int, list[int]] = defaultdict(list)
    rows = UnitSuccession.objects.filter(event__in=keys).order_by("id")
    for before, after, is_default in rows.values_list("from_unit_id", "to_unit_id", "is_default_target"):
        parts[before].append(after)
        if is_default:
            following[before] = after
    return LedgerChange(
        proposal=proposal,
        events=tuple(events),
        heirs={unit: _heir(unit, following) for unit in sorted(gone)},
        targets={unit: frozenset(_targets(unit, parts) - {unit}) for unit in sorted(gone)},
        begun=frozenset(begun & standing),
        changed=frozenset(standing - begun),
        now=now,
        tracing=partial(tracing, proposal),
    )


def problems_on_the_map(steps: Sequence[Step]) -> list[ChungTayError]:
    """Everything that the map itself has against `steps`, at once, where the acts would stop at the first.

    Units that do not stand when their event comes, and units that would become one of another level.
    """
    standing = UnitVersion.objects.filter(validity__endswith__isnull=True, validity__isempty=False)
    levels: dict[str, int] = dict(standing.values_list("code", "level"))
    problems: list[ChungTayError] = []
    for step in steps:
        day = f"{step.effective_on:%d/%m/%Y}"
        problems += [UnknownUnit(unit=code, day=day) for code in _asked_for(step) if code not in levels]
        starting = {data.code: int(data.kind.level) for data in step.starts}
        problems += [
            LevelChanges(unit=part.from_code)
            for part in step.parts
            if levels.get(part.from_code, starting[part.to_code]) != starting[part.to_code]
        ]
        for code in step.ends:
            levels.pop(code, None)
        levels |= starting
        for change in step.changes:
            if change.new_code and change.code in levels:
                levels[change.new_code] = levels.pop(change.code)
    return problems


def sentences_of(problems: Iterable[ChungTayError | InputRefused]) -> list[str]:
    """The sentences of these problems, each once, in their order."""
    return list(dict.fromkeys(problem.sentence for problem in problems))


def _asked_for(step: Step) -> list[str]:
    parents = {data.parent for data in step.starts} | {change.parent for change in step.changes}
    starting = {data.code for data in step.starts}
    return [*step.ends, *(change.code for change in step.changes), *sorted(filter(None, parents - starting))]


def _heir(unit: int, following: Mapping[int, int]) -> int | None:
    heir = following.get(unit)
    while heir is not None and heir in following:
        heir = following[heir]
    return heir


def _targets(unit: int, parts: Mapping[int, Sequence[int]]) -> set[int]:
    if unit not in parts:
        return {unit}
    return {target for after in parts[unit] for target in _targets(after, parts)}


def _of_the_map(change: LedgerChange) -> list[Finding]:
    """What the territory itself finds."""
    names = _Names(change)
    return [
        *_joining(change, names),
        *_changing(change, names),
        *_codes_again(change, names),
        *_names_twice(change),
        *_splits(change, names),
        *[
            Finding(FindingKind.LEVEL_ENDS, before=names.before(unit))
            for unit, heir in change.heirs.items()
            if heir is None
        ],
    ]


class _Names:
    """What the units of a change were called before it and are called after it."""

    def __init__(self, change: LedgerChange) -> None:
        keys = [event.pk for event in change.events]
        self.first: dict[int, UnitVersion] = {}
        self.last: dict[int, UnitVersion] = {}
        for version in UnitVersion.objects.filter(ended_by__in=keys).exclude(event__in=keys).order_by("id"):
            self.first[version.unit_id] = version
        for version in UnitVersion.objects.filter(event__in=keys).order_by("id"):
            self.last[version.unit_id] = version

    def before(self, unit: int) -> str:
        return _called(self.first.get(unit) or self.last.get(unit))

    def after(self, unit: int) -> str:
        return _called(self.last.get(unit))


def _called(version: UnitVersion | None) -> str:
    return f"{version.heading} ({version.code})" if version else ""


def _successions(change: LedgerChange) -> dict[int, list[UnitSuccession]]:
    """By the unit that ended, the rows that say what became of it."""
    found: dict[int, list[UnitSuccession]] = defaultdict(list)
    rows = UnitSuccession.objects.filter(event__in=[event.pk for event in change.events])
    for row in rows.order_by("-is_default_target", "-share_millionths", "to_unit_id"):
        found[row.from_unit_id].append(row)
    return found


def _joining(change: LedgerChange, names: _Names) -> list[Finding]:
    joined: dict[int, list[str]] = defaultdict(list)
    for unit, rows in _successions(change).items():
        if len(rows) == 1:
            joined[rows[0].to_unit_id].append(names.before(unit))
    return [
        Finding(FindingKind.UNIT_JOINS, before=", ".join(sorted(units)), after=names.after(into), count=len(units))
        for into, units in sorted(joined.items(), key=lambda pair: names.after(pair[0]))
    ]


def _changing(change: LedgerChange, names: _Names) -> list[Finding]:
    parents = {row.parent_id for unit in change.changed for row in (names.first[unit], names.last[unit])}
    rows = UnitVersion.objects.filter(unit__in=[parent for parent in parents if parent]).order_by("id")
    above = {version.unit_id: version.official_name for version in rows}
    findings = []
    for unit in sorted(change.changed, key=names.before):
        first, last = names.first[unit], names.last[unit]
        moves = first.parent_id != last.parent_id
        places = [f" · {above.get(row.parent_id or 0, '')}" if moves else "" for row in (first, last)]
        findings.append(
            Finding(
                FindingKind.UNIT_CHANGES,
                before=f"{names.before(unit)}{places[0]}",
                after=f"{names.after(unit)}{places[1]}",
            )
        )
    return findings


def _codes_again(change: LedgerChange, names: _Names) -> list[Finding]:
    codes = {names.last[unit].code: unit for unit in change.begun}
    older = UnitVersion.objects.filter(code__in=codes, validity__isempty=False).exclude(unit__in=change.begun)
    found = {}
    for version in older.order_by("code", "validity"):
        found[version.code] = Finding(
            FindingKind.CODE_AGAIN,
            before=version.heading,
            after=names.last[codes[version.code]].heading,
            what=version.code,
        )
    return list(found.values())


def _names_twice(change: LedgerChange) -> list[Finding]:
    """Units that the change named, and units that bear the same name in the same province and on the same level."""
    day = change.last_day
    provinces = dict(
        UnitAncestor.objects.filter(ancestor__level=Level.PROVINCE, validity__contains=day).values_list(
            "unit_id", "ancestor_id"
        )
    )
    named: dict[tuple[int | None, int, str], list[UnitVersion]] = defaultdict(list)
    standing = UnitVersion.objects.filter(validity__contains=day, level=Level.COMMUNE)
    for version in standing.order_by("sort_key", "id"):
        named[provinces.get(version.unit_id), version.level, version.name.casefold()].append(version)
    touched = change.begun | change.changed
    return [
        Finding(
            FindingKind.NAME_TWICE,
            before=", ".join(_called(version) for version in versions),
            what=versions[0].name,
            count=len(versions),
        )
        for versions in named.values()
        if len(versions) > 1 and any(version.unit_id in touched for version in versions)
    ]


def _splits(change: LedgerChange, names: _Names) -> list[Finding]:
    findings = []
    for unit, rows in sorted(_successions(change).items(), key=lambda pair: names.before(pair[0])):
        if len(rows) == 1:
            continue
        is_reviewed = all(row.is_reviewed for row in rows)
        kind = FindingKind.SPLIT_REVIEWED if is_reviewed else FindingKind.SPLIT_ESTIMATED
        after = ", ".join(f"{names.after(row.to_unit_id)}{_share_words(row, is_reviewed)}" for row in rows)
        findings.append(Finding(kind, before=names.before(unit), after=after, count=len(rows)))
    return findings


def _share_words(row: UnitSuccession, is_reviewed: bool) -> str:
    percent = f"{row.share_percent.normalize():f}".replace(".", ",")
    if is_reviewed:
        return f" {percent} %"
    return " 100 %" if row.is_default_target else " 0 %"
