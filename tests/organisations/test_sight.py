"""The table of who may see what, cell by cell, as the customer's matrix has it."""

from __future__ import annotations

import pytest

from chungtay.organisations.codes import Matter, Relation, Sight, Stage
from chungtay.organisations.sight import TABLE, relations_that_see, sight

STAGES = (Stage.OPEN, Stage.CONFIRMED, Stage.CONSOLIDATED, Stage.RELEASED)
NO, FULL, OFFER, FIGURES = Sight.NONE, Sight.FULL, Sight.OFFER_ONLY, Sight.UNIT_FIGURES
OFFICE, JOINT, CHOSEN, ASKED = Sight.OFFICE_ONLY, Sight.JOINT_ONLY, Sight.CHOSEN_ONLY, Sight.ON_REQUEST

# For each matter and relation the sight when open, confirmed by both, consolidated, released.
EXPECTED = {
    Matter.WORKING: {
        Relation.OWN: (FULL, FULL, FULL, FULL),
        Relation.OWN_LINE_ABOVE: (FULL, FULL, FULL, FULL),
        Relation.SAME_SIDE_SAME_UNIT: (NO, NO, NO, NO),
        Relation.SAME_SIDE_ABOVE: (NO, NO, NO, NO),
        Relation.OTHER_LINE_SAME_UNIT: (NO, NO, NO, NO),
        Relation.OTHER_LINE_ABOVE: (NO, NO, NO, NO),
        Relation.STATE: (NO, NO, NO, NO),
        Relation.PUBLIC: (NO, NO, NO, NO),
    },
    Matter.ACTIVITY_NOT_JOINT: {
        Relation.OWN: (FULL, FULL, FULL, FULL),
        Relation.OWN_LINE_ABOVE: (FULL, FULL, FULL, FULL),
        Relation.SAME_SIDE_SAME_UNIT: (FULL, FULL, FULL, FULL),
        Relation.SAME_SIDE_ABOVE: (FULL, FULL, FULL, FULL),
        Relation.OTHER_LINE_SAME_UNIT: (NO, NO, NO, NO),
        Relation.OTHER_LINE_ABOVE: (NO, NO, NO, NO),
        Relation.STATE: (NO, NO, NO, NO),
        Relation.PUBLIC: (NO, NO, NO, NO),
    },
    Matter.FIGURES_NOT_JOINT: {
        Relation.OWN: (FULL, FULL, FULL, FULL),
        Relation.OWN_LINE_ABOVE: (FULL, FULL, FULL, FULL),
        Relation.SAME_SIDE_SAME_UNIT: (FULL, FULL, FULL, FULL),
        Relation.SAME_SIDE_ABOVE: (FULL, FULL, FULL, FULL),
        Relation.OTHER_LINE_SAME_UNIT: (NO, NO, NO, FIGURES),
        Relation.OTHER_LINE_ABOVE: (NO, NO, FIGURES, FIGURES),
        Relation.STATE: (NO, NO, NO, FIGURES),
        Relation.PUBLIC: (NO, NO, NO, FIGURES),
    },
    Matter.JOINT_OFFER: {
        Relation.OWN: (FULL, FULL, FULL, FULL),
        Relation.OWN_LINE_ABOVE: (FULL, FULL, FULL, FULL),
        Relation.SAME_SIDE_SAME_UNIT: (FULL, FULL, FULL, FULL),
        Relation.SAME_SIDE_ABOVE: (FULL, FULL, FULL, FULL),
        Relation.OTHER_LINE_SAME_UNIT: (OFFER, FULL, FULL, FULL),
        Relation.OTHER_LINE_ABOVE: (NO, FULL, FULL, FULL),
        Relation.STATE: (NO, NO, NO, NO),
        Relation.PUBLIC: (NO, NO, NO, NO),
    },
    Matter.JOINT_ACCEPTED: {
        Relation.OWN: (FULL, FULL, FULL, FULL),
        Relation.OWN_LINE_ABOVE: (FULL, FULL, FULL, FULL),
        Relation.SAME_SIDE_SAME_UNIT: (FULL, FULL, FULL, FULL),
        Relation.SAME_SIDE_ABOVE: (FULL, FULL, FULL, FULL),
        Relation.OTHER_LINE_SAME_UNIT: (FULL, FULL, FULL, FULL),
        Relation.OTHER_LINE_ABOVE: (FULL, FULL, FULL, FULL),
        Relation.STATE: (NO, NO, NO, FULL),
        Relation.PUBLIC: (NO, NO, NO, FULL),
    },
    Matter.PHOTO: {
        Relation.OWN: (FULL, FULL, FULL, FULL),
        Relation.OWN_LINE_ABOVE: (ASKED, ASKED, ASKED, ASKED),
        Relation.SAME_SIDE_SAME_UNIT: (JOINT, JOINT, JOINT, JOINT),
        Relation.SAME_SIDE_ABOVE: (NO, NO, NO, NO),
        Relation.OTHER_LINE_SAME_UNIT: (JOINT, JOINT, JOINT, JOINT),
        Relation.OTHER_LINE_ABOVE: (NO, NO, NO, NO),
        Relation.STATE: (NO, NO, NO, CHOSEN),
        Relation.PUBLIC: (NO, NO, NO, CHOSEN),
    },
    Matter.STAFF_NAME: {
        Relation.OWN: (FULL, FULL, FULL, FULL),
        Relation.OWN_LINE_ABOVE: (FULL, FULL, FULL, FULL),
        Relation.SAME_SIDE_SAME_UNIT: (OFFICE, OFFICE, OFFICE, OFFICE),
        Relation.SAME_SIDE_ABOVE: (OFFICE, OFFICE, OFFICE, OFFICE),
        Relation.OTHER_LINE_SAME_UNIT: (OFFICE, OFFICE, OFFICE, OFFICE),
        Relation.OTHER_LINE_ABOVE: (OFFICE, OFFICE, OFFICE, OFFICE),
        Relation.STATE: (NO, NO, NO, NO),
        Relation.PUBLIC: (NO, NO, NO, NO),
    },
}


