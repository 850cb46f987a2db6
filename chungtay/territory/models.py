"""Administrative units valid in time, and the ledger of what happened to them.

A unit's key is a territory. Renames, changes of kind, code or parent are dated rows (`UnitVersion`) of the same
key; only merges and splits end a key. Every look-up takes a code *and a date*: codes are used again.
"""

from __future__ import annotations

from decimal import Decimal

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db import models
from django.db.models import F, Q

from chungtay.territory.codes import (
    MILLION,
    OPEN_STATUSES,
    STAGES_OF,
    EventKind,
    FollowUpCode,
    LedgerStep,
    Level,
    ProposalStatus,
    RunOutcome,
    RunStage,
    UnitKind,
)


class LedgerProposal(models.Model):
    """Events of the ledger that somebody proposes (phương án sắp xếp), rehearsed before another person applies them.

    `lines` are the lines of its sheet, one for each pair of a unit before and a unit after, as `proposal_sheet` reads
    them: words as they were typed, so that a draft may still be wrong. `effective_on` is the day of its first event,
    null until a line names one. Whoever did a step is kept as an account and the office of that day.
    """

    title = models.CharField(max_length=200)
    lines = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=ProposalStatus.choices, default=ProposalStatus.DRAFT)
    effective_on = models.DateField(null=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_office = models.CharField(max_length=300)
    proposed_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    applied_office = models.CharField(max_length=300, blank=True)
    applied_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    undone_office = models.CharField(max_length=300, blank=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at__isnull=False, applied_by__isnull=False)
                ^ Q(status__in=[*OPEN_STATUSES, ProposalStatus.WITHDRAWN]),
                name="proposal_applied_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(applied_by__isnull=True) | ~Q(applied_by=F("proposed_by")),
                name="nobody_applies_their_own_proposal",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) ^ Q(status=ProposalStatus.UNDONE), name="proposal_undone_at"
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed, rehearsed, applied or withdrawn."""
        return self.status in OPEN_STATUSES


class Rehearsal(models.Model):
    """What carrying out a proposal would do, as it was done inside a transaction that was taken back (chạy thử).

    `findings` are rows as `signals.Finding` writes them; `refusals` the sentences when the proposal cannot be carried
    out. `ledger_state` is what the ledger was then: when it moved since, the rehearsal is stale. The row with
    `is_application` is what was done when the proposal was applied.
    """

    proposal = models.ForeignKey(LedgerProposal, on_delete=models.CASCADE, related_name="rehearsals")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_office = models.CharField(max_length=300)
    is_application = models.BooleanField(default=False)
    ledger_state = models.CharField(max_length=64)
    findings = models.JSONField(default=list)
    refusals = models.JSONField(default=list)
    events_count = models.IntegerField(default=0)
    milliseconds = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(is_application=True), name="proposal_is_applied_once"
            ),
        ]
        indexes = [models.Index(fields=["proposal", "-id"])]


class LedgerTrace(models.Model):
    """What one row of a later room's table was before and after a proposal was applied, so that undoing is exact.

    `former` is null for a row that was made, `present` for one that was taken away.
    """

    proposal = models.ForeignKey(LedgerProposal, on_delete=models.CASCADE, related_name="traces")
    table_name = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    former = models.JSONField(null=True)
    present = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "table_name", "row_id"], name="trace_once_a_row"),
        ]


class LedgerRun(models.Model):
    """A rehearsal, an application or a taking back, on its way in the worker (lượt chạy).

    `hat` is the key of the membership of a later room that asked; its rights are looked at again when the run begins.
    `stage` and `done` of the stages of its step are told while it works, outside its transaction. `sentences` say why
    it was refused. `job` is the worker's key for it: a run that has not ended and whose job is gone was broken off.
    """

    proposal = models.ForeignKey(LedgerProposal, on_delete=models.CASCADE, related_name="runs")
    step = models.CharField(max_length=10, choices=LedgerStep.choices)
    hat = models.BigIntegerField()
    asked_office = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    job = models.BigIntegerField(null=True)
    stage = models.CharField(max_length=10, choices=RunStage.choices, blank=True)
    done = models.IntegerField(default=0)
    stop_asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=RunOutcome.choices, blank=True)
    sentences = models.JSONField(default=list)
    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(ended_at__isnull=True), name="one_run_of_a_proposal_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["proposal", "-id"])]

    @property
    def total(self) -> int:
        """How many stages it has."""
        return len(STAGES_OF[LedgerStep(self.step)])


class FollowUp(models.Model):
    """Work that goes on after a proposal was applied or undone, with its progress (việc chạy tiếp theo)."""

    proposal = models.ForeignKey(LedgerProposal, on_delete=models.CASCADE, related_name="follow_ups")
    code = models.CharField(max_length=20, choices=FollowUpCode.choices)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=1)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["proposal", "-id"])]


class UnitEvent(models.Model):
    """One act of the ledger: what happened, from which day, on which legal basis.

    Where `date_is_known` is false, `effective_on` is the first day on which the new state is witnessed.
    A voided event stays as a row; whatever it opened has an empty validity.
    """

    kind = models.CharField(max_length=10, choices=EventKind.choices)
    effective_on = models.DateField()
    date_is_known = models.BooleanField(default=True)
    legal_basis = models.TextField()
    note = models.TextField(blank=True)
    voided_at = models.DateTimeField(null=True)
    proposal = models.ForeignKey(LedgerProposal, on_delete=models.PROTECT, null=True, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["-effective_on", "-id"])]


# Updates alone: a first row says nothing that the ledger does not say, and the whole nation loads in seconds. Once a
# statement, for a merger changes thousands of rows; without a condition, because the plan of a trigger that joins the
# old rows with the new ones is kept from its first, small statement, and takes a thousand times as long for thousands.
@pghistory.track(pghistory.UpdateEvent(condition=None, level=pghistory.Statement))
class AdministrativeUnit(models.Model):
    """A territory that is or was an administrative unit (đơn vị hành chính); never deleted.

    `validity` is half-open: the first day in, the day after the last out. An unknown first day is an open start.
    A unit whose founding event was voided has an empty validity.
    """

    level = models.SmallIntegerField(choices=Level.choices)
    validity = DateRangeField()

    class Meta:
        indexes = [GistIndex(fields=["validity"])]


@pghistory.track(pghistory.UpdateEvent(condition=None, level=pghistory.Statement))
class UnitVersion(models.Model):
    """Name, kind, code and parent of a unit over a span of days.

    `event` opened the row and `ended_by` closed it; together they let the latest event be undone exactly.
    """

    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="versions")
    parent = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, null=True, related_name="+")
    event = models.ForeignKey(UnitEvent, on_delete=models.PROTECT, related_name="opened_versions")
    ended_by = models.ForeignKey(UnitEvent, on_delete=models.PROTECT, null=True, related_name="closed_versions")
    code = models.CharField(max_length=5)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=UnitKind.choices)
    level = models.SmallIntegerField(choices=Level.choices)
    validity = DateRangeField()
    sort_key = models.CharField(max_length=400)
    search_text = models.CharField(max_length=300)
    latitude_e6 = models.IntegerField(null=True)
    longitude_e6 = models.IntegerField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="unit_code_is_one_unit_at_a_time",
                expressions=[("code", RangeOperators.EQUAL), ("validity", RangeOperators.OVERLAPS)],
            ),
            ExclusionConstraint(
                name="unit_has_one_version_at_a_time",
                expressions=[("unit", RangeOperators.EQUAL), ("validity", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=Q(level=Level.NATION, parent__isnull=True) | Q(level__gt=Level.NATION, parent__isnull=False),
                name="only_the_nation_has_no_parent",
            ),
        ]
        indexes = [
            models.Index(fields=["parent", "sort_key"]),
            models.Index(fields=["level", "sort_key", "id"]),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="unit_search_trgm"),
        ]

    def __str__(self) -> str:
        return self.official_name

    @property
    def official_name(self) -> str:
        """Kind and name as a document writes them inside a sentence: "xã Đông Thanh"."""
        return f"{UnitKind(self.kind).word} {self.name}".strip()

    @property
    def heading(self) -> str:
        """Kind and name as they stand alone in a list or a heading: "Xã Đông Thanh"."""
        return self.official_name[:1].upper() + self.official_name[1:]


class UnitAncestor(models.Model):
    """`ancestor` stands above `unit` (or is it, at depth 0) over a span of days; kept by the ledger's actions."""

    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="ancestors")
    ancestor = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="descendants")
    depth = models.SmallIntegerField()
    validity = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="unit_has_one_ancestor_of_a_depth_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("depth", RangeOperators.EQUAL),
                    ("validity", RangeOperators.OVERLAPS),
                ],
            )
        ]
        indexes = [models.Index(fields=["ancestor", "unit"])]


