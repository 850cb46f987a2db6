"""Every address of the site, classified: which pages there are to walk, which deeds there are to try, and whose."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import openpyxl
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from chungtay.analytics.files import FORMATS
from chungtay.documents.models import Document, SignedCopy
from chungtay.organisations.codes import Line, OrganisationKind, Role
from chungtay.organisations.models import Delegation, Membership, Organisation, User
from chungtay.organisations.sheet import COLUMNS, KIND_WORDS, ROLE_WORDS
from chungtay.reporting.addresses import FigureAddress
from chungtay.reporting.codes import Section
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.form_file.interpreting import FormReadback
from chungtay.reporting.form_file.taking import sealed
from chungtay.reporting.models import (
    EditConflict,
    ExtensionRequest,
    IncomingText,
    ProposedFigure,
    ReportingPeriod,
    ReportTask,
    SubmissionVersion,
)
from chungtay.territory.codes import Level
from chungtay.territory.models import AdministrativeUnit
from chungtay.territory.proposal_sheet import sheet_of
from officialdoc import render_docx
from tests.canaries import matter
from tests.canaries.holding import deeds_of_activities, pages_of_activities
from tests.canaries.matter import Sent
from tests.canaries.planning import deeds_of_plans, pages_of_plans
from tests.canaries.planted import CLEAN, UNOPENED_YEAR, Planted
from tests.canaries.sight import BLIND, LEADERS, OWN_OFFICE_ONLY, consolidates, side
from tests.canaries.wordings import word_deeds, word_pages
from tests.cast import DONG_THANH, FRONT, HAC_THANH, POLICE, PROVINCE, TODAY
from tests.documents.papers import paper

# Open to strangers: the public page, the ways in, the language, the samples of the interface.
OPEN = {
    "portal:home",
    "web:style-guide",
    "web:language",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_set_password",
    "organisations:redeem",
    "organisations:demo-sign-in",
    "organisations:first-administrator",
}
# What is sent there concerns the reader's own session or a file that is not kept.
PERSONAL = {"account_change_password", "organisations:who-works", "organisations:wear", "documents:check"}

TASK_PAGES = (
    "reporting:outline-file",
    "reporting:task",
    "reporting:entry",
    "reporting:send",
    "reporting:from-activities",
    "reporting:bring-in",
    "reporting:bring-form-in",
    "reporting:form-file",
    "reporting:retype-sheet",
    "reporting:review-one",
    "reporting:discussion",
)
# A document offers these to whoever may see it: bytes, in which no word can be looked for.
FILE_PAGES = {"documents:file", "documents:issued-file", "documents:signed-file", "documents:companion-file"}
FILES_OF = ("alone", "joint", "issued")
# Forms of both sides, of the members, and of the police alone.
CATALOGUE = ("ct-phoi-hop", "ct-to-chuc", "an-toan-don-vi")
LINES = (Line.ALL, Line.POLICE, Line.FRONT, Line.WOMEN)


def all_names() -> set[str]:
    """The name of every address, from the resolver; an address without a name is a fault."""
    return set(_names(get_resolver().url_patterns, ""))


def _names(patterns: Iterable[Any], namespace: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"an address without a name: {pattern}"
            yield f"{namespace}{pattern.name}"


@dataclass(frozen=True)
class Page:
    """One page to look at; `document` is the one whose file it hands out."""

    name: str
    path: str
    document: Document | None = None


def pages(planted: Planted) -> list[Page]:
    """Every page of every object."""
    return [Page(name, path) for name, path in _plain(planted)] + list(_files(planted))


def _plain(planted: Planted) -> Iterator[tuple[str, str]]:
    yield "portal:home", reverse("portal:home")
    yield "web:style-guide", reverse("web:style-guide")
    for name in ("today", "web:help", "web:help-sheet", "web:help-sheet-pdf", "account_change_password",
                 "organisations:hats", "organisations:create-office",
                 "organisations:open-account", "organisations:import-accounts", "organisations:sheet-template",
                 "territory:units", "territory:ledger", "territory:proposals", "territory:propose",
                 "territory:upload-proposal", "territory:proposal-model-sheet",
                 "documents:documents", "documents:register", "documents:check",
                 "reporting:catalogue", "reporting:days-off", "reporting:burden", "reporting:extension-requests",
                 "reporting:observance", "reporting:deadlines-file",
                 "reporting:review", "reporting:accepted", "reporting:discussions",
                 "reporting:front-week", "reporting:consolidations", "reporting:find-figure",
                 "reporting:papers",
                 "analytics:pivot", "analytics:map", "analytics:series", "analytics:series-file", "analytics:targets",
                 "analytics:completeness", "analytics:not-reached", "analytics:saved", "analytics:warnings",
                 "portal:releases"):  # fmt: skip
        yield name, reverse(name)
    yield from _lists(planted)
    for code in CATALOGUE:
        for name in ("catalogue-entry", "issue-entry", "catalogue-progress"):
            yield f"reporting:{name}", reverse(f"reporting:{name}", args=[code])
    yield "reporting:withdraw-day", reverse("reporting:withdraw-day", args=["2027-01-01"])
    for unit in planted.cast.units.values():
        yield "territory:unit", reverse("territory:unit", args=[unit.pk])
    for proposal in planted.proposals:
        for name in (
            "proposal",
            "edit-proposal",
            "proposal-sheet",
            "proposal-progress",
            "proposal-run",
            "undo-proposal",
        ):
            yield f"territory:{name}", reverse(f"territory:{name}", args=[proposal.pk])
        for rehearsal in proposal.rehearsals.all():
            for name in ("territory:rehearsal", "territory:rehearsal-sheet"):
                yield name, reverse(name, args=[rehearsal.pk])
    for hat in accounts(planted):
        yield "organisations:account", reverse("organisations:account", args=[hat.user_id])
        yield "organisations:grant-role", reverse("organisations:grant-role", args=[hat.user_id])
        yield "organisations:end-role", reverse("organisations:end-role", args=[hat.pk])
        yield "organisations:hand-over", reverse("organisations:hand-over", args=[hat.pk])
        yield "organisations:delegate", reverse("organisations:delegate", args=[hat.pk])
    for office in {hat.organisation for hat in planted.cast.hats.values()}:
        for name in ("organisations:office", "organisations:place-office", "organisations:report-to"):
            yield name, reverse(name, args=[office.pk])
    yield from _reports(planted)
    yield from pages_of_plans(planted.planning)
    yield from pages_of_activities(planted.holding)
    for code in codes(planted):
        yield "reporting:pedigree", reverse("reporting:pedigree", args=[code])
        # The sheet shows the same with less; every third is looked at.
    for code in codes(planted)[::3]:
        yield "reporting:pedigree-sheet", reverse("reporting:pedigree-sheet", args=[code])
    for document in planted.documents.values():
        yield "documents:document", reverse("documents:document", args=[document.pk])
        for name in ("documents:correct", "documents:mend", "reporting:issued-now"):
            yield name, reverse(name, args=[document.pk])


def _lists(planted: Planted) -> Iterator[tuple[str, str]]:
    tasks, board = reverse("reporting:tasks"), reverse("reporting:board")
    yield from (("reporting:tasks", f"{tasks}?loc={chosen}") for chosen in ("", "can-lam", "da-gui"))
    yield "reporting:board", board
    receivers = {task.receiver_id for task in planted.tasks.values()}
    for period, receiver in product(planted.periods, receivers):
        yield "reporting:board", f"{board}?ky={period.pk}&noi-nhan={receiver}"
    for period in planted.periods:
        yield "reporting:accept-all", f"{reverse('reporting:accept-all')}?ky={period.pk}"
    for year, line in product((2021, 2025, 2026), LINES):
        yield "reporting:consolidation", f"{reverse('reporting:consolidation', args=[year])}?khoi={line.value}"
    yield from word_pages(planted.words)
    yield from (("analytics:pivot-file", reverse("analytics:pivot-file", args=[format_])) for format_ in FORMATS)
    yield "analytics:warnings", f"{reverse('analytics:warnings')}?tinh-trang=tat-ca"
    yield from (("analytics:warnings-file", reverse("analytics:warnings-file", args=[format_])) for format_ in FORMATS)
    yield "analytics:warning", reverse("analytics:warning", args=[planted.warning.pk])
    yield from _questions()
    yield "reporting:find-figure", f"{reverse('reporting:find-figure')}?ma={codes(planted)[0]}"
    yield "organisations:accounts", reverse("organisations:accounts")
    yield "organisations:accounts", f"{reverse('organisations:accounts')}?q=16001"
    yield "organisations:offices", f"{reverse('organisations:offices')}?q=dong thanh"
    yield "documents:documents", f"{reverse('documents:documents')}?q=hoangyen"
    yield from _tables(planted)


def _tables(planted: Planted) -> Iterator[tuple[str, str]]:
    """The lists as workbooks, which hold all their pages at once."""
    for name in ("reporting:tasks", "reporting:review", "reporting:board", "documents:documents", "documents:register",
                 "territory:units", "territory:ledger", "organisations:accounts", "organisations:offices",
                 "programmes:activities", "programmes:plans", "programmes:bases", "analytics:completeness",
                 "analytics:targets", "analytics:not-reached", "portal:home"):  # fmt: skip
        yield name, f"{reverse(name)}?tai=xlsx"
    receivers = {task.receiver_id for task in planted.tasks.values()}
    for period, receiver in product(planted.periods, receivers):
        yield "reporting:board", f"{reverse('reporting:board')}?ky={period.pk}&noi-nhan={receiver}&tai=so-lieu"
    for year, line in product((2021, 2026), (Line.ALL, Line.POLICE, Line.FRONT)):
        path = reverse("reporting:consolidation", args=[year])
        yield "reporting:consolidation", f"{path}?khoi={line.value}&tai=xlsx"
    for version in SubmissionVersion.objects.select_related("submission"):
        path = reverse("reporting:version", args=[version.submission.task_id, version.number])
        yield "reporting:version", f"{path}?tai=xlsx"
    for code in codes(planted)[::3]:
        yield "reporting:pedigree", f"{reverse('reporting:pedigree', args=[code])}?tai=xlsx"


def _questions() -> Iterator[tuple[str, str]]:
    """The sessions of each line by months and by years, as a table and drawn; the same as a file; who sent when."""
    months, years = "theo=thang&tu=2026-10&den=2026-11", "theo=nam&tu=2021-01&den=2026-12"
    for line, span in product(LINES, (months, years)):
        query = f"khoi={line.value}&{span}&chi-tieu=OUT_SESSIONS"
        yield "analytics:pivot", f"{reverse('analytics:pivot')}?{query}"
        yield "analytics:series", f"{reverse('analytics:series')}?{query}&so=don-vi"
        yield "analytics:map", f"{reverse('analytics:map')}?{query}"
    yield "analytics:pivot-file", f"{reverse('analytics:pivot-file', args=['csv'])}?khoi=all&{years}"
    yield "analytics:series-file", f"{reverse('analytics:series-file')}?khoi=police&{months}&so=don-vi"
    for format_, span in product((*FORMATS, "svg"), (months, years)):
        yield "analytics:map-file", f"{reverse('analytics:map-file', args=[format_])}?khoi=all&{span}"
    yield "analytics:completeness", f"{reverse('analytics:completeness')}?khoi=all&{months}"


def _reports(planted: Planted) -> Iterator[tuple[str, str]]:
    for task in planted.tasks.values():
        for name in TASK_PAGES:
            yield name, reverse(name, args=[task.pk])
    for version in SubmissionVersion.objects.select_related("submission"):
        for name in ("reporting:version", "reporting:version-sheet"):
            yield name, reverse(name, args=[version.submission.task_id, version.number])
    for task, text in texts_beside_tasks(planted):
        for name in ("reporting:check-text", "reporting:kept-file"):
            yield name, reverse(name, args=[task.pk, text.pk])
    # The report from present figures is made anew at each look; one year tells whether it opens at all.
    yield "reporting:live-paper", reverse("reporting:live-paper", args=[2026, "annual", "docx"])


def texts_beside_tasks(planted: Planted) -> Iterator[tuple[ReportTask, IncomingText]]:
    """Each text under its own report, and under one report of each other office: an address can be put together."""
    tasks = list(planted.tasks.values())
    of_office = {task.organisation_id: task for task in tasks}
    for text in planted.texts:
        own = next(task for task in tasks if task.pk == text.task_id)
        yield own, text
        yield from ((task, text) for office, task in of_office.items() if office != own.organisation_id)


def _files(planted: Planted) -> Iterator[Page]:
    copies = dict(SignedCopy.objects.values_list("document_id", "pk"))
    some_copy = next(iter(copies.values()))
    for name, document in planted.documents.items():
        # The documents on their way differ in their status alone: one file of each is looked at.
        kinds = product(("for_signature", "look_up"), ("docx", "pdf")) if name in FILES_OF else [("look_up", "docx")]
        for rendering, format_ in kinds:
            path = reverse("documents:file", args=[document.pk, rendering, format_])
            yield Page("documents:file", path, document)
        yield Page("documents:issued-file", reverse("documents:issued-file", args=[document.pk, "pdf"]), document)
        for page in ("documents:signed-file", "documents:companion-file"):
            yield Page(page, reverse(page, args=[document.pk, copies.get(document.pk, some_copy)]), document)


def accounts(planted: Planted) -> list[Membership]:
    """One account of each office, and those at the police of the province that nobody but an administrator keeps."""
    guarded = (Role.AUDITOR, Role.ADMINISTRATOR)
    one_each = {hat.organisation_id: hat for hat in planted.cast.hats.values() if hat.role not in guarded}
    return [*one_each.values(), *(hat for hat in planted.cast.hats.values() if hat.role in guarded)]


def codes(planted: Planted) -> list[str]:
    """The printed codes of the sessions of each unit, period and line, live; and those of the frozen year."""
    units = [planted.cast.units[code].pk for code in (PROVINCE, DONG_THANH, HAC_THANH)]
    present = ReportingPeriod.objects.get(indicator_set__code="programme", grain="year", year=2026)
    last, october, _november = planted.periods
    places = [*product(units, (last, october)), (units[0], present)]
    live = [
        FigureAddress(unit, period.pk, line, planted.sessions).code for (unit, period), line in product(places, LINES)
    ]
    frozen = [FigureAddress(units[0], last.pk, line, planted.sessions, planted.frozen.pk).code for line in LINES]
    return live + frozen


@dataclass(frozen=True)
class Deed:
    """Something that can be sent: where, what, and whose deed it is. A deed of nobody's is open to none."""

    name: str
    path: str
    data: dict[str, Any]
    may: Callable[[Membership], bool] = field(repr=False)
    files: dict[str, Sent] = field(default_factory=dict, repr=False)
    is_json: bool = False

    @property
    def sent(self) -> dict[str, Any]:
        """What a browser would send; each file from its start."""
        return {**self.data, **{name: file.stream for name, file in self.files.items()}}

    def send(self, client: Client, data: dict[str, Any]) -> Any:
        """The answer to this deed with `data`."""
        return client.post(self.path, data, **({"content_type": "application/json"} if self.is_json else {}))


