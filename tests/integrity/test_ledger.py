"""No attack in plain SQL unbalances the books, rewrites them, or reads across communities. Each is really committed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connections

from erdem.base.actor import Actor, settings_of
from erdem.base.testing.actors import People
from tests.integrity.attacks import FORBIDDEN, OUTSIDE, READING
from tests.integrity.town import Town, build
from tests.leak.ledger import WHOLE, Ledger

pytestmark = pytest.mark.django_db(transaction=True)
INSIDE = ("keeper", "system")
"""Who may do to the first book what is attempted from outside; what nobody may, these come closest to."""
OUTSIDERS = ("first", "other keeper")
TABLES = (
    "book", "payee", "account", "entry", "posting", "calculationline", "closedperiod", "balancecheckpoint", "balancemark",
    "guardianship", "heirshare",
)  # fmt: skip
_CATALOGUE = """
    SELECT md5(string_agg(x, '|' ORDER BY x)) FROM (
        SELECT concat_ws(' ', tgrelid::regclass, tgname, tgenabled) AS x FROM pg_trigger
        UNION ALL SELECT concat_ws(' ', tablename, policyname, qual, with_check) FROM pg_policies
        UNION ALL SELECT concat_ws(' ', oid::regprocedure, md5(prosrc), proconfig) FROM pg_proc
            WHERE pronamespace = 'public'::regnamespace
        UNION ALL SELECT concat_ws(' ', relname, relrowsecurity, relforcerowsecurity, relowner) FROM pg_class
            WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT nspname::text FROM pg_namespace WHERE nspname !~ '^pg_(temp|toast_temp)_'
        UNION ALL SELECT concat_ws(' ', rolname, rolsuper, rolbypassrls) FROM pg_roles
        UNION ALL SELECT concat_ws(' ', id, name) FROM people_organisation
        UNION ALL SELECT concat_ws(' ', id, username) FROM people_user
        UNION ALL SELECT concat_ws(' ', series, last) FROM base_numberseries
    ) AS all_of_it
"""


@pytest.fixture
def town(people: People) -> Town:
    return build(people)


@contextmanager
def owner() -> Iterator[psycopg.Connection[Any]]:
    """Look as the owner, whom no lock binds."""
    with psycopg.connect(**connections["owner"].get_connection_params(), autocommit=True) as connection:
        yield connection


def state(connection: psycopg.Connection[Any]) -> tuple[Any, ...]:
    """Return digests of everything that an attack might change: rows, locks, functions, roles, numbers, parties."""
    rows = ", ".join(
        f"(SELECT md5(string_agg(t::text, '|' ORDER BY t.id)) FROM ledger_{table} AS t)" for table in TABLES
    )
    found = connection.execute(f"SELECT {rows}, ({_CATALOGUE})").fetchone()
    return tuple(found or ())


def attempt(actor: Actor, statement: str) -> str:
    """Do something as the application role in a transaction of its own, commit it, and return all that was answered."""
    said: list[str] = []
    parameters = connections["default"].get_connection_params()
    with psycopg.connect(**{**parameters, "cursor_factory": psycopg.Cursor}, autocommit=True) as connection:
        connection.add_notice_handler(lambda notice: said.append(str(notice.message_primary)))
        first = statement.startswith("SET TRANSACTION")
        isolation, rest = statement.split(";", 1) if first else ("", statement)
        try:
            connection.execute("BEGIN")
            if first:
                connection.execute(isolation)
            for name, value in settings_of(actor).items():
                connection.execute("SELECT set_config(%s, %s, true)", (name, value))
            said += _answers(connection, rest)
            connection.execute("COMMIT")
        except psycopg.Error as error:
            said.append(str(error))
    return " ".join(said)


def _answers(connection: psycopg.Connection[Any], statement: str) -> list[str]:
    said: list[str] = []
    if statement.startswith("COPY ledger") and statement.endswith("STDOUT"):
        with connection.cursor() as cursor, cursor.copy(statement) as copied:
            return [bytes(part).decode() for part in copied]
    if statement.endswith("STDIN"):
        with connection.cursor() as cursor, cursor.copy(statement) as copied:
            copied.write("1\t1\t-5\t\t2026-01-01\n")
        return said
    cursor = connection.execute(statement)
    while True:
        if cursor.description:
            said += [" ".join(map(str, row)) for row in cursor.fetchall()]
        if not cursor.nextset():
            return said


def filled(statement: str, town: Town, actor: Actor) -> str:
    """Return an attack with the keys of the town."""
    keys = {**town.keys, "me": str(actor.user_id) if actor.user_id is not None else "NULL"}
    return re.sub(r"\{(\w+)\}", lambda found: keys[found.group(1)], statement)


def attackers(town: Town, sample: tuple[str, ...]) -> tuple[str, ...]:
    """Return who attacks: everybody, or some for the sample."""
    return tuple(town.actors) if WHOLE else sample


def _changes(town: Town, attacks: dict[str, str], names: tuple[str, ...], ledger: Ledger) -> None:
    with owner() as watch:
        before = state(watch)
        for who in names:
            for name, statement in attacks.items():
                attempt(town.actors[who], filled(statement, town, town.actors[who]))
                ledger.note(name, who, table="ledger")
                after = state(watch)
                if after != before:
                    ledger.fault(f"{name} as {who}")
                    before = after


def test_nobody_does_to_the_books_what_nobody_may(town: Town) -> None:
    ledger = Ledger("integrity ledger")
    _changes(town, FORBIDDEN, attackers(town, INSIDE), ledger)
    assert len(FORBIDDEN) >= 60
    ledger.close(len(FORBIDDEN) * len(INSIDE))


def test_nobody_enters_into_the_book_of_another_office(town: Town) -> None:
    ledger = Ledger("integrity ledger outside")
    _changes(town, OUTSIDE, tuple(who for who in attackers(town, OUTSIDERS) if who not in INSIDE), ledger)
    ledger.close(len(OUTSIDE) * 2)


def test_nobody_reads_across_communities(town: Town) -> None:
    ledger = Ledger("integrity ledger reading")
    for who in attackers(town, OUTSIDERS):
        forbidden = town.forbidden(who)
        for name, statement in READING.items():
            said = attempt(town.actors[who], filled(statement, town, town.actors[who]))
            ledger.note(name, who, table="ledger")
            met = sorted(word for word in forbidden if word in said)
            if met:
                ledger.fault(f"{name} as {who}: {', '.join(met)}")
    ledger.close(len(READING) * len(OUTSIDERS))


def test_the_attacks_are_statements_that_the_keeper_could_do(town: Town) -> None:
    """Guards the attacks: done by who may, they do change the books, and the words are there to be met."""
    keeper = town.actors["keeper"]
    with owner() as watch:
        before = state(watch)
        attempt(keeper, filled(OUTSIDE["an entry in another's book"], town, keeper))
        assert state(watch) != before
    for who, name in (("keeper", "postings"), ("second", "sums"), ("first", "payees")):
        said = attempt(town.actors[who], filled(READING[name], town, town.actors[who]))
        assert any(word in said for word in town.may_meet[who]), said
