"""Figures from rounds, and the order in which rounds are taken. Plain Python."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Round:
    """One thing done once: how long it took, how many statements it sent, and how long the database took for them."""

    milliseconds: float
    statements: int
    sql: float


@dataclass(frozen=True)
class Figure:
    """One thing in one database, over all rounds; times in milliseconds.

    `statements` is the most that a round sent, `fewest` the least: they differ where a page does now and then more.
    """

    median: float
    p95: float
    statements: int
    fewest: int
    sql: float

    @classmethod
    def of(cls, rounds: Iterable[Round]) -> Figure:
        """The figure of these rounds."""
        taken = list(rounds)
        times = sorted(one.milliseconds for one in taken)
        counts = [one.statements for one in taken]
        return cls(
            median=statistics.median(times),
            p95=times[math.ceil(len(times) * 0.95) - 1],
            statements=max(counts),
            fewest=min(counts),
            sql=statistics.median(one.sql for one in taken),
        )


Figures: TypeAlias = dict[str, dict[str, Figure]]
"""By database, by thing."""


def take_turns(
    once: Mapping[str, Callable[[str], Round]], things: Mapping[str, Sequence[str]], rounds: int, warm: int
) -> Figures:
    """Do all `things` of each database again and again, in turns, so that what else the machine does hits all alike.

    In each round every thing is done once in every database that has it, in every second round the other way about.
    The first `warm` rounds do not count.
    """
    taken: dict[str, dict[str, list[Round]]] = {
        name: {thing: [] for thing in wanted} for name, wanted in things.items()
    }
    turns = [
        (thing, name)
        for thing in dict.fromkeys(thing for wanted in things.values() for thing in wanted)
        for name, wanted in things.items()
        if thing in wanted
    ]
    for number in range(warm + rounds):
        for thing, name in turns if number % 2 else reversed(turns):
            done = once[name](thing)
            if number >= warm:
                taken[name][thing].append(done)
    return {name: {thing: Figure.of(done) for thing, done in wanted.items()} for name, wanted in taken.items()}