def deeds(planted: Planted) -> list[Deed]:
    """Every deed on every object, with what a person would send."""
    found: list[Deed] = []
    for task in planted.tasks.values():
        found += _deeds_of_a_report(planted, task)
    for year in (2021, UNOPENED_YEAR, 2025, 2026):
        found += [
            Deed(name, reverse(name, args=[year]), data, consolidates)
            for name, data in (
                ("reporting:open-year", {}),
                ("reporting:freeze", {"allow_estimates": "1"}),
                ("reporting:reopen-year", {"reason": "Sửa số của một xã"}),
                ("reporting:answer-warning", {"warning": "claim_differs:5", "reason": "Đã đối chiếu với sổ"}),
            )
        ]
    for document in planted.documents.values():
        found += _deeds_of_a_document(document)
    for hat in accounts(planted):
        found += _deeds_of_accounts(planted, hat)
    found += [Deed(*deed) for deed in word_deeds(planted.words, consolidates)]
    found += _deeds_of_views(planted)
    found += _deeds_of_the_catalogue(planted)
    found += _deeds_of_the_map(planted)
    found += _deeds_of_delegations()
    found += [Deed(*each) for each in deeds_of_plans(planted.planning)]
    found += [Deed(*each) for each in deeds_of_activities(planted.holding)]
    return [*found, *_deeds_of_offices(planted)]


