from __future__ import annotations

import pytest

from holdfast.foundation.audit.fingerprints import hash_of_erasure
from holdfast.foundation.audit.models import Entry, EntryDetails, Erasure
from holdfast.foundation.audit.operations import erase_details
from holdfast.foundation.audit.verification import Kind, verify

from .intruder import FORGER, first_fault, intrude
from .trail import LSMS, triage

RETENTION = {"authority": "Retention schedule", "why": "Its time is over"}


def test_it_takes_a_lawful_erasure_for_what_it_is(trail):
    erase_details(by=LSMS, entries=Entry.objects.filter(pk=trail[4]), **RETENTION)

    report = verify()

    assert report.intact
    assert report.erased == 1
    assert "The details of 1 entry were erased under retention." in report.as_text()


@pytest.mark.parametrize("column", ["content", "salt"])
@pytest.mark.parametrize("place", [4, 9])
def test_it_names_an_entry_whose_details_were_changed(trail, column, place):
    intrude(f"UPDATE audit_entrydetails SET {column} = '{{}}' WHERE entry_id = %s", [trail[place]])

    assert first_fault(verify()) == (Kind.DETAILS_CHANGED, trail[place], None)


def test_it_names_an_entry_whose_details_are_gone_without_an_erasure(trail):
    intrude("DELETE FROM audit_entrydetails WHERE entry_id = %s", [trail[4]])

    assert first_fault(verify()) == (Kind.DETAILS_REMOVED, trail[4], None)


def test_it_names_an_entry_whose_erasure_was_removed(trail):
    erase_details(by=LSMS, entries=Entry.objects.filter(pk=trail[4]), **RETENTION)
    intrude("DELETE FROM audit_erasure WHERE entry_id = %s", [trail[4]])

    assert first_fault(verify()) == (Kind.DETAILS_REMOVED, trail[4], None)


def test_it_names_an_entry_that_was_given_details(trail):
    entry = triage(by=LSMS, changes=None)
    EntryDetails.objects.create(entry=entry, salt="s", content="{}")

    assert first_fault(verify()) == (Kind.DETAILS_CHANGED, entry.pk, None)


def test_it_names_an_entry_whose_erased_details_are_back(trail):
    kept = EntryDetails.objects.get(entry=trail[4])
    erase_details(by=LSMS, entries=Entry.objects.filter(pk=trail[4]), **RETENTION)
    kept.save(force_insert=True)

    assert first_fault(verify()) == (Kind.DETAILS_CHANGED, trail[4], None)


def test_it_names_an_erasure_that_holdfast_did_not_write(trail):
    entry = Entry.objects.get(pk=trail[4])
    erasure = Erasure(entry=entry, erased_by="Lsms Example", **RETENTION)
    erasure.mac = FORGER.make(
        hash_of_erasure(entry.entry_hash, (erasure.at, erasure.erased_by, erasure.authority, erasure.why))
    )
    erasure.save(force_insert=True)
    EntryDetails.objects.filter(entry=entry).delete()

    assert first_fault(verify()) == (Kind.ERASURE_FORGED, trail[4], None)


def test_it_names_an_erasure_that_was_moved_to_another_entry(trail):
    erase_details(by=LSMS, entries=Entry.objects.filter(pk=trail[4]), **RETENTION)
    intrude("UPDATE audit_erasure SET entry_id = %s WHERE entry_id = %s", [trail[5], trail[4]])
    EntryDetails.objects.filter(entry=trail[5]).delete()

    report = verify()

    assert {(fault.kind, fault.entry) for fault in report.faults} == {
        (Kind.DETAILS_REMOVED, trail[4]),
        (Kind.ERASURE_FORGED, trail[5]),
    }


def test_it_names_an_entry_that_was_removed_when_only_its_erasure_is_left(trail):
    erase_details(by=LSMS, entries=Entry.objects.filter(pk=trail[9]), **RETENTION)
    intrude("DELETE FROM audit_entry WHERE id = %s", [trail[9]])

    assert first_fault(verify()) == (Kind.REMOVED, trail[9], None)
