"""Word in: a report is read, its figures proposed, and a person takes, corrects or rejects each.

The order is law: permission, then the secrecy stamp before any write, then forbidden passages left out, and only then
the redacted text is stored with its proposals.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from chungtay.core.bounded import NoSeat, NotRead
from chungtay.core.errors import require
from chungtay.core.record import record
from chungtay.core.scanner import stamp_refused
from chungtay.organisations.models import Membership
from chungtay.registry.models import ModelType
from chungtay.reporting import rules
from chungtay.reporting.actions.locking import lock_task, submission_of
from chungtay.reporting.actions.submissions import fill_cells
from chungtay.reporting.codes import CellPart, Grain, KeyPart, ProposalStatus, Qualifier, Source
from chungtay.reporting.contents import BLANK, CellFigure, Contents, Evidence
from chungtay.reporting.errors import CellNotInForm, FigureRefused, NotOpenForEntry, ReaderBusy
from chungtay.reporting.layout import FormLayout, LayoutRow, layout_of
from chungtay.reporting.models import (
    IncomingText,
    IndicatorKey,
    ProposedFigure,
    ReportingPeriod,
    ReportTask,
    SubmissionVersion,
)
from chungtay.reporting.models.incoming import ReadingExample
from chungtay.reporting.reading import Incoming, ReadFigure, ReadText, StampFound, read_in_child
from chungtay.reporting.unreadable import refusal_for
from chungtay.reporting.versions import load_contents
from chungtay.territory.queries import versions_on
from narrative.examples import phrase_around
from narrative.names import ModelMention, find_model_names

SURE_PERCENT = 85
TYPES_CODE = "MOD_TYPES"
Reader = Callable[[Incoming], ReadText]
QUALIFIERS = {
    "eq": Qualifier.EQ,
    "gt": Qualifier.GT,
    "lt": Qualifier.LT,
    "approx": Qualifier.APPROX,
    "range": Qualifier.RANGE,
}
_PART_OF_KEY = {
    KeyPart.TOTAL: CellPart.TOTAL,
    KeyPart.NUMERATOR: CellPart.NUMERATOR,
    KeyPart.DENOMINATOR: CellPart.DENOMINATOR,
}


def bring_in(
    task: ReportTask,
    *,
    name: str,
    content: bytes,
    is_paste: bool,
    keep_file: bool,
    by: Membership,
    now: datetime,
    reader: Reader = read_in_child,
) -> IncomingText:
    """Read a report for `task` and store its redacted text with the figures found; nothing else of it is kept.

    `keep_file` keeps the file itself where nothing had to be left out. `reader` is `reading.read_here` for texts of
    our own making, which need no bounds. Raises `SecretDocument` for a secrecy stamp,
    after writing only that a refusal happened; a subclass of `TextUnreadable` with what to do; `ReaderBusy`.
    """
    require(rules.can_enter(by, task))
    require(rules.is_open_for_entry(submission_of(task)), NotOpenForEntry(sent_on=""))
    scope, period = context_words(task)
    try:
        read = reader(Incoming(content, name=name, is_paste=is_paste, scope=scope, period=period))
    except StampFound:
        raise stamp_refused(by.organisation, name=by.organisation.name, now=now) from None
    except NotRead as refused:
        raise refusal_for(refused.code, refused.params) from None
    except NoSeat:
        raise ReaderBusy() from None
    return _store(task, read, content, keep_file=keep_file and read.is_whole, by=by, now=now)


def context_words(task: ReportTask) -> tuple[str, str]:
    """The unit and the period of a report in the words of the reader, which reads Vietnamese."""
    last_day = task.period.window.upper - timedelta(days=1)
    unit = versions_on([task.unit_id], last_day).get(task.unit_id)
    return (unit.official_name if unit else ""), _vietnamese_period(task.period)


def _vietnamese_period(period: ReportingPeriod) -> str:
    words = {
        Grain.MONTH: f"tháng {period.index} năm {period.year}",
        Grain.QUARTER: f"quý {('I', 'II', 'III', 'IV')[(period.index - 1) % 4]} năm {period.year}",
        Grain.HALF: f"6 tháng {'đầu' if period.index == 1 else 'cuối'} năm {period.year}",
        Grain.YEAR: f"năm {period.year}",
    }
    return words[Grain(period.grain)]


@transaction.atomic
def take_figure(
    task: ReportTask,
    figure_id: int,
    *,
    by: Membership,
    now: datetime,
    cell: int | None = None,
    value: int | None = None,
    qualifier: Qualifier | None = None,
) -> ProposedFigure:
    """Put a proposed figure into the draft, as it was read or with another cell, value or qualifier.

    Another figure that was taken into the same cell goes back to waiting: a cell has one figure.
    """
    task = lock_task(task)
    require(rules.can_enter(by, task))
    layout = layout_of(task.form_version)
    figure = _figure(task, figure_id)
    target = figure.cell_id if cell is None else cell
    if target is None or target not in layout.by_number:
        raise CellNotInForm(field="cell", label="" if target is None else str(target))
    read_value = scaled(figure.value, layout.row(target).indicator.scale)
    written = read_value if value is None else value
    if written is None:
        raise FigureRefused(field="value", label=layout.row(target).label)
    chosen = Qualifier(figure.qualifier) if qualifier is None else qualifier
    same = (target, written, chosen) == (figure.cell_id, read_value, figure.qualifier)
    _release(task, {target}, keep=figure.pk)
    figure.cell_id, figure.taken_value, figure.taken_qualifier = target, written, chosen
    _decide(figure, ProposalStatus.TAKEN if same else ProposalStatus.CORRECTED, by=by, now=now)
    _keep_example(figure, layout, is_corrected=not same)
    _fill(task, layout, [figure], by=by, now=now)
    return figure


@transaction.atomic
def reject_figure(task: ReportTask, figure_id: int, *, by: Membership, now: datetime) -> ProposedFigure:
    """Leave a proposed figure out; one that had been taken leaves the draft again."""
    task = lock_task(task)
    require(rules.can_enter(by, task))
    figure = _figure(task, figure_id)
    if figure.status in (ProposalStatus.TAKEN, ProposalStatus.CORRECTED) and figure.cell_id is not None:
        _blank(task, figure, by=by, now=now)
    figure.taken_value = figure.taken_qualifier = None
    _decide(figure, ProposalStatus.REJECTED, by=by, now=now)
    _keep_example(figure, layout_of(task.form_version), is_corrected=True)
    return figure


def _keep_example(figure: ProposedFigure, layout: FormLayout, *, is_corrected: bool) -> None:
    """Keep what was corrected, as known words and figures only; forget it where the reading was right after all."""
    if not is_corrected:
        ReadingExample.objects.filter(proposal=figure).delete()
        return
    text = figure.text.text
    sentence = text[figure.sentence_start : figure.sentence_end]
    start, end = figure.start - figure.sentence_start, figure.end - figure.sentence_start
    key_taken, value_taken = "", None
    if figure.status == ProposalStatus.CORRECTED and figure.cell_id is not None and figure.taken_value is not None:
        row = layout.row(figure.cell_id)
        key_taken = _key_of_row(row, figure.key)
        value_taken = Decimal(figure.taken_value).scaleb(-row.indicator.scale)
    ReadingExample.objects.update_or_create(
        proposal=figure,
        defaults={
            "phrase": phrase_around(sentence, start, end),
            "figure": text[figure.start : figure.end][:80],
            "key_read": figure.key,
            "key_taken": key_taken,
            "value_read": figure.value,
            "value_taken": value_taken,
        },
    )


def _key_of_row(row: LayoutRow, read: str) -> str:
    """The reader's key for a row of the form: the one that was read where it names the row, else its first."""
    keys = list(row.indicator.keys.order_by("-is_first_choice", "key").values_list("key", flat=True))
    return read if read in keys else next(iter(keys), "")


