"""After the decision: service, execution, publication; and how a complaint ends: agreement and call-back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date
from erdem.base.policy import RuleBroken, require
from erdem.cases.models import (
    CallBack,
    Case,
    Execution,
    MediationAgreement,
    OfficialDocument,
    Publication,
    ServiceRecord,
)
from erdem.cases.policies import can_handle, can_work
from erdem.cases.services.case_clocks import meet_case_clock
from erdem.cases.services.faults import broken
from erdem.cases.services.staffing import held
from erdem.cases.services.trace import note_event, trace


@transaction.atomic
def serve_document(
    *, actor: Actor, document: OfficialDocument, way: str, receiver: str, received_on: dt.date, receipt: str = ""
) -> ServiceRecord:
    """Note how an issued document was served.

    Raises:
        RuleBroken: it is not issued, it was served already, or the day does not fit.
    """
    case = held(document.case)
    require(can_handle(actor, case))
    earlier = ServiceRecord.objects.filter(document=document).first()
    if earlier is not None:
        words = _("This document was served already, on %(day)s to %(receiver)s. Nothing was noted.")
        raise RuleBroken(words % {"day": iso_date(earlier.received_on), "receiver": earlier.receiver})
    issued = timezone.localtime(document.issued_at).date() if document.issued_at else None
    if received_on > timezone.localdate() or (issued is not None and received_on < issued):
        raise RuleBroken(_("A document is received after it was issued, and not in the future."), field="received_on")
    with broken():
        made = ServiceRecord.objects.create(
            case=case,
            document=document,
            way=way,
            receiver=receiver.strip(),
            received_on=received_on,
            receipt=receipt.strip(),
            noted_by_id=actor.user_id,
        )
    note_event(
        actor, case, "serve_document", came_from=case.status, note=f"{document.title}　{document.number}".strip()
    )
    trace(actor, "serve_document", case, document=document.number, way=way)
    return made


@transaction.atomic
def note_execution(
    *, actor: Actor, case: Case, kind: str, acted_on: dt.date, amount_fen: int = 0, note: str = ""
) -> Execution:
    """Note an act by which a penalty is carried out.

    Raises:
        RuleBroken: a payment without an amount, or something that needs a reason without one.
    """
    case = held(case)
    require(can_handle(actor, case))
    with broken():
        made = Execution.objects.create(
            case=case, kind=kind, acted_on=acted_on, amount_fen=amount_fen, note=note.strip(), noted_by_id=actor.user_id
        )
    note_event(actor, case, "note_execution", came_from=case.status, note=str(made.get_kind_display()))
    trace(actor, "note_execution", case, kind=kind, fen=amount_fen)
    return made


@transaction.atomic
def note_publication(*, actor: Actor, case: Case, published_on: dt.date, reference: str) -> Publication:
    """Note that the decision stands on the national system.

    Raises:
        RuleBroken: it stands there already.
    """
    case = held(case)
    require(can_handle(actor, case))
    with broken():
        made = Publication.objects.create(
            case=case, published_on=published_on, reference=reference.strip(), noted_by_id=actor.user_id
        )
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
