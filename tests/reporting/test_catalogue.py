"""The catalogue as data: indicators, cells, keys, forms."""

from datetime import date

import pytest

from chungtay.reporting.actions.catalogue import load_catalogue
from chungtay.reporting.codes import Grain, IndicatorKind
from chungtay.reporting.models import Cell, FormVersion, Indicator, IndicatorKey, IndicatorSet, ReportingPeriod
from narrative.indicators import load_indicators

pytestmark = pytest.mark.django_db


def test_catalogue_loads_twice_without_moving_a_cell() -> None:
    load_catalogue(years=[2021])
    before = list(Cell.objects.order_by("number").values_list("number", "indicator__code", "part", "category"))
    load_catalogue(years=[2021])

    assert list(Cell.objects.order_by("number").values_list("number", "indicator__code", "part", "category")) == before
    assert [row[0] for row in before] == list(range(len(before)))


def test_catalogue_has_at_least_seventy_indicators_each_complete() -> None:
    load_catalogue(years=[2021])

    assert Indicator.objects.count() >= 70
    assert not Indicator.objects.filter(label_vi="").exists()
    assert not Indicator.objects.filter(label_en="").exists()
    assert not Indicator.objects.filter(legal_source="").exists()
    assert not Indicator.objects.filter(unit_vi="").exists()


def test_each_key_of_the_reader_names_an_indicator_and_has_one_first_choice() -> None:
    load_catalogue(years=[2021])
    keys = set(load_indicators())

    assert set(IndicatorKey.objects.values_list("key", flat=True)) == keys
    assert sorted(IndicatorKey.objects.filter(is_first_choice=True).values_list("key", flat=True)) == sorted(keys)


def test_model_types_are_a_distinct_count_whatever_the_reader_calls_them() -> None:
    load_catalogue(years=[2021])

    assert Indicator.objects.get(code="MOD_TYPES").kind == IndicatorKind.DISTINCT


def test_form_cells_stand_once_and_belong_to_the_forms_set() -> None:
    load_catalogue(years=[2021])

    for version in FormVersion.objects.select_related("form"):
        sets = set(Cell.objects.filter(number__in=version.cells).values_list("indicator__indicator_set", flat=True))
        assert sets == {version.form.indicator_set_id}
        assert len(set(version.cells)) == len(version.cells)


def test_base_grain_is_the_year_in_2021_and_the_month_from_2026() -> None:
    load_catalogue(years=[2021, 2026])
    programme = IndicatorSet.objects.get(code="programme")

    assert programme.grains.get(validity__contains=date(2021, 12, 14)).grain == Grain.YEAR
    assert programme.grains.get(validity__contains=date(2026, 1, 14)).grain == Grain.MONTH


def test_parts_of_a_year_know_their_year() -> None:
    load_catalogue(years=[2026])
    year = ReportingPeriod.objects.get(indicator_set__code="programme", year=2026, grain=Grain.YEAR)

    assert year.parts.filter(grain=Grain.MONTH).count() == 12
