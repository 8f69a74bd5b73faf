"""Brings up Django and the database for a command."""

from __future__ import annotations

import os
from typing import Any

from erdem.web.cli.failures import Refused


def load_django() -> Any:
    """Configure Django and return its settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erdem.web.settings")
    import django
    from django.conf import settings

    django.setup()
    return settings


def start_server() -> Any:
    """Start or join the embedded server; with ``ERDEM_DATABASE_URL`` there is none to start.

    Raises:
        Refused: a restore into this data folder has not come to its end.
    """
    from erdem.base import server
    from erdem.web.backups.layout import UNFINISHED

    settings = load_django()
    if (settings.HOME / UNFINISHED).exists():
        raise Refused(
            f"A restore into {settings.HOME} did not come to its end, or what came back does not fit together. Nothing was"
            " changed. Run `erdem restore FOLDER --replace` again."
        )
    return server.start(settings.HOME / "postgres") if settings.DATABASE_IS_EMBEDDED else None


def ready_database(*, upgrade: bool = True) -> Any:
    """Start the server and bring the schema up to date.

    Raises:
        Refused: the schema is old and ``upgrade`` is off.
    """
    held = start_server()
    from erdem.base import schema
    from erdem.web import wiring

    if schema.pending():
        if not upgrade:
            message = "The database is older than this program. Run `erdem upgrade`. Your data is safe."
            raise Refused(message)
        schema.upgrade(wiring.workflows())
    elif schema.steps_differ(wiring.workflows()):
        schema.upgrade(wiring.workflows())
    return held
