"""Several at once, each on a connection of its own, with transactions that end in earnest."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection, transaction

from holdfast.foundation.audit.models import Entry, Seal, SealedEntry
from holdfast.foundation.audit.operations import seal
from holdfast.foundation.audit.verification import verify

from .trail import LSMS, TICK, triage

pytestmark = pytest.mark.django_db(transaction=True)

Outcome = TypeVar("Outcome")

WRITERS = 6
EACH = 10


def on_own_connection(function: Callable[[], Outcome]) -> Outcome:
    """Run `function` in a thread, and close the connection that the thread was given."""
    try:
        return function()
    finally:
        connection.close()


def test_it_keeps_every_entry_of_many_writers_while_a_sealer_is_at_work():
    start = threading.Barrier(WRITERS + 2)

    def write() -> None:
        start.wait()
        for _ in range(EACH):
            triage(by=LSMS)

    def seal_often() -> None:
        start.wait()
        for _ in range(EACH):
            seal(by=TICK)

    with ThreadPoolExecutor(WRITERS + 2) as pool:
        work = [pool.submit(on_own_connection, write) for _ in range(WRITERS)] + [
            pool.submit(on_own_connection, seal_often) for _ in range(2)
        ]
        for piece in work:
            piece.result()
    seal(by=TICK)

    assert Entry.objects.count() == SealedEntry.objects.count() == WRITERS * EACH
    assert [made.number for made in Seal.objects.all()] == list(range(1, Seal.objects.count() + 1))
    report = verify()
    assert report.intact, report.as_text()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_it_lets_nobody_wait_for_a_writer_whose_transaction_is_still_open():
    """And the entry of that writer, which took the lowest number, is sealed when it comes to light."""
    written, others_are_done = threading.Event(), threading.Event()

    def write_and_dawdle() -> int:
        with transaction.atomic():
            entry = triage(by=LSMS)
            written.set()
            assert others_are_done.wait(20)
        return entry.pk

    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(on_own_connection, write_and_dawdle)
        try:
            assert written.wait(20)
            prompt = triage(by=LSMS).pk
            [first] = seal(by=TICK)
            assert verify().intact
        finally:
            others_are_done.set()
        late_number = late.result()
    [second] = seal(by=TICK)

    assert late_number < prompt
    assert [held.entry_id for held in first.members.all()] == [prompt]
    assert [held.entry_id for held in second.members.all()] == [late_number]
    assert verify().intact


def test_it_can_be_verified_while_others_write():
    for _ in range(20):
        triage(by=LSMS)
    seal(by=TICK)
    stop = threading.Event()

    def write() -> int:
        written = 0
        while not stop.is_set():
            triage(by=LSMS)
            seal(by=TICK)
            written += 1
        return written

    with ThreadPoolExecutor(1) as pool:
        writer = pool.submit(on_own_connection, write)
        try:
            reports = [verify() for _ in range(5)]
        finally:
            stop.set()
        assert writer.result() > 0

    assert [report.as_text() for report in reports if not report.intact] == []
