from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.kernel.clock import LONDON
from holdfast.kernel.durations import (
    NO_TIME,
    Duration,
    Period,
    PeriodKind,
    after,
    before,
    begins,
    ends,
    first_instant,
    last_instant,
    read_moment,
)

MICROSECOND = timedelta(microseconds=1)

durations = st.builds(
    Duration,
    years=st.integers(0, 20),
    months=st.integers(0, 30),
    weeks=st.integers(0, 60),
    days=st.integers(0, 400),
    hours=st.integers(0, 100),
    minutes=st.integers(0, 100),
    seconds=st.integers(0, 100),
)
instants = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
days = st.dates(date(1990, 1, 1), date(2100, 1, 1))


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


class TestDuration:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("PT24H", "24 hours"),
            ("PT1H", "1 hour"),
            ("P6M", "6 months"),
            ("PT6M", "6 minutes"),
            ("P6W", "6 weeks"),
            ("P1Y", "1 year"),
            ("P1Y6M", "1 year and 6 months"),
            ("P1Y2M3DT4H5M6S", "1 year, 2 months, 3 days, 4 hours, 5 minutes and 6 seconds"),
            ("PT0S", "at once"),
            ("P0D", "at once"),
        ],
    )
    def test_it_reads_a_duration_and_says_it_in_words(self, text, words):
        assert Duration.parse(text).words == words

    @pytest.mark.parametrize(
        "rubbish",
        [
            *("", "P", "PT", "P1DT", "1 day", "P1", "P-1D", "-P1D", "P1.5D", "PT0,5H", "p7d", "P7d", " P7D", "P7D\n"),
            *("P1M1Y", "PT1S1H", "P1H", "P٧D", "24", "regularly", None, 24, ["P7D"]),
        ],
    )
    def test_it_refuses_what_is_not_a_duration(self, rubbish):
        with pytest.raises(ValueError, match="is not a duration such as"):
            Duration.parse(rubbish)

    def test_it_says_that_the_end_of_a_shift_is_no_duration(self):
        with pytest.raises(ValueError, match="each thing must give its own limit"):
            Duration.parse("shift-end")

    def test_it_refuses_a_negative_number(self):
        with pytest.raises(ValueError, match="negative"):
            Duration(days=-1)

    @given(durations)
    def test_it_reads_back_what_it_writes(self, duration):
        assert Duration.parse(str(duration)) == duration


