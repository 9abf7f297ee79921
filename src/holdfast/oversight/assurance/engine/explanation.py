"""One sentence for each verdict that a board member understands: plain words and dates in Europe/London."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from holdfast.kernel.clock import LONDON
from holdfast.kernel.durations import last_instant
from holdfast.oversight.assurance.engine.clocks import Clock, Verdict
from holdfast.oversight.assurance.engine.comparison import verdict
from holdfast.oversight.assurance.engine.summary import Opinion, Summary, opinion


def on_day(instant: datetime) -> str:
    """The day in London: “3 March 2026”."""
    local = instant.astimezone(LONDON)
    return f"{local.day} {local:%B %Y}"


def exactly(instant: datetime) -> str:
    """The instant for people: “14:30 on 3 March 2026”, or the day alone where it is the end of one."""
    if instant == last_instant(instant.astimezone(LONDON).date()):
        return f"the end of {on_day(instant)}"
    return f"{instant.astimezone(LONDON):%H:%M} on {on_day(instant)}"


def length(time: timedelta) -> str:
    """A length of time, rounded down: “12 days”, “5 hours”, “less than a minute”."""
    minutes = int(time.total_seconds() // 60)
    for name, size in (("day", 24 * 60), ("hour", 60), ("minute", 1)):
        if minutes >= size:
            number = minutes // size
            return f"{number} {name}{'' if number == 1 else 's'}"
    return "less than a minute"


def explain(clock: Clock | None, as_at: datetime, *, name: str = "", kind: str = "") -> str:
    """Why `clock` (None: no clock stands) has its verdict at `as_at`, in one sentence.

    `name`, where one is given, leads the sentence; `kind` is the name of its kind, for what can then be said better.
    """
    answer = Verdict.NOT_APPLICABLE if clock is None else verdict(clock, as_at)
    if clock is None:
        sentence = "it had not begun"
    elif kind == "completeness" and answer == Verdict.MET:
        sentence = "complete: every required fact is there"
        if clock.explained:
            sentence = f"complete by explanation: the record says why it lacks {_named(clock.explained)}"
    else:
        sentence = _reason(clock, answer, as_at)
    return f"{name}: {sentence}." if name else f"{sentence[:1].upper()}{sentence[1:]}."


def _reason(clock: Clock, answer: Verdict, as_at: datetime) -> str:
    limit = "" if clock.limit is None else exactly(clock.limit)
    match answer:
        case Verdict.MET if clock.done is not None and clock.done <= as_at:
            deed = f"explained and not done ({_named(clock.explained)})" if clock.explained else "done"
            return f"{deed} on {on_day(clock.done)}, in time for its limit, {limit}"
        case Verdict.MET:
            return f"in date until {limit}" if limit else "in date, with no end set"
        case Verdict.LATE if clock.done is not None and clock.limit is not None:
            return f"done on {on_day(clock.done)}, {length(clock.done - clock.limit)} after its limit, {limit}"
        case Verdict.PENDING:
            return f"not due until {limit}{_missing(clock)}"
        case Verdict.DUE_SOON if clock.limit is not None:
            left = clock.limit - as_at
            return f"due by {limit}, {f'in {length(left)}' if left else 'now'}{_missing(clock)}"
        case Verdict.OVERDUE if clock.limit is not None:
            return f"overdue for {length(as_at - clock.limit)}: its limit was {limit}{_missing(clock)}"
        case Verdict.MISSED:
            return f"missed: nothing was done by {limit}"
        case Verdict.EXCUSED if clock.excused_from is not None:
            until = "" if clock.excused_until is None else f" until {exactly(clock.excused_until)}"
            why = clock.excused_why.rstrip(". ")
            return f"excused from {on_day(clock.excused_from)}{until} by {clock.excused_by}: {why}"
        case Verdict.UNSET:
            return "the trust has not set the number that would say when this is due"
        case _ if clock.closes is not None and clock.closes <= as_at:
            return f"it has not applied since {on_day(clock.closes)}"
    return "it had not begun"


def _missing(clock: Clock) -> str:
    return f"; still missing: {_named(clock.missing)}" if clock.missing else ""


def _named(facts: Sequence[str]) -> str:
    return listed([name.replace("_", " ") for name in facts])


def listed(names: Sequence[str]) -> str:
    """Names for people: “a, b and c”."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def percentage(share: float | Decimal) -> str:
    """A share as a percentage with at most one decimal, rounded down, so that 100% always means all of them."""
    tenths = int(float(share) * 1000 + 1e-9)
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths / 10}%"


def explain_obligation(summary: Summary, target: float | Decimal | None) -> str:
    """What `summary` says of its obligation against `target` (a share from 0 to 1), in one sentence."""
    parts = []
    if summary.kept is None:
        unset = summary.counts.get(Verdict.UNSET)
        parts.append("the trust has not set the number that this needs" if unset else "there is nothing to judge yet")
    else:
        against = {
            Opinion.ON_TARGET: f", on the target of {percentage(target or 0)}",
            Opinion.BELOW_TARGET: f", below the target of {percentage(target or 0)}",
        }.get(opinion(summary, target), "")
        parts.append(f"{percentage(summary.kept)} kept ({summary.met} of {summary.judged}){against}")
    parts += [
        f"{summary.counts[answer]} {words}"
        for answer, words in ((Verdict.OVERDUE, "overdue"), (Verdict.MISSED, "missed"), (Verdict.DUE_SOON, "due soon"))
        if summary.counts.get(answer)
    ]
    if summary.oldest_failure is not None and summary.oldest_failure.limit is not None:
        parts.append(f"the oldest open failure had its limit at {exactly(summary.oldest_failure.limit)}")
    if summary.since is not None:
        parts.append(f"{'failing' if summary.failing else 'without a failure'} since {on_day(summary.since)}")
    sentence = "; ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}."
