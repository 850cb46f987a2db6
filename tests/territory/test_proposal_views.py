from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse

from chungtay.core import clock
from chungtay.core.models import Installation
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership, Organisation, User
from chungtay.territory import actions
from chungtay.territory.codes import ProposalStatus
from chungtay.territory.models import LedgerProposal, LedgerRun, Rehearsal
from chungtay.territory.proposal_sheet import lines_of, sheet_of
from chungtay.territory.queries import unit_by_code, version_by_code
from tests.territory.test_proposals import DAY, MERGER

TODAY = date(2026, 11, 23)
DEEDS = ("rehearse-proposal", "withdraw-proposal", "stop-proposal-run")


@pytest.fixture
def officers(province_38: None) -> dict[str, Client]:
    """An administrator and a coordinator of the province, and a reporter, each signed in."""
    Installation.objects.create(province_code="38")
    office = Organisation.objects.create(
        kind=OrganisationKind.POLICE,
        level=1,
        unit=unit_by_code("38", TODAY),
        name="Công an tỉnh Thanh Hóa",
        short_name="Công an tỉnh",
        validity=DateRange(date(2019, 1, 1), None),
        sort_key="x",
        search_text="x",
    )
    clients = {}
    for role in (Role.ADMINISTRATOR, Role.COORDINATOR, Role.REPORTER):
        user = User.objects.create_user(role.value, display_name=f"Cán bộ {role.value}")
        Membership.objects.create(user=user, organisation=office, role=role, validity=DateRange(date(2020, 1, 1), None))
        clients[role.value] = Client()
        clients[role.value].force_login(user)
    return clients


def begin(client: Client, kind: str = "merge") -> LedgerProposal:
    data = {"title": "Sắp xếp thử", "kind": kind, "day": "2027-01-01", "basis": "Nghị quyết thử số 01/NQ"}
    client.post(reverse("territory:propose"), data)
    return LedgerProposal.objects.get()


def worked() -> LedgerRun:
    """What the worker does with the run that was asked for last."""
    run = LedgerRun.objects.latest("pk")
    actions.carry_out_run(run.pk, now=clock.now())
    run.refresh_from_db()
    return run


def post(client: Client, name: str, proposal: LedgerProposal, **data: str):
    return client.post(reverse(f"territory:{name}", args=[proposal.pk]), data)


def test_a_merger_from_the_search_to_the_ledger(officers):
    admin, coordinator = officers["administrator"], officers["coordinator"]
    proposal = begin(admin)

    found = post(admin, "edit-proposal", proposal, do="search", q="ham rong")
    assert [version.code for version in found.context["found"]][:1] == ["14758"]
    post(admin, "edit-proposal", proposal, do="add:14758", q="ham rong")
    target = {"t0-code": "14797", "t0-name": "Hàm Hạc", "t0-unit_kind": "phuong", "t0-parent": "38"}
    post(admin, "edit-proposal", proposal, do="add:14797", **target)
    kept = post(admin, "edit-proposal", proposal, do="save", **target)
    asked = post(admin, "rehearse-proposal", proposal)
    waiting = admin.get(asked.headers["Location"])
    rehearsed = worked()
    shown = admin.get(reverse("territory:proposal-run", args=[proposal.pk]))
    refused = post(admin, "apply-proposal", proposal)
    applied = post(coordinator, "apply-proposal", proposal)
    worked()

    assert kept.headers["Location"] == reverse("territory:proposal", args=[proposal.pk])
    assert waiting.context["state"].is_waiting
    assert waiting.context["may_stop"]
    assert shown.headers["HX-Redirect"] == reverse("territory:rehearsal", args=[rehearsed.rehearsal_id])
    page = coordinator.get(shown.headers["HX-Redirect"]).content.decode()
    assert "Phường Hàm Hạc (14797)" in page
    assert refused.status_code == 403
    assert applied.status_code == 302
    assert version_by_code("14797", DAY).name == "Hàm Hạc"


def test_what_is_missing_is_told_when_it_is_kept(officers):
    proposal = begin(officers["administrator"])

    answer = post(officers["administrator"], "edit-proposal", proposal, do="save", **{"t0-name": "Hàm Hạc"})

    assert answer.status_code == 422
    assert len(answer.context["problems"]) == 2


