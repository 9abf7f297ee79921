"""One file that holds everything of an installation, and bringing it back.

A backup is a tar file: the database, the evidence files, the audit trail's seals and a manifest with the SHA-256 of each.
Keys are left out on purpose: who steals a backup must not be able to sign entries with it. Keep them elsewhere.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections

from holdfast.foundation.audit.verification import verify
from holdfast.kernel import clock
from holdfast.kernel.commands import CommandFailed, Result

FORMAT = 1
MANIFEST = "manifest.json"
SECRETS = ("secret-key", "audit-key")


def backup(given: argparse.Namespace) -> Result:
    """Write a backup while the site goes on working. Raises CommandFailed when it cannot be written whole."""
    target: Path = given.file
    if target.exists():
        raise CommandFailed(f"{target} exists already: choose another name")
    if not target.parent.is_dir():
        raise CommandFailed(f"there is no folder {target.parent}")
    manifest: dict[str, Any] = {"format": FORMAT, "taken_at": clock.now().isoformat(), "files": {}}
    unfinished = target.with_name(target.name + ".unfinished")
    with tempfile.TemporaryDirectory() as scratch:
        database = _dump_database(Path(scratch))
        manifest["database"] = database.name
        with tarfile.open(unfinished, "w:gz", compresslevel=3) as tar:
            for name, path in _contents(database):
                manifest["files"][name] = _sha256_of(path)
                tar.add(path, name, recursive=False)
            body = json.dumps(manifest, indent=1).encode()
            entry = tarfile.TarInfo(MANIFEST)
            entry.size = len(body)
            tar.addfile(entry, io.BytesIO(body))
    unfinished.rename(target)
    count = len(manifest["files"]) - 1
    size = target.stat().st_size
    return Result(
        {"file": str(target), "bytes": size, "evidence_files": count, "taken_at": manifest["taken_at"]},
        f"Wrote {target} ({size:,} bytes): the database and {count} evidence files.\n"
        f"Keep {' and '.join(SECRETS)} of the data folder somewhere else: without them nobody can sign in or verify.",
    )


def restore(given: argparse.Namespace) -> Result:
    """Bring back a backup after checking every byte of it, then verify the audit trail.

    Raises CommandFailed, and leaves everything as it was, when the file is damaged, or when this installation holds data
    and --replace was not said.
    """
    source: Path = given.file
    if not source.is_file():
        raise CommandFailed(f"there is no file {source}")
    data = settings.CONFIGURATION.data
    evidence = data / "evidence"
    if _holds_data() and not given.replace:
        raise CommandFailed("this installation holds data already: add --replace to overwrite it")
    data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data) as scratch:
        unpacked = Path(scratch)
        manifest = _unpack(source, unpacked)
        connections.close_all()
        _load_database(unpacked / manifest["database"])
        if evidence.exists():
            shutil.rmtree(evidence)
        if (unpacked / "evidence").exists():
            (unpacked / "evidence").rename(evidence)
    connections.close_all()
    report = verify()
    return Result(
        {"restored": True, "taken_at": manifest["taken_at"], "audit": report.as_json()},
        f"Brought back the state of {manifest['taken_at']}.\n{report.as_text()}",
        0 if report.intact else 1,
    )


def _contents(database: Path) -> Iterator[tuple[str, Path]]:
    yield database.name, database
    evidence = settings.CONFIGURATION.data / "evidence"
    for path in sorted(evidence.rglob("*")) if evidence.exists() else ():
        if path.is_file():
            yield f"evidence/{path.relative_to(evidence)}", path


def _sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _dump_database(folder: Path) -> Path:
    if connection.vendor == "sqlite":
        target = folder / "database.sqlite3"
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
        return target
    target = folder / "database.pgdump"
    _run(["pg_dump", "--format=custom", "--no-owner", "--file", str(target), settings.CONFIGURATION.database])
    return target


def _load_database(dump: Path) -> None:
    if connection.vendor == "sqlite":
        if dump.suffix != ".sqlite3":
            raise CommandFailed("this backup was taken from PostgreSQL: set HOLDFAST_DATABASE to one to bring it back")
        place = Path(settings.DATABASES["default"]["NAME"])
        for leftover in ("-wal", "-shm"):
            place.with_name(place.name + leftover).unlink(missing_ok=True)
        shutil.move(dump, place)
        return
    if dump.suffix != ".pgdump":
        raise CommandFailed("this backup was taken from SQLite: unset HOLDFAST_DATABASE to bring it back")
    _run(
        ["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
         "--dbname", settings.CONFIGURATION.database, str(dump)]
    )  # fmt: skip


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise CommandFailed(f"{command[0]} is not on this machine: install PostgreSQL's client programs") from None
    except subprocess.CalledProcessError as error:
        raise CommandFailed(f"{command[0]} failed: {error.stderr.strip()}") from None


def _holds_data() -> bool:
    if connection.vendor == "sqlite":
        return Path(settings.DATABASES["default"]["NAME"]).exists()
    return bool(connection.introspection.table_names())


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    """Unpack into `folder` and hold every file against the manifest. Raises CommandFailed at the first that differs."""
    try:
        with tarfile.open(source, "r:gz") as tar:
            tar.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise CommandFailed(f"{source} cannot be read as a backup: {error}") from None
    if manifest.get("format") != FORMAT:
        raise CommandFailed(f"{source} was written by another version of Holdfast")
    for name, digest in manifest["files"].items():
        path = folder / name
        if not path.is_file() or _sha256_of(path) != digest:
            raise CommandFailed(f"{source} is damaged: {name} is not what was backed up. Nothing was changed.")
    return manifest

