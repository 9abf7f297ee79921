"""How these tests ask the engine: facts and numbers as a case would tell them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from holdfast.kernel.durations import ends, read_moment
from holdfast.oversight.assurance.engine.clocks import Clock
from holdfast.oversight.assurance.engine.comparison import verdict_by_label, verdict_of
from holdfast.oversight.assurance.engine.kinds import KINDS
from holdfast.oversight.assurance.engine.reading import read

MICROSECOND = timedelta(microseconds=1)
EXCUSE = {"authority": "Director", "reason": "court embargo"}


def instant(text: str) -> datetime:
    """The instant (UTC) of a text with its zone; the last one of a date alone."""
    return ends(read_moment(text)).astimezone(UTC)


def clocks(
    kind: str, numbers: dict[str, Any], facts: dict[str, Any], horizon: datetime, subject: str = ""
) -> list[Clock]:
    """The clocks of one subject."""
    chosen = KINDS[kind]
    return chosen.clocks(
        read(chosen.numbers, numbers, "numbers"), read(chosen.facts, facts, "facts"), horizon=horizon, subject=subject
    )


def verdict(kind: str, numbers: dict[str, Any], facts: dict[str, Any], as_at: str) -> str | dict[str, str]:
    """The verdict at `as_at`; by period where the kind has one for each."""
    moment = instant(as_at)
    found = clocks(kind, numbers, facts, moment)
    if KINDS[kind].by_period and not any(clock.unset for clock in found):
        return {label: str(answer) for label, answer in verdict_by_label(found, moment).items()}
    return str(verdict_of(found, moment))
