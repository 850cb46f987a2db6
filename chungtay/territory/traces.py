"""Remembers what happens to rows of later rooms while a proposal is applied, and gives them back exactly.

Rows are compared as PostgreSQL writes them in JSON, so it does not matter which code changed them. Table names come
from models, never from outside.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet

from chungtay.territory.models import LedgerProposal, LedgerTrace

_MISSED = """
INSERT INTO territory_ledgertrace (proposal_id, table_name, row_id, former, present)
SELECT %s, %s, coalesce(before.id, after.id), before.content, after.content
  FROM {copy} before FULL JOIN ({after}) after ON after.id = before.id
 WHERE before.content IS DISTINCT FROM after.content
"""
_TRACES = "territory_ledgertrace trace WHERE trace.proposal_id = %s AND trace.table_name = %s"
_CHANGED_SINCE = f"""
SELECT count(*) FROM (SELECT row_id, present FROM {_TRACES}) trace
  LEFT JOIN {{table}} kept ON kept.id = trace.row_id
 WHERE to_jsonb(kept) IS DISTINCT FROM trace.present
"""
_TAKE_AWAY = f"DELETE FROM {{table}} WHERE id IN (SELECT row_id FROM {_TRACES} AND trace.former IS NULL)"
_WRITE_BACK = f"""
UPDATE {{table}} kept SET ({{columns}}) = (SELECT {{columns}} FROM jsonb_populate_record(NULL::{{table}}, trace.former))
  FROM {_TRACES} AND trace.former IS NOT NULL AND trace.present IS NOT NULL AND kept.id = trace.row_id
"""
_PUT_BACK = f"""
INSERT INTO {{table}} SELECT (jsonb_populate_record(NULL::{{table}}, trace.former)).*
  FROM {_TRACES} AND trace.present IS NULL
"""


@contextmanager
def tracing(proposal: LedgerProposal, *rows: QuerySet[Any]) -> Iterator[None]:
    """Write down what happens inside to `rows`, one queryset a table; it must not filter by what changes."""
    copies = {f"trace_of_{queryset.model._meta.db_table}": queryset for queryset in rows}
    with connection.cursor() as cursor:
        for copy, queryset in copies.items():
            sql, params = _as_json(queryset)
            cursor.execute(f"CREATE TEMPORARY TABLE {copy} ON COMMIT DROP AS {sql}", params)
    yield
    with connection.cursor() as cursor:
        for copy, queryset in copies.items():
            sql, params = _as_json(queryset)
            table = queryset.model._meta.db_table
            cursor.execute(_MISSED.format(copy=copy, after=sql), [proposal.pk, table, *params])
            cursor.execute(f"DROP TABLE {copy}")


def made_rows(proposal: LedgerProposal, model: type[Model]) -> QuerySet[LedgerTrace, int]:
    """Keys of the rows of `model` that were made when `proposal` was applied; to be used as a subquery."""
    found = LedgerTrace.objects.filter(proposal=proposal, table_name=model._meta.db_table, former__isnull=True)
    return found.values_list("row_id", flat=True)


def what_stands_on(proposal: LedgerProposal) -> dict[str, int]:
    """By table, how many rows forbid giving back: traced rows that changed since, and rows that point at made ones."""
    found: dict[str, int] = {}
    traced = _traced(proposal)
    with connection.cursor() as cursor:
        for model in traced:
            table = model._meta.db_table
            cursor.execute(_CHANGED_SINCE.format(table=table), [proposal.pk, table])
            found[table] = cursor.fetchone()[0]
    for model in traced:
        for relation, pointing in _pointing(proposal, model):
            table = relation.related_model._meta.db_table
            found[table] = found.get(table, 0) + pointing.count()
    return {table: count for table, count in found.items() if count}


def used_rows(proposal: LedgerProposal, model: type[Model]) -> set[int]:
    """Keys of the rows of `model` that were made when `proposal` was applied and that something points at since."""
    return {
        key
        for relation, pointing in _pointing(proposal, model)
        for key in pointing.order_by().values_list(f"{relation.field.name}_id", flat=True).distinct()
    }


def _pointing(proposal: LedgerProposal, model: type[Model]) -> Iterator[tuple[Any, QuerySet[Any]]]:
    """By relation, the rows that point at made rows of `model` and do not go back together with them."""
    made = made_rows(proposal, model)
    relations: list[Any] = [
        field for field in model._meta.get_fields(include_hidden=True) if field.auto_created and not field.concrete
    ]
    for relation in relations:
        if relation.field.db_constraint:  # the history of rows has none: it points at them and outlives them
            found = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": made})
            table = relation.related_model._meta.db_table
            traced = LedgerTrace.objects.filter(proposal=proposal, table_name=table).values("row_id")
            yield relation, found.exclude(pk__in=traced)


def give_back(proposal: LedgerProposal) -> None:
    """Bring every traced row back to what it was, and forget the traces. `what_stands_on` must be empty."""
    models = _traced(proposal)
    with connection.cursor() as cursor:
        for statement in (_TAKE_AWAY, _WRITE_BACK, _PUT_BACK):
            # What was made is taken away in the opposite order, so that nothing points at a row that is gone.
            for model in reversed(models) if statement is _TAKE_AWAY else models:
                table = model._meta.db_table
                columns = ", ".join(f'"{column.column}"' for column in model._meta.concrete_fields)
                cursor.execute(statement.format(table=table, columns=columns), [proposal.pk, table])
    proposal.traces.all().delete()


def _as_json(queryset: QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    try:
        wanted, params = queryset.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:  # Django saw that nothing can be found
        wanted, params = "NULL", ()
    table = queryset.model._meta.db_table
    return f"SELECT kept.id, to_jsonb(kept) AS content FROM {table} kept WHERE kept.id IN ({wanted})", params


def _traced(proposal: LedgerProposal) -> list[type[Model]]:
    """The models whose rows were traced, in the order in which their rooms and tables are known."""
    tables = set(proposal.traces.order_by().values_list("table_name", flat=True).distinct())
    return [model for model in apps.get_models() if model._meta.db_table in tables]
