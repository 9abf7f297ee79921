from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.doors.workspace.presenters.work import GROUPS, SHOWN, grouped, urgency
from holdfast.foundation.records.work import WorkItem

NOW = datetime(2026, 3, 3, 22, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def item(due: timedelta | None, **words: object) -> WorkItem:
    told = {"title": "Verbal abuse", "what": "Waits for triage", "verb": "Triage", "url": "/x/"} | words
    return WorkItem.owed(due=None if due is None else NOW + due, since=NOW, **told)


@pytest.mark.parametrize(
    ("due", "group"),
    [
        (-HOUR, "overdue"),
        (-timedelta(microseconds=1), "overdue"),
        (timedelta(), "soon"),  # done exactly at the limit is in time, so now is not too late
        (48 * HOUR, "soon"),
        (48 * HOUR + timedelta(microseconds=1), "later"),
        (None, "undated"),
    ],
)
def test_it_knows_how_urgent_something_is(due: timedelta | None, group: str) -> None:
    assert urgency(item(due), NOW) == group


def test_it_heeds_when_something_warns_by_itself() -> None:
    early = item(20 * HOUR, warns=NOW + HOUR)
    late = item(200 * HOUR, warns=NOW - HOUR)
    assert (urgency(early, NOW), urgency(late, NOW)) == ("later", "soon")


@given(st.lists(st.one_of(st.none(), st.timedeltas(min_value=-90 * 24 * HOUR, max_value=90 * 24 * HOUR)), max_size=60))
def test_it_loses_nothing_and_keeps_the_order(dues: list[timedelta | None]) -> None:
    items = sorted(item(due, reference=f"INC-2026-{number:05d}") for number, due in enumerate(dues))
    groups = grouped(items, NOW)
    assert sum(group.total for group in groups) == len(items)
    assert [group.key for group in groups] == [key for key in GROUPS if key in {group.key for group in groups}]
    for group in groups:
        assert len(group.work) == min(group.total, SHOWN)
        assert bool(group.all_url) is (group.total > SHOWN)
        whole = next(one for one in grouped(items, NOW, whole=group.key) if one.key == group.key)
        assert len(whole.work) == whole.total
        assert not whole.all_url
    shown = [line.due for group in groups for line in group.work if line.due]
    assert shown == sorted(shown)


def test_it_says_for_whom() -> None:
    (group,) = grouped([item(-HOUR).on_behalf("Dana Director")], NOW)
    assert group.work[0].why == "Waits for triage, for Dana Director, who is away"


def test_it_has_no_groups_for_nothing() -> None:
    assert grouped([], NOW) == []
