"""After the decision: execution and publication; and how a complaint ends: agreement and call-back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import clock as clocks
from erdem.base.actor import Actor
from erdem.base.formatting import money_from_fen
from erdem.base.models import OPEN_STATES
from erdem.base.policy import RuleBroken, require
from erdem.cases.choices.details import ExecutionKind
from erdem.cases.models import (
    CallBack,
    Case,
    CaseClock,
    Execution,
    MediationAgreement,
    Publication,
)
from erdem.cases.policies import can_handle, can_work
from erdem.cases.queries.details import owed, standing_decision
from erdem.cases.services.case_clocks import meet_case_clock
from erdem.cases.services.faults import broken
from erdem.cases.services.staffing import held
from erdem.cases.services.trace import note_event, trace


@transaction.atomic
def note_execution(
    *,
    actor: Actor,
    case: Case,
    kind: str,
    acted_on: dt.date,
    amount_fen: int = 0,
    note: str = "",
    plan: Sequence[tuple[dt.date, int]] = (),
) -> Execution:
    """Note an act by which a penalty is carried out; the clock of the payment is met on the day the fine is paid in full.

    Args:
        plan: last day and amount of each instalment, when instalments were approved.

    Raises:
        RuleBroken: a payment without an amount, instalments that are not the fine, or no reason where one is needed.
    """
    case = held(case)
    require(can_handle(actor, case))
    if acted_on > timezone.localdate():
        raise RuleBroken(_("This day lies in the future. Check it."), field="acted_on")
    if kind == ExecutionKind.INSTALMENTS:
        _check_plan(case, plan)
    with broken():
        made = Execution.objects.create(
            case=case,
            kind=kind,
            acted_on=acted_on,
            amount_fen=amount_fen,
            note=note.strip(),
            plan=[[due.isoformat(), fen] for due, fen in sorted(plan)],
            noted_by_id=actor.user_id,
        )
    _follow_payment(actor, case, made)
    note_event(actor, case, "note_execution", came_from=case.status, note=str(made.get_kind_display()))
    trace(actor, "note_execution", case, kind=kind, fen=amount_fen)
    return made


def _check_plan(case: Case, plan: Sequence[tuple[dt.date, int]]) -> None:
    decision = standing_decision(case)
    fine = decision.fine_fen if decision is not None else 0
    if not plan or sum(fen for _due, fen in plan) != fine:
        words = _("The instalments together are the fine of %(fine)s yuan. Write the last day and the amount of each.")
        raise RuleBroken(words % {"fine": money_from_fen(fine)}, field="plan")


def _follow_payment(actor: Actor, case: Case, act: Execution) -> None:
    """Instalments take the place of the one last day; whoever has paid the fine has met it on that day."""
    running = CaseClock.objects.filter(case=case, rule__step="pay_fine", state__in=OPEN_STATES).first()
    if running is None:
        return
    if act.kind == ExecutionKind.INSTALMENTS:
        clocks.stop(running, actor=actor, day=act.acted_on, reason=act.note)
    elif act.kind == ExecutionKind.PAYMENT:
        sums = owed(case, act.acted_on)
        if sums.paid >= sums.fine:
            clocks.meet(running, actor=actor, day=act.acted_on)


@transaction.atomic
def note_publication(*, actor: Actor, case: Case, published_on: dt.date, reference: str) -> Publication:
    """Note that the decision stands on the national system; the clock of its publication is met on that day.

    Raises:
        RuleBroken: it stands there already, or the day lies in the future.
    """
    case = held(case)
    require(can_handle(actor, case))
    if published_on > timezone.localdate():
        raise RuleBroken(_("This day lies in the future. Check it."), field="published_on")
    with broken():
        made = Publication.objects.create(
            case=case, published_on=published_on, reference=reference.strip(), noted_by_id=actor.user_id
        )
    for step in ("publish_same_province", "publish_push_other_province"):
        meet_case_clock(actor=actor, case=case, step=step, day=published_on)
    note_event(actor, case, "note_publication", came_from=case.status, note=reference.strip())
    trace(actor, "note_publication", case)
    return made


@transaction.atomic
def withdraw_publication(*, actor: Actor, publication: Publication, withdrawn_on: dt.date, reason: str) -> Publication:
    """Note that the decision was taken off the national system, and why; the clock of the withdrawal is met.

    Raises:
        RuleBroken: it is off already, or no reason is given.
    """
    case = held(publication.case)
    require(can_work(actor, case))
    publication = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
    if publication.withdrawn_on is not None:
        raise RuleBroken(_("This publication was withdrawn already."))
    publication.withdrawn_on, publication.withdrawn_reason = withdrawn_on, reason.strip()
    with broken():
        publication.save(update_fields=["withdrawn_on", "withdrawn_reason"])
    meet_case_clock(actor=actor, case=case, step="withdraw_publication", day=withdrawn_on)
    note_event(actor, case, "withdraw_publication", came_from=case.status, note=reason.strip())
    trace(actor, "withdraw_publication", case)
    return publication


@transaction.atomic
def note_agreement(*, actor: Actor, case: Case, form: str, terms: str, agreed_on: dt.date) -> MediationAgreement:
    """Note what the parties of a complaint agreed, and whether it is written, performed at once, or both do without paper.

    Raises:
        RuleBroken: it is noted already, or says nothing.
    """
    case = held(case)
    require(can_handle(actor, case))
    with broken():
        made = MediationAgreement.objects.create(
            case=case, form=form, terms=terms.strip(), agreed_on=agreed_on, noted_by_id=actor.user_id
        )
    note_event(actor, case, "note_agreement", came_from=case.status, note=str(made.get_form_display()))
    trace(actor, "note_agreement", case, form=form)
    return made


@transaction.atomic
def note_call_back(
    *,
    actor: Actor,
    case: Case,
    called_on: dt.date,
    was_reached: bool = True,
    satisfaction: int | None = None,
    note: str = "",
) -> CallBack:
    """Note a call to who complained, also after the case was closed.

    Raises:
        RuleBroken: somebody who was not reached was satisfied.
    """
    case = held(case)
    require(can_work(actor, case))
    with broken():
        made = CallBack.objects.create(
            case=case,
            called_on=called_on,
            was_reached=was_reached,
            satisfaction=satisfaction,
            note=note.strip(),
            noted_by_id=actor.user_id,
        )
    note_event(actor, case, "note_call_back", came_from=case.status)
    trace(actor, "note_call_back", case)
    return made
