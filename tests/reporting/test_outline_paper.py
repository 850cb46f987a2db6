"""The outline as a Word file: layout, blanks, and that what is written there can be read back."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from chungtay.organisations.codes import OrganisationKind
from chungtay.reporting.models import CatalogueEntry
from chungtay.reporting.papers.outline import BLANK, OutlineMatter, OutlinePart, outline_paper
from chungtay.territory.codes import Level
from narrative.reader import read_text
from officialdoc import Paragraph, render_docx
from officialdoc.check import check
from tests.reporting.stage import ALWAYS, Stage

FIGURES = (
    ("Số buổi, cuộc tuyên truyền", "buổi"),
    ("Số lượt người dự tuyên truyền", "lượt"),
    ("Lớp tập huấn, bồi dưỡng", "lớp"),
)


def matter(kind: OrganisationKind = OrganisationKind.POLICE, level: Level = Level.COMMUNE) -> OutlineMatter:
    """The outline of a commune's police."""
    names = {
        OrganisationKind.POLICE: ("Công an xã Đông Thanh", "Công an tỉnh Xứ Thanh", "CAX"),
        OrganisationKind.FRONT: ("Ủy ban Mặt trận Tổ quốc Việt Nam xã Đông Thanh", "", "MTTQ"),
        OrganisationKind.WOMEN: ("Hội Liên hiệp Phụ nữ xã Đông Thanh", "", "HLHPN"),
    }
    agency, above, symbol = names[kind]
    return OutlineMatter(
        kind=kind,
        level=level,
        agency=agency,
        agency_above=above,
        symbol=symbol,
        place="Đông Thanh",
        receiver="Công an tỉnh Xứ Thanh",
        report="Kết quả thực hiện Chương trình phối hợp",
        period="tháng 11 năm 2026",
        window=(date(2026, 10, 15), date(2026, 11, 14)),
        parts=[OutlinePart("Tuyên truyền", "", FIGURES), OutlinePart("Đề xuất, kiến nghị", "", ())],
    )


@pytest.mark.parametrize("kind", [OrganisationKind.POLICE, OrganisationKind.FRONT, OrganisationKind.WOMEN])
def test_the_outline_breaks_no_rule_of_layout(kind: OrganisationKind) -> None:
    profile = {OrganisationKind.POLICE: "cong-an", OrganisationKind.FRONT: "mat-tran"}.get(kind, "nha-nuoc")

    found = check(render_docx(outline_paper(matter(kind))), profile=profile)

    assert [(one.rule, one.found) for one in found] == []


def lines_of() -> list[str]:
    """The lines of the figures, as printed."""
    blocks = [block for block in outline_paper(matter()).blocks if isinstance(block, Paragraph)]
    return ["".join(run.text for run in block.runs) for block in blocks][1:]


def test_every_figure_has_a_blank_with_its_unit() -> None:
    assert lines_of() == [
        f"- Số buổi, cuộc tuyên truyền: {BLANK} buổi.",
        f"- Số lượt người dự tuyên truyền: {BLANK} lượt người.",
        f"- Lớp tập huấn, bồi dưỡng: {BLANK} lớp.",
    ]


def test_a_blank_outline_states_nothing_and_a_filled_one_is_read_back() -> None:
    filled = [line.replace(BLANK, number) for line, number in zip(lines_of(), ("12", "1.250", "3"), strict=True)]

    blank, facts = (read_text("\n".join(lines)).facts for lines in (lines_of(), filled))

    assert blank == ()
    assert [(fact.indicator, fact.value) for fact in facts] == [
        ("outreach_sessions", 12),
        ("outreach_attendances", 1250),
        ("training_sessions", 3),
    ]


def test_the_office_and_its_line_take_the_file_and_nobody_else(stage: Stage, client: Client) -> None:
    task = stage.task(stage.dong_thanh)
    CatalogueEntry.objects.create(
        form=task.form_version.form, number=1, name="Kết quả thực hiện Chương trình phối hợp", legal_basis="Kế hoạch 1",
        senders=["police"], levels=[3], commune_days=2, district_days=3, province_days=4, validity=ALWAYS,
    )  # fmt: skip
    address = reverse("reporting:outline-file", args=[task.pk])

    answers = {}
    for name, hat in (
        ("own", stage.dong_thanh.reporter),
        ("above", stage.police.consolidator),
        ("beside", stage.dong_thanh_front.reporter),
    ):
        client.force_login(hat.user)
        answers[name] = client.get(address).status_code

    assert answers == {"own": 200, "above": 200, "beside": 404}
