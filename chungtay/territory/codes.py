"""Choice lists of the territory."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


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


class EventKind(models.TextChoices):
    """What happened to units on one day."""

    CREATE = "create", _("Established")
    MERGE = "merge", _("Merged")
    SPLIT = "split", _("Split")
    RENAME = "rename", _("Renamed")
    RETYPE = "retype", _("Changed kind")
    RECODE = "recode", _("Changed code")
    REPARENT = "reparent", _("Changed parent")
