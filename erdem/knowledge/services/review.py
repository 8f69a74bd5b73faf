"""The committee: call experts, have them declare their interests, take their votes, and put the record on notice."""

from __future__ import annotations

import datetime as dt

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.numbering import document_number
from erdem.base.policy import RuleBroken, require
from erdem.knowledge.choices import AccessLevel, Purpose, Status
from erdem.knowledge.models import AccessGrant, ExpertAssignment, ExpertVote, PublicNotice, Record, ReviewRound
from erdem.knowledge.policies import can_call_experts, can_vote, holders_of
from erdem.knowledge.queries.experts import experts
from erdem.knowledge.queries.rules import end_of, rule_in_force
from erdem.knowledge.register_choices import Ballot, Interest, RoundOutcome, RuleKey
from erdem.knowledge.services.closing import close_round, end_access, has_majority
from erdem.knowledge.services.history import leave_trace, move
from erdem.knowledge.services.stages import refuse_while_missing

SERIES = "GS"


def open_round(record: Record) -> ReviewRound:
    """Return the open review of a record, begun with the rule in force today when there is none."""
    found = ReviewRound.objects.filter(record=record, outcome="").first()
    if found is not None:
        return found
    rule = rule_in_force(RuleKey.COMMITTEE)
    position = ReviewRound.objects.filter(record=record).count() + 1
    return ReviewRound.objects.create(record=record, position=position, rule=rule, needed=rule.value)


@transaction.atomic
def assign_expert(*, actor: Actor, record: Record, user_id: int) -> ExpertAssignment:
    """Ask an expert to judge a record; the expert may read what the community allows, until the day to vote.

    Raises:
        RuleBroken: nobody to ask, asked already, or of a community that holds the record.
    """
    require(can_call_experts(actor, record))
    record = Record.objects.select_for_update().get(pk=record.pk)
    _refuse_elsewhere(record)
    expert = next((one for one in experts(actor) if one.user_id == user_id), None)
    if expert is None:
        raise RuleBroken(_("Choose an expert from the list."), field="expert")
    if expert.organisation_ids & holders_of(record) or user_id == record.created_by_id:
        raise RuleBroken(_("Who wrote the record, or belongs to its community, does not judge it."), field="expert")
    round_ = open_round(record)
    if round_.assignments.filter(user_id=user_id).exists():
        raise RuleBroken(_("This expert was asked already."), field="expert")
    due = end_of(rule_in_force(RuleKey.EXPERT_TIME), timezone.localdate())
    made = ExpertAssignment.objects.create(
        record=record, round=round_, user_id=user_id, assigned_by_id=actor.user_id, due_on=due
    )
    made.access_id = _open_access(record, user_id, due, made.pk)
    made.save(update_fields=["access_id"])
    leave_trace(actor, "knowledge.assign_expert", record, expert=user_id)
    return made


def _refuse_elsewhere(record: Record) -> None:
    if record.status != Status.EXPERT_REVIEW:
        raise RuleBroken(_("Somebody has moved this on in the meantime. Reload the page to see where it stands now."))


def _open_access(record: Record, user_id: int, until: dt.date, assignment: int) -> int | None:
    """Give an expert what the community lets permit holders and the office read; None when that is nothing."""
    level = min(record.level_grant, record.level_office, AccessLevel.FULL)
    if level < AccessLevel.TITLE:
        return None
    with acting_as(SYSTEM):  # the grant is in the name of the community, which set its level
        try:
            with transaction.atomic():
                grant = AccessGrant.objects.create(
                    record=record,
                    community_id=record.community_id,
                    user_id=user_id,
                    level=level,
                    purpose=Purpose.PUBLIC_BENEFIT,
                    reference=f"P11/{assignment}",
                    valid_from=timezone.localdate(),
                    valid_until=until,
                )
        except DatabaseError:  # a label of the community forbids this purpose: the expert sees what everybody may see
            return None
    return grant.pk


