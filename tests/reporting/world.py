"""A small province for the totals: two districts, seven communes, two years of mergers, offices that report.

2021 is one figure a year, from the reporting year 2025 on figures are monthly. On 1 January 2025 Hạ Lâm and Thượng
Lâm merge; on 1 July 2025 the districts end, Đông Sa is divided by reviewed shares between Sa Vĩ and Bình Trung, and
Tây Nguyên Thôn is divided without review, with Kim Long as default target.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from chungtay.organisations.codes import Line, OrganisationKind
from chungtay.organisations.models import Organisation
from chungtay.reporting.codes import Calendar, CellPart, Certainty, Covers, Grain, IndicatorKind, SubmissionStatus
from chungtay.reporting.models import (
    Cell,
    Form,
    FormVersion,
    Indicator,
    IndicatorSet,
    IndicatorSetGrain,
    ReportingPeriod,
    ReportTask,
    Submission,
    SubmissionVersion,
    VersionKey,
)
from chungtay.reporting.windows import windows_of_year
from chungtay.territory.actions import replay_ledger
from chungtay.territory.codes import EventKind, UnitKind
from chungtay.territory.ledger import Change, Part, Step, UnitData, whole
from chungtay.territory.models import AdministrativeUnit, UnitVersion

ALWAYS = DateRange(None, None)
NOW = datetime(2026, 1, 5, 3, tzinfo=UTC)
LAST_OF_2021, MERGED, TWO_TIERS = date(2021, 12, 14), date(2025, 1, 1), date(2025, 7, 1)

# Cells by name. Two blocks, so that figures of both come back in one question.
SESSIONS, SESSIONS_YOUNG, MEMBERS, TYPES, RECORD, SETTLED, HANDLED, POSTS = 0, 1, 5, 6, 7, 8, 9, 203
FLOWS = (SESSIONS, SESSIONS_YOUNG, POSTS, SETTLED)
STOCKS = (MEMBERS, HANDLED)
CELLS = (SESSIONS, SESSIONS_YOUNG, MEMBERS, TYPES, RECORD, SETTLED, HANDLED, POSTS)

STEPS = (
    Step(
        EventKind.CREATE,
        date(2019, 12, 1),
        "Nghị quyết 786/NQ-UBTVQH14",
        starts=(
            UnitData("VN", UnitKind.NATION, "Việt Nam", None),
            UnitData("38", UnitKind.PROVINCE, "Lâm Giang", "VN"),
            UnitData("380", UnitKind.RURAL_DISTRICT, "Thượng Sơn", "38"),
            UnitData("381", UnitKind.RURAL_DISTRICT, "Hạ Sơn", "38"),
            UnitData("10001", UnitKind.RURAL_COMMUNE, "Hạ Lâm", "380"),
            UnitData("10002", UnitKind.RURAL_COMMUNE, "Thượng Lâm", "380"),
            UnitData("10003", UnitKind.RURAL_COMMUNE, "Tây Nguyên Thôn", "380"),
            UnitData("10004", UnitKind.RURAL_COMMUNE, "Đông Sa", "381"),
            UnitData("10005", UnitKind.RURAL_COMMUNE, "Sa Vĩ", "381"),
            UnitData("10006", UnitKind.RURAL_COMMUNE, "Bình Trung", "381"),
            UnitData("10007", UnitKind.RURAL_COMMUNE, "An Hòa", "381"),
        ),
    ),
    Step(
        EventKind.MERGE,
        MERGED,
        "Nghị quyết 1238/NQ-UBTVQH15",
        ends=("10001", "10002"),
        starts=(UnitData("10011", UnitKind.RURAL_COMMUNE, "Lâm", "380"),),
        parts=whole(("10001", "10002"), "10011"),
    ),
    Step(
        EventKind.REPARENT,
        TWO_TIERS,
        "Nghị quyết 1686/NQ-UBTVQH15",
        changes=(Change("10011", parent="38"), Change("10007", parent="38")),
    ),
    Step(
        EventKind.SPLIT,
        TWO_TIERS,
        "Nghị quyết 1686/NQ-UBTVQH15",
        ends=("10003", "10004", "10005", "10006"),
        starts=(
            UnitData("10021", UnitKind.RURAL_COMMUNE, "Kim Long", "38"),
            UnitData("10022", UnitKind.RURAL_COMMUNE, "Kim Sơn", "38"),
            UnitData("10023", UnitKind.RURAL_COMMUNE, "Sa Vĩ mới", "38"),
            UnitData("10024", UnitKind.RURAL_COMMUNE, "Bình Trung mới", "38"),
        ),
        parts=(
            Part("10003", "10021", 500_000, is_reviewed=False),
            Part("10003", "10022", 500_000, is_reviewed=False, is_default_target=False),
            Part("10004", "10023", 333_333),
            Part("10004", "10024", 666_667, is_default_target=False),
            Part("10005", "10023"),
            Part("10006", "10024"),
        ),
    ),
    Step(EventKind.ABOLISH, TWO_TIERS, "Luật 72/2025/QH15", ends=("380", "381")),
)


@dataclass
class World:
    """What a test needs at hand, by name."""

    units: dict[str, int]
    periods: dict[tuple[Grain, int, int], ReportingPeriod]
    form: FormVersion
    offices: dict[tuple[str, str, int], Organisation] = field(default_factory=dict)

    def unit(self, code: str) -> int:
        """The id of the unit that ever had `code`: in this province none is used twice."""
        return self.units[code]

    def year(self, year: int) -> int:
        """The id of a year's period."""
        return self.periods[Grain.YEAR, year, 1].pk

    def month(self, year: int, index: int) -> int:
        """The id of a month's period."""
        return self.periods[Grain.MONTH, year, index].pk

    def base(self, year: int, index: int = 1) -> ReportingPeriod:
        """The period at base grain: the year until 2024, months afterwards."""
        return self.periods[Grain.YEAR, year, 1] if year < 2025 else self.periods[Grain.MONTH, year, index]

    def codes_on(self, day: date) -> list[str]:
        """Codes of the units that stand on `day`, in order."""
        found = UnitVersion.objects.filter(validity__contains=day).values_list("code", flat=True)
        return sorted(found)

    def office(self, code: str, line: str, number: int = 1) -> Organisation:
        """The office that reports for a unit on a line; a unit may have several (schools of a province)."""
        where = (code, line, number)
        if where not in self.offices:
            unit = AdministrativeUnit.objects.get(pk=self.units[code])
            kind = OrganisationKind.SCHOOL if line == Line.STATE else OrganisationKind(line)
            self.offices[where] = Organisation.objects.create(
                kind=kind, level=unit.level, unit=unit, name=f"{kind} {code}.{number}", short_name=str(kind),
                validity=ALWAYS, sort_key="", search_text="",
            )  # fmt: skip
        return self.offices[where]

    def task(
        self, code: str, period: ReportingPeriod, *, line: str = "police", number: int = 1, is_claim: bool = False
    ) -> ReportTask:
        """The report task of an office for a period, made when it is missing."""
        office = self.office(code, line, number)
        task, _ = ReportTask.objects.get_or_create(
            period=period,
            organisation=office,
            form_version=self.form,
            is_claim=is_claim,
            defaults={
                "receiver": office,
                "unit_id": self.units[code],
                "line": line,
                "days": period.window,
                "due_on": period.window.upper + timedelta(days=3),
            },
        )
        return task


