"""The index over the words of incidents: FTS5 on SQLite, GIN over a tsvector on PostgreSQL."""

from django.db import migrations

TABLE = "incidents_searchtext"

SQLITE = (
    "CREATE VIRTUAL TABLE incidents_searchindex USING fts5("
    f"words, content='{TABLE}', content_rowid='incident_id', tokenize='porter unicode61')",
    f"CREATE TRIGGER incidents_search_added AFTER INSERT ON {TABLE} BEGIN "
    "INSERT INTO incidents_searchindex(rowid, words) VALUES (new.incident_id, new.words); END",
    f"CREATE TRIGGER incidents_search_removed AFTER DELETE ON {TABLE} BEGIN "
    "INSERT INTO incidents_searchindex(incidents_searchindex, rowid, words) "
    "VALUES ('delete', old.incident_id, old.words); END",
    f"CREATE TRIGGER incidents_search_changed AFTER UPDATE OF words ON {TABLE} BEGIN "
    "INSERT INTO incidents_searchindex(incidents_searchindex, rowid, words) "
    "VALUES ('delete', old.incident_id, old.words); "
    "INSERT INTO incidents_searchindex(rowid, words) VALUES (new.incident_id, new.words); END",
)
SQLITE_BACK = (
    "DROP TRIGGER incidents_search_changed",
    "DROP TRIGGER incidents_search_removed",
    "DROP TRIGGER incidents_search_added",
    "DROP TABLE incidents_searchindex",
)
# English stems without PostgreSQL's list of words that it passes over: "out of hours" are words like any other, and
# SQLite passes over none.
POSTGRESQL = (
    "CREATE TEXT SEARCH DICTIONARY incidents_stems (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION incidents_words (COPY = simple)",
    "ALTER TEXT SEARCH CONFIGURATION incidents_words ALTER MAPPING FOR asciiword, word, numword WITH incidents_stems",
    f"CREATE INDEX incidents_search ON {TABLE} USING gin (to_tsvector('incidents_words', words))",
)
POSTGRESQL_BACK = (
    "DROP INDEX incidents_search",
    "DROP TEXT SEARCH CONFIGURATION incidents_words",
    "DROP TEXT SEARCH DICTIONARY incidents_stems",
)


def _run(editor, statements):
    for statement in statements:
        editor.execute(statement, params=None)


def forwards(apps, editor):
    _run(editor, SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL)


def backwards(apps, editor):
    _run(editor, SQLITE_BACK if editor.connection.vendor == "sqlite" else POSTGRESQL_BACK)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
