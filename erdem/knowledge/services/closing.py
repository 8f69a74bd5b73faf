"""What ends when a record leaves a stage: the expert review with the experts' access, the public notice."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from erdem.base.actor import SYSTEM, acting_as
from erdem.knowledge.models import AccessGrant, ExpertAssignment, PublicNotice, Record, ReviewRound
from erdem.knowledge.register_choices import Ballot, NoticeOutcome, RoundOutcome


def has_majority(round_: ReviewRound) -> bool:
    """Say whether more than half of those who voted are for it; who abstained counts as not for it.

    Asks the votes that the actor may see: before all are in there are none.
    """
    votes = [vote.vote for vote in round_.votes.all()]
    return len(votes) >= round_.needed and votes.count(Ballot.YES) * 2 > len(votes)


def close_round(round_: ReviewRound, outcome: str) -> None:
    """End a review; what its experts were given to read ends with it."""
    round_.outcome, round_.closed_at = outcome, timezone.now()
    round_.save(update_fields=["outcome", "closed_at"])
    end_access([row.access_id for row in round_.assignments.all() if row.access_id])


def end_access(grants: list[int]) -> None:
    """Revoke grants that were given for a review."""
    with acting_as(SYSTEM):  # a grant is the community's; what the office opened for a review it ends itself
        AccessGrant.objects.filter(pk__in=grants, revoked_at__isnull=True).update(revoked_at=timezone.now())


@transaction.atomic
def close_stage(record: Record, notice_outcome: str = NoticeOutcome.STOPPED) -> None:
    """End whatever is still open of a record's review and notice. Runs for whoever moves the record, so as the system."""
    with acting_as(SYSTEM):
        for round_ in ReviewRound.objects.filter(record=record, outcome=""):
            judged = RoundOutcome.PASSED if has_majority(round_) else RoundOutcome.REFUSED
            close_round(round_, judged if round_.all_in else RoundOutcome.DISSOLVED)
        now = timezone.now()
        ExpertAssignment.objects.filter(record=record, released_at__isnull=True, vote__isnull=True).update(
            released_at=now
        )
        PublicNotice.objects.filter(record=record, outcome="").update(outcome=notice_outcome, closed_at=now)
