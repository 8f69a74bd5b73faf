"""Public notice and objections: anybody objects, the office answers with reasons, a notice that has run its time ends."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import PermissionRefused, RuleBroken, require
from erdem.knowledge.choices import Status
from erdem.knowledge.models import Objection, Objector, PublicNotice, Record
from erdem.knowledge.policies import can_end_public_notice, can_hear, can_object
from erdem.knowledge.queries.gates import what_stands_in_the_way
from erdem.knowledge.queries.rules import end_of, rule_in_force
from erdem.knowledge.register_choices import NoticeOutcome, ObjectionOutcome, RuleKey
from erdem.knowledge.services.closing import close_stage
from erdem.knowledge.services.history import leave_trace, move
from erdem.knowledge.services.stages import enter_under_consent, refuse_while_missing

MOST_OPEN = 50
"""Undecided objections to one notice, so that a flood of them does not bury the rest."""
BACK = {"classification": "classify_again", "review": "review_again"}


@dataclass(frozen=True)
class Complaint:
    """What somebody who objects writes. Name and contact are for the office alone."""

    text: str
    name: str
    contact: str


@transaction.atomic
def file_objection(*, actor: Actor, notice: PublicNotice, complaint: Complaint) -> Objection:
    """Take an objection to a record on notice; anybody objects, signed in or not. Sent twice it is taken once.

    Raises:
        PermissionRefused: the notice is over.
        RuleBroken: something is missing, or there are too many already.
    """
    require(can_object(actor, notice))
    for name, value in (("text", complaint.text), ("name", complaint.name), ("contact", complaint.contact)):
        if not value.strip():
            raise RuleBroken(_("Fill this in, so that you can be answered."), field=name)
    mark = hashlib.sha256("\n".join((complaint.text, complaint.name, complaint.contact)).encode()).hexdigest()
    today, rule = timezone.localdate(), rule_in_force(RuleKey.OBJECTION)
    with acting_as(SYSTEM):  # who is not signed in does not see even the own objection
        known = Objection.objects.filter(notice=notice, fingerprint=mark).first()
        if known is not None:
            return known
        if Objection.objects.filter(notice=notice, outcome="").count() >= MOST_OPEN:
            raise RuleBroken(_("Very many objections have come in. Please bring yours to the office in person."))
        record = Record.objects.get(pk=notice.record_id)
        made = Objection(
            notice=notice,
            user_id=actor.user_id,
            text=complaint.text.strip(),
            fingerprint=mark,
            rule=rule,
            due_on=end_of(rule, today),
        )
        made.save(force_insert=True)
        Objector(objection=made, name=complaint.name.strip(), contact=complaint.contact.strip()).save(force_insert=True)
        audit.record(
            SYSTEM,
            action="knowledge.file_objection",
            target=record,
            place_code=record.place_id or "",
            detail={"notice": notice.number, "signed_in": actor.user_id is not None},
        )
    return made


@transaction.atomic
def answer_objection(
    *, actor: Actor, objection: Objection, outcome: str, answer: str, back_to: str = "review"
) -> Objection:
    """Decide on an objection, with reasons. Upheld, the record goes back to its classification or before the experts.

    The last one dismissed after the notice has run its time, the record is registered.

    Raises:
        RuleBroken: no reasons, decided already, or a consent has ended meanwhile.
    """
    require(can_hear(actor, objection.notice.record))
    record = Record.objects.select_for_update().get(pk=objection.notice.record_id)
    if outcome not in ObjectionOutcome.values:
        raise RuleBroken(_("Choose what you decide."), field="outcome")
    if not answer.strip():
        raise RuleBroken(_("Write the reasons; who objected is told them."), field="answer")
    if outcome == ObjectionOutcome.UPHELD and back_to not in BACK:
        raise RuleBroken(_("Choose where the record goes back to."), field="back_to")
    now = timezone.now()
    written = Objection.objects.filter(pk=objection.pk, outcome="").update(
        outcome=outcome, answer=answer.strip(), answered_by_id=actor.user_id, answered_at=now
    )
    if not written:
        raise RuleBroken(_("Somebody has decided on this objection in the meantime."))
    if record.status in (Status.PUBLIC_NOTICE, Status.OBJECTION):
        _go_on(actor, record, objection.notice, outcome, answer, back_to)
    leave_trace(actor, "knowledge.answer_objection", record, outcome=outcome)
    objection.refresh_from_db()
    return objection


def _go_on(actor: Actor, record: Record, notice: PublicNotice, outcome: str, answer: str, back_to: str) -> None:
    if outcome == ObjectionOutcome.UPHELD:
        move(record, BACK[back_to], actor, status_reason=answer.strip())
        close_stage(record, NoticeOutcome.UPHELD)
    elif record.status == Status.OBJECTION and not notice.objections.filter(outcome="").exists():
        refuse_while_missing(record)
        move(record, "dismiss_objections", actor, status_reason="", registered_at=timezone.now())
        close_stage(record, NoticeOutcome.REGISTERED)
        enter_under_consent(record)


@transaction.atomic
def end_public_notice(*, actor: Actor, record: Record) -> Record:
    """End a notice that has run its time: registered, or to the objections when some are undecided. Ended, it does nothing.

    Raises:
        RuleBroken: it still runs, or a consent has ended meanwhile.
    """
    require(can_end_public_notice(actor, record))
    record = Record.objects.select_for_update().get(pk=record.pk)
    notice = PublicNotice.objects.filter(record=record, outcome="").first()
    if record.status != Status.PUBLIC_NOTICE or notice is None:
        return record
    if notice.ends_on >= timezone.localdate():
        raise RuleBroken(
            _("The notice runs until the end of %(day)s. It cannot be ended sooner.")
            % {"day": notice.ends_on.isoformat()}
        )
    waiting = notice.objections.filter(outcome="").count()
    if waiting:
        move(record, "hear_objections", actor, status_reason="", detail={"objections": waiting})
    else:
        refuse_while_missing(record)
        move(record, "end_notice", actor, status_reason="", registered_at=timezone.now())
        close_stage(record, NoticeOutcome.REGISTERED)
        enter_under_consent(record)
    leave_trace(actor, "knowledge.end_public_notice", record, objections=waiting)
    return record


def end_due_public_notices(*, actor: Actor) -> int:
    """End every notice that has run its time, each in its own transaction; what waits for a consent stays and is listed.

    Raises:
        PermissionRefused: only machines do this for all places.
    """
    if not actor.is_machine:
        raise PermissionRefused(_("Only the nightly work ends all notices."))
    due = PublicNotice.objects.filter(outcome="", ends_on__lt=timezone.localdate(), record__status=Status.PUBLIC_NOTICE)
    ended = 0
    for record in Record.objects.filter(pk__in=due.order_by().values("record_id")):
        if not what_stands_in_the_way(record):
            end_public_notice(actor=actor, record=record)
            ended += 1
    return ended
