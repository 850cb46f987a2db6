"""Activities, plans and the documents they rest on as they are taken away: what their pages show and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chungtay.core.workbook import Cell, Column, Kind, TableSheet
from chungtay.programmes.codes import PlanStatus
from chungtay.programmes.models import Activity

_CHUNK = 500


def activities_table(activities: QuerySet[Activity]) -> TableSheet:
    """One activity a row; `activities` know whether each was held together."""
    columns = (
        Column(_("Day"), Kind.DAY),
        Column(_("What was held"), width=28),
        Column(_("How often"), Kind.NUMBER),
        Column(_("Hamlet"), width=24),
        Column(_("Attendances (lượt)"), Kind.NUMBER),
        Column(_("Leaflets handed out"), Kind.NUMBER),
        Column(_("Accountable body"), width=36),
        Column(_("How it stands"), width=18),
    )
    rows = (
        (
            held.held_on,
            str(held.get_kind_display()),
            held.times,
            held.village or None,
            held.attendance,
            held.leaflets,
            held.accountable.name,
            _how_it_stands(held),
        )
        for held in activities.iterator(chunk_size=_CHUNK)
    )
    return TableSheet(_("Activities"), columns, rows)


def _how_it_stands(held: Any) -> str:
    if held.status != "recorded":
        return str(held.get_status_display())
    return _("Held together") if held.is_joint else _("Recorded")


def plans_table(plans: QuerySet[Any], own_line: Collection[str], *, title: str) -> TableSheet:
    """One plan a row; where a plan is being worked on is told of the own line alone."""
    columns = (
        Column(_("Reporting office"), width=40),
        Column(_("Partner office"), width=40),
        Column(_("In force"), width=18),
        Column(_("Being worked on"), width=18),
    )
    words = dict(PlanStatus.choices)
    rows = (
        (
            plan.organisation.name,
            plan.partner.name if plan.partner else None,
            str(words.get(plan.force_status, "")) or None,
            (str(words.get(plan.open_status, "")) or None) if plan.lead_relation in own_line else None,
        )
        for plan in plans.iterator(chunk_size=_CHUNK)
    )
    return TableSheet(title, columns, rows)


def bases_table(documents: QuerySet[Any], spread_of: Callable[[Sequence[Any]], Any]) -> TableSheet:
    """One document a row, with how far it was made known; `spread_of` says that of some documents at once."""
    columns = (
        Column(_("Number and symbol"), width=24),
        Column(_("Date"), Kind.DAY),
        Column(_("Issuing body"), width=36),
        Column(_("Summary"), width=70),
        Column(_("Made known here"), Kind.DAY),
        Column(_("Offices below that made it known"), Kind.NUMBER),
        Column(_("Offices below"), Kind.NUMBER),
    )

    def rows() -> Iterator[Sequence[Cell]]:
        found = documents.iterator(chunk_size=_CHUNK)
        while some := list(islice(found, _CHUNK)):
            spread = spread_of(some)
            for each in some:
                known = spread[each.pk]
                below = (known.done, known.of) if known.of else (None, None)
                yield each.symbol, each.dated, each.body, each.summary, known.own.on if known.own else None, *below

    return TableSheet(_("Documents plans rest on"), columns, rows())
