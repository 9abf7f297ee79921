"""Deadline: an event starts a clock, and the thing must be done by start + within."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from holdfast.kernel.durations import Duration, Moment, after, begins, ends
from holdfast.oversight.assurance.engine import facts as shared
from holdfast.oversight.assurance.engine.clocks import Clock
from holdfast.oversight.assurance.engine.facts import deed_or_end, not_begun, with_excuses
from holdfast.oversight.assurance.engine.reading import duration, many, moment, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers(shared.Numbers):
    """`within`: the time allowed; None: the trust has set none."""

    within: Annotated[Duration | None, duration] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(shared.Facts):
    """`start`: the event, None while it has not happened; `done`: the deed.

    `limit` overrides start + within, where each subject has its own limit (the end of the shift, a date promised).
    `explained`: what was not done but explained, where the explanation counts as the deed.
    """

    start: Annotated[Moment | None, moment]
    done: Annotated[Moment | None, moment] = None
    limit: Annotated[Moment | None, moment] = None
    explained: Annotated[tuple[str, ...], many(words)] = ()


def clocks(numbers: Numbers, facts: Facts, *, subject: str = "") -> list[Clock]:
    """One clock.

    A deed before the start counts from the start on. What ended before it was done is not applicable, also when it was
    overdue by then; what was done first stays met or late. Raises ValueError for a limit beyond the calendar.
    """
    if facts.start is None:
        return [not_begun(subject)]
    opens = begins(facts.start)
    limit = None
    if facts.limit is not None:
        limit = ends(facts.limit)
    elif numbers.within is not None:
        limit = after(facts.start, numbers.within)
    done, closes = deed_or_end(facts.done, facts.ended)
    clock = Clock(
        subject=subject,
        opens=opens,
        warns=None if limit is None else numbers.warning(opens, limit),
        limit=limit,
        done=done,
        closes=closes,
        unset=limit is None,
        explained=() if done is None else facts.explained,
    )
    return with_excuses(clock, facts.excused)
