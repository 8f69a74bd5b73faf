"""Media of a record: taken in from a checked file, described, restricted, taken away."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from erdem.base import blobs, jobs
from erdem.base.actor import Actor, acting_as, job_actor
from erdem.base.policy import RuleBroken, require
from erdem.knowledge.media_choices import Audience, FileRole, MediaKind
from erdem.knowledge.media_content import MediaContent
from erdem.knowledge.mediafiles import Checked, Family
from erdem.knowledge.models import Capture, Media, MediaFile, MediaTrace, Record
from erdem.knowledge.policies import can_change_media, can_remove_media, can_restrict_media, holders_of
from erdem.knowledge.services.records import leave_trace
from erdem.people.models import Group

COPIES: Final = "knowledge.make_media_copies"
KEEPER: Final = "knowledge.keep_media"
KINDS: Final = {
    Family.IMAGE: (MediaKind.PHOTO, MediaKind.SCAN),
    Family.AUDIO: (MediaKind.AUDIO,),
    Family.VIDEO: (MediaKind.VIDEO,),
    Family.DOCUMENT: (MediaKind.DOCUMENT, MediaKind.SCAN),
    Family.MODEL: (MediaKind.MODEL,),
}


@transaction.atomic
def take_in_media(
    *, actor: Actor, person: Actor, record: Record, path: Path, file_name: str, checked: Checked, content: MediaContent
) -> Media:
    """Keep a checked file as an item of a record, and have the copies for readers made. For machines.

    Args:
        person: who sent the file; the item is written in that name.

    Raises:
        NoSpace: the disk is full; nothing was kept.
    """
    with path.open("rb") as stream:
        blob = blobs.keep_file(stream, media_type=checked.kind.media_type)
    last = Media.objects.filter(record=record).aggregate(last=Max("ordinal"))["last"] or 0
    media = Media(
        record=record,
        ordinal=last + 1,
        kind=_kind(content.kind, checked),
        duration_ms=checked.duration_ms,
        created_by_id=person.user_id,
    )
    _describe(media, content, title=content.title.strip() or Path(file_name).stem[:200] or _("untitled"))
    _open_to(media, content)
    media.save(force_insert=True)
    Capture.objects.create(media=media, facts=checked.facts, **content.capture)
    if checked.trace:
        MediaTrace.objects.create(media=media, facts=checked.trace)
    MediaFile.objects.create(
        media=media,
        role=FileRole.ORIGINAL,
        blob=blob,
        sha256=blob.sha256,
        size=blob.size,
        format=checked.kind.code,
        file_name=file_name,
        width=checked.width,
        height=checked.height,
        pages=checked.pages,
        sm3=blobs.digest_of(blob, "sm3"),
    )
    _have_copies_made(media, person)
    leave_trace(actor, "knowledge.take_in_media", record, media=media.pk, user=person.user_id)
    return media


def _kind(wanted: str, checked: Checked) -> str:
    """Return what the person says it is when the file can be that, else what it is by itself."""
    possible = KINDS[checked.kind.family]
    return wanted if wanted in possible else possible[0]


def _describe(media: Media, content: MediaContent, *, title: str) -> None:
    media.title, media.language = title[:200], content.language


def _open_to(media: Media, content: MediaContent) -> None:
    media.audience = content.audience
    media.group_id = content.group_id if content.audience == Audience.GROUP else None
    media.announced = content.announced and content.audience != Audience.RECORD
    media.reason = content.reason.strip()[:200] if content.audience != Audience.RECORD else ""


def _have_copies_made(media: Media, person: Actor) -> None:
    progress = jobs.announce(COPIES, actor=person)
    app.configure_task(COPIES).defer(media_id=media.pk, progress_id=str(progress.pk))


def check_content(actor: Actor, record: Record, content: MediaContent) -> None:
    """Refuse what does not go together: a restriction without a reason, a group of another community.

    Raises:
        RuleBroken: with the field to correct.
        PermissionRefused: the actor may not restrict media of this record.
    """
    if content.audience == Audience.RECORD:
        return
    if not content.reason.strip():
        raise RuleBroken(_("Write in a few words why it is restricted; readers see this reason."), field="reason")
    if content.audience == Audience.COMMUNITIES and not holders_of(record):
        raise RuleBroken(_("No community holds this record, so nobody could open the item."), field="audience")
    if content.audience == Audience.GROUP:
        group = Group.objects.filter(pk=content.group_id or 0, organisation_id__in=holders_of(record)).first()
        if group is None:
            raise RuleBroken(_("Choose a group of a community that holds this record."), field="group")


@transaction.atomic
def change_media(*, actor: Actor, media: Media, content: MediaContent, version: int) -> Media:
    """Write title, audience and capture record of an item anew.

    Raises:
        PermissionRefused: the item is not the actor's to change, or not to restrict.
        RuleBroken: something does not go together, or somebody else was faster.
    """
    require(can_change_media(actor, media))
    media = Media.objects.select_for_update(of=("self",)).select_related("record").get(pk=media.pk)
    if media.version != version:
        raise RuleBroken(
            _(
                "Somebody has changed this item while you were writing. Nothing was overwritten. Open it again"
                " and put your changes in."
            )
        )
    if not content.title.strip():
        raise RuleBroken(_("Write a title."), field="title")
    opens_otherwise = (media.audience, media.group_id, media.announced) != (
        content.audience,
        content.group_id if content.audience == Audience.GROUP else None,
        content.announced and content.audience != Audience.RECORD,
    )
    if opens_otherwise or content.audience != Audience.RECORD:
        check_content(actor, media.record, content)
    if opens_otherwise:
        require(can_restrict_media(actor, media.record))
    leave_trace(actor, "knowledge.change_media", media.record, media=media.pk, opens_otherwise=opens_otherwise)
    Capture.objects.filter(media=media).update(**content.capture)
    _describe(media, content, title=content.title.strip())
    _open_to(media, content)
    _take_kind(media, content.kind)
    media.version += 1
    # Who restricts an item to a group may stand outside it: the row leaves his sight while it is written.
    with acting_as(job_actor(KEEPER) if opens_otherwise else actor):
        media.save()
    return media


def _take_kind(media: Media, kind: str) -> None:
    together = next((group for group in KINDS.values() if media.kind in group and kind in group), ())
    media.kind = kind if together else media.kind


@transaction.atomic
def move_media(*, actor: Actor, media: Media, up: bool) -> None:
    """Change places with the neighbour among the items that the actor may know of.

    Raises:
        PermissionRefused: the item is not the actor's to change.
    """
    require(can_change_media(actor, media))
    rows = list(Media.objects.filter(record_id=media.record_id).order_by("ordinal", "id"))
    place = next(number for number, row in enumerate(rows) if row.pk == media.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    with acting_as(job_actor(KEEPER)):
        for number, row in enumerate(rows, 1):
            Media.objects.filter(pk=row.pk).exclude(ordinal=number).update(ordinal=number)
    leave_trace(actor, "knowledge.move_media", media.record, media=media.pk)


@transaction.atomic
def remove_media(*, actor: Actor, media: Media) -> None:
    """Take an item away for good: its files, words and capture record. Files that nothing else needs leave the disk too.

    Raises:
        PermissionRefused: the item is not the actor's to take away.
    """
    require(can_remove_media(actor, media))
    leave_trace(actor, "knowledge.remove_media", media.record, media=media.pk, audience=media.audience)
    with acting_as(job_actor(KEEPER)):
        kept = [row.blob for row in MediaFile.objects.filter(media=media).select_related("blob")]
        Media.objects.filter(pk=media.pk).delete()
        for blob in {blob.pk: blob for blob in kept}.values():
            blobs.forget(blob)


def file_facts(row: MediaFile) -> dict[str, Any]:
    """Return the technical facts of a stored file (F02)."""
    return {"format": row.format, "size": row.size, "sha256": row.sha256, "sm3": row.sm3}
