"""What stands above each organisation, span by span, kept beside the tree so that scope is one subquery."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db import connection

from chungtay.organisations.models import OrganisationAncestor, OrganisationParent
from chungtay.organisations.spans import ParentsOf, Span

_ABOVE = """
WITH RECURSIVE above AS (
    SELECT tie.organisation_id, tie.parent_id, 1 AS depth, tie.validity
      FROM organisations_organisationparent tie
     WHERE tie.organisation_id = ANY(%(organisations)s) AND NOT isempty(tie.validity)
    UNION ALL
    SELECT above.organisation_id, tie.parent_id, above.depth + 1, above.validity * tie.validity
      FROM above JOIN organisations_organisationparent tie ON tie.organisation_id = above.parent_id
     WHERE tie.validity && above.validity
)
INSERT INTO organisations_organisationancestor (organisation_id, ancestor_id, depth, validity)
SELECT organisation_id, parent_id, depth, validity FROM above
"""


def parents_of_all() -> ParentsOf:
    """The dated parents of every organisation that has one."""
    parents: dict[int, list[tuple[int, Span]]] = defaultdict(list)
    rows = OrganisationParent.objects.filter(validity__isempty=False)
    for child, parent, validity in rows.values_list("organisation_id", "parent_id", "validity"):
        parents[child].append((parent, Span.of(validity)))
    return parents


def rebuild_ancestors(organisation_ids: Collection[int]) -> None:
    """Write anew what stands above these organisations; their parents are already as they should be.

    One statement for a whole province. The tree must have no circle (`spans.makes_a_circle`).
    """
    OrganisationAncestor.objects.filter(organisation_id__in=organisation_ids).delete()
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, {"organisations": list(organisation_ids)})
