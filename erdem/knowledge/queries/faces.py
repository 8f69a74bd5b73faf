"""Reads of faces: what may be known of records by those who may not read all of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from erdem.base.actor import Actor, ActorKind, significant_digits
from erdem.knowledge.choices import AccessLevel
from erdem.knowledge.models import AccessGrant, Record, RecordFace
from erdem.knowledge.policies import granted, visible_faces, visible_grants, visible_records
from erdem.lib.folding import fold


@dataclass(frozen=True)
class FaceFilter:
    """What the list of faces is narrowed to; blank means everything. What a reader does not know finds nothing."""

    search: str = ""
    kind: str = ""
    tk_class: str = ""
    tier: str = ""
    place: str = ""


def faces(actor: Actor) -> QuerySet[RecordFace]:
    """Return of each record that the actor cannot read the fullest face that may be known."""
    seen = RecordFace.objects.filter(visible_faces(actor))
    fullest = seen.filter(record_id=OuterRef("record_id")).order_by("-level").values("pk")[:1]
    whole = Record.objects.filter(visible_records(actor), pk=OuterRef("record_id")).values("pk")
    found = seen.filter(pk=Subquery(fullest)).annotate(whole=Subquery(whole)).filter(whole__isnull=True)
    return found.order_by("sort_key", "number")


def face_list(actor: Actor, wanted: FaceFilter) -> QuerySet[RecordFace]:
    """Return the faces of a list."""
    found = faces(actor)
    for word in fold(wanted.search).split():
        found = found.filter(name__icontains=word) | found.filter(number__icontains=word)
    plain = {"kind": wanted.kind, "tk_class": wanted.tk_class, "diffusion_tier": wanted.tier}
    found = found.filter(**{name: value for name, value in plain.items() if value})
    if wanted.place:
        found = found.filter(level__gte=AccessLevel.METADATA, place_code__startswith=significant_digits(wanted.place))
    return found


def get_face(actor: Actor, number: str) -> RecordFace | None:
    """Return the fullest face of a record that the actor may know, or None when not even the title may be known."""
    if "\x00" in number:
        return None
    return RecordFace.objects.filter(visible_faces(actor), number=number).order_by("-level").first()


def holds_grant(actor: Actor, record_id: int, level: int) -> bool:
    """Say whether the actor holds a grant on a record to a level, today."""
    if actor.kind == ActorKind.PUBLIC:
        return False
    return granted(actor, level).filter(record_id=record_id).exists()


def grants_on(actor: Actor, record_id: int, community_id: int) -> QuerySet[AccessGrant]:
    """Return the grants that a community has given on a record, newest first."""
    found = AccessGrant.objects.filter(visible_grants(actor), record_id=record_id, community_id=community_id)
    return found.select_related("user", "organisation").prefetch_related("proofs").order_by("-id")


def get_grant(actor: Actor, record_id: int, grant_id: int) -> AccessGrant | None:
    """Return one grant on a record."""
    found = AccessGrant.objects.filter(visible_grants(actor), record_id=record_id, pk=grant_id)
    return found.select_related("user", "organisation").first()
