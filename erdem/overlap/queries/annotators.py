"""Who can be asked to label: experts and officers, with the actor each of them would have."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.knowledge.choices import AccessLevel, Status
from erdem.knowledge.models import Record
from erdem.knowledge.policies import visible_records
from erdem.overlap.models import AnnotationSet
from erdem.overlap.policies import OFFICERS, can_draw_set, records_looked_after
from erdem.people import queries as people
from erdem.people.choices import Role
from erdem.people.models import Membership, User

ANNOTATING = (Role.EXPERT, *OFFICERS)


@dataclass(frozen=True)
class Candidate:
    """Somebody who can be asked to label."""

    user_id: int
    label: str


def candidates(actor: Actor) -> list[Candidate]:
    """Return the experts and officers with a membership in force, for those who may have pairs drawn.

    Memberships are seen by fellow members only; that somebody is an expert or an officer is told to other officers and experts,
    since they have to know whom to ask.
    """
    if not can_draw_set(actor):
        return []
    today = timezone.localdate()
    with acting_as(SYSTEM):
        rows = (
            Membership.objects.filter(role__in=ANNOTATING, user__is_active=True)
            .filter(Q(since__isnull=True) | Q(since__lte=today), Q(until__isnull=True) | Q(until__gte=today))
            .select_related("user", "organisation")
            .order_by("organisation__name", "user_id")
        )
        found = {row.user_id: Candidate(row.user_id, _label(row)) for row in rows}
    return list(found.values())


def _label(row: Membership) -> str:
    return f"{row.user.get_full_name()}（{row.organisation.name}）"


def actor_for(user_id: int) -> Actor:
    """Return the actor a person would have today: what the person may see decides what may be drawn."""
    with acting_as(SYSTEM):
        return people.actor_of(User.objects.get(pk=user_id))


def records_for(annotation_set: AnnotationSet) -> Q:
    """Registered records that are open in full to all signed in, and that lead and both annotators see and look after.

    Restricted ones are never drawn, whoever may read them.
    """
    rule = Q(status=Status.REGISTERED, level_signed_in__gte=AccessLevel.FULL)
    for user_id in (annotation_set.lead_id, annotation_set.first_id, annotation_set.second_id):
        actor = actor_for(user_id)
        visible = Record.objects.filter(visible_records(actor)).filter(records_looked_after(actor))
        rule &= Q(pk__in=visible.order_by().values("pk"))
    return rule
