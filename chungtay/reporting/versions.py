"""How contents become a version, and a version contents: the one place that writes figures of submissions.

Only the actions of this room call it, under the lock of the task row.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateRange

from chungtay.core.errors import InputRefused, ManyProblems
from chungtay.organisations.models import Membership
from chungtay.registry.models import ModelType
from chungtay.reporting.codes import Covers, IndicatorKind, Qualifier, Source
from chungtay.reporting.contents import CellFigure, Contents, Evidence, arrays_of, contents_of
from chungtay.reporting.errors import (
    CellNotInForm,
    FigureRefused,
    JointAboveValue,
    LedElsewhereAboveJoint,
    RangeWithoutEnd,
    SharedWorkOnly,
    TypeUnknown,
)
from chungtay.reporting.layout import FormLayout, LayoutRow
from chungtay.reporting.models import (
    CellEvidence,
    CountedActivity,
    ReportTask,
    Submission,
    SubmissionVersion,
    VersionKey,
)

FIGURE_COLUMNS = (
    "values",
    "qualifiers",
    "highs",
    "joint",
    "led_elsewhere",
    "cumulative",
    "nil_cells",
    "certainty",
    "no_joint_work",
    "warnings_answered",
    "reason",
    "days",
)


def load_contents(version: SubmissionVersion | None, layout: FormLayout) -> Contents:
    """The contents of `version` with names and evidence; empty for no version. At most two queries."""
    if version is None:
        return Contents()
    return contents_of(version, layout.cells, keys=version.keys.all(), evidence=version.evidence.all())


def covers_of(task: ReportTask) -> Covers:
    """What figures of this task cover: a claim speaks for the levels below too."""
    return Covers.OWN_AND_BELOW if task.is_claim else Covers.OWN


def new_version(
    submission: Submission,
    contents: Contents,
    *,
    task: ReportTask,
    number: int,
    days: DateRange,
    by: Membership,
    at: datetime,
) -> SubmissionVersion:
    """A version of `contents`, not saved yet."""
    return SubmissionVersion(
        submission=submission,
        number=number,
        form_version_id=task.form_version_id,
        covers=covers_of(task),
        certainty=contents.certainty,
        days=days,
        no_joint_work=contents.no_joint_work,
        warnings_answered=dict(contents.answers),
        reason=contents.reason,
        created_by=by,
        created_at=at,
        **arrays_of(contents, task.form_version.cells),
    )


def overwrite(
    version: SubmissionVersion, contents: Contents, *, cells: list[int], by: Membership, at: datetime
) -> None:
    """Write `contents` over an unsealed version. The database refuses a sealed one."""
    for name, column in arrays_of(contents, cells).items():
        setattr(version, name, column)
    version.certainty = contents.certainty
    version.no_joint_work = contents.no_joint_work
    version.warnings_answered = dict(contents.answers)
    # The form of the figures does not ask again why they are corrected.
    version.reason = contents.reason or version.reason
    version.save(update_fields=FIGURE_COLUMNS)
    write_keys(version, contents)
    write_evidence(version, contents, by=by, at=at)


def write_keys(version: SubmissionVersion, contents: Contents) -> None:
    """Bring the names a distinct indicator counts in step with `contents`."""
    wanted = {(cell, key) for cell, keys in contents.keys.items() for key in keys}
    stored = {(row.cell_id, row.key): row.pk for row in version.keys.all()}
    gone = [pk for pair, pk in stored.items() if pair not in wanted]
    if gone:
        VersionKey.objects.filter(pk__in=gone).delete()
    VersionKey.objects.bulk_create(key_rows(version, wanted - stored.keys()))


def key_rows(version: SubmissionVersion, pairs: Iterable[tuple[int, str]]) -> list[VersionKey]:
    """Rows for names of `version`, not saved yet."""
    return [VersionKey(version=version, cell_id=cell, key=key) for cell, key in sorted(pairs)]


def write_evidence(version: SubmissionVersion, contents: Contents, *, by: Membership, at: datetime) -> None:
    """Bring the evidence in step with `contents`; what did not change keeps who took it and when."""
    wanted = dict(contents.evidence)
    gone = []
    for row in version.evidence.all():
        if wanted.get(row.cell_id) == Evidence(Source(row.source), row.text_id, row.start, row.end):
            del wanted[row.cell_id]
        else:
            gone.append(row.pk)
    if gone:
        CellEvidence.objects.filter(pk__in=gone).delete()
    CellEvidence.objects.bulk_create(evidence_rows(version, wanted, by=by, at=at))


def evidence_rows(
    version: SubmissionVersion, evidence: dict[int, Evidence], *, by: Membership, at: datetime
) -> list[CellEvidence]:
    """Rows of evidence for `version`, not saved yet."""
    return [
        CellEvidence(
            version=version,
            cell_id=cell,
            source=known.source,
            text_id=known.text_id,
            start=known.start,
            end=known.end,
            accepted_by=by,
            accepted_at=at,
        )
        for cell, known in evidence.items()
    ]


def copy_evidence(source: SubmissionVersion, target: SubmissionVersion) -> None:
    """Give `target` the evidence of `source`, with who took it and when, and the activities that were counted."""
    rows = list(source.evidence.all())
    for row in rows:
        row.pk, row.version = None, target
        row._state.adding = True
    CellEvidence.objects.bulk_create(rows)
    counted = list(source.counted.all())
    for one in counted:
        one.pk, one.version = None, target
        one._state.adding = True
    CountedActivity.objects.bulk_create(counted)


def completed(contents: Contents, layout: FormLayout) -> Contents:
    """`contents` as they are stored: blank cells left out, and names counted where names were chosen."""
    figures = {cell: figure for cell, figure in contents.figures.items() if not figure.is_blank}
    keys = {cell: tuple(sorted(set(names))) for cell, names in contents.keys.items() if names}
    for cell, names in keys.items():
        figures[cell] = CellFigure(value=len(names))
    evidence = {cell: known for cell, known in contents.evidence.items() if cell in figures}
    ordered = {cell: figures[cell] for cell in layout.cells if cell in figures}
    unknown = {cell: figure for cell, figure in figures.items() if cell not in layout.by_number}
    return Contents(
        figures={**ordered, **unknown},
        certainty=contents.certainty,
        no_joint_work=contents.no_joint_work,
        keys=keys,
        evidence=evidence,
        answers=contents.answers,
        reason=contents.reason,
    )


def require_right(contents: Contents, layout: FormLayout) -> None:
    """Raise `ManyProblems` with everything that cannot be right in `contents`."""
    found: list[InputRefused] = [*figure_problems(contents, layout), *_unknown_types(contents)]
    if found:
        raise ManyProblems(found)


def figure_problems(contents: Contents, layout: FormLayout) -> list[FigureRefused]:
    """Every figure that cannot be right, in the order of the form."""
    problems: list[FigureRefused] = []
    for cell, figure in contents.figures.items():
        if cell not in layout.by_number:
            problems.append(CellNotInForm(field=f"v-{cell}", label=str(cell)))
        elif not _is_plain(figure):
            problems.extend(_problems(figure, layout.row(cell)))
    return problems


def _is_plain(figure: CellFigure) -> bool:
    """A value alone, which nothing can contradict: most figures, so that the rules look only at the others."""
    return figure.has_value_alone and figure.qualifier is not Qualifier.RANGE and (figure.value or 0) >= 0


def _problems(figure: CellFigure, row: LayoutRow) -> Iterable[FigureRefused]:
    numbers = (figure.value, figure.high, figure.joint, figure.led_elsewhere, figure.cumulative)
    if any(number is not None and number < 0 for number in numbers):
        yield FigureRefused(field=f"v-{row.number}", label=row.label)
    if figure.qualifier is Qualifier.RANGE and (
        figure.high is None or figure.value is None or figure.high <= figure.value
    ):
        yield RangeWithoutEnd(field=f"h-{row.number}", label=row.label)
    yield from _shared_work_problems(figure, row)


def _shared_work_problems(figure: CellFigure, row: LayoutRow) -> Iterable[FigureRefused]:
    joint, elsewhere, value = figure.joint, figure.led_elsewhere, figure.value
    if joint is None and elsewhere is None:
        return
    if not asks_for_shared_work(row):
        yield SharedWorkOnly(field=f"j-{row.number}", label=row.label)
        return
    if joint is not None and joint > (value or 0):
        yield JointAboveValue(field=f"j-{row.number}", label=row.label, joint=joint, value=value or 0)
    whole = value if joint is None else joint
    if elsewhere is not None and elsewhere > (whole or 0):
        yield LedElsewhereAboveJoint(
            field=f"e-{row.number}", label=row.label, led_elsewhere=elsewhere, joint=whole or 0
        )


def asks_for_shared_work(row: LayoutRow) -> bool:
    """Whether the row has *trong đó phối hợp*: shared work, but a count of names says itself what is the same."""
    return row.indicator.is_shared_work and row.indicator.kind != IndicatorKind.DISTINCT


def _unknown_types(contents: Contents) -> list[InputRefused]:
    named = {key: cell for cell, keys in contents.keys.items() for key in keys}
    if not named:
        return []
    known = set(ModelType.objects.filter(code__in=named).values_list("code", flat=True))
    return [TypeUnknown(field=f"k-{cell}", key=key) for key, cell in sorted(named.items()) if key not in known]
