from __future__ import annotations

import gzip
import io
import json
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from holdfast.doors.operating.archives import (
    MANIFEST,
    Manifest,
    bears_our_mark,
    evidence_in,
    is_part,
    own_keys,
    unpack,
    write_archive,
)
from holdfast.kernel.commands import CommandFailed

MANIFEST_OF_NOTHING = Manifest("2026-03-03T22:30:00+00:00", "0.1", "database.sqlite3", ["audit.0001_initial"], [], [])


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A backup with a database, its seals and one piece of evidence."""
    parts = tmp_path / "parts"
    (parts / "evidence" / "1" / "ab").mkdir(parents=True)
    for name, content in (
        ("database.sqlite3", b"rows"),
        ("seals.json", b"{}"),
        ("evidence/1/ab/abcd", b"a photo" * 1000),
    ):
        (parts / name).write_bytes(content)
    target = tmp_path / "backup.tar.gz"
    manifest = replace(MANIFEST_OF_NOTHING, files={}, **own_keys())
    write_archive(target, _parts(parts), manifest)
    return target


def _parts(parts: Path) -> list[tuple[str, Path]]:
    named = [(name, parts / name) for name in ("database.sqlite3", "seals.json")]
    return [*named, *evidence_in(parts / "evidence")]


def rewritten(archive: Path, change: Callable[[tarfile.TarInfo, bytes], list[tuple[tarfile.TarInfo, bytes]]]) -> Path:
    """The archive with each of its members put through `change`."""
    target = archive.with_name("changed.tar.gz")
    with tarfile.open(archive) as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            content = old.extractfile(member)
            assert content is not None
            for entry, body in change(member, content.read()):
                entry.size = len(body) if entry.isfile() else 0
                new.addfile(entry, io.BytesIO(body))
    return target


def with_more(archive: Path, entry: tarfile.TarInfo, body: bytes = b"x") -> Path:
    """The archive with one more member, told in the manifest as if it belonged there."""

    def change(member: tarfile.TarInfo, content: bytes) -> list[tuple[tarfile.TarInfo, bytes]]:
        return [(entry, body), (member, content)] if member.name == MANIFEST else [(member, content)]

    return rewritten(archive, change)


def test_it_unpacks_what_was_written(archive: Path, tmp_path: Path) -> None:
    manifest = unpack(archive, tmp_path / "out")
    assert (tmp_path / "out" / "evidence" / "1" / "ab" / "abcd").read_bytes() == b"a photo" * 1000
    assert set(manifest.files) == {"database.sqlite3", "seals.json", "evidence/1/ab/abcd"}
    assert bears_our_mark(manifest)


def test_it_is_for_its_owner_only(archive: Path) -> None:
    assert archive.stat().st_mode & 0o077 == 0


def test_it_leaves_no_half_file_when_writing_fails(tmp_path: Path) -> None:
    folder = tmp_path / "a folder"
    folder.mkdir()
    with pytest.raises(CommandFailed, match="cannot be written"):
        write_archive(tmp_path / "b.tar.gz", [("seals.json", folder)], replace(MANIFEST_OF_NOTHING, files={}))
    assert [path.name for path in tmp_path.iterdir()] == ["a folder"]


def test_it_leaves_out_what_is_gone_meanwhile(tmp_path: Path) -> None:
    manifest = replace(MANIFEST_OF_NOTHING, files={})
    write_archive(tmp_path / "b.tar.gz", [("evidence/1/ab/gone", tmp_path / "gone")], manifest)
    assert manifest.files == {}


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/etc/evil",
        "evidence/../../evil",
        "evidence//evil",
        "evidence/./x",
        "evidence",
        "secret-key",
        "x\\..\\y",
    ],
)
def test_it_refuses_names_that_lead_elsewhere(archive: Path, tmp_path: Path, name: str) -> None:
    assert not is_part(name)
    with pytest.raises(CommandFailed, match="Nothing was changed"):
        unpack(with_more(archive, tarfile.TarInfo(name)), tmp_path / "deep" / "out")
    assert not list(tmp_path.rglob("evil"))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE])
def test_it_refuses_everything_that_is_no_file(archive: Path, tmp_path: Path, kind: bytes) -> None:
    entry = tarfile.TarInfo("evidence/1/ab/link")
    entry.type, entry.linkname = kind, "/etc/passwd"
    with pytest.raises(CommandFailed, match="is not a file"):
        unpack(with_more(archive, entry, b""), tmp_path / "out")


def test_it_refuses_a_file_that_the_manifest_does_not_tell_of(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="is not what was backed up"):
        unpack(with_more(archive, tarfile.TarInfo("evidence/1/ab/more")), tmp_path / "out")


def test_it_refuses_the_same_name_twice(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="has no place"):
        unpack(with_more(archive, tarfile.TarInfo("seals.json"), b"{}"), tmp_path / "out")


def test_it_refuses_one_changed_byte(archive: Path, tmp_path: Path) -> None:
    changed = rewritten(archive, lambda member, body: [(member, body.replace(b"photo", b"phot0", 1))])
    with pytest.raises(CommandFailed, match="abcd is not what was backed up"):
        unpack(changed, tmp_path / "out")


def test_it_refuses_a_missing_file(archive: Path, tmp_path: Path) -> None:
    changed = rewritten(archive, lambda member, body: [] if "evidence" in member.name else [(member, body)])
    with pytest.raises(CommandFailed, match="is not what was backed up"):
        unpack(changed, tmp_path / "out")


def test_it_knows_a_backup_that_was_changed_together_with_its_manifest(archive: Path, tmp_path: Path) -> None:
    def change(member: tarfile.TarInfo, body: bytes) -> list[tuple[tarfile.TarInfo, bytes]]:
        if member.name == MANIFEST:
            told = json.loads(body)
            told["taken_at"] = "2026-03-04T22:30:00+00:00"
            body = json.dumps(told).encode()
        return [(member, body)]

    assert not bears_our_mark(unpack(rewritten(archive, change), tmp_path / "out"))


def test_it_does_not_know_the_mark_of_another_key(archive: Path, tmp_path: Path, settings: Settings) -> None:
    manifest = unpack(archive, tmp_path / "out")
    settings.AUDIT_KEY = "another key, made elsewhere"
    assert not bears_our_mark(manifest)
    assert manifest.audit_keys != own_keys()["audit_keys"]


@pytest.mark.parametrize("length", [0, 1, 10, 200, -1, -20])
def test_it_refuses_a_file_that_breaks_off(archive: Path, tmp_path: Path, length: int) -> None:
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(archive.read_bytes()[:length])
    with pytest.raises(CommandFailed, match="damaged or no backup"):
        unpack(cut, tmp_path / "out")


@pytest.mark.parametrize(
    "content",
    [b"not a tar", gzip.compress(b"not a tar"), gzip.compress(b"\0" * 10240)],
    ids=["text", "zipped text", "zipped nothing"],  # by content they would bear the second in which they were zipped
)
def test_it_refuses_what_is_no_backup(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    with pytest.raises(CommandFailed, match="damaged or no backup"):
        unpack(file, tmp_path / "out")


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b'{"format": "another"}', b'{"format": "holdfast backup 1"}', b'{"format": "holdfast backup 1"'],
)
def test_it_refuses_a_manifest_that_tells_nothing(archive: Path, tmp_path: Path, body: bytes) -> None:
    changed = rewritten(archive, lambda member, old: [(member, body if member.name == MANIFEST else old)])
    with pytest.raises(CommandFailed):
        unpack(changed, tmp_path / "out")


def test_it_tells_nothing_of_a_key(settings: Settings) -> None:
    settings.AUDIT_KEY, settings.AUDIT_KEY_FALLBACKS = "a secret that signs", ["an earlier secret"]
    known = own_keys()["audit_keys"]
    assert len(known) == 2
    assert not any(word in " ".join(known) for word in ("secret", "signs", "earlier"))
