"""Copying one trust by SQL until there is enough of it.

Copies keep every table in proportion, so that a page over a million incidents meets what it would meet in real use:
their people, moves, notices, clocks and words to search. Each table is one INSERT … SELECT over the numbers of the
copies: number 0 is the original, the first `own` belong to its trust, and `each` to every further one.

Not copied: the audit trail (its entries are signed one by one), accounts, and what is of the moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Max

from bench.indexes import without_indexes
from bench.sizes import Size
from holdfast.casework.incidents.models import SearchText
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.records.models import Change, Record, Series

AREAS = ("organisation", "records", "incidents", "assurance", "notifications")
OF_THE_MOMENT = (Change, Series)

Model: TypeAlias = type[models.Model]


def root_of(model: Model) -> Model:
    """The model whose key `model` uses as its own; `model` itself where it has a key of its own."""
    while model._meta.pk.is_relation:
        model = related_to(model._meta.pk)
    return model


def related_to(field: models.Field) -> Model:
    """The model that a foreign key points at. Raises TypeError for any other field."""
    if not isinstance(field, models.ForeignKey):
        raise TypeError(f"{field} points at nothing")
    target: Model = field.remote_field.model
    return target


def unique_sets(model: Model) -> list[set[str]]:
    """The names of fields that are unique together, the key left out."""
    alone = [{field.name} for field in model._meta.concrete_fields if field.unique and not field.primary_key]
    return alone + [
        set(constraint.fields)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
    ]


@dataclass(frozen=True)
class Copying:
    """What all tables of one copying share. `steps`: how far a copy's keys lie from those of the copy before it."""

    size: Size
    trust: int
    further: int
    steps: Mapping[Model, int]
    of_record: frozenset[Model]

    def statement(self, model: Model) -> str:
        """The statement that copies one table."""
        columns, values = [], []
        for field in model._meta.concrete_fields:
            if not field.generated:
                columns.append(f'"{field.column}"')
                values.append(self._value(model, field))
        table = model._meta.db_table
        last = (self.size.copies if model in self.of_record else self.size.trusts) - 1
        numbers = (
            f"generate_series(1, {last}) AS g(c)"
            if connection.vendor == "postgresql"
            else f"(WITH RECURSIVE s(c) AS (SELECT 1 WHERE {last} > 0 UNION ALL SELECT c + 1 FROM s WHERE c < {last}) "
            "SELECT c FROM s) AS g"
        )
        return (
            f'INSERT INTO "{table}" ({", ".join(columns)}) SELECT {", ".join(values)} '
            f'FROM {numbers} CROSS JOIN "{table}" AS o WHERE o."trust_id" = {self.trust}'
        )

    def _number_of_trust(self, model: Model) -> str:
        """The number of the trust to which copy `c` belongs, 0 for the original one."""
        if model not in self.of_record:
            return "g.c"
        return f"(CASE WHEN g.c < {self.size.own} THEN 0 ELSE 1 + (g.c - {self.size.own}) / {self.size.each or 1} END)"

    def _value(self, model: Model, field: models.Field) -> str:
        column = f'o."{field.column}"'
        number = self._number_of_trust(model)
        if field.name == "trust":
            return f"(CASE WHEN {number} = 0 THEN {self.trust} ELSE {self.further} + {number} END)"
        if model is SearchText and field.name == "words":
            return self._words(column, number)
        target = related_to(field) if field.is_relation else model if field.primary_key else None
        if target is not None and target in self.steps:
            copy = "g.c" if target in self.of_record else number
            return f"{column} + {copy} * {self.steps[root_of(target)]}"
        if isinstance(field, models.DateTimeField) and model in self.of_record:
            return _earlier(column)
        return self._unlike_the_others(model, field, column)

    def _unlike_the_others(self, model: Model, field: models.Field, column: str) -> str:
        """Where nothing else makes a unique text differ from that of the other copies, the number of the copy does."""
        if model is Record and field.name == "reference":
            return f"substr({column}, 1, 9) || (g.c * 10000 + CAST(substr({column}, 10) AS integer))"
        for together in unique_sets(model):
            if field.name in together and not any(self._differs(model, name) for name in together):
                most = (field.max_length or 100) - 10
                return f"CASE WHEN {column} = '' THEN '' ELSE substr({column}, 1, {most}) || '-' || g.c END"
        return column

    def _differs(self, model: Model, name: str) -> bool:
        """True for a field that points somewhere else in each copy."""
        target = model._meta.get_field(name).related_model
        if model in self.of_record:
            return target in self.of_record
        return target is Trust or target in self.steps

    def _words(self, column: str, number: str) -> str:
        """The words to search, with the token of the copy's trust and, as real words have, one that nobody else has."""
        own = f'(o."incident_id" + g.c * {self.steps[Record]})'
        token = f"(CASE WHEN {number} = 0 THEN {self.trust} ELSE {self.further} + {number} END)"
        return f"replace({column}, 'zztrust{self.trust} ', 'zztrust' || {token} || ' ') || ' name' || {own}"


