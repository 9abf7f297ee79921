"""Who works on this installation's data folder just now: many may serve and tick together, only one may restore.

Locks on a file, which the system lets go when a process ends, however it ends. They reach as far as this machine: web
processes elsewhere are seen by the connections that they hold to their PostgreSQL (see `databases`).
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from holdfast.kernel.commands import CommandFailed

LOCK = "in-use.lock"


@contextmanager
def among_others(data: Path) -> Iterator[None]:
    """Work on the folder `data` beside others. Raises CommandFailed while a restore is under way, or without rights."""
    with _lock(data, fcntl.LOCK_SH, "a restore is under way here: wait until it has ended"):
        yield


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Have the folder `data` for oneself. Raises CommandFailed while anyone else works on it."""
    with _lock(data, fcntl.LOCK_EX, "Holdfast is running on this data: stop `holdfast serve` and the scheduler first"):
        yield


@contextmanager
def _lock(data: Path, kind: int, refusal: str) -> Iterator[None]:
    try:
        data.mkdir(parents=True, exist_ok=True)
        file = (data / LOCK).open("a")
    except OSError as error:
        raise CommandFailed(
            f"{data} cannot be written ({error.strerror}): run Holdfast as the account that owns this folder, or set "
            "HOLDFAST_DATA to a folder of its own"
        ) from None
    with file:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandFailed(refusal) from None
        yield
