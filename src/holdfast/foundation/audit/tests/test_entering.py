from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError

from holdfast.foundation.audit.actors import Subject
from holdfast.foundation.audit.models import Entry, EntryDetails
from holdfast.foundation.audit.operations import READING_AGAIN, enter_reading
from holdfast.foundation.audit.verification import verify
from holdfast.kernel import clock

from .trail import INCIDENT, LSMS, MANAGER, OTHER_INCIDENT, triage, triage_many

NIGHT = datetime(2026, 3, 3, 23, 50, tzinfo=UTC)


@pytest.mark.django_db
def test_it_keeps_who_did_what_to_what_and_from_where():
    with clock.at(NIGHT):
        entry = triage(by=LSMS, changes={"kind": [None, "theft"]}, details={"stolen": "radio"}, why=" Reported late ")

    entry = Entry.objects.get(pk=entry.pk)
    assert entry.at == NIGHT
    assert (entry.actor_name, entry.actor_identity, entry.actor_post) == ("Lsms Example", "user:1", "LSMS")
    assert (entry.channel, entry.address) == ("web", "192.0.2.1")
    assert (entry.verb, entry.trust, entry.why) == ("incidents.triage", "RYD", "Reported late")
    assert (entry.subject_kind, entry.subject_reference) == ("incident", "INC-2026-00001")
    assert entry.changes == {"kind": [None, "theft"]}
    assert entry.details == {"stolen": "radio"}
    assert str(entry) == "incidents.triage INC-2026-00001 by Lsms Example"


@pytest.mark.django_db
def test_it_keeps_for_whom_a_deputy_acted():
    assert triage(by=MANAGER).actor_on_behalf_of == "Director Example"


@pytest.mark.django_db
def test_it_keeps_no_details_row_for_an_entry_without_details():
    entry = triage(by=LSMS, changes=None)

    assert entry.details_hash == ""
    assert (entry.changes, entry.details) == ({}, {})
    assert not EntryDetails.objects.exists()


@pytest.mark.django_db
def test_it_takes_the_time_at_which_a_thing_happened():
    assert triage(by=LSMS, at=NIGHT - timedelta(days=400)).at == NIGHT - timedelta(days=400)


@pytest.mark.django_db
def test_it_keeps_words_with_null_bytes_and_half_characters():
    subject = Subject("incident", "INC\x00", "RYD")
    by = replace(LSMS, name="Zo\ud800ë\x00", address="\x00")

    entry = triage(by=by, subject=subject, changes={"a\x00": ["\x00", "\udfff"]}, why="be\x00cause")

    assert Entry.objects.get().actor_name == "Zo\ufffdë\ufffd"
    assert entry.why == "be\ufffdcause"
    assert verify().intact


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "error"),
    [
        ({"changes": {"kind": "theft"}}, r"must be \[before, after\]"),
        ({"changes": {"kind": ["a", "b", "c"]}}, r"must be \[before, after\]"),
        ({"at": datetime(2026, 3, 3)}, "time zone"),
    ],
)
def test_it_refuses_words_in_the_wrong_shape(words, error):
    with pytest.raises(ValueError, match=error):
        triage(by=LSMS, **words)

    assert not Entry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["triage", "Incidents.triage", "incidents.", "incidents triage", ""])
def test_it_refuses_a_verb_in_the_wrong_shape(verb):
    with pytest.raises(ValueError, match="not a verb of the trail"):
        enter_reading(verb, by=LSMS, subject=INCIDENT)


@pytest.mark.django_db
def test_it_writes_many_entries_in_their_order_with_few_statements(django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        entries = triage_many(by=LSMS, count=150)

    kept = Entry.objects.select_related("kept").order_by("pk")
    assert [entry.pk for entry in kept] == [entry.pk for entry in entries]
    assert [entry.changes["step"] for entry in kept] == [[step, step + 1] for step in range(150)]


@pytest.mark.django_db
def test_it_keeps_two_like_entries_of_one_instant_apart():
    with clock.at(NIGHT):
        first, second = triage(by=LSMS, changes=None), triage(by=LSMS, changes=None)

    assert first.entry_hash != second.entry_hash


@pytest.mark.django_db
def test_it_gives_like_details_of_two_entries_unlike_hashes():
    """Or who has the hash of erased details, and a guess at them, could try it on another entry."""
    first, second = triage(by=LSMS), triage(by=LSMS)

    assert first.kept.content == second.kept.content
    assert first.details_hash != second.details_hash


@pytest.mark.django_db(transaction=True)
def test_it_leaves_no_entry_without_the_details_that_belong_to_it():
    entry = triage(by=LSMS)
    EntryDetails.objects.create(entry_id=entry.pk + 1, salt="in the way", content="{}")

    with pytest.raises(IntegrityError):
        enter_reading("incidents.read", by=LSMS, subject=INCIDENT, details={"search": "theft"})

    assert list(Entry.objects.all()) == [entry]


@pytest.mark.django_db
def test_it_enters_a_reading_once_within_some_minutes():
    with clock.at(NIGHT):
        first = enter_reading("incidents.read", by=LSMS, subject=INCIDENT)
    with clock.at(NIGHT + READING_AGAIN - timedelta(seconds=1)):
        again = enter_reading("incidents.read", by=LSMS, subject=INCIDENT)
    with clock.at(NIGHT + READING_AGAIN):
        later = enter_reading("incidents.read", by=LSMS, subject=INCIDENT)

    assert first.reading
    assert again is None
    assert later is not None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    [
        {"by": MANAGER},
        {"subject": OTHER_INCIDENT},
        {"by": replace(LSMS, address="192.0.2.2")},
        {"by": replace(LSMS, post="", on_behalf_of="Director Example")},
        {"verb": "incidents.read_restricted"},
    ],
)
def test_it_enters_another_reading_at_once(words):
    enter_reading("incidents.read", by=LSMS, subject=INCIDENT)
    words = {"verb": "incidents.read", "by": LSMS, "subject": INCIDENT, **words}

    assert enter_reading(words.pop("verb"), **words) is not None


@pytest.mark.django_db
def test_it_does_not_take_something_done_for_a_reading():
    triage(by=LSMS)

    assert enter_reading("incidents.triage", by=LSMS, subject=INCIDENT) is not None
