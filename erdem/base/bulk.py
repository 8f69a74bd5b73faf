"""Writing many rows at once.

`bulk_create` and `bulk_update` spend more time on turning values into SQL than the database spends on writing them: values are
quoted one by one in Python. Here a batch travels as one JSON text and the database makes rows of it. Policies, constraints and
triggers hold as for any row.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from decimal import Decimal
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

    Raises:
        django.db.IntegrityError: a constraint does not hold, or a policy forbids the row.
        TypeError: a value has no form in JSON here.
    """
    if not rows:
        return
    meta = type(rows[0])._meta
    assert meta.pk is not None  # every table has one
    fields = [meta.get_field(name) for name in names]
    named = [(str(field.column), field.attname) for field in (*fields, meta.pk)]  # type: ignore[union-attr]  # columns only
    pair = sql.SQL("{column} = new.{column}")
    *sets, same = (pair.format(column=sql.Identifier(column)) for column, _name in named)
    statement = sql.SQL(
        "UPDATE {table} AS old SET {sets} FROM json_populate_recordset(NULL::{table}, %s::json) AS new WHERE old.{same}"
    ).format(table=sql.Identifier(meta.db_table), sets=sql.SQL(", ").join(sets), same=same)
    using = router.db_for_write(type(rows[0]))
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        for start in range(0, len(rows), batch):
            made = [{column: getattr(row, name) for column, name in named} for row in rows[start : start + batch]]
            cursor.execute(statement.as_string(), [_document(made)])


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
