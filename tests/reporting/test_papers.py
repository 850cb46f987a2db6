"""The annual report from frozen figures: drafted, checked, compared when it comes back, and written by the command."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from PIL import Image

from chungtay.core.scanner import SecretDocument
from chungtay.documents import actions, queries
from chungtay.documents.codes import REPORTS_OF_A_YEAR, DocumentStatus, FileFormat, PaperKind, Rendering
from chungtay.documents.errors import (
    CompanionWithoutText,
    ForbiddenInFile,
    NotYourStep,
    ScanWithoutWord,
)
from chungtay.documents.models import Document, SignedCopy
from chungtay.documents.reading import Upload
from chungtay.organisations.codes import Line, OrganisationKind, Role
from chungtay.organisations.models import Membership
from chungtay.reporting.actions.consolidation import reopen_consolidation
from chungtay.reporting.actions.leading import LeadIsFixed, NotYourLead, hand_over_lead
from chungtay.reporting.actions.papers import FreezeFirst, FreezeWasReopened, draft_annual, redraft_annual
from chungtay.reporting.models import Consolidation, IncomingText
from chungtay.reporting.papers.annual import LIMITS_LEAD, LIVE_LINE, annual_report
from chungtay.reporting.papers.lineage import lineage_of
from chungtay.reporting.papers.matter import annual_matter
from officialdoc import Heading, Note, Part, render_docx, render_pdf
from officialdoc import Rendering as Rendered
from officialdoc.check import check
from tests.cast import (
    DONG_THANH,
    FRONT,
    HAC_THANH,
    NOW,
    POLICE,
    PROVINCE,
    Cast,
    whole_year,
)
from tests.programmes.plans import build_year
from tests.reporting.frozen_year import LATER, changed_word, freeze_2021, frozen_2021, taken_back, written_once

pytestmark = pytest.mark.django_db
THEN = LATER + timedelta(hours=1)


@pytest.fixture(scope="module")
def year_2021(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The cast with 2021 frozen by both sides, written once for this file and never kept."""
    with written_once(django_db_blocker, frozen_2021) as cast:
        yield cast


@pytest.fixture
def _django_db_helper(year_2021: Cast, django_db_blocker: Any) -> Iterator[None]:
    with taken_back(django_db_blocker):
        yield


@pytest.fixture
def cast(year_2021: Cast) -> Cast:
    """The province with 2021 frozen; what a test writes is taken back."""
    return year_2021


def _frozen() -> Consolidation:
    return Consolidation.objects.select_related("unit", "period").get(replaced_by=None)


def _reopened(cast: Cast) -> Consolidation:
    """The year opened again, so that its present figures are live ones; gives the one that was frozen."""
    frozen = _frozen()
    reopen_consolidation(frozen, reason="Một xã sửa số liệu", by=_police(cast, Role.CONSOLIDATOR), now=THEN)
    frozen.refresh_from_db()
    return frozen


def _police(cast: Cast, role: Role) -> Membership:
    return cast.hat(PROVINCE, POLICE, role)


def _drafted(cast: Cast) -> Document:
    return draft_annual(_frozen(), by=_police(cast, Role.CONSOLIDATOR), now=THEN)


def _numbered(cast: Cast, document: Document, number: int = 12) -> Document:
    actions.check_content(document, by=_police(cast, Role.DRAFTING_HEAD), now=THEN)
    actions.check_form(document, by=_police(cast, Role.FORM_CHECKER), now=THEN)
    actions.agree(document, by=cast.hat(PROVINCE, FRONT, Role.COORDINATOR), now=THEN)
    actions.sign(document, by=cast.hat(PROVINCE, FRONT, Role.SIGNER), now=THEN)
    actions.sign(document, by=_police(cast, Role.SIGNER), now=THEN)
    clerk = _police(cast, Role.REGISTRY_CLERK)
    return actions.number_document(document, number=number, dated=THEN.date(), by=clerk, now=THEN)