def test_shares_are_typed_in_percent(officers):
    admin = officers["administrator"]
    proposal = begin(admin, "split")
    targets = {
        "t0-code": "90001", "t0-name": "Bắc", "t0-unit_kind": "phuong", "t0-parent": "38", "t0-share": "62,5",
        "t1-code": "90002", "t1-name": "Nam", "t1-unit_kind": "phuong", "t1-parent": "38", "t1-share": "37,5 %",
    }  # fmt: skip

    post(admin, "edit-proposal", proposal, do="add:14758", **targets, default="1", reviewed="1")
    answer = post(admin, "edit-proposal", proposal, do="save", **targets, default="1", reviewed="1")

    proposal.refresh_from_db()
    told = [
        (line["before"], line["after"], line["share"], line["default"], line["reviewed"]) for line in proposal.lines
    ]
    assert told == [("14758", "90001", "625000", "không", "có"), ("14758", "90002", "375000", "có", "có")]
    assert answer.status_code == 302
    again = admin.get(reverse("territory:edit-proposal", args=[proposal.pk])).content.decode()
    assert 'value="62,5"' in again


def test_a_sheet_is_proposed_whole_or_with_every_problem(officers):
    admin = officers["administrator"]
    lines = lines_of([MERGER])
    wrong = [{**lines[0], "day": "sớm", "before": "x"}, {**lines[1], "parent": ""}]

    for kept in (wrong, lines):
        sheet = SimpleUploadedFile("bang.xlsx", sheet_of(kept))
        answer = admin.post(reverse("territory:upload-proposal"), {"title": "Từ bảng", "sheet": sheet})
        if kept is wrong:
            assert [problem.data["line"] for problem in answer.context["problems"]] == ["2", "2", "3"]
            assert LedgerProposal.objects.count() == 0

    assert LedgerProposal.objects.get().lines == lines


def test_a_csv_is_read_like_a_workbook(officers):
    admin = officers["administrator"]
    book = openpyxl.load_workbook(BytesIO(sheet_of(lines_of([MERGER]))))
    text = "\n".join(";".join(cell or "" for cell in row) for row in book.active.iter_rows(values_only=True))

    sheet = SimpleUploadedFile("bang.csv", text.encode())
    admin.post(reverse("territory:upload-proposal"), {"title": "Từ bảng", "sheet": sheet})

    assert LedgerProposal.objects.get().lines == lines_of([MERGER])


def test_no_table_is_no_proposal(officers):
    sheet = SimpleUploadedFile("bang.xlsx", b"PK\x03\x04 nothing")

    answer = officers["administrator"].post(reverse("territory:upload-proposal"), {"title": "x", "sheet": sheet})

    assert (answer.status_code, LedgerProposal.objects.count()) == (422, 0)


def test_rehearsal_is_downloaded_whole(officers):
    admin = officers["administrator"]
    sheet = SimpleUploadedFile("bang.xlsx", sheet_of(lines_of([MERGER])))
    admin.post(reverse("territory:upload-proposal"), {"title": "Từ bảng", "sheet": sheet})
    post(admin, "rehearse-proposal", LedgerProposal.objects.get())
    worked()

    answer = admin.get(reverse("territory:rehearsal-sheet", args=[Rehearsal.objects.get().pk]))

    book = openpyxl.load_workbook(BytesIO(answer.content))
    rows = [list(page.values)[1:] for page in book]
    assert [row[3:] for row in rows[1]] == [("14797", 1)]
    assert [(row[1], row[4]) for row in rows[0]] == [("Phường Hàm Rồng (14758), Phường Hạc Thành (14797)", 2)]


def test_taken_back_on_its_page(officers):
    admin, coordinator = officers["administrator"], officers["coordinator"]
    sheet = SimpleUploadedFile("bang.xlsx", sheet_of(lines_of([MERGER])))
    admin.post(reverse("territory:upload-proposal"), {"title": "Từ bảng", "sheet": sheet})
    proposal = LedgerProposal.objects.get()
    post(admin, "rehearse-proposal", proposal)
    worked()
    post(coordinator, "apply-proposal", proposal)
    worked()

    asked = coordinator.get(reverse("territory:undo-proposal", args=[proposal.pk]))
    post(coordinator, "undo-proposal", proposal)
    worked()

    assert asked.context["blockers"] == []
    proposal.refresh_from_db()
    assert proposal.status == ProposalStatus.UNDONE


def test_others_find_nothing(officers):
    proposal = begin(officers["administrator"])
    reporter = officers["reporter"]

    looked = [
        reporter.get(reverse(f"territory:{name}", args=args)).status_code
        for name, args in (
            ("proposals", []),
            ("propose", []),
            ("upload-proposal", []),
            ("proposal-model-sheet", []),
            ("proposal", [proposal.pk]),
            ("edit-proposal", [proposal.pk]),
            ("proposal-sheet", [proposal.pk]),
            ("proposal-progress", [proposal.pk]),
            ("proposal-run", [proposal.pk]),
            ("undo-proposal", [proposal.pk]),
        )
    ]
    tried = [post(reporter, name, proposal).status_code for name in DEEDS]

    assert looked == [403, 403, 403, 403, 404, 404, 404, 404, 404, 404]
    assert tried == [404, 404, 404]
