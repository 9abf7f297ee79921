"""The test database, whichever it is, and what must not carry over from one test to the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import DjangoDbBlocker

from holdfast.foundation.audit import guards
from holdfast.foundation.organisation import scope
from holdfast.kernel import clock
from tests import environment

OWN = {config.label for config in apps.get_app_configs() if config.name.startswith("holdfast.")}
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup", "_django_db_helper"}


@pytest.fixture(scope="session")
def database() -> str:
    """Which database the tests run on: "sqlite" or "postgres". Tests are the same on both; this is for the rare one
    about the database itself."""
    return environment.DATABASE


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """SQLite in a file, as people use it: in memory all threads of a live server would share one transaction."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(environment.FOLDER / "test.sqlite3")
        # Tests throw their data away: a power cut may have it. So does their PostgreSQL (scripts/postgres.py).
        options = connection.settings_dict["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    # The tables straight from the models: the migrations would render the models again for each of them, half a minute
    # for each process. That both make the same tables is a test of its own (tests/workshop/test_databases.py).
    connection.settings_dict["TEST"]["MIGRATE"] = False


def run_written_by_hand() -> None:
    """Run what migrations do beside making tables: triggers and search indexes; then note all of them as applied."""
    known = MigrationLoader(None).graph.nodes
    with connection.schema_editor() as editor:
        for _, migration in sorted(known.items()):
            for done in migration.operations:
                if isinstance(done, RunPython) and migration.app_label in OWN:
                    done.code(apps, editor)  # type: ignore[arg-type]
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    recorder.Migration.objects.bulk_create(recorder.Migration(app=app, name=name) for app, name in known)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The tables as migrations leave them. Django may empty them after a test that commits, although the audit trail's
    guards refuse just that."""
    with django_db_blocker.unblock():
        run_written_by_hand()
        # Django asks SQLite once, when it first meets JSON: not in the middle of a test that counts statements.
        assert connection.features.supports_json_field
    operations = type(connection.ops)
    empty = operations.execute_sql_flush

    def empty_without_guards(self: Any, statements: list[str]) -> None:
        with guards.guards_dropped(self.connection):
            empty(self, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", empty_without_guards)
        yield


@pytest.fixture(autouse=True)
def _nothing_carries_over() -> Iterator[None]:
    """A pretended time, an open scope or a counted attempt left behind would change what the next test sees."""
    cache.clear()
    yield
    left = []
    if clock._pretended.get() is not None:
        clock._pretended.set(None)
        left.append("the clock pretending another time")
    if scope._scope.get() is not None:
        scope._scope.set(None)
        left.append("a scope open")
    if left:
        pytest.fail(f"this test left {' and '.join(left)}: use `with`", pytrace=False)


def touches_database(item: pytest.Item) -> bool:
    """True when the test `item` asks for the database, by a mark or by a fixture."""
    return item.get_closest_marker("django_db") is not None or bool(
        DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
    )


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database-only`: for the second database, where tests that never touch one prove nothing new."""
    parser.addoption("--database-only", action="store_true", help="only the tests that touch the database")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what `--database-only` does not want."""
    if config.getoption("--database-only"):
        wanted = [item for item in items if touches_database(item) and item.get_closest_marker("any_database") is None]
        left_out = set(items) - set(wanted)
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = wanted
