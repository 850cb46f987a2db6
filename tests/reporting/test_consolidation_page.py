"""The page of a year's consolidation: which line's figures it shows to which side, and when."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from chungtay.organisations.codes import Line, OrganisationKind, Role
from chungtay.reporting.actions.catalogue import load_catalogue
from chungtay.reporting.actions.consolidation import freeze, open_consolidation, reopen_consolidation
from chungtay.reporting.queries.consolidation import LINES
from chungtay.reporting.queries.papers import lines_seen_live
from tests.cast import DONG_THANH, FRONT, HAC_THANH, POLICE, PROVINCE, Cast, build_cast, whole_year
from tests.reporting.frozen_year import LATER, freeze_2021, report_2021, report_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    cast = build_cast()
    report_2021(cast, {(DONG_THANH, POLICE): {"OUT_SESSIONS": 1_234}, (HAC_THANH, FRONT): {"OUT_SESSIONS": 77}})
    return cast


def shown(cast: Cast, kind: OrganisationKind, line: Line, *, year: int = 2021) -> bytes | None:
    """What the page answers to the consolidators of a side about a line; None when it knows of no such page."""
    client = Client()
    client.force_login(cast.hat(PROVINCE, kind, Role.CONSOLIDATOR).user, backend=settings.AUTHENTICATION_BACKENDS[0])
    answer = client.get(reverse("reporting:consolidation", args=[year]), {"khoi": line})
    return answer.content if answer.status_code == 200 else None


def test_a_side_sees_the_line_of_the_other_one_from_the_freeze_on(cast: Cast) -> None:
    asked = [(POLICE, Line.FRONT), (FRONT, Line.POLICE), (FRONT, Line.WOMEN), (POLICE, Line.ALL)]
    before = [shown(cast, kind, line) is not None for kind, line in asked]
    offered = shown(cast, FRONT, Line.FRONT)
    consolidation = freeze_2021(cast)
    frozen = shown(cast, FRONT, Line.POLICE)
    police = cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR)
    reopen_consolidation(consolidation, reason="Sai số của Đông Thanh", by=police, now=LATER)

    assert before == [False, False, True, True]
    assert offered is not None
    assert b"khoi=police" not in offered
    assert frozen is not None
    assert b"1.234" in frozen
    assert shown(cast, FRONT, Line.POLICE) is None


def test_beside_a_frozen_year_stands_no_line_of_the_other_side_from_a_year_that_is_not(cast: Cast) -> None:
    police, front = (cast.hat(PROVINCE, kind, Role.CONSOLIDATOR) for kind in (POLICE, FRONT))
    load_catalogue(years=[2022])
    report_year(cast, 2022, {(DONG_THANH, POLICE): {"OUT_SESSIONS": 1_555}})
    consolidation = open_consolidation(cast.units[PROVINCE], whole_year(2022), by=police, now=LATER)
    for hat in (police, front):
        freeze(consolidation, by=hat, now=LATER)
    beside = [b"1.234" in (shown(cast, kind, Line.POLICE, year=2022) or b"") for kind in (POLICE, FRONT)]
    freeze_2021(cast)

    assert beside == [True, False]
    assert b"1.234" in (shown(cast, FRONT, Line.POLICE, year=2022) or b"")


def test_a_role_whose_eyes_end_at_its_office_sees_no_other_line_of_its_side(cast: Cast) -> None:
    hat = cast.hat(PROVINCE, FRONT, Role.CONSOLIDATOR)
    whole = lines_seen_live(hat)
    hat.role = Role.EDITOR

    assert set(LINES) - set(whole) == {Line.POLICE}
    assert lines_seen_live(hat) == (Line.ALL, Line.FRONT)
