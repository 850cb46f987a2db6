from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chungtay.territory import actions
from chungtay.territory.codes import MILLION, EstimateReason, Level
from chungtay.territory.errors import OlderMap
from chungtay.territory.models import AdministrativeUnit, UnitSuccession
from chungtay.territory.queries import (
    COMPOSED_SUCCESSIONS_SQL,
    Share,
    composed_successions,
    names_at_last,
    predecessors,
    successors,
    successors_of,
    unit_by_code,
    units_on,
)
from tests.territory.conftest import NOW

IN_2021 = date(2021, 6, 1)
EVE = date(2025, 6, 30)
TODAY = date(2026, 11, 23)
Moves = dict[tuple[int, int], Fraction]
DAYS = st.dates(date(2020, 6, 1), date(2026, 12, 31))
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def moves(shares: list[Share]) -> Moves:
    return {(share.from_unit_id, share.to_unit_id): share.fraction for share in shares}


def review_all() -> None:
    """Give every split shares that have no short decimal form together."""
    for row in UnitSuccession.objects.filter(is_reviewed=False, is_default_target=True):
        others = UnitSuccession.objects.filter(event=row.event, from_unit=row.from_unit, is_default_target=False)
        shares = {other.to_unit_id: 111_111 + place for place, other in enumerate(others)}
        shares[row.to_unit_id] = MILLION - sum(shares.values())
        actions.review_shares(row.event, row.from_unit, shares=shares, by=None, now=NOW)


def walked(from_day: date, to_day: date) -> Moves:
    """The definition, step by step in Python: follow each unit until it stands on the later map."""
    stands = {unit.pk: unit.validity for unit in AdministrativeUnit.objects.filter(level=Level.COMMUNE)}
    given_to = defaultdict(list)
    for row in UnitSuccession.objects.filter(event__voided_at=None):
        share = Fraction(row.share_millionths, MILLION) if row.is_reviewed else Fraction(int(row.is_default_target))
        given_to[row.from_unit_id].append((row.to_unit_id, share))
    found: Moves = defaultdict(Fraction)

    def follow(origin: int, at: int, share: Fraction) -> None:
        span = stands[at]
        if (span.lower is None or span.lower <= to_day) and (span.upper is None or to_day < span.upper):
            found[origin, at] += share
            return
        for target, part in given_to[at]:
            follow(origin, target, share * part)

    for unit_id, span in stands.items():
        if (span.lower is None or span.lower <= from_day) and (span.upper is None or from_day < span.upper):
            follow(unit_id, unit_id, Fraction(1))
    return dict(found)


def test_the_last_step_of_province_38_has_558_pairs_of_which_21_are_estimates(province_38):
    shares = composed_successions(EVE, TODAY)

    assert len(shares) == 558
    assert sum(share.fraction for share in shares) == 547
    assert len({share.to_unit_id for share in shares}) == 166
    assert len({share.from_unit_id for share in shares if not share.is_exact}) == 10
    assert {share.reason for share in shares if share.is_exact} == {EstimateReason.NONE}
    assert {share.reason for share in shares if not share.is_exact} == {EstimateReason.SPLIT_NOT_REVIEWED}


def test_2021_on_the_map_of_today(province_38):
    shares = composed_successions(IN_2021, TODAY)

    assert sum(share.fraction for share in shares) == 559
    assert len({share.to_unit_id for share in shares}) == 166


def test_a_chain_of_mergers_is_followed_to_its_end(province_38):
    """Tân Sơn joined Phú Sơn on 1 January 2025, and Phú Sơn became part of Hạc Thành on 1 July."""
    tan_son = unit_by_code("14788", IN_2021)

    (share,) = successors(tan_son, TODAY)

    assert names_at_last([share.to_unit_id])[share.to_unit_id].heading == "Phường Hạc Thành"
    assert (share.fraction, share.is_exact) == (1, True)


