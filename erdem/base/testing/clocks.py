"""A concrete clock for tests of the kit, in tables that are dropped after the last test that needs them: no app is needed."""

from __future__ import annotations

from typing import ClassVar

import psycopg
from django.db import connections, models

from erdem.base.models import Clock, ClockEvent


class TrialClock(Clock):
    """A clock of nothing in particular."""

    label = models.CharField(max_length=20, blank=True)
    objects: ClassVar[models.Manager[TrialClock]] = models.Manager()

    class Meta(Clock.Meta):
        app_label = "trial"


class TrialClockEvent(ClockEvent):
    """What happened to it."""

    clock = models.ForeignKey(TrialClock, on_delete=models.PROTECT, related_name="events")
    objects: ClassVar[models.Manager[TrialClockEvent]] = models.Manager()

    class Meta(ClockEvent.Meta):
        app_label = "trial"


def make_tables() -> None:
    """Create both tables as the owner, with their constraints and triggers, for the application role to use."""
    with connections["owner"].schema_editor(collect_sql=True, atomic=False) as editor:
        editor.create_model(TrialClock)
        editor.create_model(TrialClockEvent)
        statements = [*(editor.collected_sql or []), *map(str, editor.deferred_sql)]
        editor.deferred_sql.clear()
    tables = "trial_trialclock, trial_trialclockevent"
    _run(
        f"DROP TABLE IF EXISTS {tables}",
        *statements,
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {tables} TO erdem_app",
        "CREATE TRIGGER clock_is_guarded BEFORE UPDATE OR DELETE ON trial_trialclock"
        " FOR EACH ROW EXECUTE FUNCTION erdem_guard_clock()",
        "CREATE TRIGGER event_is_append_only BEFORE UPDATE OR DELETE ON trial_trialclockevent"
        " FOR EACH ROW EXECUTE FUNCTION erdem_refuse_rewriting()",
    )


def drop_tables() -> None:
    """Take both tables away again, after the last transaction that used them."""
    _run("DROP TABLE trial_trialclock, trial_trialclockevent CASCADE")


def _run(*statements: str) -> None:
    with psycopg.connect(**connections["owner"].get_connection_params(), autocommit=True) as owner:
        for statement in statements:
            owner.execute(statement.encode())