def _word(document: Document) -> bytes:
    return queries.file_of(document, Rendering.FOR_SIGNATURE, FileFormat.DOCX).content


def _signed(cast: Cast, document: Document, upload: Upload, companion: Upload | None = None) -> SignedCopy:
    clerk = _police(cast, Role.REGISTRY_CLERK)
    return actions.upload_signed_copy(document, upload, companion=companion, by=clerk, now=THEN)


def _scan() -> Upload:
    """A PDF of one page that is a picture."""
    page = io.BytesIO()
    Image.new("L", (200, 280), 255).save(page, "PDF")
    return Upload("ban-quet.pdf", page.getvalue())


# Drafting


def test_a_document_is_drafted_only_from_figures_that_both_sides_froze_last(cast: Cast) -> None:
    reopened = _reopened(cast)

    with pytest.raises(FreezeFirst):
        _drafted(cast)
    with pytest.raises(FreezeWasReopened):
        draft_annual(reopened, by=_police(cast, Role.CONSOLIDATOR), now=THEN)


def test_draft_annual_hands_over_both_renderings_without_breaches_of_layout(cast: Cast) -> None:
    document = _drafted(cast)

    version = document.versions.get()
    assert [(file.rendering, file.format, file.name) for file in queries.files_of(document)] == [
        ("for_signature", "docx", "bao-cao-nam-2021.docx"),
        ("for_signature", "pdf", "bao-cao-nam-2021.pdf"),
        ("look_up", "docx", "bao-cao-nam-2021-tra-cuu.docx"),
        ("look_up", "pdf", "bao-cao-nam-2021-tra-cuu.pdf"),
    ]
    assert (document.lead.kind, document.partner and document.partner.kind) == (POLICE, FRONT)
    assert (document.symbol, document.number, version.findings) == ("BC-CAT-MTTQ", None, [])


def test_draft_annual_is_the_lead_offices(cast: Cast) -> None:
    for by in (cast.hat(PROVINCE, FRONT, Role.CONSOLIDATOR), _police(cast, Role.AUDITOR), cast.hat(DONG_THANH, POLICE)):
        with pytest.raises(NotYourStep):
            draft_annual(_frozen(), by=by, now=THEN)


def test_a_document_from_the_next_freeze_replaces_the_issued_one(cast: Cast) -> None:
    first = _numbered(cast, _drafted(cast))
    actions.issue(first, by=_police(cast, Role.REGISTRY_CLERK), now=THEN)
    _reopened(cast)
    freeze_2021(cast)

    second = _numbered(cast, _drafted(cast), number=13)
    actions.issue(second, by=_police(cast, Role.REGISTRY_CLERK), now=THEN)

    assert second.replaces == first
    assert Document.objects.get(pk=first.pk).status == DocumentStatus.REPLACED


def test_redraft_annual_gives_the_same_document_again(cast: Cast) -> None:
    document = _drafted(cast)
    first = document.versions.get()

    second = redraft_annual(document, _frozen(), by=_police(cast, Role.CONSOLIDATOR), now=THEN)

    assert (second.number, second.fingerprint) == (2, first.fingerprint)


# What the papers say


@pytest.mark.parametrize("kind", REPORTS_OF_A_YEAR)
def test_papers_keep_the_rules_of_layout_in_both_renderings(cast: Cast, kind: PaperKind) -> None:
    matter = annual_matter(cast.units[PROVINCE], 2021)

    found = [check(render_docx(annual_report(matter, kind=kind, rendering=each))) for each in Rendered][:2]

    assert found == [[], []]


def test_the_report_says_rounded_in_prose_and_exactly_in_the_annex(cast: Cast) -> None:
    words = queries.own_text(_drafted(cast)).splitlines()

    assert "hơn 40.000" in words
    exact = {line.partition(" 40.312")[0].strip() for line in words if "40.312" in line}
    assert exact == {"1 Số buổi, cuộc tuyên truyền buổi -", "Tổng"}


