from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, StrEnum
from types import SimpleNamespace
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils.functional import lazystr
from hypothesis import given
from hypothesis import strategies as st

from holdfast.foundation.audit.canonical import canonical, clean, plain

texts = st.text(st.characters(codec=None))
"""Every character that Python knows, NUL and half surrogate pairs among them."""

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | texts
    | st.decimals()
    | st.dates()
    | st.times()
    | st.timedeltas()
    | st.uuids()
    | st.datetimes(timezones=st.just(UTC)),
    lambda inner: st.lists(inner) | st.dictionaries(texts.map(clean), inner),
    max_leaves=12,
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts.map(clean),
    lambda inner: st.lists(inner) | st.dictionaries(texts.map(clean), inner),
    max_leaves=12,
)


class Severity(Enum):
    HIGH = 3


class Outcome(StrEnum):
    CLOSED = "closed"


@given(values)
def test_it_writes_any_value_so_that_both_databases_can_keep_it(value):
    text = canonical(value)

    assert "\x00" not in text
    assert json.loads(text.encode("utf-8")) == plain(value)


@given(values)
def test_it_gives_the_same_text_when_what_it_wrote_is_read_and_written_again(value):
    assert canonical(json.loads(canonical(value))) == canonical(value)


@given(json_values, json_values)
def test_it_gives_two_different_values_two_different_texts(one, other):
    assert (canonical(one) == canonical(other)) == (repr(_ordered(one)) == repr(_ordered(other)))


@given(st.dictionaries(st.text(), st.integers()), st.randoms())
def test_it_does_not_care_in_which_order_the_keys_come(value, random):
    keys = list(value)
    random.shuffle(keys)

    assert canonical({key: value[key] for key in keys}) == canonical(value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Decimal("1.50"), "1.50"),
        (float("nan"), "nan"),
        (date(2026, 3, 3), "2026-03-03"),
        (time(14, 30), "14:30:00"),
        (timedelta(hours=36), "P1DT12H00M00S"),
        (datetime(2026, 7, 1, 14, 30, tzinfo=ZoneInfo("Europe/London")), "2026-07-01T13:30:00.000000+00:00"),
        (UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        (Severity.HIGH, 3),
        (Outcome.CLOSED, "closed"),
        (lazystr("said later"), "said later"),
        (ContentFile(b"not to be read", name="letter.pdf"), "letter.pdf"),
        (Group(name="Control room"), "Control room"),
        ({"b", "a"}, ["a", "b"]),
        ((number for number in (1, 2)), [1, 2]),
        ({Outcome.CLOSED: 1, 2: None}, {"closed": 1, "2": None}),
        ("a\x00b\ud800c", "a\ufffdb\ufffdc"),
    ],
)
def test_it_finds_lasting_words(value, words):
    assert plain(value) == words


def test_it_calls_a_model_what_the_trail_calls_it():
    group = Group(name="Not this")
    group.audit_subject = SimpleNamespace(reference="INC-2026-00001")

    assert plain(group) == "INC-2026-00001"


@pytest.mark.parametrize("value", [object(), b"bytes", int])
def test_it_refuses_what_has_no_lasting_words(value):
    with pytest.raises(TypeError, match="the trail"):
        plain({"field": [None, value]})


def test_it_refuses_a_time_without_a_zone():
    with pytest.raises(ValueError, match="time zone"):
        plain(datetime(2026, 3, 3, 14, 30))


def test_it_refuses_two_keys_that_would_become_one():
    with pytest.raises(ValueError, match="become one"):
        plain({1: "a", "1": "b"})


def _ordered(value):
    """`value` with its keys in order, so that its `repr` tells 1 from True and from 1.0, as JSON does."""
    match value:
        case dict():
            return {key: _ordered(value[key]) for key in sorted(value)}
        case list():
            return [_ordered(item) for item in value]
    return value
