"""`holdfast backup`: one file that holds everything of an installation but its keys."""

from __future__ import annotations

import tempfile
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from holdfast.doors.operating.archives import (
    EVIDENCE,
    SEALS,
    Manifest,
    evidence_folder,
    evidence_in,
    own_keys,
    write_archive,
)
from holdfast.doors.operating.databases import dump_database
from holdfast.doors.operating.readiness import applied_migrations, missing_migrations
from holdfast.foundation.audit.actors import Actor, Subject
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.audit.verification import write_seals_file
from holdfast.foundation.organisation.command_line import whoever_types
from holdfast.foundation.pages.words import size_in_words
from holdfast.kernel import clock
from holdfast.kernel.commands import CommandFailed, Result

KEYS = ("secret-key", "audit-key", "holdfast.env")
"""Files of the data folder that a backup leaves out: who steals a backup must not be able to sign with it."""


def backup(given: Namespace) -> Result:
    """Write a backup while the site goes on working, and enter in the audit trail who took it.

    Raises CommandFailed when it cannot be written whole; then no file is left.
    """
    target: Path = given.file
    if target.exists():
        raise CommandFailed(f"{target} exists already: choose another name")
    if not target.parent.is_dir():
        raise CommandFailed(f"there is no folder {target.parent}")
    applied = applied_migrations()
    if not applied:
        raise CommandFailed("there is nothing to back up: this installation was never set up")
    own = own_keys()
    manifest = Manifest(
        taken_at=clock.now().isoformat(timespec="seconds"),
        version=settings.VERSION,
        database="",
        migrations=applied,
        audit_keys=own["audit_keys"],
        secret_keys=own["secret_keys"],
    )
    try:
        scratch = tempfile.TemporaryDirectory(prefix=".holdfast-backup-", dir=target.parent)
    except OSError as error:
        raise CommandFailed(f"{target.parent} cannot be written: {error.strerror}") from None
    with scratch as folder:
        seals = Path(folder) / SEALS
        write_seals_file(seals)  # before the database, which may hold later seals and must hold these
        database = dump_database(Path(folder))
        manifest.database = database.name
        write_archive(target, _parts(database, seals), manifest)
    if not missing_migrations():
        note_backup(by=whoever_types(), manifest=manifest)
    evidence = sum(name.startswith(f"{EVIDENCE}/") for name in manifest.files)
    size = target.stat().st_size
    data = {
        "file": str(target),
        "bytes": size,
        "evidence_files": evidence,
        "taken_at": manifest.taken_at,
        "left_out": list(KEYS),
    }
    return Result(
        data,
        f"Wrote {target} ({size_in_words(size)}): the database, its seals and {evidence} evidence files.\n"
        f"It holds no keys. Keep {', '.join(KEYS[:-1])} and {KEYS[-1]} of {settings.CONFIGURATION.data}\n"
        "in another safe place: without the first two nobody can prove the audit trail or use their second factor.",
    )


@operation
def note_backup(*, by: Actor, manifest: Manifest) -> None:
    """Enter in the trail that all data was copied, when and by whom."""
    subject = Subject("backup", manifest.taken_at)
    enter("operating.back_up", by=by, subject=subject, details={"files": len(manifest.files), "mark": manifest.mark})


def _parts(database: Path, seals: Path) -> Iterator[tuple[str, Path]]:
    # Evidence last: what comes in meanwhile is in no row of the dump, and lies in the archive without harm. The other
    # way round a row would name a file that the archive does not have.
    yield database.name, database
    yield seals.name, seals
    yield from evidence_in(evidence_folder())
