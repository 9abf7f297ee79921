"""What makes the database itself refuse to rewrite the trail.

Plain SQL, and nothing of the application but the names of the tables: migration 0002 sets the guards through this
module, so it must be able to run when the models look otherwise than today. Setting them is safe at any time and as
often as one likes, and passes over tables that are not there (yet). So a later migration that alters one of these
tables, or adds one, ends by setting the guards again: on SQLite an altered table is a new table, without triggers.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

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
    """The names of the guards that do not stand as `set_guards` sets them.

    One of the same name that lets things through does not stand, nor on PostgreSQL one that is disabled, or whose
    function is another.
    """
    return look_at_guards(connection).missing


@dataclass(frozen=True)
class Guards:
    """`missing`: guards that do not stand; `strange`: triggers on the trail that are none of them."""

    missing: list[str]
    strange: list[str]


def look_at_guards(connection: BaseDatabaseWrapper) -> Guards:
    """Hold what guards the trail against what should, in one statement."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_STANDING, [list(ONCE_ONLY)])
        else:
            tables = ", ".join(f"'{table}'" for table in ONCE_ONLY)
            cursor.execute(f"SELECT name, sql, '' FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({tables})")  # noqa: S608
        found = {name: (_plain(trigger), _plain(body)) for name, trigger, body in cursor.fetchall()}
    wanted = {guard: _plain(statement) for (_, guard), statement in _guards(connection).items()}
    return Guards(
        missing=[guard for guard, words in wanted.items() if found.get(guard) != (words, _body_behind(words))],
        strange=sorted(set(found) - set(wanted)),
    )


def _plain(statement: str) -> str:
    return " ".join(statement.split())


def _body_behind(trigger: str) -> str:
    """What the function does that a trigger on PostgreSQL calls; blank on SQLite, where triggers hold it themselves."""
    _, _, function = trigger.partition(" EXECUTE FUNCTION ")
    return _plain(_POSTGRESQL_BODIES[function.removesuffix("()")]) if function else ""


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

_POSTGRESQL_BODIES = {
    "audit_refuse": f"BEGIN {_REFUSE} END",
    "audit_refuse_unless_erased": f"BEGIN IF {_ERASED} THEN RETURN OLD; END IF; {_REFUSE} END",
}

_POSTGRESQL_FUNCTIONS = (
    f"CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql "
    f"AS $$ {_POSTGRESQL_BODIES['audit_refuse']} $$",
    f"""
    CREATE OR REPLACE FUNCTION audit_refuse_unless_erased() RETURNS trigger LANGUAGE plpgsql
    SET search_path FROM CURRENT AS $$ {_POSTGRESQL_BODIES["audit_refuse_unless_erased"]} $$
    """,
)

# A guard in another language, or one that is not always enabled, comes without a body and so counts as missing.
_POSTGRESQL_STANDING = """
    SELECT tgname, pg_get_triggerdef(pg_trigger.oid, true),
        CASE WHEN tgenabled = 'A' AND lanname = 'plpgsql' THEN prosrc ELSE '' END
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
        JOIN pg_language ON pg_language.oid = prolang
    WHERE NOT tgisinternal AND relname = ANY(%s) AND pg_table_is_visible(tgrelid)
"""
