"""Serving the site: gunicorn, and beside it one process that does what is due each minute."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import threading
from types import FrameType

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from holdfast.kernel.commands import CommandFailed, Result

TICK_EVERY = 60
"""Seconds between two looks at what is due."""


def must_be_set_up() -> None:
    """Raises CommandFailed when the database lacks migrations: a half-known database must not be served."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandFailed("the database is not up to date: run `holdfast setup` first")


def collect_assets() -> None:
    """Put styles and scripts where the server finds them. Raises CommandFailed when they were never built."""
    if not settings.BUILT_ASSETS.exists():
        raise CommandFailed("styles and scripts are not built yet: run `make assets` first")
    call_command("collectstatic", interactive=False, verbosity=0)


def serve(given: argparse.Namespace) -> Result:
    """Answer requests until told to stop; the scheduler, when this process runs it, stops with it."""
    must_be_set_up()
    return run_server(given.bind, workers=given.workers, threads=given.threads, scheduler=not given.no_scheduler)


def run_server(bind: str, *, workers: int, threads: int, scheduler: bool) -> Result:
    """Run gunicorn on `bind` until told to stop, and with `scheduler` the jobs that are due each minute."""
    collect_assets()
    connection.close()
    command = [
        sys.executable, "-m", "gunicorn", "holdfast.config.wsgi:application",
        "--bind", bind, "--workers", str(workers), "--threads", str(threads),
        "--worker-tmp-dir", "/dev/shm" if os.path.isdir("/dev/shm") else str(settings.CONFIGURATION.data),
        "--max-requests", "20000", "--max-requests-jitter", "2000", "--timeout", "60", "--graceful-timeout", "20",
        "--log-level", "warning",
    ]  # fmt: skip
    web = subprocess.Popen(command)
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()
        web.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    sys.stderr.write(f"Holdfast answers on http://{bind} – stop it with Ctrl+C\n")
    if scheduler:
        threading.Thread(target=_keep_ticking, args=(stopping,), daemon=True).start()
    code = web.wait()
    stopping.set()
    return Result({"stopped": True}, "Stopped.", 0 if code in (0, -signal.SIGTERM, -signal.SIGINT) else 1)


def _keep_ticking(stopping: threading.Event) -> None:
    """Run `holdfast tick` each minute as a process of its own: a job that crashes must not take the site with it."""
    while not stopping.wait(TICK_EVERY):
        subprocess.run([sys.executable, "-m", "holdfast.config.command_line", "tick", "--quiet"], check=False)