def build_world() -> World:
    """Write the territory, the indicators and the periods of 2021, 2024, 2025 and 2026."""
    replay_ledger(STEPS, by=None, now=NOW)
    codes = UnitVersion.objects.values_list("code", "unit_id")
    indicator_set = _indicator_set()
    return World(dict(codes), _periods(indicator_set), _form(indicator_set))


def version_of(task: ReportTask, figures: Mapping[int, int | None], **fields: Any) -> SubmissionVersion:
    """A new version of the answer to `task`, not accepted yet. `figures` are values by cell.

    `qualifiers`, `highs` and `led` are by cell too; `keys` names model types of the cell `TYPES`.
    """
    submission, _ = Submission.objects.get_or_create(task=task, defaults={"updated_at": NOW})
    places = {cell: place for place, cell in enumerate(task.form_version.cells)}
    keys = fields.pop("keys", ())

    def array(numbers: Mapping[int, int | None] | None) -> list[int | None] | None:
        if numbers is None:
            return None
        row: list[int | None] = [None] * len(places)
        for cell, number in numbers.items():
            row[places[cell]] = number
        return row

    qualifiers = bytearray(len(places))
    for cell, qualifier in fields.pop("qualifiers", {}).items():
        qualifiers[places[cell]] = qualifier
    version = SubmissionVersion.objects.create(
        submission=submission,
        number=submission.versions.count() + 1,
        form_version=task.form_version,
        covers=fields.pop("covers", Covers.OWN),
        certainty=fields.pop("certainty", Certainty.FINAL),
        days=task.days,
        values=array(figures),
        qualifiers=bytes(qualifiers),
        highs=array(fields.pop("highs", None)),
        led_elsewhere=array(fields.pop("led", None)),
        no_joint_work=fields.pop("no_joint_work", False),
        created_at=NOW,
    )
    assert not fields, fields
    VersionKey.objects.bulk_create([VersionKey(version=version, cell_id=TYPES, key=key) for key in keys])
    return version


