"""Reads of media; each begins from what the actor may know or have."""

from __future__ import annotations

import io
import json
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from erdem.base import blobs
from erdem.base.actor import PUBLIC, Actor
from erdem.knowledge.media_choices import Audience, FileRole
from erdem.knowledge.mediafiles import Caption, TileFolder
from erdem.knowledge.models import Capture, Media, MediaFile, MediaTrace, Record, Segment, TextLine, Upload
from erdem.knowledge.policies import (
    is_open,
    visible_captures,
    visible_media,
    visible_media_files,
    visible_media_uploads,
    visible_records,
    visible_traces,
    visible_words,
)
from erdem.people.models import Group


@dataclass(frozen=True)
class MediaRow:
    """An item as one reader may know it. ``files`` are those he may have, by role; none when it is not open to him."""

    media: Media
    is_open: bool
    files: dict[str, MediaFile]


def media_of(actor: Actor, record: Record) -> list[MediaRow]:
    """Return the items of a record that the actor may know of, in order; restricted ones keep their place when announced."""
    found = Media.objects.filter(visible_media(actor), record_id=record.pk).select_related("record", "group")
    rows = list(found.order_by("ordinal", "id"))
    files: dict[int, dict[str, MediaFile]] = {row.pk: {} for row in rows}
    own = MediaFile.objects.filter(visible_media_files(actor), media__in=rows)
    for file in own:
        files[file.media_id][file.role] = file
    return [MediaRow(row, is_open(actor, row), files[row.pk]) for row in rows]


def get_media(actor: Actor, number: str, key: int) -> MediaRow | None:
    """Return an item of a record, or None when there is none that the actor may know of."""
    if "\x00" in number:
        return None
    found = Media.objects.filter(visible_media(actor), pk=key, record__number=number)
    media = found.select_related("record", "group", "created_by").first()
    if media is None:
        return None
    own = MediaFile.objects.filter(visible_media_files(actor), media=media)
    return MediaRow(media, is_open(actor, media), {file.role: file for file in own})


def capture_of(actor: Actor, media: Media) -> Capture | None:
    """Return the capture record, or None when the item is not open to the actor."""
    return Capture.objects.filter(visible_captures(actor), media=media).first()


def trace_of(actor: Actor, media: Media) -> dict[str, Any]:
    """Return what the original betrays, for those who hold the record; empty for others."""
    found = MediaTrace.objects.filter(visible_traces(actor), media=media).first()
    return dict(found.facts) if found else {}


def segments_of(actor: Actor, media: Media) -> QuerySet[Segment]:
    """Return the segments that the actor may read, in time."""
    found = Segment.objects.filter(visible_words(actor), media=media).select_related("confirmed_by", "written_by")
    return found.order_by("from_ms", "id")


def get_segment(actor: Actor, media: Media, key: int) -> Segment | None:
    """Return one segment that the actor may read."""
    found = Segment.objects.filter(visible_words(actor), media=media, pk=key)
    return found.select_related("media__record").first()


def lines_of(actor: Actor, media: Media) -> QuerySet[TextLine]:
    """Return the lines of a scan that the actor may read, in reading order."""
    return TextLine.objects.filter(visible_words(actor), media=media).select_related("confirmed_by").order_by("ordinal")


def captions_of(actor: Actor, media: Media, language: str) -> list[Caption]:
    """Return the confirmed words as captions: as spoken when the language is that of the item, else translated."""
    rows = segments_of(actor, media).filter(confirmed_at__isnull=False)
    return [
        Caption(row.from_ms, row.to_ms, text)
        for row in rows
        if (text := row.transcript if language == media.language else str(row.translations.get(language, "")))
    ]


def caption_languages(actor: Actor, media: Media) -> list[str]:
    """Return the languages in which there are confirmed words."""
    found: dict[str, None] = {}
    for row in segments_of(actor, media).filter(confirmed_at__isnull=False):
        if row.transcript:
            found[media.language] = None
        found.update(dict.fromkeys(row.translations))
    return list(found)


def peaks_for(row: MediaRow) -> dict[str, Any] | None:
    """Return the waveform of an item, or None."""
    file = row.files.get(FileRole.PEAKS)
    if file is None:
        return None
    with blobs.open_blob(file.stored) as stream:
        found: dict[str, Any] = json.load(stream)
    return found


def tile_of(row: MediaRow, region: str, size: str) -> bytes | None:
    """Return one tile of a picture, or None when there is none under this address."""
    file = row.files.get(FileRole.TILES)
    if file is None:
        return None
    with blobs.open_blob(file.stored) as stream:
        seekable = stream if stream.seekable() else io.BytesIO(stream.read())
        return TileFolder(seekable, file.width or 1, file.height or 1).tile(region, size)


def is_open_to_all(media: Media) -> bool:
    """Say whether everybody, the public too, may have the item."""
    everybody = Record.objects.filter(visible_records(PUBLIC), pk=media.record_id)
    return media.audience == Audience.RECORD and everybody.exists()


def media_groups(actor: Actor, record: Record) -> QuerySet[Group]:
    """Return the groups to which an item of the record can be restricted, as far as the actor knows them."""
    own = set(record.holders) & set(actor.organisation_ids) if not actor.is_machine else set(record.holders)
    return Group.objects.filter(organisation_id__in=own).order_by("name")


def get_media_upload(actor: Actor, key: uuid.UUID) -> Upload | None:
    """Return one of the actor's own uploads."""
    return Upload.objects.filter(visible_media_uploads(actor), pk=key).select_related("record", "media").first()


def media_uploads_of(actor: Actor, record: Record) -> QuerySet[Upload]:
    """Return the actor's own uploads to a record that are not over yet or were refused, newest first."""
    own = Upload.objects.filter(visible_media_uploads(actor), record=record, user_id=actor.user_id or 0)
    return own.exclude(state="taken").order_by("-created_at")
