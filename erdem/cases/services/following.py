"""What a step brings about beyond its own case: a report that is filed becomes a penalty case, a clue becomes a report."""

from __future__ import annotations

from django.utils import timezone

from erdem.base.actor import Actor
from erdem.cases.choices import CaseKind, CaseRole, Channel, LinkKind, Subject
from erdem.cases.choices.details import ReviewGround
from erdem.cases.models import Case, CaseParty, Hearing, LegalReview
from erdem.cases.services.deciding import ask_review
from erdem.cases.services.opening import NewCase, open_case
from erdem.cases.services.staffing import assign_case
from erdem.cases.services.steps import StepGiven, follows, take_case_step

CARRIED = (CaseRole.RESPONDENT, CaseRole.RIGHT_HOLDER)
"""The parties that a case takes over from the one it came from: never who complained or bore witness."""


@follows(CaseKind.REPORT, "file")
def open_penalty(actor: Actor, case: Case, given: StepGiven) -> None:
    """Open the penalty case of a report that is filed: already checked and approved, with the same officers."""
    penalty = open_case(actor=actor, new=_following(case, CaseKind.PENALTY, case.title, str(case.channel)), source=case)
    _carry_parties(case, penalty)
    for step in ("begin_check", "file"):
        penalty = take_case_step(actor=actor, case=penalty, step=step, given=StepGiven(reason=given.reason))
    if case.handler_id is not None:
        assign_case(actor=actor, case=penalty, handler_id=case.handler_id, second_handler_id=case.second_handler_id)


@follows(CaseKind.COMPLAINT, "note_clue")
def open_report(actor: Actor, case: Case, given: StepGiven) -> None:
    """Open a report about the clue that came up during a mediation (处理暂行办法 Art. 23); nobody stands behind it by name."""
    new = _following(case, CaseKind.REPORT, given.reason.strip()[:200], Channel.OWN_MOTION)
    report = open_case(actor=actor, new=new, source=case, link=LinkKind.LED_TO)
    _carry_parties(case, report)


@follows(CaseKind.PENALTY, "send_to_review")
def hand_in_for_review(actor: Actor, case: Case, _given: StepGiven) -> None:
    """Begin the legal review with the step that hands the file in, unless somebody began it before."""
    if LegalReview.objects.filter(case=case, agrees__isnull=True).exists():
        return
    heard = Hearing.objects.filter(case=case, held_on__isnull=False).exists()
    ask_review(actor=actor, case=case, ground=ReviewGround.HEARING if heard else ReviewGround.COMPLEX)


@follows(CaseKind.PENALTY, "drop_hearing")
def give_hearing_up(_actor: Actor, case: Case, _given: StepGiven) -> None:
    """Note on the hearing that the party gave it up."""
    Hearing.objects.filter(case=case, transcript="", given_up_on__isnull=True).update(given_up_on=timezone.localdate())


def _following(case: Case, kind: str, title: str, channel: str) -> NewCase:
    subject = case.subject if case.subject != Subject.CONSUMER else Subject.OTHER
    return NewCase(
        kind=kind,
        title=title,
        office=case.office,
        received_on=timezone.localdate(),
        subject=subject,
        channel=channel,
        facts=case.facts,
        right_number=case.right_number,
        happened_on=case.happened_on,
        particulars={name: case.particulars[name] for name in ("limitation",) if name in case.particulars},
        place_code=case.place_code,
        record_id=case.record_id,
        finding_id=case.finding_id,
        communities=tuple(case.communities),
    )


def _carry_parties(source: Case, case: Case) -> None:
    standing = CaseParty.objects.filter(case=source, role__in=CARRIED).order_by("pk")
    CaseParty.objects.bulk_create([CaseParty(case=case, party_id=one.party_id, role=one.role) for one in standing])
