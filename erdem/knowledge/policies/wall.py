"""Who sees and does what with holdings, labels, grants, and the faces that records show to others."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from erdem.base.actor import Actor, ActorKind
from erdem.base.policy import built_once
from erdem.knowledge.choices import AccessLevel, Status
from erdem.knowledge.models import Record, RecordFace
from erdem.knowledge.policies.records import (
    EVERYTHING,
    NOTHING,
    OFFICERS,
    REGION,
    consented,
    granted,
    held_records,
    in_season,
    visible_records,
)

SHOWN = (Status.REGISTERED, "public_notice")
"""States in which the public and the signed-in see what they may."""
LEVELS = (AccessLevel.TITLE, AccessLevel.METADATA, AccessLevel.ABSTRACT)


@built_once
def visible_faces(actor: Actor) -> Q:
    """Of each record the rows up to the level that this reader may know; the title for every member of its communities."""
    if actor.is_machine:
        return EVERYTHING
    seasonal = Q(level__lt=AccessLevel.ABSTRACT) | in_season()
    rule = Q(holders__overlap=list(actor.organisation_ids), level=AccessLevel.TITLE) | (held_records(actor) & seasonal)
    return rule | (_outside(actor) & seasonal)


def _outside(actor: Actor) -> Q:
    signed_in = actor.kind in (ActorKind.PERSON, ActorKind.API_KEY)
    rule = NOTHING
    for level in LEVELS:
        audience = Q(level_public__gte=level) | (Q(level_signed_in__gte=level) if signed_in else NOTHING)
        found = Q(status__in=SHOWN) & audience & consented()
        found |= served_faces(actor) & Q(level_office__gte=level)
        found |= Q(level_grant__gte=level, record__in=granted(actor, level))
        rule |= Q(level=level) & found
    return rule


def served_faces(actor: Actor) -> Q:
    """Faces of records in the places that the actor's office serves: `served_records` on the columns of the face."""
    rule = NOTHING
    if not actor.has_role(*OFFICERS):
        return rule
    for prefix in actor.place_prefixes:
        rule |= Q(place_search__contains=f" {prefix}")
    return rule | Q(place_search="", community_id__isnull=True) if REGION in actor.place_prefixes else rule


def visible_label_rules(_actor: Actor) -> Q:
    """What a label does is public."""
    return EVERYTHING


def _record(actor: Actor) -> Q:
    return Q(Exists(Record.objects.filter(visible_records(actor), pk=OuterRef("record_id"))))


@built_once
def visible_holdings(actor: Actor) -> Q:
    """A holding is seen by its community, by readers of the record, and by members of the other holding communities."""
    if actor.is_machine:
        return EVERYTHING
    own = list(actor.organisation_ids)
    fellow = RecordFace.objects.filter(visible_faces(actor), record_id=OuterRef("record_id"), holders__overlap=own)
    return Q(community_id__in=own) | _record(actor) | Q(Exists(fellow))


@built_once
def visible_label_uses(actor: Actor) -> Q:
    """A label is seen by its community, and by whoever may know what the record is and where."""
    if actor.is_machine:
        return EVERYTHING
    metadata = RecordFace.objects.filter(
        visible_faces(actor), record_id=OuterRef("record_id"), level=AccessLevel.METADATA
    )
    return Q(community_id__in=actor.organisation_ids) | _record(actor) | Q(Exists(metadata))


def visible_grants(actor: Actor) -> Q:
    """A grant is seen by whom it is given to and by the community that gave it."""
    if actor.is_machine:
        return EVERYTHING
    own = actor.organisation_ids
    rule = Q(organisation_id__in=own) | Q(community_id__in=own)
    return rule | Q(user_id=actor.user_id) if actor.user_id is not None else rule
