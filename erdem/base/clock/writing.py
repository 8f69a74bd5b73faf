"""Many rows of one model in few statements: each batch goes to the database as one document."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

BATCH = 1000


def write_many(rows: Sequence[Any], names: Sequence[str]) -> None:
    """Write some fields of many rows of one model.

    `bulk_update` writes a condition for each row and field, which takes ten times as long.
    """
    if not rows:
        return
    meta, quote = type(rows[0])._meta, connection.ops.quote_name
    key, fields = meta.pk, [meta.get_field(name) for name in names]
    sets = ", ".join(f"{quote(one.column)} = n.{quote(one.column)}" for one in fields)
    statement = (
        f"UPDATE {quote(meta.db_table)} AS t SET {sets} FROM jsonb_to_recordset(%s::jsonb) AS n({_shape((*fields, key))})"  # noqa: S608  names of the model
        f" WHERE t.{quote(key.column)} = n.{quote(key.column)}"
    )
    _send(statement, rows, (*fields, key), lambda field, row: getattr(row, field.attname))


def add_many(rows: Sequence[Any], *, unless_there: bool = False) -> None:
    """Add rows of one model that numbers its rows; their keys are not read back. Rows that are there already may be left out.

    `bulk_create` gets each value ready by itself, which takes five times as long.
    """
    if not rows:
        return
    meta, quote = type(rows[0])._meta, connection.ops.quote_name
    fields = [one for one in meta.concrete_fields if not one.primary_key]
    columns = ", ".join(quote(one.column) for one in fields)
    statement = (
        f"INSERT INTO {quote(meta.db_table)} ({columns})"  # noqa: S608  names of the model
        f" SELECT {columns} FROM jsonb_to_recordset(%s::jsonb) AS n({_shape(fields)})"
        f"{' ON CONFLICT DO NOTHING' if unless_there else ''}"
    )
    _send(statement, rows, fields, lambda field, row: field.pre_save(row, add=True))


def _shape(fields: Sequence[Any]) -> str:
    return ", ".join(f"{connection.ops.quote_name(one.column)} {_type(one)}" for one in fields)


def _type(field: Any) -> str:
    return str(field.rel_db_type(connection) if field.primary_key else field.db_type(connection))


def _send(statement: str, rows: Sequence[Any], fields: Sequence[Any], value: Callable[[Any, Any], Any]) -> None:
    with connection.cursor() as cursor:
        for part in _batches(rows):
            document = [{one.column: value(one, row) for one in fields} for row in part]
            cursor.execute(statement, [json.dumps(document, cls=DjangoJSONEncoder)])


def _batches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
