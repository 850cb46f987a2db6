"""The catalogue of model types: codes stay, names are kept as written."""

import pytest

from chungtay.registry.actions import load_model_types
from chungtay.registry.models import ModelType
from chungtay.registry.queries import model_types_in_use, names_of_types

pytestmark = pytest.mark.django_db


def test_loading_twice_keeps_every_code_and_type() -> None:
    assert load_model_types() == 88
    before = dict(ModelType.objects.values_list("code", "pk"))

    load_model_types()

    assert dict(ModelType.objects.values_list("code", "pk")) == before


def test_a_type_merged_into_another_lends_it_its_names() -> None:
    load_model_types()
    kept, merged = ModelType.objects.get(code="LMH001"), ModelType.objects.get(code="LMH002")
    merged.merged_into = kept
    merged.save()

    names = dict(names_of_types())

    assert names["LMH001"] == (kept.name, *kept.aliases, merged.name, *merged.aliases)
    assert "LMH002" not in names
    assert merged not in model_types_in_use()


def test_types_are_listed_in_dictionary_order() -> None:
    load_model_types()

    names = [each.name for each in model_types_in_use()]

    assert names.index("Ánh sáng an ninh") < names.index("Bảo vệ cà phê") < names.index("Đội bảo vệ dân phố cơ động")
