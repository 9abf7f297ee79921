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
from holdfast.foundation.records.rules.kinds import KINDS, NATIVE, PROGRAM_ENDINGS, TAKEN, FileRefused, Kind, too_big
from holdfast.foundation.records.rules.names import clean_name, clean_words, ending_of, own_name
from holdfast.foundation.records.rules.pictures import SafeCopies, safe_copies

from .scanning import scan

__all__ = ["KINDS", "TAKEN", "FileRefused", "PreparedFile", "prepare"]

log = logging.getLogger(__name__)

CHUNK = 256 * 1024
NEVER_TAKEN = frozenset({"empty", "program"})


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


def prepare(upload: File, *, any_format: bool = False) -> PreparedFile:
    """Examine an uploaded file (Django's UploadedFile, or any File that can seek) and give it ready for `add_file`.

    `any_format`: for exhibits. What is of no known kind, or is called otherwise than its content, is taken too, under
    the name it came with, and is only ever handed out as it is; programs and empty files are refused all the same.
    Raises FileRefused, whose message says what is wrong with the file and how to mend it.
    """
    sent = str(upload.name or "")
    called = clean_words(sent, 80) or "This file"
    most = settings.EVIDENCE_MAX_BYTES
    if upload.size is not None and upload.size > most:
        raise too_big(called, upload.size, most)
    size, sha256 = _measure(upload, called, most)
    bytes_sent = cast(BinaryIO, upload)
    kind, copies = (_any_kind if any_format else _known_kind)(bytes_sent, sent, called)
    upload.seek(0)
    verdict = scan(upload)
    if verdict == Scan.INFECTED:
        log.warning("a file of %s bytes, SHA-256 %s, was refused: infected", size, sha256)
        raise FileRefused("infected", called)
    upload.seek(0)
    return PreparedFile(
        original=upload,
        name=clean_name(sent, kind.suffixes) if kind.suffixes else own_name(sent),
        name_as_sent=clean_words(sent, 200),
        kind=kind,
        size=size,
        sha256=sha256,
        copies=copies,
        scanned=verdict,
    )


def _known_kind(content: BinaryIO, sent: str, called: str) -> tuple[Kind, SafeCopies]:
    kind = kind_of(content, called)
    return kind, safe_copies(content, kind, called) if kind.redrawn else SafeCopies()


def _any_kind(content: BinaryIO, sent: str, called: str) -> tuple[Kind, SafeCopies]:
    ending = ending_of(sent)
    if ending in PROGRAM_ENDINGS:
        raise FileRefused("program", called)
    try:
        kind, copies = _known_kind(content, sent, called)
    except FileRefused as refusal:
        if refusal.reason in NEVER_TAKEN:
            raise
        return NATIVE, SafeCopies()
    return (kind, copies) if ending in kind.suffixes else (NATIVE, SafeCopies())


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