def _deeds_of_views(planted: Planted) -> Iterator[Deed]:
    """A view is its owner's; what is offered to the province's offices is pinned by them."""
    view = planted.view

    def owns(hat: Membership) -> bool:
        return hat == view.owner

    def works_for_the_province(hat: Membership) -> bool:
        at_top = hat.organisation.unit_id == planted.cast.units[PROVINCE].pk
        return at_top and hat.role not in BLIND | OWN_OFFICE_ONLY

    odd = planted.warning
    offices = {odd.organisation_id, planted.cast.office(PROVINCE, POLICE).pk}
    entering = (Role.REPORTER, Role.APPROVER, Role.COORDINATOR, Role.CONSOLIDATOR)
    answered = {"verdict": "right", "reason": "Đã đối chiếu với sổ", "stands_on": odd.stands_on}
    path = reverse("analytics:answer-warning", args=[odd.pk])
    yield Deed("analytics:answer-warning", path, answered, _sits_in(offices, entering))
    saved = {"name": "Hằng quý", "page": "analytics:pivot", "query": "theo=quy"}
    yield Deed("analytics:save-view", reverse("analytics:save-view"), saved, lambda hat: True)
    for name, data in (("rename-view", {"name": "Xem lại"}), ("pin-view", {"pin": "0"}), ("delete-view", {})):
        path = reverse(f"analytics:{name}", args=[view.pk])
        yield Deed(f"analytics:{name}", path, data, owns)
    path = reverse("analytics:pin-offered", args=["not-reached"])
    yield Deed("analytics:pin-offered", path, {"pin": "0"}, works_for_the_province)