def multiply(trust: Trust, size: Size) -> None:
    """Copy `trust` and its incidents as `size` says, and tidy the database up as it would be after a while."""
    tables = [model for area in AREAS for model in apps.get_app_config(area).get_models()]
    scoped = [model for model in tables if model not in OF_THE_MOMENT and _has_trust(model)]
    copying = Copying(
        size=size,
        trust=trust.pk,
        further=Trust.objects.aggregate(highest=Max("pk"))["highest"],
        steps={model: _highest(model) + 1 for model in scoped},
        of_record=frozenset(model for model in scoped if hangs_on_record(model)),
    )
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for its check would keep indexes from going
            cursor.execute("SET LOCAL session_replication_role = replica")  # keys fit by construction
        else:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
        with without_indexes([model._meta.db_table for model in scoped]):
            _add_trusts(trust, copying)
            for model in scoped:
                cursor.execute(copying.statement(model))
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
    tidy()


def tidy() -> None:
    """What PostgreSQL does by itself in time: count, and mark what everybody may see. SQLite does neither."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
            cursor.execute("CHECKPOINT")


def hangs_on_record(model: Model, seen: frozenset[Model] = frozenset()) -> bool:
    """True for the record and whatever points to it, directly or by something else that must."""
    if model is Record:
        return True
    relations = [field for field in model._meta.concrete_fields if field.is_relation]
    if any(related_to(field) is Record for field in relations):
        return True
    must = {related_to(field) for field in relations if not field.null} - seen - {model}
    return any(hangs_on_record(target, seen | {model}) for target in must)


def _has_trust(model: Model) -> bool:
    return any(field.name == "trust" for field in model._meta.concrete_fields)


def _highest(model: Model) -> int:
    return model._base_manager.aggregate(highest=Max("pk"))["highest"] or 0


def _add_trusts(trust: Trust, copying: Copying) -> None:
    Trust.objects.bulk_create(
        Trust(
            pk=copying.further + number,
            code=f"ZZ{number:03d}",
            slug=f"bench-{number}",
            name=f"Bench trust {number}",
            short_name=f"Bench {number}",
            live=True,
            pack=trust.pack,
        )
        for number in range(1, copying.size.trusts)
    )


def _earlier(column: str) -> str:
    """Copies lie at other times, over more than a year, so that one page never holds one incident fifty times."""
    if connection.vendor == "postgresql":
        return f"{column} - ((g.c * 7919) % 1000) * interval '11 hours' - g.c * interval '1 second'"
    hours, seconds = "'-' || (((g.c * 7919) % 1000) * 11) || ' hours'", "'-' || g.c || ' seconds'"
    return f"strftime('%Y-%m-%d %H:%M:%f', {column}, {hours}, {seconds})"
