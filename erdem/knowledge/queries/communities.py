"""Reads of communities, their papers and groups, and what waits for their stewards."""

from __future__ import annotations

from django.db import connection
from django.db.models import QuerySet

from erdem.base.actor import Actor
from erdem.knowledge.community_choices import CommunityStatus
from erdem.knowledge.models import AuthorityPaper, CommunityContact, CommunityProfile
from erdem.knowledge.policies import visible_contacts, visible_papers, visible_profiles


def communities(actor: Actor) -> QuerySet[CommunityProfile]:
    """Return the communities the actor may know of, with their bodies."""
    found = CommunityProfile.objects.filter(visible_profiles(actor))
    return found.select_related("organisation__place", "custodian").order_by("organisation__name", "pk")


def recognised(actor: Actor) -> QuerySet[CommunityProfile]:
    """Return the recognised communities."""
    return communities(actor).filter(status=CommunityStatus.RECOGNISED)


def get_community(actor: Actor, number: int) -> CommunityProfile | None:
    """Return a community by its number, or None when there is none the actor may know of."""
    return communities(actor).filter(pk=number).first()


def community_of(actor: Actor, organisation_id: int) -> CommunityProfile | None:
    """Return the profile of a body, or None."""
    return communities(actor).filter(organisation_id=organisation_id).first()


def contacts(actor: Actor, profile: CommunityProfile) -> QuerySet[CommunityContact]:
    """Return by whom the community is reached, as far as the community shows it to this reader."""
    return CommunityContact.objects.filter(visible_contacts(actor), profile=profile).order_by("ordinal", "pk")


def papers(actor: Actor) -> QuerySet[AuthorityPaper]:
    """Return the papers the actor may see."""
    return AuthorityPaper.objects.filter(visible_papers(actor)).select_related(
        "profile__organisation", "blob", "added_by"
    )


def _asked(function: str, organisation_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [organisation_id])
        return bool(cursor.fetchone()[0])


def is_named(organisation_id: int) -> bool:
    """Say whether any record names the community, secret ones too; the database answers yes or no and nothing else."""
    return _asked("knowledge_is_named", organisation_id)


def has_steward(organisation_id: int) -> bool:
    """Say whether the community has a steward today."""
    return _asked("knowledge_has_steward", organisation_id)


def has_authority(organisation_id: int) -> bool:
    """Say whether the community may act today: a gachaa, village or sum only with a resolution of its meeting in force."""
    return _asked("knowledge_has_authority", organisation_id)