class UnitBoundary(models.Model):
    """The boundary of a unit as a layer of the province drew it on a day (ranh giới), thinned for drawing.

    `rings` are flat lists of longitudes and latitudes in hundred-thousandths of a degree, open; holes are rings too.
    `validity` ends where a later layer of the unit begins; the first layer holds for the days before it as well.
    """

    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="boundaries")
    drawn_on = models.DateField()
    validity = DateRangeField()
    rings = models.JSONField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="unit_has_one_boundary_at_a_time",
                expressions=[("unit", RangeOperators.EQUAL), ("validity", RangeOperators.OVERLAPS)],
            ),
            models.UniqueConstraint(fields=["unit", "drawn_on"], name="unit_is_drawn_once_a_day"),
        ]


class UnitSuccession(models.Model):
    """A share of one unit that went to another in one event.

    `share_millionths` of a unit add up to a million. Only a reviewed share divides flows; otherwise everything goes
    to the default target, marked as estimated.
    """

    event = models.ForeignKey(UnitEvent, on_delete=models.PROTECT, related_name="successions")
    from_unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="successions")
    to_unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="predecessions")
    share_millionths = models.IntegerField()
    is_reviewed = models.BooleanField(default=False)
    is_default_target = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "from_unit", "to_unit"], name="succession_once_an_event"),
            models.CheckConstraint(
                condition=Q(share_millionths__gte=0) & Q(share_millionths__lte=MILLION),
                name="succession_share_of_a_million",
            ),
            models.CheckConstraint(condition=~Q(from_unit=F("to_unit")), name="succession_to_another_unit"),
            models.UniqueConstraint(
                fields=["event", "from_unit"], condition=Q(is_default_target=True), name="succession_one_default_target"
            ),
        ]

    @property
    def share_percent(self) -> Decimal:
        """The share in percent, exactly."""
        return Decimal(self.share_millionths) / 10_000
