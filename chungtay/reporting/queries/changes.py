"""What became of issued figures: which of them are others now, why, and which documents say the old ones.

Computed from the lineage of each freeze: the versions that it stands on, beside those that are accepted today.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from chungtay.documents.codes import DocumentStatus, PaperKind
from chungtay.documents.models import Document
from chungtay.documents.queries import documents_for
from chungtay.documents.rules import BEFORE_SIGNATURE
from chungtay.organisations.codes import Line, Matter, Relation, Sight, Stage
from chungtay.organisations.models import Membership
from chungtay.organisations.queries import Scope, scope_of, with_relation
from chungtay.organisations.rules import sight
from chungtay.reporting.codes import Qualifier, Step
from chungtay.reporting.models import Cell, Consolidation, Decision, LineageRow, ReportTask, SubmissionVersion
from chungtay.reporting.queries.consolidation import (
    ConsolidatedFigure,
    ConsolidatedYear,
    catalogue_cells,
    consolidation_in_force,
    frozen_year,
    lineage_versions,
    live_year,
)
from chungtay.reporting.queries.papers import lines_seen_live, source_of
from chungtay.reporting.queries.places import is_hidden_when_small
from chungtay.territory.models import UnitAncestor

# Documents that stand as they were issued, and those on their way.
AT_STAKE = (*BEFORE_SIGNATURE, DocumentStatus.SIGNED, DocumentStatus.NUMBERED, DocumentStatus.ISSUED)


@dataclass(frozen=True)
class MovedFigure:
    """A figure that was issued, and the same as it stands now; `now` is None where nobody states it any more."""

    cell: Cell
    line: Line
    issued: ConsolidatedFigure | None
    now: ConsolidatedFigure | None

    @property
    def difference(self) -> Fraction | None:
        """Now less issued; None where one of them is missing."""
        return self.now.value - self.issued.value if self.now and self.issued else None


@dataclass(frozen=True)
class ChangedReport:
    """A report whose accepted version is another one than at the freeze.

    `before` is None for a report that was accepted later, `after` None for one that was opened again. `reason` and
    `cells` (before and after by cell) are empty for readers who see the office and the number of the version alone.
    """

    office: str
    task: ReportTask
    before: SubmissionVersion | None
    after: SubmissionVersion | None
    reason: str
    at: datetime | None
    cells: Mapping[int, tuple[int | None, int | None]]
    is_open: bool


@dataclass(frozen=True)
class Changes:
    """The changed reports that a reader may be told of, and whether there are others, of the other side."""

    reports: Sequence[ChangedReport]
    has_others: bool

    def __bool__(self) -> bool:
        return bool(self.reports) or self.has_others


@dataclass(frozen=True)
class AffectedDocument:
    """A document whose frozen figures include a changed report; `is_stale` when these were opened again."""

    document: Document
    consolidation: Consolidation
    report_count: int

    @property
    def is_stale(self) -> bool:
        """Whether the freeze it stands on is out of force."""
        return self.consolidation.replaced_by_id is not None


def present_year(consolidation: Consolidation, lines: Collection[Line]) -> ConsolidatedYear:
    """The figures of the same unit and year as they stand now: of a later freeze where there is one, else live."""
    in_force = consolidation_in_force(consolidation.unit_id, consolidation.period)
    if in_force is not None and in_force.pk != consolidation.pk and in_force.frozen_at is not None:
        return frozen_year(in_force, lines=lines)
    return live_year(consolidation.unit, consolidation.period, consolidation.map_day, in_force, lines=lines)


def has_moved(consolidation: Consolidation) -> bool:
    """Whether some report below is another version than the freeze stands on, or came later. Two queries at most."""
    return _no_longer_accepted(consolidation).exists() or _accepted_later(consolidation).exists()


def moved_figures(hat: Membership, consolidation: Consolidation, on: date) -> list[MovedFigure]:
    """The frozen figures that are others now, in the order of the report; those that the hat may see live."""
    scope, lines = scope_of(hat, on), lines_seen_live(hat)
    issued, now = frozen_year(consolidation, lines=lines), present_year(consolidation, lines)
    found = [
        MovedFigure(cell, line, issued.figure(cell.number, line), now.figure(cell.number, line))
        for cell in catalogue_cells().cells
        for line in lines
        if _says(issued.figure(cell.number, line)) != _says(now.figure(cell.number, line))
    ]
    return [each for each in found if not _is_small(scope, consolidation.unit_id, each)]


def _says(figure: ConsolidatedFigure | None) -> tuple[Fraction, Qualifier] | None:
    return (figure.value, figure.qualifier) if figure else None


def _is_small(scope: Scope, unit_id: int, moved: MovedFigure) -> bool:
    figures = (moved.issued, moved.now)
    return any(
        is_hidden_when_small(scope, unit_id, moved.line, moved.cell.indicator, figure.value)
        for figure in figures
        if figure is not None
    )


def changed_reports(
    hat: Membership,
    consolidation: Consolidation,
    on: date,
    *,
    unit_id: int | None = None,
    cell: int | None = None,
    line: Line = Line.ALL,
) -> Changes:
    """Which reports are no longer what a freeze stands on, and why; of `unit_id` and below, one cell or line, if asked.

    Reasons and figures of a report are its own line's; the other side reads the office and the versions once the new
    one was frozen too, and until then only that there are such reports.
    """
    scope = scope_of(hat, on)
    moved = list(_moved_versions(consolidation, scope)) + list(_late_versions(consolidation, scope))
    if unit_id is not None and unit_id != consolidation.unit_id:
        below = set(UnitAncestor.objects.filter(ancestor=unit_id).values_list("unit_id", flat=True))
        moved = [each for each in moved if each[0].unit_id in below]
    if cell is not None:
        moved = [each for each in moved if cell in cells_of_change(each[1], each[2])]
    if line is not Line.ALL:
        moved = [each for each in moved if each[0].line == line]
    settled = _settled(consolidation)
    reasons = _reasons([before for _task, before, _after, _relation in moved if before is not None])
    told = [
        _told(task, before, after, sight(Matter.WORKING, relation, Stage.OPEN) is Sight.FULL, reasons)
        for task, before, after, relation in moved
        if _may_be_told(relation, after, settled)
    ]
    return Changes(told, has_others=len(told) < len(moved))


_Moved = tuple[ReportTask, SubmissionVersion | None, SubmissionVersion | None, Relation]
_PARTS = ("submission__task__organisation", "submission__task__period", "submission__accepted_version__form_version",
          "form_version")  # fmt: skip


def versions_moved(
    consolidation: Consolidation,
) -> Iterator[tuple[ReportTask, SubmissionVersion | None, SubmissionVersion | None]]:
    """Every report that is another version than a freeze stands on, before and after, whoever may read it."""
    order = ("submission__task__organisation__sort_key", "pk")
    for version in _no_longer_accepted(consolidation).select_related(*_PARTS).order_by(*order):
        yield version.submission.task, version, version.submission.accepted_version
    for version in _accepted_later(consolidation).select_related(*_PARTS).order_by(*order):
        yield version.submission.task, None, version


def _moved_versions(consolidation: Consolidation, scope: Scope) -> Iterable[_Moved]:
    rows = _no_longer_accepted(consolidation)
    seen = with_relation(rows.select_related(*_PARTS), scope, path="submission__task__organisation")
    for version in seen.order_by("submission__task__organisation__sort_key", "pk"):
        yield version.submission.task, version, version.submission.accepted_version, Relation(version.relation)


def _late_versions(consolidation: Consolidation, scope: Scope) -> Iterable[_Moved]:
    rows = _accepted_later(consolidation)
    seen = with_relation(rows.select_related(*_PARTS), scope, path="submission__task__organisation")
    for version in seen.order_by("submission__task__organisation__sort_key", "pk"):
        yield version.submission.task, None, version, Relation(version.relation)


def _no_longer_accepted(consolidation: Consolidation) -> QuerySet[SubmissionVersion]:
    stood = SubmissionVersion.objects.filter(
        pk__in=LineageRow.objects.filter(consolidation=consolidation).values("version")
    )
    return stood.filter(Q(submission__accepted_version__isnull=True) | ~Q(submission__accepted_version=F("pk")))


def _accepted_later(consolidation: Consolidation) -> QuerySet[SubmissionVersion]:
    stood = LineageRow.objects.filter(consolidation=consolidation, version__submission=OuterRef("submission"))
    return lineage_versions(consolidation.unit_id, consolidation.period.year).filter(~Exists(stood))


def _settled(consolidation: Consolidation) -> set[int]:
    """The versions of the freeze in force, where it is a later one."""
    later = LineageRow.objects.filter(
        consolidation__unit=consolidation.unit_id,
        consolidation__period=consolidation.period_id,
        consolidation__frozen_at__isnull=False,
        consolidation__replaced_by__isnull=True,
    )
    return set(later.exclude(consolidation=consolidation).values_list("version_id", flat=True))


def _may_be_told(relation: Relation, after: SubmissionVersion | None, settled: set[int]) -> bool:
    if sight(Matter.FIGURES_NOT_JOINT, relation, Stage.OPEN) is Sight.FULL:
        return True
    seen = sight(Matter.FIGURES_NOT_JOINT, relation, Stage.CONSOLIDATED) is not Sight.NONE
    return seen and after is not None and after.pk in settled


def _told(
    task: ReportTask,
    before: SubmissionVersion | None,
    after: SubmissionVersion | None,
    is_working: bool,
    reasons: Mapping[int, str],
) -> ChangedReport:
    reason = (after.reason if after is not None and after.reason else "") or reasons.get(before.pk if before else 0, "")
    return ChangedReport(
        office=task.organisation.name,
        task=task,
        before=before,
        after=after,
        reason=reason if is_working else "",
        at=after.sealed_at if after is not None else None,
        cells=cells_of_change(before, after) if is_working else {},
        is_open=is_working,
    )


def cells_of_change(
    before: SubmissionVersion | None, after: SubmissionVersion | None
) -> dict[int, tuple[int | None, int | None]]:
    """The figures in which two versions of a report differ, before and after, by cell."""
    old, new = _values(before), _values(after)
    return {cell: (old.get(cell), new.get(cell)) for cell in sorted(old | new) if old.get(cell) != new.get(cell)}


def _values(version: SubmissionVersion | None) -> dict[int, int | None]:
    return dict(zip(version.form_version.cells, version.values, strict=True)) if version is not None else {}


def _reasons(versions: Sequence[SubmissionVersion]) -> dict[int, str]:
    """Why versions were opened again, by their keys."""
    steps = Decision.objects.filter(version__in=versions, step=Step.REOPENED).order_by("id")
    return dict(steps.values_list("version_id", "reason"))


def affected_documents(hat: Membership, consolidation: Consolidation, on: date) -> list[AffectedDocument]:
    """The documents, of whichever level, that say figures in which the changed reports of a freeze stand.

    Issued ones and those on their way, as far as the hat may see them. A report accepted late affects every freeze of
    its units above that was made without it. An amended report says the figures of its amendment, and is listed for it.
    """
    scope = scope_of(hat, on)
    moved = {before.pk for _task, before, _after, _relation in _moved_versions(consolidation, scope) if before}
    late = {after.submission_id for _task, _before, after, _relation in _late_versions(consolidation, scope) if after}
    return _documents_on(hat, _stand_on(moved, late, consolidation), on)


def documents_on_report(hat: Membership, task: ReportTask, on: date) -> list[AffectedDocument]:
    """The documents that say figures in which some version of this report stands."""
    versions = SubmissionVersion.objects.filter(submission__task=task)
    rows = LineageRow.objects.filter(version__in=versions, consolidation__frozen_at__isnull=False)
    counts = dict.fromkeys(rows.values_list("consolidation_id", flat=True), 1)
    return _documents_on(hat, counts, on)


def _stand_on(moved: set[int], late: set[int], consolidation: Consolidation) -> dict[int, int]:
    """Frozen consolidations of the year with how many of the reports each stands on, or should have."""
    counts: dict[int, int] = {}
    for key in LineageRow.objects.filter(version__in=moved).values_list("consolidation_id", flat=True):
        counts[key] = counts.get(key, 0) + 1
    units = ReportTask.objects.filter(submission__in=late).values_list("unit_id", "submission")
    above: dict[int, set[int]] = {}
    day = consolidation.map_day
    for unit, ancestor in UnitAncestor.objects.filter(
        unit__in={unit for unit, _submission in units}, validity__contains=day
    ).values_list("unit_id", "ancestor_id"):
        above.setdefault(ancestor, set()).add(unit)
    frozen = Consolidation.objects.filter(
        unit__in=above, period__year=consolidation.period.year, frozen_at__isnull=False
    )
    for each in frozen:
        stood = set(
            LineageRow.objects.filter(consolidation=each, version__submission__in=late).values_list(
                "version__submission", flat=True
            )
        )
        missing = sum(unit in above[each.unit_id] and submission not in stood for unit, submission in units)
        counts[each.pk] = counts.get(each.pk, 0) + missing
    return {key: count for key, count in counts.items() if count}


def _documents_on(hat: Membership, counts: Mapping[int, int], on: date) -> list[AffectedDocument]:
    consolidations = {
        source_of(each): each for each in Consolidation.objects.filter(pk__in=counts).select_related("unit", "period")
    }
    amendments = Document.objects.filter(kind=PaperKind.AMENDING, status=DocumentStatus.ISSUED)
    last = amendments.filter(amends=OuterRef("pk")).order_by("-id").values("source")[:1]
    said = documents_for(hat, on).annotate(said=Coalesce(Subquery(last), "source"))
    # An issued amendment is read together with what it amends, which is the document that is mended again.
    found = said.filter(said__in=consolidations, status__in=AT_STAKE).exclude(
        kind=PaperKind.AMENDING, status=DocumentStatus.ISSUED
    )
    return [
        AffectedDocument(document, consolidations[document.said], counts[consolidations[document.said].pk])
        for document in found.order_by("id")
    ]
