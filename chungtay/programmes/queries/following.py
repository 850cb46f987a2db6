"""A local plan whose plan above was amended: which items above are others now, and what taking over writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Min

from chungtay.programmes.codes import SEALED, AboveChange, PlanStatus
from chungtay.programmes.items import ItemDraft, draft_of, proposed
from chungtay.programmes.models import Plan, PlanItem, PlanVersion

# What an item above says, each with the fields of it that change together.
SAID = (
    ("text",),
    ("lead",),
    ("cooperating",),
    ("indicator", "target", "target_unit"),
    ("due_on",),
    ("objective",),
    ("campaign",),
)


@dataclass(frozen=True)
class ChangeAbove:
    """One item of the plan above that is another one now: as it was, as it is, and the local item that follows it.

    `before` is None for a new item, `after` for one that was left away, `own` where nothing here follows it.
    """

    kind: AboveChange
    number: int
    before: PlanItem | None
    after: PlanItem | None
    own: PlanItem | None

    @property
    def fields(self) -> tuple[tuple[str, ...], ...]:
        """What is said otherwise above, of an item that was changed."""
        if self.before is None or self.after is None:
            return ()
        return tuple(names for names in SAID if _said(self.before, names) != _said(self.after, names))


def parent_version(plan: Plan) -> PlanVersion | None:
    """The version of the plan above that is in force and sent down; None for a plan at the top."""
    if plan.parent_id is None:
        return None
    return PlanVersion.objects.filter(plan=plan.parent_id, status=PlanStatus.SENT_DOWN).first()


def changes_above(plan: Plan, version: PlanVersion | None = None) -> list[ChangeAbove]:
    """What is to be decided on in a local plan since the plan above was amended, by the numbers above.

    `version` is the local wording, the latest one without. Nothing while the first version above is in force.
    """
    parent = parent_version(plan)
    if parent is None or parent.number == 1:
        return []
    version = version or plan.versions.latest("number")
    decided = decided_on(version)
    known = {
        (item.version.number, item.number): item
        for item in PlanItem.objects.filter(
            version__plan=plan.parent_id, version__number__in={*decided.values(), parent.number}
        ).select_related("version")
    }
    own: dict[int, PlanItem] = {}
    for item in version.items.filter(parent_number__isnull=False).order_by("position", "number"):
        own.setdefault(item.parent_number or 0, item)
    found = (
        _change(number, known.get((decided.get(number, 0), number)), known.get((parent.number, number)), own)
        for number in sorted({number for _version, number in known} | set(own))
        if decided.get(number) != parent.number
    )
    return [each for each in found if each is not None]


def decided_on(version: PlanVersion) -> dict[int, int]:
    """In which version of the plan above each of its items was last decided on for this wording, by their numbers.

    A plan of the time before that was kept began with the items that stood above when it was first approved.
    """
    if version.followed:
        return {int(number): at for number, at in version.followed.items()}
    began = _began_with(version.plan)
    items = PlanItem.objects.filter(version__plan=version.plan.parent_id, version__number=began)
    return dict.fromkeys(items.values_list("number", flat=True), began)


def _change(
    number: int, before: PlanItem | None, after: PlanItem | None, own: Mapping[int, PlanItem]
) -> ChangeAbove | None:
    mine = own.get(number)
    if after is None:
        return ChangeAbove(AboveChange.REMOVED, number, before, None, mine) if mine is not None else None
    if before is None:
        return ChangeAbove(AboveChange.ADDED, number, None, after, None) if mine is None else None
    change = ChangeAbove(AboveChange.CHANGED, number, before, after, mine)
    return change if mine is not None and change.fields else None


def taken_over(change: ChangeAbove, *, kinds: frozenset[str], lead: str, share_of: int) -> ItemDraft | None:
    """The local item as taking the change over writes it; None for one that is left away.

    Of a changed item only what changed above is written: what the unit made of the rest stays.
    """
    if change.after is None:
        return None
    fresh = proposed(change.after, kinds=kinds, lead=lead, share_of=share_of)
    if change.own is None:
        return fresh
    kept = draft_of(change.own)
    return replace(kept, **{name: getattr(fresh, name) for names in change.fields for name in names})


def _said(item: PlanItem, names: tuple[str, ...]) -> list[object]:
    return [getattr(item, name) for name in names]


def _began_with(plan: Plan) -> int:
    """The version above that stood when the local plan was first approved; before that, the first one."""
    above = PlanVersion.objects.filter(plan=plan.parent_id, sent_down_at__isnull=False).order_by("number")
    approved_at = plan.versions.filter(status__in=SEALED).aggregate(first=Min("approved_at"))["first"]
    stood = above.filter(sent_down_at__lte=approved_at).last() if approved_at else None
    first = stood or above.first()
    return first.number if first else 1