def test_codes_stand_in_the_look_up_copy_alone(cast: Cast) -> None:
    matter = annual_matter(cast.units[PROVINCE], 2021)
    code = next(iter(matter.year.figures.values())).code

    with pdfplumber.open(io.BytesIO(render_pdf(annual_report(matter, kind=PaperKind.ANNUAL)))) as pdf:
        clean = "\n".join(page.extract_text() for page in pdf.pages)
    look_up = render_pdf(annual_report(matter, kind=PaperKind.ANNUAL, rendering=Rendered.LOOKUP))
    with pdfplumber.open(io.BytesIO(look_up)) as pdf:
        marked = "\n".join(page.extract_text() for page in pdf.pages)

    assert "Kết quả thực hiện Chương trình phối hợp giữa Công an tỉnh Lâm Giang" in " ".join(clean.split())
    assert (code in clean, code in marked) == (False, True)


def test_lineage_adds_up_to_every_figure_of_flow(cast: Cast) -> None:
    lineage = lineage_of(annual_matter(cast.units[PROVINCE], 2021))

    flows = [each for each in lineage["figures"] if each["kind"] == "flow"]
    assert [sum(amount for _version, amount in each["from"]) for each in flows] == [each["value"] for each in flows]
    assert {each["indicator"]: each["value"] for each in flows}["OUT_SESSIONS"] == 26_101 + 13_901 + 310
    assert (lineage["frozen"], lineage["fingerprint"]) == (True, _frozen().fingerprint)
    named = {str(version) for each in lineage["figures"] for version, _amount in each["from"]}
    assert named == set(lineage["submissions"])


def _lines_of(document: Document, heading: str, end: str) -> list[str]:
    lines = queries.own_text(document).splitlines()
    start = lines.index(heading)
    return lines[start + 1 : lines.index(end, start)]


def test_every_heading_of_the_report_stands_in_its_order(cast: Cast) -> None:
    paper = annual_report(annual_matter(cast.units[PROVINCE], 2021), kind=PaperKind.ANNUAL)

    assert [block.title for block in paper.blocks if isinstance(block, Part)] == [
        "Kết quả năm 2021",
        "Phương hướng, nhiệm vụ năm 2022",
        "Đề xuất, kiến nghị",
    ]
    assert [block.title for block in paper.blocks if isinstance(block, Heading) and block.level == 1] == [
        *("Đặc điểm tình hình", "Công tác tham mưu, lãnh đạo, chỉ đạo", "Kết quả thực hiện", "Đánh giá chung"),
        *("Mục tiêu, chỉ tiêu", "Nhiệm vụ trọng tâm", "Tổ chức thực hiện"),
    ]
    assert [annex.title for annex in paper.annexes] == [
        "Tổng hợp kết quả thực hiện Chương trình phối hợp",
        "Kết quả theo đơn vị",
        "Mô hình tự quản, tự phòng về an ninh, trật tự",
        "Kết quả đạt chuẩn An toàn về an ninh, trật tự",
        "Ngày hội theo đơn vị",
        "Khen thưởng (số lượng)",
        "Văn bản lãnh đạo, chỉ đạo, phối hợp",
        "Thực hiện chế độ báo cáo",
    ]
    assert not any(isinstance(block, Note) for block in paper.blocks)


def test_annex_i_sets_the_joint_plan_beside_what_was_reached(cast: Cast) -> None:
    def asked() -> dict[str, tuple[str, str]]:
        paper = annual_report(annual_matter(cast.units[PROVINCE], 2021), kind=PaperKind.ANNUAL)
        lines = [["".join(run.text for run in cell) for cell in line.cells] for line in paper.annexes[0].blocks[0].rows]
        return {line[1]: (line[7], line[8]) for line in lines if line[7:8] not in ([], ["-"])}

    year = build_year(cast, 2021)
    draft = year.top_draft()
    before = asked()
    year.approved(draft)

    # 40.312 sessions of 401; nobody reported what the share of mediation is taken from.
    assert (before, asked()) == ({}, {"Số buổi, cuộc tuyên truyền": ("401", "10.052,9")})


