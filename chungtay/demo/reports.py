"""From the story's totals to what each office reports in one period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from random import Random

from chungtay.core.clock import VIETNAM
from chungtay.demo.numbers import Shared, attendances, cover, divide, shared, weights_of
from chungtay.demo.story import STOCKS, TEAM_SIZE, YEAR_FLOWS, Flow
from chungtay.organisations.codes import Line
from chungtay.organisations.models import Membership
from chungtay.reporting.actions.bulk import Entry
from chungtay.reporting.codes import CellPart, Qualifier
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.models import ReportTask
from chungtay.reporting.queries.consolidation import CatalogueCells
from chungtay.territory.codes import Level

ANSWER = "Đơn vị đã đối chiếu với sổ theo dõi, số liệu đúng thực tế"
SAFE_PERCENT = 92


class Sheet:
    """The figures of all offices of one period while they are being made."""

    def __init__(self, tasks: Sequence[ReportTask], catalogue: CatalogueCells, random: Random) -> None:
        self.tasks = {task.pk: task for task in tasks}
        self.groups = _groups(tasks)
        self.catalogue = catalogue
        self.random = random
        self.figures: dict[int, dict[int, CellFigure]] = {pk: {} for pk in self.tasks}
        self.names: dict[int, tuple[str, ...]] = {}
        self._own: dict[tuple[str, str], Mapping[int, int]] = {}
        self._led: dict[tuple[str, str], Mapping[int, Shared]] = {}

    def add_flows(self, flows: Iterable[Flow], *, of_hundred: int = 100) -> None:
        """Divide each flow's total, `of_hundred` percent of the story's, over lines and offices."""
        for flow in flows:
            for group, percent in zip(self.groups, flow_shares(flow), strict=True):
                if percent and group.tasks:
                    total = flow.total * percent * of_hundred // 10_000
                    rest = flow.total * of_hundred // 100 - sum(
                        flow.total * each * of_hundred // 10_000 for each in flow_shares(flow)
                    )
                    self._divide(flow, group, total + (rest if group.takes_rest else 0))

    def _divide(self, flow: Flow, group: Group, total: int) -> None:
        leader = flow.attendances_of
        if leader:
            own = attendances(total, self._own[leader, group.name], self.random)
            told = {
                place: Shared(part + led, led, led)
                for place, part in own.items()
                for led in [self._led_attendances(leader, group.name, place, part)]
            }
        else:
            own = divide(total, weights_of(group.tasks, self.random))
            told = shared(own, self.random, led_percent=flow.led_percent)
        self._own[flow.indicator, group.name], self._led[flow.indicator, group.name] = own, told
        cell = self.catalogue.by_indicator[flow.indicator][0]
        for place, each in told.items():
            if cell.number in self.tasks[place].form_version.cells:
                self.figures[place][cell.number] = (
                    CellFigure(each.value, joint=each.joint, led_elsewhere=each.led_elsewhere)
                    if cell.indicator.is_shared_work
                    else CellFigure(each.value)
                )

    def _led_attendances(self, leader: str, group: str, place: int, part: int) -> int:
        told = self._led[leader, group][place]
        own = told.value - told.led_elsewhere
        return part * told.led_elsewhere // own if own else 0

    def add_stocks(self, *, past: bool) -> None:
        """Stocks of the communes' police, as they stood in the story's past or stand in its present."""
        places = [pk for pk, task in self.tasks.items() if is_commune_police(task)]
        models: dict[int, int] = {}
        for stock in STOCKS:
            total = stock.then if past else stock.now
            if total is None or not places:
                continue
            # A stock changes little from month to month: the same offices get the same weights each time.
            steady = Random(stock.indicator)
            weights = weights_of(places, steady)
            if stock.indicator in _OF_MODELS:
                weights = {place: models[place] * steady.randint(8, 12) for place in places}
            parts = divide(total, weights)
            if stock.indicator == "MOD_MODELS":
                models = parts
            if stock.indicator == "FRC_TEAMS":
                self._put("FRC_MEMBERS", {place: part * TEAM_SIZE for place, part in parts.items()})
            self._put(stock.indicator, parts)

    def add_types(self, codes: Sequence[str]) -> None:
        """Names of model types: every code is named by somebody, and no other."""
        places = [pk for pk, task in self.tasks.items() if is_commune_police(task)]
        if not places:
            return
        self.names = cover(codes, places, self.random, at_most=6)
        self._put("MOD_TYPES", {place: len(names) for place, names in self.names.items()})

    def add_festival_points(self) -> None:
        """One place in each commune, and its residential areas: the whole is the sum."""
        areas = self._own.get(("FES_PTS_RA", "police"), {})
        for place, task in self.tasks.items():
            if is_commune_police(task):
                self._put("FES_PTS_COM", {place: 1})
                self._put("FES_PTS_ALL", {place: areas.get(place, 0) + 1})
            elif "FES_PTS_RA" in {code for code, group in self._own if place in self._own[code, group]}:
                cell = self.catalogue.number("FES_PTS_RA")
                found = self.figures[place].get(cell)
                if found is not None and found.value is not None:
                    self._put("FES_PTS_ALL", {place: found.value})

    def add_awards(self) -> None:
        """Commendations by authority: most by the commune, some by the province, few by the ministry."""
        for code in ("AWD_COLLECTIVES", "AWD_INDIVIDUALS"):
            cell = self.catalogue.number(code)
            for figures in self.figures.values():
                found = figures.get(cell)
                if found is None or found.value is None:
                    continue
                parts = divide(found.value, {"ministry": 3, "province": 27, "commune": 70})
                for category, part in parts.items():
                    figures[self.catalogue.number(code, CellPart.CATEGORY, category)] = CellFigure(part)

    def add_safe_areas(self, total: int) -> None:
        """Residential areas registered and recognised, where the form asks for them."""
        wanted = self.catalogue.number("SAF_RA_OK", CellPart.NUMERATOR)
        places = [pk for pk, task in self.tasks.items() if wanted in task.form_version.cells]
        if not places:
            return
        for place, part in divide(total, weights_of(places, self.random)).items():
            passed = part * self.random.randint(SAFE_PERCENT - 8, 100) // 100
            self.figures[place] |= {
                self.catalogue.number("SAF_RA_REG"): CellFigure(part),
                wanted: CellFigure(passed),
                self.catalogue.number("SAF_RA_OK", CellPart.DENOMINATOR): CellFigure(part),
            }

    def add_safe_units(self) -> None:
        """Each commune registers itself and its agencies, firms and schools."""
        wanted = self.catalogue.number("SAF_COM_OK", CellPart.NUMERATOR)
        for place, task in self.tasks.items():
            if wanted not in task.form_version.cells:
                continue
            bodies = self.random.randint(6, 24)
            passed = bodies * self.random.randint(85, 100) // 100
            self._put("SAF_COM_REG", {place: 1})
            self._ratio(place, "SAF_COM_OK", int(self.random.random() < SAFE_PERCENT / 100), 1)
            self._put("SAF_ORG_REG", {place: bodies})
            self._ratio(place, "SAF_ORG_OK", passed, bodies)

    def add_ratings(self, teams: Mapping[int, int] | None = None) -> None:
        """Ratings of the teams, where the form asks for them: at most a fifth of the good ones are excellent."""
        total = self.catalogue.number("FRC_RATED")
        for place, task in self.tasks.items():
            if total not in task.form_version.cells:
                continue
            rated = (teams or {}).get(task.unit_id) or self.random.randint(4, 12)
            excellent = rated // 8
            parts = {"excellent": excellent, "good": rated - excellent - 1, "done": 1, "not_done": 0}
            self._put("FRC_RATED", {place: rated})
            for category, part in parts.items():
                cell = self.catalogue.number("FRC_RATED", CellPart.CATEGORY, category)
                self.figures[place][cell] = CellFigure(part)

    def add_mediation(self) -> None:
        """Disputes heard and settled by the communes' groups."""
        for place, task in self.tasks.items():
            if is_commune_police(task):
                heard = self.random.randint(6, 30)
                self._ratio(place, "MED_RATE", heard * self.random.randint(80, 95) // 100, heard)
                self._ratio(place, "ADV_PLANS_SHARE", 1, 1)
                self._ratio(place, "MOD_COVERAGE", 1, 1)

    def entries(self, reporters: Mapping[int, Membership]) -> list[Entry]:
        """One entry an office that has something to report, sent a day or more before it is due."""
        types = self.catalogue.number("MOD_TYPES")
        return [
            Entry(
                task=task,
                contents=Contents(figures=self.figures[pk], keys={types: self.names[pk]} if pk in self.names else {}),
                by=reporters[task.organisation_id],
                at=at_work(task, days_before=self.random.randint(0, 2), minute=self.random.randint(0, 400)),
                answer=ANSWER,
            )
            for pk, task in self.tasks.items()
            if self.figures[pk] and task.organisation_id in reporters
        ]

    def _put(self, code: str, parts: Mapping[int, int]) -> None:
        cell = self.catalogue.by_indicator[code][0]
        for place, part in parts.items():
            self.figures[place][cell.number] = (
                CellFigure(part, joint=0, led_elsewhere=0) if cell.indicator.is_shared_work else CellFigure(part)
            )

    def _ratio(self, place: int, code: str, part: int, of: int) -> None:
        self.figures[place][self.catalogue.number(code, CellPart.NUMERATOR)] = CellFigure(part)
        self.figures[place][self.catalogue.number(code, CellPart.DENOMINATOR)] = CellFigure(of)


_OF_MODELS = frozenset({"MOD_POINTS", "MOD_TEAMS", "MOD_MEMBERS"})


class Group:
    """The offices of one column of a flow's shares."""

    def __init__(self, name: str, tasks: list[int], *, takes_rest: bool = False) -> None:
        self.name, self.tasks, self.takes_rest = name, tasks, takes_rest


def _groups(tasks: Iterable[ReportTask]) -> list[Group]:
    by_name: dict[str, list[int]] = {"police": [], "front": [], "members": []}
    for task in tasks:
        if task.is_claim or task.form_version.form.code not in ("ct-phoi-hop", "ct-to-chuc"):
            continue
        name = {Line.POLICE: "police", Line.FRONT: "front"}.get(Line(task.line), "members")
        by_name[name].append(task.pk)
    return [Group(name, places, takes_rest=name == "police") for name, places in by_name.items()]


def flow_shares(flow: Flow) -> tuple[int, int, int]:
    """Percent of police, Front and members; attendances follow the sessions they belong to."""
    if flow.attendances_of:
        return next(flow_shares(each) for each in YEAR_FLOWS if each.indicator == flow.attendances_of)
    return flow.shares


def is_commune_police(task: ReportTask) -> bool:
    """The form of a commune's police for the programme itself."""
    is_programme = task.form_version.form.code == "ct-phoi-hop"
    return is_programme and task.line == Line.POLICE and task.organisation.level == Level.COMMUNE and not task.is_claim


def claim_contents(figures: Mapping[int, tuple[int, Qualifier]]) -> Contents:
    """What an office states for the whole of its area: shown beside the totals, never added."""
    return Contents(
        figures={cell: CellFigure(value, qualifier=qualifier) for cell, (value, qualifier) in figures.items()},
        no_joint_work=True,
    )


def at_work(task: ReportTask, *, days_before: int, minute: int) -> datetime:
    """A moment of a working day, `days_before` a task is due."""
    return datetime.combine(task.due_on - timedelta(days=days_before), time(8, 0), VIETNAM) + timedelta(minutes=minute)
