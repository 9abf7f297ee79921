"""Taking the whole database out while it is in use, and putting it back, for each of the two databases.

Their own tools do both: SQLite's online backup, and PostgreSQL's client programs (pg_dump, pg_restore, psql).
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.db import connection, connections

from holdfast.doors.operating.archives import DATABASES
from holdfast.kernel.commands import CommandFailed

SESSIONS = "django_session"
"""The table of those who are signed in, and of what their browsers keep here."""

DAMAGED = "the database itself is damaged ({}): bring back the last good backup"


def dump_database(folder: Path) -> Path:
    """Write the database as it is now into `folder`, while others go on writing; gives the file.

    Without sessions: whoever holds a backup and the secret key would be whoever was signed in, and would see the
    receipts that reporters without an account had open.

    Raises CommandFailed when it cannot be read whole.
    """
    target = folder / DATABASES[connection.vendor]
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
        # A backup of a broken database, made every night, would be noticed on the day when it is needed.
        if fault := _fault_of(target):
            raise CommandFailed(DAMAGED.format(fault))
        with closing(sqlite3.connect(target)) as copy:
            copy.execute("PRAGMA secure_delete = ON")  # deleting alone leaves the words in the file
            copy.execute(f"DELETE FROM {SESSIONS}")  # noqa: S608  a name of ours
            copy.commit()
    else:
        whole = ("--format=custom", "--compress=0", "--no-owner", "--no-privileges")
        _run("pg_dump", *whole, f"--exclude-table-data={SESSIONS}", f"--file={target}")
    return target


def prepare_load(dump: Path, folder: Path) -> Path:
    """Make of a dump what `load_database` takes, and look whether it is whole. Raises CommandFailed when it is not."""
    if dump.name != DATABASES[connection.vendor]:
        other = "PostgreSQL" if connection.vendor == "sqlite" else "SQLite"
        advice = "set HOLDFAST_DATABASE to one" if connection.vendor == "sqlite" else "unset HOLDFAST_DATABASE"
        raise CommandFailed(f"this backup was taken from {other}: {advice} to bring it back. Nothing was changed.")
    if connection.vendor == "sqlite":
        if fault := _fault_of(dump):
            raise CommandFailed(f"the database in this backup is damaged ({fault}). Nothing was changed.")
        return dump
    script = folder / "database.sql"
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(dump), connects=False)
    return script


def load_database(prepared: Path, kept: Path) -> None:
    """Put the database of `prepare_load` in place of the present one. All or nothing.

    SQLite: the present one is moved into the folder `kept`. PostgreSQL: it is gone, in the same transaction.
    """
    connections.close_all()
    if connection.vendor == "sqlite":
        place = Path(str(settings.DATABASES["default"]["NAME"]))
        for name in (place.name, f"{place.name}-wal", f"{place.name}-shm"):
            if (place.parent / name).exists():
                shutil.move(place.parent / name, kept / name)
        prepared.rename(place)
        return
    clearing = kept / "clearing.sql"
    clearing.write_text("\n".join(_clearing()))
    connections.close_all()
    _run(
        *("psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"),
        *(f"--file={clearing}", f"--file={prepared}"),
    )
    clearing.unlink()


def put_back(kept: Path) -> None:
    """Undo `load_database`, where that is possible: move the files in `kept` back to where they were."""
    connections.close_all()
    if connection.vendor == "sqlite":
        place = Path(str(settings.DATABASES["default"]["NAME"]))
        for path in list(kept.glob(f"{place.name}*")):
            shutil.move(path, place.parent / path.name)


def others_connected() -> int:
    """How many other connections to this PostgreSQL database our account holds: web processes, on any machine."""
    if connection.vendor == "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def _fault_of(file: Path) -> str:
    """What SQLite finds wrong with the database in `file`; blank for nothing."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as database:
            said = [row[0] for row in database.execute("PRAGMA quick_check(3)")]
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if said == ["ok"] else "; ".join(said)


def _clearing() -> list[str]:
    """The statements that remove everything of ours, whatever version made it; extensions and other schemas stay."""
    tables = (
        "SELECT format('DROP %s IF EXISTS %I.%I CASCADE;', CASE relkind WHEN 'v' THEN 'VIEW'"
        " WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, nspname, relname)"
        " FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE nspname = current_schema() AND relkind IN ('r', 'p', 'v', 'm', 'S')"
        " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = pg_class.oid AND d.deptype = 'e')"
        " ORDER BY relkind = 'S'"
    )
    functions = (
        "SELECT format('DROP FUNCTION IF EXISTS %s CASCADE;', p.oid::regprocedure)"
        " FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname = current_schema() AND prokind = 'f'"
        " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
    )
    # The configuration by which incidents are searched, and the dictionary that it stands on.
    words = [
        f"SELECT format('DROP TEXT SEARCH {what} IF EXISTS %I.%I CASCADE;', nspname, {name})"  # noqa: S608  names of ours
        f" FROM {catalogue} c JOIN pg_namespace n ON n.oid = {space} WHERE nspname = current_schema()"
        " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"
        for what, catalogue, name, space in (
            ("CONFIGURATION", "pg_ts_config", "cfgname", "cfgnamespace"),
            ("DICTIONARY", "pg_ts_dict", "dictname", "dictnamespace"),
        )
    ]
    with connection.cursor() as cursor:
        found = []
        for question in (tables, functions, *words):
            cursor.execute(question)
            found += [row[0] for row in cursor.fetchall()]
    return found


def _run(program: str, *arguments: str, connects: bool = True) -> None:
    """Run a client program of PostgreSQL. The password goes by the environment: arguments are for all to see."""
    address = urlsplit(settings.CONFIGURATION.database)
    environment = dict(os.environ)
    if address.password:
        environment["PGPASSWORD"] = unquote(address.password)
    where = address._replace(netloc=address.netloc.replace(f":{address.password}@", "@", 1)).geturl()
    command = [program, *([f"--dbname={where}"] if connects else []), *arguments]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, env=environment)  # noqa: S603  no shell
    except FileNotFoundError:
        raise CommandFailed(f"{program} is not on this machine: install PostgreSQL's client programs") from None
    except subprocess.CalledProcessError as error:
        raise CommandFailed(f"{program} failed: {error.stderr.strip()[-2000:]}") from None