def test_annex_iv_counts_the_communes_of_the_ledger(cast: Cast) -> None:
    lines = _lines_of(_drafted(cast), "Kết quả đạt chuẩn An toàn về an ninh, trật tự", "Ngày hội theo đơn vị")

    assert [line for line in map(str.strip, lines) if line.startswith(("2 ", "- "))] == [
        "2 Xã, phường 2 - - - - -",
        "- Xã 1 - - - - -",
        "- Phường 1 - - - - -",
    ]


def test_annex_vii_lists_the_framework_and_what_the_two_agencies_sent_out_in_the_days_of_the_year(cast: Cast) -> None:
    document = _numbered(cast, _drafted(cast))
    actions.issue(document, by=_police(cast, Role.REGISTRY_CLERK), now=THEN)
    outside = annual_matter(cast.units[PROVINCE], 2021).sent

    Document.objects.update(issued_on=date(2021, 12, 14))
    inside = annual_matter(cast.units[PROVINCE], 2021).sent
    actions.recall(document, reason="Sai thẩm quyền", by=_police(cast, Role.SIGNER), now=THEN)

    assert outside == []
    assert [(each.symbol, each.day, each.subject) for each in inside] == [
        ("12/BC-CAT-MTTQ", "14/12/2021", document.title)
    ]
    assert annual_matter(cast.units[PROVINCE], 2021).sent == []
    named = queries.own_text(document)
    assert "09/CTrPH-BCA-MTTW 01/08/2013 Bộ Công an và Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam" in named


LIMIT = "Nội dung sinh hoạt ở một số nơi còn đơn điệu, người dự chưa đều."


def _tell(cast: Cast, code: str, kind: OrganisationKind, words: str, *, late: bool = False) -> None:
    """A report in words behind the accepted report of an office, brought in before it was sent or after."""
    IncomingText.objects.create(
        task=cast.task(code, kind, whole_year(2021)),
        name="",
        byte_size=len(words),
        sha256="",
        text=f"BÁO CÁO\nII. TỒN TẠI, HẠN CHẾ\n- {words}\n",
        uploaded_by=cast.hat(code, kind),
        uploaded_at=LATER if late else NOW - timedelta(minutes=20),
    )


def test_what_accepted_reports_say_is_carried_with_the_unit_in_brackets(cast: Cast) -> None:
    _tell(cast, DONG_THANH, POLICE, LIMIT)
    _tell(cast, HAC_THANH, POLICE, LIMIT)
    _tell(cast, DONG_THANH, FRONT, "Văn bản đưa vào sau khi đã gửi báo cáo thì chưa thuộc báo cáo này.", late=True)

    words = _lines_of(_drafted(cast), "Tồn tại, hạn chế", "Nguyên nhân")

    assert words == [f"- {LIMIT.rstrip('.')} (xã Đông Thanh, phường Hạc Thành)."]


def test_live_matter_carries_the_words_of_the_own_lines_alone(cast: Cast) -> None:
    _tell(cast, DONG_THANH, POLICE, LIMIT)
    _reopened(cast)

    seen = [
        [each.text for each in annual_matter(cast.units[PROVINCE], 2021, live=True, lines=lines).passages]
        for lines in ((Line.ALL, Line.POLICE), (Line.ALL, Line.FRONT))
    ]

    assert seen == [[LIMIT], []]


