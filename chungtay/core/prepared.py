"""Questions that every request of a busy hour asks: their SQL is written once, and the server keeps its plan.

Django writes the SQL of a queryset anew each time, and PostgreSQL plans it anew: for a small question that is most of
its cost. Only what is given may differ from one time to the next, never the shape of the question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

import psycopg
from django.db import connection
from django.db.backends.signals import connection_created
from django.db.models import Field, Model, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.query import get_related_populators
from django.dispatch import receiver

Row = TypeVar("Row", bound=Model)


@receiver(connection_created)
def prepare_at_once(sender: object, connection: Any, **extra: object) -> None:
    """Let a statement that asks for it be prepared at its first use, and keep its first plan.

    Django forbids preparing altogether, and its own cursors never ask for it: this concerns those of this module, of
    the readers of totals, and triggers. They look every row up by key, however many there are; a plan for the values
    at hand would trust statistics that a table has not got yet, after a rebuild or a first load, and read it whole.
    """
    connection.connection.prepare_threshold = 0
    with connection.cursor() as cursor:
        cursor.execute("SET plan_cache_mode = force_generic_plan")


@dataclass(frozen=True)
class _Given:
    name: str


def given(name: str, kind: Field[Any, Any]) -> RawSQL:
    """In a filter of a prepared question: what is given under `name` each time, a value of `kind`."""
    return RawSQL(f"%s::{kind.db_type(connection)}", (_Given(name),), kind)


def any_given(name: str, kind: Field[Any, Any]) -> RawSQL:
    """In a filter with `__in`: one of the values that are given as a list under `name`."""
    return RawSQL(f"SELECT unnest(%s::{kind.db_type(connection)}[])", (_Given(name),), kind)


class Prepared(Generic[Row]):
    """A queryset of model rows, with what `select_related` brings, that is asked many times.

    `build` writes it once, with `given` and `any_given` where values differ; annotations and prefetching are not
    known here.
    """

    def __init__(self, build: Callable[[], QuerySet[Row]]) -> None:
        self._build = build

    def rows(self, **values: Any) -> list[Row]:
        """The rows now, inside the transaction of the connection if there is one; `values` are what is given."""
        question = self._question
        bound = [values[part.name] if isinstance(part, _Given) else part for part in question.params]
        connection.ensure_connection()
        # A cursor that binds on the server: those of Django write values into the text, which cannot be prepared.
        binding: Any = psycopg.Cursor(connection.connection)
        make = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
        with make(binding) as cursor:
            cursor.execute(question.sql, bound)
            found = cursor.fetchall()
        return question.instances(found)

    @cached_property
    def _question(self) -> _Question:
        return _Question(self._build())


class _Question:
    """The SQL of a queryset, and how its rows become instances: the steps of Django's own iteration."""

    def __init__(self, queryset: QuerySet[Any]) -> None:
        compiler = queryset.query.get_compiler(connection=connection)
        self.sql, self.params = compiler.as_sql()
        self._converters = compiler.get_converters([column[0] for column in compiler.select])
        known = compiler.klass_info
        self._model, fields = known["model"], known["select_fields"]
        self._first, self._end = fields[0], fields[-1] + 1
        self._names = [compiler.select[place][0].target.attname for place in fields]
        # The stubs are those of a later Django, hence the suppression.
        self._related = get_related_populators(known, compiler.select, connection.alias)  # type: ignore[call-arg]

    def instances(self, rows: Iterable[Any]) -> list[Any]:
        """A model instance for each row, with its related ones."""
        made = []
        for row in map(list, rows):
            for place, (converters, expression) in self._converters.items():
                for converter in converters:
                    row[place] = converter(row[place], expression, connection)
            instance = self._model.from_db(connection.alias, self._names, row[self._first : self._end])
            for populator in self._related:
                populator.populate(row, instance)
            made.append(instance)
        return made
