"""Asking for an earlier day: what was true at its end, by what is known now."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from holdfast.foundation.organisation.access import ViewedRequest
from holdfast.kernel import clock
from holdfast.kernel.durations import last_instant
from holdfast.oversight.assurance.operations.clocks import catch_up, waiting
from holdfast.oversight.assurance.queries.known import Known

AT_ONCE = 500
"""Changed records that a page looks at itself before it answers; more than that waits for the scheduler."""


@dataclass(frozen=True)
class AsAt:
    """The instant (UTC) that a page is asked for, and the day that was chosen: None for now.

    `wrong`: why what was typed could not be used. `behind`: changes that are not counted yet. `known`: what the viewer
    may know of.
    """

    instant: datetime
    day: date | None = None
    typed: str = ""
    wrong: str = ""
    behind: int = 0
    known: Known = field(default_factory=Known)

    @property
    def on(self) -> date:
        """The London day of the instant."""
        return clock.local_day(self.instant)

    @property
    def query(self) -> str:
        """What an address carries to ask for the same: "as-at=2026-03-31", or nothing for now."""
        return f"as-at={self.day.isoformat()}" if self.day else ""


def as_at_of(request: ViewedRequest) -> AsAt:
    """What `?as-at=YYYY-MM-DD` asks for: the end of that day. Makes the clocks of changed records anew before.

    A day that cannot be read or has not come is told as `wrong`, and now is shown.
    """
    caught_up = catch_up(AT_ONCE).all_done
    typed = request.GET.get("as-at", "").strip()[:20]
    asked = AsAt(
        clock.now(),
        typed=typed,
        behind=0 if caught_up else waiting(),
        known=Known.to(request.viewer, caught_up=caught_up),
    )
    if not typed:
        return asked
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return replace(asked, wrong="Enter a real day, like 2026-03-31")
    if day.year < 1900:
        return replace(asked, wrong="Year must be 1900 or later")
    if day > clock.today():
        return replace(asked, wrong="That day has not come yet")
    return asked if day == clock.today() else replace(asked, instant=last_instant(day), day=day)
