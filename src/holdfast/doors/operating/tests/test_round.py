"""Backup, change, restore, verify: on the real command line, on whichever database the tests run on."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from holdfast.doors.operating.tests.conftest import Install
from holdfast.doors.operating.tests.installation import Installation

SIGN_IN = """
import django; django.setup()
from django.contrib.sessions.backends.db import SessionStore
SessionStore().save()
"""


@pytest.fixture
def old(install: Install) -> Installation:
    """An installation in use: a trust, three incidents, evidence, a seal, someone signed in."""
    made = install("old")
    made.run("setup")
    made.fill()
    made.python(SIGN_IN)
    return made


@pytest.fixture
def backup(old: Installation, tmp_path: Path) -> Path:
    """Its backup."""
    file = tmp_path / "backup.tar.gz"
    old.run("backup", str(file))
    return file


def keys_brought(here: Installation, there: Installation) -> None:
    """What an operator does first on a new machine: bring the keys from where they were kept."""
    there.data.mkdir(parents=True, exist_ok=True)
    for name in ("secret-key", "audit-key"):
        shutil.copy(here.data / name, there.data / name)


@pytest.mark.django_db
def test_it_comes_back_on_another_machine(old: Installation, backup: Path, install: Install) -> None:
    before = old.look()
    new = install("new")
    keys_brought(old, new)
    told = new.told("restore", str(backup))
    assert told["restored"]
    assert told["audit"]["intact"]
    assert told["evidence_missing"] == []
    after = new.look()
    assert after["incidents"] == before["incidents"]
    assert [restricted for _, _, restricted in after["incidents"]] == [False, False, True]
    assert after["files"] == [["note.txt", True]] * 3
    assert after["sessions"] == 0
    # The entry that the backup itself left came after it; the one of the restore follows instead.
    assert after["entries"][:-1] == before["entries"][:-1]
    assert new.told("audit", "verify")["intact"]


@pytest.mark.django_db
def test_it_puts_back_what_was_changed_since(old: Installation, backup: Path) -> None:
    before = old.look()
    old.fill("ZB2")
    assert len(old.look()["incidents"]) == 6
    refused = old.run("restore", str(backup), code=1)
    assert "holds data already: add --replace" in refused
    assert len(old.look()["incidents"]) == 6
    told = old.told("restore", str(backup), "--replace")
    assert told["audit"]["intact"]
    after = old.look()
    assert after["incidents"] == before["incidents"]
    assert after["files"] == before["files"]
    kept = Path(told["kept_aside"])
    assert len([path for path in (kept / "evidence").rglob("*") if path.is_file()]) == 6
    assert not list(old.data.glob(".restore-*"))


@pytest.mark.django_db
def test_it_changes_nothing_when_the_file_is_damaged(old: Installation, backup: Path) -> None:
    before = old.look()
    whole = backup.read_bytes()
    for name, content in (("cut", whole[:-500]), ("turned", whole[:600] + b"XX" + whole[602:]), ("empty", b"")):
        backup.with_name(name).write_bytes(content)
        assert "Nothing was changed" in old.run("restore", str(backup.with_name(name)), "--replace", code=1)
    assert old.look() == before
    assert not list(old.data.glob("before-restore-*"))


@pytest.mark.django_db
def test_it_asks_for_the_keys_first(old: Installation, backup: Path, install: Install) -> None:
    new = install("new")
    refused = new.run("restore", str(backup), code=1)
    assert "another audit-key" in refused
    assert "secret-key" in refused
    assert "add --without-keys" in refused
    told = new.told("restore", str(backup), "--without-keys", code=1)
    assert told["restored"]
    assert not told["audit"]["intact"]
    assert told["audit"]["counts"]["slipped in"] > 0


@pytest.mark.django_db
def test_it_brings_a_backup_of_an_earlier_version_up_to_date(
    old: Installation, tmp_path: Path, install: Install
) -> None:
    old.python(
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "call_command('migrate', 'schedule', 'zero', verbosity=0)\n"
    )
    file = tmp_path / "earlier.tar.gz"
    old.run("backup", str(file))
    new = install("new")
    keys_brought(old, new)
    told = new.told("restore", str(file))
    assert told["migrated"] == ["schedule.0001_initial"]
    new.run("tick")


@pytest.mark.django_db
def test_it_refuses_a_backup_of_a_later_version(old: Installation, tmp_path: Path, install: Install) -> None:
    old.python(
        "import django; django.setup()\n"
        "from django.db.migrations.recorder import MigrationRecorder\n"
        "from django.db import connection\n"
        "MigrationRecorder(connection).record_applied('incidents', '0099_not_written_yet')\n"
    )
    file = tmp_path / "later.tar.gz"
    old.run("backup", str(file))
    new = install("new")
    keys_brought(old, new)
    refused = new.run("restore", str(file), code=1)
    assert "is later than this one" in refused
    assert "incidents.0099_not_written_yet" in refused


@pytest.mark.django_db
def test_it_finds_evidence_that_was_not_what_was_added(old: Installation, tmp_path: Path, install: Install) -> None:
    victim = next(path for path in (old.data / "evidence").rglob("*") if path.is_file())
    victim.write_bytes(b"something else")
    file = tmp_path / "b.tar.gz"
    old.run("backup", str(file))
    new = install("new")
    keys_brought(old, new)
    told = new.told("restore", str(file), code=1)
    assert len(told["evidence_missing"]) == 1
    assert told["evidence_missing"][0].startswith("INC-")


@pytest.mark.django_db
def test_it_is_whole_though_others_write_meanwhile(old: Installation, tmp_path: Path, install: Install) -> None:
    writer = threading.Thread(target=lambda: [old.fill(f"ZC{number}") for number in range(2)])
    writer.start()
    files = [tmp_path / f"{number}.tar.gz" for number in range(2)]
    for file in files:
        old.run("backup", str(file))
    writer.join()
    new = install("new")
    keys_brought(old, new)
    for file in files:
        told = new.told("restore", str(file), "--replace")
        assert told["audit"]["intact"]
        assert told["evidence_missing"] == []


@pytest.mark.django_db
def test_it_refuses_while_the_site_is_in_use(old: Installation, backup: Path) -> None:
    held = (
        "import django; django.setup()\n"
        "from pathlib import Path\n"
        "from django.conf import settings\n"
        "from holdfast.doors.operating.in_use import among_others\n"
        "import subprocess, sys\n"
        "with among_others(settings.CONFIGURATION.data):\n"
        "    done = subprocess.run([sys.executable, '-m', 'holdfast.config.command_line', 'restore', '--replace',\n"
        f"        {str(backup)!r}], capture_output=True, text=True)\n"
        "    print(done.returncode, done.stderr)\n"
    )
    said = old.python(held)
    assert said.startswith("1 ")
    assert "Holdfast is running on this data" in said


@pytest.mark.django_db
def test_it_says_what_it_leaves_out_and_holds_no_key(old: Installation, backup: Path, tmp_path: Path) -> None:
    told = old.told("backup", str(tmp_path / "second.tar.gz"))
    assert told["left_out"] == ["secret-key", "audit-key", "holdfast.env"]
    assert told["evidence_files"] == 3
    shutil.unpack_archive(backup, tmp_path / "out", filter="data")
    content = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    for name in ("secret-key", "audit-key"):
        assert (old.data / name).read_bytes().strip() not in content


@pytest.mark.django_db
def test_it_refuses_to_back_up_onto_a_file_or_nothing(old: Installation, backup: Path, install: Install) -> None:
    assert "exists already" in old.run("backup", str(backup), code=1)
    assert "there is no folder" in old.run("backup", "/no/such/folder/b.tar.gz", code=1)
    assert "never set up" in install("empty").run("backup", str(backup.with_name("e.tar.gz")), code=1)
    assert "there is no file" in old.run("restore", "no-such-file", code=1)


@pytest.mark.django_db
def test_it_takes_no_backup_of_the_other_database(
    old: Installation, backup: Path, database: str, install: Install
) -> None:
    if database == "sqlite":
        other, said = {"HOLDFAST_DATABASE": "postgresql://nobody:x@127.0.0.1:1/none"}, "cannot be used"
    else:
        other, said = {"HOLDFAST_DATABASE": ""}, "was taken from PostgreSQL"
    new = install("new", **other)
    keys_brought(old, new)
    assert said in new.run("restore", str(backup), code=1)


@pytest.mark.django_db
def test_it_takes_no_backup_into_a_demonstration(old: Installation, backup: Path, install: Install) -> None:
    demonstration = install("demo", HOLDFAST_MODE="demo", HOLDFAST_DATABASE="")
    assert "a demonstration takes no backup" in demonstration.run("restore", str(backup), code=1)
