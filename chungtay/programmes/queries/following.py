"""A local plan whose plan above was amended: which items above are others now, and what taking over writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

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
    version = version or plan.versions.latest("number")
    return changes_above_of([version]).get(version.pk, [])


def changes_above_of(versions: Sequence[PlanVersion]) -> dict[int, list[ChangeAbove]]:
    """What is to be decided on in each of these local wordings, by their keys; those with nothing are left away.

    As many queries for many plans as for one. `plan` of the versions should be at hand.
    """
    amended = _amended_above(versions)
    behind = [version for version in versions if version.plan.parent_id in amended]
    decided = _decided_on(behind)
    in_question = {at for numbers in decided.values() for at in numbers.values()}
    above = _items_above(amended, in_question | {parent.number for parent in amended.values()})
    own = _own_items(behind)
    told = {
        version.pk: _changes(amended[plan_id], decided[version.pk], above[plan_id], own[version.pk])
        for version in behind
        if (plan_id := version.plan.parent_id) is not None
    }
    return {key: changes for key, changes in told.items() if changes}


def _amended_above(versions: Iterable[PlanVersion]) -> dict[int, PlanVersion]:
    """The versions in force of the plans above that are not their first ones, by those plans."""
    above = {version.plan.parent_id for version in versions} - {None}
    if not above:
        return {}
    found = PlanVersion.objects.filter(plan__in=above, status=PlanStatus.SENT_DOWN, number__gt=1)
    return {version.plan_id: version for version in found}


def _items_above(plans: Iterable[int], numbers: Iterable[int]) -> dict[int, dict[tuple[int, int], PlanItem]]:
    """The items of these plans above in the versions of these numbers: by plan, then by version and item number."""
    found: dict[int, dict[tuple[int, int], PlanItem]] = defaultdict(dict)
    items = PlanItem.objects.filter(version__plan__in=list(plans), version__number__in=set(numbers))
    for item in items.select_related("version"):
        found[item.version.plan_id][item.version.number, item.number] = item
    return found


def _own_items(versions: Iterable[PlanVersion]) -> dict[int, dict[int, PlanItem]]:
    """The first item of each version that follows an item above, by version, then by the number above."""
    found: dict[int, dict[int, PlanItem]] = defaultdict(dict)
    items = PlanItem.objects.filter(version__in=versions, parent_number__isnull=False)
    for item in items.order_by("position", "number"):
        found[item.version_id].setdefault(item.parent_number or 0, item)
    return found


def _changes(
    parent: PlanVersion,
    decided: Mapping[int, int],
    above: Mapping[tuple[int, int], PlanItem],
    own: Mapping[int, PlanItem],
) -> list[ChangeAbove]:
    found = (
        _change(number, above.get((decided.get(number, 0), number)), above.get((parent.number, number)), own)
        for number in sorted({number for _version, number in above} | set(own))
        if decided.get(number) != parent.number
    )
    return [each for each in found if each is not None]


def decided_on(version: PlanVersion) -> dict[int, int]:
    """In which version of the plan above each of its items was last decided on for this wording, by their numbers.

    A plan of the time before that was kept began with the items that stood above when it was first approved.
    """
    return _decided_on([version])[version.pk]


def _decided_on(versions: Sequence[PlanVersion]) -> dict[int, dict[int, int]]:
    began = _began_with([version.plan for version in versions if not version.followed])
    stood: dict[tuple[int, int], list[int]] = defaultdict(list)
    if began:
        above = {version.plan.parent_id for version in versions if version.plan_id in began}
        items = PlanItem.objects.filter(version__plan__in=above, version__number__in=set(began.values()))
        for plan_id, at, number in items.values_list("version__plan", "version__number", "number"):
            stood[plan_id, at].append(number)
    return {
        version.pk: {int(number): at for number, at in version.followed.items()}
        or dict.fromkeys(stood[version.plan.parent_id or 0, began[version.plan_id]], began[version.plan_id])
        for version in versions
    }


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


def _began_with(plans: Sequence[Plan]) -> dict[int, int]:
    """The version above that stood when each local plan was first approved; before that, the first one."""
    if not plans:
        return {}
    sent: dict[int, list[tuple[int, datetime]]] = defaultdict(list)
    above = PlanVersion.objects.filter(plan__in={plan.parent_id for plan in plans}).order_by("number")
    for plan_id, number, at in above.values_list("plan", "number", "sent_down_at"):
        if at is not None:
            sent[plan_id].append((number, at))
    sealed = PlanVersion.objects.filter(plan__in=plans, status__in=SEALED)
    approved_at = dict(sealed.values_list("plan").annotate(first=Min("approved_at")))
    return {plan.pk: _standing(sent[plan.parent_id or 0], approved_at.get(plan.pk)) for plan in plans}


def _standing(sent: Sequence[tuple[int, datetime]], approved_at: datetime | None) -> int:
    stood = [number for number, at in sent if approved_at is not None and at <= approved_at]
    return stood[-1] if stood else next((number for number, _at in sent), 1)
