"""Where the trust judges by a number of its own: what the policy prints, what it was set to, when, by whom and why."""

from __future__ import annotations

from datetime import date, timedelta

from holdfast.foundation.pages.words import day_in_words
from holdfast.kernel import clock
from holdfast.kernel.durations import Duration
from holdfast.oversight.assurance.models import Obligation
from holdfast.oversight.assurance.presenters.words import NUMBER_TITLES
from holdfast.oversight.assurance.rules.decided import ALWAYS, Decided


def own_in_words(duty: Obligation, day: date, *, printed_only: bool = False) -> list[str]:
    """A few sentences for each number of `duty` that on `day` was the trust's own; empty where the policy's count.

    `printed_only`: only where the policy prints another one.
    """
    own = [one for one in duty.own_on(day) if one.printed or not printed_only]
    return [sentences(duty, one) for one in own]


def sentences(duty: Obligation, one: Decided) -> str:
    """What the policy prints, what the trust set, and for what that holds."""
    printed = f"The policy prints: {plainly(one.printed)}." if one.printed else "The policy prints no number."
    parts = [f"{NUMBER_TITLES.get(one.name, one.name)}. {printed}", set_in_words(one)]
    if one.since > ALWAYS:
        before = duty.numbers_on(one.since - timedelta(days=1)).get(one.name)
        held = f"what was before is judged by {plainly(before)}" if before else "what was before is not judged by it"
        parts.append(f"It holds for what happens from {day_in_words(one.since)} on; {held}.")
    return " ".join(parts)


def set_in_words(one: Decided) -> str:
    """What was set, when, by whom, on whose authority."""
    when = f" on {day_in_words(clock.local_day(one.at))}" if one.at else ""
    who = f", entered by {one.by}" if one.by else ""
    why = f", on the authority of: {one.why.rstrip('. ')}" if one.why else ""
    return f"The trust set {plainly(one.value)}{when}{who}{why}."


def plainly(value: str | None) -> str:
    """A number as people read it: a length of time, a period, words; "none" for none."""
    if not value:
        return "none"
    try:
        return Duration.parse(value).words
    except ValueError:
        return value.replace("-", " ")
