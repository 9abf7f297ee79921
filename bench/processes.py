"""The processes that fill and measure: one for each database, all up at the same time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

CHECKOUT = Path(__file__).resolve().parents[1]


class BenchFailed(Exception):
    """A process ended before it answered; what it said stands above."""


class Worker:
    """A process of `bench.worker`. Ends with the block."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")}
        fixed = {"DJANGO_SETTINGS_MODULE": "holdfast.config.settings", "PYTHONPATH": f"{CHECKOUT / 'src'}:{CHECKOUT}"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.worker"],
            env={**kept, **fixed, **environment},
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, name: str, **given: Any) -> Any:
        """Let the process do something, and wait for its answer. Raises BenchFailed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps([name, given]) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise BenchFailed(f"the process that was to do “{name}” is gone") from None
        line = self._process.stdout.readline()
        if not line:
            raise BenchFailed(f"“{name}” went wrong in a process of the bench")
        return json.loads(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
