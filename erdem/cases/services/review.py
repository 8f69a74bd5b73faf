"""P7: a decision of the office is challenged; what the review says flows back to the case it is about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import RuleBroken, require
from erdem.cases.choices import CaseKind, Channel, LinkKind, Outcome
from erdem.cases.models import Case, CaseClock, ChallengedDecision
from erdem.cases.policies import can_handle, can_work
from erdem.cases.services.case_clocks import start_case_clock
from erdem.cases.services.faults import broken
from erdem.cases.services.opening import NewCase, open_case
from erdem.cases.services.staffing import held
from erdem.cases.services.steps import StepGiven, take_case_step
from erdem.cases.services.trace import note_event


@dataclass(frozen=True)
class ReviewResult:
    """What an organ of review or a court said."""

    step: str
    outcome: str
    result_on: dt.date
    result_number: str = ""
    reason: str = ""
    seen_version: int | None = None


@transaction.atomic
def open_review(*, actor: Actor, case: Case, decision_number: str, known_on: dt.date, organ: str = "") -> Case:
    """Open the review of a decision of a case; the period to apply runs from the day on which it was known.

    Raises:
        PermissionRefused: the actor is not of the office that decided.
        RuleBroken: the decision has no number, or the day lies in the future.
    """
    require(can_work(actor, case))
    if not decision_number.strip():
        raise RuleBroken(_("Write the number of the decision."), field="decision_number")
    new = NewCase(
        kind=CaseKind.REVIEW,
        title=case.title,
        office=case.office,
        received_on=known_on,
        subject=case.subject,
        channel=Channel.TRANSFER,
        facts=case.facts,
        place_code=case.place_code,
    )
    review = open_case(actor=actor, new=new, source=case, link=LinkKind.REVIEW_OF)
    with broken():
        ChallengedDecision.objects.create(
            review=review, case=case, decision_number=decision_number.strip(), known_on=known_on, organ=organ.strip()
        )
    return review


@transaction.atomic
def note_organ(*, actor: Actor, case: Case, organ: str, organ_number: str) -> Case:
    """Note who reviews the decision and under which number, with the application.

    Raises:
        RuleBroken: no organ is named.
    """
    require(can_handle(actor, case))
    if not organ.strip():
        raise RuleBroken(_("Name the organ that reviews the decision."), field="organ")
    ChallengedDecision.objects.filter(review=case).update(organ=organ.strip(), organ_number=organ_number.strip())
    return take_case_step(
        actor=actor, case=case, step="note_application", given=StepGiven(detail={"organ": organ.strip()})
    )


@transaction.atomic
def note_result(*, actor: Actor, case: Case, result: ReviewResult) -> Case:
    """Note what came of the review. A decision that was changed: its publication is to be withdrawn, on the clock of that case.

    Raises:
        RuleBroken: the day lies in the future, or it is not said what came of it.
    """
    case = held(case)
    require(can_handle(actor, case))
    if result.result_on > timezone.localdate():
        raise RuleBroken(_("That day lies in the future. Check it."), field="result_on")
    ChallengedDecision.objects.filter(review=case).update(
        result_on=result.result_on, result_number=result.result_number.strip()
    )
    given = StepGiven(
        reason=result.reason,
        outcome=result.outcome,
        seen_version=result.seen_version,
        detail={"on": result.result_on.isoformat(), "number": result.result_number.strip()},
    )
    case = take_case_step(actor=actor, case=case, step=result.step, given=given)
    if result.outcome == Outcome.CHANGED:
        _flow_back(actor, case, result)
    return case


def _flow_back(actor: Actor, review: Case, result: ReviewResult) -> None:
    challenged = ChallengedDecision.objects.filter(review=review).select_related("case").first()
    if challenged is None:
        return
    case = challenged.case
    with acting_as(SYSTEM):
        runs = CaseClock.objects.filter(case=case, rule__step="withdraw_publication", state__in=("running", "paused"))
        if not runs.exists():
            start_case_clock(
                actor=actor,
                case=case,
                step="withdraw_publication",
                day=result.result_on,
                process="P3",
                reason=review.number,
            )
        note_event(
            actor, case, "decision_changed", came_from=case.status, note=result.reason, detail={"review": review.number}
        )
