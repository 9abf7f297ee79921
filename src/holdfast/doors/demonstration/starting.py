"""What `holdfast demo` does: make the demonstration if it is not there yet, then serve it."""

from __future__ import annotations

import argparse
import time

from holdfast.doors.demonstration.building import prepare, to_stderr
from holdfast.doors.operating.serving import run_server
from holdfast.kernel.commands import CommandFailed, Result

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def demo(given: argparse.Namespace) -> Result:
    """Prepare the demonstration and serve it until told to stop. Raises CommandFailed for a public address."""
    host = given.bind.rpartition(":")[0]
    if host not in LOOPBACK:
        raise CommandFailed(f"the demonstration answers on this machine only: {host} can be reached by others")
    began = time.monotonic()
    prepare(to_stderr)
    seconds = round(time.monotonic() - began)
    if given.prepare_only:
        return Result({"prepared": True, "seconds": seconds}, f"The demonstration is ready ({seconds} seconds).")
    to_stderr(f"Open http://{given.bind}/demo/ and choose who you are.")
    return run_server(given.bind, workers=2, threads=4, scheduler=True)
