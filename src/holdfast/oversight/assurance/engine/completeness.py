"""Completeness: a record must hold certain facts, or say why it does not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any

from holdfast.kernel.durations import Duration, Moment, after, begins
from holdfast.oversight.assurance.engine import facts as shared
from holdfast.oversight.assurance.engine.clocks import Clock
from holdfast.oversight.assurance.engine.facts import not_begun, with_excuses
from holdfast.oversight.assurance.engine.reading import Unreadable, duration, many, moment, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One required fact is answered: the record holds it, or gives a `reason` why not. A blank reason is none.

    `at`: from when; None: since the record was made.
    """

    fact: str
    reason: str | None = None
    at: Moment | None = None

    @property
    def counts(self) -> bool:
        """Whether it is held, or its absence is explained."""
        return self.reason is None or bool(self.reason.strip())


def _held(value: Any, place: str) -> tuple[Answer, ...]:
    """A list of names, or names with the moment from which each was held."""
    if isinstance(value, dict):
        return tuple(Answer(fact=name, at=moment(at, f"{place}.{name}")) for name, at in value.items())
    return tuple(Answer(fact=name) for name in many(words)(value, place))


def _reasons(value: Any, place: str) -> tuple[Answer, ...]:
    """Names with a text, or with a `reason` and the moment `at` which it was given. Null is no reason."""
    if not isinstance(value, dict):
        raise Unreadable(place, "each missing fact is needed by its name, with its reason")
    answers = []
    for name, given in value.items():
        parts = given if isinstance(given, dict) else {"reason": given}
        at = None if parts.get("at") is None else moment(parts["at"], f"{place}.{name}.at")
        reason = "" if parts.get("reason") is None else words(parts["reason"], f"{place}.{name}")
        answers.append(Answer(fact=name, reason=reason, at=at))
    return tuple(answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers(shared.Numbers):
    """`required`: the names of the facts, and `within`: the time allowed; None: the trust has not set it."""

    required: Annotated[tuple[str, ...] | None, many(words)] = None
    within: Annotated[Duration | None, duration] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(shared.Facts):
    """`created`: when the record was made, None while it is not; the facts it holds; reasons for those it does not."""

    created: Annotated[Moment | None, moment]
    held: Annotated[tuple[Answer, ...], _held]
    reasons: Annotated[tuple[Answer, ...], _reasons] = ()


def clocks(numbers: Numbers, facts: Facts, *, subject: str = "") -> list[Clock]:
    """One clock until the record is complete; when that came too late, a second one from then on.

    A complete record is met, however late it was completed and whatever other number is not set. An empty list of
    required facts is complete. Raises ValueError for a limit beyond the calendar.
    """
    if facts.created is None:
        return [not_begun(subject)]
    opens = begins(facts.created)
    closes = None if facts.ended is None else begins(facts.ended)
    limit = None if numbers.required is None or numbers.within is None else after(facts.created, numbers.within)
    completed = _completed(numbers, facts, opens)
    running = Clock(
        subject=subject,
        opens=opens,
        warns=None if limit is None else numbers.warning(opens, limit),
        limit=limit,
        done=completed,
        closes=closes,
        unset=limit is None,
        missing=tuple(missing(numbers, facts, opens)),
        explained=() if completed is None else tuple(explained(numbers, facts)),
    )
    if completed is None or (limit is not None and completed <= limit):
        return with_excuses(running, facts.excused)
    whole = replace(running, opens=completed, warns=None, limit=completed, done=completed, unset=False, missing=())
    # Superseded without being done: the record counts once, as the complete one that it became.
    lacking = replace(running, done=None, superseded=completed, explained=())
    rows = with_excuses(lacking, facts.excused) if completed > opens else []
    return [*rows, whole]


def missing(numbers: Numbers, facts: Facts, as_at: datetime) -> list[str]:
    """The required facts that the record neither held nor explained at `as_at`, in the order of the requirement.

    Empty while the record did not exist.
    """
    if facts.created is None or as_at < begins(facts.created):
        return []
    answered = {
        answer.fact
        for answer in (*facts.held, *facts.reasons)
        if answer.counts and (answer.at is None or begins(answer.at) <= as_at)
    }
    return [name for name in numbers.required or () if name not in answered]


def explained(numbers: Numbers, facts: Facts) -> list[str]:
    """The required facts that the record never held, by what is known now, and whose absence it explains."""
    held = {answer.fact for answer in facts.held}
    reasons = {answer.fact for answer in facts.reasons if answer.counts}
    return [name for name in numbers.required or () if name in reasons - held]


def _completed(numbers: Numbers, facts: Facts, opens: datetime) -> datetime | None:
    """The first instant at which nothing was missing; None when something still is, or nobody said what is required."""
    if numbers.required is None:
        return None
    instants = [opens, *(begins(answer.at) for answer in (*facts.held, *facts.reasons) if answer.at is not None)]
    later = sorted(instant for instant in instants if instant >= opens)
    return next((instant for instant in later if not missing(numbers, facts, instant)), None)
