"""Who belongs to a community: invited by a steward or asking in, never without the word of both sides."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.people import queries
from erdem.people.choices import OrganisationKind, RequestDirection, RequestState, Role
from erdem.people.models import Membership, MembershipRequest, Organisation, User
from erdem.people.policies import COMMUNITY_ROLES, can_answer_request, can_leave, can_manage_members
from erdem.people.services.groups import leave_groups_of, take_own_word

MOST_OPEN_REQUESTS = 5
"""So many questions of one person may wait at once."""


@transaction.atomic
def invite_member(*, actor: Actor, organisation: Organisation, username: str, role: str) -> MembershipRequest:
    """Invite a person with an account to be a bearer or steward; the person decides.

    Raises:
        PermissionRefused: the actor is no steward of this community.
        RuleBroken: no such account, another role than these two, already a member, or already invited.
    """
    require(can_manage_members(actor, organisation))
    if role not in COMMUNITY_ROLES:
        raise RuleBroken(_("A community has bearers and stewards; other posts are given by the offices."), field="role")
    user = User.objects.filter(username=username.strip(), is_active=True).first()
    if user is None:
        message = _("There is no account of this name. Ask the person for the name they sign in with.")
        raise RuleBroken(message, field="username")
    _require_news(user, organisation, role)
    made = _keep(actor, organisation, user, role, RequestDirection.INVITED, "")
    audit.record(
        actor, action="people.invite_member", target=made, organisation_id=organisation.pk, detail={"role": role}
    )
    return made


@transaction.atomic
def ask_to_join(*, actor: Actor, organisation: Organisation, note: str) -> MembershipRequest:
    """Ask the stewards of a community to be taken in as a bearer of knowledge.

    Raises:
        RuleBroken: nobody is signed in, this is no community, a member already, asked already, or too many questions wait.
    """
    if actor.user_id is None:
        raise RuleBroken(_("Sign in first; the stewards have to know who asks."))
    if organisation.kind != OrganisationKind.COMMUNITY:
        raise RuleBroken(_("Only communities take in members this way."))
    user = User.objects.select_for_update(no_key=True).get(pk=actor.user_id)
    _require_news(user, organisation, Role.BEARER)
    if queries.open_requests_of(actor).filter(direction=RequestDirection.ASKED).count() >= MOST_OPEN_REQUESTS:
        raise RuleBroken(
            _("%(count)s of your questions still wait for an answer. Withdraw one first.")
            % {"count": MOST_OPEN_REQUESTS}
        )
    made = _keep(actor, organisation, user, Role.BEARER, RequestDirection.ASKED, note.strip())
    audit.record(actor, action="people.ask_to_join", target=made, organisation_id=organisation.pk)
    return made


def _require_news(user: User, organisation: Organisation, role: str) -> None:
    if Membership.objects.filter(user=user, organisation=organisation, role=role).exists():
        raise RuleBroken(_("This person has this place in the community already."), field="username")
    waiting = MembershipRequest.objects.filter(user=user, organisation=organisation, role=role, state=RequestState.OPEN)
    if waiting.exists():
        raise RuleBroken(_("This question is open already and waits for an answer."), field="username")


def _keep(
    actor: Actor, organisation: Organisation, user: User, role: str, direction: str, note: str
) -> MembershipRequest:
    made = MembershipRequest(
        organisation=organisation, user=user, role=role, direction=direction, note=note, made_by_id=actor.user_id
    )
    made.save(force_insert=True)
    return made


@transaction.atomic
def answer_request(*, actor: Actor, request_id: int, accept: bool) -> MembershipRequest:
    """Accept or decline: an invitation by the invited person, a question by a steward.

    Raises:
        PermissionRefused: it is for the other side to answer.
        RuleBroken: it was answered or withdrawn meanwhile.
    """
    asked = _locked(actor, request_id)
    require(can_answer_request(actor, asked))
    if accept and asked.group_id:
        take_own_word(asked)
    elif accept:
        membership = Membership(user_id=asked.user_id, organisation_id=asked.organisation_id, role=asked.role)
        membership.since = timezone.localdate()
        if not Membership.objects.filter(
            user_id=asked.user_id, organisation_id=asked.organisation_id, role=asked.role
        ).exists():
            membership.save(force_insert=True)
    _close(actor, asked, RequestState.ACCEPTED if accept else RequestState.DECLINED)
    audit.record(
        actor,
        action="people.answer_request",
        target=asked,
        organisation_id=asked.organisation_id,
        detail={"state": asked.state, "role": asked.role},
    )
    return asked


@transaction.atomic
def withdraw_request(*, actor: Actor, request_id: int) -> MembershipRequest:
    """Take an own question or an invitation of the own community back.

    Raises:
        PermissionRefused: the other side made it.
        RuleBroken: it was answered meanwhile.
    """
    asked = _locked(actor, request_id)
    if asked.direction == RequestDirection.INVITED:
        require(can_manage_members(actor, asked.organisation))
    elif asked.user_id != actor.user_id:
        raise RuleBroken(_("Only who asked takes the question back; decline it instead."))
    _close(actor, asked, RequestState.WITHDRAWN)
    audit.record(actor, action="people.withdraw_request", target=asked, organisation_id=asked.organisation_id)
    return asked


def _locked(actor: Actor, request_id: int) -> MembershipRequest:
    asked = queries.requests(actor).select_for_update(of=("self",)).filter(pk=request_id).first()
    if asked is None or asked.state != RequestState.OPEN:
        raise RuleBroken(_("This was answered or taken back meanwhile. Reload the page to see where it stands."))
    return asked


def _close(actor: Actor, asked: MembershipRequest, state: str) -> None:
    asked.state, asked.answered_by_id, asked.answered_at = state, actor.user_id, timezone.now()
    asked.save(update_fields=["state", "answered_by", "answered_at"])


@transaction.atomic
def retire_member(*, actor: Actor, membership_id: int) -> None:
    """Take a bearer's or steward's place away, never the last steward's. What the person wrote stays.

    Raises:
        PermissionRefused: the actor is no steward of this community.
        RuleBroken: the place is gone already, is one an office gave, or is the last steward's.
    """
    membership = queries.memberships(actor).filter(pk=membership_id).first()
    if membership is None:
        raise RuleBroken(_("This person has no such place any more. Reload the page."))
    require(can_manage_members(actor, membership.organisation))
    if membership.role not in COMMUNITY_ROLES:
        raise RuleBroken(_("This post was given by an office; only the region's officers take it back."))
    _keep_a_steward(actor, membership.organisation, {membership.pk} if membership.role == Role.STEWARD else set())
    audit.record(
        actor,
        action="people.retire_member",
        target=membership,
        organisation_id=membership.organisation_id,
        detail={"role": membership.role},
    )
    membership.delete()
    if not queries.memberships(actor).filter(organisation=membership.organisation, user=membership.user_id).exists():
        leave_groups_of(membership.organisation_id, membership.user_id)


@transaction.atomic
def leave(*, actor: Actor, organisation: Organisation) -> int:
    """Leave a community on one's own; return how many places were given up. The last steward names another one first.

    Raises:
        PermissionRefused: the actor is no member.
        RuleBroken: the actor is the last steward.
    """
    require(can_leave(actor, organisation))
    own = list(queries.memberships_of(actor).filter(organisation=organisation, role__in=COMMUNITY_ROLES))
    _keep_a_steward(actor, organisation, {each.pk for each in own if each.role == Role.STEWARD})
    audit.record(actor, action="people.leave", target=organisation, organisation_id=organisation.pk)
    for membership in own:
        membership.delete()
    leave_groups_of(organisation.pk, actor.user_id or 0)
    return len(own)


def _keep_a_steward(actor: Actor, organisation: Organisation, leaving: set[int]) -> None:
    """Refuse to take the last steward away; two who go at once wait for each other here.

    Raises:
        RuleBroken: nobody would be left to decide.
    """
    if not leaving:
        return
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if not queries.stewards_in_force(actor, organisation.pk).exclude(pk__in=leaving).exists():
        raise RuleBroken(
            _(
                "A community keeps at least one steward, so that somebody can answer for it. Invite another steward first."
            )
        )
