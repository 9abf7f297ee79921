from __future__ import annotations

from typing import Any

import pytest

from holdfast.oversight.assurance.engine.comparison import stands
from holdfast.oversight.assurance.engine.explanation import explain, explain_obligation, length, listed, percentage
from holdfast.oversight.assurance.engine.summary import summarise
from holdfast.oversight.assurance.tests.judging import EXCUSE, clocks, instant
from holdfast.oversight.assurance.tests.test_engine_summary import FIVE, deadlines

START = {"start": "2026-05-01T09:00+01:00"}
LOCK = {"since": "2025-01-01", "done": ["2025-08-31"]}
BADGE = {"since": "2025-01-01", "items": [{"from": "2025-01-01", "until": "2026-01-01"}]}
RECORD = {"created": "2026-05-01T09:00+01:00", "held": ["officer"]}


def sentence(kind: str, numbers: dict[str, Any], facts: dict[str, Any], as_at: str, name: str = "") -> str:
    moment = instant(as_at)
    standing = [row for row in clocks(kind, numbers, facts, moment) if stands(row, moment)]
    return explain(standing[0] if standing else None, moment, name=name, kind=kind)


@pytest.mark.parametrize(
    ("kind", "numbers", "facts", "as_at", "expected"),
    [
        ("deadline", {"within": "P7D"}, {"start": None}, "2026-05-02", "It had not begun."),
        ("deadline", {"within": "P7D"}, START, "2026-05-02", "Not due until 09:00 on 8 May 2026."),
        ("deadline", {"within": "P7D"}, START, "2026-05-08T06:30+01:00", "Due by 09:00 on 8 May 2026, in 2 hours."),
        ("deadline", {"within": "P7D"}, START, "2026-05-08T09:00+01:00", "Due by 09:00 on 8 May 2026, now."),
        (
            *("deadline", {"within": "P7D"}, START, "2026-06-01T09:00+01:00"),
            "Overdue for 24 days: its limit was 09:00 on 8 May 2026.",
        ),
        (
            *("deadline", {"within": "P7D"}, {**START, "done": "2026-05-04"}, "2026-06-01"),
            "Done on 4 May 2026, in time for its limit, 09:00 on 8 May 2026.",
        ),
        (
            *("deadline", {"within": "P7D"}, {**START, "done": "2026-05-08T10:10+01:00"}, "2026-06-01"),
            "Done on 8 May 2026, 1 hour after its limit, 09:00 on 8 May 2026.",
        ),
        (
            *("deadline", {"within": "P7D"}, {**START, "ended": "2026-05-04"}, "2026-06-01"),
            "It has not applied since 4 May 2026.",
        ),
        (
            *("deadline", {"within": "P7D"}, {**START, "excused": {**EXCUSE, "from": "2026-05-02"}}, "2026-06-01"),
            "Excused from 2 May 2026 by Director: court embargo.",
        ),
        (
            "deadline",
            {"within": "P7D"},
            {**START, "excused": {**EXCUSE, "from": "2026-05-02", "until": "2026-07-02"}},
            "2026-06-01",
            "Excused from 2 May 2026 until the end of 2 July 2026 by Director: court embargo.",
        ),
        ("deadline", {}, START, "2026-06-01", "The trust has not set the number that would say when this is due."),
        ("interval", {"every": "P6M"}, LOCK, "2025-10-01", "In date until the end of 28 February 2026."),
        ("coverage", {}, BADGE, "2025-03-01", "In date until the end of 1 January 2026."),
        (
            *("coverage", {}, {"since": "2025-01-01", "items": [{"from": "2025-01-01"}]}, "2025-03-01"),
            "In date, with no end set.",
        ),
        (
            *("completeness", {"within": "P3D", "required": ["officer"]}, RECORD, "2026-06-01"),
            "Complete: every required fact is there.",
        ),
        (
            *("completeness", {"within": "P3D", "required": ["officer"]}),
            {**RECORD, "held": [], "reasons": {"officer": "They would not say"}},
            "2026-06-01",
            "Complete by explanation: the record says why it lacks officer.",
        ),
        (
            "completeness",
            {"within": "P3D", "required": ["officer", "crime_number", "injuries", "witnesses"]},
            RECORD,
            "2026-05-20T09:00+01:00",
            "Overdue for 16 days: its limit was 09:00 on 4 May 2026; "
            "still missing: crime number, injuries and witnesses.",
        ),
        (
            "period",
            {"period": "quarter", "mode": "during"},
            {"since": "2026-01-01", "done": []},
            "2026-04-01T00:00+01:00",
            "Missed: nothing was done by the end of 31 March 2026.",
        ),
    ],
)
def test_it_says_why_in_one_plain_sentence(kind, numbers, facts, as_at, expected):
    assert sentence(kind, numbers, facts, as_at) == expected


def test_it_leads_with_the_name_where_there_is_one():
    found = sentence("interval", {"every": "P6M"}, LOCK, "2025-10-01", name="Lock 7")
    assert found == "Lock 7: in date until the end of 28 February 2026."


def test_it_says_of_an_obligation_how_it_stands_against_its_target():
    assert explain_obligation(summarise(FIVE, instant("2026-04-01")), 0.95) == (
        "33.3% kept (1 of 3), below the target of 95%; 1 overdue; the oldest open failure had its limit at the end of "
        "17 March 2026; failing since 9 March 2026."
    )
    kept = deadlines(one=("2026-03-01", "2026-03-02"))
    assert explain_obligation(summarise(kept, instant("2026-04-01")), 1.0) == (
        "100% kept (1 of 1), on the target of 100%; without a failure since 1 March 2026."
    )
    assert explain_obligation(summarise(kept, instant("2026-04-01")), None) == (
        "100% kept (1 of 1); without a failure since 1 March 2026."
    )


def test_it_says_of_an_obligation_why_there_is_no_figure():
    assert explain_obligation(summarise([], instant("2026-04-01")), 0.95) == "There is nothing to judge yet."
    unset = clocks("deadline", {}, START, instant("2026-06-01"))
    assert explain_obligation(summarise(unset, instant("2026-06-01")), 0.95) == (
        "The trust has not set the number that this needs."
    )


@pytest.mark.parametrize(
    ("share", "expected"),
    [(1.0, "100%"), (0.9999, "99.9%"), (0.95, "95%"), (0.29, "29%"), (1 / 3, "33.3%"), (0.0, "0%"), (0.0004, "0%")],
)
def test_it_rounds_a_share_down(share, expected):
    assert percentage(share) == expected


def test_it_names_lengths_and_lists_as_people_do():
    day = instant("2026-01-02") - instant("2026-01-01")
    assert [length(day), length(day * 2), length(day / 24), length(day / 1440), length(day / 86400)] == [
        "1 day",
        "2 days",
        "1 hour",
        "1 minute",
        "less than a minute",
    ]
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
