"""Communities: proposed, recognised, presenting themselves, closed. Nothing that records name is closed away."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import RuleBroken, require
from erdem.base.workflow import take_step
from erdem.knowledge import queries
from erdem.knowledge.choices import HolderType, HoldingState
from erdem.knowledge.community_choices import CommunityStatus
from erdem.knowledge.community_workflow import COMMUNITY
from erdem.knowledge.models import CommunityContact, CommunityProfile, Holding, Record
from erdem.knowledge.policies import (
    can_close_community,
    can_present_community,
    can_propose_community,
    can_say_contacts,
)
from erdem.people.choices import OrganisationKind, Role
from erdem.people.models import Membership, Organisation, Place

MOST_PROPOSALS = 3
"""So many communities of one founder may wait for the office at once."""


@dataclass(frozen=True)
class ContactLine:
    """A person by whom the community is reached."""

    name: str
    way: str
    shown_to: str


@dataclass(frozen=True)
class ProfileContent:
    """What somebody writes about a community."""

    name: str
    holder_type: str
    name_mn: str = ""
    place_codes: tuple[str, ...] = ()
    description: str = ""
    description_mn: str = ""
    description_en: str = ""
    contacts: tuple[ContactLine, ...] = ()


@transaction.atomic
def propose_community(
    *, actor: Actor, content: ProfileContent, organisation: Organisation | None = None, demonstration: bool = False
) -> CommunityProfile:
    """Propose a community to the office of its place. Who proposes it becomes its steward once it is recognised.

    Args:
        organisation: the body itself when it is known here already without a profile.

    Raises:
        PermissionRefused: nobody is signed in.
        RuleBroken: a field is missing, the name is taken, or too many proposals wait.
    """
    require(can_propose_community(actor))
    _check(content)
    waiting = CommunityProfile.objects.filter(proposed_by_id=actor.user_id, status=CommunityStatus.PROPOSED)
    if not actor.is_machine and waiting.count() >= MOST_PROPOSALS:
        raise RuleBroken(_("%(count)s of your proposals still wait for the office.") % {"count": MOST_PROPOSALS})
    profile = CommunityProfile(
        organisation=organisation or _opened(content, demonstration=demonstration),
        proposed_by_id=actor.user_id,
        is_demonstration=demonstration,
    )
    _fill(profile, content)
    profile.save(force_insert=True)
    if can_say_contacts(actor, profile):
        _contacts(profile, content)
    _trace(actor, "knowledge.propose_community", profile)
    return profile


def _opened(content: ProfileContent, *, demonstration: bool) -> Organisation:
    if Organisation.objects.filter(kind=OrganisationKind.COMMUNITY, name=content.name.strip()).exists():
        raise RuleBroken(
            _("There is a community of this name already. Add the gachaa or family to the name."), field="name"
        )
    organisation = Organisation(
        kind=OrganisationKind.COMMUNITY,
        name=content.name.strip(),
        name_mn=content.name_mn.strip(),
        place_id=content.place_codes[0],
        is_demonstration=demonstration,
    )
    organisation.save(force_insert=True)
    return organisation


@transaction.atomic
def change_community(
    *, actor: Actor, profile: CommunityProfile, content: ProfileContent, version: int
) -> CommunityProfile:
    """Say anew who the community is and how it is reached. Its name stays: records and permits bear it.

    Raises:
        PermissionRefused: the actor does not speak for the community.
        RuleBroken: a field is missing, or somebody else was faster.
    """
    require(can_present_community(actor, profile))
    _check(content)
    profile = CommunityProfile.objects.select_for_update(of=("self",)).get(pk=profile.pk)
    if profile.version != version:
        raise RuleBroken(
            _(
                "Somebody has changed this page while you were writing. Nothing was overwritten. Reload it and write again."
            )
        )
    _fill(profile, content)
    profile.version += 1
    profile.save()
    if can_say_contacts(actor, profile):
        _contacts(profile, content)
        Organisation.objects.filter(pk=profile.organisation_id).update(name_mn=content.name_mn.strip())
    _trace(actor, "knowledge.change_community", profile)
    return profile


def _check(content: ProfileContent) -> None:
    if not content.name.strip():
        raise RuleBroken(_("Write the name of the community."), field="name")
    if content.holder_type not in HolderType.values or content.holder_type == HolderType.UNKNOWN:
        raise RuleBroken(_("Choose what kind of holder the community is."), field="holder_type")
    if not content.place_codes:
        raise RuleBroken(_("Choose the place of the community; its office recognises it."), field="places")
    known = set(Place.objects.filter(code__in=content.place_codes).values_list("code", flat=True))
    if known != set(content.place_codes):
        raise RuleBroken(_("There is no division with this code today."), field="places")


def _fill(profile: CommunityProfile, content: ProfileContent) -> None:
    profile.holder_type = content.holder_type
    profile.place_search = "".join(f" {code}" for code in dict.fromkeys(content.place_codes))
    profile.description = content.description.strip()
    profile.description_mn = content.description_mn.strip()
    profile.description_en = content.description_en.strip()


def _contacts(profile: CommunityProfile, content: ProfileContent) -> None:
    profile.contacts.all().delete()
    CommunityContact.objects.bulk_create(
        CommunityContact(profile=profile, ordinal=place, name=line.name, way=line.way, shown_to=line.shown_to)
        for place, line in enumerate(content.contacts)
        if line.name.strip() and line.way.strip()
    )


@transaction.atomic
def recognise_community(*, actor: Actor, profile: CommunityProfile) -> CommunityProfile:
    """Recognise a proposed community; its founder becomes its first steward when it has none.

    Raises:
        PermissionRefused: the actor's office does not serve the place.
        RuleBroken: it stands elsewhere by now, or nobody would speak for it.
    """
    require(COMMUNITY.step("recognise").allowed(actor, profile))
    with acting_as(
        SYSTEM
    ):  # an office neither sees nor gives places in a community; the first one follows from this act
        stewards = Membership.objects.filter(organisation_id=profile.organisation_id, role=Role.STEWARD)
        if not stewards.exists():
            if profile.proposed_by_id is None or profile.proposed_by_id == actor.user_id:
                raise RuleBroken(
                    _("Nobody would speak for this community. Have a member propose it, so that it gets a steward.")
                )
            Membership(
                organisation_id=profile.organisation_id,
                user_id=profile.proposed_by_id,
                role=Role.STEWARD,
                since=timezone.localdate(),
            ).save(force_insert=True)
    take_step(COMMUNITY, profile, "recognise", actor=actor, recognised_at=timezone.now(), status_reason="")
    _trace(actor, "knowledge.recognise_community", profile)
    return profile


@transaction.atomic
def close_community(*, actor: Actor, profile: CommunityProfile, reason: str) -> CommunityProfile:
    """Close a community that no record names any more.

    Raises:
        PermissionRefused: the actor is neither its steward nor the office of its place.
        RuleBroken: records name it, or there is no reason.
    """
    require(COMMUNITY.step("close").allowed(actor, profile))
    if queries.is_named(profile.organisation_id):
        raise RuleBroken(
            _(
                "Records name this community, so it was not closed and nothing is lost. Hand them to a custodian first: another"
                " community, or the banner government as trustee."
            )
        )
    take_step(COMMUNITY, profile, "close", actor=actor, status_reason=reason.strip(), closed_at=timezone.now())
    _trace(actor, "knowledge.close_community", profile)
    return profile


@transaction.atomic
def hand_to_custodian(*, actor: Actor, profile: CommunityProfile, custodian: Organisation, reason: str) -> int:
    """Hand every record of a community to a custodian on the community's own terms; return how many.

    The custodian's hold takes over what the community had decided about who may read; papers, labels and versions stay.

    Raises:
        PermissionRefused: the actor is no steward of it; an office may do it only when no steward is left.
        RuleBroken: no reason, or the custodian is not a recognised community or trustee.
    """
    require(can_close_community(actor, profile))
    if profile.organisation_id not in actor.speaks_for and queries.has_steward(profile.organisation_id):
        raise RuleBroken(_("This community has stewards; only they hand its records on. Ask them."))
    if not reason.strip():
        raise RuleBroken(_("Write why the records are handed on."), field="reason")
    trusted = CommunityProfile.objects.filter(organisation=custodian, status=CommunityStatus.RECOGNISED)
    if custodian.pk == profile.organisation_id or not trusted.exists():
        raise RuleBroken(_("Choose a recognised community or trustee as custodian."), field="custodian")
    with acting_as(SYSTEM):  # the records leave the actor's sight while they are handed on
        count = _hand_all(profile.organisation_id, custodian.pk)
        CommunityProfile.objects.filter(pk=profile.pk).update(custodian=custodian)
    audit.record(
        actor,
        action="knowledge.hand_to_custodian",
        target=profile,
        organisation_id=profile.organisation_id,
        detail={"custodian": custodian.pk, "records": count},
    )
    return count


def _hand_all(community: int, custodian: int) -> int:
    held = list(
        Holding.objects.select_for_update().filter(community_id=community, state=HoldingState.ACTIVE).order_by("pk")
    )
    for holding in held:
        taken, _created = Holding.objects.get_or_create(record_id=holding.record_id, community_id=custodian)
        taken.to_public, taken.to_signed_in, taken.to_office = strictest(holding, taken)
        taken.state = HoldingState.ACTIVE
        taken.together = taken.together or holding.together
        taken.names_deceased = taken.names_deceased or holding.names_deceased
        taken.content_warning = taken.content_warning or holding.content_warning
        taken.version += 1
        taken.save()
        Record.objects.filter(pk=holding.record_id, community_id=community).update(community_id=custodian)
        Holding.objects.filter(pk=holding.pk).update(state=HoldingState.LEFT)
    return len(held)


def strictest(one: Holding, other: Holding) -> tuple[int | None, int | None, int | None]:
    """Return for each audience the lower of two choices; None means no limit."""

    def lower(first: int | None, second: int | None) -> int | None:
        return second if first is None else first if second is None else min(first, second)

    return (
        lower(one.to_public, other.to_public),
        lower(one.to_signed_in, other.to_signed_in),
        lower(one.to_office, other.to_office),
    )


def _trace(actor: Actor, action: str, profile: CommunityProfile) -> None:
    place = profile.place_search.split()
    audit.record(
        actor,
        action=action,
        target=profile,
        place_code=place[0] if place else "",
        organisation_id=profile.organisation_id,
    )
