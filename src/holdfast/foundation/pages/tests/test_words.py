from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.foundation.pages import words

NOW = datetime(2026, 3, 3, 14, 30, tzinfo=UTC)


def test_it_writes_london_days_and_times():
    summer = datetime(2026, 6, 30, 23, 15, tzinfo=UTC)
    assert words.moment_in_words(summer) == "1 July 2026, 00:15"
    assert words.day_in_words(date(2026, 3, 3)) == "3 March 2026"
    assert words.short_day_in_words(NOW) == "3 Mar 2026"


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (NOW, "today at 14:30"),
        (NOW - timedelta(hours=20), "yesterday at 18:30"),
        (NOW + timedelta(hours=20), "tomorrow at 10:30"),
        (NOW - timedelta(days=40), "22 January 2026, 14:30"),
    ],
)
def test_it_says_near_moments_as_people_do(instant, expected):
    assert words.near_moment_in_words(instant, NOW) == expected


def test_it_says_near_days_as_people_do():
    today = date(2026, 3, 3)
    said = [words.near_day_in_words(today + timedelta(days=n), today) for n in (-2, -1, 0, 1, 3, 7)]
    assert said == ["1 March 2026", "yesterday", "today", "tomorrow", "on Friday", "10 March 2026"]


def test_it_says_how_far_off_a_moment_is():
    said = [words.how_far(NOW + timedelta(minutes=n), NOW) for n in (-2880, -90, 0, 45, 4000)]
    assert said == ["2 days ago", "1 hour ago", "just now", "in 45 minutes", "in 2 days"]


def test_it_writes_lengths():
    assert words.length_in_words(timedelta(days=2, hours=3, minutes=4)) == "2 days 3 hours"
    assert words.length_in_words(timedelta(days=1, minutes=4)) == "1 day 4 minutes"
    assert words.length_in_words(timedelta(seconds=59)) == "less than a minute"
    with pytest.raises(ValueError, match="not negative"):
        words.length_in_words(timedelta(seconds=-1))


@given(st.timedeltas(timedelta(minutes=1), timedelta(days=4000)))
def test_it_never_says_a_length_is_longer_than_it_is(length):
    units = {"day": timedelta(days=1), "hour": timedelta(hours=1), "minute": timedelta(minutes=1)}
    spoken = words.length_in_words(length, parts=3).replace(",", "").split()
    total = sum(
        (int(n) * units[unit.removesuffix("s")] for n, unit in zip(spoken[::2], spoken[1::2], strict=True)), timedelta()
    )
    assert total <= length < total + timedelta(minutes=1)


def test_it_writes_sizes():
    said = [
        words.size_in_words(size).replace("\N{NO-BREAK SPACE}", " ")
        for size in (0, 1, 640, 12_300, 999_600, 3_440_000, 20_000_000, 7 * 10**9)
    ]
    assert said == ["0 bytes", "1 byte", "640 bytes", "12 KB", "1 MB", "3.4 MB", "20 MB", "7 GB"]


def test_it_writes_money():
    said = [words.money_in_words(Decimal(sum_)) for sum_ in ("0", "1200", "1200.5", "-30", "0.005")]
    assert said == ["£0", "£1,200", "£1,200.50", "−£30", "£0"]


def test_it_counts_a_list():
    assert words.count_of(0, 0, "incident") == "No incidents"
    assert words.count_of(1, 1, "person", "people") == "1 person"
    assert words.count_of(50, 1204, "incident") == "50 of 1,204 incidents"
    assert words.count_of(50, None, "incident") == "50 incidents shown"


def test_it_lists_words():
    assert [words.listed(list(w)) for w in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]
