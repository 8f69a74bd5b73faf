"""The test database: a real embedded Postgres, migrated once as the owner, cloned per worker, used as the application role."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

from erdem.base import schema, server, workflow

Fill = Callable[[], None]


def fingerprint(package: Path) -> str:
    """Return a hash of everything the schema depends on, so that an unchanged template is reused.

    Steps of workflows are not part of it: they are written into the template before it is cloned.
    """
    digest = hashlib.sha256()
    patterns = (
        "*/migrations/*.py",
        "*/sql/*.sql",
        "base/schema.py",
        "base/seeds/*",
        "people/seeds/*",
    )
    for path in sorted({path for pattern in patterns for path in package.glob(pattern)}):
        digest.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _point_at(name: str) -> None:
    for alias in ("default", "owner"):
        connections[alias].close()
        settings.DATABASES[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name


def prepare(data: Path, package: Path, worker: str, *, workflows: Any, fill: Fill) -> str:
    """Make the template when it is missing or old, clone it for a worker, and point both connections at the clone."""
    server.start(data, relaxed=True)
    template = f"template_{fingerprint(package)}"
    clone = f"test_{worker}"
    with server.owner_connection(data) as connection:
        connection.execute("SELECT pg_advisory_lock(7271)")  # one worker builds, the others wait
        if not _is_complete(connection, template):
            _drop(connection, template)
            server.create_database(connection, template)
            _point_at(template)
            schema.upgrade(workflows)
            fill()
            _point_at(server.DATABASE)
            connection.execute(sql.SQL("COMMENT ON DATABASE {} IS 'complete'").format(sql.Identifier(template)))
            _drop_old_templates(connection, keep=template)
        _point_at(template)
        workflow.synchronise(workflows)
        _point_at(server.DATABASE)
        _drop(connection, clone)
        server.create_database(connection, clone, template=template)
        connection.execute("SELECT pg_advisory_unlock(7271)")
    _point_at(clone)
    return clone


def renew(data: Path, package: Path, worker: str) -> None:
    """Throw a worker's clone away and make it anew: the application role may not empty tables after a committing test."""
    clone = f"test_{worker}"
    for alias in ("default", "owner"):
        connections[alias].close()
    with server.owner_connection(data) as connection:
        connection.execute("SELECT pg_advisory_lock(7271)")  # nobody clones a template that another worker writes to
        _drop(connection, clone)
        server.create_database(connection, clone, template=f"template_{fingerprint(package)}")


def _is_complete(connection: psycopg.Connection[Any], name: str) -> bool:
    row = connection.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
    ).fetchone()
    return bool(row and row[0] == "complete")


def _drop(connection: psycopg.Connection[Any], name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _drop_old_templates(connection: psycopg.Connection[Any], *, keep: str) -> None:
    rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%%'", []).fetchall()
    for (name,) in rows:
        if name not in (keep, "template0", "template1"):
            _drop(connection, name)
