"""The list as a file: the same rows and the same rights as the screen."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import xlsxwriter

from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.rules.stages import STAGES
from holdfast.casework.incidents.rules.taxonomy import PLACES, SEVERITIES, TYPES
from holdfast.kernel.clock import LONDON

COLUMNS = (
    "Reference", "Kind", "Near miss", "Stage", "Severity", "Crime", "Happened", "Found", "Reported", "Place", "Site",
    "Site code", "Exact place", "Unit", "What happened", "Done at once", "Police told", "Triaged", "Closed", "Outcome",
)  # fmt: skip
MOST_ROWS = 50_000
"""A file of more rows than this is asked for in parts: it would hold a web process for minutes."""


def row_of(incident: Incident) -> list[Any]:
    """One incident as a row in the order of COLUMNS. Moments are London time without a zone, as in spreadsheets."""
    return [
        incident.reference,
        TYPES[incident.type].title,
        "Yes" if incident.near_miss else "No",
        STAGES[incident.stage],
        SEVERITIES.get(incident.severity, ""),
        "" if incident.crime is None else "Yes" if incident.crime else "No",
        _local(incident.happened_at),
        _local(incident.found_at),
        _local(incident.reported_at),
        PLACES[incident.place],
        incident.site.name if incident.site else "",
        incident.site.code if incident.site else "",
        incident.exact_place,
        incident.unit.name if incident.unit else "",
        incident.description,
        incident.done_at_once,
        incident.police_told,
        _local(incident.triaged_at),
        _local(incident.record.closed_at),
        incident.outcome,
    ]


def _local(moment: datetime | None) -> datetime | None:
    return moment.astimezone(LONDON).replace(tzinfo=None, microsecond=0) if moment else None


def as_csv(rows: Iterable[Incident]) -> Iterator[bytes]:
    """CSV in UTF-8 with a byte order mark, as spreadsheets expect it, piece by piece.

    A text that begins like a formula gets an apostrophe: a spreadsheet must not run what a stranger typed.
    """
    yield b"\xef\xbb\xbf"
    yield _line(COLUMNS)
    for incident in rows:
        yield _line([harmless(value) for value in row_of(incident)])


def _line(values: Iterable[Any]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow(values)
    return out.getvalue().encode()


def harmless(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; a moment as people write it."""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return "" if value is None else value


def as_xlsx(rows: Iterable[Incident]) -> bytes:
    """A workbook with one sheet; texts are never formulas, moments are real dates."""
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        head = book.add_format({"bold": True})
        sheet = book.add_worksheet("Incidents")
        sheet.freeze_panes(1, 1)
        sheet.write_row(0, 0, COLUMNS, head)
        sheet.set_column(0, len(COLUMNS) - 1, 18)
        for number, incident in enumerate(rows, 1):
            for column, value in enumerate(row_of(incident)):
                if isinstance(value, datetime):
                    sheet.write_datetime(number, column, value, moment)
                elif value is not None:
                    sheet.write_string(number, column, str(value)[:32_000])
    return out.getvalue()
