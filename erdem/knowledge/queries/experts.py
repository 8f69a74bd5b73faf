"""Who can be asked to judge a record, and what an expert has been asked."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.knowledge.models import ExpertAssignment, ExpertVote, Record, ReviewRound
from erdem.knowledge.policies import OFFICERS, visible_assignments, visible_rounds, visible_votes
from erdem.people.choices import Role
from erdem.people.models import Membership


@dataclass(frozen=True)
class Expert:
    """Somebody who can be asked, with all organisations the person belongs to."""

    user_id: int
    label: str
    organisation_ids: frozenset[int]


def experts(actor: Actor) -> list[Expert]:
    """Return the experts with a membership in force, for officers, who have to know whom to ask.

    Memberships are seen by fellow members only; that somebody is an expert is told to officers.
    """
    if not (actor.is_machine or actor.has_role(*OFFICERS)):
        return []
    today = timezone.localdate()
    with acting_as(SYSTEM):
        in_force = Membership.objects.filter(
            Q(since__isnull=True) | Q(since__lte=today), Q(until__isnull=True) | Q(until__gte=today)
        )
        rows = list(
            in_force.filter(role=Role.EXPERT, user__is_active=True)
            .select_related("user", "organisation")
            .order_by("organisation__name", "user_id")
        )
        belongs: dict[int, set[int]] = {}
        for user_id, organisation_id in in_force.values_list("user_id", "organisation_id"):
            belongs.setdefault(user_id, set()).add(organisation_id)
    return [
        Expert(row.user_id, f"{row.user.get_full_name()}（{row.organisation.name}）", frozenset(belongs[row.user_id]))
        for row in rows
    ]


def rounds(actor: Actor, record: Record) -> list[ReviewRound]:
    """Return the reviews of a record, the newest first, with their experts."""
    found = ReviewRound.objects.filter(visible_rounds(actor), record=record).select_related("rule")
    return list(found.prefetch_related("assignments__user").order_by("-position"))


def votes(actor: Actor, round_: ReviewRound) -> list[ExpertVote]:
    """Return the votes of a review that the actor may see: the own one, all once they are all in."""
    found = ExpertVote.objects.filter(visible_votes(actor), round=round_).select_related("assignment__user")
    return list(found.order_by("assignment_id"))


def voted_by(round_: ReviewRound) -> set[int]:
    """Return who has voted, by user id, without saying how."""
    with acting_as(SYSTEM):
        return set(ExpertVote.objects.filter(round=round_).values_list("assignment__user_id", flat=True))


def get_assignment(actor: Actor, key: int) -> ExpertAssignment | None:
    """Return an assignment that the actor may see, or None."""
    found = ExpertAssignment.objects.filter(visible_assignments(actor), pk=key)
    return found.select_related("round", "user").first()


def own_assignments(actor: Actor) -> QuerySet[ExpertAssignment]:
    """Return what the actor has been asked to judge and has not answered yet."""
    if actor.user_id is None:
        return ExpertAssignment.objects.none()
    found = ExpertAssignment.objects.filter(user_id=actor.user_id, released_at__isnull=True, vote__isnull=True)
    return found.filter(round__outcome="").select_related("round").order_by("due_on", "pk")
