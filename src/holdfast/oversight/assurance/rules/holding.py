"""The clocks of a subject whose numbers changed while it lived: each stretch of time by the number that held then.

The engine judges one set of numbers. Here its clocks are put together, so that a new number never changes what was due
by an old one, and nothing is due by a number on a day before it began to hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from holdfast.kernel.clock import local_day
from holdfast.kernel.durations import Moment, begins, ends
from holdfast.oversight.assurance.engine import attestation, interval
from holdfast.oversight.assurance.engine.clocks import Clock
from holdfast.oversight.assurance.engine.kinds import Kind


@dataclass(frozen=True)
class Stretch:
    """Numbers of a duty, as the engine reads them, and the first day on which they held."""

    since: date
    numbers: Any


def held_on(stretches: Sequence[Stretch], day: date) -> Stretch:
    """The stretch that holds on `day`. `stretches`: in the order of their days, the first one from ever on."""
    return [stretch for stretch in stretches if stretch.since <= day][-1]


def clocks_over(
    kind: Kind, stretches: Sequence[Stretch], facts: Any, day: date, *, horizon: datetime, subject: str = ""
) -> list[Clock]:
    """The clocks of one subject, whose event was on `day` (Europe/London), by the numbers of each time.

    What is done again and again (interval, attestation) is due by the number that held when the round began. Everything
    else is due by that of the day of its event. What had no number is judged from the day on which one began to hold,
    as if it had begun then; that needs facts with a `since`, so what happens once and began before stays unset.
    """
    if len(stretches) == 1:
        return kind.clocks(stretches[0].numbers, facts, horizon=horizon, subject=subject)
    if isinstance(facts, interval.Facts | attestation.Facts) and facts.since is not None:
        return _rounds(kind, stretches, facts, facts.since, horizon, subject)
    holding = held_on(stretches, day)
    made = kind.clocks(holding.numbers, facts, horizon=horizon, subject=subject)
    for later in stretches[stretches.index(holding) + 1 :]:
        if getattr(facts, "since", None) is None or not any(row.unset for row in made):
            break
        since = max(facts.since, later.since, key=begins)
        anew = kind.clocks(later.numbers, replace(facts, since=since), horizon=horizon, subject=subject)
        made = [*_until(made, begins(later.since)), *anew]
    return made


def _rounds(
    kind: Kind, stretches: Sequence[Stretch], facts: Any, since: Moment, horizon: datetime, subject: str
) -> list[Clock]:
    """The same chain as the engine's, one round after the other, each by the numbers of the day on which it began."""
    closes = None if facts.ended is None else begins(facts.ended)
    deeds = [one for one in _deeds(facts, stretches) if closes is None or begins(one[0]) <= closes]
    before = [one for one in deeds if begins(one[0]) <= begins(since)]
    ahead = [one for one in deeds if begins(one[0]) > begins(since)]
    made: list[Clock] = []
    while True:
        holding = held_on(stretches, local_day(begins(since)))
        told = _with_deeds(facts, since, [*before, *ahead[:1]])
        rows = kind.clocks(holding.numbers, told, horizon=horizon, subject=subject)
        following = begins(ahead[0][0]) if ahead else None
        if following is not None:
            rows = [row for row in rows if row.opens is not None and row.opens < following]
        over = min((end for end in (following, closes) if end is not None), default=None)
        turn = _turn(stretches, holding, over) if rows and rows[-1].unset else None
        if turn is not None:
            made += _until(rows, begins(turn.since))
            since, before = turn.since, []
            continue
        made += rows
        if not ahead:
            return made
        since, before, ahead = ahead[0][0], ahead[:1], ahead[1:]


def _turn(stretches: Sequence[Stretch], holding: Stretch, over: datetime | None) -> Stretch | None:
    """The next numbers that begin to hold before the round is `over`."""
    later = [stretch for stretch in stretches if stretch.since > holding.since]
    return later[0] if later and (over is None or begins(later[0].since) < over) else None


def _until(rows: Sequence[Clock], instant: datetime) -> list[Clock]:
    """The rows up to `instant`, from which on others speak for the subject."""
    return [
        row if row.superseded is not None and row.superseded <= instant else replace(row, superseded=instant, done=None)
        for row in rows
        if row.opens is None or row.opens < instant
    ]


def _deeds(facts: Any, stretches: Sequence[Stretch]) -> list[tuple[Moment, Any]]:
    """What was done, in order. Who may confirm, and with what, is not a number: it is the same in every stretch."""
    if isinstance(facts, attestation.Facts):
        counted = [one for one in facts.confirmations if attestation.counts(stretches[-1].numbers, one)]
        return sorted(((one.at, one) for one in counted), key=_order)
    return sorted(((one, one) for one in facts.done), key=_order)


def _order(deed: tuple[Moment, Any]) -> tuple[datetime, datetime]:
    return begins(deed[0]), ends(deed[0])


def _with_deeds(facts: Any, since: Moment, deeds: Sequence[tuple[Moment, Any]]) -> Any:
    told = tuple(deed for _, deed in deeds)
    name = "confirmations" if isinstance(facts, attestation.Facts) else "done"
    return replace(facts, since=since, **{name: told})