class TestAfter:
    @pytest.mark.parametrize(
        ("start", "duration", "limit"),
        [
            # Hours are absolute: the night of the October change has 25 of them, that of March 23.
            ("2026-10-24T09:00+01:00", "PT24H", "2026-10-25T08:00+00:00"),
            ("2026-10-24T09:00+01:00", "P1D", "2026-10-25T09:00+00:00"),
            ("2026-03-28T09:00+00:00", "PT24H", "2026-03-29T10:00+01:00"),
            ("2026-03-28T09:00+00:00", "P1D", "2026-03-29T09:00+01:00"),
            ("2026-10-20T09:00+01:00", "P1W", "2026-10-27T09:00+00:00"),
            # The day is London's, not that of the zone it was written in.
            ("2026-08-31T23:30+00:00", "P1M", "2026-09-30T23:30+00:00"),
            ("2025-08-31T10:00+01:00", "P6M", "2026-02-28T10:00+00:00"),
            ("2023-08-31T10:00+01:00", "P6M", "2024-02-29T10:00+00:00"),
            ("2024-02-29T10:00+00:00", "P1Y", "2025-02-28T10:00+00:00"),
            ("2024-02-29T10:00+00:00", "P4Y", "2028-02-29T10:00+00:00"),
            ("2026-12-15T10:00+00:00", "P1M", "2027-01-15T10:00+00:00"),
            # Calendar parts go first, then hours.
            ("2026-10-24T09:00+01:00", "P1DT2H", "2026-10-25T11:00+00:00"),
            ("2026-03-03T12:00+00:00", "PT0S", "2026-03-03T12:00+00:00"),
        ],
    )
    def test_it_counts_in_london_calendar_time_and_real_hours(self, start, duration, limit):
        assert after(instant(start), Duration.parse(duration)) == instant(limit)

    def test_it_moves_a_local_time_that_does_not_exist_forward_by_the_skipped_hour(self):
        assert after(instant("2026-03-28T01:30+00:00"), Duration(days=1)) == instant("2026-03-29T02:30+01:00")

    def test_it_means_the_first_of_a_local_time_that_exists_twice(self):
        assert after(instant("2026-10-24T01:30+01:00"), Duration(days=1)) == instant("2026-10-25T01:30+01:00")
        assert before(instant("2026-10-26T01:30+00:00"), Duration(days=1)) == instant("2026-10-25T01:30+01:00")

    @pytest.mark.parametrize("offset", ["+01:00", "+00:00"])
    def test_it_leaves_both_passes_of_a_repeated_hour_where_they_are_when_nothing_is_added(self, offset):
        start = instant(f"2026-10-25T01:30{offset}")
        assert after(start, NO_TIME) == start
        assert after(start, Duration(minutes=1)) == start + timedelta(minutes=1)

    @pytest.mark.parametrize(
        ("start", "duration", "limit"),
        [
            (date(2026, 3, 3), "P10D", "2026-03-13T23:59:59.999999+00:00"),
            (date(2026, 3, 28), "P1D", "2026-03-29T23:59:59.999999+01:00"),
            (date(2025, 9, 30), "P2M", "2025-11-30T23:59:59.999999+00:00"),
            (date(2026, 3, 3), "PT0S", "2026-03-03T23:59:59.999999+00:00"),
            (date(2026, 3, 3), "PT24H", "2026-03-04T23:59:59.999999+00:00"),
        ],
    )
    def test_it_reckons_a_date_alone_to_the_end_of_the_day(self, start, duration, limit):
        assert after(start, Duration.parse(duration)) == instant(limit)

    def test_it_refuses_a_time_without_its_zone(self):
        with pytest.raises(ValueError, match="time zone"):
            after(datetime(2026, 3, 3), NO_TIME)

    @pytest.mark.parametrize("start", [date(2026, 3, 3), datetime(2026, 3, 3, tzinfo=UTC)])
    @pytest.mark.parametrize("duration", ["P9999Y", "P999999W", "P7973Y9M28D"])
    def test_it_says_so_when_the_calendar_ends(self, start, duration):
        with pytest.raises(ValueError, match="from 3 March 2026 lies beyond the calendar"):
            after(start, Duration.parse(duration) if duration != "P7973Y9M28D" else Duration(years=7973, days=400))

    @given(instants, durations)
    def test_it_never_goes_back_and_before_never_goes_on(self, start, duration):
        assert before(start, duration) <= start <= after(start, duration)

    @given(instants, instants, durations)
    def test_it_never_gives_an_hour_more_to_the_one_who_started_earlier(self, one, other, duration):
        # Ends of months may fall together, and the repeated hour folds onto its first pass.
        earlier, later = sorted((one, other))
        assert after(earlier, duration) <= after(later, duration) + timedelta(hours=1)

    @given(days, st.integers(0, 1000))
    def test_it_adds_days_to_the_local_calendar(self, day, number):
        assert after(day, Duration(days=number)) == last_instant(day + timedelta(days=number))


