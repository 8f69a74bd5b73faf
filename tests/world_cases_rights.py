"""What the small world holds of P4–P8: an action with a question and a way, a patent dispute with a package, aid, a review."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from erdem.base import blobs
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.cases.models import (
    ActionTaken,
    AidOpinion,
    AidProvider,
    AidRating,
    Case,
    CaseTransfer,
    ChallengedDecision,
    HolderConsentToAct,
)
from erdem.cases.services import NewCase, add_member, open_case
from erdem.people.models import Organisation


@dataclass
class RightsCases:
    """The cases of P4–P8 in the world, with the rows that addresses name."""

    misuse: Case
    patent: Case
    aid: Case
    review: Case
    question: HolderConsentToAct
    transfer: CaseTransfer
    provider: AidProvider


def _open(officer: Actor, office: Organisation, kind: str, communities: tuple[int, ...] = ()) -> Case:
    new = NewCase(
        kind=kind, title=f"示例{kind}", office=office, received_on=timezone.localdate(), communities=communities
    )
    return open_case(actor=officer, new=new)


def add_rights_cases(people: People, expert: Actor, complaint: Case) -> RightsCases:
    """Open one case of each kind of P4–P8 in the county office, with the rows that hang on it."""
    officer = people.officer
    (community,) = people.holder.organisation_ids
    with acting_as(officer):
        office = Organisation.objects.get(pk=complaint.office_id)
        misuse = _open(officer, office, "misuse_action", (community,))
        patent, aid, review = (
            _open(officer, office, kind) for kind in ("patent_dispute", "rights_assistance", "review")
        )
        add_member(actor=officer, case=aid, user_id=expert.user_id or 0, role="lawyer")
    with acting_as(SYSTEM):
        question = HolderConsentToAct.objects.create(case=misuse, community_id=community, question="示例征询")
        ActionTaken.objects.create(case=misuse, way="letter", reason="示例理由")
        package = blobs.keep("示例移送材料".encode(), media_type="application/zip")
        transfer = CaseTransfer.objects.create(case=patent, to_name="示例主管机关", package=package)
        provider = AidProvider.objects.create(
            office=office, user_id=expert.user_id, name="示例律师", role="lawyer", firm="示例所"
        )
        AidOpinion.objects.create(case=aid, author_id=expert.user_id or 0, opinion="示例意见")
        AidRating.objects.create(case=aid, digest="0" * 64, expires_on=timezone.localdate())
        ChallengedDecision.objects.create(
            review=review, case=complaint, decision_number="示例1号", known_on=timezone.localdate()
        )
    return RightsCases(misuse, patent, aid, review, question, transfer, provider)
