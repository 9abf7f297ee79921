"""The first step of adding a file: everything that takes time and needs no database.

Forms call `prepare` to say beside the field what is wrong, and hand what it gives to `add_file`. So no lock is held
while a file is read, drawn anew and sent to the virus scanner.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.base import File

from holdfast.foundation.records.models import Scan
from holdfast.foundation.records.rules.content import kind_of
from holdfast.foundation.records.rules.kinds import FileRefused, Kind, too_big
from holdfast.foundation.records.rules.names import clean_name, clean_words
from holdfast.foundation.records.rules.pictures import SafeCopies, safe_copies

from .scanning import scan

__all__ = ["FileRefused", "PreparedFile", "prepare"]

log = logging.getLogger(__name__)

CHUNK = 256 * 1024


@dataclass(frozen=True)
class PreparedFile:
    """A file that may be evidence: what it is, its fingerprint, its safe copies, and the bytes as they came."""

    original: File
    name: str
    name_as_sent: str
    kind: Kind
    size: int
    sha256: str
    copies: SafeCopies
    scanned: Scan


def prepare(upload: File) -> PreparedFile:
    """Examine an uploaded file (Django's UploadedFile, or any File that can seek) and give it ready for `add_file`.

    Raises FileRefused, whose message says what is wrong with the file and how to mend it.
    """
    sent = str(upload.name or "")
    called = clean_words(sent, 80) or "This file"
    most = settings.EVIDENCE_MAX_BYTES
    if upload.size is not None and upload.size > most:
        raise too_big(called, upload.size, most)
    size, sha256 = _measure(upload, called, most)
    bytes_sent = cast(BinaryIO, upload)
    kind = kind_of(bytes_sent, called)
    copies = safe_copies(bytes_sent, kind, called) if kind.redrawn else SafeCopies()
    upload.seek(0)
    verdict = scan(upload)
    if verdict == Scan.INFECTED:
        log.warning("a file of %s bytes, SHA-256 %s, was refused: infected", size, sha256)
        raise FileRefused("infected", called)
    upload.seek(0)
    return PreparedFile(
        original=upload,
        name=clean_name(sent, kind.suffixes),
        name_as_sent=clean_words(sent, 200),
        kind=kind,
        size=size,
        sha256=sha256,
        copies=copies,
        scanned=verdict,
    )


def _measure(upload: File, called: str, most: int) -> tuple[int, str]:
    """Size and SHA-256. Counts for itself: the size that came with an upload is what its sender says."""
    fingerprint, size = hashlib.sha256(), 0
    upload.seek(0)
    while piece := upload.read(CHUNK):
        size += len(piece)
        if size > most:
            raise too_big(called, size, most)
        fingerprint.update(piece)
    upload.seek(0)
    return size, fingerprint.hexdigest()
