"""Where the databases of one run lie: a PostgreSQL of our own, and folders. All of it goes when the run ends."""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg.sql import SQL, Identifier

from bench.sizes import Plan, Size
from scripts.postgres import Cluster

SETTINGS = (
    *("shared_buffers=1GB", "effective_cache_size=4GB", "work_mem=32MB", "random_page_cost=1.1"),
    # No vacuum in the middle of a figure: it is done after filling.
    *("max_wal_size=8GB", "checkpoint_timeout=30min", "autovacuum=off"),
)
TEMPLATE = "bench_template"
PATIENCE = 30
"""Seconds that a server may take to start."""


@dataclass(frozen=True)
class Place:
    """One database and its data folder."""

    mode: str
    data: Path
    database: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """What Holdfast is told."""
        return {
            "HOLDFAST_MODE": self.mode,
            "HOLDFAST_DATA": str(self.data),
            "HOLDFAST_DATABASE": self.database,
        }


class Places:
    """The places of `plan`. The templates come first; each size begins as a copy of one."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="holdfast-bench-")))
            if any(size.postgres for size in self._plan.sizes):
                self._cluster = stack.enter_context(Cluster(durable=True, settings=SETTINGS))
                self._create(TEMPLATE)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def templates(self) -> list[Place]:
        """Where a template is needed: once for each kind of database in the plan."""
        return [self._template(postgres) for postgres in sorted({size.postgres for size in self._plan.sizes})]

    def of(self, size: Size) -> Place:
        """A fresh copy of the template, for `size`. Nobody may be connected to the template."""
        template = self._template(size.postgres)
        if size.postgres:
            name = f"bench_{size.name.replace(' ', '_')}"
            self._create(name, TEMPLATE)
            return replace(template, database=self._cluster.url(name))
        data = self._folder / size.name.replace(" ", "-")
        shutil.copytree(template.data, data)
        return replace(template, data=data)

    def _template(self, postgres: bool) -> Place:
        if postgres:
            return Place(self._plan.mode, self._folder / "postgresql", self._cluster.url(TEMPLATE))
        return Place(self._plan.mode, self._folder / "template")

    def _create(self, name: str, template: str = "template1") -> None:
        statement = SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template))
        with self._connected() as connection:
            connection.execute(statement)

    def _connected(self) -> psycopg.Connection:
        """A connection to the server, which may listen before it answers."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return psycopg.connect(self._cluster.url(), autocommit=True)
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)
