"""Choice lists of organisations, lines, sides and roles."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What an organisation is (loại tổ chức)."""

    POLICE = "police", _("Police")
    FRONT = "front", _("Fatherland Front")
    UNION = "union", _("Trade Union")
    FARMERS = "farmers", _("Farmers' Union")
    YOUTH = "youth", _("Youth Union")
    WOMEN = "women", _("Women's Union")
    VETERANS = "veterans", _("Veterans' Association")
    COMMITTEE = "committee", _("Steering committee")
    GOVERNMENT = "government", _("People's Committee")
    AGENCY = "agency", _("Agency managed by the province")
    SCHOOL = "school", _("School managed by the province")


class Line(models.TextChoices):
    """The column in which a figure stands (khối trong số liệu). `ALL` is stored on its own, never a sum of lines."""

    ALL = "all", _("All lines")
    POLICE = "police", _("Police")
    FRONT = "front", _("Fatherland Front")
    UNION = "union", _("Trade Union")
    FARMERS = "farmers", _("Farmers' Union")
    YOUTH = "youth", _("Youth Union")
    WOMEN = "women", _("Women's Union")
    VETERANS = "veterans", _("Veterans' Association")
    STATE = "state", _("State")


class Side(models.TextChoices):
    """Who sees (bên): police; Front with its five members, none of whom sees another's drafts; State."""

    POLICE = "police", _("Police side")
    FRONT = "front", _("Front side")
    STATE = "state", _("State side")


MEMBER_KINDS = (
    OrganisationKind.UNION,
    OrganisationKind.FARMERS,
    OrganisationKind.YOUTH,
    OrganisationKind.WOMEN,
    OrganisationKind.VETERANS,
)

SIDE_OF_KIND = {
    OrganisationKind.POLICE: Side.POLICE,
    OrganisationKind.FRONT: Side.FRONT,
    **dict.fromkeys(MEMBER_KINDS, Side.FRONT),
    OrganisationKind.COMMITTEE: Side.STATE,
    OrganisationKind.GOVERNMENT: Side.STATE,
    OrganisationKind.AGENCY: Side.STATE,
    OrganisationKind.SCHOOL: Side.STATE,
}

LINE_OF_KIND = {
    OrganisationKind.POLICE: Line.POLICE,
    OrganisationKind.FRONT: Line.FRONT,
    OrganisationKind.UNION: Line.UNION,
    OrganisationKind.FARMERS: Line.FARMERS,
    OrganisationKind.YOUTH: Line.YOUTH,
    OrganisationKind.WOMEN: Line.WOMEN,
    OrganisationKind.VETERANS: Line.VETERANS,
    OrganisationKind.COMMITTEE: Line.STATE,
    OrganisationKind.GOVERNMENT: Line.STATE,
    OrganisationKind.AGENCY: Line.STATE,
    OrganisationKind.SCHOOL: Line.STATE,
}


class Role(models.TextChoices):
    """What a person does in an organisation (vai). Rights are those of the one hat worn in the request."""

    COORDINATOR = "coordinator", _("Programme coordinator")
    REPORTER = "reporter", _("Reporter")
    APPROVER = "approver", _("Approver (leader)")
    CONSOLIDATOR = "consolidator", _("Consolidator")
    DRAFTING_HEAD = "drafting_head", _("Head of the drafting office")
    FORM_CHECKER = "form_checker", _("Form checker")
    SIGNER = "signer", _("Signer")
    REGISTRY_CLERK = "registry_clerk", _("Registry clerk")
    AIDE = "aide", _("Leader's aide")
    ACCOUNT_KEEPER = "account_keeper", _("Keeper of accounts")
    CONFERENCE_SECRETARY = "conference_secretary", _("Conference secretary")
    DIRECTIVE_OWNER = "directive_owner", _("Owner of directives")
    EVALUATOR = "evaluator", _("Evaluator")
    EDITOR = "editor", _("Editor of the public page")
    AUDITOR = "auditor", _("Auditor (reads)")
    ADMINISTRATOR = "administrator", _("System administrator (no data)")


