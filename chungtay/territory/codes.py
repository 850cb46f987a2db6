"""Choice lists of the territory."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

MILLION = 1_000_000
NATION_CODE = "VN"
# Roles are the words of a later room; this one knows only those that keep its ledger.
LEDGER_ROLES = frozenset({"administrator", "coordinator"})
# Two persons stand behind a change of the map: one of these proposes it, a coordinator who is somebody else applies it.
APPLYING_ROLES = frozenset({"coordinator"})
NAME_READING_ROLES = frozenset({"administrator", "auditor"})
READING_ROLES = LEDGER_ROLES | {"auditor"}


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


class BoundaryProblem(models.TextChoices):
    """Why an area of a layer is not the boundary of a unit."""

    NO_CODE = "no_code", _("it has no code of a unit")
    UNKNOWN_CODE = "unknown_code", _("no unit has this code on that day")
    OTHER_NAME = "other_name", _("the code stands for a unit of another name on that day")
    TWICE = "twice", _("another area of this file has the same code")
    NO_AREA = "no_area", _("it is not an area (Polygon or MultiPolygon)")
    NOT_DEGREES = "not_degrees", _("its coordinates are not degrees: export the layer as WGS84 (EPSG:4326)")
    BROKEN_LINE = "broken_line", _("its line is not closed or has too few points")


class ProposalStatus(models.TextChoices):
    """Where a proposal stands (phương án). Only `APPLIED` changed the map; `UNDONE` gave it back."""

    DRAFT = "draft", _("Being prepared")
    REHEARSED = "rehearsed", _("Rehearsed")
    APPLIED = "applied", _("Applied")
    UNDONE = "undone", _("Taken back")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_STATUSES = (ProposalStatus.DRAFT, ProposalStatus.REHEARSED)


class LedgerStep(models.TextChoices):
    """What a run does with a proposal."""

    REHEARSE = "rehearse", _("Rehearsal")
    APPLY = "apply", _("Application")
    TAKE_BACK = "take_back", _("Taking back")


class RunStage(models.TextChoices):
    """How far a run is; each word says what is done at the moment."""

    READING = "reading", _("The lines are looked through")
    LEDGER = "ledger", _("The ledger of units is written")
    OFFICES = "offices", _("Offices follow their units")
    ACCOUNTS = "accounts", _("Accounts go on in the new offices")
    REPORTS = "reports", _("Open reports are handed on")
    STANDING = "standing", _("What stands on the change is looked for")
    ROWS = "rows", _("Offices, accounts and reports get back what they were")
    RESULT = "result", _("What was found is kept")


_CARRIED_OUT = (
    RunStage.READING,
    RunStage.LEDGER,
    RunStage.OFFICES,
    RunStage.ACCOUNTS,
    RunStage.REPORTS,
    RunStage.RESULT,
)
STAGES_OF = {
    LedgerStep.REHEARSE: _CARRIED_OUT,
    LedgerStep.APPLY: _CARRIED_OUT,
    LedgerStep.TAKE_BACK: (RunStage.STANDING, RunStage.LEDGER, RunStage.ROWS, RunStage.RESULT),
}


class RunOutcome(models.TextChoices):
    """How a run ended; no word while it waits or works."""

    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    STOPPED = "stopped", _("Stopped")


class FollowUpCode(models.TextChoices):
    """Work that goes on after the map changed."""

    TOTALS = "totals", _("Totals are made again")


class FindingGroup(models.TextChoices):
    """The questions that a rehearsal answers, in the order in which it answers them."""

    ADDS = "adds", _("What adds")
    COLLIDES = "collides", _("What collides")
    NOT_COMPARABLE = "not_comparable", _("What becomes an estimate or cannot be compared")
    MOVES = "moves", _("What moves, and where to")


class FindingKind(models.TextChoices):
    """One kind of thing that a rehearsal found. Later rooms answer with these words, so the list stands here."""

    UNIT_JOINS = "unit_joins", _("Units that join another one whole: their figures add exactly")
    UNIT_CHANGES = "unit_changes", _("Units that change and stay the same territory: their figures are not touched")
    INDICATORS_ADD = "indicators_add", _("Indicators, and how their figures add")
    REPORTS_STAY = "reports_stay", _("Accepted reports: they stay with the unit that gave them")
    CODE_AGAIN = "code_again", _("Codes that stood for another unit")
    NAME_TWICE = "name_twice", _("Units of the same name")
    OFFICES_JOIN = "offices_join", _("Several offices of one kind become one")
    ROLE_TWICE = "role_twice", _("Several officers with one role in one office")
    TASKS_JOIN = "tasks_join", _("Several reports of one period become one")
    NAMES_COUNTED_ONCE = "names_counted_once", _("Models of the same name: counted once in the new unit")
    SPLIT_ESTIMATED = "split_estimated", _("Divided without reviewed shares: estimates until they are reviewed")
    SPLIT_REVIEWED = "split_reviewed", _("Divided by reviewed shares: only flows are divided")
    LEVEL_ENDS = "level_ends", _("Units that end with their level: nothing follows them")
    OLDER_REPORTS = "older_reports", _("Periods that were reported on the old map already")
    OFFICE_ENDS = "office_ends", _("Offices that end")
    OFFICE_BEGINS = "office_begins", _("Offices that are founded")
    OFFICE_CHANGES = "office_changes", _("Offices that are renamed or stand elsewhere")
    ROLE_CARRIED = "role_carried", _("Accounts that go on in the new office")
    ROLE_ENDS = "role_ends", _("Accounts without a place: a keeper of accounts must give them one")
    TASK_CARRIED = "task_carried", _("Reports begun: the new office finishes them")
    TASK_REPLACED = "task_replaced", _("Reports not begun: the new office reports instead")
    TASK_MADE = "task_made", _("Reports that the new offices owe")
    RECEIVER_CHANGES = "receiver_changes", _("Reports that go to another office")
    TOTALS_AGAIN = "totals_again", _("Totals that are made again")

    @property
    def group(self) -> FindingGroup:
        """The question to which findings of this kind belong."""
        return _GROUPS[self]


_GROUPS = {
    **dict.fromkeys(
        (
            FindingKind.UNIT_JOINS,
            FindingKind.UNIT_CHANGES,
            FindingKind.INDICATORS_ADD,
            FindingKind.REPORTS_STAY,
            FindingKind.TOTALS_AGAIN,
        ),
        FindingGroup.ADDS,
    ),
    **dict.fromkeys(
        (
            FindingKind.CODE_AGAIN,
            FindingKind.NAME_TWICE,
            FindingKind.OFFICES_JOIN,
            FindingKind.ROLE_TWICE,
            FindingKind.TASKS_JOIN,
            FindingKind.NAMES_COUNTED_ONCE,
        ),
        FindingGroup.COLLIDES,
    ),
    **dict.fromkeys(
        (
            FindingKind.SPLIT_ESTIMATED,
            FindingKind.SPLIT_REVIEWED,
            FindingKind.LEVEL_ENDS,
            FindingKind.OLDER_REPORTS,
        ),
        FindingGroup.NOT_COMPARABLE,
    ),
    **dict.fromkeys(
        (
            FindingKind.OFFICE_ENDS,
            FindingKind.OFFICE_BEGINS,
            FindingKind.OFFICE_CHANGES,
            FindingKind.ROLE_CARRIED,
            FindingKind.ROLE_ENDS,
            FindingKind.TASK_CARRIED,
            FindingKind.TASK_REPLACED,
            FindingKind.TASK_MADE,
            FindingKind.RECEIVER_CHANGES,
        ),
        FindingGroup.MOVES,
    ),
}
