"""`make bench`: fill databases of several sizes, measure them in one run, and hold the ratios against their limits."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.filling_sizes import SIZES, Size
from scripts.postgres import Cluster

MOST_STATEMENTS = 15


@dataclass(frozen=True)
class Check:
    """One line of the result: what is compared, the ratio (or figure) and its limit."""

    what: str
    figure: float
    limit: float
    unit: str = "×"

    @property
    def kept(self) -> bool:
        return self.figure <= self.limit

    def line(self) -> str:
        mark = "kept  " if self.kept else "BROKEN"
        return f"{mark}  {self.what:<78} {self.figure:8.2f}{self.unit}  limit {self.limit:g}{self.unit}"


def main() -> int:
    """Run what was asked for. Gives 1 when a limit is broken."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="10 thousand against 50 thousand: to try the bench itself")
    parser.add_argument("--json", type=Path, help="also write every figure to this file")
    given = parser.parse_args()
    sizes = SIZES["quick" if given.quick else "full"]
    results: dict[str, dict[str, Any]] = {}
    with Cluster(durable=True, settings=("shared_buffers=1GB", "work_mem=32MB", "max_wal_size=4GB")) as cluster:
        for size in sizes:
            print(f"{size.name}: {size.words}", flush=True)
            results[size.name] = _run(size, cluster)
    checks = [*_checks(results)]
    print()
    for name, result in results.items():
        print(f"{name} ({result['incidents']:,} incidents in {result['trusts']} trusts), milliseconds:")
        for what, figure in result["figures"].items():
            print(
                f"    {what:<10} median {figure['median']:9.1f}  p95 {figure['p95']:9.1f}"
                f"  statements {figure['statements']:3d}  of it SQL {figure['sql']:8.1f}"
            )
    print()
    for check in checks:
        print(check.line())
    if given.json:
        given.json.write_text(json.dumps(results, indent=1))
    return 0 if all(check.kept for check in checks) else 1


def _run(size: Size, cluster: Cluster) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as data:
        environment = dict(os.environ, HOLDFAST_MODE="development", HOLDFAST_DATA=data, PYTHONPATH="src")
        environment["DJANGO_SETTINGS_MODULE"] = "holdfast.config.settings"
        environment["HOLDFAST_DATABASE"] = ""
        if size.postgres:
            database = f"bench_{size.name.replace('-', '_')}"
            _create(cluster, database)
            environment["HOLDFAST_DATABASE"] = cluster.url(database)
        command = [sys.executable, "-m", "bench.run_one", "--trusts", str(size.trusts), "--each", str(size.each)]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
        result: dict[str, Any] = json.loads(done.stdout)
        return result


def _create(cluster: Cluster, database: str) -> None:
    import psycopg  # noqa: PLC0415  only where a server is used

    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{database}"')  # type: ignore[arg-type]


def _checks(results: dict[str, dict[str, Any]]) -> list[Check]:
    """The limits of the design, as ratios within this run."""
    small, large = results["small"]["figures"], results["large"]["figures"]
    checks = [
        Check("report an incident against the bare transaction (median)", large["report"]["median"] / large["bare"]["median"], 4)
    ]
    checks += [
        Check(f"{words} page of the list at full size against 10 thousand (p95)", large[key]["p95"] / small[key]["p95"], 1.5)
        for key, words in (("list", "first"), ("filtered", "filtered"), ("later", "later"))
    ]
    checks.append(Check("search at full size against the list (p95)", large["search"]["p95"] / large["list"]["p95"], 3))
    checks.append(Check("dashboard at full size against its SQL (median)", large["dashboard"]["median"] / max(large["dashboard"]["sql"], 0.001), 2))
    if "one-trust" in results:
        checks.append(Check("all obligations of one trust with 100 thousand incidents", results["one-trust"]["figures"]["tallies"]["median"] / 1000, 2, " s"))
    for name, result in results.items():
        for key in ("list", "filtered", "later", "search", "incident", "home", "dashboard"):
            checks.append(Check(f"statements of {key} ({name})", result["figures"][key]["statements"], MOST_STATEMENTS, ""))
    return checks


if __name__ == "__main__":
    sys.exit(main())
