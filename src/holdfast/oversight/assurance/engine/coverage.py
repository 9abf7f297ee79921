"""Coverage: a thing must have something in date now (a certificate, a profile, a contract)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Annotated

from holdfast.kernel.durations import NO_TIME, Duration, Moment, after, begins, ends
from holdfast.oversight.assurance.engine import facts as shared
from holdfast.oversight.assurance.engine.clocks import Clock
from holdfast.oversight.assurance.engine.facts import not_begun, with_excuses
from holdfast.oversight.assurance.engine.reading import Key, an, duration, many, moment

_NEXT_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What covers: in date from the beginning of `since` to the end of `until`, or without end.

    Raises ValueError when it ends before it begins.
    """

    since: Annotated[Moment, moment, Key("from")]
    until: Annotated[Moment | None, moment] = None

    def __post_init__(self) -> None:
        if self.until is not None and ends(self.until) < begins(self.since):
            raise ValueError("until lies before from")

    @property
    def reach(self) -> datetime | None:
        """The last instant on which it is in date; None: it has no end."""
        return None if self.until is None else ends(self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers(shared.Numbers):
    """`within`: how long after `since` a thing may still go without; None: not at all."""

    within: Annotated[Duration | None, duration] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(shared.Facts):
    """`since`: when the thing came into scope, None while it has not; `items`: in any order, overlapping or not."""

    since: Annotated[Moment | None, moment]
    items: Annotated[tuple[Item, ...], many(an(Item))] = ()


def clocks(numbers: Numbers, facts: Facts, *, subject: str = "") -> list[Clock]:
    """A chain of clocks: one for each stretch in which the same item is the one that reaches furthest, or none covers.

    "The newest" is the item in date that reaches furthest: while another one runs on, nothing is due. An item counts
    from its `from` on, and is not known before. Time without cover is pending until `since` + `within` and overdue
    after that, never due soon: only the end of cover is warned of. Without `within`, from a date alone, that day is
    still pending. Cover that was lost and won again is met; the clock that ran out says late, for the history.
    Raises ValueError for a limit beyond the calendar.
    """
    if facts.since is None:
        return [not_begun(subject)]
    opens = begins(facts.since)
    closes = None if facts.ended is None else begins(facts.ended)
    grace_ends = after(facts.since, numbers.within or NO_TIME)
    stretches = _stretches(facts, opens, closes, grace_ends)
    links = []
    for (start, item), following in zip_longest(stretches, stretches[1:]):
        superseded, next_item = following or (None, None)
        limit = grace_ends if item is None else item.reach
        link = Clock(
            subject=subject,
            opens=start,
            warns=None if item is None or limit is None else numbers.warning(begins(item.since), limit),
            limit=limit,
            done=None if next_item is None else superseded,
            superseded=superseded,
            closes=closes if superseded is None else None,
            resting=item is not None,
        )
        links.append(link)
    return [row for link in links for row in with_excuses(link, facts.excused)]


def _stretches(
    facts: Facts, opens: datetime, closes: datetime | None, grace_ends: datetime
) -> list[tuple[datetime, Item | None]]:
    """From when on which item speaks for the thing, or none does, in order from `opens`."""
    items = [item for item in facts.items if closes is None or begins(item.since) <= closes]
    found: list[tuple[datetime, Item | None]] = []
    for start in sorted({opens, *(begins(item.since) for item in items if begins(item.since) > opens)}):
        furthest = _furthest(items, start)
        if not found:
            found.append((start, furthest))
            continue
        before = found[-1][1]
        lost = before.reach if before is not None else None
        # Cover that ends inside the first days leaves the thing pending again, not overdue.
        if lost is not None and lost < grace_ends and lost + _NEXT_INSTANT < start:
            found.append((lost + _NEXT_INSTANT, None))
        if furthest != before:
            found.append((start, furthest))
    last = found[-1][1]
    lost = last.reach if last is not None else None
    if lost is not None and lost < grace_ends and (closes is None or lost < closes):
        found.append((lost + _NEXT_INSTANT, None))
    return found


def _furthest(items: list[Item], at: datetime) -> Item | None:
    in_date = [item for item in items if begins(item.since) <= at and (item.reach is None or at <= item.reach)]
    endless = next((item for item in in_date if item.reach is None), None)
    return endless or max(in_date, key=lambda item: ends(item.until or item.since), default=None)
