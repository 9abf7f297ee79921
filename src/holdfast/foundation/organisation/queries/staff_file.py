"""How a trust's staff file is to be read: as it says itself, as was remembered, as someone chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from holdfast.foundation.organisation.models import StaffImportMap, Trust
from holdfast.foundation.organisation.rules.staff_columns import Column, columns_of, faults_of_map, find_header
from holdfast.foundation.organisation.rules.tables import Table, UnreadableTable, read_table


@dataclass(frozen=True)
class Wish:
    """What someone chose; "" or 0 where it is left to Holdfast. `fields` maps plain headings to keys of fields."""

    sheet: str = ""
    delimiter: str = ""
    encoding: str = ""
    header_line: int = 0
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """A file as it will be read. `settled`: every column was chosen before, so that nobody need be asked."""

    table: Table
    header: int
    columns: list[Column]
    settled: bool

    @property
    def faults(self) -> list[str]:
        """What is wrong with the columns, in sentences."""
        return faults_of_map([column.field for column in self.columns])

    @property
    def header_line(self) -> int:
        """The line on which the headings stand, as people count."""
        return self.table.lines[self.header].number


def table_for(trust: Trust, content: bytes, name: str, wish: Wish | None = None) -> Table:
    """The table in a trust's staff file: as wished for, else as remembered, else as the file shows.

    What was remembered must not keep this month's file out when it is written in another way: then it counts for
    nothing. Raises UnreadableTable.
    """
    wish = wish or Wish()
    kept = StaffImportMap.objects.filter(trust=trust).first()
    if kept is not None and not (wish.sheet or wish.delimiter or wish.encoding):
        try:
            return read_table(content, name, sheet=kept.sheet, delimiter=kept.delimiter, encoding=kept.encoding)
        except UnreadableTable:
            pass
    return read_table(content, name, sheet=wish.sheet, delimiter=wish.delimiter, encoding=wish.encoding)


def read_for(trust: Trust, table: Table, wish: Wish | None = None) -> Reading:
    """What the columns of a trust's staff file hold: as wished for, else as remembered, else by their headings.

    Raises UnreadableTable when the line of headings is not there.
    """
    wish = wish or Wish()
    kept = StaffImportMap.objects.filter(trust=trust).first()
    fields = {**(kept.columns if kept else {}), **wish.fields}
    if wish.header_line:
        header = next((i for i, line in enumerate(table.lines) if line.number == wish.header_line), -1)
        if header < 0:
            raise UnreadableTable(f"Line {wish.header_line} is empty or does not exist.")
    else:
        header = find_header(table, fields)
    columns = columns_of(table, header, fields)
    settled = all(column.plain in fields for column in columns) and not faults_of_map([c.field for c in columns])
    return Reading(table, header, columns, settled)