@pytest.mark.parametrize(
    ("matter", "relation", "expected"),
    [(matter, relation, cells) for matter, row in EXPECTED.items() for relation, cells in row.items()],
)
def test_sight_cell_by_cell(matter: Matter, relation: Relation, expected: tuple[Sight, ...]) -> None:
    assert tuple(sight(matter, relation, stage) for stage in STAGES) == expected


def test_sight_has_every_matter_and_relation_expected() -> None:
    columns = set(Relation) - {Relation.AUDITOR, Relation.NOBODY}

    assert set(EXPECTED) == set(Matter) == set(TABLE)
    assert all(set(row) == columns for row in EXPECTED.values())


@pytest.mark.parametrize("matter", Matter)
@pytest.mark.parametrize("stage", STAGES)
def test_sight_auditor_sees_all_and_nobody_nothing(matter: Matter, stage: Stage) -> None:
    assert sight(matter, Relation.AUDITOR, stage) is Sight.FULL
    assert sight(matter, Relation.NOBODY, stage) is Sight.NONE


def test_sight_never_shrinks_as_a_matter_goes_on() -> None:
    for matter in Matter:
        for relation in Relation:
            seen = [sight(matter, relation, stage) is not Sight.NONE for stage in STAGES]
            assert seen == sorted(seen)


def test_relations_that_see_are_those_of_the_table() -> None:
    seeing = relations_that_see(Matter.JOINT_OFFER, Stage.OPEN)

    assert seeing == {
        Relation.OWN,
        Relation.OWN_LINE_ABOVE,
        Relation.SAME_SIDE_SAME_UNIT,
        Relation.SAME_SIDE_ABOVE,
        Relation.OTHER_LINE_SAME_UNIT,
        Relation.AUDITOR,
    }


def test_relations_that_see_everything_leave_out_the_offer() -> None:
    seeing = relations_that_see(Matter.JOINT_OFFER, Stage.OPEN, at_least=frozenset({Sight.FULL}))

    assert Relation.OTHER_LINE_SAME_UNIT not in seeing
    assert Relation.OWN_LINE_ABOVE in seeing