def _deeds_of_the_catalogue(planted: Planted) -> Iterator[Deed]:
    """Coordinators of the province keep it, each the reports that their own side sends."""

    def keeps(hat: Membership) -> bool:
        at_top = hat.organisation.unit_id == planted.cast.units[PROVINCE].pk
        return at_top and hat.role == Role.COORDINATOR and hat.organisation.kind in (POLICE, FRONT)

    yield Deed("reporting:load-catalogue", reverse("reporting:load-catalogue"), {}, keeps)
    days = {"kind": "off", "first": "2026-12-15", "last": "", "label": "Nghỉ bù", "legal_basis": "Thông báo 1"}
    yield Deed("reporting:days-off", reverse("reporting:days-off"), {**days, "keep": "1"}, keeps)
    path = reverse("reporting:withdraw-day", args=["2027-01-01"])
    yield Deed("reporting:withdraw-day", path, {"legal_basis": "Thông báo 2"}, keeps)
    sides = (("ct-phoi-hop", {"police", "front"}), ("ct-to-chuc", {"front"}), ("an-toan-don-vi", {"police"}))
    december = ReportingPeriod.objects.get(indicator_set__code="programme", grain="month", year=2026, index=12)
    titles = {f"s-{section.value}-title": "Kết quả" for section in Section}
    terms = {"name": "Báo cáo tháng", "legal_basis": "Chương trình 07", "commune_days": "2", "district_days": "3",
             "province_days": "4", "levels": "3", "since": december.pk, **titles, "s-outreach-note": "",
             "w-0-title": "Kiến nghị", "w-0-note": "", "ask": "OUT_SESSIONS", "parts": "OUT_SESSIONS"}  # fmt: skip
    for code, senders in sides:

        def issues(hat: Membership, senders: set[str] = senders) -> bool:
            return keeps(hat) and side(hat.organisation) in senders

        typed = {**terms, "senders": "women" if code == "ct-to-chuc" else "police"}
        yield Deed("reporting:issue-entry", reverse("reporting:issue-entry", args=[code]), typed, issues)
        path = reverse("reporting:automatic", args=[code])
        yield Deed("reporting:automatic", path, {"automatic": "1"}, issues)
        path = reverse("reporting:assign", args=[code])
        yield Deed("reporting:assign", path, {"ky": december.pk}, keeps)

    def urges(hat: Membership) -> bool:
        return hat.role in DRAFTING and hat.organisation.level == Level.PROVINCE

    for period in planted.periods:
        yield Deed("reporting:draft-urging", reverse("reporting:draft-urging"), {"ky": period.pk}, urges)
        path = reverse("reporting:remind-by-mail")
        yield Deed("reporting:remind-by-mail", path, {"ky": period.pk}, lambda hat: _decides(hat) and urges(hat))

    def enters(hat: Membership) -> bool:
        return hat.role in (Role.REPORTER, Role.APPROVER, Role.COORDINATOR, Role.CONSOLIDATOR)

    yield Deed("reporting:mailbox", reverse("reporting:mailbox"), {"address": "van-phong@example.vn"}, enters)
    for asked in ExtensionRequest.objects.select_related("task"):

        def receives(hat: Membership, task: ReportTask = asked.task) -> bool:
            return hat.organisation_id == task.receiver_id and _decides(hat)

        for name, data in (("grant-time", {"until": "2026-12-29"}), ("refuse-time", {"reason": "Đã đủ thời gian"})):
            path = reverse(f"reporting:{name}", args=[asked.pk])
            yield Deed(f"reporting:{name}", path, data, receives)


