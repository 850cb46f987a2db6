"""A province in which every free text and every figure carries a canary of its own.

Each canary knows whose matter it is and how far that matter has come, so that a test can say who may meet it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from chungtay.analytics.actions.saved_views import save_view
from chungtay.analytics.actions.targets import set_target
from chungtay.analytics.models import QualityWarning, SavedView, Target
from chungtay.analytics.quality.codes import WarningKind
from chungtay.documents import actions as documents
from chungtay.documents.codes import PaperKind
from chungtay.documents.models import Document
from chungtay.documents.reading import Upload
from chungtay.organisations.actions import delegate
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership, Organisation
from chungtay.portal.actions import release_document
from chungtay.reporting.actions import consolidation as consolidations
from chungtay.reporting.actions import decisions
from chungtay.reporting.actions.bulk import Entry, submit_in_bulk
from chungtay.reporting.actions.catalogue import load_catalogue
from chungtay.reporting.actions.discussion import write_message
from chungtay.reporting.actions.entries import Terms, issue_entry
from chungtay.reporting.actions.extensions import ask_for_time, refuse_time
from chungtay.reporting.actions.incoming import bring_in, take_figure
from chungtay.reporting.actions.mailing import keep_mailbox
from chungtay.reporting.actions.submissions import correct, save_draft, submit
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.layout import layout_of
from chungtay.reporting.models import (
    Cell,
    Consolidation,
    Form,
    IncomingText,
    ProposedFigure,
    ReportingPeriod,
    ReportTask,
)
from chungtay.reporting.outlines import Heading
from chungtay.reporting.plausibility import NO_HISTORY, warnings_of
from chungtay.reporting.queries.papers import source_of
from chungtay.reporting.reading import read_here
from chungtay.territory.actions import apply_proposal, ask_run, propose, rehearse
from chungtay.territory.codes import EventKind, LedgerStep, UnitKind
from chungtay.territory.ledger import Step, UnitData
from chungtay.territory.models import LedgerProposal
from chungtay.territory.proposal_sheet import lines_of
from tests.canaries import matter
from tests.canaries.holding import Holding, plant_activities
from tests.canaries.planning import Planning, plant_plans
from tests.canaries.wordings import Words, told_text, write_words
from tests.cast import (
    COMMITTEE,
    DONG_THANH,
    FRONT,
    GOVERNMENT,
    HAC_THANH,
    NOW,
    OFFICERS,
    POLICE,
    PROVINCE,
    TODAY,
    WOMEN,
    Cast,
    Seat,
    build_cast,
    cell_of,
    month,
    username_of,
    whole_year,
)
from tests.documents.papers import draft

# Every role there is, at the police of the province; then whoever stands in another relation to a commune's matter.
SEATS: tuple[Seat, ...] = (
    *((PROVINCE, POLICE, role) for role in Role),
    *(seat for seat in OFFICERS if seat[:2] != (PROVINCE, POLICE)),
    (PROVINCE, FRONT, Role.ACCOUNT_KEEPER),
    (PROVINCE, FRONT, Role.DRAFTING_HEAD),
    (PROVINCE, FRONT, Role.EDITOR),
    (PROVINCE, COMMITTEE, Role.COORDINATOR),
    (DONG_THANH, GOVERNMENT, Role.REPORTER),
    (DONG_THANH, POLICE, Role.ACCOUNT_KEEPER),
    (HAC_THANH, POLICE, Role.APPROVER),
    (HAC_THANH, WOMEN, Role.REPORTER),
)
# The two cells in which most reports state their numbers; the others serve where these must stay blank.
SESSIONS, OTHER_CELLS = ("OUT_SESSIONS", "OUT_ATTENDANCES"), ("TRN_CLASSES", "TRN_ATT")
UNOPENED_YEAR = 2022
CLEAN = "Hai cơ quan đã tổ chức các buổi tuyên truyền."
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Canary:
    """One word or number that is written in exactly one place.

    `kind` is working, accepted, frozen, year, target, sum-accepted, sum-frozen, draft-document, issued-document,
    catalogue, activity, answer, photo or name;
    `offices` whose it is.
    """

    kind: str
    offices: tuple[int, ...]
    shown: tuple[str, ...]
    place: str


@dataclass
class Aviary:
    """Makes canaries and keeps them."""

    canaries: list[Canary] = field(default_factory=list)

    def word(self, kind: str, place: str, *offices: Organisation) -> str:
        """A new word that no other text holds."""
        number = len(self.canaries)
        tail = LETTERS[number // 676] + LETTERS[number // 26 % 26] + LETTERS[number % 26]
        return self._keep(kind, place, offices, (f"hoangyen{tail}",))

    def number(self, kind: str, place: str, *offices: Organisation) -> int:
        """A new number that no other place states."""
        value = 7_100_000 + 1_013 * len(self.canaries)
        self.note(kind, place, value, *offices)
        return value

    def note(self, kind: str, place: str, value: int, *offices: Organisation) -> None:
        """A number that follows from others, as stored and as printed."""
        self._keep(kind, place, offices, (str(value), f"{value:,}".replace(",", ".")))

    def _keep(self, kind: str, place: str, offices: tuple[Organisation, ...], shown: tuple[str, ...]) -> str:
        self.canaries.append(Canary(kind, tuple(office.pk for office in offices), shown, place))
        return shown[0]


@dataclass
class Planted:
    """The province with its canaries, and the objects that addresses name."""

    cast: Cast
    aviary: Aviary
    tasks: dict[str, ReportTask]
    documents: dict[str, Document]
    periods: tuple[ReportingPeriod, ...]
    frozen: Consolidation
    words: Words
    target: Target
    warning: QualityWarning
    view: SavedView
    proposals: tuple[LedgerProposal, LedgerProposal, LedgerProposal, LedgerProposal]
    planning: Planning
    holding: Holding
    sessions: int

    @property
    def texts(self) -> list[IncomingText]:
        """The texts that were brought in."""
        return list(IncomingText.objects.order_by("id"))


def plant() -> Planted:
    """Write the province: every stage of a report, two consolidations, three documents, all accounts."""
    aviary = Aviary()
    names: dict[Seat, str] = {}

    def name(seat: Seat) -> str:
        # Offices are not there yet when names are given: they are told apart by the user name, and joined below.
        number = len(names)
        names[seat] = f"chichbong{LETTERS[number // 26]}{LETTERS[number % 26]}"
        return f"Cán bộ {names[seat]}"

    cast = build_cast(SEATS, name=name)
    for seat, word in names.items():
        office = cast.hat(*seat).organisation
        aviary.canaries.append(Canary("name", (office.pk,), (word, username_of(seat)), f"name of {username_of(seat)}"))
    october, november, last = month(10), month(11), whole_year(2021)
    tasks = _kept_tasks(cast, october, november, last)
    gardener = _Gardener(cast, aviary, tasks)
    gardener.report_october()
    gardener.report_november()
    gardener.ask_for_time()
    gardener.discuss()
    gardener.change_what_is_asked()
    gardener.keep_mailboxes()
    frozen = gardener.report_and_freeze_2021()
    gardener.consolidate_2026()
    words = write_words(cast, frozen, aviary.word)
    gardener.note_sums()
    documents_ = gardener.write_documents(frozen)
    # A year that nobody has opened yet.
    load_catalogue(years=(UNOPENED_YEAR,))
    periods = (last, october, november)
    view = save_view("Hằng tháng", page="analytics:pivot", query="", by=cast.hat(DONG_THANH, POLICE), now=NOW)
    target = gardener.set_target()
    odd = gardener.warn()
    proposals = _proposals(cast)
    planning = plant_plans(cast, aviary)
    holding = plant_activities(cast, aviary)
    _delegate(cast)
    return Planted(
        cast,
        aviary,
        tasks,
        documents_,
        periods,
        frozen,
        words,
        target,
        odd,
        view,
        proposals,
        planning,
        holding,
        cell_of("OUT_SESSIONS"),
    )


def _proposals(cast: Cast) -> tuple[LedgerProposal, LedgerProposal, LedgerProposal, LedgerProposal]:
    """Changes of the map: only prepared, rehearsed, applied with nothing on its unit yet, and with the worker."""
    by, other = cast.hat(PROVINCE, POLICE, Role.ADMINISTRATOR), cast.hat(PROVINCE, FRONT, Role.COORDINATOR)
    made = []
    for number, code in enumerate(("16021", "16022", "16023", "16024")):
        unit = UnitData(code, UnitKind.RURAL_COMMUNE, f"Lâm Giang {number}", PROVINCE)
        step = Step(EventKind.CREATE, date(2028, 1, 1), "Nghị quyết thử số 01/NQ", starts=(unit,))
        made.append(propose(f"Lập xã mới {number}", lines=lines_of([step]), by=by, now=NOW))
    rehearse(made[2], by=by, now=NOW)
    apply_proposal(made[2], by=other, now=NOW)
    rehearse(made[1], by=by, now=NOW)
    ask_run(made[3], LedgerStep.REHEARSE, by=by, now=NOW)
    return made[0], LedgerProposal.objects.get(pk=made[1].pk), LedgerProposal.objects.get(pk=made[2].pk), made[3]


def _delegate(cast: Cast) -> None:
    """The consolidator of the province's police lets the head of the drafting office work in that role for a day."""
    holder, colleague = (cast.hat(PROVINCE, POLICE, role) for role in (Role.CONSOLIDATOR, Role.DRAFTING_HEAD))
    delegate(holder, colleague, first=TODAY + timedelta(days=1), last=TODAY + timedelta(days=1), by=holder, now=NOW)


