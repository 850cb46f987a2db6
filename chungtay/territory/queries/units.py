"""Units on a day: look-ups, lists, search, and what stands above and below."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, Count, F, Func, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Round

from chungtay.core.errors import NotFound
from chungtay.core.models import Installation
from chungtay.core.vietnamese import normalise, sort_key
from chungtay.territory.codes import Level, UnitKind
from chungtay.territory.errors import UnknownUnit
from chungtay.territory.models import AdministrativeUnit, UnitVersion
from chungtay.territory.sources import july_provinces


def units_on(on: date, *, level: Level | None = None, under: AdministrativeUnit | None = None) -> QuerySet[UnitVersion]:
    """The units that stand on a day, as they are called then, in dictionary order; each with its `unit`.

    `under` leaves those below that unit on that day, at any depth, without itself.
    """
    found = UnitVersion.objects.filter(validity__contains=on).select_related("unit")
    if level is not None:
        found = found.filter(level=level)
    if under is not None:
        found = found.filter(
            unit__ancestors__ancestor=under, unit__ancestors__depth__gt=0, unit__ancestors__validity__contains=on
        )
    return found.order_by("sort_key", "id")


def loadable_provinces() -> list[tuple[str, str]]:
    """Code and name of each province whose ledger comes with the product, in dictionary order, loaded or not."""
    provinces = july_provinces().items()
    return sorted(((code, unit.name) for code, unit in provinces), key=lambda province: sort_key(province[1]))


def search_units(
    text: str, on: date, *, level: Level | None = None, under: AdministrativeUnit | None = None
) -> QuerySet[UnitVersion]:
    """The units of a day whose name, kind and name, or code resembles `text`, whatever its marks; best first.

    Ordered by ("rank", "sort_key", "id"), which is also the order to page by; rank 0 stands there letter by letter.
    """
    wanted: Any = Func(Value(normalise(text)), function="public.f_unaccent", output_field=TextField())
    distance = Round((Value(1.0) - TrigramWordSimilarity(wanted, "search_text")) * Value(1000.0)) + Value(1.0)
    # Trigrams do not see the order of words; what stands there letter by letter comes before what only resembles it.
    rank = Case(When(search_text__contains=wanted, then=Value(0)), default=Cast(distance, IntegerField()))
    found = units_on(on, level=level, under=under).filter(
        Q(search_text__trigram_word_similar=wanted) | Q(search_text__contains=wanted)
    )
    return found.annotate(rank=rank).order_by("rank", "sort_key", "id")


def unit_by_code(code: str, on: date) -> AdministrativeUnit:
    """The unit that `code` stands for on a day. Raises UnknownUnit."""
    return version_by_code(code, on).unit


def version_by_code(code: str, on: date) -> UnitVersion:
    """The unit that `code` stands for on a day, as it is called then. Raises UnknownUnit."""
    version = UnitVersion.objects.filter(code=code, validity__contains=on).select_related("unit").first()
    if version is None:
        raise UnknownUnit(unit=code, day=f"{on:%d/%m/%Y}")
    return version


def version_on(unit: AdministrativeUnit, on: date) -> UnitVersion:
    """What `unit` is called on a day. Raises UnknownUnit on days on which it does not stand."""
    version = unit.versions.filter(validity__contains=on).select_related("unit").first()
    if version is None:
        raise UnknownUnit(unit=_any_code(unit), day=f"{on:%d/%m/%Y}")
    return version


def versions_on(units: Iterable[AdministrativeUnit | int], on: date) -> dict[int, UnitVersion]:
    """What these units are called on a day, by key, in one query; units that do not stand then are left out."""
    keys = {unit if isinstance(unit, int) else unit.pk for unit in units}
    return {row.unit_id: row for row in UnitVersion.objects.filter(unit__in=keys, validity__contains=on)}


def names_at_last(units: Iterable[AdministrativeUnit | int]) -> dict[int, UnitVersion]:
    """The last version of each of these units, by key: the name under which a unit of the past is known."""
    keys = {unit if isinstance(unit, int) else unit.pk for unit in units}
    rows = UnitVersion.objects.filter(unit__in=keys).order_by("unit_id", "validity__isempty", F("validity").desc())
    return {row.unit_id: row for row in rows.distinct("unit_id")}


def ancestors_on(unit: AdministrativeUnit, on: date) -> list[UnitVersion]:
    """What stands above `unit` on a day, the nearest first, the nation last."""
    above = UnitVersion.objects.filter(
        unit__descendants__unit=unit,
        unit__descendants__depth__gt=0,
        unit__descendants__validity__contains=on,
        validity__contains=on,
    )
    return list(above.select_related("unit").order_by("unit__descendants__depth"))


def children_on(unit: AdministrativeUnit, on: date) -> QuerySet[UnitVersion]:
    """The units that stand directly below `unit` on a day, in dictionary order."""
    return units_on(on).filter(parent=unit)


def unit_by_key(key: int) -> AdministrativeUnit:
    """The territory with this key, whether it still stands or not. Raises NotFound; so does one that was undone."""
    unit = AdministrativeUnit.objects.filter(pk=key, validity__isempty=False).first()
    if unit is None:
        raise NotFound()
    return unit


def home_province(on: date) -> AdministrativeUnit | None:
    """The province that this installation serves, as it stands on a day; None where it is not named or not there."""
    code = Installation.objects.values_list("province_code", flat=True).first()
    return AdministrativeUnit.objects.filter(versions__code=code, versions__validity__contains=on).first()


def counts_on(on: date, *, under: AdministrativeUnit | None = None) -> dict[UnitKind, int]:
    """How many units of each kind stand on a day; only kinds that occur, higher levels first."""
    rows = units_on(on, under=under).order_by("level", "kind").values("level", "kind").annotate(count=Count("id"))
    return {UnitKind(row["kind"]): row["count"] for row in rows}


def _any_code(unit: AdministrativeUnit) -> str:
    version = unit.versions.order_by("-id").first()
    return version.code if version else str(unit.pk)