def _deeds_of_the_map(planted: Planted) -> Iterator[Deed]:
    """Administrators and coordinators of the province propose; a coordinator who is somebody else applies."""

    def proposes(hat: Membership) -> bool:
        at_top = hat.organisation.unit_id == planted.cast.units[PROVINCE].pk
        return at_top and hat.role in (Role.ADMINISTRATOR, Role.COORDINATOR)

    def applies(hat: Membership) -> bool:
        return proposes(hat) and hat.role == Role.COORDINATOR

    draft, rehearsed, applied, running = planted.proposals
    said = {"title": "Sắp xếp", "kind": "merge", "day": "2028-02-01", "basis": "Nghị quyết thử", "note": ""}
    yield Deed("territory:propose", reverse("territory:propose"), said, proposes)
    sheet = Sent("bang.xlsx", sheet_of(draft.lines))
    path = reverse("territory:upload-proposal")
    yield Deed("territory:upload-proposal", path, {"title": "Từ bảng"}, proposes, {"sheet": sheet})
    typed = {"do": "save", "title": "Sắp xếp", "q": "", "t0-code": "16021", "t0-name": "Lâm", "t0-unit_kind": "xa",
             "t0-parent": PROVINCE}  # fmt: skip
    yield Deed("territory:edit-proposal", reverse("territory:edit-proposal", args=[draft.pk]), typed, proposes)
    for proposal, name, may in (
        (draft, "rehearse-proposal", proposes),
        (draft, "withdraw-proposal", proposes),
        (rehearsed, "apply-proposal", applies),
        (applied, "undo-proposal", applies),
        (running, "stop-proposal-run", proposes),
    ):
        yield Deed(f"territory:{name}", reverse(f"territory:{name}", args=[proposal.pk]), {}, may)


