"""Keys of holders: made and split in the browser; here only what may be known of them is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.knowledge.choices import KeyKeeping, KeyState
from erdem.knowledge.models import HolderKey, HolderKeySecret, RecoveryShare, RecoverySplit
from erdem.knowledge.models.sealing import RECIPIENT
from erdem.knowledge.policies import can_end_key, can_keep_key

ARMOUR = "-----BEGIN AGE ENCRYPTED FILE-----"
LONGEST_SECRET = 4000


@dataclass(frozen=True)
class ShareKeeper:
    """Who keeps a share, and the fingerprint by which the share is recognised."""

    name: str
    fingerprint: str


def _leave_trace(actor: Actor, action: str, key: HolderKey, **detail: int | str) -> None:
    audit.record(actor, action=action, target=key, organisation_id=key.community_id, detail=dict(detail))


def _checked(wrapped: str) -> str:
    wrapped = wrapped.strip()
    if not wrapped.startswith(ARMOUR) or len(wrapped) > LONGEST_SECRET:
        raise RuleBroken(_("This private key is not locked with a passphrase. It was not taken; nothing was saved."))
    return wrapped


@transaction.atomic
def list_key(*, actor: Actor, community_id: int, label: str, recipient: str, wrapped: str = "") -> HolderKey:
    """List the public key of the actor for a community; with ``wrapped``, keep the locked private key too.

    Raises:
        PermissionRefused: the actor keeps no keys.
        RuleBroken: it is no public key, or not one of the actor's communities.
    """
    require(can_keep_key(actor))
    if community_id not in actor.organisation_ids:
        raise RuleBroken(_("Choose a community you belong to."), field="community")
    if not re.fullmatch(RECIPIENT, recipient):
        raise RuleBroken(_("This is not a public key of age. Nothing was saved."))
    if HolderKey.objects.filter(recipient=recipient).exists():
        raise RuleBroken(_("This key is listed already. Nothing was changed."))
    key = HolderKey.objects.create(
        user_id=actor.user_id or 0,
        community_id=community_id,
        label=label.strip()[:60] or _("My key"),
        recipient=recipient,
        keeping=KeyKeeping.SERVER if wrapped else KeyKeeping.HOLDER,
    )
    if wrapped:
        HolderKeySecret.objects.create(key=key, wrapped=_checked(wrapped))
    _leave_trace(actor, "knowledge.list_key", key, keeping=key.keeping)
    return key


@transaction.atomic
def change_secret(*, actor: Actor, key: HolderKey, wrapped: str, version: int) -> HolderKeySecret:
    """Keep the private key locked anew: with another passphrase, or for the first time (``version`` 0).

    Raises:
        PermissionRefused: it is somebody else's key.
        RuleBroken: it was locked anew elsewhere meanwhile.
    """
    require(can_keep_key(actor))
    key = HolderKey.objects.select_for_update().get(pk=key.pk, user_id=actor.user_id or 0)
    secret = HolderKeySecret.objects.filter(key=key).first()
    if (secret.version if secret else 0) != version:
        raise RuleBroken(
            _("The passphrase was changed in another window meanwhile. Nothing was overwritten. Reload this page.")
        )
    if secret is None:
        secret = HolderKeySecret.objects.create(key=key, wrapped=_checked(wrapped))
        key.keeping = KeyKeeping.SERVER
        key.save(update_fields=["keeping"])
    else:
        secret.wrapped, secret.version = _checked(wrapped), version + 1
        secret.save(update_fields=["wrapped", "version", "changed_at"])
    _leave_trace(actor, "knowledge.change_secret", key, version=secret.version)
    return secret


@transaction.atomic
def end_key(*, actor: Actor, key: HolderKey, state: str) -> HolderKey:
    """Take a key out of use; what was sealed to it can still be opened with it.

    Raises:
        PermissionRefused: it is ended already, or the actor is neither its holder nor a steward.
        RuleBroken: the state is not an end.
    """
    if state not in (KeyState.RETIRED, KeyState.LOST):
        raise RuleBroken(_("Say whether the key is retired or lost."), field="state")
    require(can_end_key(actor, key))
    key = HolderKey.objects.select_for_update().get(pk=key.pk)
    require(can_end_key(actor, key))
    key.state, key.ended_at = state, timezone.now()
    key.save(update_fields=["state", "ended_at"])
    _leave_trace(actor, "knowledge.end_key", key, state=state)
    return key


@transaction.atomic
def note_split(*, actor: Actor, key: HolderKey, threshold: int, keepers: Sequence[ShareKeeper]) -> RecoverySplit:
    """Note that the holder has split the private key into shares; an earlier split ends.

    Raises:
        PermissionRefused: it is somebody else's key.
        RuleBroken: the numbers make no sense, or a share has no keeper.
    """
    require(can_keep_key(actor))
    key = HolderKey.objects.select_for_update().get(pk=key.pk, user_id=actor.user_id or 0)
    if not 2 <= threshold <= len(keepers) <= 16:
        raise RuleBroken(_("At least 2 shares must be needed, and at most 16 can be made."), field="threshold")
    if not all(keeper.name.strip() for keeper in keepers):
        raise RuleBroken(_("Write who keeps each share."), field="keepers")
    if any(not re.fullmatch(r"[0-9a-f]{16}", keeper.fingerprint) for keeper in keepers):
        raise RuleBroken(_("The fingerprints of the shares are not whole. Nothing was saved; split again."))
    RecoverySplit.objects.filter(key=key, ended_at__isnull=True).update(ended_at=timezone.now())
    split = RecoverySplit.objects.create(key=key, threshold=threshold, count=len(keepers))
    RecoveryShare.objects.bulk_create(
        RecoveryShare(
            split=split, ordinal=ordinal, holder_name=keeper.name.strip()[:100], fingerprint=keeper.fingerprint
        )
        for ordinal, keeper in enumerate(keepers, 1)
    )
    _leave_trace(actor, "knowledge.note_split", key, threshold=threshold, count=len(keepers))
    return split
