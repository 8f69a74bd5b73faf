"""The access sentence: what the reader sees, and why; who else does."""

from __future__ import annotations

from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.knowledge.choices import Status, Tier
from erdem.knowledge.models import Record
from erdem.knowledge.policies import serves
from erdem.knowledge.services import is_noted


def sees_because(actor: Actor, record: Record) -> str:
    """Return why this reader sees the record."""
    if record.community_id in actor.organisation_ids and record.community_id is not None:
        return _("You see all of it, because you belong to the community that holds it.")
    if record.status == Status.REGISTERED and record.diffusion_tier == Tier.PUBLIC:
        return _("You see all of it, because it is registered as publicly documented (D4): everyone may read it.")
    if record.status == Status.REGISTERED and record.diffusion_tier == Tier.WIDE:
        return _(
            "You see all of it, because it is registered as widely spread (D3): everyone who is signed in may read it."
        )
    if serves(actor, record):
        return _("You see all of it, because you are signed in for the office that serves its place.")
    return _("You see all of it, because you are signed in for the installation itself.")


def seen_by(actor: Actor, record: Record) -> str:
    """Return who else sees it, and that the reading is noted when it is."""
    if record.diffusion_tier == Tier.SECRET:
        return _("Nobody outside the community sees it, the office neither.")
    narrow = record.diffusion_tier == Tier.NARROW
    if is_noted(actor, record):
        if record.holders:
            return _("Not everybody may read it. The holding community can see that you have read it, when and why.")
        return _("Not everybody may read it. It is noted that you have read it, when and why.")
    if narrow or record.status != Status.REGISTERED:
        return _("The public does not see it.")
    if record.diffusion_tier == Tier.WIDE:
        return _("Without signing in nobody sees it.")
    return ""