def _deeds_of_a_report(planted: Planted, task: ReportTask) -> Iterator[Deed]:
    def owes(hat: Membership) -> bool:
        roles = (Role.REPORTER, Role.APPROVER, Role.COORDINATOR, Role.CONSOLIDATOR)
        return hat.organisation_id == task.organisation_id and hat.role in roles

    def receives(hat: Membership) -> bool:
        return hat.organisation_id == task.receiver_id and _decides(hat)

    value = f"v-{planted.sessions}"
    typed = {value: "3", "certainty": "final", "was": ""}
    own: dict[str, dict[str, Any]] = {
        "reporting:entry": typed,
        "reporting:autosave": typed,
        "reporting:nil": {"section": "outreach"},
        "reporting:copy-stocks": {},
        "reporting:send": {f"answer-attendances_per_session:{planted.sessions}": "Đã đối chiếu với sổ"},
        "reporting:submit-whole": {"figures": [{"cell": planted.sessions, "value": 3}], "certainty": "final"},
        "reporting:lay-before-approver": {},
        "reporting:correct": {"reason": "Nhầm một chữ số"},
        "reporting:bring-in": {"text": "Tổ chức 4 buổi tuyên truyền."},
        "reporting:take-form": {"taken": sealed(FormReadback({planted.sessions: CellFigure(4)}), Contents(), task)},
        "reporting:discussion": {"text": "Đã xem lại số buổi"},
        "reporting:ask-for-time": {"until": "2026-12-30", "reason": "Mưa lũ, đường tắc"},
    }
    above: dict[str, dict[str, Any]] = {
        "reporting:accept": {},
        "reporting:return": {"reason": "Xin bổ sung số buổi"},
        "reporting:reopen": {"reason": "Xin bổ sung số buổi"},
        "reporting:extend": {"until": "2026-12-30", "reason": "Mưa lũ, đường tắc"},
    }
    for name, data in own.items():
        may = (lambda hat: owes(hat) or receives(hat)) if name == "reporting:discussion" else owes
        yield Deed(name, reverse(name, args=[task.pk]), data, may, is_json=name == "reporting:submit-whole")
    read = reverse("reporting:read-discussion", args=[task.pk])
    yield Deed("reporting:read-discussion", read, {}, lambda hat: owes(hat) or receives(hat))
    for name, data in above.items():
        yield Deed(name, reverse(name, args=[task.pk]), data, receives)
    for version in SubmissionVersion.objects.filter(submission__task=task):
        ticked = {"ky": task.period_id, "nhan": version.pk}
        yield Deed("reporting:accept-all", reverse("reporting:accept-all"), ticked, receives)
    for conflict in EditConflict.objects.filter(submission__task=task):
        path = reverse("reporting:settle-conflict", args=[task.pk, conflict.pk])
        yield Deed("reporting:settle-conflict", path, {"take": "offered"}, owes)
    for beside, text in texts_beside_tasks(planted):
        if beside != task:
            continue
        figure = ProposedFigure.objects.filter(text=text).order_by("id")[0]
        yield Deed("reporting:take-all", reverse("reporting:take-all", args=[task.pk, text.pk]), {}, owes)
        path = reverse("reporting:take-types", args=[task.pk, text.pk])
        yield Deed("reporting:take-types", path, {"type": "K01"}, owes)
        path = reverse("reporting:decide-figure", args=[task.pk, text.pk, figure.pk])
        yield Deed("reporting:decide-figure", path, {"verdict": "reject"}, owes)


def _decides(hat: Membership) -> bool:
    return hat.role in (Role.CONSOLIDATOR, Role.COORDINATOR)


MISTAKE = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-part": "layout",
           "form-0-printed": "phối hơp", "form-0-right": "phối hợp"}  # fmt: skip
BROUGHT = {
    "bring-draft": {"draft-file": Sent("du-thao.docx", render_docx(paper(CLEAN)))},
    "bring-signed-copy": {"copy-file": matter.pdf(CLEAN, name="ban-ky.pdf")},
}


def _coordinates(hat: Membership) -> bool:
    return consolidates(hat) and hat.role == Role.COORDINATOR


