"""Reading what hangs on a penalty: whether something stands, limits and rates in force, what is still owed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from erdem.base.clock import working_calendar
from erdem.base.clock.rules import period_of, rule_in_force
from erdem.cases.choices.details import ExecutionKind, FigureName, MeasureKind
from erdem.cases.models import (
    Case,
    CaseClock,
    EnforcementCertificate,
    Execution,
    Hearing,
    LegalFigure,
    LegalReview,
    OfficialDocument,
    PenaltyDecision,
    PreservationMeasure,
    Publication,
    ServiceRecord,
)
from erdem.lib.periods import reckon
from erdem.lib.surcharge import surcharge_of_parts

OF_DECISION = ("penalty_decision", "spot_decision", "no_penalty_decision", "case_transfer", "closing_approval")


class NoFigure(LookupError):
    """No version of a limit or rate is in force on a day."""


@dataclass(frozen=True)
class Owed:
    """What of a penalty is still to be paid, in fen."""

    fine: int
    surcharge: int
    paid: int

    @property
    def rest(self) -> int:
        """What is left; never below nought."""
        return max(self.fine + self.surcharge - self.paid, 0)


def figure_in_force(name: str, day: dt.date) -> LegalFigure:
    """Return the version of a limit or rate in force on a day.

    Raises:
        NoFigure: none is.
    """
    running = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    found = LegalFigure.objects.filter(running, name=name, valid_from__lte=day).order_by("-valid_from").first()
    if found is None:
        message = f"No value of {name} is in force on {day}."
        raise NoFigure(message)
    return found


def certified(case: Case, day: dt.date) -> set[int]:
    """Return which of the handlers of a case hold a certificate on a day."""
    handlers = [key for key in (case.handler_id, case.second_handler_id) if key is not None]
    found = EnforcementCertificate.objects.filter(
        office_id=case.office_id, user_id__in=handlers, valid_from__lte=day, valid_until__gte=day
    )
    return set(found.values_list("user_id", flat=True))


def standing_decision(case: Case) -> PenaltyDecision | None:
    """Return the decision that stands; None before it is written."""
    return PenaltyDecision.objects.filter(case=case, replaced_on__isnull=True).first()


def last_review(case: Case) -> LegalReview | None:
    """Return the newest legal review; None when the case was never handed in."""
    return LegalReview.objects.filter(case=case).order_by("-id").first()


def served(case: Case, *templates: str) -> ServiceRecord | None:
    """Return how the newest document of one of these templates was served."""
    return ServiceRecord.objects.filter(case=case, document__template__in=templates).order_by("-id").first()


def last_day(process: str, step: str, start: dt.date, place_code: str) -> dt.date:
    """Return the last day of a period that begins on a day, by the rule then in force; the first one when it counts backwards.

    Raises:
        NoRule: no rule is in force on that day.
    """
    due = reckon(period_of(rule_in_force(process, step, start)), start, working_calendar(place_code)).day
    return due or start


def owed(case: Case, today: dt.date) -> Owed:
    """Return what of the fine, with its surcharge until today or the day it was paid, is still owed."""
    decision, service = standing_decision(case), served(case, "penalty_decision", "spot_decision")
    payments = list(
        Execution.objects.filter(case=case, kind=ExecutionKind.PAYMENT).values_list("acted_on", "amount_fen")
    )
    paid = sum(amount for _day, amount in payments)
    if decision is None or not decision.fine_fen:
        return Owed(0, 0, paid)
    parts = [] if service is None else _parts(case, decision, service)
    added = surcharge_of_parts(
        parts,
        payments,
        today,
        percent_a_day=figure_in_force(FigureName.SURCHARGE, today).value,
        cap_percent=figure_in_force(FigureName.SURCHARGE_CAP, today).value,
    )
    return Owed(decision.fine_fen, added, paid)


def _parts(case: Case, decision: PenaltyDecision, service: ServiceRecord) -> list[tuple[dt.date, int]]:
    """Return when each part of a fine is due: by the instalments approved last, else the whole of it at once."""
    plan = Execution.objects.filter(case=case, kind=ExecutionKind.INSTALMENTS).order_by("-id").first()
    if plan is not None:
        return [(dt.date.fromisoformat(day), int(amount)) for day, amount in plan.plan]
    return [(last_day("P3", "pay_fine", service.received_on, case.place_code), decision.fine_fen)]


def answer_until(case: Case) -> dt.date | None:
    """Return until when the party may state, defend itself or ask for a hearing; None when it was heard, or gave that up.

    The period begins when the newest notice was served (行政处罚法 44, 45, 64). A notice is served first.
    """
    notice = served(case, "penalty_notice")
    if notice is None or notice.waived_on is not None:
        return None
    heard = Hearing.objects.filter(case=case, requested_on__gte=notice.received_on).exclude(transcript="")
    if heard.exists():
        return None
    clock = (
        CaseClock.objects.filter(case=case, rule__step="hearing_request", started_on=notice.received_on)
        .order_by("-id")
        .first()
    )
    if clock is not None and clock.due_on is not None:
        return clock.due_on
    return last_day("P3", "hearing_request", notice.received_on, case.place_code)


def open_measure(case: Case, *, extendable: bool = False) -> PreservationMeasure | None:
    """Return the oldest measure that still runs; with ``extendable`` the oldest that may be held longer."""
    found = PreservationMeasure.objects.filter(case=case, released_on__isnull=True)
    if extendable:
        found = found.filter(extended_on__isnull=True).exclude(kind=MeasureKind.PRESERVATION)
    return found.order_by("id").first()


def waiting_review(case: Case) -> LegalReview | None:
    """Return the legal review that waits for its opinion."""
    return LegalReview.objects.filter(case=case, agrees__isnull=True).first()


def open_hearing(case: Case) -> Hearing | None:
    """Return the hearing that is being prepared or has no transcript yet."""
    return Hearing.objects.filter(case=case, given_up_on__isnull=True, transcript="").first()


def open_publication(case: Case) -> Publication | None:
    """Return the publication that stands."""
    return Publication.objects.filter(case=case, withdrawn_on__isnull=True).first()


def issued_documents(case: Case) -> QuerySet[OfficialDocument]:
    """Return the documents of a case that can be served, newest first."""
    return OfficialDocument.objects.filter(case=case, status="issued").order_by("-id")
