"""The part of the table of access that belongs to media: of an open record, and restricted items of the holder's community."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.route import HIDDEN, LOCKED_METHOD, MOVED, OK, REFUSED, UNCLEAR, Arguments, Route
from tests.world import World

NOWHERE = UUID("00000000-0000-4000-8000-000000000000")
VERSION_MISSING = 412


def _record(world: World) -> tuple[Any, ...]:
    return (world.open_record.number,)


def _secret(world: World) -> tuple[Any, ...]:
    return (world.own_secret.number,)


def _draft(world: World) -> tuple[Any, ...]:
    return (world.own_draft.number,)


def _item(name: str, *more: Any) -> Arguments:
    def arguments(world: World) -> tuple[Any, ...]:
        media = getattr(world.media, name)
        return (media.record.number, media.pk, *more)

    return arguments


def _segment(world: World) -> tuple[Any, ...]:
    segment = world.media.segment
    return (segment.media.record.number, segment.media_id, segment.pk)


def _upload(world: World) -> tuple[Any, ...]:
    return (world.media.upload.record.number, world.media.upload.pk)


EVERYBODY = (OK,) * 5
HOLDER_ONLY = (HIDDEN, OK, HIDDEN, HIDDEN, HIDDEN)
NOBODY = (HIDDEN,) * 5
HIDDEN_IN = (MOVED, HIDDEN, HIDDEN, HIDDEN, HIDDEN)
OF_HOLDER = (MOVED, OK, HIDDEN, HIDDEN, HIDDEN)
TILE = ("0,0,512,512", "512,512")
MEDIA = (
    Route("knowledge:media-list", EVERYBODY, "open record", _record),
    Route("knowledge:media-list", HOLDER_ONLY, "secret record", _secret),
    Route("knowledge:media-manifest", EVERYBODY, "open record", _record),
    Route("knowledge:media-manifest", HOLDER_ONLY, "secret record", _secret),
    Route("knowledge:media-detail", EVERYBODY, "open item", _item("open_picture")),
    Route("knowledge:media-detail", EVERYBODY, "announced", _item("announced")),
    Route("knowledge:media-detail", HOLDER_ONLY, "not announced", _item("unannounced")),
    Route("knowledge:media-detail", NOBODY, "of a group", _item("of_group")),
    Route("knowledge:media-file", EVERYBODY, "open item", _item("open_picture", "screen")),
    Route("knowledge:media-file", (HIDDEN, OK, HIDDEN, HIDDEN, HIDDEN), "original", _item("held_picture", "original")),
    Route("knowledge:media-file", HOLDER_ONLY, "announced", _item("announced", "copy")),
    Route("knowledge:media-file", HOLDER_ONLY, "waveform", _item("announced", "peaks")),
    Route("knowledge:media-file", NOBODY, "of a group", _item("of_group", "copy")),
    Route("knowledge:media-image", EVERYBODY, "open item", _item("open_picture")),
    Route("knowledge:media-image", HOLDER_ONLY, "not announced", _item("unannounced")),
    Route("knowledge:media-tile", EVERYBODY, "open item", _item("open_picture", *TILE)),
    Route("knowledge:media-tile", HOLDER_ONLY, "not announced", _item("unannounced", *TILE)),
    Route("knowledge:media-captions", HOLDER_ONLY, "announced", _item("announced", "mn")),
    Route("knowledge:media-progress", (HIDDEN, 286, HIDDEN, HIDDEN, HIDDEN), "announced", _item("announced")),
    Route("knowledge:media-add", (MOVED, REFUSED, REFUSED, OK, REFUSED), "open record", _record),
    Route("knowledge:media-add", (MOVED, OK, HIDDEN, OK, HIDDEN), "draft", _draft),
    Route("knowledge:media-add", (MOVED, UNCLEAR, HIDDEN, UNCLEAR, HIDDEN), "nothing", _draft, "post"),
    Route("knowledge:media-edit", (MOVED, OK, REFUSED, REFUSED, REFUSED), "announced", _item("announced")),
    Route("knowledge:media-edit", (MOVED, UNCLEAR, HIDDEN, HIDDEN, HIDDEN), "nothing", _item("unannounced"), "post"),
    Route(
        "knowledge:media-move", (MOVED, MOVED, HIDDEN, HIDDEN, HIDDEN), "", _item("unannounced"), "post", {"do": "up"}
    ),
    Route("knowledge:media-remove", (MOVED, OK, HIDDEN, HIDDEN, HIDDEN), "asked first", _item("unannounced")),
    Route("knowledge:media-remove", (MOVED, MOVED, HIDDEN, HIDDEN, HIDDEN), "", _item("unannounced"), "post"),
    Route("knowledge:media-text", (MOVED, OK, HIDDEN, HIDDEN, HIDDEN), "not announced", _item("unannounced")),
    Route("knowledge:media-text", (MOVED, MOVED, HIDDEN, HIDDEN, HIDDEN), "confirm", _item("unannounced"), "post"),
    Route("knowledge:media-segment", (MOVED, OK, REFUSED, REFUSED, REFUSED), "of an announced item", _segment),
    Route(
        "knowledge:media-segment-add",
        (MOVED, UNCLEAR, REFUSED, REFUSED, REFUSED),
        "nothing",
        _item("announced"),
        "post",
    ),
    Route(
        "knowledge:media-upload-begin", (MOVED, VERSION_MISSING, HIDDEN, VERSION_MISSING, HIDDEN), "", _draft, "post"
    ),
    Route(
        "knowledge:media-upload-begin", (MOVED, LOCKED_METHOD, LOCKED_METHOD, LOCKED_METHOD, LOCKED_METHOD), "", _draft
    ),
    Route("knowledge:media-upload", (MOVED, *(VERSION_MISSING,) * 4), "without its protocol", _upload, "patch"),
    Route("knowledge:media-upload", (MOVED, *(LOCKED_METHOD,) * 4), "", _upload),
    Route("knowledge:media-upload-page", OF_HOLDER, "", _upload),
)
