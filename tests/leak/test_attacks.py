"""Attacks in plain SQL as the application role: nobody changes rows of others, the wall, the trail or the steps."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from erdem.base.actor import SYSTEM, acting_as
from tests.leak import attacks, sql
from tests.leak.ledger import WHOLE, Ledger
from tests.leak.oracle import may_write
from tests.leak.scene import Scene

SAMPLE = ("public", "stranger", "applicant", "kin", "officer")


def readers(scene: Scene) -> tuple[str, ...]:
    """Return who attacks."""
    return scene.cast.names() if WHOLE else SAMPLE


def snapshot(table: str, key: str) -> dict[Any, str]:
    """Return every row of a table as text, by its key."""
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(f'SELECT "{key}", t::text FROM "{table}" AS t')
        return dict(cursor.fetchall())


def test_nobody_changes_or_removes_rows_of_others(scene: Scene) -> None:
    """Aimed at a row, and blind at all rows at once: a statement that reads nothing is bound by no rule of reading."""
    ledger, texts = Ledger("integrity rows"), sql.columns()
    for model, rows in scene.planter.rows.items():
        table, key = model._meta.db_table, sql.key_of(model)
        if not texts.get(table):
            continue
        before = snapshot(table, key)
        owners = {row.pk: name for name, row in rows.items()}
        for reader in readers(scene):
            for name, statement in attacks.on_rows(table, texts[table]):
                changed = _changed(scene, reader, statement, table, key, before)
                ledger.note(name, reader, table=table)
                for pk in changed & owners.keys():
                    card = scene.cards[owners[pk]]
                    if not may_write(model._meta.label, scene.cast.facts[reader], card):
                        ledger.fault(f"{name} {table} of “{card.key}” as {reader}")
    ledger.close(100)


def _changed(scene: Scene, reader: str, statement: str, table: str, key: str, before: dict[Any, str]) -> set[Any]:
    """Return the keys of the rows that a statement changed or removed; it is undone."""
    changed: set[Any] = set()
    try:
        with sql.undone(scene.cast.actors[reader]) as cursor:
            cursor.execute(statement)
            after = snapshot(table, key)
            changed = {pk for pk, text in before.items() if after.get(pk) != text}
    except DatabaseError:
        return set()
    return changed


def test_nobody_writes_the_wall_by_hand(scene: Scene) -> None:
    """Whoever writes them: the columns that decide are computed anew."""
    ledger = Ledger("integrity wall")
    columns = ", ".join(attacks.WALL)
    for reader in (*readers(scene), "steward", "both"):
        for column, value in attacks.WALL.items():
            with transaction.atomic():
                before = _wall(columns)
                _tried(scene, reader, f"UPDATE knowledge_record SET {column} = {value}")
                ledger.note("wall column", reader, column=column)
                if _wall(columns) != before:
                    ledger.fault(f"{column} of the wall as {reader}")
                transaction.set_rollback(True)
    ledger.close(10)


def _wall(columns: str) -> list[Any]:
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(f"SELECT id, {columns} FROM knowledge_record ORDER BY id")
        return list(cursor.fetchall())


def _tried(scene: Scene, reader: str, statement: str, values: tuple[Any, ...] = ()) -> int:
    """Return how many rows a statement of a reader touched; what the database refuses touches none."""
    try:
        with transaction.atomic(), acting_as(scene.cast.actors[reader]), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return int(cursor.rowcount)
    except DatabaseError:
        return 0


def test_nobody_makes_himself_somebody_else(scene: Scene) -> None:
    """Memberships, groups, keys, accounts, permits: what would open doors is not taken by oneself."""
    ledger = Ledger("integrity rights")
    for reader in dict.fromkeys((*readers(scene), "steward", "region")):
        for name, statement in attacks.on_rights(scene, reader):
            with transaction.atomic():
                touched = _tried(scene, reader, statement)
                transaction.set_rollback(True)
            ledger.note(name, reader, table="rights")
            if touched:
                ledger.fault(f"{name} as {reader}: {touched} rows")
    ledger.close(10)


def test_nobody_rewrites_trail_or_steps(scene: Scene) -> None:
    ledger = Ledger("integrity trail")
    for reader in (*readers(scene), "steward", "region"):
        for name, statement in attacks.ON_HISTORY.items():
            with transaction.atomic():
                touched = _tried(scene, reader, statement)
                transaction.set_rollback(True)
            ledger.note(name, reader, table="history")
            if touched:
                ledger.fault(f"{name} as {reader}: {touched} rows")
    ledger.close(10)


@pytest.mark.parametrize("reader", ["steward", "officer"])
def test_who_may_write_does_write(scene: Scene, reader: str) -> None:
    """Guards the attacks: the same statements do change rows of those who may."""
    key = next(
        name for name in scene.cards if may_write("knowledge.Record", scene.cast.facts[reader], scene.cards[name])
    )
    with transaction.atomic():
        assert (
            _tried(scene, reader, "UPDATE knowledge_record SET note = 'x' WHERE id = %s", (scene.records[key].pk,)) == 1
        )
        transaction.set_rollback(True)
