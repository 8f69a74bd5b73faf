"""Who sees and does what with communities, their papers, and calls for unknown holders. Mirrored in ``sql/community.sql``."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor, ActorKind
from erdem.base.policy import ALLOWED, Decision, Denied, built_once
from erdem.knowledge.choices import HolderType, HoldingState
from erdem.knowledge.community_choices import RESOLUTIONS, CallStatus, CommunityStatus, ShownTo
from erdem.knowledge.models import AuthorityPaper, CommunityProfile, HolderCall, Holding, Record, RecordFace
from erdem.knowledge.policies.records import EVERYTHING, NOTHING, OFFICERS, visible_records
from erdem.knowledge.policies.wall import visible_faces

BY_RESOLUTION = (HolderType.VILLAGE, HolderType.TOWNSHIP)
WHOLE_REGION = "150000"


def offices_of(actor: Actor, through: str = "") -> Q:
    """What lies in the places that the actor's office serves, by its ``place_search``."""
    rule = NOTHING
    if actor.has_role(*OFFICERS):
        for prefix in actor.place_prefixes:
            rule |= Q((f"{through}place_search__contains", f" {prefix}"))
    return rule


def is_office_of(actor: Actor, place_search: str) -> bool:
    """Say whether the actor's office has a duty in one of these places."""
    codes = place_search.split()
    return actor.has_role(*OFFICERS) and any(actor.serves_place(code) for code in codes)


def visible_profiles(actor: Actor, through: str = "") -> Q:
    """A recognised or closed community is public; a proposed one is for its members, its founder and the office."""
    if actor.is_machine:
        return EVERYTHING
    rule = ~Q((f"{through}status", CommunityStatus.PROPOSED)) | offices_of(actor, through)
    rule |= Q((f"{through}organisation_id__in", actor.organisation_ids))
    return rule | Q((f"{through}proposed_by_id", actor.user_id)) if actor.user_id is not None else rule


@built_once
def visible_contacts(actor: Actor) -> Q:
    """How a community is reached is shown to whom the community says."""
    if actor.is_machine:
        return EVERYTHING
    shown = Q(shown_to=ShownTo.PUBLIC)
    if actor.kind in (ActorKind.PERSON, ActorKind.API_KEY):
        shown |= Q(shown_to=ShownTo.SIGNED_IN)
    shown |= ~Q(shown_to=ShownTo.MEMBERS) & offices_of(actor, "profile__")
    shown |= Q(profile__organisation_id__in=actor.organisation_ids)
    if actor.user_id is not None:
        shown |= Q(profile__status=CommunityStatus.PROPOSED, profile__proposed_by_id=actor.user_id)
    return visible_profiles(actor, "profile__") & shown


def visible_papers(actor: Actor) -> Q:
    """A paper of authority is for the members and the office of the place."""
    if actor.is_machine:
        return EVERYTHING
    return Q(profile__organisation_id__in=actor.organisation_ids) | offices_of(actor, "profile__")


@built_once
def visible_calls(actor: Actor) -> Q:
    """A call is seen by whoever may know of its record."""
    if actor.is_machine:
        return EVERYTHING
    read = Record.objects.filter(visible_records(actor), pk=OuterRef("record_id"))
    known = RecordFace.objects.filter(visible_faces(actor), record_id=OuterRef("record_id"))
    return Q(Exists(read)) | Q(Exists(known))


def visible_answers(actor: Actor) -> Q:
    """An answer is for who wrote it and for the office that put the call."""
    if actor.is_machine:
        return EVERYTHING
    own = Q(user_id=actor.user_id) if actor.user_id is not None else NOTHING
    return own | offices_of(actor)


def can_propose_community(actor: Actor, _record: object = None) -> Decision:
    """Anybody with an account may propose a community; the office of the place judges."""
    if actor.is_machine or (actor.kind == ActorKind.PERSON and actor.user_id is not None):
        return ALLOWED
    return Denied(_("Sign in first; the office has to know who proposes the community."))


def can_present_community(actor: Actor, profile: CommunityProfile) -> Decision:
    """The stewards say who the community is; while it is only proposed, its founder and the office do too."""
    if actor.is_machine or profile.organisation_id in actor.speaks_for:
        return ALLOWED
    if profile.status == CommunityStatus.PROPOSED and (
        profile.proposed_by_id == actor.user_id or is_office_of(actor, profile.place_search)
    ):
        return ALLOWED
    return Denied(_("Only the stewards of the community change what stands here."))


def can_recognise_community(actor: Actor, profile: CommunityProfile) -> Decision:
    """The office of the place recognises, not the founder alone."""
    if actor.is_machine or is_office_of(actor, profile.place_search):
        return ALLOWED
    return Denied(_("Only the office of the place recognises a community."))


