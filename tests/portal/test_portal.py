"""The public page shows snapshots of frozen figures and nothing that leads inside."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from chungtay.documents.codes import DocumentStatus
from chungtay.documents.models import Document
from chungtay.organisations.codes import Role
from chungtay.portal.actions import (
    DocumentMissing,
    NotFrozen,
    NotIssued,
    NotTheEditor,
    publish_figures,
    release_document,
    withdraw_figures,
)
from chungtay.portal.models import PublishedFigure
from chungtay.reporting.actions.consolidation import reopen_consolidation
from chungtay.reporting.actions.decisions import reopen
from chungtay.reporting.models import Indicator
from tests.reporting.stage import Stage, hat, stage
from tests.reporting.test_consolidation import LATER, WHY, frozen, opened, report

__all__ = ["stage"]
ISSUED_ON = date(2026, 12, 30)
SYMBOL = "215/BC-CAT-MTTQ"


def published(stage: Stage) -> list[tuple[str, int]]:
    """Freeze what was reported, and release it as the editor."""
    consolidation = frozen(stage)
    editor = hat(stage.front.organisation, Role.EDITOR)
    publish_figures(consolidation, symbol=SYMBOL, issued_on=ISSUED_ON, by=editor, now=LATER)
    return shown()


def shown() -> list[tuple[str, int]]:
    """Indicator and value of each figure in force."""
    in_force = PublishedFigure.objects.filter(withdrawn_at__isnull=True)
    return list(in_force.values_list("indicator_code", "value"))


def test_a_release_is_a_snapshot_that_live_figures_do_not_move(stage: Stage) -> None:
    task = report(stage, stage.dong_thanh, 12)
    assert published(stage) == [("OUT_SESSIONS", 12)]

    reopen_consolidation(opened(stage), reason=WHY, by=stage.police.consolidator, now=LATER)
    reopen(task, reason=WHY, by=stage.police.consolidator, now=LATER)

    assert shown() == [("OUT_SESSIONS", 12)]


def test_only_the_editor_releases_and_only_what_is_frozen(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 12)
    editor = hat(stage.front.organisation, Role.EDITOR)
    with pytest.raises(NotFrozen):
        publish_figures(opened(stage), symbol=SYMBOL, issued_on=ISSUED_ON, by=editor, now=LATER)
    consolidation = frozen(stage)

    with pytest.raises(NotTheEditor):
        publish_figures(consolidation, symbol=SYMBOL, issued_on=ISSUED_ON, by=stage.police.consolidator, now=LATER)
    with pytest.raises(DocumentMissing):
        publish_figures(consolidation, symbol=" ", issued_on=ISSUED_ON, by=editor, now=LATER)

    assert shown() == []


def test_sensitive_counts_below_five_are_not_released(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 4)
    Indicator.objects.filter(code="OUT_SESSIONS").update(is_sensitive_when_small=True)

    assert published(stage) == []


def test_a_later_release_withdraws_the_earlier_one_and_keeps_it(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 12)
    published(stage)
    editor = hat(stage.front.organisation, Role.EDITOR)

    publish_figures(opened(stage), symbol="216/BC-CAT-MTTQ", issued_on=ISSUED_ON, by=editor, now=LATER)

    assert list(PublishedFigure.objects.order_by("id").values_list("document_symbol", "withdrawn_at")) == [
        (SYMBOL, LATER),
        ("216/BC-CAT-MTTQ", None),
    ]
    assert withdraw_figures("38", 2026, by=editor, now=LATER) == 1


def test_the_page_shows_the_release_to_readers_without_an_account(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 12)
    published(stage)

    page = Client().get("/")

    assert page.status_code == 200
    text = page.content.decode()
    assert "Chỉ tiêu OUT_SESSIONS" in text
    assert SYMBOL in text
    assert "/bao-cao/nguon-goc/" not in text


def test_the_page_without_releases_says_so(client: Client, db: None) -> None:
    assert client.get("/").status_code == 200
    assert client.get("/?nam=1999").context["year"] is None


def test_the_editor_alone_finds_the_page_of_releases(stage: Stage) -> None:
    editor = hat(stage.front.organisation, Role.EDITOR)
    client = Client()
    client.force_login(editor.user)
    assert client.get("/cong-khai/").status_code == 200

    client.force_login(stage.police.consolidator.user)

    assert client.get("/cong-khai/").status_code == 403


def test_the_editor_withdraws_a_year(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 12)
    published(stage)
    client = Client()
    client.force_login(hat(stage.front.organisation, Role.EDITOR).user)

    assert client.post("/cong-khai/2026/thoi/").status_code == 302

    assert shown() == []


def test_a_document_that_is_not_issued_is_not_released(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 12)
    consolidation = frozen(stage)
    editor = hat(stage.front.organisation, Role.EDITOR)
    draft = Document(source=f"consolidation:{consolidation.pk}", status=DocumentStatus.SIGNED)

    with pytest.raises(NotIssued):
        release_document(draft, by=editor, now=LATER)

    assert shown() == []
