"""The process of one database: fills it and measures it, one command a line. Started by `processes.Worker`."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

import django

django.setup()

# What follows needs the application.
from bench.copying import multiply  # noqa: E402
from bench.measured import Measured  # noqa: E402
from bench.sizes import Size  # noqa: E402
from bench.template import make_template, measured_trust  # noqa: E402
from holdfast.foundation.organisation.scope import EVERY_TRUST, scope  # noqa: E402


class Bench:
    """What can be asked of the database that the environment names."""

    measured: Measured

    def template(self, block: int) -> None:
        """Make the block in an empty database."""
        make_template(block)

    def fill(self, size: dict[str, Any]) -> None:
        """Copy the block as `size` says."""
        with scope(EVERY_TRUST):
            multiply(measured_trust(), Size(**size))

    def open(self) -> dict[str, list[str]]:
        """Get ready to measure. Gives the names of what can be measured."""
        self.measured = Measured(measured_trust())
        gc.collect()
        gc.freeze()  # as in config/wsgi.py
        return {"reading": list(self.measured.reading), "writing": list(self.measured.writing)}

    def once(self, thing: str) -> dict[str, float]:
        """Do one thing once."""
        return self.measured.once(thing)

    def weigh(self) -> dict[str, int]:
        """Weigh the report form."""
        return self.measured.weigh()


def main() -> None:
    """Answer commands until there are no more."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever else prints must not stand among the answers
    bench = Bench()
    for name, given in _commands():
        do: Callable[..., Any] = getattr(bench, name)
        print(json.dumps(do(**given)), file=answers, flush=True)


def _commands() -> Iterator[tuple[str, dict[str, Any]]]:
    for line in sys.stdin:
        name, given = json.loads(line)
        yield name, given


if __name__ == "__main__":
    main()
