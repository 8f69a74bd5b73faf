"""Bringing a database to the current schema: migrations as the owner, then rights of the application role, then step tables."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache

from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from erdem.base.models import WorkflowStep
from erdem.base.workflow import Workflow, synchronise

APPEND_ONLY = ("base_auditentry",)
READ_ONLY = ("base_workflowstep", "django_migrations")
_NO_STAND_INS = """
DO $$ DECLARE named regprocedure; BEGIN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC, erdem_app', current_database());
    FOR named IN
        SELECT oid::regprocedure FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND 'search_path=public' = ANY (proconfig)
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = public, pg_temp', named);
    END LOOP;
END $$
"""
"""A temporary table is found before a table of the same name: one that a caller makes would stand in for the real one wherever
a rule of the database reads it. So the application role makes none, and what runs with the owner's rights looks there last."""


def pending() -> int:
    """Return how many migrations are not yet applied."""
    executor = MigrationExecutor(connections["owner"])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@contextmanager
def _quick_states() -> Iterator[None]:
    """Spare migrations what is not theirs: thousands of short-lived models of the past are made for them.

    Memory is walked through seldom meanwhile. Which setting swaps a model is asked for every foreign key, and Django forgets the
    answer with each model of the past, although the models of today, of which it is asked, stay the same.
    """
    kept, remembered = gc.get_threshold(), cache(apps.get_swappable_settings_name)
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    vars(apps)["get_swappable_settings_name"] = remembered
    try:
        yield
    finally:
        del vars(apps)["get_swappable_settings_name"]
        gc.set_threshold(*kept)
        gc.unfreeze()


def upgrade(workflows: Iterable[Workflow], *, verbosity: int = 0) -> None:
    """Apply migrations as the owner and give the application role exactly the rights it needs."""
    with _quick_states():
        call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'erdem_app') THEN"
            " CREATE ROLE erdem_app NOLOGIN NOSUPERUSER NOBYPASSRLS; GRANT erdem_app TO CURRENT_USER; END IF; END $$"
        )
        cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        cursor.execute("GRANT USAGE ON SCHEMA public TO erdem_app")
        cursor.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO erdem_app")
        cursor.execute("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO erdem_app")
        for table in APPEND_ONLY:
            cursor.execute(f"REVOKE UPDATE, DELETE ON {table} FROM erdem_app")
        for table in READ_ONLY:
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM erdem_app")
        cursor.execute(_NO_STAND_INS)
    synchronise(workflows)


def steps_differ(workflows: Iterable[Workflow]) -> bool:
    """Say whether the step table in the database is not the one of the code."""
    wanted = {(workflow.key, *row) for workflow in workflows for row in workflow.rows()}
    found = WorkflowStep.objects.using("owner").values_list("document_type", "name", "source", "target")
    return wanted != set(found)