def test_before_the_freeze_no_side_is_told_the_figures_of_both_by_unit(cast: Cast) -> None:
    _reopened(cast)

    own = annual_matter(cast.units[PROVINCE], 2021, lines=(Line.ALL, Line.POLICE))
    whole = annual_matter(cast.units[PROVINCE], 2021)

    assert (own.by_unit, own.withholds_units) == ([], True)
    assert [commune.registered.value for commune in own.communes] == [None] * len(own.communes)
    assert (len(whole.by_unit) > 0, whole.withholds_units) == (True, False)


def test_a_frozen_year_on_another_map_is_computed_now_and_says_so(cast: Cast) -> None:
    later = annual_matter(cast.units[PROVINCE], 2021, map_day=date(2022, 1, 1))

    assert (later.year.is_frozen, later.year.is_from_freeze) == (True, False)
    assert annual_report(later, kind=PaperKind.ANNUAL).page_line == LIVE_LINE
    assert [line.figures.keys() for line in later.by_unit] == [
        line.figures.keys() for line in annual_matter(cast.units[PROVINCE], 2021, live=True).by_unit
    ]


def test_the_short_version_says_ratios_as_one_speaks_and_names_no_unit(cast: Cast) -> None:
    _tell(cast, DONG_THANH, POLICE, LIMIT)

    short = draft_annual(_frozen(), PaperKind.ANNUAL_SHORT, by=_police(cast, Role.CONSOLIDATOR), now=THEN)

    words = queries.own_text(short).splitlines()
    assert words[words.index("Đánh giá chung") + 1 :][:2] == [LIMITS_LEAD, LIMIT]
    assert [line for line in words if "/" in line] == []


# Who leads


def test_the_side_that_leads_hands_the_lead_over_and_the_report_follows(cast: Cast) -> None:
    period, police = whole_year(2021), _police(cast, Role.CONSOLIDATOR)
    hand_over_lead(cast.units[PROVINCE], period, by=police, now=THEN)

    with pytest.raises(NotYourStep):
        _drafted(cast)
    document = draft_annual(_frozen(), by=cast.hat(PROVINCE, FRONT, Role.CONSOLIDATOR), now=THEN)

    made = annual_report(annual_matter(cast.units[PROVINCE], 2021), kind=PaperKind.ANNUAL)
    assert (document.lead.kind, document.partner and document.partner.kind) == (FRONT, POLICE)
    assert (document.symbol, document.versions.get().findings) == ("BC-MTTQ-CAT", [])
    assert made.issuers[0].name.startswith("Ủy ban M")
    assert [each.lines[0] for each in made.signatures] == ["GIÁM ĐỐC", "TM. BAN THƯỜNG TRỰC"]
    assert made.recipients[:2] == ("Ban Thường trực Ủy ban Trung ương MTTQ Việt Nam", "Bộ Công an (V05)")
    assert check(render_docx(made), profile="mat-tran") == []


def test_the_lead_is_given_never_taken_and_stays_once_a_document_is_drafted(cast: Cast) -> None:
    unit, period = cast.units[PROVINCE], whole_year(2021)
    front, police = cast.hat(PROVINCE, FRONT, Role.CONSOLIDATOR), _police(cast, Role.CONSOLIDATOR)

    for by in (front, _police(cast, Role.AUDITOR), cast.hat(DONG_THANH, POLICE)):
        with pytest.raises(NotYourLead):
            hand_over_lead(unit, period, by=by, now=THEN)
    hand_over_lead(unit, period, by=police, now=THEN)
    with pytest.raises(NotYourLead):
        hand_over_lead(unit, period, by=police, now=THEN)
    hand_over_lead(unit, period, by=front, now=THEN)
    _drafted(cast)
    with pytest.raises(LeadIsFixed):
        hand_over_lead(unit, period, by=police, now=THEN)


# The command


def test_the_report_command_writes_the_frozen_report(cast: Cast, tmp_path: Path) -> None:
    call_command("report", "annual", unit=PROVINCE, year=2021, out=tmp_path / "ra")

    written = sorted(path.name for path in (tmp_path / "ra").iterdir())
    stem = f"annual-{PROVINCE}-2021"
    assert written == [f"{stem}-tra-cuu.docx", f"{stem}-tra-cuu.pdf", f"{stem}.docx", f"{stem}.pdf", "lineage.json"]
    assert json.loads((tmp_path / "ra" / "lineage.json").read_text())["frozen"] is True


