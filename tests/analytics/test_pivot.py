"""The page of a question, as each reader sees it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership
from chungtay.territory.codes import Level
from chungtay.territory.models import UnitVersion
from tests.reporting.stage import ALWAYS, Stage, hat, make_office, make_unit
from tests.reporting.test_consolidation import report

pytestmark = pytest.mark.usefixtures("ticking_clock")
PIVOT = reverse("analytics:pivot")


def client_of(worn: Membership) -> Client:
    client = Client()
    client.force_login(worn.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def look(worn: Membership, query: str = "") -> str:
    answer = client_of(worn).get(f"{PIVOT}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def rows(html: str) -> list[list[str]]:
    """The cells of the table in words."""
    body = re.search(r"<tbody>(.*?)</tbody>", html, re.S)
    assert body
    found = re.findall(r"<tr.*?</tr>", body[1], re.S)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in found]
    return [[" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in row] for row in cells]


def test_the_first_question_is_about_the_own_line_of_the_units_below(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 1_012)

    html = look(stage.police.consolidator)

    assert rows(html) == [
        ["Tổng: Tỉnh Xứ Thanh", "1.012", "–"],
        ["Xã Hạc Thành", "–", "–"],
        ["Xã Đông Thanh", "1.012", "–"],
    ]


def test_a_figure_leads_to_its_pedigree_on_the_same_map(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 7)
    unit = stage.dong_thanh.organisation.unit_id
    query = f"don-vi={unit}&dia-gioi=2025-01-01&chi-tieu=OUT_SESSIONS&tu=2026-11&den=2026-11"
    reader = stage.police.consolidator

    href = re.search(r'class="figure" href="([^"]*)"', look(reader, query))

    assert href
    assert href[1].endswith("?dia-gioi=2025-01-01")
    assert client_of(reader).get(href[1]).status_code == 200


def test_a_state_body_meets_no_figure_before_it_is_released(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 4_711)
    government = make_office(OrganisationKind.GOVERNMENT, stage.province, "Ủy ban nhân dân tỉnh")

    html = look(government.consolidator, "khoi=police&chi-tieu=OUT_SESSIONS")

    assert "4.711" in look(stage.police.consolidator, "khoi=police&chi-tieu=OUT_SESSIONS")
    assert "4.711" not in html
    assert {cell for row in rows(html) for cell in row[1:]} == {"×"}
    assert "Số liệu đã công khai có ở trang công khai" in html


def test_a_role_without_figures_finds_no_page(stage: Stage) -> None:
    keeper = hat(stage.police.organisation, Role.ACCOUNT_KEEPER)

    assert client_of(keeper).get(PIVOT).status_code == 404


def test_nonsense_is_refused_with_a_sentence(stage: Stage) -> None:
    answer = client_of(stage.auditor).get(f"{PIVOT}?chi-tieu=KHONG_CO")

    assert answer.status_code == 400
    assert "KHONG_CO" in answer.content.decode()


def test_the_form_finds_units_and_indicators(stage: Stage) -> None:
    UnitVersion.objects.filter(unit=stage.hac_thanh.organisation.unit_id).update(search_text="hac thanh")

    html = look(stage.auditor, "tim-don-vi=hac thanh&tim-chi-tieu=funds")

    hac_thanh = stage.hac_thanh.organisation.unit_id
    assert f'name="don-vi" value="{hac_thanh}">' in html
    assert 'name="chi-tieu" value="MOD_FUNDS">' in html


@pytest.mark.parametrize("format_", ["xlsx", "csv"])
def test_the_table_is_taken_away_as_a_file(stage: Stage, format_: str) -> None:
    report(stage, stage.dong_thanh, 12)

    answer = client_of(stage.police.consolidator).get(reverse("analytics:pivot-file", args=[format_]))

    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f'.{format_}"')
    assert client_of(stage.auditor).get(reverse("analytics:pivot-file", args=["exe"])).status_code == 404


def test_the_same_figures_are_taken_away_drawn(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 1_012)

    href = re.search(r'href="([^"]*bieu-do\.svg[^"]*)"', look(stage.police.consolidator))

    assert href
    drawn = client_of(stage.police.consolidator).get(unescape(href[1])).content.decode()
    assert "1.012" in drawn


def test_the_number_of_queries_does_not_grow_with_the_rows(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 12)
    client = client_of(stage.auditor)

    def count() -> int:
        client.get(PIVOT)  # the way of units over the map is kept between questions until the ledger moves
        with CaptureQueriesContext(connection) as queries:
            client.get(PIVOT)
        return len(queries)

    with_two = count()
    report(stage, stage.hac_thanh, 3)
    for number in range(3):
        make_unit(Level.COMMUNE, f"Xã số {number}", f"1700{number}", stage.province, ALWAYS)

    assert count() == with_two


def test_the_whole_catalogue_is_there_for_those_who_ask(stage: Stage) -> None:
    short, long = look(stage.auditor), look(stage.auditor, "danh-muc=1")

    assert 'value="FRC_TEAMS"' not in short
    assert 'name="chi-tieu" value="FRC_TEAMS">' in long
