"""Who sees and does what with requests for access. Second lock: ``sql/requests.sql``.

A request and all that hangs on it is seen by its applicant, by the communities that were asked, and by the offices of the
places concerned once it has been submitted.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import ALLOWED, Decision, Denied, built_once
from erdem.people.choices import Role
from erdem.sharing.choices import RequestStatus
from erdem.sharing.models import AccessRequest, HolderQuestion, SpokenAnswer

EVERYTHING, NOTHING = Q(), Q(pk__in=[])
OFFICERS = (Role.COUNTY_OFFICER, Role.REGION_OFFICER)


def served_divisions(actor: Actor) -> list[str]:
    """Return the leading digits of the divisions that an officer serves; nothing for others."""
    return list(actor.place_prefixes) if actor.has_role(*OFFICERS) else []


def visible_requests(actor: Actor, through: str = "") -> Q:
    """The applicant always; communities and offices when it was put to them. ``through``: the way from a child table."""
    if actor.is_machine:
        return EVERYTHING
    if actor.user_id is None:
        return NOTHING
    own = list(actor.organisation_ids)
    put = Q(**{f"{through}asked__overlap": own})
    for digits in served_divisions(actor):
        put |= Q(**{f"{through}place_search__contains": f" {digits}"})
    return (
        Q(**{f"{through}applicant_user_id": actor.user_id})
        | Q(**{f"{through}applicant_id__in": own})
        | (put & ~Q(**{f"{through}status": RequestStatus.DRAFT}))
    )


@built_once
def visible_with_request(actor: Actor) -> Q:
    """What hangs on a request is seen with it."""
    if actor.is_machine:
        return EVERYTHING
    return Q(Exists(AccessRequest.objects.filter(visible_requests(actor), pk=OuterRef("request_id"))))


@built_once
def visible_decisions(actor: Actor) -> Q:
    """Decisions are seen with their question."""
    if actor.is_machine:
        return EVERYTHING
    return Q(Exists(HolderQuestion.objects.filter(visible_with_request(actor), pk=OuterRef("question_id"))))


@built_once
def visible_spoken(actor: Actor) -> Q:
    """What somebody said, with the recording of it, is for the community and for the office that handles the request."""
    if actor.is_machine:
        return EVERYTHING
    if actor.user_id is None:
        return NOTHING
    own = list(actor.organisation_ids)
    office = Q(pk__in=[])
    for digits in served_divisions(actor):
        office |= Q(question__request__place_search__contains=f" {digits}")
    mine = Q(question__request__applicant_user_id=actor.user_id) | Q(question__request__applicant_id__in=own)
    return Q(question__community_id__in=own) | (office & Q(pk__in=SpokenAnswer.objects.exclude(mine).values("pk")))


def visible_quorums(actor: Actor) -> Q:
    """What a community says about its quorum is for itself."""
    return EVERYTHING if actor.is_machine else Q(community_id__in=list(actor.organisation_ids))


def is_applicant(actor: Actor, request: AccessRequest) -> bool:
    """Say whether the actor is the applicant or works for it."""
    if actor.user_id is None:
        return False
    return request.applicant_user_id == actor.user_id or request.applicant_id in actor.organisation_ids


def handles(actor: Actor, request: AccessRequest) -> bool:
    """Say whether the actor's office handles the request."""
    return any(f" {digits}" in request.place_search for digits in served_divisions(actor))


def spoken_for(actor: Actor, request: AccessRequest) -> frozenset[int]:
    """Return the asked communities for which the actor may decide."""
    if not actor.has_role(Role.STEWARD):
        return frozenset()
    return frozenset(request.asked) & actor.speaks_for


def can_make_request(actor: Actor, _record: object = None) -> Decision:
    """Whoever is signed in may ask."""
    if actor.user_id is not None:
        return ALLOWED
    return Denied(_("Sign in first. A request needs somebody who answers for it."))


def can_edit_request(actor: Actor, request: AccessRequest) -> Decision:
    """The applicant writes the request until it has been submitted, and again when it was returned."""
    if is_applicant(actor, request) and request.status in (RequestStatus.DRAFT, RequestStatus.RETURNED):
        return ALLOWED
    return Denied(_("Only the applicant changes a request, and only before it is submitted or after it was returned."))


def can_withdraw_request(actor: Actor, request: AccessRequest) -> Decision:
    """The applicant may take a request back."""
    return ALLOWED if is_applicant(actor, request) else Denied(_("Only the applicant takes a request back."))


def can_handle_request(actor: Actor, request: AccessRequest) -> Decision:
    """The office of the place checks and turns down; nobody handles a request of the own house."""
    if actor.is_machine:
        return ALLOWED
    if is_applicant(actor, request):
        return Denied(_("This is a request of your own. Somebody else of the office handles it."))
    if handles(actor, request):
        return ALLOWED
    return Denied(_("Only the office of the place handles this request."))


def can_tend_request(actor: Actor, request: AccessRequest) -> Decision:
    """What follows from answers, terms and days is noted by the system, or by the office."""
    return can_handle_request(actor, request)


def can_answer_question(actor: Actor, question: HolderQuestion) -> Decision:
    """Stewards of the community that was asked answer for it."""
    if actor.has_role(Role.STEWARD) and question.community_id in actor.speaks_for:
        return ALLOWED
    return Denied(_("Only a steward of the community that was asked answers for it."))


def can_take_down(actor: Actor, question: HolderQuestion) -> Decision:
    """People of the office that handles the request, never of the house that asks. The database looks for accounts."""
    if actor.user_id is None:
        return Denied(_("An answer is taken down by people."))
    return can_handle_request(actor, question.request)


def can_confirm_spoken(actor: Actor, spoken: SpokenAnswer) -> Decision:
    """A second officer: not the one who took it down."""
    decision = can_take_down(actor, spoken.question)
    if decision and spoken.entered_by_id == actor.user_id:
        return Denied(_("Who has taken an answer down does not confirm it. Somebody else of the office does."))
    return decision


def can_choose_quorum(actor: Actor, community_id: int) -> Decision:
    """Each holding community says for its own sake how many have to agree."""
    if actor.has_role(Role.STEWARD) and community_id in actor.speaks_for:
        return ALLOWED
    return Denied(_("Only a steward of the community says how many communities have to agree."))


def can_escalate(actor: Actor, request: AccessRequest) -> Decision:
    """Applicant or office may have a community asked all the same, as long as it has not been asked."""
    before = (RequestStatus.DRAFT, RequestStatus.RETURNED, RequestStatus.SUBMITTED, RequestStatus.APPROVALS)
    if request.status in before and (is_applicant(actor, request) or handles(actor, request)):
        return ALLOWED
    return Denied(_("Only the applicant or the office may have the community asked all the same, before it is asked."))


def can_veto(actor: Actor, request: AccessRequest) -> Decision:
    """A community that was asked may stop a request at any time before the permit. It needs no reason."""
    if spoken_for(actor, request):
        return ALLOWED
    return Denied(_("Only a steward of a community that was asked stops a request."))
