"""Serving the site: gunicorn, and beside it, one after the other, the runs of what is due each minute.

This process only watches over two others and does nothing else itself, so that a job that crashes cannot take the site
with it, nor the site the jobs. They end with it, however it ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import socket
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from holdfast.doors.operating.in_use import among_others
from holdfast.doors.operating.mail import SAY_WHERE
from holdfast.doors.operating.readiness import mark_production, must_be_its_mode, must_be_set_up
from holdfast.foundation.organisation.command_line import whoever_types
from holdfast.kernel.commands import CommandFailed, Result

TICK_EVERY = 60.0
"""Seconds between the beginnings of two looks at what is due."""

TICK_AT_MOST = 3 * 3600.0
"""Seconds after which a run that does not end is ended: what is due next must not wait for it for ever."""

GRACE = 20
"""Seconds that requests and a job under way have to end when the site is stopped."""

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
PR_SET_PDEATHSIG = 1


def serve(given: Namespace) -> Result:
    """Answer requests until told to stop (SIGTERM, SIGINT); the scheduler, when it runs here, stops with it.

    Raises CommandFailed when the database is not up to date, or in production and this is another mode, when nobody has
    said where mail goes, the address cannot be had, or styles are not built.
    """
    must_be_set_up()
    must_be_its_mode()
    if settings.MODE == "production" and settings.CONFIGURATION.mail == "console":
        raise CommandFailed(SAY_WHERE)
    mark_production(whoever_types())
    return run_server(given.bind, workers=given.workers, threads=given.threads, scheduler=not given.no_scheduler)


def run_server(bind: str, *, workers: int, threads: int, scheduler: bool) -> Result:
    """Run gunicorn on `bind` ("host:port" or "unix:path") until told to stop, and with `scheduler` what is due."""
    must_be_free(bind)
    if workers < 1 or threads < 1:
        raise CommandFailed("--workers and --threads need at least 1 each")
    collect_assets()
    connection.close()
    with among_others(settings.CONFIGURATION.data):
        watch = Watch(_web(bind, workers, threads), scheduler=scheduler)
        sys.stderr.write(f"Holdfast answers on {_address(bind)} – stop it with Ctrl+C\n{_warnings(bind)}")
        code = watch.keep()
    if code not in (0, -signal.SIGTERM, -signal.SIGINT):
        raise CommandFailed(f"the web server ended by itself (exit code {code}); what it said stands above")
    return Result({"stopped": True}, "Stopped.")


def must_be_free(bind: str) -> None:
    """Raises CommandFailed when nobody can listen on `bind`, and for a demonstration that others could reach."""
    host, _, port = bind.rpartition(":")
    if settings.DEMO and host not in LOOPBACK:
        raise CommandFailed(f"the demonstration answers on this machine only: {host or bind} can be reached by others")
    if bind.startswith("unix:"):
        return
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise CommandFailed(f"“{bind}” is not an address and port such as 127.0.0.1:8000")
    family = socket.AF_INET6 if host.startswith("[") else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as gunicorn does
            probe.bind((host.strip("[]"), int(port)))
    except OSError as error:
        raise CommandFailed(
            f"{bind} cannot be had ({error.strerror}): is something else running there? Choose another with --bind"
        ) from None


def collect_assets() -> None:
    """Put styles and scripts where the server finds them. Raises CommandFailed when they were never built."""
    if not settings.BUILT_ASSETS.exists():
        raise CommandFailed("styles and scripts are not built yet: run `make assets` first")
    call_command("collectstatic", interactive=False, verbosity=0)


class Watch:
    """Watches over the web server and the runs of `holdfast tick`. One thread, woken by signals and by time."""

    def __init__(self, web: subprocess.Popen[bytes], *, scheduler: bool) -> None:
        self.web = web
        self.scheduler = scheduler
        self.tick: subprocess.Popen[bytes] | None = None
        self.tick_began = -TICK_EVERY
        self.stopping = False

    def keep(self) -> int:
        """Watch until told to stop or the web server ends. Returns the web server's exit code."""
        with _woken_by(self._stop) as wake:
            while self.web.poll() is None and not self.stopping:
                self._look_after_tick()
                _sleep(wake, self._until_next())
            return self._end(wake)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _until_next(self) -> float | None:
        if not self.scheduler:
            return None
        limit = TICK_AT_MOST if self.tick is not None else TICK_EVERY
        return max(0.1, self.tick_began + limit - time.monotonic())

    def _look_after_tick(self) -> None:
        if self.tick is not None and self.tick.poll() is None:
            if time.monotonic() - self.tick_began > TICK_AT_MOST:
                sys.stderr.write("holdfast: a run of the scheduler did not end and is ended now\n")
                self.tick.kill()
            return
        self.tick = None
        if self.scheduler and time.monotonic() - self.tick_began >= TICK_EVERY:
            self.tick_began = time.monotonic()
            self.tick = _child([sys.executable, "-m", "holdfast.config.command_line", "tick", "--quiet"])

    def _end(self, wake: socket.socket) -> int:
        """End both, politely and then not. A tick ends after the job in hand, so that no lease is left behind."""
        running = [child for child in (self.web, self.tick) if child is not None and child.poll() is None]
        for child in running:
            child.terminate()
        limit = time.monotonic() + GRACE + 5
        while (running := [child for child in running if child.poll() is None]) and time.monotonic() < limit:
            _sleep(wake, limit - time.monotonic())
        for child in running:
            child.kill()
            child.wait()
        return self.web.wait()


