"""Who sees and does what with permits. Second lock: ``sql/permits.sql``.

A permit and what hangs on it is seen with its request. The public register is for everybody: it holds nothing else.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import ALLOWED, Decision, Denied, built_once
from erdem.sharing.choices import RequestStatus
from erdem.sharing.models import AccessRequest, Permit
from erdem.sharing.policies.requests import EVERYTHING, handles, is_applicant, spoken_for, visible_with_request


@built_once
def visible_with_permit(actor: Actor) -> Q:
    """Records and acts are seen with their permit."""
    if actor.is_machine:
        return EVERYTHING
    return Q(Exists(Permit.objects.filter(visible_with_request(actor), pk=OuterRef("permit_id"))))


def visible_register(_actor: Actor) -> Q:
    """The public register is for everybody."""
    return EVERYTHING


def keeps_request(actor: Actor, request: AccessRequest) -> bool:
    """Say whether the actor's office issues and keeps the permit of a request; nobody does of the own house."""
    return actor.is_machine or (handles(actor, request) and not is_applicant(actor, request))


def can_issue(actor: Actor, request: AccessRequest) -> Decision:
    """The office that handles the request issues its permit."""
    if is_applicant(actor, request):
        return Denied(_("This is a request of your own. Somebody else of the office handles it."))
    if keeps_request(actor, request):
        return ALLOWED
    return Denied(_("Only the office that handles the request issues its permit."))


def can_keep_permit(actor: Actor, permit: Permit) -> Decision:
    """The office amends, suspends, puts in force again and revokes; the system when a holder or the day says so."""
    return can_issue(actor, permit.request)


def can_expire(actor: Actor, permit: Permit) -> Decision:
    """That the last day has passed is noted by the system, or by the office."""
    return can_keep_permit(actor, permit)


def can_publish(actor: Actor, request: AccessRequest, community: int | None) -> Decision:
    """A party says for itself what the register may show: the applicant, or a steward of a community that was asked."""
    own = is_applicant(actor, request) if community is None else community in spoken_for(actor, request)
    if own:
        return ALLOWED
    return Denied(_("Only the party itself says what the register may show of it."))


def can_withdraw_consent(actor: Actor, permit: Permit, community: int) -> Decision:
    """A steward of a community that gave its consent takes it back."""
    if permit.request.status == RequestStatus.PERMITTED and community in spoken_for(actor, permit.request):
        return ALLOWED
    return Denied(_("Only a steward of a community that gave its consent takes it back."))
