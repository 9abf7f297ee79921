"""The clock: a stretch of time in which something must happen for one subject. All kinds come down to it.

The column contract, for whoever stores clocks:

* Every column that a comparison reads is an instant in UTC or null (`INSTANTS`), or a flag that is never null
  (`FLAGS`). All calendar arithmetic is done before a clock is stored; a query only compares.
* Instants have microseconds, and both databases must keep them: the end of a day is 23:59:59.999999.
  PostgreSQL: timestamptz. SQLite, as Django stores it: text in UTC, `YYYY-MM-DD HH:MM:SS`, with `.ffffff` only where
  there are microseconds and never with an offset. Such texts sort as the instants do, since within one second the text
  without a fraction is the beginning of the others. So the instant asked about must pass through the same adapter
  (`stored_in_sqlite`), and SQLite's own date functions, which round to milliseconds, must not touch a column.
* One subject may have many rows. At any instant at most one row of a (subject, label) *stands*: it has opened and is
  not yet superseded. That row's verdict is the subject's verdict. Where none stands the subject is not applicable,
  because it did not exist yet.
* Facts that come later never change what a row says of an earlier instant; they close it and open the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

INSTANTS = ("opens", "warns", "limit", "done", "closes", "superseded", "excused_from", "excused_until")
FLAGS = ("resting", "lapses", "unset")


class Verdict(StrEnum):
    """What is to be said of one clock at one instant."""

    MET = "met"
    LATE = "late"
    PENDING = "pending"
    DUE_SOON = "due soon"
    OVERDUE = "overdue"
    MISSED = "missed"
    EXCUSED = "excused"
    NOT_APPLICABLE = "not applicable"
    UNSET = "unset"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One clock. Instants are in UTC; None means never, or not known.

    `opens`: from here on the clock exists; None: it has not begun. `warns`: from here on it is due soon; None: never.
    `limit`: the last instant that is in time; None: no end, or unset. `done`: when it was done, in time or not; for a
    clock that `lapses` and was missed, when the next was done, which mends the failure and not the verdict.
    `closes`: from here on it is not applicable (withdrawn, removed); None where the deed came first.
    `superseded`: from here on another row speaks for the subject. `excused_from`, `excused_until`: one excuse, both
    inclusive; a second one makes a second row.

    `resting`: until the warning it is met, not pending (between two completions, or while cover lasts). `lapses`: past
    its limit it is missed for ever, not overdue. `unset`: the trust has not set the number that would give the limit.

    Not compared, only shown: `subject` and `label` (such as the id of a period), `excused_by` and `excused_why`,
    `missing` (the facts that a record lacks), `explained` (those that it lacks and says why: it was met by explaining).
    """

    subject: str = ""
    label: str = ""
    opens: datetime | None
    warns: datetime | None = None
    limit: datetime | None = None
    done: datetime | None = None
    closes: datetime | None = None
    superseded: datetime | None = None
    excused_from: datetime | None = None
    excused_until: datetime | None = None
    resting: bool = False
    lapses: bool = False
    unset: bool = False
    excused_by: str = ""
    excused_why: str = ""
    missing: tuple[str, ...] = ()
    explained: tuple[str, ...] = ()


def stored_in_sqlite(instant: datetime | None) -> str | None:
    """The text under which Django keeps `instant` in SQLite. Raises ValueError for one without its time zone."""
    if instant is None:
        return None
    if instant.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return str(instant.astimezone(UTC).replace(tzinfo=None))
