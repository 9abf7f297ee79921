"""Loaded by pytest before Django is: tests run in mode `test`, on data of their own that goes away afterwards.

`HOLDFAST_TEST_DATABASE=postgres` runs them on a PostgreSQL started for them (scripts/postgres.py); else it is SQLite.
With xdist the first process makes the server and each worker its own database in it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

from scripts.postgres import Cluster, NoPostgres

DATABASES = ("sqlite", "postgres")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")

DATABASE = os.environ.get("HOLDFAST_TEST_DATABASE", "sqlite")
if DATABASE not in DATABASES:
    sys.exit(f"HOLDFAST_TEST_DATABASE is {DATABASE!r}: write {' or '.join(DATABASES)}")

if WORKER:
    # the first process prepared the environment and takes it down again: a worker only has a folder of its own
    FOLDER = Path(os.environ["HOLDFAST_DATA"]) / WORKER
    FOLDER.mkdir(exist_ok=True)
else:
    for name in [name for name in os.environ if name.startswith("HOLDFAST_") and not name.startswith("HOLDFAST_TEST_")]:
        if name != "HOLDFAST_CHROMIUM":
            del os.environ[name]  # a developer's own settings must not change what the tests prove
    os.environ["HOLDFAST_MODE"] = "test"
    os.environ["HOLDFAST_SECRET_KEY"] = "only-for-tests-" * 4
    os.environ["DJANGO_SETTINGS_MODULE"] = "holdfast.config.settings"
    FOLDER = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
    if DATABASE == "postgres":
        try:
            cluster = Cluster().__enter__()
        except NoPostgres as problem:
            sys.exit(f"The tests cannot run on PostgreSQL: {problem}")
        atexit.register(cluster.stop)
        os.environ["HOLDFAST_DATABASE"] = cluster.url("holdfast")
os.environ["HOLDFAST_DATA"] = str(FOLDER)
