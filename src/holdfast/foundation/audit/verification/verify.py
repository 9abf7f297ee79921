"""The whole of a verification."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from operator import methodcaller

from django.contrib.auth import get_user_model
from django.db import connection

from holdfast.foundation.audit.guards import look_at_guards
from holdfast.kernel import clock

from .entries import faults_of_entries
from .report import Fault, Kind, Report
from .seals import faults_of_seals
from .seals_file import SealsFile, faults_against


def verify(*, against: SealsFile | None = None) -> Report:
    """Verify the whole trail, and that it still holds every seal of `against`, which was kept elsewhere.

    Only reads, holds few rows in memory at a time, and may run while others write: what they write meanwhile is left
    to the next time. What it cannot see without `against`: that the newest entries were removed together with the
    seals that held them; and in any case the removal of an entry before it was ever sealed, if nothing was left of it.
    """
    report = Report(verified_at=clock.now())
    with _any_bytes_readable():
        report.find(faults_of_entries(report))
        report.find(faults_of_seals(report))
        report.find(_fault_of_nothing(report))
        if against:
            report.compared = len(against.seals)
            report.find(faults_against(against))
    report.find(_faults_of_guards())
    return report


def _faults_of_guards() -> Iterator[Fault]:
    guards = look_at_guards(connection)
    for guard in guards.missing:
        words = f"The database does not guard the trail with {guard} as it should: run holdfast audit guard."
        yield Fault(Kind.GUARD_MISSING, words)
    for name in guards.strange:
        words = f"The database has a trigger on the trail that Holdfast did not set, {name}: ask who did, and drop it."
        yield Fault(Kind.GUARD_STRANGE, words)


def _fault_of_nothing(report: Report) -> Iterator[Fault]:
    """An account is not made without an entry: where there are some and no entry at all, the trail was emptied."""
    if not (report.entries or report.seals) and get_user_model()._default_manager.exists():
        yield Fault(Kind.CUT_OFF, "There are accounts, and not one entry that tells how they came: it was emptied.")


@contextmanager
def _any_bytes_readable() -> Iterator[None]:
    """SQLite keeps whatever bytes were put into its file. They must be found and named, not end the verification."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    connection.connection.text_factory = methodcaller("decode", "utf-8", "replace")
    try:
        yield
    finally:
        connection.connection.text_factory = str
