"""The engine's comparison as Django expressions over stored clocks: built from the same rungs, never written again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, F, Q, Value, When

from holdfast.oversight.assurance.engine.comparison import (
    AS_AT,
    LADDER,
    OTHERWISE,
    RAN_IN_WINDOW,
    STANDS,
    WINDOW_FROM,
    Before,
    Condition,
    Every,
    Holds,
    Lacks,
    Missing,
    NotAfter,
    Some,
)

Instants = dict[str, datetime]


def verdict_as_at(as_at: datetime) -> Case:
    """The verdict of each clock row as at the instant `as_at`."""
    instants = {AS_AT: as_at}
    whens = [When(_as_q(condition, instants), then=Value(str(answer))) for condition, answer in LADDER]
    return Case(*whens, default=Value(str(OTHERWISE)), output_field=CharField())


def stands_as_at(as_at: datetime) -> Q:
    """The rows that speak for their subject at `as_at`."""
    return _as_q(STANDS, {AS_AT: as_at})


def ran_in_window(window_from: datetime, as_at: datetime) -> Q:
    """The rows that ran at some time between the two instants, each clock once."""
    return _as_q(RAN_IN_WINDOW, {AS_AT: as_at, WINDOW_FROM: window_from})


def _as_q(condition: Condition, instants: Instants) -> Q:
    match condition:
        case Every(parts):
            return _joined(parts, instants, Q.__and__)
        case Some(parts):
            return _joined(parts, instants, Q.__or__)
        case Missing(column):
            return Q(**{f"{column}__isnull": True})
        case Holds(flag):
            return Q(**{flag: True})
        case Lacks(flag):
            return Q(**{flag: False})
        case Before(first, second):
            return _compared(first, second, instants, below="lt", above="gt")
        case NotAfter(first, second):
            return _compared(first, second, instants, below="lte", above="gte")
    raise TypeError(f"{condition!r} is not a condition")


def _joined(parts: tuple[Condition, ...], instants: Instants, join: Callable[[Q, Q], Q]) -> Q:
    whole = _as_q(parts[0], instants)
    for part in parts[1:]:
        whole = join(whole, _as_q(part, instants))
    return whole


def _compared(first: str, second: str, instants: Instants, *, below: str, above: str) -> Q:
    if first in instants:
        return Q(**{f"{second}__{above}": instants[first]})
    right: Any = instants.get(second, F(second))
    return Q(**{f"{first}__{below}": right})
