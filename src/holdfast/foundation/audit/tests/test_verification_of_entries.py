from __future__ import annotations

import json

import pytest
from django.db import connection

from holdfast.foundation.audit.fingerprints import ENTRY_WORDS
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.audit.operations import seal
from holdfast.foundation.audit.verification import Kind, entries, verify

from .intruder import first_fault, forged, intrude, lift_the_constraint_that_no_nonce_comes_twice
from .trail import TICK


@pytest.mark.parametrize("place", [0, 4, 9])
@pytest.mark.parametrize("column", ENTRY_WORDS)
def test_it_names_an_entry_of_which_one_word_was_changed(trail, column, place):
    other = {"at": "2026-01-01 00:00:00+00:00", "reading": True}.get(column, "another word")
    intrude(f"UPDATE audit_entry SET {column} = %s WHERE id = %s", [other, trail[place]])

    assert first_fault(verify()) == (Kind.CHANGED, trail[place], None)


@pytest.mark.parametrize("place", [4, 9])
@pytest.mark.parametrize(("column", "kind"), [("entry_hash", Kind.CHANGED), ("mac", Kind.SLIPPED_IN)])
def test_it_names_an_entry_of_which_the_proof_was_changed(trail, column, kind, place):
    intrude(f"UPDATE audit_entry SET {column} = %s WHERE id = %s", ["f" * 64, trail[place]])

    assert first_fault(verify()) == (kind, trail[place], None)


@pytest.mark.parametrize(("place", "kind"), [(4, Kind.CHANGED), (9, Kind.SLIPPED_IN)])
def test_it_names_an_entry_that_was_changed_and_its_hash_and_mark_forged(trail, place, kind):
    words = forged(Entry.objects.values(*ENTRY_WORDS).get(pk=trail[place]), actor_name="Somebody Else")
    intrude(
        "UPDATE audit_entry SET actor_name = %s, entry_hash = %s, mac = %s WHERE id = %s",
        [words["actor_name"], words["entry_hash"], words["mac"], trail[place]],
    )

    assert first_fault(verify()) == (kind, trail[place], None)


def test_it_names_an_entry_that_was_changed_although_the_seals_were_forged_along(trail):
    words = forged(Entry.objects.values(*ENTRY_WORDS).get(pk=trail[4]), actor_name="Somebody Else")
    intrude(
        "UPDATE audit_entry SET actor_name = %s, entry_hash = %s, mac = %s WHERE id = %s",
        [words["actor_name"], words["entry_hash"], words["mac"], trail[4]],
    )
    intrude("UPDATE audit_sealedentry SET entry_hash = %s WHERE entry_id = %s", [words["entry_hash"], trail[4]])

    report = verify()

    assert first_fault(report) == (Kind.SLIPPED_IN, trail[4], None)
    assert report.counts[Kind.SEAL_BROKEN] == 1


def test_it_names_the_first_of_several(trail):
    for place in (8, 3, 6):
        intrude("UPDATE audit_entry SET why = 'another' WHERE id = %s", [trail[place]])
    intrude("DELETE FROM audit_entry WHERE id = %s", [trail[2]])
    intrude("UPDATE audit_seal SET count = 7 WHERE number = 1")

    report = verify()

    assert [(fault.kind, fault.entry or fault.seal) for fault in report.faults] == [
        (Kind.REMOVED, trail[2]),
        (Kind.CHANGED, trail[3]),
        (Kind.CHANGED, trail[6]),
        (Kind.CHANGED, trail[8]),
        (Kind.SEAL_CHANGED, 1),
    ]


def test_it_misses_none_where_one_statement_ends_and_the_next_begins(trail, monkeypatch):
    monkeypatch.setattr(entries, "AT_A_TIME", 3)
    intrude("UPDATE audit_entry SET why = 'another'")

    report = verify()

    assert report.entries == 10
    assert [fault.entry for fault in report.faults] == trail


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps only what a column is for")
@pytest.mark.parametrize(
    "junk", ["CAST(x'ff00fe' AS TEXT)", "x'ff00fe'", "'not a moment'", "17", "'2026-13-45'", "'0001-01-01T00:00+23:00'"]
)
@pytest.mark.parametrize("column", ["at", "why", "mac", "entry_hash", "details_hash"])
def test_it_names_an_entry_in_which_the_bytes_make_no_sense(trail, column, junk):
    intrude(f"UPDATE audit_entry SET {column} = {junk} WHERE id = %s", [trail[4]])

    report = verify()

    assert report.first.entry == trail[4]
    assert json.dumps(report.as_json())


@pytest.mark.parametrize("place", [0, 4, 9])
def test_it_names_an_entry_that_was_removed(trail, place):
    intrude("DELETE FROM audit_entry WHERE id = %s", [trail[place]])

    assert first_fault(verify()) == (Kind.REMOVED, trail[place], None)


def test_it_names_an_entry_that_was_removed_with_its_details(trail):
    intrude("DELETE FROM audit_entry WHERE id = %s", [trail[4]])
    intrude("DELETE FROM audit_entrydetails WHERE entry_id = %s", [trail[4]])

    assert first_fault(verify()) == (Kind.REMOVED, trail[4], None)


def test_it_names_the_seal_of_an_entry_that_was_removed_with_every_trace(trail):
    for statement in (
        "DELETE FROM audit_entry WHERE id = %s",
        "DELETE FROM audit_entrydetails WHERE entry_id = %s",
        "DELETE FROM audit_sealedentry WHERE entry_id = %s",
    ):
        intrude(statement, [trail[4]])

    assert first_fault(verify()) == (Kind.SEAL_BROKEN, None, 2)


def test_it_names_an_entry_whose_number_was_changed(trail):
    intrude("UPDATE audit_entry SET id = 1000000 WHERE id = %s", [trail[4]])

    assert first_fault(verify()) == (Kind.REMOVED, trail[4], None)


@pytest.mark.parametrize("mark", [lambda words: "0" * 64, lambda words: words["mac"]], ids=["no mark", "forged mark"])
@pytest.mark.parametrize("sealed", [False, True])
def test_it_names_an_entry_that_was_slipped_in(trail, mark, sealed):
    words = forged(Entry.objects.values(*ENTRY_WORDS).get(pk=trail[9]), nonce="n", actor_name="Somebody Else")
    words["mac"] = mark(words)
    Entry.objects.create(pk=1000, **words)  # the guards refuse no new row
    if sealed:
        seal(by=TICK)

    assert first_fault(verify()) == (Kind.SLIPPED_IN, 1000, None)


def test_it_names_an_entry_that_was_slipped_in_without_a_true_hash(trail):
    words = Entry.objects.values(*ENTRY_WORDS).get(pk=trail[9])
    Entry.objects.create(pk=1000, **{**words, "nonce": "n"}, entry_hash="0" * 64, mac="0" * 64)

    assert first_fault(verify()) == (Kind.CHANGED, 1000, None)


@pytest.mark.parametrize("place", [4, 9])
def test_it_names_the_copy_of_a_true_entry(trail, place):
    lift_the_constraint_that_no_nonce_comes_twice()
    number = trail[place] + 1000 if place == 9 else -5
    columns = ", ".join(field.column for field in Entry._meta.concrete_fields if field.column != "id")
    intrude(
        f"INSERT INTO audit_entry (id, {columns}) SELECT %s, {columns} FROM audit_entry WHERE id = %s",
        [number, trail[place]],
    )

    report = verify()

    assert (Kind.SLIPPED_IN, number) in [(fault.kind, fault.entry) for fault in report.faults]
    assert trail[place] not in [fault.entry for fault in report.faults]
