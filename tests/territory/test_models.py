"""The database refuses what may not exist, whoever writes."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from chungtay.territory.models import AdministrativeUnit, UnitAncestor, UnitEvent, UnitSuccession, UnitVersion
from chungtay.territory.queries import unit_by_code, version_by_code

ON = date(2022, 6, 1)


def copy_of(version: UnitVersion, **changes: object) -> UnitVersion:
    kept = {
        field.attname: getattr(version, field.attname)
        for field in UnitVersion._meta.concrete_fields
        if not field.primary_key
    }
    return UnitVersion(**{**kept, **changes})


def refused(row, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.save(force_insert=True)


def test_a_code_stands_for_one_unit_at_a_time(province_38):
    taken = version_by_code("14758", ON)
    other = AdministrativeUnit.objects.create(level=3, validity=taken.validity)

    refused(copy_of(taken, unit_id=other.pk), "unit_code_is_one_unit_at_a_time")
    copy_of(taken, unit_id=other.pk, validity=DateRange(date(2040, 1, 1), None), code="99999").save()


def test_a_unit_has_one_version_at_a_time(province_38):
    refused(copy_of(version_by_code("14758", ON), code="99999"), "unit_has_one_version_at_a_time")


def test_only_the_nation_has_no_parent(province_38):
    version = version_by_code("14758", ON)
    other = AdministrativeUnit.objects.create(level=3, validity=version.validity)

    refused(copy_of(version, unit_id=other.pk, code="99999", parent_id=None), "only_the_nation_has_no_parent")


def test_a_unit_has_one_ancestor_of_a_depth_at_a_time(province_38):
    row = UnitAncestor.objects.filter(unit=unit_by_code("14758", ON), depth=1).first()
    row.pk = None
    row.ancestor = unit_by_code("VN", ON)

    refused(row, "unit_has_one_ancestor_of_a_depth_at_a_time")


@pytest.mark.parametrize(
    ("share", "constraint"), [(1_000_001, "succession_share_of_a_million"), (-1, "succession_share_of_a_million")]
)
def test_a_share_is_a_part_of_a_million(province_38, share, constraint):
    row = UnitSuccession.objects.select_related("event").first()
    event = UnitEvent.objects.create(kind="merge", effective_on=ON, legal_basis="x")

    refused(
        UnitSuccession(event=event, from_unit=row.from_unit, to_unit=row.to_unit, share_millionths=share), constraint
    )


def test_a_unit_does_not_succeed_itself_and_has_one_default_target(province_38):
    split = UnitSuccession.objects.filter(is_reviewed=False, is_default_target=False).first()

    refused(
        UnitSuccession(event=split.event, from_unit=split.from_unit, to_unit=split.from_unit, share_millionths=0),
        "succession_to_another_unit",
    )
    split.is_default_target = True
    with pytest.raises(IntegrityError, match="succession_one_default_target"), transaction.atomic():
        split.save(update_fields=["is_default_target"])


def test_official_name_stands_inside_a_sentence_and_heading_alone(province_38):
    version = version_by_code("15829", date(2024, 2, 1))

    assert (version.official_name, version.heading) == ("thị trấn Hậu Hiền", "Thị trấn Hậu Hiền")
