"""What the pages of media show: the strip on the record's page, the list, one item, sending a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import number
from erdem.knowledge import queries
from erdem.knowledge.media_choices import Audience, FileRole, MediaKind, UploadState
from erdem.knowledge.mediafiles import kind_of_code
from erdem.knowledge.models import Media, Record, Upload
from erdem.knowledge.pages.links import Link
from erdem.knowledge.pages.media_manifest import file_address
from erdem.knowledge.pages.records import address
from erdem.knowledge.policies import can_add_media, can_change_media
from erdem.knowledge.queries import MediaRow


@dataclass(frozen=True)
class Strip:
    """The media of a record as a row of pictures."""

    items: tuple[dict[str, Any], ...]
    note: str
    url: str
    add_url: str

    @property
    def is_shown(self) -> bool:
        """Say whether there is anything to show or to do."""
        return bool(self.items or self.add_url)


@dataclass(frozen=True)
class MediaListPage:
    """All media of a record."""

    record: Record
    trail: tuple[Link, ...]
    strip: Strip
    uploads: tuple[dict[str, Any], ...]
    manifest_url: str
    rows: tuple[dict[str, Any], ...]


def media_url(media: Media, name: str = "media-detail") -> str:
    """Return an address of an item."""
    return reverse(f"knowledge:{name}", args=[media.record.number, media.pk])


def length(duration_ms: int | None) -> str:
    """Say how long a recording is: 12 min, or 45 s."""
    if not duration_ms:
        return ""
    seconds = round(duration_ms / 1000)
    if seconds < 60:
        return ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}
    minutes = round(seconds / 60)
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def size_words(size: int) -> str:
    """Say how large a file is: 2.4 MB, 12 KB."""
    if size >= 1_048_576:
        return f"{number(round(size / 1_048_576, 1))} MB"
    return f"{number(max(1, round(size / 1024)))} KB"


def media_strip(actor: Actor, record: Record) -> Strip:
    """Build the strip of a record's page: open items with their picture or player, restricted ones with their reason."""
    rows = queries.media_of(actor, record)
    shut = sum(not row.is_open for row in rows)
    note = ngettext("%(n)s item", "%(n)s items", len(rows)) % {"n": len(rows)} if rows else ""
    if shut:
        closed = ngettext("%(n)s is not open to you", "%(n)s are not open to you", shut) % {"n": shut}
        note = pgettext("sentence", ", ").join((note, closed))
    may_add = bool(actor.user_id and can_add_media(actor, record))
    return Strip(
        items=tuple(_tile(row) for row in rows),
        note=note,
        url=reverse("knowledge:media-list", args=[record.number]) if rows else "",
        add_url=reverse("knowledge:media-add", args=[record.number]) if may_add else "",
    )


def _tile(row: MediaRow) -> dict[str, Any]:
    media = row.media
    parts = [media.title, length(media.duration_ms)]
    tile: dict[str, Any] = {
        "caption": pgettext("sentence", ", ").join(part for part in parts if part),
        "url": media_url(media),
        "kind": media.get_kind_display(),
    }
    if not row.is_open:
        return {**tile, "shut": media.reason}
    if FileRole.THUMBNAIL in row.files:
        tile["image"] = file_address(row, FileRole.THUMBNAIL)
        tile["alt"] = media.title
    elif FileRole.PEAKS in row.files:
        tile["wave"] = wave_path(queries.peaks_for(row) or {})
    elif media.kind == MediaKind.AUDIO and plays(row):
        tile["audio"] = file_address(row, FileRole.COPY)
    return tile


def wave_path(found: dict[str, Any]) -> str:
    """Return a waveform as sixty bars within 120 by 60."""
    peaks = found.get("peaks") or [0]
    bars = []
    for place in range(60):
        part = peaks[place * len(peaks) // 60 : max((place + 1) * len(peaks) // 60, place * len(peaks) // 60 + 1)] or [
            0
        ]
        height = max(1, round(max(part) * 0.44))
        bars.append(f"M{2 * place + 0.4:.1f} {30 - height / 2:.1f}h1.2v{height}h-1.2z")
    return "".join(bars)


def plays(row: MediaRow) -> bool:
    """Say whether readers can hear or see an item in the page."""
    copy = row.files.get(FileRole.COPY)
    return copy is not None and kind_of_code(copy.format).shown


def trail(record: Record, *more: Link) -> tuple[Link, ...]:
    """Return the path to a page below a record."""
    listed = Link(_("Traditional knowledge"), reverse("knowledge:record-list"))
    return (listed, Link(record.number, address(record)), *more)


def media_link(record: Record, *, here: bool = False) -> Link:
    """Return the link to the list of media of a record."""
    return Link(_("Pictures and recordings"), "" if here else reverse("knowledge:media-list", args=[record.number]))


def media_list_page(actor: Actor, record: Record) -> MediaListPage:
    """Build the list of all media of a record."""
    rows = queries.media_of(actor, record)
    return MediaListPage(
        record=record,
        trail=trail(record, media_link(record, here=True)),
        strip=media_strip(actor, record),
        uploads=uploads_shown(actor, record),
        manifest_url=reverse("knowledge:media-manifest", args=[record.number]),
        rows=tuple(
            {
                "row": row,
                "url": media_url(row.media),
                "audience": audience_words(row.media),
                "length": length(row.media.duration_ms),
                "may_change": row.is_open and bool(actor.user_id and can_change_media(actor, row.media)),
                "move_url": media_url(row.media, "media-move"),
            }
            for row in rows
        ),
    )


def uploads_shown(actor: Actor, record: Record) -> tuple[dict[str, Any], ...]:
    """Return the actor's own files on their way to a record."""
    return tuple(
        {
            "upload": upload,
            "url": reverse("knowledge:media-upload-page", args=[record.number, upload.pk]),
            "send_url": reverse("knowledge:media-upload", args=[record.number, upload.pk]),
            "percent": percent_sent(upload),
            "is_open": upload.state == UploadState.OPEN,
        }
        for upload in queries.media_uploads_of(actor, record)
    )


def percent_sent(upload: Upload) -> int:
    """Return how much of a file has come in."""
    return 100 * upload.received // upload.size if upload.size else 0


def audience_words(media: Media) -> str:
    """Say whom an item is open to."""
    if media.audience == Audience.GROUP:
        return _("open to one group of the community only")
    if media.audience == Audience.COMMUNITIES:
        return _("open to the holding communities only")
    return _("open to everybody who reads the record")
