"""How much a commune is asked: figures a month, unused ones, ones asked twice; and what to leave out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse

from chungtay.analytics.actions.targets import set_target
from chungtay.core.errors import NotPermitted
from chungtay.documents.codes import DocumentStatus, PaperKind
from chungtay.documents.models import Document, DocumentVersion
from chungtay.organisations.codes import Line, OrganisationKind, Role
from chungtay.reporting.actions.entries import Terms, issue_entry
from chungtay.reporting.addresses import FigureAddress
from chungtay.reporting.codes import CellPart
from chungtay.reporting.models import Cell, Form
from chungtay.reporting.outlines import Heading
from chungtay.reporting.queries.burden import Unused, burden_for, unused_of
from chungtay.reporting.queries.catalogue import free_periods
from officialdoc import Document as Paper
from officialdoc import Issuer, Profile, figure, front_signature, paragraph, to_data
from tests.cast import FRONT, NOW, POLICE, PROVINCE, TODAY, Cast, build_cast, cell_of


@pytest.fixture
def cast(db: None, ticking_clock: Callable[[], datetime]) -> Cast:
    """The province with its catalogue."""
    return build_cast()


def issue_report_with(cast: Cast, *indicators: str) -> None:
    """An issued annual report that prints a figure of each of these indicators, and of no other."""
    office = cast.office(PROVINCE, POLICE)
    codes = [FigureAddress(office.unit_id, 1, Line.ALL, cell_of(each)).code for each in indicators]
    paper = Paper(
        profile=Profile.STATE,
        issuers=(Issuer("Công an tỉnh"),),
        symbol="BC-CAT",
        place="Lâm Giang",
        type_name="Báo cáo",
        subject="Kết quả",
        blocks=(paragraph([figure("12", code) for code in codes]),),
        signatures=(front_signature(),),
    )
    document = Document.objects.create(
        kind=PaperKind.ANNUAL, title="Báo cáo", search_text="bao cao", lead=office, source="test:1", symbol="BC-CAT",
        status=DocumentStatus.ISSUED, number=1, issued_on=TODAY, register_year=2026, created_at=NOW,
    )  # fmt: skip
    DocumentVersion.objects.create(
        document=document, number=1, fingerprint="0" * 64, content=dict(to_data(paper)), created_at=NOW
    )


def test_figures_a_month_add_up_over_offices_and_forms(cast: Cast) -> None:
    found = burden_for(cast.hat(PROVINCE, POLICE, Role.COORDINATOR), TODAY)

    forms = {form.entry.form.code: form for form in found.forms}
    sizes = {code: form.cell_count for code, form in forms.items()}
    yearly = sum(sizes[code] for code in ("an-toan-khu-dan-cu", "an-toan-don-vi", "xep-loai-luc-luong"))
    assert (forms["ct-phoi-hop"].periods_a_year, forms["an-toan-don-vi"].periods_a_year) == (12, 1)
    assert found.by_office[OrganisationKind.POLICE] == sizes["ct-phoi-hop"] + Fraction(yearly, 12)
    assert found.by_office[OrganisationKind.FRONT] == sizes["ct-phoi-hop"]
    assert found.a_month == sum(found.by_office.values())
    assert found.a_month == 2 * sizes["ct-phoi-hop"] + 5 * sizes["ct-to-chuc"] + Fraction(yearly, 12)


def test_nothing_is_unused_before_a_report_was_issued(cast: Cast) -> None:
    found = burden_for(cast.hat(PROVINCE, POLICE, Role.COORDINATOR), TODAY)

    assert not found.is_known
    assert [form.unused_count for form in found.forms] == [0] * 5


def test_what_no_report_target_or_formula_uses_can_be_left_out(cast: Cast) -> None:
    police = cast.hat(PROVINCE, POLICE, Role.COORDINATOR)
    issue_report_with(cast, "OUT_SESSIONS", "OUT_NEWS")
    cell = Cell.objects.get(number=cell_of("OUT_BANNERS"))
    set_target(cast.units[PROVINCE], cell, 2026, value=5, source="Kế hoạch 1", by=police, now=NOW)

    found = {form.entry.form.code: form for form in burden_for(police, TODAY).forms}["ct-phoi-hop"]

    unused = {indicator.code for indicator in found.unused}
    parts = {indicator.code for indicator in found.unused_parts}
    assert not {"OUT_SESSIONS", "OUT_NEWS", "OUT_BANNERS"} & unused
    assert {"OUT_MATERIALS", "OUT_CONTESTS"} <= unused
    assert {"OUT_SESSIONS", "OUT_NEWS"} <= parts
    ratios = {row.indicator.code for row in found.layout.rows if row.cell.part == CellPart.NUMERATOR}
    assert ratios
    assert not ratios & unused
    assert unused_of(police, found.entry.form, TODAY) == Unused(frozenset(unused), frozenset(unused | parts))


def test_the_form_offers_to_leave_the_unused_out(cast: Cast, client: Client) -> None:
    front = cast.hat(PROVINCE, FRONT, Role.COORDINATOR)
    issue_report_with(cast, "OUT_SESSIONS")
    client.force_login(front.user)

    page = client.get(reverse("reporting:issue-entry", args=["ct-to-chuc"]), {"bo": "khong-dung"})

    choices = {each.code: each for section in page.context["entry_form"].section_choices() for each in section.choices}
    assert (choices["OUT_SESSIONS"].is_asked, choices["OUT_SESSIONS"].asks_parts) == (True, False)
    assert (choices["OUT_MATERIALS"].is_asked, choices["OUT_MATERIALS"].is_unused) == (False, True)


def test_an_indicator_that_two_forms_ask_of_the_same_offices_is_asked_twice(cast: Cast) -> None:
    police = cast.hat(PROVINCE, POLICE, Role.COORDINATOR)
    assert burden_for(police, TODAY).twice == ()
    members = Form.objects.get(code="ct-to-chuc")
    entry = members.entries.get()
    entry.senders = [*entry.senders, POLICE.value]
    entry.save()

    twice = burden_for(police, TODAY).twice

    asked = {indicator.code for indicator in (each.indicator for each in twice)}
    assert {"OUT_SESSIONS", "OUT_NEWS"} <= asked
    assert {tuple(form.code for form in each.forms) for each in twice} == {("ct-phoi-hop", "ct-to-chuc")}


def test_leaving_figures_out_lightens_the_next_period(cast: Cast) -> None:
    front = cast.hat(PROVINCE, FRONT, Role.COORDINATOR)
    form = Form.objects.get(code="ct-to-chuc")
    before = burden_for(front, TODAY).by_office[OrganisationKind.WOMEN]
    heading = Heading("Tuyên truyền", "", "outreach", ("OUT_SESSIONS",))

    issue_entry(form, Terms("B", "C", 2, 3, 4, [heading]), since=free_periods(form, TODAY)[0], by=front, now=NOW)

    assert before > 1
    assert burden_for(front, TODAY).by_office[OrganisationKind.WOMEN] == 1


@pytest.mark.parametrize("seat", [(PROVINCE, POLICE, Role.CONSOLIDATOR), (PROVINCE, FRONT, Role.SIGNER)])
def test_the_burden_is_for_those_who_can_change_it(cast: Cast, seat: tuple[str, OrganisationKind, Role]) -> None:
    with pytest.raises(NotPermitted):
        burden_for(cast.hats[seat], TODAY)
