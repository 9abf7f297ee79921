"""Whether the database is what this version of Holdfast works on."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from holdfast.foundation.audit.actors import Actor, Subject
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.audit.queries import history_of
from holdfast.kernel.commands import CommandFailed

PRODUCTION = Subject("installation", "production")
"""What the trail calls an installation that is in production."""


def missing_migrations() -> list[str]:
    """The migrations that the database lacks, as "area.name", in the order in which they would run.

    Raises Django's DatabaseError when the database cannot be reached.
    """
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def applied_migrations() -> list[str]:
    """The migrations that the database has, as "area.name", sorted."""
    return sorted(f"{area}.{name}" for area, name in MigrationLoader(connection).applied_migrations)


def known_migrations() -> set[str]:
    """The migrations that this version of Holdfast has, as "area.name"; those that others replace among them."""
    migrations = MigrationLoader(connection).disk_migrations
    replaced = {key for migration in migrations.values() for key in migration.replaces}
    return {f"{area}.{name}" for area, name in {*migrations, *replaced}}


def must_be_set_up() -> None:
    """Raises CommandFailed when the database lacks migrations: a half-known database must not be served."""
    if missing_migrations():
        raise CommandFailed("the database is not up to date: run `holdfast setup` first")


def bring_up_to_date() -> None:
    """Run the migrations that the database lacks, and make the table of the cache. Harmless when there is nothing."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def must_be_its_mode() -> None:
    """Raises CommandFailed for a mode that is less careful than production, on a database that is in production.

    The mark in the data folder, which the settings ask for, cannot tell of a PostgreSQL that is reached from elsewhere.
    """
    if settings.MODE != "production" and history_of(PRODUCTION).exists():
        raise CommandFailed(
            f"this database is in production, and mode={settings.MODE} is less careful: unset HOLDFAST_MODE, or set "
            "HOLDFAST_DATABASE to another"
        )


def mark_production(by: Actor) -> None:
    """Let no other mode work on this data folder and this database any more. Harmless when it is marked already."""
    if settings.MODE != "production":
        return
    settings.CONFIGURATION.production_mark.touch(mode=0o600)
    if not history_of(PRODUCTION).exists():
        _begin_production(by=by)


@operation
def _begin_production(*, by: Actor) -> None:
    enter("operating.begin_production", by=by, subject=PRODUCTION)
