"""The reports in words of the demo province: which offices wrote one, and how it went in by the actions people use.

Of 2021 some accepted reports stand on their sentences; of the month that is due now some texts wait to be looked at,
and one report came back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from chungtay.core.clock import local_day
from chungtay.demo.texts.layouts import as_text, as_word
from chungtay.demo.texts.subject import Stated, Subject, Told
from chungtay.demo.texts.writing import SIZES, Narrative, hedged, write
from chungtay.organisations.codes import MEMBER_KINDS, OrganisationKind
from chungtay.organisations.models import Membership
from chungtay.registry.models import ModelType
from chungtay.reporting.actions.bulk import Entry, submit_in_bulk
from chungtay.reporting.actions.decisions import return_submission
from chungtay.reporting.actions.incoming import bring_in, types_in
from chungtay.reporting.codes import Grain, ProposalStatus, Qualifier, Source
from chungtay.reporting.contents import Contents, Evidence
from chungtay.reporting.layout import layouts_of
from chungtay.reporting.models import IncomingText, ProposedFigure, ReportTask
from chungtay.reporting.queries.consolidation import CatalogueCells, last_day
from chungtay.reporting.queries.history import histories_of
from chungtay.reporting.reading import read_here
from chungtay.territory.codes import Level, UnitKind
from chungtay.territory.models import UnitVersion
from chungtay.territory.queries import versions_on

# How many offices of each kind wrote their report in words.
HISTORY_OFFICES = {OrganisationKind.POLICE: 5, OrganisationKind.FRONT: 3, OrganisationKind.WOMEN: 1, "members": 1}
WAITING_OFFICES = {OrganisationKind.POLICE: 10, OrganisationKind.FRONT: 6, "members": 6}
CLAIMING_DISTRICTS = 4
# Every so many texts one is a Word file, the others are pasted.
WORD_FILE_EVERY = 3
RETURN_REASON = (
    "Báo cáo chưa tách số buổi do Công an chủ trì với số buổi của Hội. "
    "Đề nghị đối chiếu với sổ theo dõi, ghi rõ phần phối hợp để tránh tính trùng rồi gửi lại."
)
_QUALIFIERS = {"": Qualifier.EQ, "hơn": Qualifier.GT, "gần": Qualifier.LT, "khoảng": Qualifier.APPROX}
DECIDED = ("status", "taken_value", "taken_qualifier", "decided_by", "decided_at")
# Softened words are for large numbers; small ones everybody counts.
_SMALLEST_HEDGED = 50


@dataclass(frozen=True)
class Page:
    """A report as it goes in: its name (of a file; "" when pasted) and its content."""

    narrative: Narrative
    name: str
    content: bytes


class Writers:
    """Writes the texts of one pile of reports; everything drawn from the seed and the name of the pile."""

    def __init__(self, entries: Sequence[Entry], catalogue: CatalogueCells, *, seed: int, pile: str) -> None:
        self.entries = entries
        self.random = Random(f"{seed} {pile}")
        self.codes = {
            cells[0].number: code for code, cells in catalogue.by_indicator.items() if cells[0].part == "total"
        }
        tasks = [entry.task for entry in entries]
        layouts = layouts_of({task.form_version_id: task.form_version for task in tasks}.values())
        self.histories = histories_of(tasks, layouts)
        self.places = _places(tasks)
        self.type_names = dict(ModelType.objects.values_list("code", "name"))

    def page(self, place: int, *, size: str) -> Page:
        """The text of the entry at `place`; each few of them as a Word file."""
        entry = self.entries[place]
        narrative = write(self._subject(entry), self._told(entry), self.random, size=size)
        if place % WORD_FILE_EVERY:
            return Page(narrative, "", as_text(narrative, self.random).encode())
        return Page(narrative, f"bao-cao-{narrative.subject.number:02d}.docx", as_word(narrative))

    def _subject(self, entry: Entry) -> Subject:
        unit, above = self.places[entry.task.pk]
        period = entry.task.period
        return Subject(
            kind=entry.task.organisation.kind,
            unit=unit.official_name,
            unit_kind=UnitKind(unit.kind).word,
            above=above.official_name,
            year=period.year,
            month=period.index if period.grain == Grain.MONTH else None,
            signed_on=local_day(entry.at),
            number=self.random.randint(3, 96),
            is_whole_area=entry.task.is_claim,
        )

    def _told(self, entry: Entry) -> Told:
        before = self.histories[entry.task.pk].year_so_far
        figures = {}
        for cell, figure in entry.contents.figures.items():
            if cell not in self.codes or not figure.value:
                continue
            hedge = next(word for word, qualifier in _QUALIFIERS.items() if qualifier is figure.qualifier)
            cumulative = before[cell] + figure.value if cell in before else None
            figures[self.codes[cell]] = Stated(figure.value, hedge, cumulative, figure.joint)
        types = (name for names in entry.contents.keys.values() for name in names)
        return Told(figures, tuple(self.type_names[code] for code in types))


def history_in_words(entries: Sequence[Entry], catalogue: CatalogueCells, *, seed: int) -> list[Entry]:
    """`entries` of a past year, some of the communes' reports standing on the sentences of a text."""
    chosen = _chosen(_of_communes(entries), HISTORY_OFFICES, Random(f"{seed} history offices"))
    writers = Writers(chosen, catalogue, seed=seed, pile="history")
    return _with(
        entries, [_read(entry, writers.page(place, size=SIZES[-1 - place % 3])) for place, entry in enumerate(chosen)]
    )


