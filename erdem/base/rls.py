"""Migration operations for the second lock: row-level security and triggers written in plain SQL files."""

from __future__ import annotations

from importlib import resources

from django.db.migrations import RunSQL

_REVERSE = "-- REVERSE"


def sql_file(package: str, name: str) -> RunSQL:
    """Return the operation for ``<package>/sql/<name>``; what follows the line ``-- REVERSE`` undoes it.

    Raises:
        ValueError: the file has no reverse part.
    """
    text = resources.files(package).joinpath("sql", name).read_text(encoding="utf-8")
    forward, found, backward = text.partition(_REVERSE)
    if not found or not backward.strip():
        message = f"{package}/sql/{name} has no part after the line {_REVERSE}."
        raise ValueError(message)
    return RunSQL(sql=forward, reverse_sql=backward)
