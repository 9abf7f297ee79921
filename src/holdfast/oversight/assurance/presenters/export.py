"""The overview as a file: the same figures and the same rights as the screen."""

from __future__ import annotations

import csv
import io
from datetime import datetime

from holdfast.kernel.clock import LONDON
from holdfast.oversight.assurance.presenters.overview import Overview, Row

COLUMNS = (
    *("Clause", "Key", "Part of the policy", "Duty", "Owner", "State", "Kept in the past year", "Came to its limit"),
    *("Share kept", "Target", "Overdue now", "Oldest limit overdue", "Due soon", "Running", "Missed", "Excused"),
    *("Without a number", "In words", "As at"),
)


def as_csv(overview: Overview) -> bytes:
    """The duties as CSV in UTF-8 with a byte order mark, as spreadsheets expect it. Moments are London time."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for part in overview.parts:
        for row in part.rows:
            writer.writerow([_harmless(value) for value in _cells(part.heading, row)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cells(heading: str, row: Row) -> list[object]:
    tally, duty = row.line.tally, row.line.obligation
    counts = tally.counts
    return [
        duty.clause.ref,
        duty.key,
        heading,
        duty.statement,
        row.owner,
        row.line.shown.words,
        tally.met,
        tally.denominator,
        "" if tally.kept is None else f"{tally.kept:.4f}",
        "" if duty.target is None else f"{duty.target:.4f}",
        *(counts.get("overdue", 0), _local(tally.oldest_failure), counts.get("due soon", 0), counts.get("pending", 0)),
        *(tally.judged.get("missed", 0), counts.get("excused", 0), counts.get("unset", 0)),
        row.line.sentence,
        _local(tally.as_at),
    ]


def _local(moment: datetime | None) -> str:
    return f"{moment.astimezone(LONDON):%d/%m/%Y %H:%M}" if moment else ""


def _harmless(value: object) -> object:
    """A text that begins like a formula gets an apostrophe: no spreadsheet must run what stands in a policy."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