def test_the_report_command_says_on_each_page_that_live_figures_are_not_frozen(cast: Cast, tmp_path: Path) -> None:
    _reopened(cast)

    call_command("report", "annual-short", unit=PROVINCE, year=2021, out=tmp_path)

    assert json.loads((tmp_path / "lineage.json").read_text())["frozen"] is False
    with pdfplumber.open(tmp_path / f"annual-short-{PROVINCE}-2021.pdf") as pdf:
        assert [LIVE_LINE in page.extract_text() for page in pdf.pages] == [True] * len(pdf.pages)


@pytest.mark.parametrize(("unit", "year"), [("99", 2021), (PROVINCE, 1999)])
def test_the_report_command_answers_what_is_unknown_in_one_sentence(
    cast: Cast, tmp_path: Path, unit: str, year: int
) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("report", "annual", unit=unit, year=year, out=tmp_path)

    assert str(refused.value).count("\n") == 0
    assert list(tmp_path.iterdir()) == []


# What comes back


def test_the_signed_copy_as_it_was_drafted_differs_in_nothing(cast: Cast) -> None:
    document = _numbered(cast, _drafted(cast))
    pdf = queries.issued_file(document, FileFormat.PDF)

    assert _signed(cast, document, Upload(pdf.name, pdf.content)).differences == []


def test_three_changed_figures_are_the_three_differences(cast: Cast) -> None:
    document = _numbered(cast, _drafted(cast))
    changes = {"40.312": "40.321", "809.395": "809.359", "5.320": "5.230"}
    signed = Upload("da-ky.docx", changed_word(_word(document), changes))

    copy = _signed(cast, document, _scan(), companion=signed)

    assert (copy.is_scan, copy.companion_name) == (True, "da-ky.docx")
    assert {each["frozen"]: each["found"] for each in copy.differences or []} == changes
    assert {each["kind"] for each in copy.differences or []} == {"different"}


def test_the_exact_figure_in_the_place_of_its_rounding_is_no_difference(cast: Cast) -> None:
    document = _numbered(cast, _drafted(cast))
    signed = Upload("da-ky.docx", changed_word(_word(document), {"hơn 40.000": "ít nhất 40.312"}))

    assert _signed(cast, document, _scan(), companion=signed).differences == []


def test_a_figure_that_is_left_out_is_missing(cast: Cast) -> None:
    document = _numbered(cast, _drafted(cast))
    signed = Upload("da-ky.docx", changed_word(_word(document), {"809.395": ""}))

    differences = _signed(cast, document, _scan(), companion=signed).differences or []

    assert [(each["kind"], each["frozen"], each["found"]) for each in differences] == [("missing", "809.395", "")]
    assert differences[0]["label"] == "Số lượt người dự tuyên truyền, Đông Thanh"


def test_a_scan_needs_the_file_that_was_signed(cast: Cast) -> None:
    document = _numbered(cast, _drafted(cast))

    with pytest.raises(ScanWithoutWord):
        _signed(cast, document, _scan())
    with pytest.raises(CompanionWithoutText):
        _signed(cast, document, _scan(), companion=_scan())
    assert SignedCopy.objects.count() == 0


def test_a_secrecy_stamp_or_a_number_of_a_person_keeps_the_signed_copy_out(cast: Cast) -> None:
    document = _numbered(cast, _drafted(cast))
    stamped = Upload("da-ky.docx", changed_word(_word(document), {"BÁO CÁO": "TUYỆT MẬT"}))
    telling = Upload("da-ky.docx", changed_word(_word(document), {"như sau:": "như sau: liên hệ 0912 345 678"}))

    with pytest.raises(SecretDocument):
        _signed(cast, document, _scan(), companion=stamped)
    with pytest.raises(ForbiddenInFile):
        _signed(cast, document, _scan(), companion=telling)
    assert SignedCopy.objects.count() == 0


