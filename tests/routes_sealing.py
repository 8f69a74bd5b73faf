"""The part of the table of access that belongs to sealed content: for the holding community it is there, for others it is not."""

from __future__ import annotations

from typing import Any

from tests.route import HIDDEN, MOVED, OK, REFUSED, UNCLEAR, Route
from tests.world import World


def _record(world: World) -> tuple[Any, ...]:
    return (world.own_secret.number,)


def _open(world: World) -> tuple[Any, ...]:
    return (world.open_record.number,)


def _item(world: World) -> tuple[Any, ...]:
    return (world.own_secret.number, world.sealed.item.ordinal)


def _version(world: World) -> tuple[Any, ...]:
    return (world.own_secret.number, world.sealed.item.ordinal, 1)


def _key(world: World) -> tuple[Any, ...]:
    return (world.sealed.key.pk,)


HELD = (MOVED, OK, HIDDEN, HIDDEN, HIDDEN)
HELD_MOVED = (MOVED, MOVED, HIDDEN, HIDDEN, HIDDEN)
HELD_UNCLEAR = (MOVED, UNCLEAR, HIDDEN, HIDDEN, HIDDEN)
OF_HOLDERS = (MOVED, OK, REFUSED, REFUSED, OK)
SEALING = (
    Route("knowledge:key-list", OF_HOLDERS),
    Route("knowledge:key-list", (MOVED, UNCLEAR, REFUSED, REFUSED, UNCLEAR), "nothing sent", method="post"),
    Route("knowledge:key-detail", HELD, "of the holder", _key),
    Route("knowledge:key-secret", HELD, "of the holder, locked", _key),
    Route("knowledge:key-secret", HELD_UNCLEAR, "nothing sent", _key, "post"),
    Route("knowledge:key-split", HELD_UNCLEAR, "nothing sent", _key, "post"),
    Route("knowledge:key-end", HELD_MOVED, "", _key, "post", {"state": "retired"}),
    Route("knowledge:sealed-list", HELD, "of a secret record", _record),
    Route("knowledge:sealed-list", (MOVED, *(HIDDEN,) * 4), "of an open record that nobody holds", _open),
    Route("knowledge:sealed-list", HELD_UNCLEAR, "nothing sent", _record, "post"),
    Route("knowledge:sealed-item", HELD, "", _item),
    Route("knowledge:sealed-item", HELD_UNCLEAR, "nothing sent", _item, "post"),
    Route("knowledge:sealed-ciphertext", HELD, "", _version),
    Route("knowledge:sealed-drop", HELD_MOVED, "", _item, "post"),
)