@contextlib.contextmanager
def _woken_by(stop: Callable[[int, FrameType | None], None]) -> Iterator[socket.socket]:
    """A socket that becomes readable when a child ends or somebody says stop; `stop` is called for the latter."""
    ours, theirs = socket.socketpair()
    ours.settimeout(0)
    theirs.settimeout(0)
    before: dict[int, Any] = {
        number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    }
    before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda number, frame: None)
    old_wake = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
    try:
        yield ours
    finally:
        signal.set_wakeup_fd(old_wake)
        for number, handler in before.items():
            signal.signal(number, handler)
        ours.close()
        theirs.close()


def _sleep(wake: socket.socket, seconds: float | None) -> None:
    """Sleep for so many seconds (None: for ever), or until woken."""
    ready, _, _ = select.select([wake], [], [], seconds)
    if ready:
        with contextlib.suppress(BlockingIOError):
            wake.recv(4096)


def _web(bind: str, workers: int, threads: int) -> subprocess.Popen[bytes]:
    heartbeat = "/dev/shm" if os.access("/dev/shm", os.W_OK) else str(settings.CONFIGURATION.data)  # noqa: S108
    return _child(
        [
            *(sys.executable, "-m", "gunicorn", "holdfast.config.wsgi:application"),
            *("--bind", bind, "--workers", str(workers), "--threads", str(threads)),
            *("--worker-tmp-dir", heartbeat, "--no-control-socket"),
            *("--max-requests", "20000", "--max-requests-jitter", "2000"),
            *("--timeout", "60", "--graceful-timeout", str(GRACE), "--log-level", "warning"),
        ]
    )


def _child(command: list[str]) -> subprocess.Popen[bytes]:
    """Start `command` in a group of its own: Ctrl+C in a terminal is for this process, which then ends its children."""
    # A function between fork and exec is safe here and only here: this process has one thread.
    return subprocess.Popen(  # noqa: S603  our own interpreter, no shell
        command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_end_with_parent
    )


def _end_with_parent() -> None:
    """Linux: when this process is killed outright, its children are told to stop instead of staying behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _address(bind: str) -> str:
    return bind if bind.startswith("unix:") else f"http://{bind}"


def _warnings(bind: str) -> str:
    """What an operator should know before anyone signs in."""
    found = []
    if not bind.startswith("unix:") and bind.rpartition(":")[0] not in LOOPBACK and not settings.HTTPS:
        found.append("Passwords would travel unencrypted: put a proxy with TLS in front and set HOLDFAST_PUBLIC_URL.")
    return "".join(f"holdfast: {words}\n" for words in found)
