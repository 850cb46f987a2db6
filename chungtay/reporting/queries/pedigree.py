"""Where a figure comes from: its formula, the units it adds, the submissions and sentences it stands on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from chungtay.core.errors import NotFound
from chungtay.organisations.codes import SIDE_OF_KIND, Line, Matter, OrganisationKind, Reach, Relation, Sight, Stage
from chungtay.organisations.models import Membership, Organisation
from chungtay.organisations.queries import Scope, organisation_of, scope_of, sight_of, with_relation
from chungtay.organisations.rules import sight
from chungtay.reporting.addresses import FigureAddress
from chungtay.reporting.codes import Qualifier
from chungtay.reporting.figures import Claim, Standing, Total, claims, contributions, totals
from chungtay.reporting.models import Cell, CellEvidence, Consolidation, Decision, FrozenFigure, ReportingPeriod
from chungtay.reporting.queries.consolidation import last_day
from chungtay.reporting.queries.submissions import acceptances_of
from chungtay.territory.codes import Level
from chungtay.territory.models import AdministrativeUnit
from chungtay.territory.queries import ancestors_on, version_on, versions_on

SMALLEST_SHOWN = 5
BOTH_SIDES = (OrganisationKind.POLICE, OrganisationKind.FRONT)


@dataclass(frozen=True)
class Part:
    """A unit right below with its own figure and the code that opens it."""

    name: str
    total: Total
    code: str


@dataclass(frozen=True)
class Stands:
    """A submission version that stands in the figure directly, as far as the reader may see it."""

    office: str
    value: int | None
    counted: Fraction
    version_number: int
    accepted_at: object
    accepted_by: str
    task_id: int | None
    evidence: CellEvidence | None
    sentence: str
    names: Sequence[str]


@dataclass(frozen=True)
class Pedigree:
    """Everything behind one figure, ready to show."""

    address: FigureAddress
    cell: Cell
    period: ReportingPeriod
    unit_name: str
    above: Sequence[str]
    map_day: date
    live: Total | None
    frozen: FrozenFigure | None
    consolidation: Consolidation | None
    parts: Sequence[Part]
    stands: Sequence[Stands]
    claims: Sequence[Claim]
    is_hidden: bool
    is_withheld: bool
    office_to_call: str

    @property
    def value(self) -> Fraction | None:
        """The figure as it is shown: frozen where the code names a freeze, else live."""
        if self.frozen is not None:
            return Fraction(self.frozen.value, self.frozen.denominator)
        return self.live.value if self.live else None

    @property
    def qualifier(self) -> Qualifier:
        """How exactly the shown figure is stated."""
        if self.frozen is not None:
            return Qualifier(self.frozen.qualifier)
        return self.live.qualifier if self.live else Qualifier.EQ

    @property
    def has_moved(self) -> bool:
        """Whether the live figure differs from the frozen one."""
        return self.frozen is not None and (self.live is None or self.live.value != self.value)


def pedigree_for(hat: Membership, address: FigureAddress, on: date) -> Pedigree:
    """The pedigree of the figure at `address`, no further than `hat` may see.

    `NotFound` when the figure does not exist, or is none of the reader's: other lines' figures open once they were
    consolidated, and then end at office, date and version number.
    """
    cell = Cell.objects.select_related("indicator").filter(pk=address.cell).first()
    period = ReportingPeriod.objects.filter(pk=address.period_id).first()
    unit = AdministrativeUnit.objects.filter(pk=address.unit_id).first()
    if cell is None or period is None or unit is None:
        raise NotFound()
    day = last_day(period)
    scope = scope_of(hat, on)
    consolidation, frozen = _frozen(address)
    stage = _stage(address.unit_id, period)
    _require_sight(scope, address, unit, stage, day)
    live = totals([unit.pk], [period.pk], [cell.number], line=address.line).get((unit.pk, period.pk, cell.number))
    found = contributions(unit.pk, period.pk, cell.number, line=address.line)
    value = Fraction(frozen.value, frozen.denominator) if frozen else live.value if live else None
    hidden = _is_hidden(scope, address, cell, value)
    withheld = _withholds_parts(scope, address.line, stage)
    names = versions_on([child.unit_id for child in found.children], day)
    return Pedigree(
        address=address,
        cell=cell,
        period=period,
        unit_name=version_on(unit, day).official_name,
        above=[version.name for version in ancestors_on(unit, day)],
        map_day=day,
        live=live,
        frozen=frozen,
        consolidation=consolidation,
        parts=[]
        # The parts are other offices' figures: not for a role whose eyes end at its own office.
        if hidden or withheld or scope.reach is Reach.OWN
        else [
            Part(
                name=names[child.unit_id].name,
                total=child.total,
                code=FigureAddress(child.unit_id, period.pk, address.line, cell.number).code,
            )
            for child in found.children
        ],
        stands=[] if hidden else _stands(scope, found.versions, cell, stage),
        claims=[] if hidden else claims([unit.pk], [period.pk], [cell.number], line=address.line),
        is_hidden=hidden,
        is_withheld=withheld,
        office_to_call=_office_to_call(unit, day, address.line),
    )


def _frozen(address: FigureAddress) -> tuple[Consolidation | None, FrozenFigure | None]:
    if address.consolidation_id is None:
        return None, None
    frozen = (
        FrozenFigure.objects.filter(consolidation=address.consolidation_id, cell=address.cell, line=address.line)
        .select_related("consolidation__period")
        .first()
    )
    if frozen is None or frozen.consolidation.unit_id != address.unit_id:
        raise NotFound()
    return frozen.consolidation, frozen


def _stage(unit_id: int, period: ReportingPeriod) -> Stage:
    """How far the year's figures have come: consolidated once frozen for the unit or one above it."""
    frozen = Consolidation.objects.filter(
        period__year=period.year, frozen_at__isnull=False, unit__descendants__unit=unit_id
    )
    return Stage.CONSOLIDATED if frozen.exists() else Stage.OPEN


