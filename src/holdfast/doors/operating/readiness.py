"""Whether the database is what this version of Holdfast works on."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from holdfast.kernel.commands import CommandFailed


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
