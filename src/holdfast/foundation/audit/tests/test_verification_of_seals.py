from __future__ import annotations

import pytest
from django.db import connection

from holdfast.foundation.audit.fingerprints import FIRST_SEAL_FOLLOWS, SEAL_WORDS, Marks
from holdfast.foundation.audit.verification import Kind, verify

from .intruder import FORGER, first_fault, intrude, resealed


@pytest.mark.parametrize("column", [*SEAL_WORDS[2:], "at", "seal_hash"])
def test_it_names_a_seal_of_which_one_word_was_changed(trail, column):
    other = {"at": "2026-01-01 00:00:00+00:00", "count": 2, "reached": 999}.get(column, "f" * 64)
    intrude(f"UPDATE audit_seal SET {column} = %s WHERE number = 2", [other])

    assert first_fault(verify()) == (Kind.SEAL_CHANGED, None, 2)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_it_names_a_seal_that_was_removed(trail, number):
    intrude("DELETE FROM audit_seal WHERE number = %s", [number])

    report = verify()

    assert first_fault(report) == (Kind.SEAL_REMOVED, None, number)
    assert report.counts.total() == 1


def test_it_names_several_seals_that_were_removed_at_once(trail):
    intrude("DELETE FROM audit_seal WHERE number < 3")

    report = verify()

    assert [fault.words for fault in report.faults] == ["Seals 1 to 2 were removed."]


def test_it_names_two_seals_that_changed_places(trail):
    for old, new in ((2, 99), (3, 2), (99, 3)):
        intrude("UPDATE audit_seal SET number = %s WHERE number = %s", [new, old])

    assert [(fault.kind, fault.seal) for fault in verify().faults] == [(Kind.SEAL_CHANGED, 2), (Kind.SEAL_CHANGED, 3)]


def test_it_names_a_seal_that_does_not_follow_the_one_before_it(trail):
    """Even when made with the key itself: a trail spliced from two of one installation."""
    resealed(2, Marks.of_this_installation(), previous_hash=FIRST_SEAL_FOLLOWS)

    assert first_fault(verify()) == (Kind.SEAL_OUT_OF_ORDER, None, 2)


def test_it_names_a_seal_that_holdfast_did_not_make(trail):
    resealed(3, FORGER, sealed_by="Somebody Else")

    assert first_fault(verify()) == (Kind.SEAL_FORGED, None, 3)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_sealedentry WHERE entry_id = %s",
        "UPDATE audit_sealedentry SET seal_id = 1 WHERE entry_id = %s",
    ],
)
def test_it_names_a_seal_that_no_longer_holds_what_it_held(trail, statement):
    intrude(statement, [trail[4]])

    assert Kind.SEAL_BROKEN in verify().counts


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps only what a column is for")
@pytest.mark.parametrize("column", ["at", "count", "mac", "seal_hash"])
def test_it_names_a_seal_in_which_the_bytes_make_no_sense(trail, column):
    intrude(f"UPDATE audit_seal SET {column} = x'ff00fe' WHERE number = 2")

    assert first_fault(verify()) == (Kind.SEAL_CHANGED, None, 2)


def test_it_names_a_seal_that_was_emptied(trail):
    intrude("DELETE FROM audit_sealedentry WHERE seal_id = 2")

    assert first_fault(verify()) == (Kind.SEAL_BROKEN, None, 2)
