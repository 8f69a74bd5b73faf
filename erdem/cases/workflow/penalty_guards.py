"""What a penalty needs before a step, said before the database refuses it (``sql/details.sql`` is the second lock)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, money_from_fen
from erdem.base.policy import RuleBroken
from erdem.cases.choices import Outcome, PenaltyStatus
from erdem.cases.choices.details import ExecutionKind
from erdem.cases.models import Case, Execution, Hearing, MediationAgreement, PreservationMeasure, Publication
from erdem.cases.queries import details, limitation
from erdem.cases.workflow.process import Guard

S = PenaltyStatus


def two_certified_officers(_actor: Actor, case: Case) -> RuleBroken | None:
    """Two different officers with a certificate in force investigate (行政处罚法 42)."""
    if case.handler_id is None or case.second_handler_id is None:
        return RuleBroken(_("Two officers investigate. Name the second one first."))
    if len(details.certified(case, timezone.localdate())) < 2:
        return RuleBroken(_("Both officers need a certificate in force. Have it noted first."))
    return None


def review_agrees(_actor: Actor, case: Case) -> RuleBroken | None:
    """The reviewer has agreed."""
    review = details.last_review(case)
    if review is None or not review.agrees:
        return RuleBroken(_("The reviewer has not agreed yet. The opinion comes first."))
    return None


def no_review_waits(actor: Actor, case: Case) -> RuleBroken | None:
    """When the law demands a review, it is passed before the party is told."""
    return None if details.last_review(case) is None else review_agrees(actor, case)


def hearing_is_asked_for(_actor: Actor, case: Case) -> RuleBroken | None:
    """The request is on record, within its period."""
    if not Hearing.objects.filter(case=case, given_up_on__isnull=True, transcript="").exists():
        return RuleBroken(_("Note the request for a hearing first, with its day."))
    return None


def hearing_is_on_record(_actor: Actor, case: Case) -> RuleBroken | None:
    """The hearing was held and its transcript is kept."""
    if not Hearing.objects.filter(case=case, held_on__lte=timezone.localdate()).exclude(transcript="").exists():
        return RuleBroken(_("Keep the transcript of the hearing first."))
    return None


def decision_is_written(actor: Actor, case: Case) -> RuleBroken | None:
    """What is decided is on record; a penalty only after the party was told, and after the review where the law demands it."""
    decision = details.standing_decision(case)
    if decision is None or decision.is_simple:
        return RuleBroken(_("Write the decision first: articles, reasons, what is imposed."))
    if decision.outcome == Outcome.PENALISED and details.served(case, "penalty_notice") is None:
        return RuleBroken(_("Serve the notice of what is intended first; a penalty without it is void."))
    if decision.outcome == Outcome.PENALISED and (waits := answer_is_over(actor, case)) is not None:
        return waits
    return review_still_stands(actor, case)


def review_still_stands(actor: Actor, case: Case) -> RuleBroken | None:
    """The review that the law demands agrees, and was made after the hearing (行政处罚法 57, 58, 65)."""
    decision = details.standing_decision(case)
    heard = Hearing.objects.filter(case=case, held_on__isnull=False).order_by("-held_on").first()
    review = details.last_review(case)
    if (decision is not None and decision.is_collective) or heard is not None or review is not None:
        if (missing := review_agrees(actor, case)) is not None:
            return missing
        held_on = heard.held_on if heard is not None else None
        reviewed_on = review.reviewed_on if review is not None else None
        if held_on is not None and reviewed_on is not None and reviewed_on < held_on:
            return RuleBroken(_("After a hearing the legal review is needed again, before the decision."))
    return None


def answer_is_over(_actor: Actor, case: Case) -> RuleBroken | None:
    """The party had its time to state, defend itself and ask for a hearing, or gave that up (行政处罚法 44, 45, 62–64)."""
    until = details.answer_until(case)
    if until is None or timezone.localdate() > until:
        return None
    words = _(
        "The party may answer the notice or ask for a hearing until %(day)s. Decide on the day after, "
        "or note first that it gave this up."
    )
    return RuleBroken(words % {"day": iso_date(until)})


def is_within_limitation(_actor: Actor, case: Case) -> RuleBroken | None:
    """The offence was found in time, or it is noted why it is pursued all the same (行政处罚法 36)."""
    ends_on = limitation.ends_on(case)
    if ends_on is None or case.received_on <= ends_on:
        return None
    words = _(
        "The offence ended on %(day)s and was found on %(found)s; it could be pursued until %(until)s. "
        "Open no investigation, or note first why the limitation does not stand in the way."
    )
    facts = {"day": case.happened_on, "found": case.received_on, "until": ends_on}
    return RuleBroken(words % {name: iso_date(day) for name, day in facts.items()})


def spot_decision_is_written(_actor: Actor, case: Case) -> RuleBroken | None:
    """A decision on the spot is on record, within its limit."""
    decision = details.standing_decision(case)
    if decision is None or not decision.is_simple:
        return RuleBroken(_("Write the decision on the spot first."))
    return None


def decision_is_served(_actor: Actor, case: Case) -> RuleBroken | None:
    """The decision reached the party."""
    if details.served(case, *details.OF_DECISION) is None:
        return RuleBroken(_("Issue the decision and note how it was served first."))
    return None


def publication_is_on_record(_actor: Actor, case: Case) -> RuleBroken | None:
    """The decision stands on the national system."""
    if not Publication.objects.filter(case=case, withdrawn_on__isnull=True).exists():
        return RuleBroken(_("Note first where the decision was published."))
    return None


def nothing_is_open(actor: Actor, case: Case) -> RuleBroken | None:
    """Nothing is held, owed or left unpublished when the file is closed."""
    if PreservationMeasure.objects.filter(case=case, released_on__isnull=True).exists():
        return RuleBroken(_("Something is still held. Note what became of it first."))
    if case.status == S.ANNULLED:
        return _still_published(case)
    if case.outcome in (Outcome.PENALISED, Outcome.NOT_PENALISED):
        if case.status == S.DECIDED:
            return decision_is_served(actor, case) or RuleBroken(_("Note the service of the decision first."))
        return _still_owed(case) or _not_published(case)
    return None


def _still_published(case: Case) -> RuleBroken | None:
    if Publication.objects.filter(case=case, withdrawn_on__isnull=True).exists():
        return RuleBroken(_("The decision was changed. Note first that its publication was withdrawn."))
    return None


def _still_owed(case: Case) -> RuleBroken | None:
    ended = Execution.objects.filter(case=case, kind__in=[ExecutionKind.DONE, ExecutionKind.ENDED]).exists()
    left = details.owed(case, timezone.localdate()).rest
    if left and not ended:
        words = _("%(left)s yuan are still owed. Note the payment, or how the enforcement ended.")
        return RuleBroken(words % {"left": money_from_fen(left)})
    return None


def _not_published(case: Case) -> RuleBroken | None:
    decision = details.standing_decision(case)
    if case.outcome != Outcome.PENALISED or (decision is not None and decision.is_simple):
        return None
    if not Publication.objects.filter(case=case).exists():
        return RuleBroken(_("Note first where the decision was published."))
    return None


def agreement_is_noted(_actor: Actor, case: Case) -> RuleBroken | None:
    """A complaint that was settled is closed with the agreement, or that both do without paper (处理暂行办法 22)."""
    if case.status == "settled" and not MediationAgreement.objects.filter(case=case).exists():
        return RuleBroken(_("Note the agreement first, or that both sides do without a written one."))
    return None


GUARDS: Mapping[str, Guard] = {
    "file": is_within_limitation,
    "begin_investigation": two_certified_officers,
    "pass_review": review_agrees,
    "notify": no_review_waits,
    "request_hearing": hearing_is_asked_for,
    "end_hearing": hearing_is_on_record,
    "decide": decision_is_written,
    "decide_on_spot": spot_decision_is_written,
    "serve": decision_is_served,
    "publish": publication_is_on_record,
    "archive": nothing_is_open,
}
