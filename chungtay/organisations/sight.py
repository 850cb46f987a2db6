"""The table of who may see what between police and Front, as data, and the one function that reads it.

Pure: no database, no clock. Source: docs/rules/scope.md#the-table.
"""

from __future__ import annotations

from collections.abc import Mapping

from chungtay.organisations.codes import Matter, Relation, Sight, Stage

# One cell: the sight from a stage on. The first entry is for OPEN; a later stage keeps the sight before it.
Cell = Mapping[Stage, Sight]


def _always(sight: Sight) -> Cell:
    return {Stage.OPEN: sight}


def _from(stage: Stage, sight: Sight, *, before: Sight = Sight.NONE) -> Cell:
    return {Stage.OPEN: before, stage: sight}


_NEVER = _always(Sight.NONE)
_FULL = _always(Sight.FULL)
_RELEASED_FIGURES = _from(Stage.RELEASED, Sight.UNIT_FIGURES)
_RELEASED_FULL = _from(Stage.RELEASED, Sight.FULL)

TABLE: Mapping[Matter, Mapping[Relation, Cell]] = {
    Matter.WORKING: {
        Relation.OWN: _FULL,
        Relation.OWN_LINE_ABOVE: _FULL,
    },
    Matter.ACTIVITY_NOT_JOINT: {
        Relation.OWN: _FULL,
        Relation.OWN_LINE_ABOVE: _FULL,
        Relation.SAME_SIDE_SAME_UNIT: _FULL,
        Relation.SAME_SIDE_ABOVE: _FULL,
    },
    Matter.FIGURES_NOT_JOINT: {
        Relation.OWN: _FULL,
        Relation.OWN_LINE_ABOVE: _FULL,
        Relation.SAME_SIDE_SAME_UNIT: _FULL,
        Relation.SAME_SIDE_ABOVE: _FULL,
        Relation.OTHER_LINE_SAME_UNIT: _RELEASED_FIGURES,
        Relation.OTHER_LINE_ABOVE: _from(Stage.CONSOLIDATED, Sight.UNIT_FIGURES),
        Relation.STATE: _RELEASED_FIGURES,
        Relation.PUBLIC: _RELEASED_FIGURES,
    },
    Matter.JOINT_OFFER: {
        Relation.OWN: _FULL,
        Relation.OWN_LINE_ABOVE: _FULL,
        Relation.SAME_SIDE_SAME_UNIT: _FULL,
        Relation.SAME_SIDE_ABOVE: _FULL,
        Relation.OTHER_LINE_SAME_UNIT: _from(Stage.CONFIRMED, Sight.FULL, before=Sight.OFFER_ONLY),
        Relation.OTHER_LINE_ABOVE: _from(Stage.CONFIRMED, Sight.FULL),
    },
    Matter.JOINT_ACCEPTED: {
        Relation.OWN: _FULL,
        Relation.OWN_LINE_ABOVE: _FULL,
        Relation.SAME_SIDE_SAME_UNIT: _FULL,
        Relation.SAME_SIDE_ABOVE: _FULL,
        Relation.OTHER_LINE_SAME_UNIT: _FULL,
        Relation.OTHER_LINE_ABOVE: _FULL,
        Relation.STATE: _RELEASED_FULL,
        Relation.PUBLIC: _RELEASED_FULL,
    },
    Matter.PHOTO: {
        Relation.OWN: _FULL,
        Relation.OWN_LINE_ABOVE: _always(Sight.ON_REQUEST),
        Relation.SAME_SIDE_SAME_UNIT: _always(Sight.JOINT_ONLY),
        Relation.OTHER_LINE_SAME_UNIT: _always(Sight.JOINT_ONLY),
        Relation.STATE: _from(Stage.RELEASED, Sight.CHOSEN_ONLY),
        Relation.PUBLIC: _from(Stage.RELEASED, Sight.CHOSEN_ONLY),
    },
    Matter.STAFF_NAME: {
        Relation.OWN: _FULL,
        Relation.OWN_LINE_ABOVE: _FULL,
        Relation.SAME_SIDE_SAME_UNIT: _always(Sight.OFFICE_ONLY),
        Relation.SAME_SIDE_ABOVE: _always(Sight.OFFICE_ONLY),
        Relation.OTHER_LINE_SAME_UNIT: _always(Sight.OFFICE_ONLY),
        Relation.OTHER_LINE_ABOVE: _always(Sight.OFFICE_ONLY),
    },
}


def sight(matter: Matter, relation: Relation, stage: Stage) -> Sight:
    """How much of `matter`, having come as far as `stage`, a viewer standing in `relation` sees.

    A cell that is not in the table is NONE: what nobody granted, nobody sees. The auditor sees everything.
    """
    if relation is Relation.AUDITOR:
        return Sight.FULL
    cell = TABLE[matter].get(relation, _NEVER)
    return cell[max(reached for reached in cell if reached <= stage)]


def relations_that_see(
    matter: Matter, stage: Stage, *, at_least: frozenset[Sight] | None = None
) -> frozenset[Relation]:
    """The relations that see anything of `matter` at `stage`, or only those whose sight is one of `at_least`."""
    wanted = at_least if at_least is not None else frozenset(Sight) - {Sight.NONE}
    return frozenset(relation for relation in Relation if sight(matter, relation, stage) in wanted)
