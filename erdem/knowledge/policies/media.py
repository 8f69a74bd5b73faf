"""Who sees and does what with media. Each visibility rule exists a second time in ``sql/media.sql``."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import ALLOWED, Decision, Denied, built_once
from erdem.knowledge.choices import Status, Tier
from erdem.knowledge.media_choices import Audience, FileRole
from erdem.knowledge.models import Media, Record
from erdem.knowledge.policies.records import (
    EVERYTHING,
    HOLDERS,
    NOTHING,
    can_change,
    is_holder,
    is_member,
    served_records,
    serves,
    visible_records,
)


def _audience(actor: Actor, through: str = "") -> Q:
    """Items whose audience the actor belongs to; the record has to be readable besides."""
    own, groups = list(actor.organisation_ids), list(actor.group_ids)
    rule = Q((f"{through}audience", Audience.RECORD))
    rule |= Q((f"{through}audience", Audience.COMMUNITIES), (f"{through}record__holders__overlap", own))
    return rule | Q((f"{through}audience", Audience.GROUP), (f"{through}group_id__in", groups))


def _kept(actor: Actor, through: str) -> Q:
    """Records whose originals the actor may have: of the own community, or of the own place while no community holds it."""
    none_hold = Q((f"{through}holders", [])) & ~Q((f"{through}diffusion_tier", Tier.SECRET))
    return Q((f"{through}holders__overlap", list(actor.organisation_ids))) | (
        none_hold & served_records(actor, through)
    )


def _written(actor: Actor, through: str) -> Q:
    """Records that the actor may write."""
    rule = NOTHING
    if actor.has_role(*HOLDERS):
        own = list(actor.organisation_ids)
        rule |= Q((f"{through}holders__overlap", own)) | Q((f"{through}community_id__in", own))
    return rule | (served_records(actor, through) & ~Q((f"{through}diffusion_tier", Tier.SECRET)))


def opened_media(actor: Actor, through: str = "") -> Q:
    """Items that are open to the actor: files, words and capture record."""
    if actor.is_machine:
        return EVERYTHING
    return visible_records(actor, f"{through}record__") & _audience(actor, through)


@built_once
def visible_media(actor: Actor) -> Q:
    """Items that the actor may know of: those open to him, and those announced to readers of the record."""
    if actor.is_machine:
        return EVERYTHING
    return visible_records(actor, "record__") & (Q(announced=True) | _audience(actor))


def visible_captures(actor: Actor) -> Q:
    """The capture record, for whom the item is open to."""
    return opened_media(actor, "media__")


def visible_media_files(actor: Actor) -> Q:
    """Copies for whom the item is open to; the original for those who hold the record."""
    if actor.is_machine:
        return EVERYTHING
    return opened_media(actor, "media__") & (~Q(role=FileRole.ORIGINAL) | _kept(actor, "media__record__"))


def visible_traces(actor: Actor) -> Q:
    """Place, device and person in an original, for those who hold the record."""
    return EVERYTHING if actor.is_machine else opened_media(actor, "media__") & _kept(actor, "media__record__")


def visible_words(actor: Actor) -> Q:
    """Segments and lines: confirmed ones for whom the item is open to, the others for those who write them."""
    if actor.is_machine:
        return EVERYTHING
    return opened_media(actor, "media__") & (Q(confirmed_at__isnull=False) | _written(actor, "media__record__"))


def visible_media_uploads(actor: Actor) -> Q:
    """A file on its way is the sender's."""
    if actor.is_machine:
        return EVERYTHING
    return Q(user_id=actor.user_id) if actor.user_id is not None else NOTHING


def is_open(actor: Actor, media: Media) -> bool:
    """Say whether an item that the actor may know of is open to him."""
    if actor.is_machine or media.audience == Audience.RECORD:
        return True
    if media.audience == Audience.COMMUNITIES:
        return not set(media.record.holders).isdisjoint(actor.organisation_ids)
    return media.group_id in actor.group_ids


def keeps_originals(actor: Actor, record: Record) -> bool:
    """Say whether the actor may have the originals of a record that he reads."""
    if actor.is_machine or is_member(actor, record):
        return True
    return not record.holders and serves(actor, record)


def can_add_media(actor: Actor, record: Record) -> Decision:
    """Whoever may change the record adds media to it; a withdrawn or submitted one is left as it is."""
    return can_change(actor, record)


def can_change_media(actor: Actor, media: Media) -> Decision:
    """An item is described and its words are written by whoever may change the record and may see the item."""
    if not is_open(actor, media):
        return Denied(_("This item is restricted. Only those it is open to change it."))
    if media.record.status == Status.WITHDRAWN:
        return Denied(_("The record is withdrawn. Its media are not changed any more."))
    if is_holder(actor, media.record):
        return ALLOWED
    return can_change(actor, media.record)


def can_restrict_media(actor: Actor, record: Record) -> Decision:
    """The communities that hold the record decide whom its media are open to; while none does, the office of the place."""
    if actor.is_machine or is_holder(actor, record) or (not record.holders and serves(actor, record)):
        return ALLOWED
    return Denied(_("Only the holding communities decide whom an item is open to. Ask them."))


def can_remove_media(actor: Actor, media: Media) -> Decision:
    """Who decides whom an item is open to, may take it away too, if it is open to him."""
    if not is_open(actor, media):
        return Denied(_("This item is restricted. Only those it is open to change it."))
    return can_restrict_media(actor, media.record)
