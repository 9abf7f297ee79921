"""Who had an exhibit when, and where nobody can say so.

The rules follow what a court asks of continuity (chain of custody): each hand-over names who gave and who received, the
next one begins where the last one ended, and a seal is looked at each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

LATE = timedelta(hours=24)
"""A hand-over that is written down later than this after it happened is marked as written down afterwards."""


@dataclass(frozen=True)
class Step:
    """A hand-over as the rules see it; `corrects` is the number of the row that it puts right."""

    number: int
    at: datetime
    giver: str
    receiver: str
    entered_at: datetime
    seal_intact: bool | None = None
    new_seal: str = ""
    corrects: int | None = None


@dataclass(frozen=True)
class Chain:
    """How an exhibit came to be where it is. `faults` maps the number of a step to what is wrong before or at it.

    `standing`: the steps that hold, in the order in which they happened. `replaced`: number of a step to that of the
    one that puts it right. `afterwards`: numbers of the steps that were written down late or out of turn.
    """

    standing: tuple[Step, ...]
    faults: dict[int, tuple[str, ...]]
    replaced: dict[int, int]
    afterwards: frozenset[int]

    @property
    def holder(self) -> str:
        """Who has it now, by the last step; blank without one."""
        return self.standing[-1].receiver if self.standing else ""

    @property
    def whole(self) -> bool:
        """True when there is no gap and no fault."""
        return not any(self.faults.values())


def chain(*, found_by: str, sealed: bool, steps: Sequence[Step]) -> Chain:
    """The continuity of an exhibit that `found_by` found; `sealed` when it was sealed then. `steps` in any order."""
    by_number = sorted(steps, key=lambda step: step.number)
    replaced: dict[int, int] = {}
    for step in by_number:
        if step.corrects is not None:
            replaced[step.corrects] = step.number
    standing = sorted((s for s in by_number if s.number not in replaced), key=lambda s: (s.at, s.number))
    faults: dict[int, tuple[str, ...]] = {}
    holder = found_by
    first = True
    for step in standing:
        faults[step.number] = tuple(_faults(step, holder, first=first, sealed=sealed))
        sealed = sealed or bool(step.new_seal)
        holder, first = step.receiver, False
    missing = sorted(set(range(1, len(by_number) + 1)) - {step.number for step in by_number})
    if missing and standing:
        last = standing[-1].number
        words = f"Row {missing[0]} of the log was taken out."
        faults[last] = (*faults[last], words)
    return Chain(tuple(standing), faults, replaced, frozenset(_afterwards(standing)))


def _faults(step: Step, holder: str, *, first: bool, sealed: bool) -> list[str]:
    wrong = []
    if not same_person(step.giver, holder):
        how = "found it" if first else "had it last"
        wrong.append(f"Gap: {holder} {how}, and {step.giver} gave it on. Nobody says who had it between.")
    if step.seal_intact is False:
        wrong.append("The seal was not whole.")
    elif sealed and step.seal_intact is None:
        wrong.append("Nobody said whether the seal was whole.")
    return wrong


def _afterwards(standing: Sequence[Step]) -> list[int]:
    late = [step.number for step in standing if step.entered_at - step.at > LATE]
    for before, after in pairwise(standing):
        if before.entered_at > after.entered_at:
            late.append(before.number)
    return late


def same_person(one: str, other: str) -> bool:
    """True when two names are the same but for capitals, dots and blanks."""
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
