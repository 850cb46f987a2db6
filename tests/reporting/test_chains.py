"""One entry, two chains: the Front's week with its copy buttons, the sheet from which police type; each for its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from chungtay.organisations.models import Membership
from chungtay.programmes.actions.activities import record_activity
from chungtay.reporting.actions.submissions import save_draft
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.layout import layout_of
from chungtay.reporting.queries.front_week import field_rules, front_week
from tests.cast import DONG_THANH, FRONT, NOW, POLICE, WOMEN, Cast, build_cast, cell_of, month, tick
from tests.programmes.activity_stage import MEETING


@pytest.fixture(scope="module")
def _made(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The province on Friday 20 November 2026, made once inside a transaction that is taken back."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        ticking = tick(patch)
        next(ticking)
        yield build_cast()
        transaction.set_rollback(True)


@pytest.fixture
def cast(_made: Cast, db: None) -> Cast:
    """The province, for one test."""
    return _made


def browser(hat: Membership) -> Client:
    client = Client()
    client.force_login(hat.user)
    return client


def drafted(cast: Cast, kind: object, **figures: int) -> int:
    # Its days are 15 November to 14 December.
    task = cast.task(DONG_THANH, kind, month(12))  # type: ignore[arg-type]  # a kind of office
    contents = Contents({cell_of(code): CellFigure(number) for code, number in figures.items()})
    save_draft(task, contents=contents, by=cast.hat(DONG_THANH, kind), now=NOW)  # type: ignore[arg-type]
    return task.pk


def test_the_week_counts_the_activities_of_its_seven_days(cast: Cast) -> None:
    hat = cast.hat(DONG_THANH, FRONT)
    for day, people in ((date(2026, 11, 16), 40), (date(2026, 11, 19), 68), (date(2026, 11, 15), 500)):
        record_activity(
            replace(MEETING, held_on=day, attendance=people, leaflets=0),
            unit_id=hat.organisation.unit_id,
            by=hat,
            now=NOW,
        )
    drafted(cast, FRONT, OUT_SESSIONS=7, OUT_LEAFLETS=1_500)

    week = front_week(hat, date(2026, 11, 18))

    shown = {field.label: (field.week, field.month) for _group, fields in week.groups for field in fields}
    assert (week.monday, week.sunday, week.activity_count) == (date(2026, 11, 16), date(2026, 11, 22), 2)
    assert shown["Số lượt người dự"] == ("108", "")
    assert shown["Số cuộc tuyên truyền, vận động"] == ("2", "7")
    assert shown["Số tờ rơi, tài liệu đã phát"][1] == "1.500"


def test_the_fields_stand_in_their_order_and_each_has_an_indicator_of_the_form(cast: Cast) -> None:
    layout = layout_of(cast.task(DONG_THANH, FRONT, month(11)).form_version)

    week = front_week(cast.hat(DONG_THANH, FRONT), date(2026, 11, 18))

    assert [field.label for _group, fields in week.groups for field in fields] == [one.field for one in field_rules()]
    assert [layout.total_cell(one.indicator) is None for one in field_rules()] == [False] * len(field_rules())


def test_each_figure_has_a_button_that_copies_it(cast: Cast) -> None:
    drafted(cast, FRONT, OUT_LEAFLETS=1_500)

    page = browser(cast.hat(DONG_THANH, FRONT)).get(reverse("reporting:front-week")).content.decode()

    assert page.count('data-copy="1.500"') == 1
    assert "còn chờ đối chiếu" in page


def test_a_day_that_is_none_or_lies_ahead_is_this_week(cast: Cast) -> None:
    client = browser(cast.hat(DONG_THANH, WOMEN))

    for asked in ("", "hôm qua", "2999-01-01"):
        answer = client.get(reverse("reporting:front-week"), {"tuan": asked})
        assert (answer.status_code, answer.context["week"].monday) == (200, date(2026, 11, 16))


def test_the_sheet_to_type_from_has_codes_and_figures(cast: Cast) -> None:
    task = drafted(cast, POLICE, OUT_SESSIONS=7, OUT_LEAFLETS=1_500, OUT_NEWS=0)

    answer = browser(cast.hat(DONG_THANH, POLICE)).get(reverse("reporting:retype-sheet", args=[task]))

    rows = [(row.row.number, row.shown) for part in answer.context["parts"] for row in part]
    assert rows == [(cell_of("OUT_SESSIONS"), "7"), (cell_of("OUT_LEAFLETS"), "1.500")]
    assert answer.context["zeros"] == [str(cell_of("OUT_NEWS"))]
    assert answer.context["is_accepted"] is False


def test_neither_is_for_the_other_line(cast: Cast) -> None:
    police, front = drafted(cast, POLICE, OUT_SESSIONS=7), drafted(cast, FRONT, OUT_SESSIONS=8)
    of_police, of_front = browser(cast.hat(DONG_THANH, POLICE)), browser(cast.hat(DONG_THANH, FRONT))

    assert of_police.get(reverse("reporting:front-week")).status_code == 404
    assert of_front.get(reverse("reporting:retype-sheet", args=[front])).status_code == 404
    assert of_front.get(reverse("reporting:retype-sheet", args=[police])).status_code == 404
    assert reverse("reporting:front-week") not in of_police.get(reverse("reporting:tasks")).content.decode()
    assert reverse("reporting:front-week") in of_front.get(reverse("reporting:tasks")).content.decode()


def test_nothing_was_begun_so_there_is_nothing_to_type(cast: Cast) -> None:
    task = cast.task(DONG_THANH, POLICE, month(10))

    assert (
        browser(cast.hat(DONG_THANH, POLICE)).get(reverse("reporting:retype-sheet", args=[task.pk])).status_code == 404
    )
