"""What a page shows as rows and columns: for a spreadsheet and for paper, with the same figures as the screen."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter

from holdfast.foundation.pages.tables import Column
from holdfast.kernel.clock import LONDON

Cell = str | int | float | date | datetime | None

WIDEST = 60
LONGEST = 32_000
"""Letters to which a column grows, and that a cell of a workbook takes."""


@dataclass(frozen=True)
class Sheet:
    """A table that can be taken away. `name`: of its file, without what it ends in; `columns` that begin with "#" hold
    numbers. Instants are shown in London time. `lead` and `notes` stand above and below it on paper."""

    title: str
    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    lead: str = ""
    notes: str = ""

    @property
    def headings(self) -> list[str]:
        """The columns by their names."""
        return [column.lstrip("#") for column in self.columns]

    @property
    def on_paper(self) -> list[Column]:
        """The columns as a page's table wants them."""
        return [Column(column.lstrip("#"), numeric=column.startswith("#")) for column in self.columns]

    @property
    def in_words(self) -> Iterable[list[str]]:
        """The rows as people read them."""
        return ([_in_words(cell) for cell in row] for row in self.rows)


def share_cell(met: int, judged: int) -> float | None:
    """A share for a cell, with four decimals; None when nothing was judged."""
    return round(met / judged, 4) if judged else None


def as_csv(sheet: Sheet) -> bytes:
    """CSV in UTF-8 with a byte order mark, as spreadsheets expect it.

    A text that begins like a formula gets an apostrophe: no spreadsheet must run what stands in a policy.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(sheet.headings)
    writer.writerows([_harmless(cell) for cell in row] for row in sheet.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(sheet: Sheet) -> bytes:
    """A workbook with one sheet; texts are never formulas, days and moments are real dates."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        moments, days = (
            book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
            book.add_format({"num_format": "dd/mm/yyyy"}),
        )
        page = book.add_worksheet("Assurance")
        page.freeze_panes(1, 1)
        page.write_row(0, 0, sheet.headings, book.add_format({"bold": True}))
        for column, heading in enumerate(sheet.headings):
            lengths = [len(_in_words(row[column])) for row in sheet.rows[:200]]
            page.set_column(column, column, min(WIDEST, max([len(heading), *lengths]) + 2))
        for number, row in enumerate(sheet.rows, 1):
            for column, cell in enumerate(row):
                match cell:
                    case None | "":
                        continue
                    case datetime():
                        page.write_datetime(number, column, _local(cell), moments)
                    case date():
                        page.write_datetime(number, column, cell, days)
                    case int() | float():
                        page.write_number(number, column, cell)
                    case _:
                        page.write_string(number, column, cell[:LONGEST])
    return out.getvalue()


def _local(moment: datetime) -> datetime:
    return moment.astimezone(LONDON).replace(tzinfo=None, microsecond=0)


def _in_words(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return f"{_local(cell):%d/%m/%Y %H:%M}"
        case date():
            return f"{cell:%d/%m/%Y}"
        case float():
            return f"{cell:.4f}"
    return str(cell)


def _harmless(cell: Cell) -> str:
    words = _in_words(cell)
    return f"'{words}" if isinstance(cell, str) and words[:1] in ("=", "+", "-", "@", "\t", "\r") else words
