"""Set-up: `python -m scripts.prepare run` for the demo, `python -m scripts.prepare test` for everything.

Installs into the checkout only (.venv, node_modules, build), but for a Chromium, which is the machine's. Whatever is
there already and fits is kept: the second time takes a second, and no network.
"""

from __future__ import annotations

import fcntl
import sys
import time

from scripts import assets, browser, python_environment
from scripts.running import CHECKOUT, CannotGoOn, stop

USAGE = "usage: python -m scripts.prepare run|test|assets"


def main(purpose: str) -> int:
    """Prepare for `purpose`: run, test, or assets (built again). Returns the exit code."""
    started = time.monotonic()
    (CHECKOUT / "build").mkdir(exist_ok=True)
    with (CHECKOUT / "build" / "set-up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two at once would write the same .venv
        print("Holdfast: set-up", flush=True)
        try:
            python_environment.ensure(testing=purpose == "test")
            assets.ensure(again=purpose == "assets")
            if purpose == "test":
                browser.ensure()
        except CannotGoOn as problem:
            return stop(problem)
    print(f"  ready after {time.monotonic() - started:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in ("run", "test", "assets"):
        sys.exit(USAGE)
    sys.exit(main(sys.argv[1]))
