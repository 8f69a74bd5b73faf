"""Pages of the sources of a record as pictures, and passages with their translations: what may leave the house beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from erdem.base.actor import Actor
from erdem.knowledge.media_choices import Audience, FileRole, MediaKind
from erdem.knowledge.models import Media, MediaFile, Record, Segment
from erdem.knowledge.queries.media import capture_of, lines_of, media_of, segments_of

PAGES: Final = (MediaKind.SCAN, MediaKind.DOCUMENT)


@dataclass(frozen=True)
class PageImage:
    """A page that every reader of the record may have. ``file`` is its copy for readers, None while there is none.

    ``taken`` is the day or time of the capture as stated, ``lines`` the words of the page that a person has confirmed.
    """

    media: Media
    file: MediaFile | None
    taken: str
    lines: tuple[str, ...]


def page_images(actor: Actor, record: Record) -> list[PageImage]:
    """Return the pages that are open to every reader of the record, in order. Originals are never among their files."""
    found = []
    for row in media_of(actor, record):
        if row.media.kind not in PAGES or row.media.audience != Audience.RECORD:
            continue
        file = row.files.get(FileRole.COPY) or row.files.get(FileRole.SCREEN)
        capture = capture_of(actor, row.media)
        taken = ""
        if capture is not None:
            taken = capture.captured_on.isoformat() if capture.captured_on else capture.captured_text
        lines = tuple(line.text for line in lines_of(actor, row.media) if line.confirmed_at is not None and line.text)
        found.append(PageImage(row.media, file, taken, lines))
    return found


def announced_pages(actor: Actor, record: Record) -> list[str]:
    """Return the titles of pages that are not open to every reader, as far as every reader may know of them."""
    rows = [row.media for row in media_of(actor, record) if row.media.kind in PAGES]
    return [media.title for media in rows if media.audience != Audience.RECORD and media.announced]


def confirmed_passages(actor: Actor, record: Record) -> list[tuple[Media, Segment]]:
    """Return the passages of recordings open to every reader of the record whose words a person has confirmed."""
    return [
        (row.media, segment)
        for row in media_of(actor, record)
        if row.media.audience == Audience.RECORD and row.is_open
        for segment in segments_of(actor, row.media)
        if segment.confirmed_at is not None
    ]