def claims_in_words(entries: Sequence[Entry], catalogue: CatalogueCells, *, seed: int) -> list[Entry]:
    """`entries` on whole areas, some of the districts' standing on a text and in its softened words."""
    random = Random(f"{seed} claiming districts")
    districts = [entry for entry in entries if entry.task.organisation.level == Level.DISTRICT]
    chosen = [_softened(entry, random) for entry in random.sample(districts, min(CLAIMING_DISTRICTS, len(districts)))]
    writers = Writers(chosen, catalogue, seed=seed, pile="claims")
    return _with(entries, [_read(entry, writers.page(place, size="long")) for place, entry in enumerate(chosen)])


def write_this_month(
    entries: Sequence[Entry], catalogue: CatalogueCells, *, commune: int, acceptors: Mapping[int, Membership], seed: int
) -> set[int]:
    """Texts of the month that is due: most wait to be looked at, those of `commune` among them, and one came back.

    Returns the keys of the tasks, none of which is to be sent any more.
    """
    random = Random(f"{seed} waiting offices")
    of_cast = {entry.task.organisation.kind: entry for entry in entries if entry.task.unit_id == commune}
    named = [of_cast[kind] for kind in (OrganisationKind.POLICE, OrganisationKind.FRONT)]
    others = [entry for entry in _of_communes(entries) if entry.task.unit_id != commune]
    waiting = [_softened(entry, random) for entry in (*named, *_chosen(others, WAITING_OFFICES, random))]
    writers = Writers(waiting, catalogue, seed=seed, pile="waiting")
    for place, entry in enumerate(waiting):
        size = SIZES[1] if place < len(named) else SIZES[place % 5 // 2]
        _bring(entry, writers.page(place, size=size))
    returned = of_cast[OrganisationKind.WOMEN]
    _send_and_return(returned, catalogue, by=acceptors[returned.task.receiver_id], seed=seed)
    return {entry.task.pk for entry in (*waiting, returned)}


def _send_and_return(entry: Entry, catalogue: CatalogueCells, *, by: Membership, seed: int) -> None:
    page = Writers([entry], catalogue, seed=seed, pile="returned").page(0, size=SIZES[0])
    submit_in_bulk([_read(entry, page)])
    return_submission(entry.task, reason=RETURN_REASON, to=None, by=by, now=entry.at + timedelta(hours=5))


def _bring(entry: Entry, page: Page) -> IncomingText:
    return bring_in(
        entry.task,
        name=page.name,
        content=page.content,
        is_paste=not page.name,
        keep_file=bool(page.name),
        by=entry.by,
        now=entry.at - timedelta(minutes=20),
        reader=read_here,
    )


def _read(entry: Entry, page: Page) -> Entry:
    """Bring in a text and look at each of its figures, as an officer does who knows what is right.

    The entry comes back with the sentences under its figures. What `take_figure` and `reject_figure` leave of each
    figure is written in bulk here, for the entry is sent in bulk too.
    """
    text = _bring(entry, page)
    source = Source.FILE if text.name else Source.TEXT
    evidence: dict[int, Evidence] = {}
    figures = list(text.proposals.order_by("start", "id"))
    for figure in figures:
        figure.decided_by, figure.decided_at = entry.by, entry.at - timedelta(minutes=12)
        if figure.cell_id is None or figure.cell_id in evidence or not _is_right(figure, entry.contents):
            figure.status = ProposalStatus.REJECTED
            continue
        figure.status = ProposalStatus.TAKEN
        figure.taken_value, figure.taken_qualifier = int(figure.value), figure.qualifier
        evidence[figure.cell_id] = Evidence(source, text.pk, figure.start, figure.end)
    ProposedFigure.objects.bulk_update(figures, DECIDED)
    for cell, names in entry.contents.keys.items():
        first = min((one for one in types_in(text.text) if one.code in names), key=lambda one: one.start, default=None)
        if first is not None:
            evidence[cell] = Evidence(source, text.pk, first.start, first.end)
    return replace(entry, contents=replace(entry.contents, evidence=evidence))


def _with(entries: Sequence[Entry], changed: Sequence[Entry]) -> list[Entry]:
    by_task = {entry.task.pk: entry for entry in changed}
    return [by_task.get(entry.task.pk, entry) for entry in entries]


def _is_right(figure: ProposedFigure, contents: Contents) -> bool:
    """Whether a proposal is what the office reports in that cell, for the period itself."""
    stated = contents.figure(figure.cell_id) if figure.cell_id is not None else None
    return (
        stated is not None
        and not (figure.is_cumulative or figure.is_comparison)
        and (figure.value, figure.qualifier) == (stated.value, stated.qualifier)
    )


def _softened(entry: Entry, random: Random) -> Entry:
    """The entry with some of its larger figures as offices soften them in words."""
    figures = dict(entry.contents.figures)
    for cell, figure in figures.items():
        if figure.value and figure.value >= _SMALLEST_HEDGED and not figure.joint:
            stated = hedged(figure.value, random)
            figures[cell] = replace(figure, value=stated.value, qualifier=_QUALIFIERS[stated.hedge])
    return replace(entry, contents=replace(entry.contents, figures=figures))


def _of_communes(entries: Iterable[Entry]) -> list[Entry]:
    return [
        entry
        for entry in entries
        if entry.task.organisation.level == Level.COMMUNE
        and entry.task.form_version.form.code in ("ct-phoi-hop", "ct-to-chuc")
    ]


def _chosen(entries: Sequence[Entry], wanted: Mapping[str, int], random: Random) -> list[Entry]:
    """So many entries of each kind of office as are wanted, in the order of their tasks."""
    chosen: list[Entry] = []
    for kind, count in wanted.items():
        kinds = MEMBER_KINDS if kind == "members" else (kind,)
        fitting = [entry for entry in entries if entry.task.organisation.kind in kinds and entry not in chosen]
        chosen += random.sample(fitting, min(count, len(fitting)))
    return sorted(chosen, key=lambda entry: entry.task.pk)


def _places(tasks: Sequence[ReportTask]) -> dict[int, tuple[UnitVersion, UnitVersion]]:
    """The unit of each task and the unit above it, as they were on the last day of the period."""
    places = {}
    for task in tasks:
        day = last_day(task.period)
        unit = versions_on([task.unit_id], day)[task.unit_id]
        assert unit.parent_id is not None
        places[task.pk] = (unit, versions_on([unit.parent_id], day)[unit.parent_id])
    return places
