"""What the pages for sending a file show, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.jobs import progress_of
from erdem.knowledge import services
from erdem.knowledge.forms import MediaFileForm, MediaForm
from erdem.knowledge.media_choices import UploadState
from erdem.knowledge.media_faults import told_media
from erdem.knowledge.models import Record, Upload
from erdem.knowledge.pages.links import Link
from erdem.knowledge.pages.media import (
    media_link,
    media_url,
    percent_sent,
    size_words,
    trail,
    uploads_shown,
)


@dataclass(frozen=True)
class SendingPage:
    """Sending a file to a record."""

    record: Record
    trail: tuple[Link, ...]
    form: MediaForm
    file_form: MediaFileForm
    uploads: tuple[dict[str, Any], ...]
    begin_url: str
    limit: str
    form_limit: str
    form_limit_bytes: int


@dataclass(frozen=True)
class SentPage:
    """What became of one file."""

    upload: Upload
    trail: tuple[Link, ...]
    title: str
    shape: str
    moving: bool
    percent: int
    words: str
    refusal: str
    note: str
    media_url: str


SHAPES = {
    UploadState.OPEN: "wait",
    UploadState.RECEIVED: "work",
    UploadState.TAKEN: "done",
    UploadState.REFUSED: "over",
}


def sending_page(
    actor: Actor, record: Record, form: MediaForm, file_form: MediaFileForm, form_limit: int
) -> SendingPage:
    """Build the page for sending a file."""
    return SendingPage(
        record=record,
        trail=trail(record, media_link(record), Link(_("Add a picture or recording"))),
        form=form,
        file_form=file_form,
        uploads=uploads_shown(actor, record),
        begin_url=reverse("knowledge:media-upload-begin", args=[record.number]),
        limit=size_words(services.largest_upload()),
        form_limit=size_words(form_limit),
        form_limit_bytes=form_limit,
    )


def sent_page(upload: Upload) -> SentPage:
    """Build the page that says what became of a file."""
    state = UploadState(upload.state)
    progress = progress_of(upload.progress_id) if upload.progress_id else None
    stopped = progress is not None and progress.state == "failed"
    note = ""
    if state == UploadState.TAKEN and upload.params.get("renamed"):
        note = _("Its name claimed another format; by its content it is %(kind)s and was taken as that.") % {
            "kind": upload.params.get("kind", "")
        }
    return SentPage(
        upload=upload,
        trail=trail(upload.record, media_link(upload.record), Link(upload.file_name)),
        title=_sent_title(state),
        shape=SHAPES[state],
        moving=state == UploadState.RECEIVED and not stopped,
        percent=percent_sent(upload),
        words=_("The file is being looked at."),
        refusal=told_media(upload.fault, upload.params) if state == UploadState.REFUSED else "",
        note=note,
        media_url=media_url(upload.media) if upload.media else "",
    )


def _sent_title(state: UploadState) -> str:
    return {
        UploadState.OPEN: _("The file is not all here yet"),
        UploadState.RECEIVED: _("The file has come in and is being looked at"),
        UploadState.TAKEN: _("The file was taken in"),
        UploadState.REFUSED: _("The file was not taken"),
    }[state]
