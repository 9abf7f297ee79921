"""What is kept more carefully in production than elsewhere."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from holdfast.config.configuration import DATABASE_FILE, Configuration
from holdfast.doors.operating.mail import SAY_WHERE, NoMail
from holdfast.doors.operating.tests.conftest import Install
from holdfast.doors.operating.tests.installation import Installation


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.django_db
def test_it_keeps_production_for_itself(install: Install, tmp_path: Path) -> None:
    here = install("here", HOLDFAST_MODE="production")
    done, refused = here.do(["setup"], ["serve"])
    assert done.code == 0
    assert "set HOLDFAST_MAIL" in refused.error  # and not: print links for choosing passwords into a log
    assert mode_of(here.data) == 0o700
    assert [path.name for path in here.data.iterdir() if mode_of(path) & 0o077] == []
    for mode in ("development", "test"):
        less_careful = Installation(here.data, here.database, {"HOLDFAST_MODE": mode}).start("tick")
        _, complained = less_careful.communicate()
        assert less_careful.returncode == 1
        assert f"mode={mode} is less careful than production" in complained
    elsewhere = Installation(tmp_path / "elsewhere", here.database)
    elsewhere.data.mkdir()
    if not here.database:
        shutil.copy(here.data / DATABASE_FILE, elsewhere.data)
    for refused in elsewhere.do(["tick"], ["serve"], ["setup"]):
        assert "this database is in production" in refused.error


def test_it_takes_the_database_from_others_who_could_read_it(tmp_path: Path) -> None:
    data = tmp_path / "below" / "data"
    configuration = Configuration(_env_file=None, data=data, mode="test")  # type: ignore[call-arg]
    configuration.make_folder()
    assert mode_of(data) == 0o700
    names = [DATABASE_FILE, f"{DATABASE_FILE}-wal", "mine.txt"]
    for name in names:
        (data / name).touch()
        (data / name).chmod(0o644)
    configuration.make_folder()
    assert [mode_of(data / name) for name in names] == [0o640, 0o640, 0o644]


def test_it_sends_no_mail_into_a_log() -> None:
    def mails(mode: str) -> bool:
        return Configuration(_env_file=None, mode=mode, data="nowhere").prints_mail  # type: ignore[arg-type,call-arg]

    assert mails("development")
    assert not mails("production")
    assert NoMail().send_messages([]) == 0
    with pytest.raises(OSError, match="nobody has said where mail goes"):
        NoMail().send_messages([None])  # type: ignore[list-item]
    assert "HOLDFAST_MAIL" in SAY_WHERE
