"""Of decision 123: what the migrations replaced counts as done; and of rows that nobody edits, after their table was changed."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from config.checks import check_old_migrations
from townships.append_only import AppendOnly

pytestmark = pytest.mark.django_db


def what_is_left_to_do():
    executor = MigrationExecutor(connection)
    executor.loader.check_consistent_history(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


@pytest.fixture
def replaced():
    """The database says that it was made by the migrations of before."""
    replacements = MigrationExecutor(connection).loader.replacements
    recorder = MigrationRecorder(connection)
    for (app, name), migration in replacements.items():
        recorder.record_unapplied(app, name)
        for told in migration.replaces:
            recorder.record_applied(*told)
    return [told for migration in replacements.values() for told in migration.replaces]


def test_a_database_of_the_old_migrations_needs_no_step(replaced):
    assert len(replaced) == 67
    assert what_is_left_to_do() == []


def test_whole_ones_pass_the_check(replaced):
    assert check_old_migrations(databases=["default"]) == []


def test_one_that_never_had_the_old_ones_passes_too():
    assert check_old_migrations(databases=["default"]) == []


def test_one_that_stopped_half_way_is_refused(replaced):
    MigrationRecorder(connection).record_unapplied("townships", "0065_plate_number_once")

    (error,) = check_old_migrations(databases=["default"])

    assert (error.id, "townships.0065_plate_number_once" in error.msg) == ("config.E004", True)


def test_a_table_that_was_changed_refuses_changes_of_its_rows_again():
    """SQLite may rebuild it, and drops its triggers with the old one (townships/append_only.py)."""
    executor, last = MigrationExecutor(connection), {}
    for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True):
        for operation in migration.operations:
            if isinstance(operation, AppendOnly):
                last[operation.table] = "refused"
            elif (table := f"{migration.app_label}_{getattr(operation, 'model_name_lower', '')}") in last:
                last[table] = f"changed by {migration}"

    assert set(last.values()) == {"refused"}
