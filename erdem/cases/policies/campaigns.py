"""Who sees and does what with campaigns and typical cases. Second lock: ``sql/campaigns.sql``, ``sql/typical.sql``.

A campaign is one shared file for the lead office, the offices that were invited or take part, and the region above. What an
officer proposed because of a finding shows that ground to who sees the finding alone.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import ALLOWED, Decision, Denied, built_once
from erdem.cases.choices import PartState
from erdem.cases.models import Campaign, CampaignOffice, CampaignTarget, TypicalCase
from erdem.cases.policies.cases import EVERYTHING, NOTHING, own_offices
from erdem.overlap.models import Finding
from erdem.overlap.policies import visible_to as visible_findings
from erdem.people.choices import Role


def overseen(actor: Actor) -> Q:
    """What lies in a place that the region's officer oversees."""
    rule = NOTHING
    if actor.has_role(Role.REGION_OFFICER):
        for prefix in actor.place_prefixes:
            rule |= Q(place_code__startswith=prefix)
    return rule


def visible_campaigns(actor: Actor) -> Q:
    """The lead office, offices invited or taking part, the region above."""
    if actor.is_machine:
        return EVERYTHING
    return Q(offices__overlap=own_offices(actor)) | overseen(actor)


@built_once
def visible_with_campaign(actor: Actor) -> Q:
    """What hangs on a campaign is seen with it."""
    if actor.is_machine:
        return EVERYTHING
    return Q(Exists(Campaign.objects.filter(visible_campaigns(actor), pk=OuterRef("campaign_id"))))


@built_once
def visible_with_target(actor: Actor) -> Q:
    """What was found at a target is seen with it."""
    if actor.is_machine:
        return EVERYTHING
    return Q(Exists(CampaignTarget.objects.filter(visible_with_campaign(actor), pk=OuterRef("target_id"))))


@built_once
def visible_grounds(actor: Actor) -> Q:
    """Grounds are seen with their target; one of a finding by who sees that finding."""
    if actor.is_machine:
        return EVERYTHING
    seen = Finding.objects.filter(visible_findings(actor)).order_by().values("pk")
    return visible_with_target(actor) & (Q(finding__isnull=True) | Q(finding_id__in=seen))


def visible_typical(actor: Actor) -> Q:
    """A typical case in the making: its office, the region above, who is asked to check it."""
    if actor.is_machine:
        return EVERYTHING
    if actor.user_id is None:
        return NOTHING
    return Q(office_id__in=own_offices(actor)) | Q(checker_id=actor.user_id) | overseen(actor)


def can_lead(actor: Actor, campaign: Campaign) -> Decision:
    """Officers of the lead office."""
    if campaign.office_id in own_offices(actor):
        return ALLOWED
    return Denied(_("Only the lead office does that."))


def can_approve_plan(actor: Actor, campaign: Campaign) -> Decision:
    """An officer of the lead office who did not write on the plan."""
    decision = can_lead(actor, campaign)
    if decision and actor.user_id in campaign.writers:
        return Denied(_("Who wrote on the plan does not approve it. A second officer of the lead office does."))
    return decision


def can_join(actor: Actor, part: CampaignOffice) -> Decision:
    """Officers of the office that was invited."""
    if part.office_id in own_offices(actor):
        return ALLOWED
    return Denied(_("The invited office answers for itself."))


def can_take_part(actor: Actor, campaign: Campaign) -> Decision:
    """Officers of the lead office, and of offices that have accepted."""
    offices = own_offices(actor)
    if campaign.office_id in offices:
        return ALLOWED
    if campaign.parts.filter(office_id__in=offices, state=PartState.ACCEPTED).exists():
        return ALLOWED
    return Denied(_("Only offices that take part in the campaign do that. Accept the invitation first."))


def can_arrange(actor: Actor, target: CampaignTarget) -> Decision:
    """The lead office, and the office that works on the target."""
    if target.campaign.office_id in own_offices(actor):
        return ALLOWED
    return can_visit(actor, target)


def can_visit(actor: Actor, target: CampaignTarget) -> Decision:
    """Officers of the office that works on the target."""
    if target.office_id in own_offices(actor):
        return can_take_part(actor, target.campaign)
    return Denied(_("Another office works on this target."))


def can_write_typical(actor: Actor, typical: TypicalCase) -> Decision:
    """Officers of the office whose case it is."""
    if typical.office_id in own_offices(actor):
        return ALLOWED
    return Denied(_("Only the office whose case it is works on a typical case."))


def can_check_typical(actor: Actor, typical: TypicalCase) -> Decision:
    """The person asked to check it, who wrote no word of it."""
    if actor.user_id is None or actor.user_id != typical.checker_id:
        return Denied(_("Only who was asked to check it does that."))
    if actor.user_id in typical.writers:
        return Denied(_("Who wrote on it does not check it."))
    return ALLOWED