@transaction.atomic
def declare_interest(*, actor: Actor, assignment: ExpertAssignment, interest: str, text: str = "") -> ExpertAssignment:
    """Declare, before voting, whether one has an interest of one's own. Who has steps back and reads no further.

    Raises:
        RuleBroken: declared already, or an interest without saying which.
    """
    require(can_vote(actor, assignment))
    if interest not in Interest.values:
        raise RuleBroken(_("Choose one of the two."), field="interest")
    if interest == Interest.DECLARED and not text.strip():
        raise RuleBroken(_("Say in a few words which interest it is."), field="interest_text")
    assignment = ExpertAssignment.objects.select_for_update().get(pk=assignment.pk)
    if assignment.interest:
        raise RuleBroken(_("You have declared this already."))
    now = timezone.now()
    assignment.interest, assignment.interest_text, assignment.declared_at = interest, text.strip(), now
    if interest == Interest.DECLARED:
        assignment.released_at = now
    assignment.save(update_fields=["interest", "interest_text", "declared_at", "released_at"])
    if interest == Interest.DECLARED and assignment.access_id:
        end_access([assignment.access_id])
    _leave_trace_of(actor, "knowledge.declare_interest", assignment)
    return assignment


@transaction.atomic
def cast_vote(*, actor: Actor, assignment: ExpertAssignment, vote: str, opinion: str) -> ExpertVote:
    """Vote, with an opinion. Others see it when all are in; nobody changes it.

    Raises:
        RuleBroken: voted already, nothing declared yet, no opinion.
    """
    require(can_vote(actor, assignment))
    if vote not in Ballot.values:
        raise RuleBroken(_("Choose how you vote."), field="vote")
    if not opinion.strip():
        raise RuleBroken(
            _("Write your opinion in a few sentences; the office and the community read it."), field="opinion"
        )
    assignment = ExpertAssignment.objects.select_for_update().get(pk=assignment.pk)
    if assignment.interest != Interest.NONE:
        raise RuleBroken(_("Declare first whether you have an interest of your own in it."))
    if ExpertVote.objects.filter(assignment=assignment).exists():
        raise RuleBroken(_("You have voted already. A vote is not changed."))
    made = ExpertVote.objects.create(
        assignment=assignment, round_id=assignment.round_id, vote=vote, opinion=opinion.strip()
    )
    _leave_trace_of(actor, "knowledge.cast_vote", assignment)
    return made


def _leave_trace_of(actor: Actor, action: str, assignment: ExpertAssignment) -> None:
    with acting_as(SYSTEM):  # an expert may see no more of the record than its title
        record = Record.objects.get(pk=assignment.record_id)
    leave_trace(actor, action, record)


@transaction.atomic
def release_expert(*, actor: Actor, assignment: ExpertAssignment, reason: str) -> ExpertAssignment:
    """Take an expert who has not voted off the review, saying why.

    Raises:
        RuleBroken: the expert has voted, or there is no reason.
    """
    record = assignment.record
    require(can_call_experts(actor, record))
    if not reason.strip():
        raise RuleBroken(_("Say in a sentence why."), field="reason")
    if assignment.released_at is None:
        with acting_as(SYSTEM):  # the vote itself is blind
            voted = ExpertVote.objects.filter(assignment=assignment).exists()
        if voted:
            raise RuleBroken(_("This expert has voted. The vote stands."))
        assignment.released_at, assignment.released_reason = timezone.now(), reason.strip()
        assignment.save(update_fields=["released_at", "released_reason"])
        end_access([assignment.access_id] if assignment.access_id else [])
    leave_trace(actor, "knowledge.release_expert", record, expert=assignment.user_id)
    return assignment


@transaction.atomic
def give_notice(*, actor: Actor, record: Record) -> PublicNotice:
    """Put a record for which the majority voted before the public, for as long as the rule in force says.

    Raises:
        RuleBroken: votes are missing, there is no majority, a consent has ended, or the record was moved on.
    """
    require(can_call_experts(actor, record))
    record = Record.objects.select_for_update().get(pk=record.pk)
    _refuse_elsewhere(record)
    round_ = ReviewRound.objects.filter(record=record, outcome="").first()
    if round_ is None or not round_.all_in:
        raise RuleBroken(_("Not all experts have voted yet."))
    if not has_majority(round_):
        raise RuleBroken(_("There is no majority for it. Return it with the reasons of the experts."))
    refuse_while_missing(record)
    close_round(round_, RoundOutcome.PASSED)
    today, rule = timezone.localdate(), rule_in_force(RuleKey.NOTICE)
    move(record, "give_notice", actor, status_reason="", detail={"experts": round_.votes.count()})
    notice = PublicNotice.objects.create(
        number=document_number(SERIES, today.year),
        record=record,
        rule=rule,
        posted_on=today,
        ends_on=end_of(rule, today),
    )
    leave_trace(actor, "knowledge.give_notice", record, notice=notice.number)
    return notice
