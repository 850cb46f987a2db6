"""Four communes that tried the monthly cycle from January on: a history long enough to tell what is unusual.

Their months look like the September that they reported with everybody, but for a handful of slips that happen in every
office: a digit too many, two figures exchanged, last month's figure sent again, a line forgotten, a rounded report.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from chungtay.analytics.actions.looking import look_at_offices
from chungtay.analytics.actions.quality import answer_quality_warning
from chungtay.analytics.models import QualityWarning
from chungtay.analytics.quality.codes import Verdict, WarningKind
from chungtay.demo.reports import ANSWER, at_work
from chungtay.demo.story import FIRST_MONTH, THIS_YEAR, TODAY
from chungtay.organisations.codes import OrganisationKind
from chungtay.organisations.models import Membership, Organisation
from chungtay.reporting.actions.bulk import Entry
from chungtay.reporting.actions.tasks import generate_tasks
from chungtay.reporting.codes import Grain, IndicatorKind
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.models import Cell, ReportingPeriod, ReportTask, Submission
from chungtay.reporting.queries.consolidation import CatalogueCells
from chungtay.territory.codes import Level
from chungtay.territory.models import UnitVersion

PILOTS = 4
FIRST_PILOT_MONTH, LAST_PILOT_MONTH = 1, FIRST_MONTH - 1
PEAK_MONTH = 7
PEAK_REASON = "Tháng ra quân cao điểm bảo vệ kỳ thi và lễ hội, số lượt tuần tra tăng, đã đối chiếu với sổ trực"
Figures = dict[str, int]


def report_pilot(
    catalogue: CatalogueCells,
    reporters: Mapping[int, Membership],
    *,
    first: int,
    seed: int,
    send: Callable[[list[Entry]], None],
) -> None:
    """The pilot's months, the earliest first: the commune `first` and three others, sent and accepted by `send`."""
    offices = _offices(first)
    usual = {office.pk: _september(office) for office in offices}
    random = Random(f"pilot {seed}")
    months = ReportingPeriod.objects.filter(
        indicator_set__code="programme",
        year=THIS_YEAR,
        grain=Grain.MONTH,
        index__range=(FIRST_PILOT_MONTH, LAST_PILOT_MONTH),
    )
    for period in months.order_by("index"):
        generate_tasks(period, offices=Organisation.objects.filter(pk__in=usual))
        tasks = ReportTask.objects.filter(period=period, organisation__in=usual).select_related(
            "organisation", "form_version__form", "period"
        )
        by_office = {task.organisation_id: task for task in tasks}
        entries = []
        for place, office in enumerate(offices):
            figures = _with_slips(_varied(usual[office.pk], random), usual[office.pk], place, period.index)
            entries.append(_entry(by_office[office.pk], figures, catalogue, reporters[office.pk], random))
        send(entries)


def look_at_quality(reporters: Mapping[int, Membership], *, first: int) -> None:
    """Look over what the pilot's offices sent; the commune whose patrols had their high month says so.

    The worker looks at all others within a minute, as it does after every acceptance.
    """
    look_at_offices([office.pk for office in _offices(first)], now=TODAY)
    peaks = QualityWarning.objects.filter(
        kind=WarningKind.OUTLIER, cell__indicator__code="PAT_TURNS", period__index=PEAK_MONTH, period__year=THIS_YEAR
    )
    for warning in peaks:
        by = reporters[warning.organisation_id]
        answer_quality_warning(warning, Verdict.RIGHT, PEAK_REASON, stands_on=warning.stands_on, by=by, now=TODAY)


def _offices(first: int) -> list[Organisation]:
    """The police of `first`, then of the first other communes by name, that reported in September."""
    communes = UnitVersion.objects.filter(level=Level.COMMUNE, validity__contains=TODAY.date())
    order = {unit: place for place, unit in enumerate(communes.order_by("sort_key").values_list("unit", flat=True))}
    reported = Submission.objects.filter(
        task__period__year=THIS_YEAR,
        task__period__grain=Grain.MONTH,
        task__period__index=FIRST_MONTH,
        task__organisation__kind=OrganisationKind.POLICE,
        task__organisation__level=Level.COMMUNE,
        accepted_version__isnull=False,
    ).values("task__organisation")
    offices = Organisation.objects.filter(pk__in=reported)
    return sorted(offices, key=lambda office: (office.unit_id != first, order[office.unit_id]))[:PILOTS]


def _september(office: Organisation) -> dict[Cell, int]:
    """The totals of flows and stocks that the office reported in September."""
    submission = Submission.objects.select_related("accepted_version__form_version").get(
        task__organisation=office,
        task__period__year=THIS_YEAR,
        task__period__grain=Grain.MONTH,
        task__period__index=FIRST_MONTH,
    )
    version = submission.accepted_version
    assert version is not None
    values = dict(zip(version.form_version.cells, version.values, strict=True))
    cells = Cell.objects.select_related("indicator").filter(
        pk__in=values, part="total", indicator__kind__in=(IndicatorKind.FLOW, IndicatorKind.STOCK)
    )
    return {cell: value for cell in cells.order_by("number") if (value := values[cell.number])}


def _varied(usual: Mapping[Cell, int], random: Random) -> Figures:
    """A month like the usual one: flows from three fifths to eight fifths, stocks as they stand."""
    return {
        cell.indicator.code: value * random.randint(60, 160) // 100 or 1
        if cell.indicator.kind == IndicatorKind.FLOW
        else value
        for cell, value in usual.items()
    }


def _with_slips(figures: Figures, usual: Mapping[Cell, int], place: int, month: int) -> Figures:
    """The month of one pilot office, with what happened to it there."""
    steady = {cell.indicator.code: value for cell, value in usual.items()}
    last = month == LAST_PILOT_MONTH
    if place == 0 and last:
        figures["OUT_LEAFLETS"] *= 10
    if place == 0 and month == PEAK_MONTH:
        figures["PAT_TURNS"], figures["PAT_ATT"] = steady["PAT_TURNS"] * 3, steady["PAT_ATT"] * 3
    if place == 1 and month > LAST_PILOT_MONTH - 4:
        figures["OUT_BULLETINS"] = max(steady["OUT_BULLETINS"], 12)
    if place == 2 and last:
        groups, members = steady["DIG_ZALO_GROUPS"], steady["DIG_ZALO_MEMBERS"]
        figures["DIG_ZALO_GROUPS"], figures["DIG_ZALO_MEMBERS"] = members, groups
        figures.pop("OUT_BANNERS")
    if place == 3 and last:
        figures = {code: _rounded(code, value) for code, value in figures.items()}
    return figures


def _rounded(code: str, value: int) -> int:
    is_counted_in_passing = code.startswith(("OUT_", "MOV_", "DIG_POSTS", "FOR_", "PAT_")) and value >= 8
    return max(20, (value + 5) // 10 * 10) if is_counted_in_passing else value


def _entry(task: ReportTask, figures: Figures, catalogue: CatalogueCells, by: Membership, random: Random) -> Entry:
    cells: dict[int, CellFigure] = {}
    for code, value in figures.items():
        cell = catalogue.by_indicator[code][0]
        shared = cell.indicator.is_shared_work
        cells[cell.number] = CellFigure(value, joint=0, led_elsewhere=0) if shared else CellFigure(value)
    at = at_work(task, days_before=1, minute=random.randint(0, 400))
    return Entry(task=task, contents=Contents(cells), by=by, at=at, answer=ANSWER)
