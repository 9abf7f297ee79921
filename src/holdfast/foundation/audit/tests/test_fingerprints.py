from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from holdfast.foundation.audit.fingerprints import (
    ENTRY_WORDS,
    ERASURE_WORDS,
    SEAL_WORDS,
    Marks,
    Members,
    hash_of_details,
    hash_of_entry,
    hash_of_erasure,
    hash_of_seal,
)
from holdfast.foundation.audit.models import Entry, Erasure, Seal

moments = st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC))
words_of_entry = st.tuples(moments, *[st.text()] * (len(ENTRY_WORDS) - 1))


@given(words_of_entry, words_of_entry)
def test_it_gives_two_different_entries_two_different_hashes(one, other):
    assert (hash_of_entry(one) == hash_of_entry(other)) == (one == other)


@given(words_of_entry, st.integers(1, len(ENTRY_WORDS) - 2), st.integers(0, 5))
def test_it_notices_a_word_that_moved_from_one_field_to_the_next(words, field, cut):
    moved = list(words)
    moved[field], moved[field + 1] = words[field][:cut], words[field][cut:] + words[field + 1]
    assume(tuple(moved) != words)

    assert hash_of_entry(moved) != hash_of_entry(words)


@given(words_of_entry, st.integers(-14, 14))
def test_it_takes_an_instant_for_the_same_in_every_time_zone(words, hours):
    elsewhere = words[0].astimezone(timezone(timedelta(hours=hours)))

    assert hash_of_entry((elsewhere, *words[1:])) == hash_of_entry(words)


def test_it_never_gives_two_kinds_of_row_the_same_hash():
    at = datetime(2026, 3, 3, tzinfo=UTC)

    hashes = {hash_of_entry((at,)), hash_of_seal((at,)), hash_of_details("", ""), hash_of_erasure("", (at,))}

    assert len(hashes) == 4


FOR_EVER = [
    "72a89f84736945aad6118fbff67a42c5279ae8e1df440088fce122f625daa501",
    "24945841e9afbbeb48d9bc2e9434dae6a17f3242d4120a4282c37d77b9419474",
    "dec4bd8ad43e2eeecc5df11b764dadfe1501b7940c83b390f016479f09009b19",
    "714b4ccf03034356989682c24d03e0254c3b623fd889949e8bfde20a69b93655",
    "77207571ea4243ad8e0f220679a62f9033b6d2f59f8d44517d8e9c4857b96fa0",
]
"""Worked out over the bare texts, not with the code that is tested. Another value here means that every trail ever
written is taken for a forgery."""


def test_it_keeps_its_form_for_ever():
    at = datetime(2026, 3, 3, 14, 30, tzinfo=UTC)
    members = Members()
    members.add(1, "a" * 64)

    assert [
        hash_of_entry((at, "nonce", "RYD", "Zoë “Q”", "user:1", *[""] * 10)),
        hash_of_details("salt", '{"changes":{"kind":["","theft"]}}'),
        hash_of_seal((at, 1, "Holdfast (tick)", 1, 1, "0" * 64, members.hash())),
        hash_of_erasure("a" * 64, (at, "Lsms Example", "Retention schedule", "Time")),
        Marks("key").make("a" * 64),
    ] == FOR_EVER


@pytest.mark.parametrize(
    ("model", "words", "proof"),
    [
        (Entry, ENTRY_WORDS, {"id", "entry_hash", "mac"}),
        (Seal, SEAL_WORDS, {"seal_hash", "mac"}),
        (Erasure, ERASURE_WORDS, {"entry", "mac"}),
    ],
)
def test_it_hashes_every_field_there_is(model, words, proof):
    assert {field.name for field in model._meta.concrete_fields} == set(words) | proof


def test_it_knows_the_marks_of_the_present_key_and_of_earlier_ones():
    earlier, present = Marks("earlier"), Marks("present", ["earlier"])

    assert present.know("digest", earlier.make("digest"))
    assert present.know("digest", present.make("digest"))
    assert not earlier.know("digest", present.make("digest"))
    assert not present.know("another digest", present.make("digest"))


@pytest.mark.parametrize("keys", [("",), ("key", [""])])
def test_it_refuses_an_empty_key_with_which_anyone_could_make_marks(keys):
    with pytest.raises(ValueError, match="AUDIT_KEY is empty"):
        Marks(*keys)