@transaction.atomic
def take_all_sure(task: ReportTask, text: IncomingText, *, by: Membership, now: datetime) -> list[ProposedFigure]:
    """Take every waiting figure the reader is sure of (nhận tất cả số chắc chắn).

    Left for a person: two different figures for one cell, and a cell in which another figure stands already.
    """
    task = lock_task(task)
    require(rules.can_enter(by, task))
    layout = layout_of(task.form_version)
    waiting = list(text.proposals.select_for_update().filter(status=ProposalStatus.PROPOSED).order_by("start", "id"))
    chosen = _without_conflicts(waiting, _draft(task, layout), layout, *context_words(task))
    for figure in chosen:
        assert figure.cell_id is not None
        figure.taken_value = scaled(figure.value, layout.row(figure.cell_id).indicator.scale)
        figure.taken_qualifier = figure.qualifier
        _decide(figure, ProposalStatus.TAKEN, by=by, now=now)
    if chosen:
        _fill(task, layout, chosen, by=by, now=now)
    return chosen


@transaction.atomic
def name_types(
    task: ReportTask, text: IncomingText, codes: Collection[str], *, by: Membership, now: datetime
) -> SubmissionVersion:
    """Add types of models that `text` names to the draft: a count of types stands on names, not on a number.

    Codes that the text does not name are left out. Raises `CellNotInForm` when the form asks for no types.
    """
    task = lock_task(task)
    require(rules.can_enter(by, task))
    layout = layout_of(task.form_version)
    cell = layout.total_cell(TYPES_CODE)
    if cell is None:
        raise CellNotInForm(field="types", label=TYPES_CODE)
    mentions = {mention.code: mention for mention in types_in(text.text) if mention.code in codes}
    contents = _draft(task, layout)
    names = tuple(sorted({*contents.keys.get(cell, ()), *mentions}))
    first = min(mentions.values(), key=lambda mention: mention.start, default=None)
    source = Source.FILE if text.name else Source.TEXT
    evidence = {cell: Evidence(source, text.pk, first.start, first.end)} if first else {}
    figures = {cell: CellFigure(value=len(names))}
    return fill_cells(task, figures=figures, evidence=evidence, keys={cell: names}, by=by, now=now)


