from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from holdfast.foundation.audit.actors import Actor, Subject
from holdfast.foundation.audit.operations import Happening, enter_reading, erase_details
from holdfast.foundation.audit.operations.writing import write
from holdfast.foundation.audit.queries import by_identity, by_trust, history_of, older_than

from .trail import INCIDENT, LSMS, MANAGER, OTHER_INCIDENT, triage, triage_many

MORNING = datetime(2026, 3, 3, 9, tzinfo=UTC)


@pytest.mark.django_db
def test_it_tells_the_history_of_one_subject_by_the_time_at_which_things_happened():
    second = triage(by=LSMS, at=MORNING + timedelta(hours=1))
    first = triage(by=LSMS, at=MORNING)
    triage(by=LSMS, subject=OTHER_INCIDENT)
    read = enter_reading("incidents.read", by=MANAGER, subject=INCIDENT)

    assert list(history_of(INCIDENT)) == [first, second, read]


@pytest.mark.django_db
def test_it_tells_a_history_with_details_and_erasures_in_one_statement(django_assert_num_queries):
    entries = triage_many(by=LSMS, count=20)
    triage(by=LSMS, changes=None)
    erase_details(by=LSMS, entries=entries[:5], authority="Retention schedule", why="Its time is over")

    with django_assert_num_queries(1):
        told = [(entry.changes, entry.details, entry.lawful_erasure) for entry in history_of(INCIDENT)]

    assert len([changes for changes, _, _ in told if changes]) == 15
    assert len([erasure for _, _, erasure in told if erasure]) == 5


@pytest.mark.django_db
def test_it_tells_who_did_and_saw_what_in_one_trust():
    first, other = triage(by=LSMS), triage(by=MANAGER, subject=OTHER_INCIDENT)
    second = enter_reading("incidents.read", by=MANAGER, subject=INCIDENT)

    assert list(by_trust("RYD")) == [second, first]
    assert list(by_trust("RYC")) == [other]
    assert list(by_trust("RYD").filter(reading=True)) == [second]


@pytest.mark.django_db
def test_it_tells_what_one_person_did_and_saw():
    first, second = triage(by=LSMS), triage(by=LSMS, subject=OTHER_INCIDENT)
    triage(by=MANAGER)

    assert list(by_identity("user:1")) == [second, first]


@pytest.mark.django_db
def test_it_pages_by_key_even_through_entries_of_one_instant():
    entries = [triage(by=LSMS, at=MORNING + timedelta(hours=step // 3)) for step in range(10)]

    pages, page = [], list(by_trust("RYD")[:4])
    while page:
        pages.append([entry.pk for entry in page])
        page = list(older_than(by_trust("RYD"), at=page[-1].at, number=page[-1].pk)[:4])

    assert [len(page) for page in pages] == [4, 4, 2]
    assert [number for page in pages for number in page] == [entry.pk for entry in reversed(entries)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("question", "index"),
    [
        (lambda: history_of(INCIDENT), "audit_entry_of_subject"),
        (lambda: by_trust("RYD")[:50], "audit_entry_of_trust"),
        (lambda: by_identity("user:1")[:50], "audit_entry_of_identity"),
    ],
)
def test_it_answers_from_an_index_without_sorting(question, index):
    for number in range(200):
        actor = Actor(name="Example", identity=f"user:{number}")
        write([Happening("incidents.triage", actor, Subject("incident", f"INC-2026-{number:05d}", INCIDENT.trust))])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE audit_entry")
        if connection.vendor == "postgresql":  # of a table this small it would rather read all of it
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")

    plan = question().explain()

    assert index in plan
    assert "SORT" not in plan.upper().replace("USE TEMP B-TREE", "SORT")
