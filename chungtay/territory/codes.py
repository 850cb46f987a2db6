"""Choice lists of the territory."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

MILLION = 1_000_000
NATION_CODE = "VN"
# Roles are the words of a later room; this one knows only those that keep its ledger.
LEDGER_ROLES = frozenset({"administrator", "coordinator"})


class Level(models.IntegerChoices):
    """The level of an administrative unit, from the nation down to the commune."""

    NATION = 0, _("Nation")
    PROVINCE = 1, _("Province")
    DISTRICT = 2, _("District")
    COMMUNE = 3, _("Commune")


class UnitKind(models.TextChoices):
    """The kind of unit as it stands before the name (loại đơn vị hành chính)."""

    NATION = "nation", _("Nation")
    PROVINCE = "tinh", _("Province")
    CENTRAL_CITY = "thanh_pho_tw", _("Centrally-run city")
    RURAL_DISTRICT = "huyen", _("Rural district")
    TOWN = "thi_xa", _("Town")
    PROVINCIAL_CITY = "thanh_pho", _("Provincial city")
    URBAN_DISTRICT = "quan", _("Urban district")
    RURAL_COMMUNE = "xa", _("Rural commune")
    WARD = "phuong", _("Ward")
    TOWNSHIP = "thi_tran", _("Township")
    SPECIAL_ZONE = "dac_khu", _("Special zone")

    @property
    def word(self) -> str:
        """The official Vietnamese word before the name, as documents write it; data, whatever the reader's language."""
        return _WORDS[self]

    @property
    def level(self) -> Level:
        """The level on which units of this kind stand."""
        return _LEVELS[self]


_WORDS = {
    UnitKind.NATION: "",
    UnitKind.PROVINCE: "tỉnh",
    UnitKind.CENTRAL_CITY: "thành phố",
    UnitKind.RURAL_DISTRICT: "huyện",
    UnitKind.TOWN: "thị xã",
    UnitKind.PROVINCIAL_CITY: "thành phố",
    UnitKind.URBAN_DISTRICT: "quận",
    UnitKind.RURAL_COMMUNE: "xã",
    UnitKind.WARD: "phường",
    UnitKind.TOWNSHIP: "thị trấn",
    UnitKind.SPECIAL_ZONE: "đặc khu",
}

_LEVELS = {
    UnitKind.NATION: Level.NATION,
    UnitKind.PROVINCE: Level.PROVINCE,
    UnitKind.CENTRAL_CITY: Level.PROVINCE,
    UnitKind.RURAL_DISTRICT: Level.DISTRICT,
    UnitKind.TOWN: Level.DISTRICT,
    UnitKind.PROVINCIAL_CITY: Level.DISTRICT,
    UnitKind.URBAN_DISTRICT: Level.DISTRICT,
    UnitKind.RURAL_COMMUNE: Level.COMMUNE,
    UnitKind.WARD: Level.COMMUNE,
    UnitKind.TOWNSHIP: Level.COMMUNE,
    UnitKind.SPECIAL_ZONE: Level.COMMUNE,
}


class EventKind(models.TextChoices):
    """What happened to units on one day. Only `MERGE`, `SPLIT` and `ABOLISH` end a unit's key."""

    CREATE = "create", _("Established")
    MERGE = "merge", _("Merged")
    SPLIT = "split", _("Split")
    RENAME = "rename", _("Renamed")
    RETYPE = "retype", _("Changed kind")
    RECODE = "recode", _("Changed code")
    REPARENT = "reparent", _("Changed parent")
    # The end of the district level on 1 July 2025: its communes carry the figures, nothing follows the district itself.
    ABOLISH = "abolish", _("Abolished with its level")


class EstimateReason(models.TextChoices):
    """Why a figure moved to another map is an estimate (*ước tính*)."""

    NONE = "", _("Exact")
    SPLIT_NOT_REVIEWED = "split_not_reviewed", _("A unit was split and the shares are not reviewed yet")
