"""Handing files out, each held against its SHA-256 first."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from typing import Literal

from django.core.files.base import File
from django.db.models.fields.files import FieldFile

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, enter_reading, operation
from holdfast.foundation.records.models import Evidence, Scan, Sensitivity
from holdfast.kernel import clock

log = logging.getLogger(__name__)

CHUNK = 256 * 1024
MISSING = "missing"

Copy = Literal["picture", "thumbnail"]


class NotHandedOut(Exception):
    """The file is there for the trail and not to be read. Says why, for the person who asked."""


def fingerprint_of(content: bytes) -> str:
    """SHA-256 of `content` in hex; blank for no content."""
    return hashlib.sha256(content).hexdigest() if content else ""


def open_original(*, by: Actor, evidence: Evidence) -> File:
    """The original, verified and open at its beginning; the caller closes it. Each handing out is an entry.

    Whether `by` may have it is asked before: `queries.may_read`. Raises NotHandedOut when it was withdrawn, erased or
    found infected, or is no longer what was added: then that is entered too.
    """
    if evidence.erased_at is not None:
        raise NotHandedOut("This file was erased when the time for which it may be kept was over.")
    if evidence.withdrawn_at is not None:
        raise NotHandedOut("This file was withdrawn, so it is no longer handed out.")
    if evidence.scanned == Scan.INFECTED:
        raise NotHandedOut("A virus scanner found something harmful in this file, so it is kept apart.")
    opened = _verified(by, evidence, evidence.file, evidence.sha256)
    try:
        enter_handing_out(by=by, evidence=evidence)
    except BaseException:
        opened.close()
        raise
    return opened


def open_copy(*, by: Actor, evidence: Evidence, copy: Copy) -> File:
    """The safe copy of a picture, for a page, verified and open. Leaves an entry only where the file or its record is
    restricted. Raises NotHandedOut as `open_original` does, and where there is no safe copy."""
    field: FieldFile = getattr(evidence, copy)
    if evidence.withdrawn_at is not None or evidence.scanned == Scan.INFECTED or not field:
        raise NotHandedOut("There is no picture to show.")
    opened = _verified(by, evidence, field, getattr(evidence, f"{copy}_sha256"))
    if Sensitivity.RESTRICTED in (evidence.sensitivity, evidence.record.sensitivity):
        enter_reading("records.view_evidence", by=by, subject=evidence, details={"file": evidence.name})
    return opened


@operation
def enter_handing_out(*, by: Actor, evidence: Evidence) -> None:
    """Leave the entry that `by` was handed the original: for evidence every hand-over counts, the second too."""
    enter(
        "records.hand_out_evidence",
        by=by,
        subject=evidence,
        details={"file": evidence.name, "sha256": evidence.sha256, "size": evidence.size},
    )


@operation
def report_mismatch(*, by: Actor, evidence: Evidence, found: str) -> None:
    """Write down that a kept file is not what was added. `found` is its SHA-256 now, or MISSING."""
    if evidence.mismatch_at is None:
        evidence.mismatch_at = clock.now()
        Evidence.objects.filter(pk=evidence.pk).update(mismatch_at=evidence.mismatch_at)
    enter(
        "records.find_evidence_changed",
        by=by,
        subject=evidence,
        details={"file": evidence.name, "added with": evidence.sha256, "found": found},
    )


def check_files(by: Actor) -> Iterator[Evidence]:
    """Hold every kept original in scope against its SHA-256; gives those that do not match, each entered in the trail.

    For after a restore and for a yearly check. A file that does not match is entered each time it is checked.
    """
    for evidence in Evidence.objects.filter(erased_at=None).select_related("record__trust").iterator(chunk_size=200):
        try:
            _verified(by, evidence, evidence.file, evidence.sha256).close()
        except NotHandedOut:
            yield evidence


def _verified(by: Actor, evidence: Evidence, field: FieldFile, expected: str) -> File:
    """`field` open at its beginning, when its bytes are those that were kept; else enters the mismatch and raises."""
    found = MISSING
    opened: File | None = None
    try:
        opened = field.storage.open(field.name or "", "rb")
        found = hash_of(opened)
    except (OSError, ValueError) as failure:
        log.error("evidence %s cannot be read: %s", evidence.pk, failure)
    if opened is not None and found == expected:
        opened.seek(0)
        return opened
    if opened is not None:
        opened.close()
    report_mismatch(by=by, evidence=evidence, found=found)
    raise NotHandedOut(
        "This file is no longer what was added, so it is not handed out. That has been written in the audit trail. "
        "Tell whoever looks after Holdfast: a backup may hold it as it was."
    )


def hash_of(opened: File) -> str:
    """SHA-256 in hex of an open file, from its beginning, read in pieces."""
    fingerprint = hashlib.sha256()
    opened.seek(0)
    while piece := opened.read(CHUNK):
        fingerprint.update(piece)
    return fingerprint.hexdigest()
