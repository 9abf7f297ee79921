"""The whole of a verification."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from operator import methodcaller

from django.db import connection

from holdfast.foundation.audit.guards import missing_guards
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
        if against:
            report.compared = len(against.seals)
            report.find(faults_against(against))
    report.find(
        Fault(Kind.GUARD_MISSING, f"The database does not guard the trail with {guard}: run holdfast audit guard.")
        for guard in missing_guards(connection)
    )
    return report


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
