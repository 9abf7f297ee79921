"""Reading lists out of CSV and XLSX files, for areas above that bring in lists of their own."""

from __future__ import annotations

from holdfast.foundation.organisation.rules.columns import UNUSED, Column, Field, Fields, plain_heading
from holdfast.foundation.organisation.rules.dates import read_date
from holdfast.foundation.organisation.rules.tables import (
    DELIMITERS,
    ENCODINGS,
    Line,
    Table,
    UnreadableTable,
    read_table,
)

__all__ = [
    "DELIMITERS",
    "ENCODINGS",
    "UNUSED",
    "Column",
    "Field",
    "Fields",
    "Line",
    "Table",
    "UnreadableTable",
    "plain_heading",
    "read_date",
    "read_table",
]
