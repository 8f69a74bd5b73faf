"""Sealed content: taken in encrypted, sealed anew, older cipher texts dropped. Nothing here can open it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit, blobs, events
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.knowledge.choices import KeyState, SealedClass, SealSuite, SizeBand
from erdem.knowledge.events import ContentSealed
from erdem.knowledge.models import HolderKey, Record, SealedItem, SealedRecipient, SealedVersion
from erdem.knowledge.models.sealing import HEX_64
from erdem.knowledge.policies import can_seal, holders_of, visible_keys
from erdem.lib.sealing import SealingProblem, stanza_kinds

SEALED_TYPE = "application/vnd.age"
STANZAS = {SealSuite.AGE_X25519: "X25519"}


@dataclass(frozen=True)
class SealedContent:
    """What arrives: the cipher text and the little that is said of its content. ``recipients`` are ids of holders' keys."""

    ciphertext: bytes
    commitment: str
    media_class: str
    size_band: str
    recipients: frozenset[int]
    suite: str = SealSuite.AGE_X25519


class SealedMeanwhile(RuleBroken):
    """Somebody else has sealed this content anew since the page was loaded."""


def _leave_trace(actor: Actor, action: str, item: SealedItem, **detail: int | str) -> None:
    """Only the community reads these entries: that something is sealed is itself restricted."""
    audit.record(
        actor,
        action=action,
        target=item,
        organisation_id=item.record.community_id,
        detail={"item": item.ordinal, **detail},
    )


@transaction.atomic
def seal_content(*, actor: Actor, record: Record, content: SealedContent) -> SealedItem:
    """Take in a sealed content of a record.

    Raises:
        PermissionRefused: the actor is no bearer or steward of a holding community.
        RuleBroken: it is not encrypted, or not to the keys that were named.
    """
    require(can_seal(actor, record))
    record = Record.objects.select_for_update().get(pk=record.pk)
    if not re.fullmatch(HEX_64, content.commitment):
        raise RuleBroken(_("The commitment is not whole. Nothing was saved; seal again."))
    if content.media_class not in SealedClass.values or content.size_band not in SizeBand.values:
        raise RuleBroken(_("Sort or size is unknown. Nothing was saved; seal again."))
    last = SealedItem.objects.filter(record=record).aggregate(last=Max("ordinal"))["last"] or 0
    item = SealedItem.objects.create(
        record=record,
        ordinal=last + 1,
        commitment=content.commitment,
        media_class=content.media_class,
        size_band=content.size_band,
        suite=content.suite,
        sealed_by_id=actor.user_id,
    )
    _add_version(actor, item, content.ciphertext, content.recipients)
    _leave_trace(actor, "knowledge.seal_content", item, holders=len(content.recipients))
    events.publish(ContentSealed(item.pk, item.commitment))
    return item


@transaction.atomic
def seal_anew(
    *, actor: Actor, item: SealedItem, ciphertext: bytes, recipients: Collection[int], version: int, drop_old: bool
) -> SealedItem:
    """Put a new encryption of the same content in force: a holder was added or removed.

    Args:
        version: the version that was opened; a newer one means somebody else was faster.
        drop_old: remove all older cipher texts; whoever had a key may still have kept a copy.

    Raises:
        PermissionRefused: the actor is no bearer or steward of a holding community.
        SealedMeanwhile: somebody else was faster; nothing was changed.
        RuleBroken: it is not encrypted, or not to the keys that were named.
    """
    require(can_seal(actor, item.record))
    item = SealedItem.objects.select_for_update(of=("self",)).select_related("record").get(pk=item.pk)
    if item.version != version:
        raise SealedMeanwhile(
            _(
                "Somebody else has sealed this anew meanwhile. Nothing was overwritten. Reload the page before you go on."
            )
        )
    item.version = version + 1
    item.save(update_fields=["version"])
    _add_version(actor, item, ciphertext, recipients)
    dropped = _drop_older(item) if drop_old else 0
    _leave_trace(actor, "knowledge.seal_anew", item, holders=len(recipients), version=item.version, dropped=dropped)
    return item


@transaction.atomic
def drop_old_versions(*, actor: Actor, item: SealedItem) -> int:
    """Remove the cipher texts of older versions; return how many.

    Raises:
        PermissionRefused: the actor is no bearer or steward of a holding community.
    """
    require(can_seal(actor, item.record))
    item = SealedItem.objects.select_for_update(of=("self",)).select_related("record").get(pk=item.pk)
    dropped = _drop_older(item)
    _leave_trace(actor, "knowledge.drop_sealed", item, dropped=dropped)
    return dropped


@transaction.atomic
def note_fetching(*, actor: Actor, version: SealedVersion) -> None:
    """Leave a trace that a cipher text was fetched; the community sees it."""
    _leave_trace(actor, "knowledge.fetch_sealed", version.item, version=version.version)


def _add_version(actor: Actor, item: SealedItem, ciphertext: bytes, recipients: Collection[int]) -> None:
    keys = _keys(actor, item.record, recipients)
    _refuse_what_is_open(ciphertext, item.suite, len(keys))
    made = SealedVersion.objects.create(
        item=item,
        version=item.version,
        blob=blobs.keep(ciphertext, media_type=SEALED_TYPE),
        sha256=hashlib.sha256(ciphertext).hexdigest(),
        made_by_id=actor.user_id,
    )
    SealedRecipient.objects.bulk_create(SealedRecipient(version=made, key=key) for key in keys)


def _keys(actor: Actor, record: Record, recipients: Collection[int]) -> list[HolderKey]:
    found = list(HolderKey.objects.filter(visible_keys(actor), pk__in=recipients))
    if not found or len(found) != len(set(recipients)):
        raise RuleBroken(_("Choose at least one holder who can open it. Nothing was saved."), field="recipients")
    for key in found:
        if key.state != KeyState.ACTIVE or key.community_id not in holders_of(record):
            raise RuleBroken(
                _("One of the chosen keys is no longer in use. Nothing was saved. Reload the page and choose again."),
                field="recipients",
            )
    return found


def _refuse_what_is_open(ciphertext: bytes, suite: str, count: int) -> None:
    """The browser sends nothing that is not encrypted; a faulty program must not leave a plain text here."""
    try:
        kinds = stanza_kinds(ciphertext)
    except SealingProblem as problem:
        raise RuleBroken(_("This is not sealed. It was not kept; nothing was saved.")) from problem
    if kinds.count(STANZAS[SealSuite(suite)]) != count or "scrypt" in kinds:
        raise RuleBroken(_("This is not sealed to the holders you chose. It was not kept; nothing was saved."))


def _drop_older(item: SealedItem) -> int:
    older = list(
        SealedVersion.objects.filter(item=item, version__lt=item.version, blob__isnull=False).select_related("blob")
    )
    for version in older:
        blob = version.blob
        version.blob, version.dropped_at = None, timezone.now()
        version.save(update_fields=["blob", "dropped_at"])
        if blob is not None and not SealedVersion.objects.filter(blob=blob).exists():
            blobs.drop(blob)
    return len(older)
