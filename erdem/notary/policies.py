"""Who sees the logs: everybody, their entries say nothing but commitments. Heads of the trail are for auditors.

Time-stamps over checkpoints are as public as these. One that somebody asked for over something else is for the person and the
organisation that asked, unless it belongs to something public.

Second lock: ``sql/notary.sql``, ``sql/heads.sql``, ``sql/stamps.sql``.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from erdem.base.actor import Actor, ActorKind
from erdem.base.policy import ALLOWED, Allowed, Denied, built_once
from erdem.notary.models import AuditHead, Leaf, LogAlarm, PublishedCheckpoint, StampAttempt, StampedItem, TimeStamp

AUDITORS = ("auditor", "region_officer")
OFFICES = ("county_officer", "region_officer")
EVERYTHING = Q()
NOTHING = Q(pk__in=())


def visible_logged(_actor: Actor) -> Q:
    """What is in a log is public, and what waits for it as well."""
    return EVERYTHING


def can_audit(actor: Actor) -> bool:
    """Heads are for auditors and the region's office: they tell how much was done when, and no content."""
    return actor.is_machine or actor.has_role(*AUDITORS)


def visible_heads(actor: Actor) -> Q:
    """All heads or none."""
    return Q() if can_audit(actor) else Q(pk__in=[])


def visible_items(actor: Actor, prefix: str = "") -> Q:
    """What was stamped: the public ones, those that the actor or an own organisation asked for."""
    if actor.is_machine:
        return EVERYTHING
    rule = Q(**{f"{prefix}is_public": True})
    if actor.user_id is not None:
        rule |= Q(**{f"{prefix}user_id": actor.user_id})
    return rule | Q(**{f"{prefix}organisation_id__in": actor.organisation_ids})


@built_once
def visible_stamps(actor: Actor) -> Q:
    """The time-stamps of what the actor may see."""
    return visible_items(actor, "item__")


@built_once
def visible_attempts(actor: Actor) -> Q:
    """What authorities failed in, for the offices that look after it."""
    if actor.is_machine:
        return EVERYTHING
    return visible_items(actor, "item__") if actor.has_role(*OFFICES) else NOTHING


def visible_alarms(actor: Actor) -> Q:
    """What is wrong with a log, for the offices."""
    return EVERYTHING if actor.is_machine or actor.has_role(*OFFICES) else NOTHING


def can_ask_stamp(actor: Actor, organisation_id: int | None) -> Allowed | Denied:
    """Whoever is signed in has something stamped, for the own organisations."""
    if actor.is_machine:
        return ALLOWED
    if actor.kind == ActorKind.PUBLIC or actor.user_id is None:
        return Denied(_("Sign in to have something stamped."))
    if organisation_id is not None and organisation_id not in actor.organisation_ids:
        return Denied(_("You have something stamped for your own organisations only."))
    return ALLOWED


VISIBLE: dict[type[Model], Callable[[Actor], Q]] = {
    Leaf: visible_logged,
    PublishedCheckpoint: visible_logged,
    AuditHead: visible_heads,
    StampedItem: visible_items,
    TimeStamp: visible_stamps,
    StampAttempt: visible_attempts,
    LogAlarm: visible_alarms,
}