def test_a_draft_worked_on_in_word_is_held_against_the_frozen_figures(cast: Cast) -> None:
    document = _drafted(cast)
    drafter = _police(cast, Role.CONSOLIDATOR)
    empty = "Các báo cáo đã được chấp nhận chưa nêu nội dung này."
    right = {empty: "Năm 2021, toàn tỉnh đã tổ chức 40.312 buổi tuyên truyền, lan tỏa rộng khắp."}
    wrong = {empty: "Năm 2021, toàn tỉnh đã tổ chức 45.000 buổi tuyên truyền, lan tỏa rộng khắp."}

    made = _word(document)

    first = actions.bring_in_draft(document, Upload("v1.docx", changed_word(made, right)), by=drafter, now=THEN)
    kept = queries.files_of(document)
    second = actions.bring_in_draft(document, Upload("v2.docx", changed_word(made, wrong)), by=drafter, now=THEN)

    assert first.differences == []
    assert [(each["kind"], each["frozen"], each["found"]) for each in second.differences or []] == [
        ("extra", "40.312", "45.000 buổi")
    ]
    assert [(file.rendering, file.format) for file in kept] == [
        ("for_signature", "docx"),
        ("look_up", "docx"),
        ("look_up", "pdf"),
    ]


# Pages


def test_the_page_of_papers_drafts_for_the_lead_office_alone(cast: Cast, ticking_clock: object) -> None:
    address = reverse("reporting:draft-paper", args=[2021, "annual"])

    answers = []
    for hat in (cast.hat(PROVINCE, FRONT, Role.CONSOLIDATOR), _police(cast, Role.CONSOLIDATOR)):
        client = Client()
        client.force_login(hat.user)
        offered = address in client.get(reverse("reporting:papers")).content.decode()
        answers.append((offered, client.post(address).status_code, Document.objects.count()))

    assert answers == [(False, 403, 0), (True, 302, 1)]


def test_the_page_of_papers_hands_the_lead_over_and_offers_drafting_to_the_other_side(
    cast: Cast, ticking_clock: object
) -> None:
    address, draft = (
        reverse("reporting:hand-over-lead", args=[2021]),
        reverse("reporting:draft-paper", args=[2021, "annual"]),
    )
    hats = (_police(cast, Role.CONSOLIDATOR), cast.hat(PROVINCE, FRONT, Role.CONSOLIDATOR))
    clients = [Client() for _hat in hats]
    for client, hat in zip(clients, hats, strict=True):
        client.force_login(hat.user)

    def offered() -> list[tuple[bool, bool]]:
        pages = [client.get(reverse("reporting:papers")).content.decode() for client in clients]
        return [(address in page, draft in page) for page in pages]

    before, refused, done = offered(), clients[1].post(address), clients[0].post(address)

    assert (before, refused.status_code, done.status_code) == ([(True, True), (False, False)], 403, 302)
    assert offered() == [(False, False), (True, True)]


def test_the_live_report_leaves_out_what_the_other_side_has_not_frozen(cast: Cast, ticking_clock: object) -> None:
    _reopened(cast)
    shown = []

    for hat in (_police(cast, Role.CONSOLIDATOR), cast.hat(PROVINCE, FRONT, Role.CONSOLIDATOR)):
        client = Client()
        client.force_login(hat.user)
        content = client.get(reverse("reporting:live-paper", args=[2021, "annual", "pdf"])).content
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            pages = [" ".join(page.extract_text().split()) for page in pdf.pages]
        shown.append((all(LIVE_LINE in page for page in pages), any("310 buổi" in page for page in pages)))

    assert shown == [(True, False), (True, True)]
