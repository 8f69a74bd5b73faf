"""Legal review, hearing and decision of a penalty (行政处罚法 51, 57, 58, 63–65)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, money_from_fen
from erdem.base.policy import RuleBroken, require
from erdem.cases.choices import Outcome
from erdem.cases.choices.details import FigureName, ReviewGround
from erdem.cases.models import Case, CaseClock, Hearing, LegalReview, PenaltyDecision
from erdem.cases.policies import can_handle, can_oversee
from erdem.cases.queries.details import figure_in_force, last_day
from erdem.cases.services.case_clocks import meet_case_clock
from erdem.cases.services.faults import broken
from erdem.cases.services.staffing import held
from erdem.cases.services.trace import note_event, trace


@dataclass(frozen=True)
class NewDecision:
    """What is decided; amounts in fen."""

    outcome: str
    articles: str
    reasons: str
    content: str = ""
    discretion: str = ""
    fine_fen: int = 0
    confiscated_fen: int = 0
    is_simple: bool = False
    against_person: bool = False
    collective_record: str = ""


@transaction.atomic
def ask_review(*, actor: Actor, case: Case, ground: str = ReviewGround.COMPLEX) -> LegalReview:
    """Hand the file in for legal review.

    Raises:
        RuleBroken: one is under way already.
    """
    case = held(case)
    require(can_handle(actor, case))
    with broken():
        made = LegalReview.objects.create(
            case=case, ground=ground, sent_on=timezone.localdate(), noted_by_id=actor.user_id
        )
    note_event(actor, case, "ask_review", came_from=case.status, note=made.get_ground_display())
    trace(actor, "ask_review", case, ground=ground)
    return made


@transaction.atomic
def answer_review(*, actor: Actor, review: LegalReview, agrees: bool, opinion: str) -> LegalReview:
    """Give the opinion of the reviewer, who does not handle the case.

    Raises:
        PermissionRefused: the actor handles the case.
        RuleBroken: it was answered already, or no opinion is given.
    """
    case = held(review.case)
    require(can_oversee(actor, case))
    review = LegalReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if review.agrees is not None:
        raise RuleBroken(_("This review was answered already."))
    review.agrees, review.opinion = agrees, opinion.strip()
    review.reviewer_id, review.reviewed_on = actor.user_id, timezone.localdate()
    with broken():
        review.save(update_fields=["agrees", "opinion", "reviewer", "reviewed_on"])
    note_event(actor, case, "answer_review", came_from=case.status, note=opinion.strip(), detail={"agrees": agrees})
    trace(actor, "answer_review", case, agrees=agrees)
    return review


@transaction.atomic
def ask_hearing(*, actor: Actor, case: Case, requested_on: dt.date) -> Hearing:
    """Note that the party asks for a hearing, within its period.

    Raises:
        RuleBroken: the period has passed, or a hearing is being prepared already.
    """
    case = held(case)
    require(can_handle(actor, case))
    clock = CaseClock.objects.filter(case=case, rule__step="hearing_request").order_by("-id").first()
    if clock is not None and clock.due_on is not None and requested_on > clock.due_on:
        words = _("The hearing could be asked for until %(day)s. It counts as given up.")
        raise RuleBroken(words % {"day": iso_date(clock.due_on)}, field="requested_on")
    with broken():
        made = Hearing.objects.create(case=case, requested_on=requested_on, noted_by_id=actor.user_id)
    meet_case_clock(actor=actor, case=case, step="hearing_request", day=requested_on)
    note_event(actor, case, "ask_hearing", came_from=case.status)
    trace(actor, "ask_hearing", case)
    return made


@transaction.atomic
def set_hearing(
    *, actor: Actor, hearing: Hearing, notice_on: dt.date, held_on: dt.date, place: str, chair_id: int
) -> Hearing:
    """Set the day of a hearing: its notice is given early enough, by working days; who presides did not investigate.

    Raises:
        RuleBroken: the notice comes too late, or the chair handles the case.
    """
    case = held(hearing.case)
    require(can_handle(actor, case))
    latest = last_day("P3", "hearing_notice_before", held_on, case.place_code)
    if notice_on > latest:
        words = _("For a hearing on %(held)s the notice is given on %(latest)s at the latest.")
        raise RuleBroken(words % {"held": iso_date(held_on), "latest": iso_date(latest)}, field="held_on")
    hearing = Hearing.objects.select_for_update(of=("self",)).get(pk=hearing.pk)
    hearing.notice_on, hearing.held_on, hearing.place, hearing.chair_id = notice_on, held_on, place.strip(), chair_id
    with broken():
        hearing.save(update_fields=["notice_on", "held_on", "place", "chair"])
    note_event(actor, case, "set_hearing", came_from=case.status, note=iso_date(held_on))
    trace(actor, "set_hearing", case)
    return hearing


@transaction.atomic
def record_hearing(*, actor: Actor, hearing: Hearing, transcript: str) -> Hearing:
    """Keep the transcript of a hearing that was held.

    Raises:
        RuleBroken: its day has not come, or there is nothing written.
    """
    case = held(hearing.case)
    require(can_handle(actor, case))
    hearing = Hearing.objects.select_for_update(of=("self",)).get(pk=hearing.pk)
    if hearing.held_on is None or hearing.held_on > timezone.localdate() or not transcript.strip():
        raise RuleBroken(_("Keep the transcript after the day of the hearing, with what was said."), field="transcript")
    hearing.transcript = transcript.strip()
    with broken():
        hearing.save(update_fields=["transcript"])
    note_event(actor, case, "record_hearing", came_from=case.status)
    trace(actor, "record_hearing", case)
    return hearing


@transaction.atomic
def write_decision(*, actor: Actor, case: Case, new: NewDecision) -> PenaltyDecision:
    """Write what is to be decided; an earlier draft of it is replaced while the case is not decided.

    Raises:
        RuleBroken: the fine on the spot is too high, reasons or articles are missing, or the case is decided already.
    """
    case = held(case)
    require(can_handle(actor, case))
    if case.outcome:
        raise RuleBroken(_("This case is decided already."))
    if new.is_simple:
        _check_spot(new)
    standing = PenaltyDecision.objects.filter(case=case, replaced_on__isnull=True)
    with broken():
        for earlier in standing.select_for_update(of=("self",)):
            earlier.replaced_on = timezone.localdate()
            earlier.save(update_fields=["replaced_on"])
        made = PenaltyDecision.objects.create(
            case=case, noted_by_id=actor.user_id, is_collective=bool(new.collective_record.strip()), **vars(new)
        )
    note_event(actor, case, "write_decision", came_from=case.status, note=str(made.get_outcome_display()))
    trace(actor, "write_decision", case, outcome=new.outcome)
    return made


def _check_spot(new: NewDecision) -> None:
    name = FigureName.SPOT_PERSON if new.against_person else FigureName.SPOT_ORGANISATION
    limit = figure_in_force(name, timezone.localdate())
    if new.outcome == Outcome.PENALISED and new.fine_fen > limit.value:
        words = _("On the spot at most %(limit)s yuan are imposed (%(basis)s). Open an investigation.")
        raise RuleBroken(words % {"limit": money_from_fen(limit.value), "basis": limit.basis}, field="fine_fen")
