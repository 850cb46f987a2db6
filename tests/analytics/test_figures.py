"""The figures of a question: on any map, rounded once, no further than the reader may see."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chungtay.analytics.asking import Asked
from chungtay.analytics.codes import Depth, Step
from chungtay.analytics.queries.figures import CLOSED, SMALL, Figure, Figures, figures_of
from chungtay.analytics.queries.question import question_for
from chungtay.analytics.queries.unit_rows import unit_rows
from chungtay.core.errors import NotFound
from chungtay.organisations.codes import Line, OrganisationKind, Role
from chungtay.organisations.models import Membership
from chungtay.reporting.actions.bulk import Entry, submit_in_bulk
from chungtay.reporting.actions.decisions import accept
from chungtay.reporting.codes import EstimateMark
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.models import Indicator
from chungtay.territory.models import UnitVersion
from tests.reporting.stage import NOON, Stage, hat, make_office
from tests.reporting.stage import SESSIONS as STAGE_SESSIONS
from tests.reporting.test_consolidation import LATER, frozen
from tests.reporting.test_consolidation import report as report_month
from tests.reporting.test_totals import report
from tests.reporting.world import MEMBERS, POSTS, SESSIONS, TWO_TIERS, World

TODAY = date(2026, 11, 20)
YEAR_2021 = Asked(step=Step.YEAR, first=(2021, 1), last=(2021, 12), line=Line.ALL, measures=("SESSIONS",))


def ask(hat_: Membership, asked: Asked, *, cursor: str | None = None, size: int | None = None) -> Figures:
    question = question_for(hat_, asked, TODAY)
    return figures_of(question, unit_rows(question, cursor=cursor, size=size))


def numbers(figures: Figures, cell: int) -> dict[str, int | None]:
    """What is shown for each unit of the page in the first slot, by name."""
    (measure,) = figures.question.measures
    asked = next(each for each in measure.cells if each.number == cell)
    found = {}
    for row in (*figures.rows.parts, *figures.rows.wholes):
        answer = figures.at(row.unit_id, figures.question.slots[0], asked)
        found[row.name] = answer.shown if isinstance(answer, Figure) else None
    return found


def test_parts_shown_add_up_to_the_whole_shown_where_shares_divide(world: World, auditor: Membership) -> None:
    # A third and two thirds of half a million end both in a half, and both would be rounded up.
    report(world.task("10004", world.base(2021)), {SESSIONS: 500_000})
    report(world.task("10005", world.base(2021)), {SESSIONS: 7})

    figures = ask(auditor, YEAR_2021.changed(map_day=TWO_TIERS))

    shown = numbers(figures, SESSIONS)
    assert shown["Lâm Giang"] == 500_007
    assert sum(value or 0 for name, value in shown.items() if name != "Lâm Giang") == 500_007
    exact = figures.at(world.unit("10023"), figures.question.slots[0], figures.question.measures[0].cell)
    assert isinstance(exact, Figure)
    assert (exact.value, exact.mark) == (7 + Fraction(500_000 * 333_333, 1_000_000), EstimateMark.SHARED)


def test_a_page_rounds_as_the_whole_table_does(world: World, auditor: Membership) -> None:
    report(world.task("10004", world.base(2021)), {SESSIONS: 500_000})
    asked = YEAR_2021.changed(map_day=TWO_TIERS)
    whole = numbers(ask(auditor, asked), SESSIONS)

    pages, cursor = {}, None
    while True:
        figures = ask(auditor, asked, cursor=cursor, size=2)
        pages |= numbers(figures, SESSIONS)
        cursor = figures.rows.next_cursor
        if cursor is None:
            break

    assert pages == whole


def test_what_the_level_above_did_itself_is_the_rest_of_the_whole(world: World, auditor: Membership) -> None:
    report(world.task("38", world.base(2026)), {SESSIONS: 4})
    report(world.task("10011", world.base(2026)), {SESSIONS: 9})
    asked = Asked(first=(2026, 1), last=(2026, 1), line=Line.ALL, measures=("SESSIONS",))

    figures = ask(auditor, asked)

    (slot,), (measure,) = figures.question.slots, figures.question.measures
    rest = figures.remainder(slot, measure.cell)
    assert rest is not None
    assert (rest.shown, numbers(figures, SESSIONS)["Lâm Giang"]) == (4, 13)
    assert ask(auditor, asked, size=1).remainder(slot, measure.cell) is None


def test_an_older_map_shows_only_units_that_still_stand_and_no_rest(world: World, auditor: Membership) -> None:
    report(world.task("10007", world.base(2026)), {SESSIONS: 5})
    report(world.task("10021", world.base(2026)), {SESSIONS: 6})
    older = Asked(
        first=(2026, 1), last=(2026, 1), line=Line.ALL, measures=("SESSIONS",), map_day=date(2021, 12, 14),
        depth=Depth.COMMUNES,
    )  # fmt: skip

    figures = ask(auditor, older)

    assert {name: value for name, value in numbers(figures, SESSIONS).items() if value} == {
        "An Hòa": 5,
        "Lâm Giang": 11,
    }
    assert figures.remainders == {}


def test_a_stock_that_was_stated_before_is_stale(world: World, auditor: Membership) -> None:
    report(world.task("10011", world.base(2026, 1)), {MEMBERS: 12})
    world.task("10011", world.base(2026, 2))
    asked = Asked(first=(2026, 1), last=(2026, 2), line=Line.ALL, measures=("MEMBERS",))

    figures = ask(auditor, asked)

    cell = figures.question.measures[0].cell
    stale = [figures.at(world.unit("10011"), slot, cell) for slot in figures.question.slots]
    assert [(each.shown, each.is_stale) for each in stale if isinstance(each, Figure)] == [(12, False), (12, True)]
    assert figures.over_slots(world.unit("10011"), cell) is None


def test_a_sum_over_periods_with_a_gap_is_at_least(world: World, auditor: Membership) -> None:
    world.task("10011", world.base(2026, 2))
    report(world.task("10011", world.base(2026, 1)), {POSTS: 3})
    report(world.task("10011", world.base(2026, 3)), {POSTS: 4})
    figures = ask(auditor, Asked(first=(2026, 1), last=(2026, 3), line=Line.ALL, measures=("POSTS",)))

    total = figures.over_slots(world.unit("10011"), figures.question.measures[0].cell)

    assert isinstance(total, Figure)
    assert (total.shown, total.qualifier.name) == (7, "AT_LEAST")


def test_the_number_of_queries_does_not_grow_with_units_or_measures(world: World, auditor: Membership) -> None:
    for code in ("10011", "10007", "10021"):
        report(world.task(code, world.base(2026)), {SESSIONS: 2, MEMBERS: 5})
    asked = Asked(first=(2026, 1), last=(2026, 1), line=Line.ALL, measures=("SESSIONS", "MEMBERS"))
    ask(auditor, asked)

    counts = []
    for wide in (asked.changed(units=(world.unit("10011"),)), asked):
        with CaptureQueriesContext(connection) as queries:
            ask(auditor, wide)
        counts.append(len(queries))

    # The list of parts is the one query more.
    assert counts[1] - counts[0] == 1


MONTH = Asked(first=(2026, 11), last=(2026, 11), measures=("OUT_SESSIONS",))


def seen(stage: Stage, hat_: Membership, line: Line) -> dict[str, object]:
    """What a hat sees of November in each unit of the stage: a number, or why not."""
    question = question_for(hat_, MONTH.changed(units=(stage.province.pk,), line=line), NOON.date())
    figures = figures_of(question, unit_rows(question, cursor=None, size=None))
    cell = question.measures[0].cell
    names = dict(UnitVersion.objects.values_list("unit_id", "name"))
    answers = {names[unit]: figures.at(unit, question.slots[0], cell) for unit in figures.rows.keys}
    return {name: each.shown if isinstance(each, Figure) else each for name, each in answers.items()}


def test_each_side_sees_its_own_line_and_the_joint_total_until_both_froze(stage: Stage) -> None:
    report_month(stage, stage.dong_thanh, 12)
    report_month(stage, stage.dong_thanh_front, 5)
    police, front = stage.police.consolidator, stage.front.consolidator
    before = {
        "police, own": seen(stage, police, Line.POLICE),
        "police, all": seen(stage, police, Line.ALL),
        "front, of police": seen(stage, front, Line.POLICE),
    }
    frozen(stage)

    assert before == {
        "police, own": {"Hạc Thành": None, "Đông Thanh": 12, "Xứ Thanh": 12},
        "police, all": {"Hạc Thành": CLOSED, "Đông Thanh": CLOSED, "Xứ Thanh": 17},
        "front, of police": {"Hạc Thành": CLOSED, "Đông Thanh": CLOSED, "Xứ Thanh": CLOSED},
    }
    assert seen(stage, front, Line.POLICE) == {"Hạc Thành": None, "Đông Thanh": 12, "Xứ Thanh": 12}


def test_a_commune_sees_itself_alone_and_a_keeper_of_accounts_nothing(stage: Stage) -> None:
    report_month(stage, stage.dong_thanh, 12)
    report_month(stage, stage.hac_thanh, 3)

    assert seen(stage, stage.dong_thanh.reporter, Line.POLICE) == {
        "Hạc Thành": CLOSED,
        "Đông Thanh": 12,
        "Xứ Thanh": CLOSED,
    }
    with pytest.raises(NotFound):
        seen(stage, hat(stage.police.organisation, Role.ACCOUNT_KEEPER), Line.POLICE)


def test_a_small_sensitive_count_is_hidden_with_another_from_which_it_would_follow(stage: Stage) -> None:
    Indicator.objects.filter(cells=STAGE_SESSIONS).update(is_sensitive_when_small=True)
    report_month(stage, stage.dong_thanh, 3)
    report_month(stage, stage.hac_thanh, 40)
    frozen(stage)

    of_the_other_side = seen(stage, stage.front.consolidator, Line.POLICE)
    own = seen(stage, stage.police.consolidator, Line.POLICE)

    assert of_the_other_side == {"Hạc Thành": SMALL, "Đông Thanh": SMALL, "Xứ Thanh": 43}
    assert own == {"Hạc Thành": 40, "Đông Thanh": 3, "Xứ Thanh": 43}


def test_the_own_work_of_the_other_side_above_is_no_rest_to_be_read_off(stage: Stage) -> None:
    report_month(stage, stage.dong_thanh_front, 12)
    make_office(OrganisationKind.FRONT, stage.hac_thanh.organisation.unit, "Mặt trận phường Hạc Thành", stage.front)
    own = stage.task(stage.front)
    contents = Contents({STAGE_SESSIONS: CellFigure(7, joint=0, led_elsewhere=0)})
    submit_in_bulk([Entry(own, contents, stage.front.reporter, NOON, "Đúng thực tế")])
    accept(own, by=stage.front.consolidator, now=LATER)
    frozen(stage)

    def rest(worn: Membership) -> int | None:
        question = question_for(worn, MONTH.changed(units=(stage.province.pk,), line=Line.FRONT), NOON.date())
        figures = figures_of(question, unit_rows(question, cursor=None, size=None))
        found = figures.remainder(question.slots[0], question.measures[0].cell)
        return found.shown if found else None

    assert (rest(stage.front.consolidator), rest(stage.police.consolidator), rest(stage.auditor)) == (7, None, 7)
