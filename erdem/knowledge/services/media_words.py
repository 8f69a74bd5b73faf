"""Words of media: what is said from one moment to another, with translations. It counts once a person has confirmed it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.knowledge.media_choices import Language
from erdem.knowledge.models import Media, Segment
from erdem.knowledge.policies import can_change_media
from erdem.knowledge.services.records import leave_trace

LONGEST: Final = 20_000
SLACK_MS: Final = 2000
"""A segment may end this much after the stated length: containers round."""


@dataclass(frozen=True)
class SegmentContent:
    """Words from one moment to another, in milliseconds."""

    from_ms: int
    to_ms: int
    transcript: str = ""
    speaker: str = ""
    translations: dict[str, str] = field(default_factory=dict)


def _check(media: Media, content: SegmentContent) -> None:
    if content.to_ms <= content.from_ms or content.from_ms < 0:
        raise RuleBroken(_("A segment ends after it begins. Write the times like 1:05.2."), field="to")
    if media.duration_ms is not None and content.to_ms > media.duration_ms + SLACK_MS:
        raise RuleBroken(_("The segment would end after the recording. Look at its length."), field="to")
    words = [content.transcript, *content.translations.values()]
    if not any(word.strip() for word in words):
        raise RuleBroken(_("Write what is said."), field="transcript")
    if any(len(word) > LONGEST for word in words):
        raise RuleBroken(_("The segment is too long. Divide it into several."), field="transcript")


def _fill(segment: Segment, content: SegmentContent, actor: Actor, *, confirm: bool) -> None:
    segment.from_ms, segment.to_ms = content.from_ms, content.to_ms
    segment.transcript, segment.speaker = content.transcript.strip(), content.speaker.strip()[:100]
    segment.translations = {
        code: text.strip() for code, text in content.translations.items() if code in Language.values and text.strip()
    }
    person = actor.user_id if confirm and not actor.is_machine else None
    segment.confirmed_by_id = person
    segment.confirmed_at = timezone.now() if person is not None else None


@transaction.atomic
def add_segment(*, actor: Actor, media: Media, content: SegmentContent, confirm: bool = False) -> Segment:
    """Write down what is said from one moment to another.

    Raises:
        PermissionRefused: the item is not the actor's to change.
        RuleBroken: the times do not fit, or nothing is said.
    """
    require(can_change_media(actor, media))
    _check(media, content)
    segment = Segment(media=media, written_by_id=actor.user_id)
    _fill(segment, content, actor, confirm=confirm)
    segment.save(force_insert=True)
    leave_trace(actor, "knowledge.add_segment", media.record, media=media.pk, segment=segment.pk)
    return segment


@transaction.atomic
def change_segment(
    *, actor: Actor, segment: Segment, content: SegmentContent, version: int, confirm: bool = False
) -> Segment:
    """Write a segment anew. Changed words have to be confirmed anew.

    Raises:
        PermissionRefused: the item is not the actor's to change.
        RuleBroken: the times do not fit, nothing is said, or somebody else was faster.
    """
    require(can_change_media(actor, segment.media))
    media = segment.media
    segment = Segment.objects.select_for_update().get(pk=segment.pk)
    if segment.version != version:
        raise RuleBroken(
            _(
                "Somebody has changed this segment while you were writing. Nothing was overwritten. Copy your words"
                " and open it again."
            )
        )
    _check(media, content)
    _fill(segment, content, actor, confirm=confirm)
    segment.version += 1
    segment.save()
    leave_trace(actor, "knowledge.change_segment", media.record, media=media.pk, segment=segment.pk, confirmed=confirm)
    return segment


@transaction.atomic
def remove_segment(*, actor: Actor, segment: Segment) -> None:
    """Take a segment away.

    Raises:
        PermissionRefused: the item is not the actor's to change.
    """
    require(can_change_media(actor, segment.media))
    leave_trace(actor, "knowledge.remove_segment", segment.media.record, media=segment.media_id, segment=segment.pk)
    segment.delete()
