"""Where a figure comes from: its formula, the units it adds, the submissions and sentences it stands on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from chungtay.core.errors import NotFound, require
from chungtay.organisations.codes import Line, Matter, OrganisationKind, Reach, Relation, Sight, Stage
from chungtay.organisations.models import Membership, Organisation
from chungtay.organisations.queries import Scope, organisation_of, scope_of, with_relation
from chungtay.organisations.rules import sight
from chungtay.reporting.addresses import FigureAddress
from chungtay.reporting.codes import Qualifier
from chungtay.reporting.figures import Claim, Standing, Total, claims, contributions, totals
from chungtay.reporting.models import Cell, CellEvidence, Consolidation, Decision, FrozenFigure, ReportingPeriod
from chungtay.reporting.queries.changes import Changes, changed_reports
from chungtay.reporting.queries.consolidation import last_day
from chungtay.reporting.queries.counted import StandsActivity, activities_behind
from chungtay.reporting.queries.parts import frozen_part
from chungtay.reporting.queries.places import is_hidden_when_small, places_of
from chungtay.reporting.queries.remedies import IssuedFigure, issued_figure
from chungtay.reporting.queries.submissions import acceptances_of
from chungtay.territory.models import AdministrativeUnit
from chungtay.territory.queries import ancestors_on, version_on, versions_on


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
    activities: Sequence[StandsActivity] = ()


@dataclass(frozen=True)
class Frozen:
    """A figure as a freeze keeps it."""

    value: Fraction
    qualifier: Qualifier


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
    frozen: Frozen | None
    consolidation: Consolidation | None
    parts: Sequence[Part]
    stands: Sequence[Stands]
    claims: Sequence[Claim]
    is_hidden: bool
    is_withheld: bool
    office_to_call: str
    issued: IssuedFigure | None = None
    changes: Changes | None = None

    @property
    def value(self) -> Fraction | None:
        """The figure as it is shown: frozen where the code names a freeze, else live."""
        if self.frozen is not None:
            return self.frozen.value
        return self.live.value if self.live else None

    @property
    def qualifier(self) -> Qualifier:
        """How exactly the shown figure is stated."""
        if self.frozen is not None:
            return self.frozen.qualifier
        return self.live.qualifier if self.live else Qualifier.EQ

    @property
    def has_moved(self) -> bool:
        """Whether the live figure differs from the frozen one."""
        return self.frozen is not None and (self.live is None or self.live.value != self.value)

    @property
    def is_other_than_issued(self) -> bool:
        """Whether the shown live figure is another one than a document says."""
        return self.frozen is None and self.issued is not None and self.issued.value != self.value


def pedigree_for(hat: Membership, address: FigureAddress, on: date, *, map_day: date | None = None) -> Pedigree:
    """The pedigree of the figure at `address` on the map of `map_day`, else of its period's last day.

    It reaches no further than `hat` may see. A frozen figure stands on the map on which it was frozen.
    `NotFound` when the figure does not exist, or is none of the reader's: other lines' figures open once they were
    consolidated, and then end at office, date and version number.
    """
    cell = Cell.objects.select_related("indicator").filter(pk=address.cell).first()
    period = ReportingPeriod.objects.filter(pk=address.period_id).first()
    unit = AdministrativeUnit.objects.filter(pk=address.unit_id).first()
    if cell is None or period is None or unit is None:
        raise NotFound()
    scope = scope_of(hat, on)
    consolidation, frozen = _frozen(address)
    on_map = None if frozen or map_day == last_day(period) else map_day
    day = on_map or last_day(period)
    seen = places_of(scope, [unit.pk], [period.year], address.line)
    require(seen.sees(unit.pk, period.year, day), NotFound())
    stage = seen.stage(unit.pk, period.year)
    place = (unit.pk, period.pk, cell.number)
    live = totals([unit.pk], [period.pk], [cell.number], line=address.line, map_day=on_map).get(place)
    found = contributions(unit.pk, period.pk, cell.number, line=address.line, map_day=on_map)
    value = frozen.value if frozen else live.value if live else None
    hidden = is_hidden_when_small(scope, unit.pk, address.line, cell.indicator, value)
    withheld = _withholds_parts(scope, address.line, stage)
    names = versions_on([child.unit_id for child in found.children], day)
    issued = issued_figure(hat, address, period.year, on)
    pedigree = Pedigree(
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
        stands=[] if hidden else _with_activities(_stands(scope, found.versions, cell, stage), cell, hat, on),
        claims=[] if hidden else claims([unit.pk], [period.pk], [cell.number], line=address.line),
        is_hidden=hidden,
        is_withheld=withheld,
        office_to_call=_office_to_call(unit, day, address.line),
        issued=None if hidden else issued,
    )
    return pedigree if hidden else replace(pedigree, changes=_changes(hat, pedigree, on))


def _changes(hat: Membership, pedigree: Pedigree, on: date) -> Changes | None:
    """Why the live figure is another one than the frozen or issued one; None when it is not."""
    consolidation = pedigree.consolidation or (pedigree.issued.consolidation if pedigree.issued else None)
    if consolidation is None or not (pedigree.has_moved or pedigree.is_other_than_issued):
        return None
    address = pedigree.address
    return changed_reports(hat, consolidation, on, unit_id=address.unit_id, cell=address.cell, line=address.line)


def _frozen(address: FigureAddress) -> tuple[Consolidation | None, Frozen | None]:
    """The freeze that an address names, and the figure in it: of its own unit, or of one that its annexes list."""
    if address.consolidation_id is None:
        return None, None
    consolidation = Consolidation.objects.select_related("period").filter(pk=address.consolidation_id).first()
    if consolidation is None:
        raise NotFound()
    found = _frozen_whole(consolidation, address) or _frozen_part(consolidation, address)
    if found is None:
        raise NotFound()
    return consolidation, found


def _frozen_whole(consolidation: Consolidation, address: FigureAddress) -> Frozen | None:
    if consolidation.unit_id != address.unit_id:
        return None
    row = FrozenFigure.objects.filter(consolidation=consolidation, cell=address.cell, line=address.line).first()
    return Frozen(Fraction(row.value, row.denominator), Qualifier(row.qualifier)) if row else None


def _frozen_part(consolidation: Consolidation, address: FigureAddress) -> Frozen | None:
    if address.line != Line.ALL:
        return None
    part = frozen_part(consolidation, address.unit_id, address.cell)
    return Frozen(part.value, part.qualifier) if part else None


def _withholds_parts(scope: Scope, line: str, stage: Stage) -> bool:
    """Before the freeze the parts of a figure of all lines would tell each side the other's figures."""
    return line == Line.ALL and stage < Stage.CONSOLIDATED and not scope.sees_all


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


def _with_activities(stands: list[Stands], cell: Cell, hat: Membership, on: date) -> list[Stands]:
    behind = activities_behind((one.evidence for one in stands), cell, hat, on)
    return [
        replace(one, activities=behind.get(one.evidence.version_id, ())) if one.evidence is not None else one
        for one in stands
    ]


def _office_to_call(unit: AdministrativeUnit, day: date, line: str) -> str:
    kind = OrganisationKind.POLICE if line == Line.ALL else OrganisationKind(line)
    office = organisation_of(unit.pk, kind, day)
    return office.name if office else ""
