from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from holdfast.foundation.pages.day_fields import LondonDateField, LondonDateTimeField
from holdfast.foundation.pages.forms import PageForm
from holdfast.kernel import clock

NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _third_of_march():
    with clock.at(NOON):
        yield


def refusal(field, *boxes):
    with pytest.raises(ValidationError) as caught:
        field.clean(list(boxes))
    error = caught.value
    return error.messages[0], tuple((error.params or {}).get("parts", ()))


@pytest.mark.parametrize("month", ["3", "03", "March", "mar", "MAR."])
def test_it_reads_a_month_by_number_or_name(month):
    assert LondonDateField().clean(["3", month, "2026"]) == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("boxes", "message", "parts"),
    [
        (("", "3", "2026"), "The review must include a day", ("day",)),
        (("3", "", ""), "The review must include a month and a year", ("month", "year")),
        (("31", "2", "2026"), "The review must be a real date: that month has no day 31", ("day",)),
        (("3", "13", "2026"), "The review must be a real date, like 27 3 2026", ("month",)),
        (("32", "3", "2026"), "The review must be a real date, like 27 3 2026", ("day",)),
        (("0", "3", "2026"), "The review must be a real date, like 27 3 2026", ("day",)),
        (("x", "y", "2026"), "The review must be a real date, like 27 3 2026", ("day", "month")),
        (("3", "3", "26"), "Year must include 4 numbers", ("year",)),
        (("3", "3", "1066"), "Year must be 1900 or later", ("year",)),
        (("٣", "3", "٢٠٢x"), "The review must be a real date, like 27 3 2026", ("day", "year")),
    ],
)
def test_it_says_which_box_to_mend(boxes, message, parts):
    assert refusal(LondonDateField(called="the review"), *boxes) == (message, parts)


def test_it_refuses_a_future_date():
    field = LondonDateField(called="the incident", past=True)
    assert field.clean(["3", "3", "2026"]) == date(2026, 3, 3)
    assert refusal(field, "4", "3", "2026")[0] == "The incident must be today or in the past"


def test_it_refuses_a_past_date_where_it_must_be_ahead():
    field = LondonDateField(called="the review", future=True)
    assert field.clean(["3", "3", "2026"]) == date(2026, 3, 3)
    assert refusal(field, "2", "3", "2026")[0] == "The review must be today or in the future"


def test_it_holds_to_limits_that_are_asked_for_at_the_moment():
    field = LondonDateField(called="the review", earliest=lambda: date(2026, 3, 1), latest=date(2026, 3, 9))
    assert refusal(field, "28", "2", "2026")[0] == "The review must be 1 March 2026 or later"
    assert refusal(field, "10", "3", "2026")[0] == "The review must be 9 March 2026 or earlier"


def test_it_is_none_when_left_empty_and_not_required():
    assert LondonDateField(required=False).clean(["", " ", "\u200b"]) is None
    assert LondonDateField(required=False).clean(None) is None


def test_it_gives_the_instant_of_a_london_time():
    field = LondonDateTimeField(called="the incident")
    assert field.clean(["1", "7", "26", "2:30pm"]) == datetime(2026, 7, 1, 13, 30, tzinfo=UTC)


def test_it_takes_the_present_minute_but_none_ahead():
    field = LondonDateTimeField(called="the incident", past=True)
    assert field.clean(["3", "3", "2026", "12:00"]) == NOON
    assert refusal(field, "3", "3", "2026", "12:01") == ("The incident must be in the past", ("clock",))


def test_it_takes_the_whole_of_the_latest_day():
    field = LondonDateTimeField(called="the visit", latest=date(2026, 3, 9))
    assert field.clean(["9", "3", "2026", "23:59"]).day == 9
    assert refusal(field, "10", "3", "2026", "00:00")[0] == "The visit must be 9 March 2026 or earlier"


def test_it_names_every_box_left_empty():
    message, parts = refusal(LondonDateTimeField(called="the incident"), "3", "3", "", "")
    assert message == "The incident must include a year and a time, like 14:30"
    assert parts == ("year", "clock")


def test_it_gives_a_day_where_the_time_is_not_known():
    assert LondonDateTimeField(time_optional=True).clean(["3", "3", "2026", ""]) == date(2026, 3, 3)


def test_it_explains_the_nights_on_which_the_clocks_change():
    field = LondonDateTimeField(called="the incident")
    assert "went forward" in refusal(field, "29", "3", "2026", "0130")[0]
    message, parts = refusal(field, "25", "10", "2026", "0130")
    assert "01:30 BST" in message
    assert parts == ("clock",)
    assert field.clean(["25", "10", "2026", "01:30 GMT"]) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


class _Form(PageForm):
    at = LondonDateTimeField(label="When?")


@given(st.datetimes(datetime(2001, 1, 1), datetime(2090, 1, 1)))
def test_it_shows_what_it_reads_back(naive):
    instant = naive.replace(second=0, microsecond=0, tzinfo=UTC)
    boxes = LondonDateTimeField().prepare_value(instant)
    assert LondonDateTimeField().clean(boxes) == instant


@given(st.lists(st.text(max_size=6), min_size=4, max_size=4))
def test_it_answers_any_text_with_a_value_or_a_message(boxes):
    with suppress(ValidationError):
        assert isinstance(LondonDateTimeField().clean(boxes), datetime)


def test_it_has_not_changed_when_shown_and_sent_back():
    initial = datetime(2026, 7, 1, 13, 30, tzinfo=UTC)
    sent = {"at_day": "1", "at_month": "7", "at_year": "2026", "at_clock": "14:30"}
    assert not _Form(sent, initial={"at": initial}).has_changed()
    assert _Form({**sent, "at_clock": "14:31"}, initial={"at": initial}).has_changed()


def test_it_marks_only_the_wrong_box_and_links_to_it():
    form = _Form({"at_day": "3", "at_month": "3", "at_year": "2026", "at_clock": "later"})
    html = str(form)
    assert html.count('aria-invalid="true"') == 1
    assert html.count("nhsuk-input--error") == 1
    assert form["at"].focus_id == "id_at_3"
    assert 'value="later"' in html
