"""Rota: a turn every so often, each to another subject, and nobody twice before all have had one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Annotated

from holdfast.kernel.durations import Duration, Moment, begins
from holdfast.oversight.assurance.engine import facts as shared
from holdfast.oversight.assurance.engine import interval
from holdfast.oversight.assurance.engine.clocks import Clock
from holdfast.oversight.assurance.engine.reading import an, duration, many, moment, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One of those whose turn may come, from the beginning of `since` to the beginning of `ended`."""

    id: Annotated[str, words]
    since: Annotated[Moment, moment]
    ended: Annotated[Moment | None, moment] = None

    def in_scope(self, first: datetime, last: datetime) -> bool:
        """Whether it was in scope the whole time from `first` to `last`."""
        return begins(self.since) <= first and (self.ended is None or last < begins(self.ended))


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A turn given to `subject` (an id)."""

    subject: Annotated[str, words]
    done: Annotated[Moment, moment]


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers(shared.Numbers):
    """`every`: from one turn to the next, and from `since` to the first; None: the trust has set none."""

    every: Annotated[Duration | None, duration] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(shared.Facts):
    """`since`: when the rota began, None while it has not. Raises ValueError for a turn of somebody unknown."""

    since: Annotated[Moment | None, moment]
    subjects: Annotated[tuple[Subject, ...], many(an(Subject))]
    turns: Annotated[tuple[Turn, ...], many(an(Turn))] = ()

    def __post_init__(self) -> None:
        known = {subject.id for subject in self.subjects}
        for number, turn in enumerate(self.turns):
            if turn.subject not in known:
                raise ValueError(f"turns[{number}] went to “{turn.subject}”, which is not one of the subjects")


def clocks(numbers: Numbers, facts: Facts, *, subject: str = "") -> list[Clock]:
    """A chain of clocks, one for each turn, by the same law as the interval.

    A turn keeps the rota in time whoever had it; whether it was the right one's is for `repeats`.
    """
    return interval.chain(
        interval.Numbers(warn=numbers.warn, every=numbers.every),
        interval.Facts(since=facts.since, ended=facts.ended, excused=facts.excused),
        [turn.done for turn in facts.turns],
        subject=subject,
    )


def repeats(facts: Facts, as_at: datetime) -> list[str]:
    """Who had another turn while somebody who was in scope the whole round had had none: one id for each such turn.

    The first round begins with `since`; turns before it belong to none. A round lasts until somebody has a second turn
    while nobody is left waiting: that turn begins the next round. Who joins during a round may have a turn in it, and
    must have one only in the next; for one who leaves, nobody waits.
    """
    if facts.since is None:
        return []
    round_began = begins(facts.since)
    turns = sorted(((begins(turn.done), turn.subject) for turn in facts.turns), key=itemgetter(0))
    had: set[str] = set()
    found = []
    for done, taker in turns:
        if not round_began <= done <= as_at:
            continue
        if taker in had:
            if any(one.in_scope(round_began, done) and one.id not in had for one in facts.subjects):
                found.append(taker)
            else:
                round_began, had = done, set()
        had.add(taker)
    return found
