from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.foundation.organisation.rules.dates import read_date

DAYS = st.dates(min_value=date(1970, 1, 1), max_value=date(2069, 12, 31))
WAYS = [
    "%d-%b-%Y",
    "%d/%m/%Y",
    "%d/%m/%y",
    "%Y-%m-%d",
    "%d %B %Y",
    "%d.%m.%Y",
    "%Y%m%d",
    "%Y-%m-%d 00:00:00",
    "%d-%b-%y",
]


@given(DAYS, st.sampled_from(WAYS))
def test_it_reads_every_way_to_write_a_day(day: date, way: str) -> None:
    assert read_date(day.strftime(way)) == day
    assert read_date(f" {day.strftime(way).upper()} ") == day


@pytest.mark.parametrize("text", ["", "  ", "31-DEC-4712", "31/12/4712"])
def test_it_takes_nothing_and_for_ever_for_no_day(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    "text", ["45748", "04/13/2025", "31/02/2024", "1 Foo 2025", "yesterday", "01/01/1025", "00/01/2025"]
)
def test_it_refuses_what_is_no_day(text: str) -> None:
    with pytest.raises(ValueError, match="“"):
        read_date(text)
