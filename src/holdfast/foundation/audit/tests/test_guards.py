from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, models, transaction

from holdfast.foundation.audit.guards import (
    ONCE_ONLY,
    drop_guards,
    guards_dropped,
    look_at_guards,
    missing_guards,
    set_guards,
)
from holdfast.foundation.audit.models import Entry, EntryDetails, Erasure, Seal, SealedEntry
from holdfast.foundation.audit.operations import erase_details, seal
from holdfast.foundation.audit.verification import verify

from .trail import LSMS, TICK, triage

MODELS = [Entry, EntryDetails, Erasure, Seal, SealedEntry]
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="a statement that only SQLite has")
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="a statement that only PostgreSQL has")


@pytest.fixture
def a_row_in_every_table(db: None) -> None:
    triage(by=LSMS)
    erase_details(by=LSMS, entries=Entry.objects.all(), authority="Retention schedule", why="Its time is over")
    triage(by=LSMS)
    seal(by=TICK)


def refused(statement: Callable[[], object]) -> bool:
    """True when the database refuses `statement`. Whatever it did is undone, so that the next one can be tried."""
    try:
        with transaction.atomic():
            statement()
            transaction.set_rollback(True)
    except IntegrityError as refusal:
        return "append-only" in str(refusal)
    return False


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_it_guards_every_table_of_the_area():
    assert {model._meta.db_table for model in MODELS} == set(ONCE_ONLY)


@pytest.mark.parametrize("model", MODELS)
def test_it_knows_every_column_in_which_no_value_comes_twice(model: type[models.Model]):
    unique = {field.column for field in model._meta.concrete_fields if field.unique}
    unique |= {name for constraint in model._meta.total_unique_constraints for name in constraint.fields}

    assert unique == set(ONCE_ONLY[model._meta.db_table])


@pytest.mark.usefixtures("a_row_in_every_table")
@pytest.mark.parametrize("model", MODELS)
def test_it_refuses_a_change_of_any_row(model: type[models.Model]):
    column = model._meta.concrete_fields[-1].column

    assert refused(lambda: execute(f"UPDATE {model._meta.db_table} SET {column} = {column}"))


@pytest.mark.usefixtures("a_row_in_every_table")
@pytest.mark.parametrize("model", MODELS)
def test_it_refuses_to_remove_any_row(model: type[models.Model]):
    assert refused(lambda: execute(f"DELETE FROM {model._meta.db_table}"))


@on_postgresql
@pytest.mark.usefixtures("a_row_in_every_table")
@pytest.mark.parametrize("model", MODELS)
def test_it_refuses_to_empty_a_table(model: type[models.Model]):
    assert refused(lambda: execute(f"TRUNCATE {model._meta.db_table}"))


@on_postgresql
@pytest.mark.usefixtures("a_row_in_every_table")
def test_it_refuses_those_too_who_call_themselves_a_replica():
    execute("SET LOCAL session_replication_role = replica")

    assert refused(lambda: execute("DELETE FROM audit_entry"))


@on_sqlite
@pytest.mark.usefixtures("a_row_in_every_table")
@pytest.mark.parametrize("model", MODELS)
def test_it_refuses_to_replace_a_row_by_inserting_another_in_its_place(model: type[models.Model]):
    table = model._meta.db_table

    assert refused(lambda: execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"))


@on_sqlite
@pytest.mark.usefixtures("a_row_in_every_table")
def test_it_refuses_to_replace_a_row_through_the_nonce_that_no_two_may_have():
    columns = ", ".join(field.column for field in Entry._meta.concrete_fields if field.column != "id")

    assert refused(lambda: execute(f"INSERT OR REPLACE INTO audit_entry ({columns}) SELECT {columns} FROM audit_entry"))


@pytest.mark.usefixtures("a_row_in_every_table")
def test_it_refuses_what_the_orm_would_do():
    entry = Entry.objects.first()

    assert refused(entry.save)
    assert refused(entry.delete)
    assert refused(lambda: Entry.objects.update(why=""))
    assert refused(lambda: Entry.objects.all().delete())


@pytest.mark.django_db
def test_it_lets_details_go_where_their_erasure_is_written_down():
    entry = triage(by=LSMS)
    assert refused(EntryDetails.objects.all().delete)

    Erasure.objects.create(entry=entry, erased_by="Lsms Example", authority="Retention schedule", why="", mac="")

    EntryDetails.objects.all().delete()
    assert not EntryDetails.objects.exists()


@pytest.mark.usefixtures("a_row_in_every_table")
def test_it_can_be_set_and_dropped_as_often_as_one_likes():
    assert missing_guards(connection) == []
    set_guards(connection)
    with guards_dropped(connection):
        drop_guards(connection)
        assert len(missing_guards(connection)) == 3 * len(MODELS)
        assert not refused(lambda: Entry.objects.update(why=""))
    assert missing_guards(connection) == []
    assert refused(lambda: Entry.objects.update(why=""))


@on_postgresql
@pytest.mark.django_db
def test_it_notices_a_guard_that_was_disabled():
    execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_keeps_rows")

    assert missing_guards(connection) == ["audit_entry_keeps_rows"]


@on_sqlite
@pytest.mark.django_db
def test_it_notices_a_guard_of_the_right_name_that_lets_everything_through_on_sqlite():
    execute("DROP TRIGGER audit_entry_keeps_rows")
    execute(
        "CREATE TRIGGER audit_entry_keeps_rows BEFORE DELETE ON audit_entry WHEN FALSE "
        "BEGIN SELECT RAISE(ABORT, ''); END"
    )

    assert missing_guards(connection) == ["audit_entry_keeps_rows"]


@on_postgresql
@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
        """DROP TRIGGER audit_seal_keeps_rows ON audit_seal; CREATE TRIGGER audit_seal_keeps_rows BEFORE DELETE
        ON audit_seal FOR EACH ROW WHEN (FALSE) EXECUTE FUNCTION audit_refuse();
        ALTER TABLE audit_seal ENABLE ALWAYS TRIGGER audit_seal_keeps_rows""",
    ],
)
def test_it_notices_a_guard_of_the_right_name_that_lets_everything_through_on_postgresql(statement: str):
    execute(statement)

    assert "audit_seal_keeps_rows" in missing_guards(connection)


@pytest.mark.django_db
def test_it_notices_a_trigger_that_holdfast_did_not_set():
    """Such as one that swallows new entries."""
    if connection.vendor == "sqlite":
        execute("CREATE TRIGGER swallow BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(IGNORE); END")
    else:
        execute("CREATE TRIGGER swallow BEFORE INSERT ON audit_entry EXECUTE FUNCTION audit_refuse()")

    assert look_at_guards(connection).strange == ["swallow"]
    assert verify().counts == {"guard strange": 1}


@pytest.mark.django_db
def test_it_passes_over_tables_that_are_not_there_yet():
    drop_guards(connection)
    execute("ALTER TABLE audit_seal RENAME TO audit_seal_of_tomorrow")

    set_guards(connection)

    assert {guard.removeprefix("audit_seal_") for guard in missing_guards(connection)} < {
        "keeps_rows",
        "keeps_values",
        "keeps_place",
        "keeps_all",
    }
