"""The file of a backup: a tar with the database, the evidence files, the seals, and a manifest that vouches for them.

    database.sqlite3 or database.pgdump, seals.json, evidence/…, and last manifest.json

The manifest holds the SHA-256 of every file and a mark that only an installation with the same audit key can make: a
file that was damaged, or changed by someone who does not hold the key, is refused before anything is touched.
"""

from __future__ import annotations

import errno
import gzip
import hashlib
import hmac
import io
import json
import os
import re
import shutil
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from holdfast.foundation.audit.fingerprints import Marks
from holdfast.kernel.commands import CommandFailed

FORMAT = "holdfast backup 1"
MANIFEST = "manifest.json"
SEALS = "seals.json"
EVIDENCE = "evidence"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}

_NAMES = re.compile(rf"{re.escape(SEALS)}|{'|'.join(map(re.escape, DATABASES.values()))}|{EVIDENCE}(?:/[\w.-]+)+")
_LARGEST_MANIFEST = 500_000_000
_CHUNK = 1024 * 1024


@dataclass
class Manifest:
    """What a backup says of itself. `files` maps names to SHA-256; keys are named by fingerprints that tell nothing."""

    taken_at: str
    version: str
    database: str
    migrations: list[str]
    audit_keys: list[str]
    secret_keys: list[str]
    format: str = FORMAT
    files: dict[str, str] = field(default_factory=dict)
    mark: str = ""

    def digest(self) -> str:
        """The SHA-256 of everything that the mark vouches for."""
        words = {name: value for name, value in asdict(self).items() if name != "mark"}
        return hashlib.sha256(json.dumps(words, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def fingerprints_of(keys: Iterable[str]) -> list[str]:
    """What tells keys apart without telling anything about them."""
    return [hmac.digest(key.encode(), b"holdfast: which key is it", "sha256").hex()[:16] for key in keys]


def own_keys() -> dict[str, list[str]]:
    """The fingerprints of this installation's keys, the present one of each kind first, as a Manifest names them."""
    return {
        "audit_keys": fingerprints_of([settings.AUDIT_KEY, *settings.AUDIT_KEY_FALLBACKS]),
        "secret_keys": fingerprints_of([settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]),
    }


def write_archive(target: Path, parts: Iterable[tuple[str, Path]], manifest: Manifest) -> None:
    """Write `parts` (name in the archive, file on disk) and the manifest to `target`, readable by its owner only.

    `target` appears when it is whole and on the disk, and not before. A part whose file has gone meanwhile is left out:
    evidence that was erased. Raises CommandFailed when it cannot be written.
    """
    unfinished = target.with_name(target.name + ".unfinished")
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=3) as tar:
                for name, path in parts:
                    digest = _add(tar, name, path)
                    if digest:
                        manifest.files[name] = digest
                manifest.mark = Marks.of_this_installation().make(manifest.digest())
                body = json.dumps(asdict(manifest), indent=1, ensure_ascii=False).encode()
                _add_open(tar, MANIFEST, io.BytesIO(body), len(body))
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(target)
    except OSError as error:
        raise CommandFailed(f"{target} cannot be written: {error.strerror or error}") from None
    finally:
        unfinished.unlink(missing_ok=True)


def unpack(source: Path, folder: Path) -> Manifest:
    """Unpack `source` into `folder`, holding every byte of it against the manifest.

    Never writes outside `folder`, whatever the file says. Raises CommandFailed for a file that is damaged, is no
    backup, or holds anything that no backup holds.
    """
    found: dict[str, str] = {}
    manifest: Manifest | None = None
    with _readable(source), gzip.open(source) as whole, tarfile.open(fileobj=whole, mode="r|") as tar:
        for member in tar:
            if manifest is not None:
                raise _damaged(source, f"{member.name} stands behind the end")
            if not member.isfile():
                raise _damaged(source, f"{member.name} is not a file")
            content = tar.extractfile(member)
            assert content is not None
            if member.name == MANIFEST and member.size <= _LARGEST_MANIFEST:
                manifest = _read_manifest(source, content.read())
            elif not is_part(member.name) or member.name in found:
                raise _damaged(source, f"{member.name} has no place in a backup")
            else:
                found[member.name] = _extract(content, member.size, folder / member.name)
        while whole.read(_CHUNK):
            pass  # to the very end, where gzip holds its own sum
    if manifest is None:
        raise _damaged(source, f"{MANIFEST} is missing")
    for name in {*found, *manifest.files}:
        if found.get(name) != manifest.files.get(name):
            raise _damaged(source, f"{name} is not what was backed up")
    if manifest.database not in DATABASES.values() or manifest.database not in found:
        raise _damaged(source, "the database is missing")
    return manifest


def is_part(name: str) -> bool:
    """True for a name that a backup may hold: none that leads anywhere else when it is unpacked."""
    return _NAMES.fullmatch(name) is not None and not {"", ".", ".."} & set(name.split("/"))


def bears_our_mark(manifest: Manifest) -> bool:
    """True when the manifest was written by an installation with one of our audit keys, and not changed since."""
    return Marks.of_this_installation().know(manifest.digest(), manifest.mark)


def evidence_folder() -> Path:
    """Where the files of evidence lie."""
    storages: Any = settings.STORAGES
    return Path(storages["default"]["OPTIONS"]["location"])


def evidence_in(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files below `folder` with their names in an archive, in order."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and not path.is_symlink():
            yield f"{EVIDENCE}/{path.relative_to(folder).as_posix()}", path


def _add(tar: tarfile.TarFile, name: str, path: Path) -> str:
    """Add a file; its SHA-256, or blank when it is gone."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return ""
    with file:
        return _add_open(tar, name, file, os.fstat(file.fileno()).st_size)


def _add_open(tar: tarfile.TarFile, name: str, file: IO[bytes], size: int) -> str:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    hashing = _Hashing(file)
    tar.addfile(entry, hashing)
    return hashing.hash.hexdigest()


class _Hashing:
    """Reads a file and takes the SHA-256 of what was read: of the very bytes that go into the archive."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        content = self.file.read(size)
        self.hash.update(content)
        return content


def _extract(content: IO[bytes], size: int, target: Path) -> str:
    target.parent.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(target.parent).free < size:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        hashing = _Hashing(content)
        while piece := hashing.read(_CHUNK):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return hashing.hash.hexdigest()


def _read_manifest(source: Path, body: bytes) -> Manifest:
    told: Any = json.loads(body)
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise CommandFailed(f"{source} was not written by this kind of backup. Nothing was changed.")
    try:
        manifest = Manifest(**told)
    except TypeError:
        raise _damaged(source, f"{MANIFEST} has other words than it should") from None
    if not isinstance(manifest.files, dict) or not all(isinstance(each, str) for each in manifest.files.values()):
        raise _damaged(source, f"{MANIFEST} lists no files")
    return manifest


@contextmanager
def _readable(source: Path) -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, EOFError, ValueError, zlib.error) as error:
        raise _damaged(source, str(error)) from None
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise CommandFailed("there is not enough room on the disk to unpack it. Nothing was changed.") from None
        raise _damaged(source, str(error)) from None


def _damaged(source: Path, why: str) -> CommandFailed:
    return CommandFailed(f"{source} is damaged or no backup: {why}. Nothing was changed.")
