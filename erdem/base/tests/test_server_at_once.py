"""Two processes that start at once both find the database, and one of them made it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from psycopg import sql

from erdem.base import server
from erdem.base.testing.environment import HOME

pytestmark = pytest.mark.concurrency
ROUNDS = 6


@pytest.mark.usefixtures("django_db_setup")
def test_a_database_is_created_once_by_whoever_comes_first(worker_id: str) -> None:
    name = f"at_once_{worker_id}"

    def create() -> bool:
        with server.owner_connection(HOME / "postgres") as connection:
            return server.create_database(connection, name)

    for _round in range(ROUNDS):
        with ThreadPoolExecutor(3) as pool:
            made = [each.result() for each in [pool.submit(create) for _process in range(3)]]
        assert sorted(made) == [False, False, True]
        with server.owner_connection(HOME / "postgres") as connection:
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
