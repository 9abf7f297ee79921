"""The one comparison of a clock with an instant, written once as data.

`LADDER` is read from the top: the first rung whose condition holds gives the verdict. `verdict` climbs it in Python and
`verdict_sql` prints it as a CASE expression, so the two cannot drift apart; a Django layer may as well build its
`Case(When(...))` from the same rungs.

A comparison with null does not hold. Conditions have no "not", only its positive forms (`Missing`, `Lacks`), so that
SQL's third truth value never turns into something else than Python's False.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from holdfast.oversight.assurance.engine.clocks import Clock, Verdict

AS_AT = "as_at"
WINDOW_FROM = "window_from"


@dataclass(frozen=True, slots=True)
class Before:
    """The first instant is earlier than the second."""

    first: str
    second: str


@dataclass(frozen=True, slots=True)
class NotAfter:
    """The first instant is earlier than the second, or the same."""

    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Missing:
    """The instant is null."""

    column: str


@dataclass(frozen=True, slots=True)
class Holds:
    """The flag is up."""

    flag: str


@dataclass(frozen=True, slots=True)
class Lacks:
    """The flag is down."""

    flag: str


@dataclass(frozen=True, slots=True)
class Every:
    """All of these hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One of these holds."""

    parts: tuple[Condition, ...]


Condition = Before | NotAfter | Missing | Holds | Lacks | Every | Some


def every(*parts: Condition) -> Every:
    """All of `parts`."""
    return Every(parts)


def some(*parts: Condition) -> Some:
    """At least one of `parts`."""
    return Some(parts)


_EXCUSED_NOW = every(
    NotAfter("excused_from", AS_AT),
    some(Missing("excused_until"), NotAfter(AS_AT, "excused_until")),
)
_PAST_LIMIT = Before("limit", AS_AT)

LADDER: tuple[tuple[Condition, Verdict], ...] = (
    # Not begun, or ended: nothing is owed. Builders drop `closes` where the deed came first.
    (some(Missing("opens"), Before(AS_AT, "opens"), NotAfter("closes", AS_AT)), Verdict.NOT_APPLICABLE),
    # Done, as far as this instant knows. Late stays late for ever, whatever is excused afterwards.
    (every(NotAfter("done", AS_AT), NotAfter("done", "limit")), Verdict.MET),
    (every(NotAfter("done", AS_AT), Before("limit", "done"), Lacks("lapses")), Verdict.LATE),
    (every(Holds("resting"), some(Before(AS_AT, "warns"), Missing("limit")), Lacks("unset")), Verdict.MET),
    # Missed is for ever as well: an excuse helps only if it had begun when the period ended.
    (
        every(Holds("lapses"), _PAST_LIMIT, some(Missing("excused_from"), Before("limit", "excused_from"))),
        Verdict.MISSED,
    ),
    (_EXCUSED_NOW, Verdict.EXCUSED),
    (Holds("unset"), Verdict.UNSET),
    (every(Holds("lapses"), _PAST_LIMIT), Verdict.MISSED),
    (_PAST_LIMIT, Verdict.OVERDUE),
    (NotAfter("warns", AS_AT), Verdict.DUE_SOON),
)
OTHERWISE = Verdict.PENDING

# The row that speaks for its subject at this instant.
STANDS: Condition = every(
    NotAfter("opens", AS_AT),
    some(Missing("superseded"), Before(AS_AT, "superseded")),
)

# The clock ran at some time in the window that ends with this instant, and each clock is counted once: a row that was
# superseded before it was done is only the earlier piece of another.
RAN_IN_WINDOW: Condition = every(
    NotAfter("opens", AS_AT),
    some(Missing("superseded"), Before(AS_AT, "superseded"), NotAfter("done", "superseded")),
    some(Missing("done"), Holds("lapses"), NotAfter(WINDOW_FROM, "done")),
    some(Missing("limit"), Lacks("lapses"), NotAfter(WINDOW_FROM, "limit")),
    some(Missing("closes"), NotAfter(WINDOW_FROM, "closes")),
)


def holds(condition: Condition, value: Callable[[str], Any]) -> bool:
    """Whether `condition` holds where `value` gives each column and instant by its name."""
    match condition:
        case Every(parts):
            return all(holds(part, value) for part in parts)
        case Some(parts):
            return any(holds(part, value) for part in parts)
        case Missing(column):
            return value(column) is None
        case Holds(flag):
            return bool(value(flag))
        case Lacks(flag):
            return not value(flag)
        case Before(first, second) | NotAfter(first, second):
            earlier, later = value(first), value(second)
            if earlier is None or later is None:
                return False
            return bool(earlier < later or (earlier == later and isinstance(condition, NotAfter)))
    raise TypeError(f"{condition!r} is not a condition")


def condition_sql(condition: Condition, name: Callable[[str], str]) -> str:
    """`condition` as SQL for SQLite and PostgreSQL; `name` turns a column or instant into what SQL calls it."""
    match condition:
        case Every(parts):
            return f"({' AND '.join(condition_sql(part, name) for part in parts)})"
        case Some(parts):
            return f"({' OR '.join(condition_sql(part, name) for part in parts)})"
        case Missing(column):
            return f"{name(column)} IS NULL"
        case Holds(flag):
            return name(flag)
        case Lacks(flag):
            return f"NOT {name(flag)}"
        case Before(first, second):
            return f"{name(first)} < {name(second)}"
        case NotAfter(first, second):
            return f"{name(first)} <= {name(second)}"
    raise TypeError(f"{condition!r} is not a condition")


def verdict_sql(name: Callable[[str], str]) -> str:
    """The ladder as one CASE expression that gives the verdict's words.

    `name` must give the column for each of `clocks.INSTANTS` and `clocks.FLAGS`, and the placeholder for "as_at".
    """
    rungs = " ".join(f"WHEN {condition_sql(condition, name)} THEN '{answer}'" for condition, answer in LADDER)
    return f"CASE {rungs} ELSE '{OTHERWISE}' END"


def verdict(clock: Clock, as_at: datetime) -> Verdict:
    """What is to be said of `clock` at the instant `as_at`; whatever happened later is not known yet."""

    def value(name: str) -> Any:
        return as_at if name == AS_AT else getattr(clock, name)

    return next((answer for condition, answer in LADDER if holds(condition, value)), OTHERWISE)


def stands(clock: Clock, as_at: datetime) -> bool:
    """Whether `clock` is the row that speaks for its subject at `as_at`."""
    return holds(STANDS, lambda name: as_at if name == AS_AT else getattr(clock, name))


def ran_in_window(clock: Clock, window_from: datetime, as_at: datetime) -> bool:
    """Whether `clock` ran at some time from `window_from` to `as_at`, both inclusive."""
    given = {WINDOW_FROM: window_from, AS_AT: as_at}
    return holds(RAN_IN_WINDOW, lambda name: given[name] if name in given else getattr(clock, name))


def verdict_by_label(clocks: Iterable[Clock], as_at: datetime) -> dict[str, Verdict]:
    """The verdict of each label among one subject's clocks, from the row that stands; labels without one are absent."""
    return {clock.label: verdict(clock, as_at) for clock in clocks if stands(clock, as_at)}


def verdict_of(clocks: Iterable[Clock], as_at: datetime) -> Verdict:
    """The verdict of one subject whose clocks bear no labels (every kind but the period)."""
    return verdict_by_label(clocks, as_at).get("", Verdict.NOT_APPLICABLE)
