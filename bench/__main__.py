"""`make bench`: fill databases of several sizes, measure them in turns, and hold the ratios against their limits."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict
from functools import partial
from pathlib import Path

from bench.account import Account
from bench.figures import Figures, Round, take_turns
from bench.places import Places
from bench.processes import Worker
from bench.sizes import FULL, QUICK, TINY, TINY_POSTGRESQL, Plan
from bench.weight import Weight

WARM = 3
GIGABYTE = 10**9
PAGE = Path(__file__).with_name("speed.md")


def main() -> int:
    """Run what was asked for. Gives 1 when a limit is broken."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="tenths of the sizes: what a change does to the figures")
    parser.add_argument("--tiny", action="store_true", help="a few incidents: that the bench runs; limits do not count")
    parser.add_argument("--postgres", action="store_true", help="with --tiny: on PostgreSQL")
    parser.add_argument("--json", type=Path, help="also write every figure to this file")
    parser.add_argument("--write", type=Path, help="also write the page for the documentation to this file")
    given = parser.parse_args()
    tiny = TINY_POSTGRESQL if given.postgres else TINY
    plan = tiny if given.tiny else QUICK if given.quick else FULL
    if shutil.disk_usage(tempfile.gettempdir()).free < plan.room * GIGABYTE:
        parser.error(f"the databases need {plan.room} GB in {tempfile.gettempdir()}: set TMPDIR to where there is room")
    # Told to stop, it takes its databases along, as with Ctrl-C: they are the size of a small disk.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    account = run(plan)
    print("\n".join(account.lines()))
    if given.json:
        figures = {size: {thing: asdict(one) for thing, one in by.items()} for size, by in account.figures.items()}
        given.json.write_text(json.dumps({"figures": figures, "weight": asdict(account.weight)}, indent=1))
    if given.write:
        given.write.write_text(account.page(PAGE.read_text()))
    return 1 if account.broken and not given.tiny else 0


def run(plan: Plan) -> Account:
    """Build the databases of `plan`, measure them, and let them go."""
    before = os.getloadavg()[0]
    began = time.monotonic()
    with Places(plan) as places, ExitStack() as stack:
        for place in places.templates():
            with Worker(place.environment) as worker:
                worker.ask("template", block=plan.block)
        _say("lived through the block", began)
        workers: dict[str, Worker] = {}
        for size in plan.sizes:
            workers[size.name] = stack.enter_context(Worker(places.of(size).environment))
            workers[size.name].ask("fill", size=asdict(size))
            _say(f"{size.name}: {plan.described(size)}", began)
        figures = measure(workers, plan.rounds)
        weight = Weight(**workers[plan.small.name].ask("weigh"))
        _say("measured", began)
    return Account(plan, figures, weight, (before, os.getloadavg()[0]))


def measure(workers: dict[str, Worker], rounds: int) -> Figures:
    """Read in all databases in turns; then write, which would disturb the reading."""
    things = {name: worker.ask("open") for name, worker in workers.items()}
    once = {name: partial(_once, worker) for name, worker in workers.items()}
    figures: Figures = {name: {} for name in workers}
    for part in ("reading", "writing"):
        found = take_turns(once, {name: wanted[part] for name, wanted in things.items()}, rounds, WARM)
        for name, more in found.items():
            figures[name] |= more
    return figures


def _once(worker: Worker, thing: str) -> Round:
    return Round(**worker.ask("once", thing=thing))


def _say(words: str, began: float) -> None:
    print(f"{time.monotonic() - began:6.0f} s  {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