class TestMoments:
    @given(days)
    def test_it_leaves_no_instant_between_two_days(self, day):
        assert last_instant(day) + MICROSECOND == first_instant(day + timedelta(days=1))
        assert first_instant(day).astimezone(LONDON).date() == last_instant(day).astimezone(LONDON).date() == day

    def test_it_takes_an_instant_as_it_is(self):
        moment = instant("2026-06-01T10:00+01:00")
        assert begins(moment) == ends(moment) == moment

    @pytest.mark.parametrize(
        ("text", "moment"),
        [
            ("2026-03-01", date(2026, 3, 1)),
            ("2026-06-01T10:00+01:00", datetime(2026, 6, 1, 9, tzinfo=UTC)),
            ("2026-06-01T10:00:01.5Z", datetime(2026, 6, 1, 10, 0, 1, 500000, tzinfo=UTC)),
            ("2026-06-01 10:00Z", datetime(2026, 6, 1, 10, tzinfo=UTC)),
        ],
    )
    def test_it_reads_dates_and_instants(self, text, moment):
        assert read_moment(text) == moment
        assert type(read_moment(text)) is type(moment)

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("yesterday", "is neither a date"),
            ("01/03/2026", "is neither a date"),
            ("2026-W10-1", "is neither a date"),
            ("20260301", "is neither a date"),
            ("", "is neither a date"),
            (None, "None is neither a date"),
            (20260301, "is neither a date"),
            ("2026-02-30", "does not exist"),
            ("2026-03-01T25:00+00:00", "does not exist"),
            ("2026-03-01T10:00", "needs its time zone"),
            ("0026-03-01", "outside the years"),
            ("2620-03-01", "outside the years"),
        ],
    )
    def test_it_says_what_is_wrong_with_a_moment(self, text, reason):
        with pytest.raises(ValueError, match=reason):
            read_moment(text)


class TestPeriod:
    @pytest.mark.parametrize(
        ("kind", "day", "name", "first", "last", "words"),
        [
            ("month", date(2024, 2, 10), "2024-02", date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
            ("quarter", date(2026, 3, 31), "2026-Q1", date(2026, 1, 1), date(2026, 3, 31), "January to March 2026"),
            (
                "quarter",
                date(2026, 10, 1),
                "2026-Q4",
                date(2026, 10, 1),
                date(2026, 12, 31),
                "October to December 2026",
            ),
            ("half-year", date(2025, 4, 1), "2025-H1", date(2025, 4, 1), date(2025, 9, 30), "April to September 2025"),
            (
                *("half-year", date(2026, 3, 31), "2025-H2"),
                *(date(2025, 10, 1), date(2026, 3, 31), "October 2025 to March 2026"),
            ),
            (
                *("financial-year", date(2026, 3, 31), "2025-26"),
                *(date(2025, 4, 1), date(2026, 3, 31), "the financial year 2025-26"),
            ),
            (
                *("financial-year", date(1999, 4, 1), "1999-00"),
                *(date(1999, 4, 1), date(2000, 3, 31), "the financial year 1999-00"),
            ),
            (
                *("calendar-year", date(2026, 12, 31), "2026"),
                *(date(2026, 1, 1), date(2026, 12, 31), "the calendar year 2026"),
            ),
        ],
    )
    def test_it_knows_its_name_and_its_days(self, kind, day, name, first, last, words):
        period = Period.containing(PeriodKind(kind), day)
        assert (period.id, period.first, period.last, period.words) == (name, first, last, words)

    def test_it_goes_by_the_day_in_london(self):
        late_on_the_last_day = instant("2026-03-31T23:30+01:00")
        assert Period.containing(PeriodKind.FINANCIAL_YEAR, late_on_the_last_day).id == "2025-26"
        assert Period.containing(PeriodKind.MONTH, instant("2026-06-30T23:30+00:00")).id == "2026-07"

    @given(st.sampled_from(PeriodKind), instants)
    def test_it_holds_its_moment_reads_back_its_name_and_leaves_no_gap(self, kind, moment):
        period = Period.containing(kind, moment)
        assert period.opens <= moment <= period.closes
        assert Period.parse(kind, period.id) == period
        assert period.closes + MICROSECOND == period.next().opens
        assert Period.containing(kind, period.closes) == period

    @pytest.mark.parametrize(
        ("kind", "text"),
        [
            ("half-year", "2025-H3"),
            ("quarter", "2025-H1"),
            ("quarter", "2025-Q5"),
            ("financial-year", "2025-27"),
            ("financial-year", "2025"),
            ("month", "2025-13"),
            ("month", "2025-3"),
            ("calendar-year", "25"),
            ("calendar-year", "0000"),
            ("month", None),
        ],
    )
    def test_it_refuses_another_name(self, kind, text):
        with pytest.raises(ValueError, match=f"is not a {kind} such as"):
            Period.parse(PeriodKind(kind), text)