DRAFTING = (Role.CONSOLIDATOR, Role.COORDINATOR, Role.DRAFTING_HEAD)


def _deeds_of_a_document(document: Document) -> Iterator[Deed]:
    lead, partner = {document.lead_id}, {document.partner_id}
    steps: dict[str, tuple[dict[str, Any], set[int | None], tuple[Role, ...]]] = {
        "check-content": ({}, lead, (Role.DRAFTING_HEAD,)),
        "check-form": ({}, lead, (Role.FORM_CHECKER,)),
        "agree": ({}, partner, (Role.COORDINATOR, Role.DRAFTING_HEAD)),
        "sign": ({}, lead | partner, (Role.SIGNER,)),
        "number": ({"number": "7", "dated": TODAY.isoformat()}, lead, (Role.REGISTRY_CLERK,)),
        "issue": ({}, lead, (Role.REGISTRY_CLERK,)),
        "recall": ({"recall-reason": "Ban hành nhầm bản"}, lead, (Role.SIGNER,)),
        "return": (
            {"return-reason": "Xin bổ sung phần II"},
            lead | partner,
            (*DRAFTING[1:], Role.FORM_CHECKER, Role.SIGNER, Role.REGISTRY_CLERK),
        ),
        "correct": (MISTAKE, lead, (Role.REGISTRY_CLERK, *DRAFTING)),
        "bring-draft": ({}, lead, DRAFTING),
        "bring-signed-copy": ({}, lead, (Role.REGISTRY_CLERK, *DRAFTING[:2])),
    }
    for name, (data, offices, roles) in steps.items():
        path = reverse(f"documents:{name}", args=[document.pk])
        yield Deed(f"documents:{name}", path, data, _sits_in(offices, roles), BROUGHT.get(name, {}))
    path = reverse("reporting:draft-amendment", args=[document.pk])
    yield Deed("reporting:draft-amendment", path, {"reason": "Cộng nhầm một xã"}, _sits_in(lead, DRAFTING))
    path = reverse("reporting:draft-again", args=[document.pk])
    yield Deed("reporting:draft-again", path, {}, _sits_in(lead, DRAFTING))


def _sits_in(offices: set[int | None], roles: tuple[Role, ...]) -> Callable[[Membership], bool]:
    return lambda hat: hat.organisation_id in offices and hat.role in roles


def _deeds_of_accounts(planted: Planted, of: Membership) -> Iterator[Deed]:
    owner = of.organisation

    def keeps(hat: Membership) -> bool:
        if hat.user_id == of.user_id:
            return False
        if hat.role == Role.ADMINISTRATOR:
            return True
        near = hat.organisation.unit_id == owner.unit_id or _is_below(hat, owner)
        guarded = of.role in (Role.AUDITOR, Role.ADMINISTRATOR)
        return hat.role == Role.ACCOUNT_KEEPER and near and side(hat.organisation) == side(owner) and not guarded

    def resets(hat: Membership) -> bool:
        leads = hat.role in LEADERS and _is_below(hat, owner) and side(hat.organisation) == side(owner)
        return keeps(hat) or leads

    def hands_over(hat: Membership) -> bool:
        return hat.pk == of.pk or keeps(hat)

    given = {"organisation": str(owner.pk), "role": Role.EVALUATOR.value, "from_on": TODAY.isoformat()}
    colleague = next((each for each in planted.cast.hats.values() if each.organisation == owner and each != of), of)
    yield Deed("organisations:reset", reverse("organisations:reset", args=[of.user_id]), {}, resets)
    yield Deed("organisations:close-account", reverse("organisations:close-account", args=[of.user_id]), {}, keeps)
    yield Deed("organisations:grant-role", reverse("organisations:grant-role", args=[of.user_id]), given, keeps)
    path = reverse("organisations:end-role", args=[of.pk])
    yield Deed("organisations:end-role", path, {"last_on": TODAY.isoformat()}, keeps)
    path = reverse("organisations:hand-over", args=[of.pk])
    yield Deed("organisations:hand-over", path, {"to_membership": str(colleague.pk), "note": "Bàn giao"}, hands_over)

    def delegates(hat: Membership) -> bool:
        above = _is_below(hat, owner) and hat.organisation.kind == owner.kind
        return hat.pk == of.pk or (hat.role in LEADERS and (hat.organisation == owner or above))

    path = reverse("organisations:delegate", args=[of.pk])
    days = {"to": str(colleague.pk), "first": TODAY.isoformat(), "last": TODAY.isoformat()}
    yield Deed("organisations:delegate", path, days, delegates)


