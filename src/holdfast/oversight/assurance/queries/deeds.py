"""How often an operation was done: what stands behind "Holdfast makes it happen"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Max, QuerySet
from django.db.models.functions import TruncDate

from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.records.restriction import restricted_in
from holdfast.kernel.clock import LONDON
from holdfast.oversight.assurance.models import DayOfDeeds

YEAR = timedelta(days=365)
VERBS = {"incidents.restrict-incident": "incidents.restrict"}
"""The verb of the entry that an operation leaves, where it is not the operation's own name."""


@dataclass(frozen=True)
class Deeds:
    """How often some operation was done in the year up to a day, and on which day last; None: not in that year."""

    times: int
    last: date | None


def verb_of(operation: str) -> str:
    """The verb under which the audit trail knows an operation of a pack's vocabulary."""
    return VERBS.get(operation, operation.replace("-", "_"))


def deeds_until(trust: Trust, day: date) -> dict[str, Deeds]:
    """What was done in the year up to and with `day` (Europe/London), by its verb, as anyone may know it."""
    found: dict[str, Deeds] = {}
    rows = DayOfDeeds.objects.filter(trust=trust, day__gt=day - YEAR, day__lte=day).order_by("day")
    for on, counts in rows.values_list("day", "counts"):
        for verb, times in counts.items():
            found[verb] = Deeds(times + (found[verb].times if verb in found else 0), on)
    return found


def deeds_of(operation: str, deeds: Mapping[str, Deeds]) -> Deeds | None:
    """How often one operation of a pack's vocabulary was done; None: not at all. `deeds`: see `deeds_until`."""
    return deeds.get(verb_of(operation))


def counted_until(trust: Trust) -> date | None:
    """The newest day that was counted; None before the first."""
    newest: date | None = DayOfDeeds.objects.filter(trust=trust).aggregate(newest=Max("day"))["newest"]
    return newest


def entries_by_day(trust: Trust, since: date, until: date) -> Iterator[tuple[date, str, int]]:
    """Day, verb and number of the trust's audit entries from `since` to `until`, both included (Europe/London).

    Without readings, and without what was done to records that are restricted now, or hang on one that is.
    """
    first = datetime.combine(since, time(), LONDON)
    beyond = datetime.combine(until + timedelta(days=1), time(), LONDON)
    restricted = restricted_in(trust).values("reference")
    rows: QuerySet[Entry] = Entry.objects.filter(trust=trust.code, at__gte=first, at__lt=beyond, reading=False)
    rows = rows.exclude(subject_reference__in=restricted)
    counted = rows.annotate(day=TruncDate("at", tzinfo=LONDON)).values("day", "verb").order_by("day", "verb")
    for row in counted.annotate(times=Count("pk")):
        yield row["day"], row["verb"], row["times"]
