"""Fetching all that hangs on one thing in one statement, from however many tables.

The page of an incident shows rows of some twenty tables. Asked one by one, each costs a way to the database and back; a
network between them makes that the most of the page. Here each row comes as a JSON object, all of them from one UNION,
and goes back into its model. What comes out is what the querysets would have given.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, models
from django.db.models import QuerySet
from django.utils.dateparse import parse_date, parse_datetime

from holdfast.foundation.records.union import ask_together


def gather(*wanted: QuerySet[Any]) -> list[list[Any]]:
    """The rows of each of the querysets, in one statement.

    Each is ordered as its queryset says, else as its model does, by columns of its own. Raises TypeError for a queryset
    with annotations or select_related, or of a model with a column that does not survive JSON: those are to be asked
    for by themselves.
    """
    gathered: list[list[Any]] = [[] for _ in wanted]
    readers = [_reader_of(rows.model) for rows in wanted]
    parts = [_plain(rows) for rows in wanted]
    for number, told in ask_together(parts, lambda number, alias: _as_object(wanted[number].model, alias)):
        gathered[number].append(readers[number](told))
    for rows, many in zip(wanted, gathered, strict=True):
        _sort(rows, many)
    return gathered


def hold(owner: models.Model, **relations: Iterable[Any]) -> None:
    """Let `owner.<relation>.all()` give these rows without asking, as a prefetch would; they know their owner."""
    cache = owner.__dict__.setdefault("_prefetched_objects_cache", {})
    for name, rows in relations.items():
        manager = getattr(owner, name)
        held = manager.all()
        held._result_cache = list(rows)
        held._prefetch_done = True
        for row in held._result_cache:
            manager.field.set_cached_value(row, owner)
        cache[manager.field.remote_field.cache_name] = held


def hold_targets(rows: Iterable[Any], name: str, targets: Iterable[Any]) -> None:
    """Let `row.<name>` give its target out of `targets` without asking; None where it has none."""
    by_key = {target.pk: target for target in targets}
    for row in rows:
        field = row._meta.get_field(name)
        key = getattr(row, field.attname)
        if key is None or key in by_key:
            field.set_cached_value(row, by_key.get(key))


class _Exact(json.JSONDecoder):
    """Reads sums of money as what they are: a float would turn 0.10 into something near it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"parse_float": Decimal})


def _plain(rows: QuerySet[Any]) -> QuerySet[Any]:
    if rows.query.annotations or rows.query.select_related:
        raise TypeError(f"rows of {rows.model.__name__} with annotations or joins cannot be gathered")
    return rows.order_by()


def _as_object(model: type[models.Model], alias: str) -> str:
    """The SQL that makes a JSON object of a row of `model`, by the names of its columns."""
    if connection.vendor == "postgresql":
        return f"row_to_json({alias})::text"
    told = (f"'{field.column}', {alias}.\"{field.column}\"" for field in model._meta.concrete_fields)
    return f"json_object({', '.join(told)})"


def _reader_of(model: type[models.Model]) -> Callable[[Any], Any]:
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    columns = [field.column for field in fields]
    converters = [_converter(field) for field in fields]

    def read(told: Any) -> Any:
        row = json.loads(told, cls=_Exact)
        values = [
            None if row[column] is None else convert(row[column])
            for column, convert in zip(columns, converters, strict=True)
        ]
        return model.from_db("default", names, values)

    return read


def _converter(field: Any) -> Callable[[Any], Any]:
    target = field
    while target.is_relation:  # to a key that may itself be a key of another table
        target = target.target_field
    if isinstance(target, models.DateTimeField):
        return _instant
    if isinstance(target, models.DateField):
        return lambda value: parse_date(value[:10])
    if isinstance(target, models.JSONField):
        # SQLite keeps JSON as text, and hands it on as such.
        return lambda value: json.loads(value) if isinstance(value, str) else value
    if isinstance(target, models.BooleanField):
        return bool
    if isinstance(target, (models.CharField, models.TextField, models.IntegerField, models.FileField)):
        return lambda value: value
    if isinstance(target, models.DecimalField):
        places = Decimal(1).scaleb(-target.decimal_places)
        return lambda value: Decimal(value).quantize(places)
    if isinstance(target, models.UUIDField):
        return target.to_python
    raise TypeError(f"{field} cannot be gathered: nobody has said how it survives JSON")


def _instant(value: str) -> datetime:
    found = parse_datetime(value)
    assert found is not None, value
    return (found.replace(tzinfo=UTC) if found.tzinfo is None else found).astimezone(UTC)


def _sort(rows: QuerySet[Any], many: list[Any]) -> None:
    order = rows.query.order_by or tuple(rows.model._meta.ordering)
    for column in reversed(order or ("pk",)):
        if not isinstance(column, str):
            raise TypeError(f"rows of {rows.model.__name__} are ordered by more than columns")
        name = column.removeprefix("-")
        many.sort(
            key=lambda row: ((value := getattr(row, name)) is not None, value),
            reverse=column.startswith("-"),
        )
