"""Who sees and does what with agreements on terms. Second lock: ``sql/agreements.sql``.

An agreement is seen by its parties (the applicant and the communities whose holders agreed) and by the office that handles the
request. A community that was asked and did not agree is no party and sees no terms.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import ALLOWED, Decision, Denied, built_once
from erdem.people.choices import Role
from erdem.sharing.choices import AgreementStatus, RequestStatus
from erdem.sharing.models import AccessRequest, Agreement, AgreementComment, AgreementVersion
from erdem.sharing.policies.requests import EVERYTHING, NOTHING, handles, is_applicant, served_divisions


@dataclass(frozen=True)
class PartyOf:
    """A party for which an actor may act: the applicant (``community`` None) or a community."""

    community: int | None


def visible_agreements(actor: Actor) -> Q:
    """The parties, and the office that handles the request."""
    if actor.is_machine:
        return EVERYTHING
    if actor.user_id is None:
        return NOTHING
    own = list(actor.organisation_ids)
    seen = Q(providers__overlap=own) | Q(request__applicant_user_id=actor.user_id) | Q(request__applicant_id__in=own)
    for digits in served_divisions(actor):
        seen |= Q(request__place_search__contains=f" {digits}")
    return seen


@built_once
def visible_versions(actor: Actor) -> Q:
    """Versions are seen with their agreement."""
    if actor.is_machine:
        return EVERYTHING
    return Q(Exists(Agreement.objects.filter(visible_agreements(actor), pk=OuterRef("agreement_id"))))


@built_once
def _with_version(actor: Actor) -> Q:
    return Q(Exists(AgreementVersion.objects.filter(visible_versions(actor), pk=OuterRef("version_id"))))


def visible_assents(actor: Actor) -> Q:
    """Assents are seen with their version."""
    return EVERYTHING if actor.is_machine else _with_version(actor)


def visible_comments(actor: Actor) -> Q:
    """Comments are seen with their version; the private ones of a community by its members alone."""
    if actor.is_machine:
        return EVERYTHING
    return _with_version(actor) & (Q(community=None) | Q(community__in=list(actor.organisation_ids)))


def visible_clauses(_actor: Actor) -> Q:
    """The library is for everybody."""
    return EVERYTHING


def parties_of(actor: Actor, agreement: Agreement) -> tuple[PartyOf, ...]:
    """Return the parties for which the actor may propose and agree: the own firm, communities as their steward."""
    found = [PartyOf(None)] if is_applicant(actor, agreement.request) else []
    if actor.has_role(Role.STEWARD):
        found += [PartyOf(community) for community in agreement.providers if community in actor.speaks_for]
    return tuple(found)


def is_party(actor: Actor, agreement: Agreement, community: int | None) -> bool:
    """Say whether the actor acts for that party."""
    return PartyOf(community) in parties_of(actor, agreement)


def comments_privately_for(actor: Actor, agreement: Agreement) -> frozenset[int]:
    """Return the providing communities of which the actor is a member."""
    return frozenset(agreement.providers) & actor.organisation_ids


def can_open_agreement(actor: Actor, request: AccessRequest) -> Decision:
    """The system opens it when the holders have agreed; the office may."""
    if request.status != RequestStatus.NEGOTIATING:
        return Denied(_("Terms are negotiated once the holders have agreed."))
    if actor.is_machine or (handles(actor, request) and not is_applicant(actor, request)):
        return ALLOWED
    return Denied(_("The office opens the negotiation once the holders have agreed."))


def can_propose(actor: Actor, agreement: Agreement) -> Decision:
    """A party proposes terms as long as nothing is signed."""
    if agreement.status not in (AgreementStatus.NEGOTIATING, AgreementStatus.SETTLED):
        return Denied(_("These terms are not negotiated any more."))
    if parties_of(actor, agreement):
        return ALLOWED
    return Denied(_("Only the applicant and the stewards of the communities that agreed propose terms."))


def can_assent(actor: Actor, agreement: Agreement) -> Decision:
    """A party agrees to the newest version; an office never agrees for a community."""
    if agreement.status != AgreementStatus.NEGOTIATING:
        return Denied(_("These terms are not negotiated any more."))
    if parties_of(actor, agreement):
        return ALLOWED
    return Denied(_("Only the applicant and the stewards of the communities that agreed may agree to terms."))


def can_comment(actor: Actor, agreement: Agreement) -> Decision:
    """Whoever sees the agreement comments on it until it is signed."""
    if agreement.status not in (AgreementStatus.NEGOTIATING, AgreementStatus.SETTLED):
        return Denied(_("These terms are not negotiated any more."))
    if is_applicant(actor, agreement.request) or comments_privately_for(actor, agreement):
        return ALLOWED
    if handles(actor, agreement.request):
        return ALLOWED
    return Denied(_("Only the parties and the office comment on terms."))


def can_resolve(actor: Actor, comment: AgreementComment) -> Decision:
    """Who may comment may say that a comment is dealt with; a private one the members of its community."""
    if comment.community_id is not None and comment.community_id not in actor.organisation_ids:
        return Denied(_("Only the parties and the office comment on terms."))
    return can_comment(actor, comment.version.agreement)


def can_extend(actor: Actor, agreement: Agreement) -> Decision:
    """The office extends the time of a negotiation."""
    if handles(actor, agreement.request) and not is_applicant(actor, agreement.request):
        return ALLOWED
    return Denied(_("Only the office of the place extends the time."))


def can_break_off(actor: Actor, agreement: Agreement) -> Decision:
    """Any party at any time before the signature; the office once the time is over."""
    if actor.is_machine or parties_of(actor, agreement):
        return ALLOWED
    if can_extend(actor, agreement) and agreement.due_on < timezone.localdate():
        return ALLOWED
    return Denied(_("Only a party breaks a negotiation off, or the office once its time is over."))


def can_note_signatures(actor: Actor, _agreement: Agreement) -> Decision:
    """That all have signed follows from the envelope and is noted by the system alone."""
    if actor.is_machine:
        return ALLOWED
    return Denied(_("Terms are signed in their envelope, by each party. Nobody notes it for them."))


def can_tend_agreement(actor: Actor, agreement: Agreement) -> Decision:
    """What follows from days is noted by the system, or by the office."""
    if actor.is_machine:
        return ALLOWED
    return can_extend(actor, agreement)
