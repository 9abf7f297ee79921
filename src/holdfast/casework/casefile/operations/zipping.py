"""Writing a bundle's ZIP: piece by piece, so that its size never stands in memory, and the same bytes each time."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO, Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

CHUNK = 1024 * 1024
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time that every file in the ZIP bears: the first that the format knows. A true one would change the bytes."""


class ZipBroken(Exception):
    """A file that was to go into the ZIP is not what it was when the bundle was made."""


@dataclass(frozen=True)
class Member:
    """A file in the ZIP: its name, its size in bytes, its SHA-256, and how to open it for reading."""

    name: str
    size: int
    sha256: str
    open: Callable[[], AbstractContextManager[IO[bytes]]]


@dataclass(frozen=True)
class Zipped:
    """A ZIP on disk, open at its beginning and gone when it is closed; its SHA-256 and size in bytes."""

    file: IO[bytes]
    sha256: str
    size: int


def write_zip(members: Iterable[Member], *, folder: str) -> Zipped:
    """Write `members` into a ZIP of which each stands in `folder`, in the order of their names, uncompressed.

    Reads and writes in pieces of CHUNK. Raises ZipBroken when a file's bytes are not those of its SHA-256.
    """
    file: Any = tempfile.TemporaryFile(prefix="bundle-")  # noqa: SIM115  the caller closes it
    try:
        with ZipFile(file, "w", ZIP_STORED) as made:
            for member in sorted(members, key=lambda one: one.name):
                _write(made, member, folder)
        file.seek(0)
        fingerprint = hashlib.sha256()
        while piece := file.read(CHUNK):
            fingerprint.update(piece)
        size = file.tell()
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return Zipped(file, fingerprint.hexdigest(), size)


def _write(made: ZipFile, member: Member, folder: str) -> None:
    info = ZipInfo(f"{folder}/{member.name}", _LONG_AGO)
    info.compress_type, info.create_system, info.external_attr = ZIP_STORED, 3, 0o644 << 16
    info.file_size = member.size  # from which zipfile tells whether the entry needs 64 bits
    fingerprint = hashlib.sha256()
    with member.open() as source, made.open(info, "w") as target:
        while piece := source.read(CHUNK):
            fingerprint.update(piece)
            target.write(piece)
    if fingerprint.hexdigest() != member.sha256:
        raise ZipBroken(f"{member.name} is no longer what it was when the bundle was made.")
