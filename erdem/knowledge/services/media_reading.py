"""Reading scans by machine: proposed line by line with its confidence, and worth nothing until a person has confirmed it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from erdem.base import jobs
from erdem.base.actor import Actor, acting_as
from erdem.base.policy import RuleBroken, require
from erdem.knowledge.media_choices import FileRole
from erdem.knowledge.mediafiles import Refused, can_read, read_scan
from erdem.knowledge.models import Media, MediaFile, TextLine
from erdem.knowledge.policies import can_change_media
from erdem.knowledge.services.media_copies import on_disk
from erdem.knowledge.services.records import leave_trace

READ: Final = "knowledge.read_scan"
READABLE: Final = frozenset({"jpeg", "png", "tiff", "webp"})


@transaction.atomic
def request_reading(*, actor: Actor, media: Media) -> None:
    """Have a scan read; the lines come as proposals.

    Raises:
        PermissionRefused: the item is not the actor's to change.
        RuleBroken: the extra is not installed, the item is no picture, or lines were confirmed already.
    """
    require(can_change_media(actor, media))
    if not can_read():
        raise RuleBroken(
            _(
                "Reading by machine is not installed here. Whoever runs the server adds it with: pip install 'erdem[ocr]'"
            )
        )
    if not MediaFile.objects.filter(media=media, role=FileRole.SCREEN).exists():
        raise RuleBroken(_("Only pictures whose copies are ready can be read by machine."))
    if TextLine.objects.filter(media=media, confirmed_at__isnull=False).exists():
        raise RuleBroken(_("Lines of this scan were confirmed already. They are not overwritten."))
    progress = jobs.announce(READ, actor=actor)
    app.configure_task(READ, queueing_lock=f"{READ}.{media.pk}").defer(media_id=media.pk, progress_id=str(progress.pk))
    leave_trace(actor, "knowledge.request_reading", media.record, media=media.pk)


def read_media(*, actor: Actor, media_id: int) -> int:
    """Read a scan and put the proposals down; for machines. Repeating it replaces proposals, never what was confirmed."""
    with acting_as(actor):
        found = MediaFile.objects.select_related("blob", "media__record")
        original = found.filter(media_id=media_id, role=FileRole.ORIGINAL, format__in=READABLE).first()
    if original is None:
        return 0
    try:
        with on_disk(original.blob) as path:
            lines = read_scan(path, original.format)
    except Refused:
        lines = []
    with acting_as(actor), transaction.atomic():
        rows = TextLine.objects.filter(media_id=media_id)
        if rows.filter(confirmed_at__isnull=False).exists():
            return 0
        rows.delete()
        TextLine.objects.bulk_create(
            TextLine(
                media_id=media_id,
                ordinal=ordinal,
                box=list(line.box),
                text=line.text,
                proposed=line.text,
                confidence=line.confidence,
                skipped=line.skipped,
            )
            for ordinal, line in enumerate(lines, 1)
        )
        leave_trace(actor, "knowledge.read_media", original.media.record, media=media_id, lines=len(lines))
    return len(lines)


@transaction.atomic
def confirm_lines(*, actor: Actor, media: Media, texts: Mapping[int, str]) -> int:
    """Confirm lines as a person has read them; a line left empty is confirmed as holding nothing. Return how many.

    Raises:
        PermissionRefused: the item is not the actor's to change.
    """
    require(can_change_media(actor, media))
    if actor.is_machine or actor.user_id is None:
        raise RuleBroken(_("Only a person confirms what a machine has read."))
    rows = TextLine.objects.select_for_update().filter(media=media, pk__in=list(texts))
    count = 0
    for row in rows:
        row.text = texts[row.pk].strip()[:2000]
        row.confirmed_by_id, row.confirmed_at = actor.user_id, timezone.now()
        row.save(update_fields=["text", "confirmed_by", "confirmed_at"])
        count += 1
    leave_trace(actor, "knowledge.confirm_lines", media.record, media=media.pk, lines=count)
    return count