class Regime(models.TextChoices):
    """Which reporting a line from one organisation to another is about (chế độ báo cáo)."""

    PROGRAMME = "programme", _("Coordination programme")


class Reach(models.TextChoices):
    """How far the eyes of a role go. A role that is not in `REACH_OF_ROLE` has none: default deny."""

    NONE = "none", _("No data")
    OWN = "own", _("The own office only")
    LINE = "line", _("The own office, the offices below it and what the other side shares")
    ALL = "all", _("Everything, read only")


REACH_OF_ROLE = {
    Role.COORDINATOR: Reach.LINE,
    Role.REPORTER: Reach.LINE,
    Role.APPROVER: Reach.LINE,
    Role.CONSOLIDATOR: Reach.LINE,
    Role.DRAFTING_HEAD: Reach.LINE,
    Role.SIGNER: Reach.LINE,
    Role.AIDE: Reach.LINE,
    Role.CONFERENCE_SECRETARY: Reach.LINE,
    Role.EVALUATOR: Reach.LINE,
    Role.FORM_CHECKER: Reach.OWN,
    Role.REGISTRY_CLERK: Reach.OWN,
    Role.DIRECTIVE_OWNER: Reach.OWN,
    Role.EDITOR: Reach.OWN,
    Role.AUDITOR: Reach.ALL,
    # They keep accounts, never figures.
    Role.ACCOUNT_KEEPER: Reach.NONE,
    Role.ADMINISTRATOR: Reach.NONE,
}


class Matter(models.TextChoices):
    """What is looked at: the rows of the table of sight (docs/rules/scope.md)."""

    WORKING = "working", _("Drafts, return reasons, discussion, warnings, timeliness")
    ACTIVITY_NOT_JOINT = "activity_not_joint", _("Activities not marked joint")
    FIGURES_NOT_JOINT = "figures_not_joint", _("Accepted figures that are not joint")
    JOINT_OFFER = "joint_offer", _("Activities proposed as joint")
    JOINT_ACCEPTED = "joint_accepted", _("Accepted joint figures and signed reports of the programme")
    PHOTO = "photo", _("Photographs")
    STAFF_NAME = "staff_name", _("The name of the officer behind an acceptance")


class Relation(models.TextChoices):
    """How the viewer stands to the organisation whose matter it is: the columns of the table of sight."""

    OWN = "own", _("Own office")
    OWN_LINE_ABOVE = "own_line_above", _("Own line, above, or the heir of a merged office")
    SAME_SIDE_SAME_UNIT = "same_side_same_unit", _("Another body of the same side, same unit")
    SAME_SIDE_ABOVE = "same_side_above", _("Another body of the same side, above")
    OTHER_LINE_SAME_UNIT = "other_line_same_unit", _("The other line, same unit")
    OTHER_LINE_ABOVE = "other_line_above", _("The other line, above")
    STATE = "state", _("State bodies")
    PUBLIC = "public", _("The public, and everybody without another relation")
    AUDITOR = "auditor", _("Auditor")
    NOBODY = "nobody", _("A role without sight of data")


class Stage(models.IntegerChoices):
    """How far a matter has come, in the only order there is."""

    OPEN = 0, _("Open")
    CONFIRMED = 1, _("Confirmed by both sides")
    CONSOLIDATED = 2, _("Consolidated")
    RELEASED = 3, _("Released")


class Sight(models.TextChoices):
    """How much is seen. Whoever builds a page shows exactly this much."""

    NONE = "none", _("Nothing")
    OFFER_ONLY = "offer_only", _("Date, place and kind only")
    UNIT_FIGURES = "unit_figures", _("Unit by indicator only; the pedigree ends at office, date, version")
    OFFICE_ONLY = "office_only", _("The office, not the name")
    JOINT_ONLY = "joint_only", _("Those of joint activities only")
    CHOSEN_ONLY = "chosen_only", _("Those chosen for the public only")
    ON_REQUEST = "on_request", _("On request, and each look is logged")
    FULL = "full", _("Everything")
