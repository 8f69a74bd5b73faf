"""Calls for unknown holders: put by the office, answered by anybody, decided with reasons after the term."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from importlib import resources
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.numbering import document_number
from erdem.base.policy import RuleBroken, require
from erdem.base.workflow import take_step
from erdem.knowledge.choices import HoldingState
from erdem.knowledge.community_choices import AnswerStatus, CallOutcome, CallStatus, CommunityStatus
from erdem.knowledge.community_workflow import HOLDER_CALL
from erdem.knowledge.models import CommunityProfile, HolderAnswer, HolderCall, Holding, Record
from erdem.knowledge.policies import can_open_call
from erdem.people.models import Organisation

SERIES: Final = "XC"
WHOLE_REGION: Final = " 150000"
MOST_ANSWERS: Final = 500
"""So many answers to one call are taken; more are not read by anybody."""


@dataclass(frozen=True)
class Term:
    """How long a call is open: a dated rule of ``seeds/terms.json``."""

    limit: int
    unit: str
    basis: str
    confidence: str

    def last_day(self, start: dt.date) -> dt.date:
        """Return the last day; the day of opening is not counted. The unit is calendar days."""
        return start + dt.timedelta(days=self.limit)


def term_on(day: dt.date) -> Term:
    """Return the term in force on a day.

    Raises:
        RuleBroken: no rule is in force on that day.
    """
    text = resources.files("erdem.knowledge").joinpath("seeds", "terms.json").read_text(encoding="utf-8")
    for row in json.loads(text):
        begins = dt.date.fromisoformat(row["effective_from"])
        ends = dt.date.fromisoformat(row["effective_to"]) if row["effective_to"] else dt.date.max
        if row["process"] == "holder_call" and row["unit"] == "CD" and begins <= day <= ends:
            return Term(row["limit"], row["unit"], row["basis"], row["confidence"])
    raise RuleBroken(_("No rule says how long a call is open on this day. Tell the region's office."))


@transaction.atomic
def open_call(*, actor: Actor, record: Record, words: str) -> HolderCall:
    """Ask in public who holds a record that nobody has claimed.

    Raises:
        PermissionRefused: the actor's office does not serve the place, somebody holds the record, or it is hidden.
        RuleBroken: no words, or a call is open already.
    """
    require(can_open_call(actor, record))
    record = Record.objects.select_for_update().get(pk=record.pk)
    require(can_open_call(actor, record))
    if not words.strip():
        raise RuleBroken(_("Write what you ask, in words that everybody may read."), field="words")
    if HolderCall.objects.filter(record=record, status=CallStatus.OPEN).exists():
        raise RuleBroken(_("A call for this record is open already."))
    today = timezone.localdate()
    term = term_on(today)
    call = HolderCall(
        number=document_number(SERIES, today.year),
        record=record,
        words=words.strip(),
        place_search=record.place_search or WHOLE_REGION,
        opened_on=today,
        closes_on=term.last_day(today),
        term=term.limit,
        term_unit=term.unit,
        term_basis=term.basis,
        term_confidence=term.confidence,
        opened_by_id=actor.user_id,
    )
    call.save(force_insert=True)
    _trace(actor, "knowledge.open_call", call)
    return call


@dataclass(frozen=True)
class AnswerContent:
    """What somebody answers to a call."""

    holder_name: str
    name: str
    contact: str
    grounds: str
    community_id: int | None = None


@transaction.atomic
def answer_call(*, actor: Actor, call: HolderCall, content: AnswerContent) -> HolderAnswer:
    """Keep an answer to an open call, from anybody, signed in or not.

    Raises:
        RuleBroken: the call is closed, a field is missing, the community is not the writer's, or too many answers came in.
    """
    if call.status != CallStatus.OPEN or timezone.localdate() > call.closes_on:
        raise RuleBroken(_("This call is closed. Nothing was sent. Write to the office of the place instead."))
    for field in ("holder_name", "name", "contact", "grounds"):
        if not getattr(content, field).strip():
            raise RuleBroken(_("This is needed, so that the office can judge and answer you."), field=field)
    if content.community_id is not None and content.community_id not in actor.speaks_for:
        raise RuleBroken(_("You answer in the name of a community only as its steward."), field="community")
    with acting_as(SYSTEM):  # a writer who is not signed in sees neither answers nor the trail
        if HolderAnswer.objects.filter(call=call).count() >= MOST_ANSWERS:
            raise RuleBroken(
                _("Very many answers came in. Nothing was sent. Write to the office of the place instead.")
            )
    answer = HolderAnswer(
        call=call,
        user_id=actor.user_id,
        community_id=content.community_id,
        holder_name=content.holder_name.strip(),
        name=content.name.strip(),
        contact=content.contact.strip(),
        grounds=content.grounds.strip(),
        place_search=call.place_search,
    )
    answer.save(force_insert=True)
    with acting_as(SYSTEM):
        audit.record(
            SYSTEM,
            action="knowledge.answer_call",
            target=answer,
            place_code=call.place_search.split()[0],
            detail={"by": actor.kind.value},
        )
    return answer


@transaction.atomic
def decide_call(
    *, actor: Actor, call: HolderCall, reasons: str, answer_id: str = "", community: Organisation | None = None
) -> HolderCall:
    """Decide after the term: the holder that an answer led to, or nobody. Every answer gets the reasons.

    Raises:
        PermissionRefused: the actor's office does not serve the place.
        RuleBroken: the term runs still, no reasons, or the holder is not a recognised community.
    """
    require(HOLDER_CALL.step("decide").allowed(actor, call))
    today = timezone.localdate()
    if today <= call.closes_on:
        raise RuleBroken(
            _("The call is open until %(day)s. It is decided after that day, so that nobody comes too late.")
            % {"day": call.closes_on}
        )
    if not reasons.strip():
        raise RuleBroken(_("This step needs a reason. Write one or two sentences."), field="reasons")
    if community is not None:
        _give(call, community)
    take_step(
        HOLDER_CALL,
        call,
        "decide",
        actor=actor,
        status_reason=reasons.strip(),
        outcome=CallOutcome.FOUND if community else CallOutcome.NONE,
        community_id=community.pk if community else None,
        decided_by_id=actor.user_id,
        decided_on=today,
    )
    answers = HolderAnswer.objects.filter(call=call, status=AnswerStatus.RECEIVED)
    given = {"reply": reasons.strip(), "replied_at": timezone.now()}
    if community is not None and answer_id:
        answers.filter(pk=answer_id).update(status=AnswerStatus.ACCEPTED, **given)
    answers.update(status=AnswerStatus.DECLINED, **given)
    _trace(actor, "knowledge.decide_call", call)
    return call


def _give(call: HolderCall, community: Organisation) -> None:
    """Enter the holder that was found; the record keeps what protected it, the community decides from here on."""
    if not CommunityProfile.objects.filter(organisation=community, status=CommunityStatus.RECOGNISED).exists():
        raise RuleBroken(
            _(
                "Choose a recognised community. If the holder is not known here yet, have it proposed and recognised first."
            ),
            field="community",
        )
    profile = CommunityProfile.objects.get(organisation=community)
    with acting_as(SYSTEM):  # a hold is the community's own; this first one follows from the decision
        record = Record.objects.select_for_update().get(pk=call.record_id)
        if record.holders:
            raise RuleBroken(_("A community holds this record by now. Call the call off, naming it."))
        Record.objects.filter(pk=record.pk).update(community=community, holder_type=profile.holder_type)
        Holding.objects.filter(record_id=record.pk, community=community).update(
            state=HoldingState.ACTIVE, holder_type=profile.holder_type
        )


@transaction.atomic
def call_off(*, actor: Actor, call: HolderCall, reasons: str) -> HolderCall:
    """Call a call off, saying why; answers are told.

    Raises:
        PermissionRefused: the actor's office does not serve the place.
        RuleBroken: no reasons, or it is closed already.
    """
    require(HOLDER_CALL.step("call_off").allowed(actor, call))
    take_step(
        HOLDER_CALL,
        call,
        "call_off",
        actor=actor,
        status_reason=reasons.strip(),
        decided_by_id=actor.user_id,
        decided_on=timezone.localdate(),
    )
    HolderAnswer.objects.filter(call=call, status=AnswerStatus.RECEIVED).update(
        status=AnswerStatus.DECLINED, reply=reasons.strip(), replied_at=timezone.now()
    )
    _trace(actor, "knowledge.call_off", call)
    return call


def _trace(actor: Actor, action: str, call: HolderCall) -> None:
    audit.record(actor, action=action, target=call, place_code=call.place_search.split()[0])
