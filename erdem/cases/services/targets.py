"""Writes on the list of a campaign: targets with their grounds, what was found, the case opened from a target."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import RuleBroken, require
from erdem.cases.choices import CaseKind, CaseRole, Channel, PartyKind, RiskRuleCode, Subject, TargetKind, TargetState
from erdem.cases.models import Campaign, CampaignTarget, Case, Party, TargetGround, TargetVisit
from erdem.cases.policies import can_arrange, can_lead, can_take_part, can_visit, can_work, own_offices
from erdem.cases.queries.campaign_risks import (
    Ground,
    Proposal,
    grounds_of_typed,
    proposals_for,
    rules_in_force,
    weighed,
)
from erdem.cases.queries.campaigns import next_ordinal, working_offices
from erdem.cases.services.campaigns import trace_campaign
from erdem.cases.services.faults import broken
from erdem.cases.services.opening import NewCase, open_case
from erdem.cases.services.parties import PartyContent, add_case_party, save_party
from erdem.cases.services.trace import person_of

OPENED = (CaseKind.REPORT, CaseKind.PENALTY, CaseKind.COMPLAINT)
"""Kinds of case that are opened from a target."""


@dataclass(frozen=True)
class NewTarget:
    """A target that an officer types in. ``knows`` is what the officer knows of it; it gives points only when written."""

    kind: str
    name: str
    place_code: str = ""
    address: str = ""
    right_number: str = ""
    knows: str = ""


@dataclass(frozen=True)
class NewVisit:
    """What two officers found at a target."""

    visited_on: dt.date
    first_officer_id: int
    second_officer_id: int
    result: str
    note: str = ""
    inspection_id: int | None = None


@transaction.atomic
def take_proposals(*, actor: Actor, campaign: Campaign, keys: Iterable[str]) -> list[CampaignTarget]:
    """Put proposals on the list, by their keys on the page; grounds are worked out anew, never taken from the page.

    Raises:
        PermissionRefused: the actor's office takes no part.
        RuleBroken: nothing was chosen, or nothing of it is proposed any more.
    """
    require(can_take_part(actor, campaign))
    wanted = set(keys)
    _hold(campaign)
    chosen = [one for one in proposals_for(actor, campaign) if one.key in wanted]
    if not chosen:
        raise RuleBroken(_("Tick what is to stand on the list. What is there already is not proposed again."))
    made = [_add(actor, campaign, one, one.grounds) for one in chosen]
    trace_campaign(actor, "take_proposals", campaign, "、".join(one.name for one in made[:20]), count=len(made))
    return made


@transaction.atomic
def add_target(*, actor: Actor, campaign: Campaign, new: NewTarget) -> CampaignTarget:
    """Put something on the list that an officer types in; what is known of it besides gives points too.

    Raises:
        RuleBroken: no name, or it is on the list already.
    """
    require(can_take_part(actor, campaign))
    _hold(campaign)
    words = {name: value.strip() for name, value in vars(new).items() if name != "knows"}
    knows = [Ground(RiskRuleCode.OFFICER, note=new.knows.strip()[:300])] if new.knows.strip() else []
    proposal = Proposal(**words, grounds=[*knows])
    made = _add(actor, campaign, proposal, grounds_of_typed(actor, campaign, proposal))
    trace_campaign(actor, "add_target", campaign, made.name, target=made.ordinal)
    return made


@transaction.atomic
def note_ground(*, actor: Actor, target: CampaignTarget, knows: str) -> TargetGround:
    """Add what an officer knows of a target to its grounds.

    Raises:
        RuleBroken: nothing was written, or this ground has all the points that it can give.
    """
    require(can_arrange(actor, target))
    if not knows.strip():
        raise RuleBroken(_("Write what is known of it."), field="knows")
    spent: dict[str, int] = {}
    for points, code in target.grounds.values_list("points", "rule__code"):
        spent[code] = spent.get(code, 0) + points
    grounds = weighed([Ground(RiskRuleCode.OFFICER, note=knows.strip()[:300])], rules_in_force(), spent)
    if not grounds:
        raise RuleBroken(_("What officers know has given all the points that it can give."), field="knows")
    (made,) = _note(actor, target, grounds)
    trace_campaign(actor, "note_ground", target.campaign, target.name, target=target.ordinal)
    return made


@transaction.atomic
def arrange_target(
    *, actor: Actor, target: CampaignTarget, state: str, reason: str = "", office_id: int | None = None
) -> CampaignTarget:
    """Put a target on the list, drop it with a reason, or give it to an office that takes part.

    Raises:
        RuleBroken: no reason for dropping, it was inspected already, or the office takes no part.
    """
    target = _held(target)
    require(can_arrange(actor, target))
    if office_id is not None and office_id != target.office_id:
        require(can_lead(actor, target.campaign))
        target.office_id = office_id
    target.state = state
    target.drop_reason = reason.strip() if state == TargetState.DROPPED else ""
    with broken():
        target.save(update_fields=["state", "drop_reason", "office"])
    said = f"{target.name}　{target.drop_reason}".strip()
    trace_campaign(actor, "arrange_target", target.campaign, said, target=target.ordinal, state=state)
    return target


@transaction.atomic
def move_target(*, actor: Actor, target: CampaignTarget, earlier: bool) -> None:
    """Move a target one place up or down in the order in which it is inspected.

    Raises:
        PermissionRefused: the actor is not of the lead office.
    """
    require(can_lead(actor, target.campaign))
    _hold(target.campaign)
    listed = list(
        CampaignTarget.objects.filter(campaign=target.campaign, state=TargetState.LISTED).order_by(
            "position", "-score", "ordinal"
        )
    )
    at = next((n for n, one in enumerate(listed) if one.pk == target.pk), None)
    other = None if at is None else at - 1 if earlier else at + 1
    if at is None or other is None or not 0 <= other < len(listed):
        return
    listed[at], listed[other] = listed[other], listed[at]
    with broken():
        for position, one in enumerate(listed, start=1):
            if one.position != position:
                CampaignTarget.objects.filter(pk=one.pk).update(position=position)
    trace_campaign(actor, "move_target", target.campaign, target.name, target=target.ordinal)


@transaction.atomic
def note_visit(*, actor: Actor, target: CampaignTarget, new: NewVisit) -> TargetVisit:
    """Note what two officers found at a target; a later result stands beside the earlier one and counts from then on.

    Raises:
        RuleBroken: with the field to correct: one officer, another office, before the action, no words.
    """
    require(can_visit(actor, target))
    if new.first_officer_id == new.second_officer_id:
        raise RuleBroken(_("Two different officers inspect."), field="second_officer")
    with broken():
        visit = TargetVisit.objects.create(
            target=target, noted_by_id=person_of(actor), **{**vars(new), "note": new.note.strip()}
        )
    said = f"{target.name}　{visit.get_result_display()}"
    trace_campaign(actor, "note_visit", target.campaign, said, target=target.ordinal, result=visit.result)
    return visit


@transaction.atomic
def open_target_case(
    *, actor: Actor, target: CampaignTarget, kind: str, title: str, facts: str, subject: str = Subject.OTHER
) -> Case:
    """Open a case from a target, with the target as respondent, and link it.

    Raises:
        PermissionRefused: another office works on the target.
        RuleBroken: it has a case already, or the kind of case is not opened this way.
    """
    target = _held(target)
    require(can_visit(actor, target))
    if target.case_id is not None:
        raise RuleBroken(_("This target has a case already."))
    if kind not in OPENED:
        raise RuleBroken(_("Choose what kind of case it is."), field="kind")
    case = open_case(
        actor=actor,
        new=NewCase(
            kind=kind,
            title=title,
            office=target.office,
            received_on=timezone.localdate(),
            subject=subject,
            channel=Channel.INSPECTION,
            facts=facts.strip(),
            right_number=target.right_number,
        ),
    )
    party = _party_of(actor, target)
    add_case_party(actor=actor, case=case, party=party, role=CaseRole.RESPONDENT)
    return _tied(actor, target, case)


@transaction.atomic
def link_target_case(*, actor: Actor, target: CampaignTarget, case: Case) -> Case:
    """Link a case that the office has already to a target.

    Raises:
        RuleBroken: the case is of another office, or the target has one already.
    """
    target = _held(target)
    require(can_visit(actor, target))
    require(can_work(actor, case))
    return _tied(actor, target, case)


def _tied(actor: Actor, target: CampaignTarget, case: Case) -> Case:
    target.case_id = case.pk
    with broken():
        target.save(update_fields=["case"])
    trace_campaign(actor, "link_target_case", target.campaign, target.name, target=target.ordinal, case=case.number)
    return case


def _party_of(actor: Actor, target: CampaignTarget) -> Party:
    """Return the party of the own registry that a target is; entered when it is not kept yet."""
    known = Party.objects.filter(office=target.office, merged_into__isnull=True)
    found = known.filter(pk=target.party_id or 0).first() or known.filter(name=target.name).first()
    if found is not None:
        return found
    kind = PartyKind.PLATFORM if target.kind == TargetKind.WEBSITE else PartyKind.UNKNOWN
    content = PartyContent(kind=kind, name=target.name, place_code=target.place_code, address=target.address)
    return save_party(actor=actor, office_id=target.office_id, content=content)


def _add(actor: Actor, campaign: Campaign, proposal: Proposal, grounds: Sequence[Ground]) -> CampaignTarget:
    with broken():
        target = CampaignTarget.objects.create(
            campaign=campaign,
            ordinal=next_ordinal(campaign),
            position=next_ordinal(campaign) + 1000,
            kind=proposal.kind,
            name=proposal.name,
            place_code=proposal.place_code,
            address=proposal.address,
            right_number=proposal.right_number,
            party_id=proposal.party_id,
            office_id=_worker(actor, campaign, proposal.place_code),
            state=TargetState.LISTED,
            added_by_id=person_of(actor),
        )
    _note(actor, target, grounds)
    target.refresh_from_db()
    return target


def _note(actor: Actor, target: CampaignTarget, grounds: Sequence[Ground]) -> list[TargetGround]:
    rules = rules_in_force()
    with broken():
        return [
            TargetGround.objects.create(
                target=target,
                rule=rules[one.code],
                points=one.points,
                note="" if one.finding_id else one.note,
                finding_id=one.finding_id,
                noted_by_id=person_of(actor),
            )
            for one in grounds
        ]


def _worker(actor: Actor, campaign: Campaign, place_code: str) -> int:
    """Return the office that works on a target: who serves its place if the lead adds it, else the own one."""
    own = own_offices(actor)
    if campaign.office_id not in own:
        return next(one.pk for one in working_offices(actor, campaign) if one.pk in own)
    offices = working_offices(actor, campaign)
    near = [one for one in offices if one.place_id and place_code.startswith(one.place_id.rstrip("0"))]
    near.sort(key=lambda one: -len((one.place_id or "").rstrip("0")))
    return near[0].pk if place_code and near else campaign.office_id


def _hold(campaign: Campaign) -> None:
    """Hold the campaign, so that two officers do not give one number twice; who only takes part may not lock it itself."""
    with acting_as(SYSTEM):
        Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)


def _held(target: CampaignTarget) -> CampaignTarget:
    found = CampaignTarget.objects.select_for_update(of=("self",)).filter(pk=target.pk).first()
    if found is None:
        raise RuleBroken(_("Another office works on this target."))
    return found
