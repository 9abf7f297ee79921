"""Makes the database itself refuse to change a row of an exhibit's log: what was wrong is put right by another row.

A row that somebody takes out by hand leaves a hole in the numbers, which shows. On SQLite a table that is altered is a
new table without its trigger: a later migration that alters this one ends by setting it again.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

TABLE = "casefile_handover"
WORDS = "an exhibit''s log is only added to"
FUNCTION = f"""
CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'restrict_violation'; END $$
"""


def set_guard(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION, None)
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_stays BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()", None
        )
    else:
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_stays BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END", None
        )


def drop_guard(apps: Any, schema_editor: Any) -> None:
    on = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_stays{on}", None)


class Migration(migrations.Migration):
    dependencies = [("casefile", "0001_initial")]

    operations = [migrations.RunPython(set_guard, drop_guard)]
