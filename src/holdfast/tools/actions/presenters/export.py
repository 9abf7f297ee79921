"""The list as a file: the same rows and the same rights as the screen."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import xlsxwriter

from holdfast.kernel.clock import LONDON
from holdfast.tools.actions.models import Action
from holdfast.tools.actions.presenters.lines import pounds

COLUMNS = (
    "Reference", "What is to be done", "State", "Priority", "Owner", "Due", "First due", "Raised", "Raised by",
    "Raised on", "Plan", "Came out of", "Site", "Team", "What it is for", "How one sees that it worked", "Cost (£)",
    "Second person verifies", "Completed", "Ended",
)  # fmt: skip
MOST_ROWS = 20_000


def row_of(action: Action, about: Mapping[int, str]) -> list[Any]:
    """One action in the order of COLUMNS. Moments are London time without a zone, as in spreadsheets.

    `about` maps the keys of records that the viewer may see to their references.
    """
    cost = pounds(action.cost_pence)
    return [
        action.reference,
        action.title,
        action.get_state_display(),
        action.get_priority_display(),
        str(action.owner),
        action.due,
        action.first_due,
        _local(action.raised_at),
        action.raised_by,
        about.get(action.about_id or 0, ""),
        action.plan.reference if action.plan else "",
        action.get_source_display(),
        action.site.name if action.site else "",
        action.unit.name if action.unit else "",
        action.purpose,
        action.success,
        None if cost is None else float(cost),
        "Yes" if action.verification else "No",
        _local(action.completed_at),
        _local(action.ended_at),
    ]


def _local(moment: datetime | None) -> datetime | None:
    return moment.astimezone(LONDON).replace(tzinfo=None, microsecond=0) if moment else None


def as_csv(rows: Iterable[Action], about: Mapping[int, str]) -> Iterator[bytes]:
    """CSV in UTF-8 with a byte order mark. A text that begins like a formula gets an apostrophe."""
    yield b"\xef\xbb\xbf"
    yield _line(COLUMNS)
    for action in rows:
        yield _line([_harmless(value) for value in row_of(action, about)])


def _line(values: Iterable[Any]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow(values)
    return out.getvalue().encode()


def _harmless(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return "" if value is None else value


def as_xlsx(rows: Iterable[Action], about: Mapping[int, str]) -> bytes:
    """A workbook with one sheet; texts are never formulas, days and moments are real dates, the cost a number."""
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        head = book.add_format({"bold": True})
        sheet = book.add_worksheet("Actions")
        sheet.freeze_panes(1, 1)
        sheet.write_row(0, 0, COLUMNS, head)
        sheet.set_column(0, len(COLUMNS) - 1, 18)
        for number, action in enumerate(rows, 1):
            for column, value in enumerate(row_of(action, about)):
                if isinstance(value, datetime):
                    sheet.write_datetime(number, column, value, moment)
                elif isinstance(value, date):
                    sheet.write_datetime(number, column, datetime.combine(value, datetime.min.time()), day)
                elif isinstance(value, float):
                    sheet.write_number(number, column, value)
                elif value is not None:
                    sheet.write_string(number, column, str(value)[:32_000])
    return out.getvalue()
