"""Several communities on one record: each moves its own hold, nobody moves another's."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import RuleBroken, require
from erdem.knowledge import queries
from erdem.knowledge.choices import HolderType, HoldingState
from erdem.knowledge.models import Holding, Record
from erdem.knowledge.policies import can_act_for, can_answer_for_holding, can_judge_claim, is_steward
from erdem.people.choices import OrganisationKind
from erdem.people.models import Organisation


@transaction.atomic
def invite_community(*, actor: Actor, record: Record, community: Organisation) -> Holding:
    """Invite another community to hold a record together; it decides itself.

    Raises:
        PermissionRefused: the actor's communities may not act.
        RuleBroken: the actor's communities do not hold the record, or the other one is no community or has a hold already.
    """
    _require_acting_holder(actor, record)
    if community.kind != OrganisationKind.COMMUNITY:
        raise RuleBroken(_("Choose a community."), field="community")
    holding = _begun(record.pk, community.pk, HoldingState.INVITED, "")
    _trace(actor, "knowledge.invite_community", holding, record)
    return holding


@transaction.atomic
def claim_record(*, actor: Actor, number: str, community_id: int, holder_type: str = "") -> Holding:
    """Say that the own community holds a record too. Who holds it judges; when nobody does, the office of the place.

    Raises:
        PermissionRefused: the actor does not act for the community.
        RuleBroken: there is no such record for this reader, or the community has a hold already.
    """
    require(can_act_for(actor, community_id))
    record_id = queries.known_record_id(actor, number)
    if record_id is None:
        raise RuleBroken(_("There is no record with this number that you may know of."), field="number")
    if holder_type not in ("", *HolderType.values) or holder_type == HolderType.UNKNOWN:
        raise RuleBroken(_("Choose what kind of holder the community is."), field="holder_type")
    holding = _begun(record_id, community_id, HoldingState.CLAIMED, holder_type)
    audit.record(actor, action="knowledge.claim_record", target=holding, organisation_id=community_id)
    return holding


def _begun(record_id: int, community_id: int, state: str, holder_type: str) -> Holding:
    """Begin a hold, or begin it anew after the community had left."""
    found = Holding.objects.filter(record_id=record_id, community_id=community_id).first()
    if found is not None and found.state != HoldingState.LEFT:
        raise RuleBroken(_("This community stands at the record already; see below how."), field="community")
    if found is not None:
        raise RuleBroken(
            _("This community has left the record. Its stewards come back by saying so on this page themselves."),
            field="community",
        )
    holding = Holding(record_id=record_id, community_id=community_id, state=state, holder_type=holder_type)
    holding.save(force_insert=True)
    return holding


@transaction.atomic
def answer_invitation(*, actor: Actor, holding: Holding, accept: bool) -> Holding:
    """Accept or decline an invitation in the name of the own community.

    Raises:
        PermissionRefused: the actor does not act for the community.
        RuleBroken: there is no open invitation any more.
    """
    require(can_answer_for_holding(actor, holding))
    _move(holding.pk, HoldingState.INVITED, HoldingState.ACTIVE if accept else HoldingState.LEFT)
    _trace(actor, "knowledge.answer_invitation", holding, holding.record, accepted=accept)
    return holding


@transaction.atomic
def judge_claim(*, actor: Actor, holding: Holding, accept: bool) -> Holding:
    """Accept or decline a claim: those who hold the record, or the office when nobody does.

    Raises:
        PermissionRefused: the actor does neither.
        RuleBroken: there is no open claim any more.
    """
    require(can_judge_claim(actor, holding))
    own = actor.speaks_for.intersection(holding.record.holders)
    for community_id in own:
        require(can_act_for(actor, community_id))
    _move(holding.pk, HoldingState.CLAIMED, HoldingState.ACTIVE if accept else HoldingState.LEFT)
    _trace(actor, "knowledge.judge_claim", holding, holding.record, accepted=accept)
    return holding


@transaction.atomic
def return_to_record(*, actor: Actor, holding: Holding) -> Holding:
    """Claim a record again that the own community had left; it is judged as any claim.

    Raises:
        PermissionRefused: the actor does not act for the community.
        RuleBroken: the community has not left.
    """
    require(can_answer_for_holding(actor, holding))
    _move(holding.pk, HoldingState.LEFT, HoldingState.CLAIMED)
    _trace(actor, "knowledge.return_to_record", holding, holding.record)
    return holding


@transaction.atomic
def leave_record(*, actor: Actor, holding: Holding) -> Holding:
    """Take the own community away from a record. What the others have decided stays as it is.

    Raises:
        PermissionRefused: the actor does not speak for the community.
        RuleBroken: it leads the record, or holds it alone.
    """
    if not actor.is_machine and holding.community_id not in actor.speaks_for:
        require(can_act_for(actor, holding.community_id))
    record = holding.record
    if record.community_id == holding.community_id:
        raise RuleBroken(
            _(
                "Your community leads this record. Hand the lead to another holding community first; if there is none, hand the"
                " record to a custodian or withdraw it."
            )
        )
    if holding.state == HoldingState.LEFT:
        raise RuleBroken(_("Your community has left this record already."))
    _move(holding.pk, holding.state, HoldingState.LEFT)
    _trace(actor, "knowledge.leave_record", holding, record)
    return holding


@transaction.atomic
def hand_over_lead(*, actor: Actor, record: Record, community_id: int) -> Record:
    """Let another holding community lead a record; the own one goes on holding it on its own terms.

    Raises:
        PermissionRefused: the actor does not act for the leading community.
        RuleBroken: the other one does not hold the record.
    """
    leading = record.community_id
    if leading is None:
        raise RuleBroken(_("Nobody leads this record. A community has to claim it first."))
    require(can_act_for(actor, leading))
    if community_id == leading or community_id not in record.holders:
        raise RuleBroken(_("Choose one of the other communities that hold this record."), field="community")
    with acting_as(SYSTEM):  # the change of the leading community would end the old one's hold; it stays as it was
        Record.objects.filter(pk=record.pk, community_id=leading).update(community_id=community_id)
        Holding.objects.filter(record_id=record.pk, community_id=leading).update(state=HoldingState.ACTIVE)
    audit.record(
        actor,
        action="knowledge.hand_over_lead",
        target=record,
        organisation_id=leading,
        detail={"community": community_id},
    )
    return record


def _require_acting_holder(actor: Actor, record: Record) -> None:
    if actor.is_machine:
        return
    if not is_steward(actor, record):
        raise RuleBroken(_("Only the stewards of a community that holds the record invite others."))
    for community_id in actor.speaks_for.intersection(record.holders):
        require(can_act_for(actor, community_id))


def _move(holding_id: int, source: str, target: str) -> None:
    """Move a hold, holding its row; the second of two who press at once is told.

    Raises:
        RuleBroken: it stands elsewhere by now.
    """
    if not Holding.objects.filter(pk=holding_id, state=source).update(state=target):
        raise RuleBroken(_("Somebody has moved this on in the meantime. Reload the page to see where it stands now."))


def _trace(actor: Actor, action: str, holding: Holding, record: Record, **detail: object) -> None:
    audit.record(
        actor,
        action=action,
        target=record,
        organisation_id=holding.community_id,
        detail={"community": holding.community_id, **detail},
    )