def test_the_commune_that_vanished_first_is_found_today(province_38):
    thieu_phu = unit_by_code("15790", IN_2021)

    found = {
        names_at_last([share.to_unit_id])[share.to_unit_id].heading: share for share in successors(thieu_phu, TODAY)
    }

    assert {name: share.fraction for name, share in found.items() if share.fraction} == {"Xã Thiệu Hóa": 1}
    assert {share.is_exact for share in found.values()} == {False}  # the township it joined was split later


def test_districts_that_were_abolished_go_nowhere(province_38):
    assert composed_successions(IN_2021, TODAY, level=Level.DISTRICT) == []
    assert len(composed_successions(IN_2021, date(2025, 1, 1), level=Level.DISTRICT)) == 27
    assert len(composed_successions(IN_2021, TODAY, level=None)) == len(composed_successions(IN_2021, TODAY)) + 2


def test_figures_do_not_go_back_to_an_older_map(province_38):
    with pytest.raises(OlderMap):
        composed_successions(TODAY, EVE)


def test_predecessors_are_the_other_side_of_successors(province_38):
    hac_thanh = unit_by_code("14797", TODAY)

    found = predecessors(hac_thanh, IN_2021)

    whole = [share for share in composed_successions(IN_2021, TODAY) if share.to_unit_id == hac_thanh.pk]
    assert sorted(found, key=lambda share: share.from_unit_id) == whole
    assert len(found) == 13
    assert sum(share.fraction for share in found) == 12


def test_successors_of_many_units_in_one_query(province_38, django_assert_num_queries):
    units = [unit_by_code(code, IN_2021) for code in ("14788", "15790", "14845")]

    with django_assert_num_queries(1):
        shares = successors_of(units, TODAY)

    assert {share.from_unit_id for share in shares} == {unit.pk for unit in units}
    assert sum(share.fraction for share in shares) == 3


def test_the_query_may_be_joined(province_38):
    sql = f"SELECT sum(share), count(*) FROM ({COMPOSED_SUCCESSIONS_SQL}) AS moved WHERE is_exact"
    with connection.cursor() as cursor:
        cursor.execute(sql, {"from_day": EVE, "to_day": TODAY, "level": Level.COMMUNE})
        found = cursor.fetchone()

    assert found == (537, 537)


@FEW
@given(days=st.tuples(DAYS, DAYS))
def test_shares_of_each_unit_make_the_unit(province_38, days):
    from_day, to_day = sorted(days)

    totals: dict[int, Fraction] = defaultdict(Fraction)
    for share in composed_successions(from_day, to_day):
        totals[share.from_unit_id] += share.fraction

    assert set(totals.values()) == {1}
    assert set(totals) == set(units_on(from_day, level=Level.COMMUNE).values_list("unit_id", flat=True))


@pytest.mark.parametrize("is_reviewed", [False, True])
def test_what_the_database_composes_is_what_the_definition_says(province_38, is_reviewed):
    if is_reviewed:
        review_all()

    for days in ((IN_2021, EVE), (IN_2021, TODAY), (date(2024, 3, 1), TODAY), (EVE, TODAY), (TODAY, TODAY)):
        assert moves(composed_successions(*days)) == walked(*days)
    assert all(share.is_exact for share in composed_successions(IN_2021, TODAY)) == is_reviewed


@settings(FEW, max_examples=10)
@given(days=st.tuples(DAYS, DAYS, DAYS))
def test_two_steps_are_one(province_38, days):
    """A total moved to a map between and then to the last map is the total moved at once."""
    first, between, last = sorted(days)

    onward = defaultdict(list)
    for share in composed_successions(between, last):
        onward[share.from_unit_id].append(share)
    in_two: Moves = defaultdict(Fraction)
    for share in composed_successions(first, between):
        for after in onward[share.to_unit_id]:
            in_two[share.from_unit_id, after.to_unit_id] += share.fraction * after.fraction

    assert dict(in_two) == moves(composed_successions(first, last))