def _kept_tasks(
    cast: Cast, october: ReportingPeriod, november: ReportingPeriod, last: ReportingPeriod
) -> dict[str, ReportTask]:
    wanted = {
        "october police": (DONG_THANH, POLICE, october),
        "october front": (DONG_THANH, FRONT, october),
        "october women": (DONG_THANH, WOMEN, october),
        "october police beside": (HAC_THANH, POLICE, october),
        "october front beside": (HAC_THANH, FRONT, october),
        "october women beside": (HAC_THANH, WOMEN, october),
        "returned": (DONG_THANH, POLICE, november),
        "sent by front": (DONG_THANH, FRONT, november),
        "drafted by women": (DONG_THANH, WOMEN, november),
        "sent by approver": (HAC_THANH, POLICE, november),
        "drafted by front": (HAC_THANH, FRONT, november),
        "sent without warnings": (HAC_THANH, WOMEN, november),
        "2021 police": (DONG_THANH, POLICE, last),
        "2021 front": (DONG_THANH, FRONT, last),
        "2021 police province": (PROVINCE, POLICE, last),
        "2021 front province": (PROVINCE, FRONT, last),
        "2021 reopened": (HAC_THANH, POLICE, last),
    }
    tasks = {name: cast.task(*place) for name, place in wanted.items()}
    # Nobody sits in the other offices: their reports would only make the walk longer.
    ReportTask.objects.exclude(pk__in=[task.pk for task in tasks.values()]).delete()
    return tasks


