"""Writing many rows at once.

`bulk_create` and `bulk_update` spend more time on turning values into SQL than the database spends on writing them: values are
quoted one by one in Python. Here a batch travels as one JSON text and the database makes rows of it. Policies, constraints and
triggers hold as for any row.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Hashable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connections, models, router, transaction
from django.db.models.expressions import DatabaseDefault
from psycopg import sql

BATCH = 1000


def insert_rows(rows: Sequence[models.Model], *, batch: int = BATCH, unless_there: bool = False) -> None:
    """Insert unsaved instances of one model and give each its key, all or none.

    Rows that break a rule of uniqueness may be left out, ``unless_there``; then no key is given.
    Parents must be saved before; neither `save` nor signals are called. What all rows leave to the database stays unknown here.
    Values keep their precision: floats as the shortest text that reads back the same.

    Raises:
        django.db.IntegrityError: a constraint does not hold, or a policy forbids the row.
        TypeError: a value has no form in JSON here.
    """
    if not rows:
        return
    model = type(rows[0])
    using = router.db_for_write(model)
    with transaction.atomic(using=using):
        for start in range(0, len(rows), batch):
            _insert(model, rows[start : start + batch], using, unless_there=unless_there)


def update_rows(rows: Sequence[models.Model], names: Sequence[str], *, batch: int = BATCH) -> None:
    """Write some fields of many saved rows of one model, all or none; the others stay as they are in the database.

    What several rows are to hold alike travels once; lists and documents are alike when they are the same object.

    Raises:
        django.db.IntegrityError: a constraint does not hold, or a policy forbids the row.
        TypeError: a value has no form in JSON here.
    """
    if not rows:
        return
    meta = type(rows[0])._meta
    assert meta.pk is not None  # every table has one
    fields = [field for field in map(meta.get_field, names) if isinstance(field, models.Field)]
    named = [(str(field.column), field.attname) for field in fields]
    using = router.db_for_write(type(rows[0]))
    pair = sql.SQL("{column} = new.{column}")
    statement = sql.SQL(
        "UPDATE {table} AS old SET {sets} FROM json_populate_recordset(NULL::{table}, %s::json) WITH ORDINALITY AS new"
        " JOIN unnest(%s::{kind}[], %s::int[]) AS meant(key, number) ON meant.number = new.ordinality"
        " WHERE old.{key} = meant.key"
    ).format(
        table=sql.Identifier(meta.db_table),
        sets=sql.SQL(", ").join(pair.format(column=sql.Identifier(column)) for column, _name in named),
        key=sql.Identifier(str(meta.pk.column)),
        kind=sql.SQL(str(meta.pk.rel_db_type(connections[using]))),
    )
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        for start in range(0, len(rows), batch):
            cursor.execute(statement.as_string(), _alike(rows[start : start + batch], named))


def _alike(rows: Sequence[models.Model], named: Sequence[tuple[str, str]]) -> tuple[str, list[Any], list[int]]:
    """Return what rows are to hold, each once, with the keys of the rows and the number of what each holds, from 1."""
    made: list[dict[str, object]] = []
    known: dict[tuple[Hashable, ...], int] = {}
    keys, numbers = [], []
    for row in rows:
        values = [getattr(row, name) for _column, name in named]
        same = tuple((type(value), id(value) if isinstance(value, (list, dict)) else value) for value in values)
        if same not in known:
            made.append({column: value for (column, _name), value in zip(named, values, strict=True)})
            known[same] = len(made)
        keys.append(row.pk)
        numbers.append(known[same])
    return _document(made), keys, numbers


def _document(made: list[dict[str, object]]) -> str:
    return json.dumps(made, ensure_ascii=False, allow_nan=False, default=_written)


def _insert(model: type[models.Model], rows: Sequence[models.Model], using: str, *, unless_there: bool) -> None:
    key = model._meta.pk
    assert key is not None  # every table has one
    fields = [
        field
        for field in model._meta.concrete_fields
        if not field.generated
        and not (field is key and isinstance(field, models.AutoField))
        and not all(isinstance(getattr(row, field.attname), DatabaseDefault) for row in rows)
    ]
    named = [(field.column, field.attname) for field in fields if field.column is not None]
    set_late = [field for field in fields if type(field).pre_save is not models.Field.pre_save]
    made = []
    for row in rows:
        for field in set_late:  # such as the time of writing
            field.pre_save(row, add=True)
        made.append({column: getattr(row, name) for column, name in named})
    statement = sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s::json) {end}"
    ).format(
        table=sql.Identifier(model._meta.db_table),
        columns=sql.SQL(", ").join(sql.Identifier(column) for column, _name in named),
        end=sql.SQL("ON CONFLICT DO NOTHING")
        if unless_there
        else sql.SQL("RETURNING {}").format(sql.Identifier(str(key.column))),
    )
    with connections[using].cursor() as cursor:
        cursor.execute(statement.as_string(), [_document(made)])
        if unless_there:
            return
        keys = cursor.fetchall()
    for row, (value,) in zip(rows, keys, strict=True):
        setattr(row, key.attname, value)
        row._state.adding, row._state.db = False, using


def _written(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    raise TypeError(f"A value of {type(value).__name__} has no form in JSON here.")
