"""Period: one done in each calendar period, or one report about each within a grace of its end. A clock for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from holdfast.kernel.durations import Duration, Moment, Period, PeriodKind, after, begins, ends, first_instant
from holdfast.oversight.assurance.engine import facts as shared
from holdfast.oversight.assurance.engine.clocks import Clock
from holdfast.oversight.assurance.engine.facts import deed_or_end, not_begun, with_excuses
from holdfast.oversight.assurance.engine.reading import (
    Unreadable,
    an,
    duration,
    many,
    moment,
    one_of,
    period_kind,
    words,
)

DURING = "during"
ABOUT = "about"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report `about` a period (its id), and when it was `done`; None: not yet."""

    about: Annotated[str, words]
    done: Annotated[Moment | None, moment] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers(shared.Numbers):
    """`period`: None: the trust has set none. `mode`: during or about. `grace`: time after the end, for about only.

    Raises ValueError for a period without a mode: that is the pack's fault, not a number that the trust left open.
    """

    period: Annotated[PeriodKind | None, period_kind] = None
    mode: Annotated[str | None, one_of(DURING, ABOUT)] = None
    grace: Annotated[Duration | None, duration] = None

    def __post_init__(self) -> None:
        if self.period is not None and self.mode is None:
            raise ValueError("mode is missing: say during or about")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(shared.Facts):
    """`since`: from when it is owed, None while it is not; `done` for mode during; `reports` for mode about."""

    since: Annotated[Moment | None, moment]
    done: Annotated[tuple[Moment, ...], many(moment)] = ()
    reports: Annotated[tuple[Report, ...], many(an(Report))] = ()


def clocks(numbers: Numbers, facts: Facts, *, horizon: datetime, subject: str = "") -> list[Clock]:
    """A clock for each period that has begun (during) or ended (about) by `horizon`, labelled with the period's id.

    They begin with the period that holds `since`, however little of it is left. A thing done in that period before
    `since` counts. Periods that begin after `ended` owe nothing; the one that runs then is not applicable unless it was
    done first. Without a number there are no periods to tell apart: one clock without a label, which is unset.
    As time goes on there are more periods: build again, with a later horizon, before the next one begins.
    Raises Unreadable for a report about no such period, ValueError for a limit beyond the calendar.
    """
    if facts.since is None:
        return [not_begun(subject)]
    if numbers.period is None or (numbers.mode == ABOUT and numbers.grace is None):
        closes = None if facts.ended is None else begins(facts.ended)
        found = [Clock(subject=subject, opens=begins(facts.since), closes=closes, unset=True)]
    elif numbers.mode == DURING:
        found = list(_during(numbers, facts, numbers.period, horizon))
    else:
        found = list(_about(numbers, facts, numbers.period, numbers.grace or Duration(), horizon))
    return [row for clock in found for row in with_excuses(replace(clock, subject=subject), facts.excused)]


def _during(numbers: Numbers, facts: Facts, kind: PeriodKind, horizon: datetime) -> Iterator[Clock]:
    """Met by the first thing done inside. One done later (`done` past the limit) mends the failure, not the verdict."""
    assert facts.since is not None
    moments = sorted(facts.done, key=begins)
    for period in _periods(kind, facts.since, horizon):
        opens = max(period.opens, begins(facts.since))
        if facts.ended is not None and begins(facts.ended) < opens:
            return
        inside = next((moment for moment in moments if period.opens <= begins(moment) <= period.closes), None)
        later = next((begins(moment) for moment in moments if begins(moment) > period.closes), None)
        done, closes = deed_or_end(inside, facts.ended)
        yield Clock(
            label=period.id,
            opens=opens,
            warns=numbers.warning(opens, period.closes),
            limit=period.closes,
            done=later if done is None else done,
            closes=None if closes is None or closes > period.closes else closes,
            lapses=True,
        )


def _about(numbers: Numbers, facts: Facts, kind: PeriodKind, grace: Duration, horizon: datetime) -> Iterator[Clock]:
    """Opens when the period has ended; a report made before that counts, but nothing is said of it until then.

    Of several reports about one period the first one counts.
    """
    assert facts.since is not None
    reported: dict[str, Moment] = {}
    for number, report in enumerate(facts.reports):
        try:
            label = Period.parse(kind, report.about).id
        except ValueError as error:
            raise Unreadable(f"facts.reports[{number}].about", str(error)) from None
        if report.done is not None:
            reported[label] = min(reported.get(label, report.done), report.done, key=begins)
    for period in _periods(kind, facts.since, horizon):
        opens = first_instant(period.next().first)
        if opens > horizon or (facts.ended is not None and begins(facts.ended) < opens):
            return
        limit = after(period.last, grace)
        done, closes = deed_or_end(reported.get(period.id), facts.ended)
        yield Clock(
            label=period.id,
            opens=opens,
            warns=numbers.warning(ends(period.last), limit),
            limit=limit,
            done=done,
            closes=closes,
        )


def _periods(kind: PeriodKind, since: Moment, horizon: datetime) -> Iterator[Period]:
    period = Period.containing(kind, since)
    while period.opens <= horizon:
        yield period
        period = period.next()
