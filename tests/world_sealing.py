"""The part of the small world that is sealed: a holder's key with shares, and a content of the secret record."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from erdem.base.actor import Actor, acting_as
from erdem.knowledge import services as knowledge
from erdem.knowledge.models import HolderKey, Record, SealedItem
from erdem.lib import sealing

PASSPHRASE = "示例 口令 四个 词语"
SECRET_TEXT = "示例封存原文"


@dataclass(frozen=True)
class SealedWorld:
    """A key, its private part, and what was sealed to it."""

    key: HolderKey
    identity: sealing.Identity
    item: SealedItem


@cache
def private_key(label: str) -> tuple[sealing.Identity, str]:
    """Return a private key and the same locked: locking takes a second, so each is made once a run."""
    identity = sealing.make_identity()
    return identity, sealing.wrap_identity(identity, PASSPHRASE)


def made_key(holder: Actor, label: str = "示例手机") -> tuple[HolderKey, sealing.Identity]:
    """List a key of a holder, its private part locked with a passphrase."""
    identity, wrapped = private_key(label)
    with acting_as(holder):
        key = knowledge.list_key(
            actor=holder,
            community_id=min(holder.organisation_ids),
            label=label,
            recipient=sealing.recipient_of(identity),
            wrapped=wrapped,
        )
    return key, identity


def sealed_content(*keys: tuple[HolderKey, sealing.Identity], text: str = SECRET_TEXT) -> knowledge.SealedContent:
    """Seal a text as the browser does."""
    sealed = sealing.seal(
        text.encode(), [identity.to_public() for _, identity in keys], name="示例.txt", media_type="text/plain"
    )
    return knowledge.SealedContent(
        sealed.ciphertext, sealed.commitment, "text", "small", frozenset(key.pk for key, _ in keys)
    )


def build_sealed(holder: Actor, record: Record) -> SealedWorld:
    """Seal a content of the record to the holder, who has given shares to elders."""
    key, identity = made_key(holder)
    with acting_as(holder):
        item = knowledge.seal_content(actor=holder, record=record, content=sealed_content((key, identity)))
        keepers = [
            knowledge.ShareKeeper(f"示例长老{number}", sealing.fingerprint(share))
            for number, share in enumerate(sealing.split(identity, 2, 3), 1)
        ]
        knowledge.note_split(actor=holder, key=key, threshold=2, keepers=keepers)
    return SealedWorld(key, identity, item)
