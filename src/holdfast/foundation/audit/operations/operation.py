"""What makes a function a verb of Holdfast."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.models import Entry

Parameters = ParamSpec("Parameters")
Outcome = TypeVar("Outcome")


class NoEntryLeft(RuntimeError):
    """An operation ended without an entry, and was rolled back. A fault of the operation, never of its user."""


class OutsideOperation(RuntimeError):
    """An entry was to be made outside an operation, where nothing ties it to the change that it describes."""


@dataclass
class RunningOperation:
    """An operation under way: the connection it writes on, and whether it has left an entry."""

    connection: BaseDatabaseWrapper
    depth: int = field(init=False)
    safe: bool = False
    doubtful: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.depth = len(self.connection.savepoint_ids)

    def has_left(self, entries: Sequence[Entry]) -> None:
        """Take note of `entries`, written together. In a deeper atomic block they may yet be rolled back with it."""
        if not entries:
            return
        if len(self.connection.savepoint_ids) == self.depth:
            self.safe = True
        else:
            self.doubtful[entries[-1].pk] = entries[-1].entry_hash  # SQLite gives a number again after a rollback

    def left_an_entry(self) -> bool:
        """True when an entry stands. Asks the database only when every entry was made in a deeper atomic block."""
        return self.safe or any(
            Entry.objects.filter(pk=number, entry_hash=entry_hash).exists()
            for number, entry_hash in self.doubtful.items()
        )


_RUNS_LATER = (inspect.isgeneratorfunction, inspect.iscoroutinefunction, inspect.isasyncgenfunction)

_running: ContextVar[RunningOperation | None] = ContextVar("running_operation", default=None)


def running_operation() -> RunningOperation:
    """The innermost operation under way in this context, on this connection.

    A context may be copied to another thread, and the operation with it; but what that thread writes goes through a
    connection of its own, and would stand when the operation is rolled back. Raises OutsideOperation there too.
    """
    running = _running.get()
    if running is None or running.connection is not connections[DEFAULT_DB_ALIAS]:
        raise OutsideOperation("enter(…) belongs in a function decorated with @operation")
    return running


def operation(function: Callable[Parameters, Outcome]) -> Callable[Parameters, Outcome]:
    """Make `function` a verb: atomic, done by someone, and rolled back when it leaves no entry in the trail.

    The function takes keyword-only arguments, `by: Actor` among them, and calls `enter` at least once itself: the
    entries of operations that it calls are theirs. Raises TypeError at decoration for another shape, and at the call
    when `by` is not an Actor; NoEntryLeft when it ended without an entry.
    """
    name = f"{function.__module__}.{function.__qualname__}"
    _must_be_a_verb(function, name)

    @wraps(function)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Outcome:
        if not isinstance(kwargs.get("by"), Actor):
            raise TypeError(f"{name} needs to know who does it: by=Actor(…)")
        with transaction.atomic():
            running = RunningOperation(connections[DEFAULT_DB_ALIAS])
            token = _running.set(running)
            try:
                outcome = function(*args, **kwargs)
            finally:
                _running.reset(token)
            if not running.left_an_entry():
                raise NoEntryLeft(f"{name} left no entry in the audit trail: call enter(…) in it")
            return outcome

    return run


def _must_be_a_verb(function: Callable[..., Any], name: str) -> None:
    """Refuse what cannot be an operation while the code is loaded, and not on the night when it is first used."""
    if any(runs_later(function) for runs_later in _RUNS_LATER):
        raise TypeError(f"{name} cannot be an operation: its body would run after the operation has ended")
    parameters = inspect.signature(function).parameters
    for parameter in parameters.values():
        if parameter.kind not in (parameter.KEYWORD_ONLY, parameter.VAR_KEYWORD):
            raise TypeError(f"{name} takes “{parameter.name}” by position: begin its parameters with *")
    if "by" not in parameters or parameters["by"].default is not inspect.Parameter.empty:
        raise TypeError(f"{name} must take “by: Actor”, without a default")
