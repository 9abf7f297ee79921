"""A row of another system as it came, for people."""

from __future__ import annotations

from holdfast.casework.incidents.models import ImportedRow
from holdfast.casework.incidents.rules.history_columns import HISTORY


def rows_as_they_came(row: ImportedRow) -> list[tuple[str, str]]:
    """The cells of an imported row, each with what it holds: first those that Holdfast reads, then the others."""
    read = [(HISTORY.by_key[name].title if name in HISTORY.by_key else name, text) for name, text in row.facts.items()]
    return [*read, *row.rest.items()]
