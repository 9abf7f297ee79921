"""`holdfast restore`: bring back what `backup` wrote.

Everything that can be wrong with the file is found before anything is touched. What was here before is moved aside
where files can be moved, and put back when something fails on the way.
"""

from __future__ import annotations

import tempfile
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, connections

from holdfast.doors.operating.archives import (
    EVIDENCE,
    SEALS,
    Manifest,
    bears_our_mark,
    evidence_folder,
    own_keys,
    unpack,
)
from holdfast.doors.operating.databases import load_database, others_connected, prepare_load, put_back
from holdfast.doors.operating.in_use import alone
from holdfast.doors.operating.readiness import bring_up_to_date, known_migrations, missing_migrations
from holdfast.foundation.audit.actors import Actor, Subject
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.audit.verification import read_seals_file, verify
from holdfast.foundation.organisation.command_line import whoever_types
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.scope import EVERY_TRUST, scope
from holdfast.foundation.records.models import Evidence
from holdfast.kernel import clock
from holdfast.kernel.commands import CommandFailed, Result

SHOWN = 20


@dataclass
class BroughtBack:
    """What came of a restore, beside the report on the audit trail."""

    manifest: Manifest
    migrations: list[str]
    files_missing: list[str]
    kept: Path | None


def restore(given: Namespace) -> Result:
    """Bring back a backup after holding every byte of it against its manifest, then verify the audit trail.

    Exit code 1 when the trail or a file is not what it should be. Raises CommandFailed, and leaves everything as it
    was, when the file is damaged, was written by a later version or under other keys, or when this installation is in
    use or holds data and --replace was not said.
    """
    source: Path = given.file
    if settings.DEMO:
        raise CommandFailed("a demonstration takes no backup: anyone could sign in as anyone in it")
    if not source.is_file():
        raise CommandFailed(f"there is no file {source}")
    data = settings.CONFIGURATION.data
    with alone(data), tempfile.TemporaryDirectory(prefix=".restore-", dir=data) as scratch:
        if others := others_connected():
            raise CommandFailed(f"{others} others use this database: stop Holdfast on every machine first")
        if _holds_data() and not given.replace:
            raise CommandFailed("this installation holds data already: add --replace to put the backup in its place")
        unpacked = Path(scratch)
        manifest = unpack(source, unpacked)
        _must_be_ours(source, manifest, without_keys=given.without_keys)
        prepared = prepare_load(unpacked / manifest.database, unpacked)
        done = _put_in_place(unpacked, prepared, manifest)
        report = verify(against=read_seals_file(unpacked / SEALS))
    enter_restore(by=whoever_types(), manifest=manifest, intact=report.intact)
    return Result(
        {
            "restored": True,
            "taken_at": manifest.taken_at,
            "version": manifest.version,
            "migrated": done.migrations,
            "evidence_missing": done.files_missing,
            "kept_aside": str(done.kept) if done.kept else None,
            "audit": report.as_json(),
        },
        "\n".join([*_sentences(done), report.as_text()]),
        0 if report.intact and not done.files_missing else 1,
    )


@operation
def enter_restore(*, by: Actor, manifest: Manifest, intact: bool) -> None:
    """Enter in the trail that everything after the backup is gone, when and by whom."""
    subject = Subject("backup", manifest.taken_at)
    enter("operating.restore", by=by, subject=subject, details={"mark": manifest.mark, "trail intact": intact})


def _holds_data() -> bool:
    tables = connection.introspection.table_names()
    if Entry._meta.db_table in tables and Entry.objects.exists():
        return True
    return Trust._meta.db_table in tables and Trust.objects.exists()


def _must_be_ours(source: Path, manifest: Manifest, *, without_keys: bool) -> None:
    """Raises CommandFailed for a backup of a later version, under keys that are not here, or changed since."""
    if later := sorted(set(manifest.migrations) - known_migrations()):
        raise CommandFailed(
            f"{source} was written by Holdfast {manifest.version}, which is later than this one ({settings.VERSION}): "
            f"it has {', '.join(later[:3])}{' and others' if len(later) > 3 else ''}. Nothing was changed."
        )
    own = own_keys()
    missing = [
        words
        for words, wanted, here in (
            ("audit-key (HOLDFAST_AUDIT_KEY)", manifest.audit_keys, own["audit_keys"]),
            ("secret-key (HOLDFAST_SECRET_KEY)", manifest.secret_keys[:1], own["secret_keys"]),
        )
        if not set(wanted) <= set(here)
    ]
    if missing and not without_keys:
        raise CommandFailed(
            f"this installation has another {' and '.join(missing)} than the one that was backed up. Put the key files "
            f"that you kept elsewhere into {settings.CONFIGURATION.data}, and try again. Without them no entry of the "
            "audit trail can be proved and every second factor must be set up anew; to bring the backup back all the "
            "same, add --without-keys. Nothing was changed."
        )
    if not missing and not bears_our_mark(manifest):
        raise CommandFailed(f"{source} was changed after it was written. Nothing was changed.")


def _put_in_place(unpacked: Path, prepared: Path, manifest: Manifest) -> BroughtBack:
    """Switch to what was unpacked, and bring it up to date. On any failure what was here before comes back."""
    evidence = evidence_folder()
    stamp = f"before-restore-{clock.now():%Y%m%d-%H%M%S}-"
    kept = Path(tempfile.mkdtemp(prefix=stamp, dir=settings.CONFIGURATION.data))
    try:
        load_database(prepared, kept)
        if evidence.exists():
            evidence.rename(kept / EVIDENCE)
        if (unpacked / EVIDENCE).exists():
            (unpacked / EVIDENCE).rename(evidence)
        waiting = missing_migrations()
        bring_up_to_date()
        # Sessions of then must not live again, nor counted attempts: everybody signs in anew.
        Session.objects.all().delete()
        cache.clear()
        missing = list(_files_missing(manifest))
    except BaseException:
        _undo(kept, evidence)
        raise
    finally:
        connections.close_all()
    left = kept if any(kept.iterdir()) else None
    if left is None:
        kept.rmdir()
    return BroughtBack(manifest, waiting, missing, left)


def _undo(kept: Path, evidence: Path) -> None:
    put_back(kept)
    if (kept / EVIDENCE).exists():
        if evidence.exists():
            evidence.rename(kept / "of-the-backup")
        (kept / EVIDENCE).rename(evidence)


def _files_missing(manifest: Manifest) -> Iterator[str]:
    """The evidence that a row names and that is not in the backup as it was added, as "reference: SHA-256"."""
    with scope(EVERY_TRUST):
        rows = Evidence.objects.filter(erased_at=None).exclude(file="").order_by("pk")
        for file, digest, reference in rows.values_list("file", "sha256", "record__reference").iterator(2000):
            if manifest.files.get(f"{EVIDENCE}/{file}") != digest:
                yield f"{reference}: {digest}"


def _sentences(done: BroughtBack) -> Iterator[str]:
    yield f"Brought back the state of {done.manifest.taken_at}. Everybody must sign in again."
    if done.migrations:
        yield f"It came from version {done.manifest.version} and was brought up to date ({len(done.migrations)} steps)."
    if done.kept:
        yield f"What was here before lies in {done.kept}. Remove it when nobody needs it any more."
    if done.files_missing:
        yield f"{len(done.files_missing)} evidence files are not what was added, and will not be handed out:"
        yield from (f"  {line}" for line in done.files_missing[:SHOWN])