def types_in(text: str) -> tuple[ModelMention, ...]:
    """The types of models that a text names, by any of their names; merged types count as what they became."""
    catalogue = ModelType.objects.select_related("merged_into").order_by("id")
    named = (((one.merged_into or one).code, (one.name, *one.aliases)) for one in catalogue)
    return find_model_names(text, list(named))


def is_sure(figure: ProposedFigure, scope: str, period: str) -> bool:
    """Whether the reader is sure: a place in the form, a high confidence, and no other unit or period named."""
    return (
        figure.cell_id is not None
        and not figure.is_comparison
        and figure.confidence_percent >= SURE_PERCENT
        and figure.scope_words.casefold() in ("", scope.casefold())
        and (figure.is_cumulative or figure.period_words.casefold() in ("", period.casefold(), "đến nay"))
    )


def scaled(value: Decimal, scale: int) -> int | None:
    """`value` as an integer of the indicator's scale; None when it has more digits after the comma."""
    exact = value.scaleb(scale)
    return int(exact) if exact == exact.to_integral_value() else None


@transaction.atomic
def _store(
    task: ReportTask, read: ReadText, content: bytes, *, keep_file: bool, by: Membership, now: datetime
) -> IncomingText:
    task = lock_task(task)
    require(rules.can_enter(by, task))
    require(rules.is_open_for_entry(submission_of(task)), NotOpenForEntry(sent_on=""))
    text = IncomingText.objects.create(
        task=task,
        name=read.name[:200],
        byte_size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        text=read.text,
        discarded=[{"kind": kind, "count": count} for kind, count in sorted(read.discarded.items())],
        kept_file=content if keep_file else None,
        uploaded_by=by,
        uploaded_at=now,
    )
    ProposedFigure.objects.bulk_create(_proposals(text, read.figures, layout_of(task.form_version)))
    record(text, "text_brought_in", by=by, at=now, discarded=sum(read.discarded.values()))
    return text


def _proposals(text: IncomingText, figures: Sequence[ReadFigure], layout: FormLayout) -> list[ProposedFigure]:
    cells = _cells_of_keys({figure.key for figure in figures} | _other_keys(figures), layout)
    rows = []
    for figure in figures:
        candidates = cells.get(figure.key, [])
        cell = candidates[0] if candidates else None
        others = [*candidates[1:], *(it for _v, key in figure.alternatives for it in cells.get(key, [])[:1])]
        rows.append(_proposal(text, figure, figure.value, cell, others))
        whole = _denominator_of(cell, layout)
        if figure.denominator is not None and whole is not None:
            rows.append(_proposal(text, replace(figure, alternatives=()), figure.denominator, whole, []))
    return rows


def _proposal(
    text: IncomingText, figure: ReadFigure, value: Decimal, cell: int | None, others: Sequence[int]
) -> ProposedFigure:
    values = [{"value": value} for value, _key in figure.alternatives if value]
    return ProposedFigure(
        text=text,
        start=figure.start,
        end=figure.end,
        sentence_start=figure.sentence_start,
        sentence_end=figure.sentence_end,
        value=value,
        value_high=figure.value_high,
        qualifier=QUALIFIERS.get(figure.qualifier, Qualifier.APPROX),
        unit_words=figure.unit[:80],
        key=figure.key[:60],
        cell_id=cell,
        period_words=figure.period[:120],
        scope_words=figure.scope[:200],
        is_comparison=figure.is_comparison,
        is_cumulative=figure.is_cumulative,
        confidence_percent=figure.confidence_percent,
        reason=figure.reason[:300],
        alternatives=[*({"cell": other} for other in dict.fromkeys(others) if other != cell), *values],
    )


def _other_keys(figures: Iterable[ReadFigure]) -> set[str]:
    return {key for figure in figures for _value, key in figure.alternatives if key}


def _cells_of_keys(keys: set[str], layout: FormLayout) -> Mapping[str, list[int]]:
    """The cells of this form that each key may mean, the likeliest first."""
    places = {(row.indicator.pk, CellPart(row.cell.part)): row.number for row in layout.rows if not row.cell.category}
    found: dict[str, list[int]] = {}
    named = IndicatorKey.objects.filter(key__in=keys - {""}).order_by("-is_first_choice", "indicator__position")
    for row in named:
        part = _PART_OF_KEY.get(KeyPart(row.part))
        # A percentage without its parts has no cell: it is a claim.
        cell = places.get((row.indicator_id, part)) if part else None
        if cell is None and part is CellPart.TOTAL:
            cell = places.get((row.indicator_id, CellPart.NUMERATOR))
        if cell is not None:
            found.setdefault(row.key, []).append(cell)
    return found


