"""What holders do with a request: answer record by record, stop it, say how many have to agree; and how the asking ends."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import RuleBroken, require
from erdem.base.workflow import take_step
from erdem.knowledge.choices import AccessLevel
from erdem.knowledge.models import Record
from erdem.sharing.choices import Answer, RequestStatus
from erdem.sharing.content import RecordAnswer
from erdem.sharing.models import AccessRequest, HolderDecision, HolderQuestion, QuorumChoice
from erdem.sharing.policies import can_answer_question, can_choose_quorum, can_tend_request, can_veto, spoken_for
from erdem.sharing.queries.requests import TERMS, agreed_records, deadline, records_of_question
from erdem.sharing.services.checking import put_questions
from erdem.sharing.services.faults import SENTENCES, broken
from erdem.sharing.services.trace import moved, trace
from erdem.sharing.workflow import REQUEST


@transaction.atomic
def answer_question(
    *,
    actor: Actor,
    question: HolderQuestion,
    decisions: Sequence[RecordAnswer],
    conditions: str = "",
    basis: str = "",
) -> HolderQuestion:
    """Answer for a community: yes or no to each of its records. After the last community the request goes on by itself.

    Args:
        decisions: one for each record that the community holds.
        conditions: what the community asks in return, in its own words.
        basis: by what it was decided, such as the resolution of a meeting. A refusal needs neither.

    Raises:
        PermissionRefused: the actor is no steward of the community.
        RuleBroken: it was answered already, the time is over, or a record is left without an answer.
    """
    require(can_answer_question(actor, question))
    held = HolderQuestion.objects.select_for_update(of=("self",)).select_related("request").get(pk=question.pk)
    if held.answer != Answer.WAITING:
        raise RuleBroken(str(SENTENCES["answer_stands"]))
    answer = answer_of(held, decisions)
    if answer != Answer.REFUSED and not basis.strip():
        raise RuleBroken(_("Write by what your community decided, such as the meeting and its day."), field="basis")
    with broken():
        HolderDecision.objects.bulk_create(
            HolderDecision(question=held, requested_id=each.requested_id, agrees=each.agrees, level=each.level)
            for each in decisions
        )
        held.answer, held.conditions, held.basis = answer, conditions.strip(), basis.strip()
        held.answered_by_id, held.answered_at = actor.user_id, timezone.now()
        held.save(update_fields=["answer", "conditions", "basis", "answered_by", "answered_at"])
    trace(actor, "answer_question", held.request, organisation_id=held.community_id, answer=str(answer))
    go_on_when_all_have_answered(held.request)
    return held


def go_on_when_all_have_answered(access_request: AccessRequest) -> None:
    """Take a request on after the last community has answered."""
    with acting_as(SYSTEM):
        if not access_request.questions.filter(answer=Answer.WAITING).exists():
            close_questions(actor=SYSTEM, access_request=access_request)


@transaction.atomic
def close_questions(*, actor: Actor, access_request: AccessRequest) -> AccessRequest:
    """End the asking after the last answer or the last day: on to the terms with what was agreed, or to an end.

    Who has not answered by the last day is silent, which is no consent. A community that has come to hold a record in the
    meantime is asked before anything goes on.

    Raises:
        RuleBroken: somebody has time left to answer.
    """
    require(can_tend_request(actor, access_request))
    with acting_as(SYSTEM):
        held, agreed = _closed(access_request)
    is_moved = held.status != RequestStatus.ASKING
    trace(actor, "close_questions" if is_moved else "ask_new_holders", held, agreed=agreed)
    if is_moved:
        moved(held)
    return held


def _closed(access_request: AccessRequest) -> tuple[AccessRequest, int]:
    """Note who was silent and move the request on; return it with the number of agreed records."""
    held = AccessRequest.objects.select_for_update(of=("self",)).get(pk=access_request.pk)
    if held.status != RequestStatus.ASKING:
        raise RuleBroken(str(SENTENCES["answer_while_asked"]))
    if _ask_new_holders(held):
        return held, 0
    _note_silence(held)
    agreed = agreed_records(held)
    if agreed:
        take_step(REQUEST, held, "negotiate", actor=SYSTEM, due_on=deadline(TERMS))
    else:
        take_step(REQUEST, held, "refuse", actor=SYSTEM, due_on=None, decided_at=timezone.now())
    return held, len(agreed)


@transaction.atomic
def veto_request(*, actor: Actor, access_request: AccessRequest, reason: str = "") -> AccessRequest:
    """Stop a request in the name of an asked community, at any time before the permit. No reason is needed.

    Raises:
        PermissionRefused: the actor is no steward of a community that was asked.
        RuleBroken: a permit was issued meanwhile, or the request has ended.
    """
    require(can_veto(actor, access_request))
    community_id = min(spoken_for(actor, access_request))
    with broken():
        take_step(
            REQUEST,
            access_request,
            "veto",
            actor=actor,
            ended_by_community_id=community_id,
            status_reason=reason.strip(),
            decided_at=timezone.now(),
            due_on=None,
        )
    trace(actor, "veto_request", access_request, organisation_id=community_id)
    moved(access_request)
    return access_request


@transaction.atomic
def choose_quorum(*, actor: Actor, record: Record, community_id: int, needed: int) -> QuorumChoice:
    """Say for one holding community how many of the communities that hold a record have to agree; for requests from now on.

    Raises:
        PermissionRefused: the actor is no steward of the community.
        RuleBroken: the community does not hold the record, or the number is not among those possible.
    """
    require(can_choose_quorum(actor, community_id))
    if not 1 <= needed <= max(len(record.holders), 1):
        raise RuleBroken(_("Write a number between one and all communities that hold the record."), field="needed")
    with broken():
        chosen, _made = QuorumChoice.objects.update_or_create(
            record=record, community_id=community_id, defaults={"needed": needed, "chosen_by_id": actor.user_id or 0}
        )
    audit.record(
        actor,
        action="sharing.choose_quorum",
        target=record,
        organisation_id=community_id,
        detail={"needed": needed},
    )
    return chosen


def answer_of(question: HolderQuestion, decisions: Sequence[RecordAnswer]) -> Answer:
    """Return what single decisions come to.

    Raises:
        RuleBroken: a record is left out, named twice, or is not the community's.
    """
    own = {each.pk for each in records_of_question(question, question.request.records.all())}
    if sorted(each.requested_id for each in decisions) != sorted(own):
        raise RuleBroken(_("Say yes or no to each record. Nothing was saved yet."), field="decisions")
    if any(not AccessLevel.TITLE <= each.level <= AccessLevel.FULL for each in decisions):
        raise RuleBroken(_("Choose how far the access goes."), field="decisions")
    said = {each.agrees for each in decisions}
    if said == {True}:
        return Answer.AGREED
    return Answer.PARTLY if True in said else Answer.REFUSED


def _ask_new_holders(access_request: AccessRequest) -> bool:
    """Put the question to communities that hold a record since it was asked for; say whether there are any."""
    for requested in access_request.records.exclude(holders=[]):
        holders = list(Record.objects.values_list("holders", flat=True).get(pk=requested.record_id))
        new = [holder for holder in holders if holder not in requested.holders]
        if new:
            needed = (
                len(requested.holders) + len(new) if requested.needed == len(requested.holders) else requested.needed
            )
            requested.holders, requested.needed = [*requested.holders, *new], needed
            requested.save(update_fields=["holders", "needed"])
    asked = put_questions(access_request)
    if asked:
        AccessRequest.objects.filter(pk=access_request.pk).update(
            due_on=max(access_request.questions.values_list("due_on", flat=True))
        )
        access_request.refresh_from_db()
    return bool(asked)


def _note_silence(access_request: AccessRequest) -> None:
    today = timezone.localdate()
    waiting = list(access_request.questions.filter(answer=Answer.WAITING))
    if any(each.due_on >= today for each in waiting):
        raise RuleBroken(_("A community still has time to answer. Nothing was closed."))
    for question in waiting:
        question.answer = Answer.SILENT
        question.save(update_fields=["answer"])
