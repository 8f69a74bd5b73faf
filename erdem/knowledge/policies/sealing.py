"""Who sees and does what with sealed content and the keys of holders."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from erdem.base.actor import Actor, ActorKind
from erdem.base.policy import ALLOWED, Decision, Denied, built_once
from erdem.knowledge.choices import HoldingState, KeyState
from erdem.knowledge.models import HolderKey, Holding, Record
from erdem.knowledge.policies.records import EVERYTHING, HOLDERS, NOTHING, held_records, in_season, is_holder


def visible_sealed(actor: Actor, through: str = "") -> Q:
    """Sealed content is there for members of the communities that hold its record, and for nobody else.

    ``through`` is the way from a child table to the item.
    """
    if actor.is_machine:
        return EVERYTHING
    way = f"{through}record__"
    return held_records(actor, way) & in_season(way)


@built_once
def visible_keys(actor: Actor) -> Q:
    """A public key is seen by its holder, by the community, and by communities that hold a record together with it."""
    if actor.is_machine:
        return EVERYTHING
    own = Q(user_id=actor.user_id) if actor.user_id is not None else NOTHING
    held = Record.objects.filter(held_records(actor), in_season())
    fellow = Holding.objects.filter(
        community_id=OuterRef("community_id"), state=HoldingState.ACTIVE, record_id__in=held.order_by().values("pk")
    )
    return own | Q(community_id__in=actor.organisation_ids) | Q(Exists(fellow))


def visible_secrets(actor: Actor) -> Q:
    """A locked private key is its holder's alone."""
    if actor.is_machine:
        return EVERYTHING
    return Q(key__user_id=actor.user_id) if actor.user_id is not None else NOTHING


@built_once
def visible_splits(actor: Actor) -> Q:
    """That a key was split, and who keeps a share, is seen by whoever sees the key."""
    if actor.is_machine:
        return EVERYTHING
    return Q(key__in=HolderKey.objects.filter(visible_keys(actor)).order_by().values("pk"))


@built_once
def visible_shares(actor: Actor) -> Q:
    """The list of keepers goes with the split."""
    if actor.is_machine:
        return EVERYTHING
    return Q(split__key__in=HolderKey.objects.filter(visible_keys(actor)).order_by().values("pk"))


def can_keep_key(actor: Actor, _record: object = None) -> Decision:
    """Bearers and stewards of a community make keys; a program makes none."""
    if actor.kind == ActorKind.PERSON and actor.has_role(*HOLDERS):
        return ALLOWED
    return Denied(_("Only bearers and stewards of a community keep keys for sealed content."))


def can_end_key(actor: Actor, key: HolderKey) -> Decision:
    """The holder ends a key; a steward of its community ends it when the holder cannot."""
    if key.state != KeyState.ACTIVE:
        return Denied(_("This key was ended already. Nothing was changed."))
    if actor.is_machine or key.user_id == actor.user_id or key.community_id in actor.speaks_for:
        return ALLOWED
    return Denied(_("Only the holder of the key and the stewards of the community end it."))


def can_seal(actor: Actor, record: Record) -> Decision:
    """Bearers and stewards of a holding community seal content of its record and seal it anew."""
    if actor.is_machine or is_holder(actor, record):
        return ALLOWED
    return Denied(_("Only bearers and stewards of a community that holds the record seal content."))
