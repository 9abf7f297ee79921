"""The test database: committed rows go, the guards stay, and the same tests run on both."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import connection

from holdfast.foundation.audit import guards
from holdfast.foundation.audit.actors import Actor, Subject
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.audit.operations import enter_reading
from holdfast.foundation.organisation.scope import EVERY_TRUST, scope
from holdfast.kernel import clock
from tests import databases, environment

pytest_plugins = ["pytester"]


def made_of(rows: Iterable[tuple[Any, ...]]) -> set[str]:
    """What the database says it is made of, however its statements are spaced and quoted."""
    return {re.sub(r"[\s\"'`]+", "", " ".join(map(str, row))) for row in rows}


@pytest.mark.django_db
def test_it_has_the_tables_that_migrations_make(database: str, tmp_path: Path) -> None:
    if database != "sqlite":
        pytest.skip("once is enough: the migrations are the same")
    environment = os.environ | {"HOLDFAST_DATA": str(tmp_path), "HOLDFAST_DATABASE": ""}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
    subprocess.run(command, env=environment, check=True)
    everything = "SELECT type, name, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
    columns = 'SELECT m.name, p.name, p.type, p."notnull", p.pk FROM sqlite_master m, pragma_table_xinfo(m.name) p'
    (file,) = tmp_path.glob("*.sqlite3")
    with closing(sqlite3.connect(file)) as migrated, connection.cursor() as ours:
        for question in (everything, columns):
            ours.execute(question)
            assert made_of(ours.fetchall()) == made_of(migrated.execute(question).fetchall())
    back = [sys.executable, "-m", "django", "migrate", "casefile", "zero", "--verbosity=0"]
    subprocess.run(back, env=environment, check=True)
    with closing(sqlite3.connect(file)) as migrated:
        left = {name for (name,) in migrated.execute("SELECT name FROM sqlite_master")}
    assert "sanctions_case" in left
    assert not [name for name in left if name.startswith("casefile_")]


@pytest.mark.parametrize("time", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_it_empties_even_guarded_tables_after_a_test_that_commits(time: str) -> None:
    assert Entry.objects.count() == 0
    assert guards.missing_guards(connection) == []
    enter_reading("tests.read", by=Actor.system("tests"), subject=Subject("page", "one"))
    assert Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_it_gives_each_thread_a_connection_of_its_own() -> None:
    """As a real server does: on SQLite in memory they would share one transaction."""
    enter_reading("tests.read", by=Actor.system("tests"), subject=Subject("page", "one"))
    seen: list[int] = []

    def other() -> None:
        seen.append(Entry.objects.count())
        connection.close()

    thread = Thread(target=other)
    thread.start()
    thread.join()
    assert seen == [1]


@pytest.mark.django_db
def test_it_runs_on_the_database_that_was_asked_for(database: str) -> None:
    assert connection.vendor == {"sqlite": "sqlite", "postgres": "postgresql"}[database]
    assert str(environment.FOLDER) in str(connection.settings_dict["NAME"]) or database == "postgres"


def test_it_sees_what_a_test_leaves_behind() -> None:
    watch = databases._nothing_carries_over.__wrapped__()  # type: ignore[attr-defined]
    next(watch)
    left = [clock.at(datetime(2026, 3, 1, tzinfo=UTC)), scope(EVERY_TRUST)]
    for forgotten in left:
        forgotten.__enter__()
    with pytest.raises(pytest.fail.Exception, match="the clock pretending another time and a scope open"):
        next(watch)


def test_it_knows_which_tests_touch_the_database(pytester: pytest.Pytester) -> None:
    items = pytester.getitems(
        "import pytest\n"
        "def test_plain(): pass\n"
        "def test_fixture(db): pass\n"
        "@pytest.mark.django_db\n"
        "def test_marked(): pass\n"
    )
    assert [databases.touches_database(item) for item in items] == [False, True, True]
