"""What the facts and numbers of all kinds have in common: an end, excuses, and when the warning begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated

from holdfast.kernel.durations import Duration, Moment, before, begins, ends
from holdfast.oversight.assurance.engine.clocks import Clock
from holdfast.oversight.assurance.engine.reading import Key, an, duration, moment, one_or_many, words

_NEXT_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Excuse:
    """Why nothing is owed for a while: from the beginning of `since` to the end of `until`, or without end.

    Raises ValueError when it ends before it begins.
    """

    since: Annotated[Moment, moment, Key("from")]
    authority: Annotated[str, words]
    reason: Annotated[str, words]
    until: Annotated[Moment | None, moment] = None

    def __post_init__(self) -> None:
        if self.until is not None and ends(self.until) < begins(self.since):
            raise ValueError("until lies before from")

    @property
    def counts(self) -> bool:
        """Whether somebody answers for it and says why."""
        return bool(self.authority.strip() and self.reason.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What the trust's pack says. `warn`: how long before a limit "due soon" begins; None: a quarter of the time."""

    warn: Annotated[Duration | None, duration] = None

    def warning(self, allowed_from: datetime, limit: datetime) -> datetime:
        """When "due soon" begins for what may be done from `allowed_from` to `limit`.

        A quarter of the time is a quarter of its real hours. A warning longer than the time allowed begins at once.
        """
        return limit - (limit - allowed_from) / 4 if self.warn is None else before(limit, self.warn)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What every kind may know of its subject: when it `ended` (withdrawn, removed, duplicate), and its excuses."""

    ended: Annotated[Moment | None, moment] = None
    excused: Annotated[tuple[Excuse, ...], one_or_many(an(Excuse))] = ()


def not_begun(subject: str) -> Clock:
    """The clock of a subject of which nobody knows yet when it begins."""
    return Clock(subject=subject, opens=None)


def deed_or_end(done: Moment | None, ended: Moment | None) -> tuple[datetime | None, datetime | None]:
    """`done` and `closes` of a clock that the earlier of the two decides; the other becomes None.

    A thing done on the day on which it ended was done before its end, if nothing more exact is known.
    """
    if done is not None and (ended is None or begins(done) <= ends(ended)):
        return begins(done), None
    return None, None if ended is None else begins(ended)


def with_excuses(clock: Clock, excuses: Sequence[Excuse]) -> list[Clock]:
    """`clock` with the excuses that touch it: one row for each, as a row holds one excuse.

    Excuses that overlap or follow one another without a gap make one stretch from the start of the first; the later
    one's authority and reason are shown from where it begins.
    """
    if clock.opens is None:
        return [clock]
    # A deed settles the clock, so a later excuse touches nothing; but not where no number says what it settles.
    settled = None if clock.unset else clock.done
    over = min((end for end in (clock.superseded, settled) if end is not None), default=None)
    rows = [clock]
    for excuse in sorted((excuse for excuse in excuses if excuse.counts), key=lambda excuse: begins(excuse.since)):
        since, until = begins(excuse.since), None if excuse.until is None else ends(excuse.until)
        latest = rows[-1]
        if (until is not None and until < clock.opens) or (over is not None and since >= over):
            continue
        excused_from = since
        if latest.excused_from is not None:
            if latest.excused_until is None or (until is not None and until <= latest.excused_until):
                continue
            if since <= latest.excused_until + _NEXT_INSTANT:
                excused_from = latest.excused_from
            if latest.opens is not None and since > latest.opens:
                rows[-1] = replace(latest, superseded=since)
                latest = replace(latest, opens=since)
                rows.append(latest)
        rows[-1] = replace(
            latest,
            excused_from=excused_from,
            excused_until=until,
            excused_by=excuse.authority.strip(),
            excused_why=excuse.reason.strip(),
        )
    return rows
