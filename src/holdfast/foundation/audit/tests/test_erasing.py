from __future__ import annotations

import pytest

from holdfast.foundation.audit.models import Entry, EntryDetails, Erasure
from holdfast.foundation.audit.operations import NothingToErase, erase_details
from holdfast.foundation.audit.queries import history_of
from holdfast.foundation.audit.verification import verify

from .trail import INCIDENT, LSMS, OTHER_INCIDENT, triage, triage_many

RETENTION = {"authority": "Retention schedule, incidents", "why": "Ten years after closure"}


@pytest.mark.django_db
def test_it_erases_the_details_and_leaves_who_did_what_and_when():
    told = triage(by=LSMS, details={"witness": "told in confidence"})

    assert erase_details(by=LSMS, entries=[told], **RETENTION) == 1

    entry = Entry.objects.get(pk=told.pk)
    assert (entry.changes, entry.details) == ({}, {})
    assert (entry.at, entry.actor_name, entry.verb) == (told.at, "Lsms Example", "incidents.triage")
    assert entry.details_hash == told.details_hash
    assert entry.lawful_erasure.authority == "Retention schedule, incidents"
    assert not EntryDetails.objects.filter(content__contains="confidence").exists()


@pytest.mark.django_db
def test_it_leaves_an_entry_with_each_subject_concerned():
    entries = [triage(by=LSMS), triage(by=LSMS), triage(by=LSMS, subject=OTHER_INCIDENT)]

    erase_details(by=LSMS, entries=entries, **RETENTION)

    last = history_of(INCIDENT).last()
    assert (last.verb, last.why) == ("audit.erase_details", "Ten years after closure")
    assert last.details == {
        "authority": "Retention schedule, incidents",
        "entries": [entry.pk for entry in entries[:2]],
    }
    assert history_of(OTHER_INCIDENT).last().details["entries"] == [entries[2].pk]


@pytest.mark.django_db
def test_it_passes_over_entries_whose_details_are_gone_or_never_were():
    gone, without, kept = triage(by=LSMS), triage(by=LSMS, changes=None), triage(by=LSMS)
    erase_details(by=LSMS, entries=[gone], **RETENTION)

    assert erase_details(by=LSMS, entries=[gone, without, kept], **RETENTION) == 1
    assert [erasure.entry_id for erasure in Erasure.objects.order_by("entry")] == [gone.pk, kept.pk]


@pytest.mark.django_db
def test_it_says_when_there_is_nothing_to_erase():
    with pytest.raises(NothingToErase):
        erase_details(by=LSMS, entries=Entry.objects.all(), **RETENTION)


@pytest.mark.django_db
@pytest.mark.parametrize("words", [{"authority": " "}, {"why": ""}])
def test_it_refuses_without_authority_or_reason(words):
    entry = triage(by=LSMS)

    with pytest.raises(ValueError, match="authority and a reason"):
        erase_details(by=LSMS, entries=[entry], **{**RETENTION, **words})

    assert EntryDetails.objects.count() == 1


@pytest.mark.django_db
def test_it_erases_many_with_few_statements(django_assert_max_num_queries):
    triage_many(by=LSMS, count=600)

    with django_assert_max_num_queries(20):
        assert erase_details(by=LSMS, entries=Entry.objects.order_by("pk"), **RETENTION) == 600

    assert verify().erased == 600
