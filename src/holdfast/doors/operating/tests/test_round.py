"""Backup, change, restore, verify: on the real command line, on whichever database the tests run on."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from holdfast.doors.operating.tests.conftest import Install
from holdfast.doors.operating.tests.installation import FILL, LOOK, Installation

pytestmark = pytest.mark.django_db  # they touch a database, if not the one of the tests

SCHEDULE_UNDONE = (
    "from django.core.management import call_command; call_command('migrate', 'schedule', 'zero', verbosity=0)"
)
LATER = """
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
MigrationRecorder(connection).record_applied("incidents", "0099_not_written_yet")
"""
KEPT_SESSIONS = """
import django, json; django.setup()
from django.contrib.sessions.models import Session
print(json.dumps(list(Session.objects.values_list("session_key", "session_data"))))
"""
WRITING = "\n".join([FILL.format(code="ZC1"), FILL.format(code="ZC2")])


def keys_brought(here: Installation, there: Installation) -> Installation:
    """What an operator does first on a new machine: bring the keys from where they were kept."""
    there.data.mkdir(parents=True, exist_ok=True)
    for name in ("secret-key", "audit-key"):
        shutil.copy(here.data / name, there.data / name)
    return there


def content_of(backup: Path) -> bytes:
    """Every byte that somebody who has the backup can read."""
    with tarfile.open(backup) as archive:
        return b"".join(file.read() for file in map(archive.extractfile, archive) if file)


def test_it_comes_back_on_another_machine(old: Installation, backup: Path, install: Install) -> None:
    (before,) = old.do(LOOK)
    restored, after, verified, ticked = keys_brought(old, install("new")).do(
        ["restore", str(backup)], LOOK, ["audit", "verify"], ["tick"]
    )
    assert restored.code == 0, restored.data
    assert restored.data["audit"]["intact"]
    assert restored.data["evidence_missing"] == []
    assert after.data["incidents"] == before.data["incidents"]
    assert [restricted for _, _, restricted in after.data["incidents"]] == [False, False, True]
    assert after.data["files"] == [["note.txt", True]] * 3
    assert (before.data["sessions"], after.data["sessions"]) == (1, 0)
    # The entry that the backup itself left came after it; the one of the restore follows instead.
    assert after.data["entries"][:-1] == before.data["entries"][:-1]
    assert after.data["entries"][-1] != before.data["entries"][-1]
    assert verified.data["intact"]
    assert ticked.code == 0, ticked.data


def test_it_puts_back_what_was_changed_since(old: Installation, backup: Path) -> None:
    before, _, changed, refused, restored, after = old.do(
        LOOK, FILL.format(code="ZB2"), LOOK, ["restore", str(backup)], ["restore", str(backup), "--replace"], LOOK
    )
    assert len(changed.data["incidents"]) == 6
    assert "holds data already: add --replace" in refused.error
    assert restored.data["audit"]["intact"]
    assert after.data["incidents"] == before.data["incidents"]
    assert after.data["files"] == before.data["files"]
    kept = Path(restored.data["kept_aside"])
    assert len([path for path in (kept / "evidence").rglob("*") if path.is_file()]) == 6
    assert not list(old.data.glob(".restore-*"))


@pytest.mark.any_database
def test_it_changes_nothing_when_the_file_is_damaged(old: Installation, backup: Path, tmp_path: Path) -> None:
    whole = backup.read_bytes()
    damaged = {"cut": whole[:-500], "turned": whole[:600] + b"XX" + whole[602:], "empty": b""}
    for name, content in damaged.items():
        (tmp_path / name).write_bytes(content)
    commands = [["restore", str(tmp_path / name), "--replace"] for name in damaged]
    before, *refused, after = old.do(LOOK, *commands, LOOK)
    assert all("Nothing was changed" in told.error for told in refused)
    assert after == before
    assert not list(old.data.glob("before-restore-*"))


@pytest.mark.any_database
def test_it_asks_for_the_keys_first(backup: Path, install: Install) -> None:
    refused, restored = install("new").do(["restore", str(backup)], ["restore", str(backup), "--without-keys"])
    assert "another audit-key" in refused.error
    assert "secret-key" in refused.error
    assert "add --without-keys" in refused.error
    assert restored.code == 1
    assert restored.data["restored"]
    assert restored.data["audit"]["counts"]["slipped in"] > 0


def test_it_brings_a_backup_of_an_earlier_version_up_to_date(
    old: Installation, tmp_path: Path, install: Install
) -> None:
    file = str(tmp_path / "earlier.tar.gz")
    _, taken = old.do(SCHEDULE_UNDONE, ["backup", file])
    assert taken.code == 0
    restored, ticked = keys_brought(old, install("new")).do(["restore", file], ["tick"])
    assert restored.data["migrated"] == ["schedule.0001_initial"]
    assert ticked.code == 0, ticked.data


@pytest.mark.any_database
def test_it_refuses_a_backup_of_a_later_version(old: Installation, tmp_path: Path, install: Install) -> None:
    file = str(tmp_path / "later.tar.gz")
    old.do(LATER, ["backup", file])
    (refused,) = keys_brought(old, install("new")).do(["restore", file])
    assert "is later than this one" in refused.error
    assert "incidents.0099_not_written_yet" in refused.error


@pytest.mark.any_database
def test_it_finds_evidence_that_was_not_what_was_added(old: Installation, tmp_path: Path, install: Install) -> None:
    victim = next(path for path in (old.data / "evidence").rglob("*") if path.is_file())
    victim.write_bytes(b"something else")
    file = str(tmp_path / "b.tar.gz")
    old.do(["backup", file])
    (restored,) = keys_brought(old, install("new")).do(["restore", file])
    assert restored.code == 1
    assert len(restored.data["evidence_missing"]) == 1
    assert restored.data["evidence_missing"][0].startswith("INC-")


def test_it_is_whole_though_others_write_meanwhile(old: Installation, tmp_path: Path, install: Install) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITING], env=old.environment)
    files = [str(tmp_path / f"{number}.tar.gz") for number in range(4)]
    assert [told.code for told in old.do(*(["backup", file] for file in files))] == [0] * 4
    assert writer.wait() == 0
    for told in keys_brought(old, install("new")).do(*(["restore", file, "--replace"] for file in files)):
        assert told.code == 0, told.data
        assert told.data["audit"]["intact"]
        assert told.data["evidence_missing"] == []


@pytest.mark.any_database
def test_it_refuses_while_the_site_is_in_use(old: Installation, backup: Path) -> None:
    held = (
        "from pathlib import Path\n"
        "from holdfast.doors.operating.in_use import among_others\n"
        f"holding = among_others(Path({str(old.data)!r})); holding.__enter__()\n"
    )
    _, refused = old.do(held, ["restore", str(backup), "--replace"])
    assert "Holdfast is running on this data" in refused.error


@pytest.mark.any_database
def test_it_says_what_it_leaves_out_and_holds_no_key(old: Installation, backup: Path, tmp_path: Path) -> None:
    (told,) = old.do(["backup", str(tmp_path / "second.tar.gz")])
    assert told.data["left_out"] == ["secret-key", "audit-key", "holdfast.env"]
    assert told.data["evidence_files"] == 3
    content = content_of(backup)
    for name in ("secret-key", "audit-key"):
        assert (old.data / name).read_bytes().strip() not in content


def test_it_holds_nothing_of_whoever_was_signed_in(old: Installation, backup: Path) -> None:
    (kept,) = old.do(KEPT_SESSIONS)
    (row,) = kept.data
    content = content_of(backup)
    assert b"django_session" in content
    assert not [value for value in row if value.encode() in content]


@pytest.mark.any_database
def test_it_refuses_what_cannot_be_done(old: Installation, backup: Path, tmp_path: Path) -> None:
    onto, nowhere, nothing = old.do(
        ["backup", str(backup)], ["backup", str(tmp_path / "no" / "b.tar.gz")], ["restore", str(tmp_path / "none")]
    )
    assert "exists already" in onto.error
    assert "there is no folder" in nowhere.error
    assert "there is no file" in nothing.error


@pytest.mark.any_database
def test_it_has_nothing_to_back_up_before_it_is_set_up(install: Install, tmp_path: Path) -> None:
    (refused,) = install("new").do(["backup", str(tmp_path / "b.tar.gz")])
    assert "never set up" in refused.error


def test_it_says_that_the_database_is_away(install: Install, backup: Path) -> None:
    away = install("new", HOLDFAST_DATABASE="postgresql://nobody:word@127.0.0.1:1/none")
    (refused,) = away.do(["restore", str(backup)])
    assert "the database cannot be used" in refused.error
    assert "word" not in refused.error


@pytest.mark.any_database
def test_it_takes_no_backup_into_a_demonstration(install: Install, backup: Path) -> None:
    demonstration = install("demo", HOLDFAST_MODE="demo", HOLDFAST_DATABASE="")
    (refused,) = demonstration.do(["restore", str(backup)])
    assert "a demonstration takes no backup" in refused.error


def test_it_takes_no_backup_of_the_other_database(
    old: Installation, backup: Path, database: str, install: Install
) -> None:
    if database == "sqlite":
        pytest.skip("needs a PostgreSQL to bring a backup of it from")
    embedded = keys_brought(old, install("new", HOLDFAST_DATABASE=""))
    (refused,) = embedded.do(["restore", str(backup)])
    assert "was taken from PostgreSQL" in refused.error
