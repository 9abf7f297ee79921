"""The migrations tell the whole story of the models."""

from __future__ import annotations

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.state import ProjectState

from tests.architecture.house import none_of


def own_labels() -> set[str]:
    return {config.label for config in apps.get_app_configs() if config.name.startswith("holdfast.")}


def unwritten(migrated: ProjectState, models: ProjectState, labels: set[str]) -> dict[str, list[str]]:
    """What no migration does yet to get from the state `migrated` to `models`, by app.

    It counts apps without any migration too: `makemigrations --check` passes over those.
    """
    loader = MigrationLoader(None, ignore_no_migrations=True)
    questioner = MigrationQuestioner(specified_apps=labels, dry_run=True)
    changes = MigrationAutodetector(migrated, models, questioner).changes(
        graph=loader.graph, trim_to_apps=labels, convert_apps=labels
    )
    return {
        label: [operation.describe() for migration in migrations for operation in migration.operations]
        for label, migrations in changes.items()
    }


def state_of_migrations() -> ProjectState:
    return MigrationLoader(None, ignore_no_migrations=True).project_state()


def test_it_has_a_migration_for_every_change() -> None:
    changes = unwritten(state_of_migrations(), ProjectState.from_apps(apps), own_labels())
    none_of((f"{label}: {what}" for label, lines in changes.items() for what in lines), "makemigrations writes them.")


def test_it_has_no_two_migrations_that_both_come_last() -> None:
    assert MigrationLoader(None, ignore_no_migrations=True).detect_conflicts() == {}


def test_it_sees_a_change_without_a_migration() -> None:
    before, after = (ProjectState.from_apps(apps) for _ in range(2))
    before.remove_field("organisation", "site", "name")
    before.remove_model("organisation", "user")
    assert set(unwritten(before, after, own_labels())) == {"organisation"}
