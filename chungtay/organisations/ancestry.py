"""What stands above each organisation, span by span, kept beside the tree so that scope is one subquery."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from chungtay.organisations.models import OrganisationAncestor, OrganisationParent
from chungtay.organisations.spans import ParentsOf, Span, all_above

BATCH = 2000


def parents_of_all() -> ParentsOf:
    """The dated parents of every organisation that has one."""
    parents: dict[int, list[tuple[int, Span]]] = defaultdict(list)
    rows = OrganisationParent.objects.filter(validity__isempty=False)
    for child, parent, validity in rows.values_list("organisation_id", "parent_id", "validity"):
        parents[child].append((parent, Span.of(validity)))
    return parents


def rebuild_ancestors(organisation_ids: Collection[int]) -> None:
    """Write anew what stands above these organisations; their parents are already as they should be."""
    OrganisationAncestor.objects.filter(organisation_id__in=organisation_ids).delete()
    parents = parents_of_all()
    rows = [
        OrganisationAncestor(
            organisation_id=key, ancestor_id=above.key, depth=above.depth, validity=above.span.validity
        )
        for key in set(organisation_ids)
        for above in all_above(key, parents)
    ]
    OrganisationAncestor.objects.bulk_create(rows, batch_size=BATCH)
