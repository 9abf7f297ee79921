"""What the configuration decides by itself."""

from __future__ import annotations

import stat
from pathlib import Path

from holdfast.config.configuration import DATABASE_FILE, Configuration


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


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


def test_it_prints_mail_in_no_log_of_production() -> None:
    def prints(mode: str) -> bool:
        return Configuration(_env_file=None, mode=mode, data="nowhere").prints_mail  # type: ignore[arg-type,call-arg]

    assert prints("development")
    assert not prints("production")
