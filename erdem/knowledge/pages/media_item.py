"""What the page of one item shows: picture or player, words, capture record; and its forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, number
from erdem.knowledge import queries, services
from erdem.knowledge.forms import MediaForm, SegmentForm, clock
from erdem.knowledge.media_choices import CopiesState, FileRole, Language, MediaKind
from erdem.knowledge.mediafiles import can_read, kind_of_code
from erdem.knowledge.models import Media, Segment
from erdem.knowledge.pages.links import Link
from erdem.knowledge.pages.media import (
    audience_words,
    length,
    media_link,
    media_url,
    plays,
    size_words,
    trail,
)
from erdem.knowledge.pages.media_manifest import file_address
from erdem.knowledge.policies import can_change_media, can_remove_media
from erdem.knowledge.queries import MediaRow

LARGEST_DRAWN = 30 * 1024 * 1024
"""A sound without a waveform of its own is unpacked by the browser only up to this size."""


@dataclass(frozen=True)
class MediaPage:
    """One item."""

    row: MediaRow
    trail: tuple[Link, ...]
    title: str
    lead: str
    audience: str
    picture: dict[str, str]
    sound: dict[str, Any]
    film: dict[str, Any]
    download: dict[str, str]
    segments: tuple[dict[str, Any], ...]
    lines: tuple[Any, ...]
    description: str
    rights: str
    capture_facts: tuple[dict[str, Any], ...]
    file_facts: tuple[dict[str, Any], ...]
    trace_facts: tuple[dict[str, Any], ...]
    progress: dict[str, Any]
    segment_form: SegmentForm | None
    may_change: bool
    edit_url: str
    text_url: str

    @property
    def media(self) -> Media:
        """The item itself."""
        return self.row.media

    @property
    def has_time(self) -> bool:
        """Say whether words belong to moments of it."""
        return bool(self.sound or self.film)


@dataclass(frozen=True)
class MediaFormPage:
    """The form of an item, or of a segment."""

    title: str
    trail: tuple[Link, ...]
    form: Any
    action: str
    back: str
    media: Media
    may_remove: bool = False
    segment: Segment | None = None


@dataclass(frozen=True)
class LinesPage:
    """Lines of a scan, as proposed and as confirmed."""

    media: Media
    trail: tuple[Link, ...]
    lines: tuple[Any, ...]
    picture: str
    can_read: bool
    may_change: bool
    progress_words: str

    @property
    def is_confirmed(self) -> bool:
        """Say whether a person has confirmed every line."""
        return bool(self.lines) and all(line.confirmed_at for line in self.lines)


def media_page(actor: Actor, row: MediaRow, form: SegmentForm | None = None) -> MediaPage:
    """Build the page of an item; what is not open to the reader is empty."""
    media = row.media
    may_change = bool(actor.user_id and row.is_open and can_change_media(actor, media))
    capture = queries.capture_of(actor, media)
    timed = media.kind in (MediaKind.AUDIO, MediaKind.VIDEO)
    return MediaPage(
        row=row,
        trail=trail(media.record, media_link(media.record), Link(media.title)),
        title=media.title,
        lead=pgettext("sentence", ", ").join(
            str(part) for part in (media.get_kind_display(), length(media.duration_ms)) if part
        ),
        audience=audience_words(media),
        picture=_picture(row),
        sound=_sound(row),
        film=_film(actor, row),
        download=_download(row),
        segments=tuple(_segment(actor, media, one) for one in queries.segments_of(actor, media)) if timed else (),
        lines=tuple(queries.lines_of(actor, media)) if not timed else (),
        description=capture.description if capture else "",
        rights=capture.rights if capture else "",
        capture_facts=tuple(_capture_facts(capture)) if capture else (),
        file_facts=tuple(_file_facts(row)),
        trace_facts=tuple(_trace_facts(queries.trace_of(actor, media))),
        progress=_copies(row),
        segment_form=(form or SegmentForm(language=media.language)) if may_change and timed else None,
        may_change=may_change,
        edit_url=media_url(media, "media-edit") if may_change else "",
        text_url=media_url(media, "media-text") if may_change and FileRole.SCREEN in row.files else "",
    )


def _picture(row: MediaRow) -> dict[str, str]:
    if FileRole.SCREEN not in row.files:
        return {}
    info = media_url(row.media, "media-image") if FileRole.TILES in row.files else ""
    return {"src": file_address(row, FileRole.SCREEN), "info": info}


def _sound(row: MediaRow) -> dict[str, Any]:
    if row.media.kind != MediaKind.AUDIO or not plays(row):
        return {}
    copy = row.files[FileRole.COPY]
    drawn = FileRole.PEAKS in row.files
    return {
        "src": file_address(row, FileRole.COPY),
        "peaks": file_address(row, FileRole.PEAKS) if drawn else "",
        "drawable": drawn or copy.size <= LARGEST_DRAWN,
    }


def _film(actor: Actor, row: MediaRow) -> dict[str, Any]:
    if row.media.kind != MediaKind.VIDEO or not plays(row):
        return {}
    languages = queries.caption_languages(actor, row.media)
    number_ = row.media.record.number
    return {
        "src": file_address(row, FileRole.COPY),
        "captions": [
            {
                "language": code,
                "label": Language(code).label,
                "src": reverse("knowledge:media-captions", args=[number_, row.media.pk, code]),
            }
            for code in languages
            if code in Language.values
        ],
    }


def _download(row: MediaRow) -> dict[str, str]:
    """The file to take away: the original for those who hold the record, else the copy for readers."""
    for role in (FileRole.ORIGINAL, FileRole.COPY, FileRole.SCREEN):
        file = row.files.get(role)
        if file is not None:
            kind = kind_of_code(file.format)
            return {
                "url": f"{file_address(row, role)}?download=1",
                "label": kind.label,
                "size": size_words(file.size),
            }
    return {}


def _segment(actor: Actor, media: Media, segment: Segment) -> dict[str, Any]:
    return {
        "segment": segment,
        "is_upright": any("\u1800" <= letter <= "\u18af" for letter in segment.transcript),
        "start": clock(segment.from_ms),
        "seconds": f"{segment.from_ms / 1000:.3f}",
        "end_seconds": f"{segment.to_ms / 1000:.3f}",
        "translations": [
            {"code": code, "language": Language(code).label, "text": text}
            for code, text in segment.translations.items()
            if code in Language.values
        ],
        "url": reverse("knowledge:media-segment", args=[media.record.number, media.pk, segment.pk])
        if actor.user_id and can_change_media(actor, media)
        else "",
    }


def _capture_facts(capture: Any) -> list[dict[str, Any]]:
    facts = capture.facts
    camera = " ".join(str(facts[name]) for name in ("make", "model", "lens") if facts.get(name))
    pairs = (
        (_("Narrator or performer"), capture.narrator),
        (_("Collected by"), capture.operator),
        (_("Day"), iso_date(capture.captured_on) or capture.captured_text),
        (_("Place"), capture.place_text),
        (_("Way of collecting"), capture.get_method_display()),
        (_("Device"), capture.device or camera),
        (_("Settings of the device"), capture.parameters),
        (_("Number of the collecting plan"), capture.plan_number),
        (_("Time in the file"), facts.get("taken", "")),
    )
    return [{"term": term, "value": value} for term, value in pairs if value]


def _file_facts(row: MediaRow) -> list[dict[str, Any]]:
    file = next(
        (row.files[role] for role in (FileRole.ORIGINAL, FileRole.COPY, FileRole.TILES) if role in row.files), None
    )
    if file is None:
        return []
    pixels = f"{number(file.width)} × {number(file.height)}" if file.width and file.height else ""
    kept = services.file_facts(file)
    pairs = (
        (_("Language"), row.media.get_language_display() if row.media.language != Language.NONE else "", False),
        (_("Format"), kind_of_code(file.format).label if file.role != FileRole.TILES else "JPEG", False),
        (_("Pixels"), pixels, False),
        (_("Pages"), str(file.pages or ""), False),
        (_("Length"), clock(row.media.duration_ms) if row.media.duration_ms else "", False),
        (_("Size"), size_words(file.size) if file.role != FileRole.TILES else "", False),
        ("SHA-256", kept["sha256"] if file.role == FileRole.ORIGINAL else "", True),
        ("SM3", kept["sm3"], True),
    )
    return [{"term": term, "value": value, "code": code} for term, value, code in pairs if value]


def _trace_facts(facts: dict[str, Any]) -> list[dict[str, Any]]:
    place = (
        f"{facts['latitude']}, {facts['longitude']}"
        if "latitude" in facts and "longitude" in facts
        else facts.get("place")
    )
    pairs = (
        (_("Place in the original"), place),
        (_("Serial number"), facts.get("serial")),
        (_("Serial number of the lens"), facts.get("lens_serial")),
        (_("Owner of the device"), facts.get("owner")),
    )
    return [{"term": term, "value": value} for term, value in pairs if value]


def _copies(row: MediaRow) -> dict[str, Any]:
    if not row.is_open or row.media.copies == CopiesState.READY:
        return {}
    waiting = row.media.copies == CopiesState.WAITING
    return {
        "waiting": waiting,
        "url": media_url(row.media, "media-progress"),
        "words": _("Copies for readers are being made. The page changes by itself when they are there.")
        if waiting
        else _("No copies could be made from this file. Those who hold the record can still fetch the original."),
    }


def media_form_page(actor: Actor, media: Media, form: MediaForm) -> MediaFormPage:
    """Build the form of an item."""
    return MediaFormPage(
        title=_("Change “%(title)s”") % {"title": media.title},
        trail=trail(media.record, media_link(media.record), Link(media.title, media_url(media)), Link(_("Change"))),
        form=form,
        action=media_url(media, "media-edit"),
        back=media_url(media),
        media=media,
        may_remove=bool(can_remove_media(actor, media)),
    )


def segment_page(segment: Segment, form: SegmentForm) -> MediaFormPage:
    """Build the form of a segment."""
    media = segment.media
    here = reverse("knowledge:media-segment", args=[media.record.number, media.pk, segment.pk])
    return MediaFormPage(
        title=_("Words from %(time)s") % {"time": clock(segment.from_ms)},
        trail=trail(
            media.record, media_link(media.record), Link(media.title, media_url(media)), Link(_("Spoken words"))
        ),
        form=form,
        action=here,
        back=media_url(media),
        media=media,
        segment=segment,
    )


def lines_page(actor: Actor, row: MediaRow) -> LinesPage:
    """Build the page of a scan's lines."""
    media = row.media
    return LinesPage(
        media=media,
        trail=trail(media.record, media_link(media.record), Link(media.title, media_url(media)), Link(_("Text"))),
        lines=tuple(queries.lines_of(actor, media)),
        picture=file_address(row, FileRole.SCREEN) if FileRole.SCREEN in row.files else "",
        can_read=can_read(),
        may_change=bool(can_change_media(actor, media)),
        progress_words=_("The scan is being read. It takes a few seconds a page; look again then."),
    )
