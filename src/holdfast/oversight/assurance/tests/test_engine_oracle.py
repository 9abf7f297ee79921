"""Each kind against its row in the table of verdicts, told here a second time, plainly and without clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from holdfast.kernel.durations import Duration, Period, PeriodKind, after, before, begins, ends, read_moment
from holdfast.oversight.assurance.engine.comparison import stands, verdict_by_label, verdict_of
from holdfast.oversight.assurance.engine.kinds import KINDS
from holdfast.oversight.assurance.tests.judging import EXCUSE, clocks, instant

MIDNIGHT = datetime(2026, 1, 1, tzinfo=UTC)

days = st.integers(0, 200).map(lambda number: (date(2026, 1, 1) + timedelta(days=number)).isoformat())
times = st.integers(0, 200 * 24).map(lambda number: (MIDNIGHT + timedelta(hours=number)).isoformat())
moments = days | times
maybe = st.none() | moments
durations = st.sampled_from(["PT0S", "PT36H", "P1D", "P10D", "P6W", "P1M", "P3M"])
numbers = st.none() | durations


def excuse(since: str, length: int | None) -> dict[str, Any]:
    until = None if length is None else (ends(read_moment(since)) + timedelta(hours=length)).isoformat()
    return {**EXCUSE, "from": since, "until": until}


excuses = st.none() | st.builds(excuse, moments, st.none() | st.integers(0, 2000))
common = {"ended": maybe, "excused": excuses}

deadlines = st.fixed_dictionaries({"start": maybe, "done": maybe, "limit": maybe, **common})
intervals = st.fixed_dictionaries({"since": moments, "done": st.lists(moments, max_size=4), **common})
periods = st.fixed_dictionaries(
    {
        "since": moments,
        "done": st.lists(moments, max_size=4),
        "reports": st.lists(
            st.fixed_dictionaries(
                {"about": st.sampled_from(["2025-12", "2026-01", "2026-02", "2026-03", "2026-04"]), "done": moments}
            ),
            max_size=4,
        ),
        "excused": excuses,
    }
)
items = st.builds(
    lambda since, length: {
        "from": since,
        "until": None if length is None else (ends(read_moment(since)) + timedelta(hours=length)).isoformat(),
    },
    moments,
    st.none() | st.integers(0, 2000),
)
coverages = st.fixed_dictionaries({"since": moments, "items": st.lists(items, max_size=4), **common})
held = st.dictionaries(st.sampled_from("ab"), moments)
records = st.fixed_dictionaries({"created": moments, "held": held, "reasons": st.just({"c": "none"}), **common})


def judged(kind: str, told_numbers: dict[str, Any], facts: dict[str, Any], as_at: datetime) -> Any:
    rows = clocks(kind, told_numbers, facts, as_at)
    if KINDS[kind].by_period:
        return {label: str(answer) for label, answer in verdict_by_label(rows, as_at).items()}
    return str(verdict_of(rows, as_at))


def known(moment: str | None, as_at: datetime) -> bool:
    return moment is not None and begins(read_moment(moment)) <= as_at


def excused(facts: dict[str, Any], as_at: datetime) -> bool:
    window = facts["excused"]
    return (
        bool(window) and known(window["from"], as_at) and (window["until"] is None or as_at <= instant(window["until"]))
    )


def warned(warn: str | None, allowed_from: datetime, limit: datetime) -> datetime:
    return before(limit, Duration.parse(warn)) if warn else limit - (limit - allowed_from) / 4


def running(limit: datetime, warns: datetime, as_at: datetime, *, calm: str = "pending") -> str:
    return "overdue" if as_at > limit else "due soon" if as_at >= warns else calm


@given(deadlines, numbers, numbers, moments)
def test_it_judges_a_deadline_by_the_table(facts, within, warn, asked):
    as_at = instant(asked)

    def expected() -> str:
        if not known(facts["start"], as_at):
            return "not applicable"
        start, done = read_moment(facts["start"]), facts["done"]
        if known(facts["ended"], as_at) and not (done and begins(read_moment(done)) <= instant(facts["ended"])):
            return "not applicable"
        if facts["ended"] and done and begins(read_moment(done)) > instant(facts["ended"]):
            done = None
        limit = instant(facts["limit"]) if facts["limit"] else after(start, Duration.parse(within)) if within else None
        if limit and known(done, as_at):
            return "met" if begins(read_moment(done)) <= limit else "late"
        if excused(facts, as_at):
            return "excused"
        return "unset" if limit is None else running(limit, warned(warn, begins(start), limit), as_at)

    assert judged("deadline", {"within": within, "warn": warn}, facts, as_at) == expected()


@given(intervals, numbers, numbers, numbers, moments)
def test_it_judges_an_interval_by_the_table(facts, every, first_within, warn, asked):
    as_at = instant(asked)

    def expected() -> str:
        if not known(facts["since"], as_at) or known(facts["ended"], as_at):
            return "not applicable"
        done = [read_moment(one) for one in facts["done"] if known(one, as_at)]
        base = max(done, key=lambda one: (begins(one), ends(one)), default=read_moment(facts["since"]))
        number = every if done else first_within or every
        limit = after(base, Duration.parse(number)) if number else None
        answer = (
            running(limit, warned(warn, begins(base), limit), as_at, calm="met" if done else "pending")
            if limit
            else "unset"
        )
        return "excused" if answer != "met" and excused(facts, as_at) else answer

    told = {"every": every, "first_within": first_within, "warn": warn}
    assert judged("interval", told, facts, as_at) == expected()


@given(periods, numbers, moments)
def test_it_judges_a_period_during_by_the_table(facts, warn, asked):
    as_at = instant(asked)
    expected = {}
    if known(facts["since"], as_at):
        period = Period.containing(PeriodKind.MONTH, read_moment(facts["since"]))
        while period.opens <= as_at:
            moments_done = [begins(read_moment(one)) for one in facts["done"] if known(one, as_at)]
            allowed_from = max(period.opens, begins(read_moment(facts["since"])))
            over = as_at > period.closes
            if any(period.opens <= one <= period.closes for one in moments_done):
                answer = "met"
            elif over and not (facts["excused"] and begins(read_moment(facts["excused"]["from"])) <= period.closes):
                answer = "missed"
            elif excused(facts, as_at):
                answer = "excused"
            else:
                answer = "missed" if over else running(period.closes, warned(warn, allowed_from, period.closes), as_at)
            expected[period.id] = answer
            period = period.next()
    assert judged("period", {"period": "month", "mode": "during", "warn": warn}, facts, as_at) == expected


@given(periods, durations, numbers, moments)
def test_it_judges_a_period_about_by_the_table(facts, grace, warn, asked):
    as_at = instant(asked)
    expected = {}
    period = Period.containing(PeriodKind.MONTH, read_moment(facts["since"]))
    while period.closes < as_at:
        limit = after(period.last, Duration.parse(grace))
        about = (read_moment(report["done"]) for report in facts["reports"] if report["about"] == period.id)
        done = min((begins(one) for one in about), default=None)
        if done and done <= as_at:
            expected[period.id] = "met" if done <= limit else "late"
        elif excused(facts, as_at):
            expected[period.id] = "excused"
        else:
            expected[period.id] = running(limit, warned(warn, period.closes, limit), as_at)
        period = period.next()
    told = {"period": "month", "mode": "about", "grace": grace, "warn": warn}
    assert judged("period", told, facts, as_at) == expected


@given(coverages, numbers, numbers, moments)
def test_it_judges_coverage_by_the_table(facts, within, warn, asked):
    as_at = instant(asked)

    def expected() -> str:
        if not known(facts["since"], as_at) or known(facts["ended"], as_at):
            return "not applicable"
        in_date = [
            item
            for item in facts["items"]
            if known(item["from"], as_at) and (item["until"] is None or as_at <= instant(item["until"]))
        ]
        if any(item["until"] is None for item in in_date):
            return "met"
        if in_date:
            reach = max(instant(item["until"]) for item in in_date)
            # Of items that reach equally far it does not matter which one speaks, save for a warning of a quarter.
            warnings = {
                warned(warn, begins(read_moment(item["from"])), reach)
                for item in in_date
                if instant(item["until"]) == reach
            }
            if as_at < min(warnings):
                return "met"
            return "excused" if excused(facts, as_at) else "due soon"
        if excused(facts, as_at):
            return "excused"
        return "pending" if as_at <= after(read_moment(facts["since"]), Duration.parse(within or "PT0S")) else "overdue"

    assert judged("coverage", {"within": within, "warn": warn}, facts, as_at) == expected()


@given(records, numbers, numbers, moments)
def test_it_judges_completeness_by_the_table(facts, within, warn, asked):
    as_at = instant(asked)

    def expected() -> str:
        if not known(facts["created"], as_at) or known(facts["ended"], as_at):
            return "not applicable"
        if all(known(facts["held"].get(name), as_at) for name in "ab"):
            return "met"
        if excused(facts, as_at):
            return "excused"
        if within is None:
            return "unset"
        created = read_moment(facts["created"])
        limit = after(created, Duration.parse(within))
        return running(limit, warned(warn, begins(created), limit), as_at)

    told = {"required": ["a", "b", "c"], "within": within, "warn": warn}
    assert judged("completeness", told, facts, as_at) == expected()


many = st.one_of(
    st.tuples(st.just("deadline"), deadlines),
    st.tuples(st.just("interval"), intervals),
    st.tuples(st.just("period"), periods),
    st.tuples(st.just("coverage"), coverages),
    st.tuples(st.just("completeness"), records),
)
several_excuses = st.lists(st.builds(excuse, moments, st.none() | st.integers(0, 800)), max_size=4)
TOLD = {"within": "P10D", "every": "P6W", "period": "month", "mode": "during", "required": ["a", "b"]}


def without_the_future(facts: dict[str, Any], as_at: datetime) -> dict[str, Any]:
    """The facts as they were at `as_at`; a limit and an `until` were known beforehand."""

    def had_happened(value: Any) -> bool:
        if isinstance(value, dict):
            return all(known(value.get(name), as_at) for name in ("from", "done") if name in value)
        return known(value, as_at)

    found = dict(facts)
    for name, value in facts.items():
        if isinstance(value, list):
            found[name] = [one for one in value if had_happened(one)]
        elif name == "held":
            found[name] = {fact: since for fact, since in value.items() if had_happened(since)}
        elif isinstance(value, str) and name != "limit" and not had_happened(value):
            found[name] = None
    return found


@given(many, several_excuses, moments, moments, st.sampled_from(["during", "about"]))
def test_it_says_of_an_earlier_instant_what_would_have_been_said_then(told, windows, asked, latest, mode):
    kind, facts = told
    as_at, horizon = sorted((instant(asked), instant(latest)))
    facts = {**facts, "excused": windows}
    numbers = {**TOLD, "mode": mode, "grace": "P10D"}
    rows = clocks(kind, numbers, facts, horizon)
    then = clocks(kind, numbers, without_the_future(facts, as_at), as_at)
    assert verdict_by_label(rows, as_at) == verdict_by_label(then, as_at)


@given(many, several_excuses, moments)
def test_it_lets_at_most_one_row_stand_for_a_subject(told, windows, asked):
    kind, facts = told
    as_at = instant(asked)
    rows = clocks(kind, TOLD, {**facts, "excused": windows}, as_at + timedelta(days=90))
    labels = [row.label for row in rows if stands(row, as_at)]
    assert len(labels) == len(set(labels))


@given(many, several_excuses, moments)
def test_it_excuses_within_any_of_several_windows_and_only_there(told, windows, asked):
    kind, facts = told
    if kind == "period":
        return  # a missed period also asks when the excuse began
    as_at = instant(asked)
    bare = judged(kind, TOLD, {**facts, "excused": []}, as_at)
    covered = any(excused({"excused": window}, as_at) for window in windows)
    expected = "excused" if covered and bare not in ("met", "late", "not applicable") else bare
    assert judged(kind, TOLD, {**facts, "excused": windows}, as_at) == expected


@given(many, moments, moments)
def test_it_never_takes_back_a_verdict_that_is_for_ever(told, one, other):
    kind, facts = told
    earlier, later = sorted((instant(one), instant(other)))
    rows = clocks(kind, {**TOLD, "mode": "during"}, facts, later)
    for_ever = {"met", "late"} if kind == "deadline" else {"met", "missed"} if kind == "period" else set()
    now = verdict_by_label(rows, later)
    for label, answer in verdict_by_label(rows, earlier).items():
        if answer in for_ever:
            assert now[label] == answer or (answer == "missed" and now[label] == "excused")


@given(moments, durations, st.integers(0, 10**7))
def test_it_is_met_exactly_at_the_limit_and_late_an_instant_after_it(start, within, microseconds):
    limit = after(read_moment(start), Duration.parse(within))
    late = limit + timedelta(microseconds=1 + microseconds)
    for done, expected in ((limit, "met"), (late, "late")):
        facts = {"start": start, "done": done.isoformat()}
        assert judged("deadline", {"within": within}, facts, late) == expected