def _deeds_of_delegations() -> Iterator[Deed]:
    """The holder, leaders of the office or above in its line, and whoever wears it take a delegation back."""
    for delegation in Delegation.objects.select_related("membership__organisation"):
        owner = delegation.membership.organisation

        def ends(hat: Membership, delegation: Delegation = delegation, owner: Organisation = owner) -> bool:
            above = _is_below(hat, owner) and hat.organisation.kind == owner.kind
            leads = hat.role in LEADERS and (hat.organisation == owner or above)
            return leads or hat.pk == delegation.from_membership_id or hat.user_id == delegation.membership.user_id

        path = reverse("organisations:end-delegation", args=[delegation.pk])
        yield Deed("organisations:end-delegation", path, {}, ends)


def _is_below(hat: Membership, owner: Organisation) -> bool:
    return hat.organisation.level < owner.level


def account_sheet(code: str, kind: OrganisationKind, name: str = "Cán bộ mới") -> Sent:
    """The .xlsx with one new account of the office of `kind` in the unit with `code`."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(COLUMNS.values()))
    sheet.append([f"nhap-{kind.value}-{code}", name, code, KIND_WORDS[kind], ROLE_WORDS[Role.REPORTER], TODAY])
    stream = io.BytesIO()
    book.save(stream)
    return Sent("tai-khoan.xlsx", stream.getvalue())


def _deeds_of_offices(planted: Planted) -> Iterator[Deed]:
    def administers(hat: Membership) -> bool:
        return hat.role == Role.ADMINISTRATOR

    def keeps_some(hat: Membership) -> bool:
        return hat.role in (Role.ADMINISTRATOR, Role.ACCOUNT_KEEPER)

    front = planted.cast.office(PROVINCE, FRONT)
    women = planted.cast.office(DONG_THANH, OrganisationKind.WOMEN)
    new = {"unit_code": PROVINCE, "kind": "school", "name": "Trường Chuyên", "short_name": "Trường Chuyên",
           "from_on": TODAY.isoformat()}  # fmt: skip
    tie = {"office": str(front.pk), "from_on": TODAY.isoformat()}
    yield Deed("organisations:create-office", reverse("organisations:create-office"), new, administers)
    for name in ("organisations:place-office", "organisations:report-to"):
        yield Deed(name, reverse(name, args=[women.pk]), tie, administers)
    for code, kind in ((DONG_THANH, POLICE), (DONG_THANH, FRONT), (PROVINCE, POLICE)):
        office = planted.cast.office(code, kind)
        account = {"username": f"moi-{office.pk}", "display_name": "Cán bộ mới", "organisation": str(office.pk),
                   "role": Role.REPORTER.value, "from_on": TODAY.isoformat()}  # fmt: skip

        def keeps(hat: Membership, office: Organisation = office) -> bool:
            near = hat.organisation.unit_id == office.unit_id or _is_below(hat, office)
            return administers(hat) or (keeps_some(hat) and near and side(hat.organisation) == side(office))

        yield Deed("organisations:open-account", reverse("organisations:open-account"), account, keeps)
        path, sheet = reverse("organisations:import-accounts"), {"sheet": account_sheet(code, kind)}
        yield Deed("organisations:import-accounts", path, {}, keeps, sheet)

    def edits(hat: Membership) -> bool:
        return hat.role == Role.EDITOR

    target = {"unit": str(planted.cast.units[DONG_THANH].pk), "measure": "OUT_SESSIONS", "year": str(TODAY.year),
              "value": "25", "source": "Kế hoạch số 12"}  # fmt: skip
    yield Deed("analytics:set-target", reverse("analytics:set-target"), target, _coordinates)
    path = reverse("analytics:withdraw-target", args=[planted.target.pk])
    yield Deed("analytics:withdraw-target", path, {}, _coordinates)
    for document in planted.documents.values():
        yield Deed("portal:release", reverse("portal:release", args=[document.pk]), {}, edits)
    yield Deed("portal:withdraw", reverse("portal:withdraw", args=[2021]), {}, edits)
    for year in (2021, 2026):
        police = planted.cast.office(PROVINCE, POLICE)
        path = reverse("reporting:hand-over-lead", args=[year])
        yield Deed("reporting:hand-over-lead", path, {}, _sits_in({police.pk}, DRAFTING[:2]))
        path = reverse("reporting:draft-paper", args=[year, "annual"])
        yield Deed("reporting:draft-paper", path, {}, _sits_in({police.pk}, DRAFTING))


__all__ = [
    "FILE_PAGES",
    "OPEN",
    "PERSONAL",
    "AdministrativeUnit",
    "Deed",
    "Page",
    "User",
    "all_names",
    "deeds",
    "pages",
]
