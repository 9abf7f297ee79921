"""What is kept more carefully in production than elsewhere."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from holdfast.doors.operating.mail import SAY_WHERE, NoMail
from holdfast.doors.operating.tests.conftest import Install
from holdfast.doors.operating.tests.installation import Installation

DATABASE = "holdfast.sqlite3"


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
        shutil.copy(here.data / DATABASE, elsewhere.data)
    for refused in elsewhere.do(["tick"], ["serve"], ["setup"]):
        assert "this database is in production" in refused.error


def test_it_sends_no_mail_into_a_log() -> None:
    assert NoMail().send_messages([]) == 0
    with pytest.raises(OSError, match="nobody has said where mail goes"):
        NoMail().send_messages([None])  # type: ignore[list-item]
    assert "HOLDFAST_MAIL" in SAY_WHERE
