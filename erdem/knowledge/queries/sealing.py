"""Reads of sealed content and of holders' keys; each begins from what the actor may see."""

from __future__ import annotations

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from erdem.base import blobs
from erdem.base.actor import Actor
from erdem.knowledge.choices import KeyState
from erdem.knowledge.models import (
    HolderKey,
    HolderKeySecret,
    Record,
    RecoverySplit,
    SealedItem,
    SealedRecipient,
    SealedVersion,
)
from erdem.knowledge.policies import (
    holders_of,
    visible_keys,
    visible_sealed,
    visible_secrets,
    visible_splits,
)
from erdem.people.models import Membership
from erdem.people.policies import visible_memberships


def sealed_items(actor: Actor, record: Record) -> QuerySet[SealedItem]:
    """Return the sealed contents of a record with their versions and who can open them."""
    versions = SealedVersion.objects.select_related("made_by").prefetch_related(
        Prefetch("recipients", SealedRecipient.objects.select_related("key", "key__user", "key__community"))
    )
    found = SealedItem.objects.filter(visible_sealed(actor), record=record)
    return found.select_related("record", "sealed_by").prefetch_related(Prefetch("versions", versions))


def get_sealed(actor: Actor, record: Record, ordinal: int) -> SealedItem | None:
    """Return one sealed content, or None when there is none that the actor may know of."""
    return sealed_items(actor, record).filter(ordinal=ordinal).first()


def is_sealed(record: Record) -> bool:
    """Say whether the record has sealed content that the one who asks may know of."""
    return SealedItem.objects.filter(record=record).exists()


def ciphertext_of(version: SealedVersion) -> bytes | None:
    """Return the cipher text of a version, None when it was dropped.

    Raises:
        BlobDamaged: the file was changed on disk.
    """
    return blobs.read_verified(version.blob) if version.blob is not None else None


def own_keys(actor: Actor) -> QuerySet[HolderKey]:
    """Return the actor's own keys, those in use first."""
    found = HolderKey.objects.filter(visible_keys(actor), user_id=actor.user_id or 0)
    splits = RecoverySplit.objects.filter(visible_splits(actor), ended_at__isnull=True).prefetch_related("shares")
    return (
        found.select_related("community", "user")
        .annotate(opens=Count("sealed", filter=Q(sealed__version__blob__isnull=False), distinct=True))
        .prefetch_related(Prefetch("splits", splits, to_attr="in_force"))
        .order_by("ended_at", "-id")
    )


def community_keys(actor: Actor) -> QuerySet[HolderKey]:
    """Return the keys of the communities for which the actor speaks, other people's only."""
    found = HolderKey.objects.filter(visible_keys(actor), community_id__in=actor.speaks_for)
    return found.exclude(user_id=actor.user_id or 0).select_related("community", "user").order_by("ended_at", "user_id")


def get_key(actor: Actor, number: int) -> HolderKey | None:
    """Return a key that the actor may see."""
    return HolderKey.objects.filter(visible_keys(actor), pk=number).select_related("community", "user").first()


def get_secret(actor: Actor, key: HolderKey) -> HolderKeySecret | None:
    """Return the locked private key of an own key, None when it lies with its holder only."""
    return HolderKeySecret.objects.filter(visible_secrets(actor), key=key, key__user_id=actor.user_id or 0).first()


def split_in_force(actor: Actor, key: HolderKey) -> RecoverySplit | None:
    """Return the newest split of a key with its shares."""
    found = RecoverySplit.objects.filter(visible_splits(actor), key=key, ended_at__isnull=True)
    return found.prefetch_related("shares").first()


def candidate_keys(actor: Actor, record: Record) -> list[HolderKey]:
    """Return the keys in use to which content of a record may be sealed.

    Of the actor's own communities only those of present members are offered: who has left is not.
    """
    found = list(
        HolderKey.objects.filter(visible_keys(actor), community_id__in=holders_of(record), state=KeyState.ACTIVE)
        .select_related("user", "community")
        .order_by("community__name", "user__display_name", "-id")
    )
    today = timezone.localdate()
    members = set(
        Membership.objects.filter(visible_memberships(actor), organisation_id__in=holders_of(record))
        .filter(Q(until__isnull=True) | Q(until__gte=today))
        .values_list("organisation_id", "user_id")
    )
    own = actor.organisation_ids
    return [key for key in found if key.community_id not in own or (key.community_id, key.user_id) in members]
