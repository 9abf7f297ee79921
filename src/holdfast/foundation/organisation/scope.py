"""Which trusts' rows a query may see.

A scoped table's manager adds one SQL condition that is read when the SQL is compiled, not when the queryset is
written: a queryset made in one scope and run in another sees the other. No scope at all raises: a forgotten scope
must be a crash on the first run, never another trust's data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import models
from django.db.models.expressions import Expression, F


class ScopeMissing(Exception):
    """A scoped table was asked while no scope was open."""


class OutOfScope(Exception):
    """A row was to be written for a trust that is not in scope."""


class _EveryTrust:
    """The scope of jobs that serve all trusts. Stands only in the jobs listed in tests/test_architecture.py."""

    def __repr__(self) -> str:
        return "EVERY_TRUST"


EVERY_TRUST = _EveryTrust()
Trusts = frozenset[int] | _EveryTrust
_scope: ContextVar[Trusts | None] = ContextVar("trusts_in_scope", default=None)


def _key(trust: Any) -> int:
    return trust if isinstance(trust, int) else trust.pk


@contextmanager
def scope(trusts: Any) -> Iterator[None]:
    """Open the scope of one trust (a Trust or its key), of several, or of EVERY_TRUST, and close it again."""
    wanted: Trusts
    if isinstance(trusts, _EveryTrust):
        wanted = trusts
    elif isinstance(trusts, Iterable):
        wanted = frozenset(_key(trust) for trust in trusts)
    else:
        wanted = frozenset({_key(trusts)})
    token = _scope.set(wanted)
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def no_scope() -> Iterator[None]:
    """Close whatever scope is open: for the edge of a request, and for tests that prove that nothing leaks."""
    token = _scope.set(None)
    try:
        yield
    finally:
        _scope.reset(token)


def trusts_in_scope() -> Trusts:
    """The keys of the trusts in scope, or EVERY_TRUST. Raises ScopeMissing when none is open."""
    trusts = _scope.get()
    if trusts is None:
        raise ScopeMissing("no trust is in scope: open one with scope(trust)")
    return trusts


class TrustInScope(Expression):
    """The SQL condition `trust_id is in scope`, decided when the SQL is compiled."""

    conditional = True
    output_field = models.BooleanField()

    def __init__(self, column: Any = None) -> None:
        super().__init__()
        self.column = column or F("trust_id")

    def get_source_expressions(self) -> list[Any]:
        return [self.column]

    def set_source_expressions(self, expressions: Sequence[Any]) -> None:
        (self.column,) = expressions

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        trusts = trusts_in_scope()
        if isinstance(trusts, _EveryTrust):
            raise FullResultSet
        if not trusts:
            raise EmptyResultSet
        column, parameters = compiler.compile(self.column)
        if len(trusts) == 1:
            return f"{column} = %s", (*parameters, *trusts)
        return f"{column} IN ({', '.join(['%s'] * len(trusts))})", (*parameters, *sorted(trusts))


def must_be_in_scope(trust_id: int | None) -> None:
    """Raises OutOfScope when a row of the trust with this key may not be written here, ScopeMissing without a scope."""
    trusts = trusts_in_scope()
    if not isinstance(trusts, _EveryTrust) and trust_id not in trusts:
        raise OutOfScope(f"trust {trust_id} is not in scope")


class ScopedQuerySet(models.QuerySet):
    """A queryset whose rows all carry a trust."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        rows = list(objs)
        for row in rows:
            must_be_in_scope(row.trust_id)
        return super().bulk_create(rows, *args, **kwargs)


class ScopedManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """Gives only rows of the trusts in scope."""

    def get_queryset(self) -> ScopedQuerySet:
        return super().get_queryset().filter(TrustInScope())


class ScopedModel(models.Model):
    """A table whose every row belongs to one trust and is seen only in that trust's scope.

    The trust has no index of its own: a table that is asked for by trust has one that goes on with what is asked for
    besides. One on the trust alone would be kept up at every write, and lure PostgreSQL into reading a whole trust.
    """

    trust = models.ForeignKey("organisation.Trust", on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = ScopedManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        must_be_in_scope(self.trust_id)
        super().save(*args, **kwargs)
