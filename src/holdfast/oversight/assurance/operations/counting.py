"""Counting what was done on each day from the audit trail, so that pages need not.

No operation in the audit sense: the counts are derived, and can be thrown away and made anew.
"""

from __future__ import annotations

from datetime import date, timedelta

from holdfast.foundation.organisation.models import Trust
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import DayOfDeeds
from holdfast.oversight.assurance.queries.deeds import YEAR, counted_until, entries_by_day


def count_deeds(trust: Trust) -> int:
    """Count the trust's days from the newest one that was counted, which was not over then, up to today.

    At first the whole past year. Safe to run twice. Gives how many days were counted.
    """
    today = clock.today()
    since = counted_until(trust) or today - YEAR
    found: dict[date, dict[str, int]] = {}
    for day, verb, times in entries_by_day(trust, since - timedelta(days=1), today):
        found.setdefault(day, {})[verb] = times
    # Today stands there even when nothing was done: the next look begins with it.
    found.setdefault(today, {})
    DayOfDeeds.objects.bulk_create(
        [DayOfDeeds(trust=trust, day=day, counts=counts) for day, counts in found.items()],
        update_conflicts=True,
        unique_fields=["trust", "day"],
        update_fields=["counts"],
        batch_size=500,
    )
    return len(found)
