"""Where a figure comes from, as far as each reader may see it."""

from __future__ import annotations

import pytest

from chungtay.core.errors import NotFound
from chungtay.organisations.codes import Line
from chungtay.organisations.models import Membership
from chungtay.reporting.actions.consolidation import reopen_consolidation
from chungtay.reporting.actions.decisions import reopen
from chungtay.reporting.addresses import FigureAddress
from chungtay.reporting.codes import CellPart, Grain
from chungtay.reporting.layout import unit_of
from chungtay.reporting.models import Cell, Indicator
from chungtay.reporting.queries.pedigree import pedigree_for
from chungtay.reporting.totals import fold
from tests.reporting.stage import NOON, SESSIONS, Stage
from tests.reporting.test_consolidation import frozen, report

TODAY = NOON.date()


def address(
    stage: Stage, *, unit: int | None = None, line: Line = Line.ALL, consolidation: int | None = None
) -> FigureAddress:
    """The sessions of 2026 at the province, or at `unit`."""
    period = stage.period(grain=Grain.YEAR, index=1)
    return FigureAddress(unit or stage.province.pk, period.pk, line, SESSIONS, consolidation)


def test_parts_add_up_to_the_figure_at_each_level(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 12)
    report(stage, stage.hac_thanh, 3)
    fold()
    consolidation = frozen(stage)

    found = pedigree_for(stage.police.consolidator, address(stage, consolidation=consolidation.pk), TODAY)

    assert [(part.name, part.total.value) for part in found.parts] == [("Hạc Thành", 3), ("Đông Thanh", 12)]
    assert found.value == sum(part.total.value for part in found.parts) == 15


@pytest.mark.parametrize(
    ("part", "unit"), [(CellPart.TOTAL, "%"), (CellPart.NUMERATOR, ""), (CellPart.DENOMINATOR, "")]
)
def test_only_a_percentage_itself_is_counted_in_percent(part: CellPart, unit: str) -> None:
    assert unit_of(Cell(part=part), Indicator(unit_vi="%", unit_en="%")) == unit


def test_a_leaf_names_version_and_who_accepted_it(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 12)
    fold()
    unit = stage.dong_thanh.organisation.unit_id

    found = pedigree_for(stage.police.consolidator, address(stage, unit=unit, line=Line.POLICE), TODAY)

    (stands,) = found.stands
    assert (stands.office, stands.counted, stands.version_number) == ("Công an xã Đông Thanh", 12, 1)
    assert stands.accepted_by == f"{stage.police.consolidator.user.display_name}, Công an tỉnh"


def test_the_other_line_is_closed_before_the_freeze_and_ends_at_the_office_after_it(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 12)
    fold()
    asked = address(stage, unit=stage.dong_thanh.organisation.unit_id, line=Line.POLICE)
    with pytest.raises(NotFound):
        pedigree_for(stage.front.consolidator, asked, TODAY)
    frozen(stage)

    (stands,) = pedigree_for(stage.front.consolidator, asked, TODAY).stands

    assert (stands.office, stands.task_id, stands.evidence) == ("Công an xã Đông Thanh", None, None)
    assert stands.accepted_by == "Công an tỉnh"


def test_parts_of_all_lines_are_withheld_before_the_freeze(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 12)
    fold()

    found = pedigree_for(stage.police.consolidator, address(stage), TODAY)

    assert (found.value, found.is_withheld, found.parts) == (12, True, [])
    assert [part.total.value for part in pedigree_for(stage.auditor, address(stage), TODAY).parts] == [12]


@pytest.mark.parametrize("who", ["commune", "commune_front"])
def test_a_commune_sees_neither_its_neighbours_nor_all_lines_of_its_own_unit(stage: Stage, who: str) -> None:
    report(stage, stage.dong_thanh, 12)
    fold()
    hats: dict[str, Membership] = {
        "commune": stage.hac_thanh.reporter,
        "commune_front": stage.dong_thanh_front.reporter,
    }

    with pytest.raises(NotFound):
        pedigree_for(hats[who], address(stage, unit=stage.dong_thanh.organisation.unit_id), TODAY)


def test_a_frozen_figure_says_that_the_live_one_has_moved(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 12)
    consolidation = frozen(stage)
    asked = address(stage, consolidation=consolidation.pk)
    assert not pedigree_for(stage.auditor, asked, TODAY).has_moved
    report(stage, stage.hac_thanh, 3)
    fold()

    found = pedigree_for(stage.auditor, asked, TODAY)

    assert (found.value, found.live.value, found.has_moved) == (12, 15, True)


def test_a_figure_of_an_annex_opens_to_what_was_frozen_of_that_unit(stage: Stage) -> None:
    task = report(stage, stage.dong_thanh, 12)
    unit = stage.dong_thanh.organisation.unit_id
    consolidation = frozen(stage)
    reopen_consolidation(consolidation, reason="Sửa số của xã", by=stage.police.consolidator, now=NOON)
    reopen(task, reason="Sửa số của xã", by=stage.police.consolidator, now=NOON)
    fold()

    found = pedigree_for(stage.auditor, address(stage, unit=unit, consolidation=consolidation.pk), TODAY)

    assert (found.value, found.live, found.has_moved) == (12, None, True)
    asked = address(stage, unit=unit, line=Line.POLICE, consolidation=consolidation.pk)
    with pytest.raises(NotFound):
        pedigree_for(stage.auditor, asked, TODAY)


def test_an_address_that_leads_nowhere_is_not_found(stage: Stage) -> None:
    with pytest.raises(NotFound):
        pedigree_for(stage.auditor, FigureAddress(10**6, 1, Line.ALL, SESSIONS), TODAY)
    with pytest.raises(NotFound):
        pedigree_for(stage.auditor, address(stage, consolidation=999), TODAY)
