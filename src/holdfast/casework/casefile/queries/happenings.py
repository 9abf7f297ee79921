"""One line of the story of a case: when it happened, which is not when somebody wrote it down."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from holdfast.kernel import clock

WRITTEN_LATER = timedelta(hours=1)


@dataclass(frozen=True, order=True)
class Happening:
    """One line of the story; see the component `timeline.html`.

    `at` and then `stage` order it. Where no time of day is known, `day` is what is shown and `at` its last instant.
    `written`: when it was written down, where that was much later.
    """

    at: datetime
    stage: int = 0
    title: str = field(default="", compare=False)
    by: str = field(default="", compare=False)
    text: str = field(default="", compare=False)
    tag: str = field(default="", compare=False)
    meaning: str = field(default="", compare=False)
    marks: tuple[str, ...] = field(default=(), compare=False)
    url: str = field(default="", compare=False)
    day: date | None = field(default=None, compare=False)
    written: datetime | None = field(default=None, compare=False)


def happened_at(at: datetime, title: str, *, written: datetime | None = None, **more: object) -> Happening:
    """Something of which the instant is known; `written` down then or later (UTC)."""
    later = written if written is not None and written - at > WRITTEN_LATER else None
    return Happening(at, title=title, written=later, **more)  # type: ignore[arg-type]


def happened_on(day: date, title: str, *, written: datetime | None = None, **more: object) -> Happening:
    """Something of which only the London day is known: it stands after what happened on that day at a known time."""
    later = written if written is not None and clock.local_day(written) > day else None
    at = datetime.combine(day, time.max, tzinfo=clock.LONDON)
    return Happening(at, title=title, day=day, written=later, **more)  # type: ignore[arg-type]
