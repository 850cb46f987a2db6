"""Plans: one office's year, made of items that make concrete the items of the plan above."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from chungtay.organisations.codes import OrganisationKind
from chungtay.organisations.models import Membership, Organisation
from chungtay.programmes.codes import LEADING_KINDS, ON_ITS_WAY, SEALED, Campaign, PlanStatus
from chungtay.programmes.models.programme import BasisDocument, Programme
from chungtay.territory.models import AdministrativeUnit


class Plan(models.Model):
    """What one office plans for a programme's year (kế hoạch), alone or with its partner of the other side.

    `parent` is the plan above that it makes concrete; only the plan at the top has none. `unit` is where the office
    works. What it says stands in its versions.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="plans")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="plans_led")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="plans_shared")
    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    bases = models.ManyToManyField(BasisDocument, related_name="plans")

    # How the viewer stands to both offices; set on plans that `queries.plans.plans_for` found.
    lead_relation: str
    partner_relation: str

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "organisation"], condition=Q(partner__isnull=True), name="plan_of_an_office_once"
            ),
            models.UniqueConstraint(
                fields=["programme", "unit"], condition=Q(partner__isnull=False), name="joint_plan_of_a_unit_once"
            ),
            models.CheckConstraint(condition=~Q(partner=F("organisation")), name="plan_partner_is_another_office"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="plan_is_not_its_own_parent"),
        ]
        indexes = [models.Index(fields=["parent", "unit"])]

    @property
    def is_joint(self) -> bool:
        """Whether a partner agrees to it and sees it."""
        return self.partner_id is not None


class PlanVersion(models.Model):
    """One wording of a plan; once approved it is never edited: an amendment is the next version, with its reason.

    The version in force is the one that is approved or sent down; at most one version is on its way beside it.
    `return_reason` is why it was last returned. `followed` says of each item of the plan above, by its number, in which
    version of that plan it was last decided on here; what is not there was decided on when the plan was first approved.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.SmallIntegerField()
    status = models.CharField(max_length=12, choices=PlanStatus.choices, default=PlanStatus.DRAFT)
    reason = models.CharField(max_length=500, blank=True)
    return_reason = models.CharField(max_length=500, blank=True)
    written_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    laid_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    sent_down_at = models.DateTimeField(null=True)
    followed = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(status__in=ON_ITS_WAY), name="one_version_of_a_plan_on_its_way"
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(status__in=(PlanStatus.APPROVED, PlanStatus.SENT_DOWN)),
                name="one_version_of_a_plan_in_force",
            ),
            models.CheckConstraint(
                condition=Q(status__in=SEALED, approved_by__isnull=False, approved_at__isnull=False)
                | Q(status__in=ON_ITS_WAY, approved_by__isnull=True, approved_at__isnull=True),
                name="an_approved_version_names_who_approved",
            ),
            models.CheckConstraint(condition=~Q(approved_by=F("written_by")), name="nobody_approves_the_own_plan"),
            models.CheckConstraint(
                condition=Q(number=1, reason="") | Q(number__gt=1) & ~Q(reason=""), name="an_amendment_says_why"
            ),
        ]
        indexes = [models.Index(fields=["status", "plan"])]


class Objective(models.Model):
    """What the year shall bring (mục tiêu), under which items of a top plan stand. Its number outlives versions.

    `position` is its place among the others; equal ones stand by their numbers.
    """

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="objectives")
    number = models.SmallIntegerField()
    position = models.SmallIntegerField(default=0)
    text = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="objective_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="objective_numbers_begin_at_one"),
        ]


class PlanItem(models.Model):
    """One piece of planned work: its text, who leads and who helps, by when, and what shall be reached.

    `number` names the item in every version of its plan and is never given to another one. `objective` is the number
    of an objective of the plan at the top. `parent_number` is the item of the plan above that this one makes concrete;
    null for an addition of its own. `target` is in plain units of `indicator`, the code of a reported figure.
    `position` is its place under its objective; equal ones stand by their numbers.
    """

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="items")
    number = models.SmallIntegerField()
    position = models.SmallIntegerField(default=0)
    objective = models.SmallIntegerField(null=True)
    parent_number = models.SmallIntegerField(null=True)
    text = models.CharField(max_length=500)
    lead = models.CharField(max_length=12, choices=[(kind.value, kind.label) for kind in LEADING_KINDS])
    cooperating = ArrayField(models.CharField(max_length=12, choices=OrganisationKind.choices), default=list)
    indicator = models.CharField(max_length=40, blank=True)
    target = models.DecimalField(max_digits=18, decimal_places=3, null=True)
    target_unit = models.CharField(max_length=40, blank=True)
    due_on = models.DateField()
    campaign = models.CharField(max_length=14, choices=Campaign.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="plan_item_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="plan_item_numbers_begin_at_one"),
            models.CheckConstraint(
                condition=Q(target__isnull=True, indicator="", target_unit="") | Q(target__gte=0) & ~Q(indicator=""),
                name="a_target_names_its_indicator",
            ),
        ]
        indexes = [models.Index(fields=["version", "parent_number"])]
