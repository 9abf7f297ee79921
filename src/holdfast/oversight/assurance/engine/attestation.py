"""Attestation: an owner confirms a statement, again and again, with evidence. An interval over what counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from holdfast.kernel.durations import Moment
from holdfast.oversight.assurance.engine import facts as shared
from holdfast.oversight.assurance.engine import interval
from holdfast.oversight.assurance.engine.clocks import Clock
from holdfast.oversight.assurance.engine.reading import an, flag, many, moment, presence, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """`by`: who confirmed (the key of an owner's post); `at`: when; `evidence`: whether evidence was given."""

    by: Annotated[str, words]
    at: Annotated[Moment, moment]
    evidence: Annotated[bool, presence] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers(interval.Numbers):
    """`evidence`: whether a confirmation needs it. `owners`: who may confirm; None: anyone, the pack names nobody."""

    evidence: Annotated[bool, flag] = False
    owners: Annotated[tuple[str, ...] | None, many(words)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(shared.Facts):
    """`since`: from when the statement is owed, None while it is not; `confirmations`: in any order."""

    since: Annotated[Moment | None, moment]
    confirmations: Annotated[tuple[Confirmation, ...], many(an(Confirmation))] = ()


def clocks(numbers: Numbers, facts: Facts, *, subject: str = "") -> list[Clock]:
    """The chain of clocks over the confirmations that count, by the same law as the interval."""
    return interval.chain(
        numbers,
        interval.Facts(since=facts.since, ended=facts.ended, excused=facts.excused),
        [confirmation.at for confirmation in facts.confirmations if counts(numbers, confirmation)],
        subject=subject,
    )


def counts(numbers: Numbers, confirmation: Confirmation) -> bool:
    """Whether an owner gave it, with the evidence where evidence is required."""
    by_an_owner = numbers.owners is None or confirmation.by in numbers.owners
    return by_an_owner and (confirmation.evidence or not numbers.evidence)