def can_close_community(actor: Actor, profile: CommunityProfile) -> Decision:
    """Its stewards close a community, or the office of its place."""
    if actor.is_machine or profile.organisation_id in actor.speaks_for or is_office_of(actor, profile.place_search):
        return ALLOWED
    return Denied(_("Only the stewards and the office of the place close a community."))


def can_say_contacts(actor: Actor, profile: CommunityProfile) -> bool:
    """Say whether the actor says how the community is reached: its stewards, its founder until it is recognised."""
    founding = profile.status == CommunityStatus.PROPOSED and profile.proposed_by_id == actor.user_id
    return actor.is_machine or profile.organisation_id in actor.speaks_for or founding


def can_keep_papers(actor: Actor, profile: CommunityProfile) -> Decision:
    """The stewards hand in and take back the papers of their community."""
    if actor.is_machine or profile.organisation_id in actor.speaks_for:
        return ALLOWED
    return Denied(_("Only the stewards of the community hand in its papers."))


def can_see_papers(actor: Actor, profile: CommunityProfile) -> Decision:
    """Members and the office of the place see the papers of a community."""
    if profile.organisation_id in actor.organisation_ids or is_office_of(actor, profile.place_search):
        return ALLOWED
    return Denied(_("The papers of a community are for its members and the office of its place."))


def can_enter_community(actor: Actor, profile: CommunityProfile) -> Decision:
    """What a community keeps among itself is for its members: who they are, their groups, who has read what is theirs."""
    if profile.organisation_id in actor.organisation_ids:
        return ALLOWED
    return Denied(_("This page is for the members of the community."))


def resolution_in_force(papers: list[AuthorityPaper]) -> AuthorityPaper | None:
    """Return the meeting's resolution by which a gachaa, village or sum may act today, or None."""
    return next((paper for paper in papers if paper.kind in RESOLUTIONS and is_in_force(paper)), None)


def is_in_force(paper: AuthorityPaper) -> bool:
    """Say whether a paper holds today."""
    today = timezone.localdate()
    return (
        paper.withdrawn_at is None
        and paper.valid_from <= today
        and (paper.valid_until is None or today <= paper.valid_until)
    )


def can_act_for(actor: Actor, community_id: int) -> Decision:
    """A steward acts for the community, and for a gachaa, village or sum with a resolution of its meeting in force."""
    if actor.is_machine:
        return ALLOWED
    if community_id not in actor.speaks_for:
        return Denied(_("Only the stewards of a community act for it."))
    profile = CommunityProfile.objects.filter(organisation_id=community_id).first()
    if profile is None or profile.holder_type not in BY_RESOLUTION:
        return ALLOWED
    if resolution_in_force(list(profile.papers.filter(visible_papers(actor)))):
        return ALLOWED
    return Denied(
        _(
            "A gachaa, village or sum acts by a resolution of its meeting. None is in force; hand one in on the page of the"
            " community first. Nothing was changed."
        )
    )


def can_answer_for_holding(actor: Actor, holding: Holding) -> Decision:
    """Only the stewards of a community move its own hold on a record."""
    return can_act_for(actor, holding.community_id)


def can_judge_claim(actor: Actor, holding: Holding) -> Decision:
    """A claim is judged by those who hold the record already; when nobody does, by the office of the place."""
    record = holding.record
    if actor.is_machine:
        return ALLOWED
    if holding.state == HoldingState.CLAIMED and holding.community_id not in actor.speaks_for:
        if not actor.speaks_for.isdisjoint(record.holders):
            return ALLOWED
        if not record.holders and is_office_of(actor, record.place_search or f" {WHOLE_REGION}"):
            return ALLOWED
    return Denied(_("A claim is judged by the communities that hold the record, or by the office when nobody does."))


def can_open_call(actor: Actor, record: Record) -> Decision:
    """The office of the place asks in public who holds a record, when nobody does and the public may know of it."""
    if not actor.is_machine and not is_office_of(actor, record.place_search or f" {WHOLE_REGION}"):
        return Denied(_("Only the office of the place calls for a holder."))
    if record.holders:
        return Denied(_("A community holds this record already; no call is needed."))
    if record.level_public < 1:
        return Denied(
            _(
                "The public may not know of this record, and a call would tell it. Ask the communities of the place one by"
                " one instead."
            )
        )
    return ALLOWED


def can_decide_call(actor: Actor, call: HolderCall) -> Decision:
    """The office that put the call decides it, or calls it off."""
    if call.status != CallStatus.OPEN:
        return Denied(_("This call is closed."))
    if actor.is_machine or is_office_of(actor, call.place_search):
        return ALLOWED
    return Denied(_("Only the office of the place decides a call."))


def may_see_reads(actor: Actor, community_id: int) -> bool:
    """Members of a community see who has read what is theirs."""
    return actor.is_machine or community_id in actor.organisation_ids
