"""What a number would change, before it is set: the duties that turn on it as they stand, and as they would stand.

No operation in the audit sense: it writes nothing. It asks the same measures and the same engine as those that do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from holdfast.foundation.organisation.models import Trust
from holdfast.kernel import clock
from holdfast.oversight.assurance.engine.clocks import Verdict
from holdfast.oversight.assurance.engine.comparison import ran_in_window, stands, verdict
from holdfast.oversight.assurance.engine.summary import JUDGED, KEPT
from holdfast.oversight.assurance.models import NumberDecision, Obligation
from holdfast.oversight.assurance.operations.measuring import attested_again, measured_again
from holdfast.oversight.assurance.operations.numbers import decided_over
from holdfast.oversight.assurance.queries.decisions import decisions_of
from holdfast.oversight.assurance.queries.duties import obligations_of
from holdfast.oversight.assurance.queries.known import Known
from holdfast.oversight.assurance.queries.tallies import FAILED, WINDOW, Tally, tallies

MOST = 1000
"""Records that are looked at: more would hold up the page."""


@dataclass(frozen=True)
class Preview:
    """Each duty with its figures as they are and as they would be. `partly`: the newest MOST records were asked."""

    duties: Sequence[tuple[Tally, Tally]]
    partly: bool


def preview(trust: Trust, key: str, value: str, since: date, known: Known) -> Preview:
    """What setting the number `key` to `value` ("": as the policy prints it) from the day `since` on would change.

    Over the records that are `known`; the trust's scope must be open.
    """
    now, decisions = clock.now(), decisions_of(trust)
    duties = {row.key: row for row in obligations_of(trust, clock.today()) if key in row.uses.values()}
    versions = [pk for row in duties.values() for pk in row.versions]
    behind = known.clocks().filter(obligation__in=versions, record__isnull=False).order_by("-record")
    found = list(behind.values_list("record", flat=True).distinct()[: MOST + 1])
    records, partly = found[:MOST], len(found) > MOST
    another = NumberDecision(trust=trust, key=key, value=value, since=since)
    then = _reckon(trust, duties, decided_over(trust, key, [*decisions, another]), records, now)
    if partly:
        before = _reckon(trust, duties, decided_over(trust, key, decisions), records, now)
    else:
        before = tallies(duties.values(), now, known)
    return Preview([(before[one], then[one]) for one in duties], partly)


def _reckon(
    trust: Trust, duties: dict[str, Obligation], rows: Sequence[Obligation], records: Sequence[int], now: datetime
) -> dict[str, Tally]:
    """The tallies of `duties`, were `rows` the obligations of their versions."""
    clocks = [*measured_again(trust.pk, rows, records), *attested_again(trust.pk, rows)]
    found = {}
    for key, duty in duties.items():
        newest = next(row for row in rows if row.pk == duty.pk)
        newest.rests = duty.rests
        found[key] = _tally(newest, [one for one in clocks if one.obligation.key == key], now)
    return found


def _tally(duty: Obligation, clocks: Iterable[Any], as_at: datetime) -> Tally:
    """What `queries.tallies` would count of these clocks; the two are held against each other by a test."""
    counts: Counter[str] = Counter()
    judged: Counter[str] = Counter()
    tally = Tally(duty, as_at)
    window_from = as_at - WINDOW
    for one in clocks:
        answer = verdict(one, as_at)
        if ran_in_window(one, window_from, as_at):
            judged[str(answer)] += 1
            tally.explained += bool(one.explained) and answer in KEPT
            tally.older += answer in JUDGED and one.limit is not None and one.limit < window_from
        if not stands(one, as_at) or (answer in (Verdict.MET, Verdict.LATE) and one.done and one.done <= as_at):
            continue
        if answer is not Verdict.MET:
            counts[str(answer)] += 1
        if answer in FAILED and one.limit is not None:
            tally.oldest_failure = min(one.limit, tally.oldest_failure or one.limit)
            if answer is Verdict.OVERDUE:
                tally.oldest_overdue = min(one.limit, tally.oldest_overdue or one.limit)
    tally.counts, tally.judged = dict(counts), dict(judged)
    return tally
