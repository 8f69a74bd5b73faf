"""Milestones that are reached, and benefits in kind that are delivered and confirmed by who received them."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit, blobs
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import RuleBroken, require
from erdem.base.workflow import take_step
from erdem.ledger import services as ledger
from erdem.ledger.choices import Unit
from erdem.ledger.services import Document
from erdem.sharing.models import Delivery, Obligation, TermsPayee
from erdem.sharing.policies.reports import can_answer_delivery, can_note_milestone, can_report_delivery
from erdem.sharing.report_choices import DeliveryStatus, ObligationKind, ObligationState
from erdem.sharing.report_workflow import DELIVERY
from erdem.sharing.services.calendars import enter_obligation
from erdem.sharing.services.owing import USER_KEY, book_of, one_at_a_time, open_day, payees_of
from erdem.sharing.services.report_faults import refused
from erdem.sharing.terms import milestone_due

DOCUMENT = "sharing.delivery"


@transaction.atomic
def reach_milestone(*, actor: Actor, obligation: Obligation, day: dt.date, note: str) -> Obligation:
    """Note that a milestone is reached: its sum is due so many days later, by the terms. Noted once; again changes nothing.

    Raises:
        PermissionRefused: the actor is neither the user of the permit nor of its office.
        RuleBroken: it is no milestone, has ended, the day lies ahead, or nothing shows that it is reached.
    """
    require(can_note_milestone(actor, obligation))
    one_at_a_time(obligation.agreement)
    with acting_as(SYSTEM):
        current = Obligation.objects.select_for_update(of=("self",)).get(pk=obligation.pk)
        if current.kind != ObligationKind.MILESTONE or current.state == ObligationState.ENDED:
            raise RuleBroken(_("This is no milestone that can still be reached."))
        if current.reached_on is not None:
            return current
        if day > timezone.localdate():
            raise RuleBroken(_("The day lies ahead. Note a milestone once it is reached."), field="day")
        if not note.strip():
            raise RuleBroken(_("Say what shows that it is reached."), field="note")
        current.reached_on, current.reached_note = day, note.strip()[:300]
        current.due_on = milestone_due(current.terms_version.terms, day)
        current.save(update_fields=["reached_on", "reached_note", "due_on", "updated_at"])
        enter_obligation(actor=SYSTEM, obligation=current)
        current.refresh_from_db()
    _note(actor, "reach_milestone", current)
    return current


@transaction.atomic
def report_delivery(
    *,
    actor: Actor,
    obligation: Obligation,
    payee: TermsPayee,
    day: dt.date,
    amount: int,
    evidence: str,
    file: tuple[str, str, bytes] | None = None,
) -> Delivery:
    """Report that so many of what is owed in kind were delivered. Reported twice in the same words it stands once.

    Args:
        file: name, media type and content of what proves it.

    Raises:
        PermissionRefused: the actor is neither the user of the permit nor of its office.
        RuleBroken: nothing is delivered, nothing proves it, the day lies ahead, or it is not owed to that party.
    """
    require(can_report_delivery(actor, obligation))
    one_at_a_time(obligation.agreement)
    known = {"obligation": obligation, "payee": payee, "day": day, "amount": amount, "evidence": evidence.strip()[:300]}
    held = Delivery.objects.filter(**known, status=DeliveryStatus.REPORTED).first()
    if held is not None:
        return held
    delivery = Delivery(**known, agreement=obligation.agreement, reported_by_id=actor.user_id)
    if file is not None:
        name, media_type, content = file
        delivery.blob, delivery.file_name = blobs.keep(content, media_type=media_type[:100]), name[-200:]
    with refused():
        delivery.save(force_insert=True)
    _note(actor, "report_delivery", obligation, delivery=delivery.pk, amount=amount)
    return delivery


@transaction.atomic
def confirm_delivery(*, actor: Actor, delivery: Delivery) -> Delivery:
    """Confirm, for who received it, that a delivery arrived: it counts from now on. Confirming it again changes nothing.

    Raises:
        PermissionRefused: the actor does not speak for who received it.
        RuleBroken: it was answered otherwise, or the ledger refuses the entry.
    """
    require(can_answer_delivery(actor, delivery))
    current = _locked(delivery)
    if current.status == DeliveryStatus.CONFIRMED:
        return current
    obligation = current.obligation
    with acting_as(SYSTEM):  # the community confirms; the office's book is written by the system
        book = book_of(obligation.permit)
        entry = ledger.record_delivery(
            actor=SYSTEM,
            book=book,
            day=open_day(book, current.day),
            memo=f"{obligation.permit.number} {obligation.label}",
            by=payees_of(obligation.permit)[USER_KEY].payee,
            to=current.payee.payee,
            unit=Unit(obligation.unit),
            amount=current.amount,
            evidence=current.evidence,
            document=Document(DOCUMENT, str(current.pk)),
        )
    given = {"answered_by_id": actor.user_id, "answered_at": timezone.now(), "entry_id": entry.pk}
    with refused():
        take_step(DELIVERY, current, "confirm", actor=actor, **given)
    _note(actor, "confirm_delivery", obligation, delivery=current.pk)
    return current


@transaction.atomic
def refuse_delivery(*, actor: Actor, delivery: Delivery, reason: str) -> Delivery:
    """Say, for who should have received it, that a delivery did not arrive.

    Raises:
        PermissionRefused: the actor does not speak for who should have received it.
        RuleBroken: it was answered already, or no reason is given.
    """
    require(can_answer_delivery(actor, delivery))
    current = _locked(delivery)
    given = {"status_reason": reason.strip()[:500], "answered_by_id": actor.user_id, "answered_at": timezone.now()}
    with refused():
        take_step(DELIVERY, current, "refuse", actor=actor, **given)
    _note(actor, "refuse_delivery", current.obligation, delivery=current.pk)
    return current


def _locked(delivery: Delivery) -> Delivery:
    related = ("obligation__permit__request", "obligation__permit__office", "payee__organisation")
    return Delivery.objects.select_for_update(of=("self",)).select_related(*related).get(pk=delivery.pk)


def _note(actor: Actor, action: str, obligation: Obligation, **detail: object) -> None:
    said = {"permit": obligation.permit.number, "key": obligation.key, **detail}
    organisation = obligation.permit.request.applicant_id
    audit.record(actor, action=f"sharing.{action}", target=obligation, organisation_id=organisation, detail=said)
