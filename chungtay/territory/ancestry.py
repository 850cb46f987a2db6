"""Keeps `UnitAncestor`: who stood above whom, and when. Derived from versions alone, so it can always be rebuilt."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

_ABOVE = """
WITH RECURSIVE above AS (
    SELECT unit.id AS unit_id, unit.id AS ancestor_id, 0 AS depth, unit.validity
      FROM territory_administrativeunit unit
     WHERE unit.id = ANY(%(units)s) AND NOT isempty(unit.validity)
    UNION ALL
    SELECT above.unit_id, version.parent_id, above.depth + 1, above.validity * version.validity
      FROM above
      JOIN territory_unitversion version ON version.unit_id = above.ancestor_id
     WHERE version.parent_id IS NOT NULL AND version.validity && above.validity
)
INSERT INTO territory_unitancestor (unit_id, ancestor_id, depth, validity)
SELECT unit_id, ancestor_id, depth, unnest(range_agg(validity))
  FROM above
 GROUP BY unit_id, ancestor_id, depth
"""

_BELOW = """
WITH RECURSIVE below AS (
    SELECT unnest(%(units)s::bigint[]) AS unit_id
    UNION
    SELECT version.unit_id FROM territory_unitversion version JOIN below ON version.parent_id = below.unit_id
)
SELECT unit_id FROM below
"""


def rebuild_ancestors(unit_ids: Iterable[int]) -> None:
    """Write anew the ancestors of these units over all time."""
    units = list(unit_ids)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM territory_unitancestor WHERE unit_id = ANY(%(units)s)", {"units": units})
        cursor.execute(_ABOVE, {"units": units})


def rebuild_ancestors_below(unit_ids: Iterable[int]) -> None:
    """Write anew the ancestors of these units and of everything that ever stood below them."""
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, {"units": list(unit_ids)})
        below = [row[0] for row in cursor.fetchall()]
    rebuild_ancestors(below)
