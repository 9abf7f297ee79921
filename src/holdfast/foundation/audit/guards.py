"""What makes the database itself refuse to rewrite the trail.

Plain SQL, and nothing of the application but the names of the tables: migration 0002 sets the guards through this
module, so it must be able to run when the models look otherwise than today. Setting them is safe at any time and as
often as one likes, and passes over tables that are not there (yet). So a later migration that alters one of these
tables, or adds one, ends by setting the guards again: on SQLite an altered table is a new table, without triggers.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

ONCE_ONLY = {
    "audit_entry": ("id", "nonce"),
    "audit_entrydetails": ("entry_id",),
    "audit_erasure": ("entry_id",),
    "audit_seal": ("number", "seal_hash"),
    "audit_sealedentry": ("entry_id",),
}
"""The guarded tables, each with the columns in which no value comes twice."""

ERASABLE = "audit_entrydetails"
"""The one table from which rows may go: those whose erasure is written down."""

_ERASED = "EXISTS (SELECT 1 FROM audit_erasure WHERE entry_id = OLD.entry_id)"


def set_guards(connection: BaseDatabaseWrapper) -> None:
    """Set every guard. UPDATE, DELETE and TRUNCATE then raise IntegrityError, whichever program they come from."""
    drop_guards(connection)
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if connection.vendor == "postgresql":
            for function in _POSTGRESQL_FUNCTIONS:
                cursor.execute(function)
        for (table, guard), statement in _guards(connection).items():
            if table in there:
                cursor.execute(statement)
                if connection.vendor == "postgresql":  # also for who calls themselves a replica
                    cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {guard}")


def drop_guards(connection: BaseDatabaseWrapper) -> None:
    """Drop every guard: to undo the migration, and before a test database is emptied."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for table, guard in _guards(connection):
            if table in there:
                of_table = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {guard}{of_table}")


@contextmanager
def guards_dropped(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """No guards inside, guards again afterwards: for tests that play the intruder."""
    drop_guards(connection)
    try:
        yield
    finally:
        set_guards(connection)


def missing_guards(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of the guards that do not stand; on PostgreSQL one that is disabled does not."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled = 'A'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        standing = {name for (name,) in cursor.fetchall()}
    return [guard for _, guard in _guards(connection) if guard not in standing]


def _guards(connection: BaseDatabaseWrapper) -> dict[tuple[str, str], str]:
    """The statement that sets each guard, by (table, name of the guard)."""
    ways = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    return {
        (table, f"{table}_{guard}"): f"CREATE TRIGGER {table}_{guard} {way}"
        for table in ONCE_ONLY
        for guard, way in ways(table).items()
    }


def _on_sqlite(table: str) -> dict[str, str]:
    def refuse(event: str, what: str, when: str = "TRUE") -> str:
        because = f"{table} is append-only: no row may be {what}"
        return f"BEFORE {event} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{because}'); END"

    # INSERT OR REPLACE removes the row that stands in its way, and SQLite calls no DELETE trigger for that
    twice = " OR ".join(f"{column} = NEW.{column}" for column in ONCE_ONLY[table])
    return {
        "keeps_rows": refuse("DELETE", "removed", f"NOT {_ERASED}" if table == ERASABLE else "TRUE"),
        "keeps_values": refuse("UPDATE", "changed"),
        "keeps_place": refuse("INSERT", "replaced", f"EXISTS (SELECT 1 FROM {table} WHERE {twice})"),  # noqa: S608
    }


def _on_postgresql(table: str) -> dict[str, str]:
    def refuse(event: str, each: str = "ROW", function: str = "audit_refuse") -> str:
        return f"BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()"

    return {
        "keeps_rows": refuse("DELETE", function="audit_refuse_unless_erased" if table == ERASABLE else "audit_refuse"),
        "keeps_values": refuse("UPDATE"),
        "keeps_all": refuse("TRUNCATE", each="STATEMENT"),
    }


_REFUSE = """
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
"""

_POSTGRESQL_FUNCTIONS = (
    f"CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {_REFUSE} END $$",
    f"""
    CREATE OR REPLACE FUNCTION audit_refuse_unless_erased() RETURNS trigger LANGUAGE plpgsql
    SET search_path FROM CURRENT AS $$ BEGIN IF {_ERASED} THEN RETURN OLD; END IF; {_REFUSE} END $$
    """,
)