@dataclass
class _Gardener:
    """Plants one part of the story after the other."""

    cast: Cast
    aviary: Aviary
    tasks: dict[str, ReportTask]

    def report_october(self) -> None:
        """Accepted reports of three offices in both communes; one is being corrected."""
        for name in self.tasks:
            if name.startswith("october"):
                self._send(name, kind="accepted")
                self._accept(name)
        police = self.tasks["october police"]
        correct(police, reason=self._word("working", "october police", "correction"), by=self._officer(police), now=NOW)

    def discuss(self) -> None:
        """A message each way about a report of each side."""
        for name in ("returned", "sent by front"):
            task = self.tasks[name]
            for by in (self._receiver(task), self._officer(task)):
                words = self._word("working", name, f"message of {by.organisation.short_name}")
                write_message(task, f"Về số buổi {words}", by=by, now=NOW)

    def report_november(self) -> None:
        """A returned report that was read from a file, three that wait, one of them without warnings, two drafts."""
        self._bring_in("returned", is_paste=False)
        self._send_drafted("returned")
        returned = self.tasks["returned"]
        why = self._word("working", "returned", "reason of return")
        decisions.return_submission(returned, reason=why, to=None, by=self._receiver(returned), now=NOW)
        self._send("sent by front", kind="working")
        self._send("sent by approver", kind="working")
        self._send("sent without warnings", kind="working", usual=True)
        women = self.tasks["drafted by women"]
        # Its figures wait to be taken: the draft is of other cells.
        self._bring_in("drafted by women", is_paste=False)
        save_draft(
            women, contents=self._contents(women, "working", cells=OTHER_CELLS), by=self._officer(women), now=NOW
        )
        # A page that was empty is stored over it: both figures of each field wait for a choice.
        beside = self._contents(women, "working", cells=OTHER_CELLS)
        save_draft(women, contents=beside, by=self._officer(women), now=NOW, was=Contents())
        self._bring_in("drafted by front", is_paste=True)
        why = self._word("working", "drafted by front", "reason of more time")
        task = self.tasks["drafted by front"]
        decisions.extend_deadline(task, until=TODAY + timedelta(days=9), reason=why, by=self._receiver(task), now=NOW)

    def ask_for_time(self) -> None:
        """Two requests that wait, and one that was refused."""
        for name in ("returned", "drafted by women"):
            task = self.tasks[name]
            why = self._word("working", name, "reason of asking for time")
            ask_for_time(task, until=TODAY + timedelta(days=9), reason=why, by=self._officer(task), now=NOW)
        task = self.tasks["drafted by front"]
        why = self._word("working", "drafted by front", "reason of asking for time")
        asked = ask_for_time(task, until=TODAY + timedelta(days=30), reason=why, by=self._officer(task), now=NOW)
        why = self._word("working", "drafted by front", "reason of refusing time")
        refuse_time(asked, reason=why, by=self._receiver(task), now=NOW)

    def keep_mailboxes(self) -> None:
        """Where offices that have not sent are reminded by mail."""
        for name in ("returned", "drafted by women", "drafted by front"):
            office = self.tasks[name].organisation
            keep_mailbox(f"co-quan-{office.pk}@example.vn", by=self._officer(self.tasks[name]), now=NOW)

    def change_what_is_asked(self) -> None:
        """A new entry of the catalogue for the members, in force since mid-November."""
        front = self.cast.hat(PROVINCE, FRONT, Role.COORDINATOR)
        words = [self.aviary.word("catalogue", each, front.organisation) for each in ("name", "basis", "title", "note")]
        heading = Heading(words[2], words[3], "outreach", ("OUT_SESSIONS", "OUT_ATTENDANCES"))
        december = ReportingPeriod.objects.get(indicator_set__code="programme", grain="month", year=2026, index=12)
        form = Form.objects.get(code="ct-to-chuc")
        issue_entry(form, Terms(words[0], words[1], 2, 3, 4, [heading]), since=december, by=front, now=NOW)

    def report_and_freeze_2021(self) -> Consolidation:
        """The year 2021, frozen by both sides after one report was opened again."""
        self._tell("2021 police")
        for name in self.tasks:
            if name.startswith("2021"):
                self._send(name, kind="working" if "reopened" in name else "frozen")
                self._accept(name)
        reopened = self.tasks["2021 reopened"]
        why = self._word("working", "2021 reopened", "reason of reopening")
        decisions.reopen(reopened, reason=why, by=self._receiver(reopened), now=NOW)
        return self._frozen(whole_year_of(self.tasks["2021 police"]))

    def consolidate_2026(self) -> None:
        """The present year is open, with one answered warning; 2025 was frozen, opened again, and frozen anew.

        Its report was issued from the first freeze, and can be amended.
        """
        police = self.cast.hat(PROVINCE, POLICE, Role.COORDINATOR)
        both = (police.organisation, self.cast.office(PROVINCE, FRONT))
        unit = self.cast.units[PROVINCE]
        present = whole_year_of(self.tasks["returned"])
        opened = consolidations.open_consolidation(unit, present, by=police, now=NOW)
        why = self.aviary.word("year", "answer to a warning of the year", *both)
        consolidations.answer_warning(opened, "claim_differs:0", reason=f"Đã đối chiếu {why}", by=police, now=NOW)
        before = ReportingPeriod.objects.get(indicator_set=present.indicator_set, grain="year", year=2025)
        why = self.aviary.word("year", "reason of reopening the year", *both)
        first = self._frozen(before)
        self.amendable = self._draft("amendable", partner=self.cast.office(PROVINCE, FRONT), of=first)
        self._advance(self.amendable, 7)
        consolidations.reopen_consolidation(first, reason=f"Sửa số {why}", by=police, now=NOW)
        task = self.cast.task(HAC_THANH, POLICE, whole_year(2025))
        figure = Contents({cell_of("OUT_NEWS"): CellFigure(7)})
        submit_in_bulk([Entry(task, figure, self._sender(task), NOW, "")])
        decisions.accept(task, by=self._receiver(task), now=NOW)
        self._frozen(before)

    def _tell(self, name: str) -> None:
        """A report in words behind the figures of an office."""
        task = self.tasks[name]
        text = told_text(self.aviary.word("working", f"sentence told by {name}", task.organisation))
        by = self._officer(task)
        bring_in(task, name="", content=text.encode(), is_paste=True, keep_file=False, by=by, now=NOW, reader=read_here)

    def note_sums(self) -> None:
        """What both sides of a commune did together: less one's own it tells the other's. And the whole of a line."""
        for kind, names in (
            ("accepted", ("october police", "october front", "october women")),
            ("frozen", ("2021 police", "2021 front")),
        ):
            parts = [self._sessions(kind, self.tasks[name].organisation) for name in names]
            self.aviary.note(f"sum-{kind}", f"sum of {kind} sessions", sum(number for _office, number in parts),
                             *(office for office, _number in parts))  # fmt: skip
        for line in (POLICE, FRONT, WOMEN):
            beside = [self.tasks[f"october {line}"], self.tasks[f"october {line} beside"]]
            total = sum(self._sessions("accepted", task.organisation)[1] for task in beside)
            self.aviary.note("sum-accepted", f"sum of the line {line}", total, self.cast.office(PROVINCE, line))
        october = [task.organisation for name, task in self.tasks.items() if name.startswith("october")]
        partners = [self.cast.office(PROVINCE, kind) for kind in (POLICE, FRONT)]
        whole = sum(self._sessions("accepted", office)[1] for office in october)
        self.aviary.note("year", "sum of the province", whole, *partners)

    def _sessions(self, kind: str, office: Organisation) -> tuple[Organisation, int]:
        place = f"sessions of {office.name}"
        found = [each for each in self.aviary.canaries if each.kind == kind and each.place == place]
        return office, int(found[0].shown[0])

    def write_documents(self, frozen: Consolidation) -> dict[str, Document]:
        """One of the police alone, returned; a joint one at each step of its way; two issued, one of them released."""
        alone = self._draft("alone", partner=None)
        self._return(alone, "alone")
        front = self.cast.office(PROVINCE, FRONT)
        written = {"alone": alone, "amendable": self.amendable, "joint": self._draft("joint", partner=front, of=frozen)}
        for steps, name in enumerate(("checked", "form checked", "agreed", "signed", "numbered"), start=1):
            written[name] = self._draft(name, partner=front)
            # The two signatures are one step of the document.
            self._advance(written[name], steps if steps < 4 else steps + 1)
        issued = written["issued"] = self._draft("issued", partner=front, of=frozen)
        self._return(issued, "issued")
        self._advance(issued, 7)
        self._bring_signed_copy(issued)
        release_document(issued, by=self.cast.hat(PROVINCE, POLICE, Role.EDITOR), now=NOW)
        return written

    def set_target(self) -> Target:
        """What a commune shall reach this year, where that is written a canary."""
        unit, police = self.cast.units[DONG_THANH], self.cast.office(DONG_THANH, POLICE)
        return set_target(
            unit,
            Cell.objects.get(number=cell_of("OUT_ATTENDANCES")),
            TODAY.year,
            value=2500,
            source=f"Kế hoạch {self.aviary.word('target', 'source of the target', police)}",
            by=self.cast.hat(PROVINCE, POLICE, Role.COORDINATOR),
            now=NOW,
        )

    def warn(self) -> QualityWarning:
        """An accepted figure of a commune's police that looks odd: the one before it is a canary."""
        task = self.tasks["october police"]
        before = self.aviary.number("working", "figure before the odd one", task.organisation)
        return QualityWarning.objects.create(
            kind=WarningKind.MISSING,
            code="missing",
            organisation=task.organisation,
            unit=task.unit,
            line=task.line,
            period=task.period,
            cell_id=cell_of("OUT_BANNERS"),
            task=task,
            numbers={"before": before, "count": 3, "earlier": [before] * 3},
            last_day=task.period.window.upper - timedelta(days=1),
            found_at=NOW,
        )

    def _frozen(self, period: ReportingPeriod) -> Consolidation:
        unit = self.cast.units[PROVINCE]
        sides = [self.cast.hat(PROVINCE, kind, Role.COORDINATOR) for kind in (POLICE, FRONT)]
        found = consolidations.open_consolidation(unit, period, by=sides[0], now=NOW)
        for side in sides:
            found = consolidations.freeze(found, by=side, now=NOW, allow_estimates=True)
        return found

    def _draft(self, name: str, *, partner: Organisation | None, of: Consolidation | None = None) -> Document:
        kind = "issued-document" if name in ("issued", "amendable") else "draft-document"
        police = self.cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR)
        offices = [police.organisation, *([partner] if partner else [])]
        return documents.draft_document(
            kind=PaperKind.ANNUAL,
            title=f"Kết quả năm 2021 {self.aviary.word(kind, f'title of the document {name}', *offices)}",
            lead=police.organisation,
            partner=partner,
            source=source_of(of) if of else f"test:{name}",
            symbol="BC-CAT-MTTQ",
            draft=draft(),
            by=police,
            now=NOW,
        )

    def _return(self, document: Document, name: str) -> None:
        head = self.cast.hat(PROVINCE, POLICE, Role.DRAFTING_HEAD)
        offices = [document.lead, *([document.partner] if document.partner else [])]
        why = self.aviary.word("draft-document", f"reason of return of the document {name}", *offices)
        documents.return_document(document, reason=f"Bổ sung phần {why}", by=head, now=NOW)

    def _advance(self, document: Document, steps: int) -> None:
        """The first `steps` of the seven steps from a joint draft to its issue."""
        police = {role: self.cast.hat(PROVINCE, POLICE, role) for role in Role}
        front = {role: self.cast.hat(PROVINCE, FRONT, role) for role in (Role.COORDINATOR, Role.SIGNER)}
        clerk, number = police[Role.REGISTRY_CLERK], 215 + document.pk
        way: tuple[Callable[[], object], ...] = (
            lambda: documents.check_content(document, by=police[Role.DRAFTING_HEAD], now=NOW),
            lambda: documents.check_form(document, by=police[Role.FORM_CHECKER], now=NOW),
            lambda: documents.agree(document, by=front[Role.COORDINATOR], now=NOW),
            lambda: documents.sign(document, by=front[Role.SIGNER], now=NOW),
            lambda: documents.sign(document, by=police[Role.SIGNER], now=NOW),
            lambda: documents.number_document(document, number=number, dated=TODAY, by=clerk, now=NOW),
            lambda: documents.issue(document, by=clerk, now=NOW),
        )
        for take in way[:steps]:
            take()
        document.refresh_from_db()

    def _bring_signed_copy(self, document: Document) -> None:
        offices = [document.lead, *([document.partner] if document.partner else [])]
        name = self.aviary.word("issued-document", "file name of the signed copy", *offices)
        clerk = self.cast.hat(PROVINCE, POLICE, Role.REGISTRY_CLERK)
        documents.upload_signed_copy(document, Upload(f"{name}.pdf", matter.pdf(CLEAN).content), by=clerk, now=NOW)

    def _word(self, kind: str, name: str, what: str) -> str:
        return f"Để bổ sung {self.aviary.word(kind, f'{what} of {name}', self.tasks[name].organisation)}"

    def _contents(
        self, task: ReportTask, kind: str, *, usual: bool = False, cells: tuple[str, str] = SESSIONS
    ) -> Contents:
        sessions, attendances = map(cell_of, cells)
        number = self.aviary.number(kind, f"sessions of {task.organisation.name}", task.organisation)
        place = f"attendances of {task.organisation.name}"
        if usual:
            few = number * 50
            self.aviary.note(kind, place, few, task.organisation)
        else:
            # Fewer attendances than sessions: unusual, so that there is a warning with an answer.
            few = self.aviary.number(kind, place, task.organisation)
        return Contents(
            {
                sessions: CellFigure(number, joint=0, led_elsewhere=0),
                attendances: CellFigure(few, joint=0, led_elsewhere=0),
            }
        )

    def _send(self, name: str, *, kind: str, usual: bool = False) -> None:
        task = self.tasks[name]
        contents = self._contents(task, kind, usual=usual)
        answer = "" if usual else self._word("working", name, "answer to a warning")
        submit_in_bulk([Entry(task, contents, self._sender(task), NOW, answer)])

    def _send_drafted(self, name: str) -> None:
        task = self.tasks[name]
        layout = layout_of(task.form_version)
        answer = self._word("working", name, "answer to a warning")
        contents = self._contents(task, "working")
        save_draft(task, contents=contents, by=self._officer(task), now=NOW)
        answers = {found.key: answer for found in warnings_of(contents, layout, NO_HISTORY)}
        submit(task, by=self._officer(task), now=NOW, answers=answers)

    def _accept(self, name: str) -> None:
        task = self.tasks[name]
        decisions.accept(task, by=self._receiver(task), now=NOW)

    def _bring_in(self, name: str, *, is_paste: bool) -> None:
        task = self.tasks[name]
        number = self.aviary.number("working", f"number in the text of {name}", task.organisation)
        words = self._word("working", name, "sentence")
        text = f"BÁO CÁO\nTrong tháng tổ chức {number:,} buổi tuyên truyền. {words}.\n".replace(",", ".")
        label = "" if is_paste else f"{self.aviary.word('working', f'file name of {name}', task.organisation)}.txt"
        kept = bring_in(
            task, name=label, content=text.encode(), is_paste=is_paste, keep_file=True, by=self._officer(task), now=NOW,
            reader=read_here,
        )  # fmt: skip
        if is_paste:
            take_figure(task, ProposedFigure.objects.filter(text=kept)[0].pk, by=self._officer(task), now=NOW)

    def _officer(self, task: ReportTask) -> Membership:
        return self._hat(task.organisation, Role.REPORTER)

    def _sender(self, task: ReportTask) -> Membership:
        found = [hat for hat in self.cast.hats.values() if hat.organisation_id == task.organisation_id]
        approver = [hat for hat in found if hat.role == Role.APPROVER]
        writer = [hat for hat in found if hat.role in (Role.REPORTER, Role.CONSOLIDATOR)]
        return (approver or writer)[0]

    def _receiver(self, task: ReportTask) -> Membership:
        receiver = task.receiver
        if receiver.pk == task.organisation_id:
            return self._hat(receiver, Role.COORDINATOR)
        return self._hat(receiver, Role.CONSOLIDATOR)

    def _hat(self, organisation: Organisation, role: Role) -> Membership:
        hats: Iterator[Membership] = (
            hat for hat in self.cast.hats.values() if hat.organisation_id == organisation.pk and hat.role == role
        )
        return next(hats)


def whole_year_of(task: ReportTask) -> ReportingPeriod:
    """The year's own period around the period of a report."""
    return task.period.parent or task.period


__all__ = ["SEATS", "Aviary", "Canary", "OrganisationKind", "Planted", "plant", "whole_year_of"]
