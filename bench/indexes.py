"""Taking indexes away while a table is filled: building one anew costs a fraction of keeping it up row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

# Indexes that stand for a constraint stay: other tables point at them.
POSTGRESQL = """
    SELECT quote_ident(i.relname), pg_get_indexdef(x.indexrelid)
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
    WHERE t.relname = ANY(%s) AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = x.indexrelid)
"""
SQLITE = """
    SELECT '"' || name || '"', sql FROM sqlite_master
    WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN (SELECT value FROM json_each(%s))
"""


@contextmanager
def without_indexes(tables: Sequence[str]) -> Iterator[None]:
    """Drop the plain indexes of `tables`, and make them again, as they were, at the end."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET maintenance_work_mem = '512MB'")
            cursor.execute(POSTGRESQL, [list(tables)])
        else:
            cursor.execute(SQLITE, ["[" + ", ".join(f'"{table}"' for table in tables) + "]"])
        dropped = cursor.fetchall()
        for name, _ in dropped:
            cursor.execute(f"DROP INDEX {name}")
        yield
        for _, statement in dropped:
            cursor.execute(statement)