def _require_sight(scope: Scope, address: FigureAddress, unit: AdministrativeUnit, stage: Stage, day: date) -> None:
    """Raise `NotFound` unless the reader may see the figure itself.

    Police and Front make the consolidation of their unit, so its figures are theirs; elsewhere a figure of all lines is
    seen where something of both sides' figures is seen, because less one's own it would tell the other's.
    """
    if scope.sees_all:
        return
    if scope.sees_nothing:
        raise NotFound()
    is_consolidated_here = unit.pk == scope.unit_id and scope.level <= Level.DISTRICT and scope.kind in BOTH_SIDES
    if is_consolidated_here and (address.line == Line.ALL or stage >= Stage.CONSOLIDATED):
        return
    kinds = BOTH_SIDES if address.line == Line.ALL else (OrganisationKind(address.line),)
    for kind in kinds:
        office = organisation_of(unit.pk, kind, day)
        if office is None or sight_of(scope, office, Matter.FIGURES_NOT_JOINT, stage) is Sight.NONE:
            raise NotFound()


def _withholds_parts(scope: Scope, line: str, stage: Stage) -> bool:
    """Before the freeze the parts of a figure of all lines would tell each side the other's figures."""
    return line == Line.ALL and stage < Stage.CONSOLIDATED and not scope.sees_all


def _is_hidden(scope: Scope, address: FigureAddress, cell: Cell, value: Fraction | None) -> bool:
    """Counts of 1 to 4 of sensitive indicators: for the owning unit, its own side at the province, the auditor."""
    if not cell.indicator.is_sensitive_when_small or scope.sees_all or scope.unit_id == address.unit_id:
        return False
    own_side = address.line == Line.ALL or SIDE_OF_KIND[OrganisationKind(address.line)] is scope.side
    return 0 < (value or 0) < SMALLEST_SHOWN and not (scope.level == Level.PROVINCE and own_side)


def _stands(scope: Scope, versions: Sequence[Standing], cell: Cell, stage: Stage) -> list[Stands]:
    if not versions:
        return []
    offices = with_relation(
        Organisation.objects.filter(pk__in={standing.organisation_id for standing in versions}), scope
    )
    by_id = {office.pk: office for office in offices}
    evidence = {
        row.version_id: row
        for row in CellEvidence.objects.filter(
            version__in=[standing.version.pk for standing in versions], cell=cell
        ).select_related("text")
    }
    accepted = acceptances_of(standing.version for standing in versions)
    shown = []
    for standing in versions:
        office = by_id[standing.organisation_id]
        relation = Relation(office.relation)
        seen = sight(Matter.FIGURES_NOT_JOINT, relation, stage)
        if seen is Sight.NONE:
            continue
        full = seen is Sight.FULL
        names_shown = sight(Matter.STAFF_NAME, relation, stage) is Sight.FULL
        found = evidence.get(standing.version.pk) if full else None
        shown.append(_shown(standing, office, found, accepted.get(standing.version.pk), full, names_shown))
    return shown


def _shown(
    standing: Standing,
    office: Organisation,
    found: CellEvidence | None,
    decision: Decision | None,
    full: bool,
    names_shown: bool,
) -> Stands:
    accepted_by = ""
    if decision is not None and decision.by is not None:
        accepted_by = decision.by.organisation.name
        if names_shown:
            accepted_by = f"{decision.by.user.display_name}, {accepted_by}"
    sentence = ""
    if found is not None and found.text is not None and found.start is not None and found.end is not None:
        sentence = found.text.text[found.start : found.end]
    return Stands(
        office=office.name,
        value=standing.value,
        counted=standing.counted,
        version_number=standing.version.number,
        accepted_at=decision.at if decision else None,
        accepted_by=accepted_by,
        task_id=standing.version.submission.task_id if full else None,
        evidence=found,
        sentence=sentence,
        names=standing.names if full else (),
    )


def _office_to_call(unit: AdministrativeUnit, day: date, line: str) -> str:
    kind = OrganisationKind.POLICE if line == Line.ALL else OrganisationKind(line)
    office = organisation_of(unit.pk, kind, day)
    return office.name if office else ""
