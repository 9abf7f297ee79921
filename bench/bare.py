"""The bare transaction: the rows that a report writes, by the same statements, with nothing around them.

The statements of one real report are written down, and written again with fresh keys: whatever the database numbered
gets a new number, the rows that point to it follow, and what must be unique is made so.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from bench.copying import Model, related_to, root_of, unique_sets
from bench.watching import Statement, Watch

_WRITE = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(?P<table>\w+)" (?:\((?P<columns>[^)]*)\))?')


@dataclass
class Write:
    """One statement. `old`: the keys that the database gave its rows the first time, in their order."""

    sql: str
    params: Any
    model: Model
    columns: list[str]
    old: list[int]

    @property
    def by_column(self) -> bool:
        """True where the statement takes a list of values for each column instead of row after row."""
        return "UNNEST(" in self.sql

    def rows(self) -> list[tuple[Any, ...]]:
        """The values, row by row."""
        if self.by_column:
            return list(zip(*self.params, strict=True))
        width = len(self.columns)
        if len(self.params) % width:
            raise ValueError(f"cannot tell the rows of {self.sql}")
        return [tuple(self.params[start : start + width]) for start in range(0, len(self.params), width)]


def bare_transaction(report: Callable[[], object]) -> Callable[[], None]:
    """A function that writes, in one transaction, what `report` writes. Rolls back the report that it looks at."""
    watch = Watch()
    with transaction.atomic():
        with connection.execute_wrapper(watch):
            report()
        writes = _understood(watch.writes)
        transaction.set_rollback(True)

    def again() -> None:
        fresh: dict[Model, dict[int, int]] = {}
        with transaction.atomic(), connection.cursor() as cursor:
            for write in writes:
                cursor.execute(write.sql, _fresh(write, fresh))
                if write.old:
                    new = [row[0] for row in cursor.fetchall()]
                    fresh.setdefault(write.model, {}).update(zip(write.old, new, strict=True))

    return again


def _understood(statements: Sequence[Statement]) -> list[Write]:
    models_by_table = {model._meta.db_table: model for model in apps.get_models()}
    writes = []
    for sql, params in statements:
        found = _WRITE.match(sql)
        if found is None:
            raise ValueError(f"cannot tell what is written by {sql}")
        if '"last" = %s' in sql:
            # The number that a series of references came to: written once more, it would set the series back.
            sql, params = sql.replace('"last" = %s', '"last" = "last" + %s'), (1, *params[1:])
        columns = [column.strip('" ') for column in (found["columns"] or "").split(",") if column]
        write = Write(sql, params, models_by_table[found["table"]], columns, [])
        if "RETURNING" in sql:
            write.old = _newest_keys(write.model, len(write.rows()))
        writes.append(write)
    # A table that is written twice gave its earlier keys to the earlier statement.
    for later, write in enumerate(writes):
        before = sum(len(other.old) for other in writes[later + 1 :] if other.model is write.model)
        write.old = [key - before for key in write.old]
    return writes


def _newest_keys(model: Model, count: int) -> list[int]:
    return sorted(model._base_manager.order_by("-pk").values_list("pk", flat=True)[:count])


def _fresh(write: Write, fresh: dict[Model, dict[int, int]]) -> Any:
    if not write.columns:
        *others, key = write.params
        return [*others, fresh.get(write.model, {}).get(key, key)]
    fields = {field.column: field for field in write.model._meta.concrete_fields}
    unlike = set().union(*unique_sets(write.model))
    rows = [
        tuple(_renewed(fields[column], value, fresh, unlike) for column, value in zip(write.columns, row, strict=True))
        for row in write.rows()
    ]
    if write.by_column:
        return [list(values) for values in zip(*rows, strict=True)]
    return [value for row in rows for value in row]


def _renewed(field: models.Field, value: Any, fresh: dict[Model, dict[int, int]], unlike: set[str]) -> Any:
    if field.is_relation:
        return fresh.get(root_of(related_to(field)), {}).get(value, value)
    if field.name == "reference":
        # In the shape of a reference: the pages that list such a row must go on working.
        return f"BARE-2026-{uuid.uuid4().int % 10**9:09d}"
    if field.name in unlike and isinstance(value, str) and value:
        return uuid.uuid4().hex[: field.max_length]
    return value
