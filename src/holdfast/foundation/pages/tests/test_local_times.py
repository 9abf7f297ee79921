from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.foundation.pages.local_times import (
    AmbiguousTime,
    NonexistentTime,
    UnreadableTime,
    instants,
    london_instant,
    read_time,
    write_time,
)

SPRING = date(2026, 3, 29)  # 01:00 to 02:00 was left out
AUTUMN = date(2026, 10, 25)  # 01:00 to 02:00 came twice

clock_times = st.builds(time, st.integers(0, 23), st.integers(0, 59))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:30", time(14, 30)),
        ("1430", time(14, 30)),
        ("14.30", time(14, 30)),
        ("14 30", time(14, 30)),
        ("14h30", time(14, 30)),
        ("1430hrs", time(14, 30)),
        ("1430 hours", time(14, 30)),
        ("2:30pm", time(14, 30)),
        ("2.30 p.m.", time(14, 30)),
        ("230PM", time(14, 30)),
        ("2pm", time(14)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("12:05 am", time(0, 5)),
        ("14:30pm", time(14, 30)),
        ("0:05", time(0, 5)),
        ("0005", time(0, 5)),
        ("930", time(9, 30)),
        ("9", time(9)),
        (" noon ", time(12)),
        ("12 midnight", time(0)),
        ("１４：３０", time(14, 30)),
    ],
)
def test_it_reads_a_time_as_people_write_it(text, expected):
    assert read_time(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "later",
        "25:00",
        "24:00",
        "14:60",
        "14:30am",
        "0pm",
        "14:3",
        "m",
        "14:30m",
        "1 2 3",
        "-1:00",
        "14:30\x00:00",
        "99999",
        "1e3",
    ],
)
def test_it_refuses_what_is_no_time(text):
    with pytest.raises(UnreadableTime):
        read_time(text)


@given(clock_times)
def test_it_reads_back_every_way_of_writing_a_time(clock):
    half = "am" if clock.hour < 12 else "pm"
    twelve = clock.hour % 12 or 12
    for text in (
        f"{clock:%H:%M}",
        f"{clock:%H%M}",
        f"{clock:%H.%M}",
        f"{clock.hour}:{clock.minute:02}",
        f"{twelve}:{clock.minute:02}{half}",
        f"{twelve}.{clock.minute:02} {half[0]}.m.",
        f"{twelve}{clock.minute:02}{half.upper()}",
    ):
        assert read_time(text) == clock


@given(st.text(max_size=12))
def test_it_raises_nothing_but_unreadable(text):
    with suppress(UnreadableTime):
        read_time(text)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), clock_times)
def test_it_finds_the_instant_that_london_clocks_showed(day, clock):
    for instant in instants(day, clock):
        again = london_instant(day, write_time(instant))
        assert again == instant
        assert again.tzinfo is UTC


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(
        lambda d: d.replace(second=0, microsecond=0, tzinfo=UTC)
    )
)
def test_it_reads_back_what_it_writes(instant):
    local_day = (instant + timedelta(hours=2)).date()
    found = [
        reading
        for day in {local_day, local_day - timedelta(days=1)}
        for reading in [_or_none(day, write_time(instant))]
        if reading == instant
    ]
    assert found == [instant]


def _or_none(day, text):
    try:
        return london_instant(day, text)
    except (UnreadableTime, NonexistentTime, AmbiguousTime):
        return None


def test_it_takes_an_hour_off_in_summer():
    assert london_instant(date(2026, 7, 1), "14:30") == datetime(2026, 7, 1, 13, 30, tzinfo=UTC)
    assert london_instant(date(2026, 1, 1), "14:30") == datetime(2026, 1, 1, 14, 30, tzinfo=UTC)


def test_it_refuses_the_hour_that_never_was():
    with pytest.raises(NonexistentTime):
        london_instant(SPRING, "01:30")
    assert london_instant(SPRING, "02:00") == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_it_asks_which_of_the_two_hours_is_meant():
    with pytest.raises(AmbiguousTime):
        london_instant(AUTUMN, "01:30")
    assert london_instant(AUTUMN, "01:30 BST") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert london_instant(AUTUMN, "0130gmt") == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert write_time(datetime(2026, 10, 25, 1, 30, tzinfo=UTC)) == "01:30 GMT"


def test_it_refuses_a_zone_that_was_not_in_force():
    with pytest.raises(UnreadableTime):
        london_instant(date(2026, 7, 1), "14:30 GMT")
