"""Places in long lists, as addresses tell them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.kernel.places import mark_of, read_mark


@given(
    st.datetimes(datetime(1901, 1, 1), datetime(2198, 12, 31)),
    st.integers(-14 * 60, 14 * 60),
    st.integers(0, 2**63 - 1),
)
def test_it_reads_what_it_wrote(naive: datetime, minutes: int, key: int) -> None:
    at = naive.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert read_mark(mark_of(at, key)) == (at.astimezone(UTC), key)


@pytest.mark.parametrize(
    "mark",
    [
        *("", "~", "nonsense", "2026-03-03T14:30:00~1", "2026-03-03T14:30:00+00:00", "2026-03-03T14:30:00+00:00~x"),
        *("0001-01-01T00:00:00+14:00~1", "9999-12-31T23:59:59-14:00~1"),
        *(f"2026-03-03T14:30:00+00:00~{2**63}", "2026-03-03T14:30:00+00:00~-1"),
    ],
)
def test_it_takes_what_no_list_gave_for_no_place(mark: str) -> None:
    assert read_mark(mark) is None
