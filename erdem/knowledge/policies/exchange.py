"""Who sees the public listing, what an office remembers of its tables, and the bundles of a community."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import ALLOWED, Decision, Denied
from erdem.knowledge.policies.records import EVERYTHING


def visible_listings(actor: Actor) -> Q:
    """What the public knows of, and since when, is public, until the consent to it has ended."""
    if actor.is_machine:
        return EVERYTHING
    return Q(ends_after__isnull=True) | Q(ends_after__gte=timezone.localdate())


def visible_column_words(actor: Actor) -> Q:
    """What heads mean is remembered for the office or community."""
    return EVERYTHING if actor.is_machine else Q(organisation_id__in=actor.organisation_ids)


def visible_bundles(actor: Actor) -> Q:
    """A bundle is for those who speak for the community."""
    return EVERYTHING if actor.is_machine else Q(community_id__in=actor.speaks_for)


def can_take_bundle(actor: Actor, community_id: int) -> Decision:
    """Stewards take everything of their own community; nobody else does, no office and no system account of a person."""
    if community_id in actor.speaks_for:
        return ALLOWED
    return Denied(_("Only stewards of the community take out everything of it. Ask a steward."))
