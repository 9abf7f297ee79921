"""Watching what goes to the database."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeAlias

Statement: TypeAlias = tuple[str, Any]


class Watch:
    """Counts and times statements, and keeps those that write. For `connection.execute_wrapper`."""

    def __init__(self) -> None:
        self.statements = 0
        self.seconds = 0.0
        self.writes: list[Statement] = []

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - began
            self.statements += 1
            if sql.startswith(("INSERT", "UPDATE", "DELETE")):
                self.writes.append((sql, params))
