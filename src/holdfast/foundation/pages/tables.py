"""What a table needs to know of its columns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column: its heading, and if the list can be sorted by it, the sort key that the address carries."""

    title: str
    sort: str = ""
    numeric: bool = False
    hidden: bool = False  # a heading for screen readers only, as over a column of buttons