def _denominator_of(cell: int | None, layout: FormLayout) -> int | None:
    return next((whole for part, whole in layout.ratio_cells if part == cell), None)


def _figure(task: ReportTask, figure_id: int) -> ProposedFigure:
    return ProposedFigure.objects.select_for_update().get(pk=figure_id, text__task=task)


def _decide(figure: ProposedFigure, status: ProposalStatus, *, by: Membership, now: datetime) -> None:
    figure.status, figure.decided_by, figure.decided_at = status, by, now
    figure.save(
        update_fields=["status", "cell", "taken_value", "taken_qualifier", "decided_by", "decided_at"],
    )


def _release(task: ReportTask, cells: set[int], *, keep: int) -> None:
    """Figures that stood in `cells` wait again."""
    standing = ProposedFigure.objects.filter(
        text__task=task, cell__in=cells, status__in=[ProposalStatus.TAKEN, ProposalStatus.CORRECTED]
    ).exclude(pk=keep)
    ReadingExample.objects.filter(proposal__in=standing).delete()
    standing.update(
        status=ProposalStatus.PROPOSED, taken_value=None, taken_qualifier=None, decided_by=None, decided_at=None
    )


def _draft(task: ReportTask, layout: FormLayout) -> Contents:
    submission = submission_of(task)
    return load_contents(submission.current_version if submission else None, layout)


def _fill(
    task: ReportTask, layout: FormLayout, taken: Sequence[ProposedFigure], *, by: Membership, now: datetime
) -> None:
    contents = _draft(task, layout)
    figures: dict[int, CellFigure] = {}
    evidence: dict[int, Evidence] = {}
    for proposal in taken:
        assert proposal.cell_id is not None
        stands = figures.get(proposal.cell_id, contents.figure(proposal.cell_id))
        figures[proposal.cell_id] = _with_proposal(stands, proposal, layout.row(proposal.cell_id).indicator.scale)
        known = contents.evidence.get(proposal.cell_id)
        if not proposal.is_cumulative:
            known = Evidence(
                Source.FILE if proposal.text.name else Source.TEXT, proposal.text_id, proposal.start, proposal.end
            )
        if known is not None:
            evidence[proposal.cell_id] = known
    fill_cells(task, figures=figures, evidence=evidence, by=by, now=now)


def _with_proposal(stands: CellFigure, proposal: ProposedFigure, scale: int) -> CellFigure:
    """The figure of a cell with a proposal in it: the cumulative figure is a check beside the value."""
    if proposal.is_cumulative:
        return replace(stands, cumulative=proposal.taken_value)
    qualifier = Qualifier(proposal.taken_qualifier or 0)
    high = scaled(proposal.value_high, scale) if proposal.value_high is not None else None
    if qualifier is not Qualifier.RANGE:
        high = None
    return replace(stands, value=proposal.taken_value, qualifier=qualifier, high=high, is_nil=False)


def _blank(task: ReportTask, figure: ProposedFigure, *, by: Membership, now: datetime) -> None:
    """Take the figure out of the draft where it still stands there."""
    assert figure.cell_id is not None
    layout = layout_of(task.form_version)
    contents = _draft(task, layout)
    stands = contents.figure(figure.cell_id)
    if figure.is_cumulative:
        emptied = replace(stands, cumulative=None)
    elif stands.value == figure.taken_value:
        emptied = replace(BLANK, cumulative=stands.cumulative)
    else:
        return
    fill_cells(task, figures={figure.cell_id: emptied}, evidence={}, by=by, now=now)


def _without_conflicts(
    waiting: Sequence[ProposedFigure], contents: Contents, layout: FormLayout, scope: str, period: str
) -> list[ProposedFigure]:
    by_place: dict[tuple[int, bool], list[ProposedFigure]] = {}
    for figure in waiting:
        if figure.cell_id is not None and is_sure(figure, scope, period) and figure.cell_id in layout.by_number:
            by_place.setdefault((figure.cell_id, figure.is_cumulative), []).append(figure)
    chosen = []
    for (cell, is_cumulative), figures in by_place.items():
        stands = contents.figure(cell).cumulative if is_cumulative else contents.figure(cell).value
        stated = {(scaled(it.value, layout.row(cell).indicator.scale), it.qualifier) for it in figures}
        value = next(iter(stated))[0]
        if len(stated) == 1 and value is not None and stands in (None, value):
            chosen.extend(figures)
    return chosen
