"""What every page of questions keeps: as many queries for many units as for few, and the same tabs."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chungtay.analytics.actions.saved_views import save_view
from chungtay.analytics.actions.targets import set_target
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.reporting.models import Cell
from chungtay.territory.codes import Level
from tests.analytics.test_pivot import client_of
from tests.reporting.stage import ALWAYS, ATTENDANCES, NOON, SESSIONS, Stage, hat, make_office, make_unit
from tests.reporting.test_consolidation import report

pytestmark = pytest.mark.usefixtures("ticking_clock")
PAGES = (
    "/phan-tich/?hang=chi-tieu&cot=don-vi",
    "/phan-tich/bieu-do/",
    "/phan-tich/bieu-do/?so=cung-ky",
    "/phan-tich/bieu-do/?so=cac-nam",
    "/phan-tich/bieu-do/?so=don-vi",
    "/phan-tich/bieu-do/?so=tung-don-vi",
    "/phan-tich/tien-do/",
    "/phan-tich/chi-tieu-giao/?nam=2026",
    "/phan-tich/chua-tiep-can/",
    "/phan-tich/khung-nhin/",
    "/viec-hom-nay/",
)


def queries(client: Client, address: str) -> int:
    client.get(address)  # what is kept between questions until the ledger moves
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def grow(stage: Stage) -> None:
    """Three more communes, a report, a target and a view more."""
    for number in range(3):
        commune = make_unit(Level.COMMUNE, f"Xã số {number}", f"1700{number}", stage.province, ALWAYS)
        make_office(OrganisationKind.POLICE, commune, f"Công an xã số {number}", stage.police)
    report(stage, stage.hac_thanh, 4)
    keep(stage, ATTENDANCES, "Hằng quý")


def keep(stage: Stage, cell: int, name: str) -> None:
    coordinator = hat(stage.police.organisation, Role.COORDINATOR)
    set_target(stage.province, Cell.objects.get(pk=cell), 2026, value=9, source="KH 12", by=coordinator, now=NOON)
    save_view(name, page="analytics:pivot", query="", by=stage.police.consolidator, now=NOON)


@pytest.mark.parametrize("address", PAGES)
def test_the_number_of_queries_does_not_grow(stage: Stage, address: str) -> None:
    report(stage, stage.dong_thanh, 3)
    keep(stage, SESSIONS, "Hằng tháng")
    client = client_of(stage.police.consolidator)
    few = queries(client, address)

    grow(stage)

    assert queries(client, address) == few


def test_tabs_carry_the_question_from_page_to_page(stage: Stage) -> None:
    html = client_of(stage.auditor).get(f"{reverse('analytics:pivot')}?khoi=police").content.decode()

    (tabs,) = re.findall(r'<ul class="tabs".*?</ul>', html, re.S)
    hrefs = re.findall(r'href="([^"]*)"', tabs)
    assert len(hrefs) >= 5
    assert all("khoi=police" in href for href in hrefs)