def mark_accepted(task: ReportTask, version: SubmissionVersion | None) -> SubmissionVersion | None:
    """Make `version` the accepted one of `task` (None reopens); returns the one that was. Writes no delta."""
    submission = Submission.objects.select_for_update().get(task=task)
    old = submission.accepted_version
    submission.accepted_version = version
    submission.status = SubmissionStatus.ACCEPTED if version else SubmissionStatus.SUBMITTED
    submission.save(update_fields=["accepted_version", "status"])
    return old


def _indicator_set() -> IndicatorSet:
    indicator_set = IndicatorSet.objects.create(
        code="programme", label_vi="Chương trình", label_en="Programme", calendar=Calendar.ADMINISTRATIVE
    )
    months_from = date(2024, 12, 15)
    for grain, validity in (
        (Grain.YEAR, DateRange(None, months_from)),
        (Grain.MONTH, DateRange(months_from, None)),
    ):
        IndicatorSetGrain.objects.create(indicator_set=indicator_set, grain=grain, validity=validity)
    return indicator_set


def _periods(indicator_set: IndicatorSet) -> dict[tuple[Grain, int, int], ReportingPeriod]:
    periods = {}
    for year in (2021, 2024, 2025, 2026):
        whole_year = None
        for grain, index, first, end in windows_of_year(Calendar.ADMINISTRATIVE, year):
            period = ReportingPeriod.objects.create(
                indicator_set=indicator_set,
                grain=grain,
                year=year,
                index=index,
                window=DateRange(first, end),
                parent=whole_year,
            )
            periods[grain, year, index] = period
            whole_year = whole_year or period
    return periods


def _form(indicator_set: IndicatorSet) -> FormVersion:
    for code, kind, is_shared, cells in (
        ("SESSIONS", IndicatorKind.FLOW, True, {SESSIONS: CellPart.TOTAL, SESSIONS_YOUNG: CellPart.CATEGORY}),
        ("MEMBERS", IndicatorKind.STOCK, True, {MEMBERS: CellPart.TOTAL}),
        ("TYPES", IndicatorKind.DISTINCT, False, {TYPES: CellPart.TOTAL}),
        ("RECORD", IndicatorKind.MAX, False, {RECORD: CellPart.TOTAL}),
        ("RATE", IndicatorKind.RATIO, False, {SETTLED: CellPart.NUMERATOR, HANDLED: CellPart.DENOMINATOR}),
        ("POSTS", IndicatorKind.FLOW, False, {POSTS: CellPart.TOTAL}),
    ):
        indicator = Indicator.objects.create(
            indicator_set=indicator_set,
            code=code,
            kind=kind,
            label_vi=code,
            label_en=code,
            unit_vi="",
            unit_en="",
            section="outreach",
            legal_source="",
            numerator_kind=IndicatorKind.FLOW if kind == IndicatorKind.RATIO else "",
            denominator_kind=IndicatorKind.STOCK if kind == IndicatorKind.RATIO else "",
            is_shared_work=is_shared,
            validity=ALWAYS,
            position=min(cells),
        )
        for number, part in cells.items():
            Cell.objects.create(
                number=number, indicator=indicator, part=part, category="young" if part == CellPart.CATEGORY else ""
            )
    form = Form.objects.create(indicator_set=indicator_set, code="f", label_vi="", label_en="")
    # Not in the order of the numbers: places of arrays follow the form.
    return FormVersion.objects.create(
        form=form,
        cells=[POSTS, SESSIONS, TYPES, MEMBERS, HANDLED, SETTLED, SESSIONS_YOUNG, RECORD],
        validity=ALWAYS,
    )
