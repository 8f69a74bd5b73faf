"""Questions and attacks in plain SQL, put as the application role with the actor set: what lies behind the first lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import DatabaseError, connection, connections, models, transaction

from erdem.base.actor import Actor, acting_as
from tests.leak.planting import family, planted_fields

_TELL = (
    "CREATE OR REPLACE FUNCTION public.leak_tell(said text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS"
    " $$ BEGIN RAISE NOTICE '%', said; RETURN true; END $$"
)


@contextmanager
def undone(actor: Actor) -> Iterator[Any]:
    """Act as somebody in a transaction that is thrown away; yield the cursor."""
    with acting_as(actor):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                yield cursor
                raise _Undo
        except _Undo:
            pass


class _Undo(Exception):
    """Rolls a savepoint back."""


def tables() -> list[str]:
    """Return every table, partition and view of the product's schema."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace = 'public'::regnamespace"
            " ORDER BY relname"
        )
        return [name for (name,) in cursor.fetchall()]


def columns() -> dict[str, list[str]]:
    """Return the planted columns of each table that belongs to a record."""
    found = {model._meta.db_table: [field.column for field in planted_fields(model)] for model in family()}
    return {table: names for table, names in found.items() if names}


def answer(actor: Actor, statement: str, values: tuple[Any, ...] = ()) -> str:
    """Return everything that the database says to a question: rows, notices, errors."""
    said: list[str] = []

    def hear(notice: Any) -> None:
        said.append(f"{notice.message_primary} {notice.message_detail}")

    raw = connection.connection
    raw.add_notice_handler(hear)
    try:
        with undone(actor) as cursor:
            cursor.execute(statement, values)
            said += [" ".join(map(str, row)) for row in cursor.fetchall()]
    except DatabaseError as error:
        said.append(str(error))
    finally:
        raw.remove_notice_handler(hear)
    return " ".join(said)


def questions(table: str, texts: list[str]) -> Iterator[tuple[str, str]]:
    """Yield ways of reading a table, by name: whole rows, aggregates, counts, one column through an index, joins."""
    yield "rows", f'SELECT t::text FROM "{table}" AS t'
    yield "aggregate", f"SELECT string_agg(t::text, ' '), count(*), max(t::text) FROM \"{table}\" AS t"
    yield "rows as json", f'SELECT jsonb_agg(to_jsonb(t)) FROM "{table}" AS t'
    if texts:
        listed = ", ".join(f'"{text}"' for text in texts)
        yield "one column after the other", f'SELECT {listed} FROM "{table}" ORDER BY {listed}'
        yield "grouped", f'SELECT "{texts[0]}", count(*) FROM "{table}" GROUP BY "{texts[0]}"'
        yield (
            "lateral join",
            (
                "SELECT o.name, x.* FROM people_organisation AS o"
                f' LEFT JOIN LATERAL (SELECT t::text FROM "{table}" AS t) AS x ON true'
            ),
        )
        yield (
            "recursive",
            f'WITH RECURSIVE w AS (SELECT t::text AS s FROM "{table}" AS t UNION SELECT s FROM w) SELECT s FROM w',
        )


def probes(table: str, texts: list[str], key: str, hidden: list[Any]) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    """Yield ways of learning of hidden rows without reading them: functions that tell, casts and divisions that fail."""
    for text in texts:
        yield "function that tells", f'SELECT count(*) FROM "{table}" WHERE leak_tell("{text}"::text)', ()
    text = texts[0]
    chosen = f'"{key}" = ANY (%s)'
    case = f'SELECT 1 FROM "{table}" WHERE CASE WHEN {chosen} THEN {{}} ELSE false END'
    yield "cast that fails", case.format(f'"{text}"::text::integer > 0'), (hidden,)
    yield "division by nothing", case.format(f'1 / (length("{text}"::text) * 0) > 0'), (hidden,)
    yield "whether it exists", f'SELECT 1 FROM "{table}" WHERE {chosen}', (hidden,)


def make_teller() -> None:
    """Make the function that tells what it is given, as the owner: the application role makes none, not even for itself."""
    with psycopg.connect(**connections["owner"].get_connection_params(), autocommit=True) as owner:
        owner.execute(_TELL)


def key_of(model: type[models.Model]) -> str:
    """Return the column of the primary key."""
    return str(model._meta.pk.column)
