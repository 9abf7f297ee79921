"""Interval: a thing must be done again and again. A chain of clocks, one from each completion to the next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from holdfast.kernel.durations import Duration, Moment, after, begins, ends
from holdfast.oversight.assurance.engine import facts as shared
from holdfast.oversight.assurance.engine.clocks import Clock
from holdfast.oversight.assurance.engine.facts import not_begun, with_excuses
from holdfast.oversight.assurance.engine.reading import duration, many, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers(shared.Numbers):
    """`every`: from one completion to the next. `first_within`: from `since` to the first; None: also `every`."""

    every: Annotated[Duration | None, duration] = None
    first_within: Annotated[Duration | None, duration] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(shared.Facts):
    """`since`: when the subject came into being or into scope, None while it has not; `done`: in any order."""

    since: Annotated[Moment | None, moment]
    done: Annotated[tuple[Moment, ...], many(moment)] = ()


def clocks(numbers: Numbers, facts: Facts, *, subject: str = "") -> list[Clock]:
    """The chain of one subject's clocks; see `chain`."""
    return chain(numbers, facts, facts.done, subject=subject)


def chain(numbers: Numbers, facts: Facts, done: Iterable[Moment], *, subject: str = "") -> list[Clock]:
    """A clock from `since` to the first completion, and one from each completion to the next or to the end.

    What was done before `since` counts as the last done (a person who comes trained), even when that was so long ago
    that the subject is overdue from its first moment. What was done after `ended` does not count.
    While a subject was never done and `first_within` is set, a missing `every` is not needed and so not unset.
    Raises ValueError for a limit beyond the calendar.
    """
    if facts.since is None:
        return [not_begun(subject)]
    opens, base, resting = begins(facts.since), facts.since, False
    closes = None if facts.ended is None else begins(facts.ended)
    counted = sorted(
        (moment for moment in done if closes is None or begins(moment) <= closes),
        key=lambda moment: (begins(moment), ends(moment)),
    )
    links: list[Clock] = []
    for moment_done in (*counted, None):
        next_done = None if moment_done is None else begins(moment_done)
        if next_done is None or next_done > opens:
            allowed = numbers.every if resting else numbers.first_within or numbers.every
            limit = None if allowed is None else after(base, allowed)
            link = Clock(
                subject=subject,
                opens=opens,
                warns=None if limit is None else numbers.warning(begins(base), limit),
                limit=limit,
                done=next_done,
                superseded=next_done,
                closes=closes if next_done is None else None,
                resting=resting,
                unset=limit is None,
            )
            links.append(link)
        if moment_done is not None:
            opens, base, resting = max(opens, begins(moment_done)), moment_done, True
    return [row for link in links for row in with_excuses(link, facts.excused)]
