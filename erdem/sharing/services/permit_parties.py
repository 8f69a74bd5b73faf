"""What the parties decide about a permit: what the register may show, and that a holder takes the consent back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import RuleBroken, require
from erdem.knowledge import services as knowledge
from erdem.sharing import ircc
from erdem.sharing.models import AccessRequest, Permit, PermitMatter, PermitWithdrawal, PublicationChoice
from erdem.sharing.permit_choices import Part, PermitStatus
from erdem.sharing.policies import can_issue, can_publish, can_withdraw_consent
from erdem.sharing.queries import permits as reads
from erdem.sharing.services.permit_faults import refusals
from erdem.sharing.services.permits import move_permit
from erdem.sharing.services.trace import trace

MOST_WORDS = 20


@dataclass(frozen=True)
class MatterContent:
    """Words about the subject-matter; ``geography`` is GeoJSON, ``taxonomies`` links with names."""

    subject: str
    keywords: Sequence[str] = ()
    taxonomies: Sequence[ircc.Link] = ()
    geography: Mapping[str, Any] | None = field(default=None)


@transaction.atomic
def write_matter(*, actor: Actor, access_request: AccessRequest, content: MatterContent) -> PermitMatter:
    """Write what the permit is to say of its subject. Who had agreed to publish other words has to agree again.

    Raises:
        PermissionRefused: the actor's office does not handle the request.
        RuleBroken: with the field to correct.
    """
    require(can_issue(actor, access_request))
    if not content.subject.strip():
        raise RuleBroken(_("Write what it is about, as others may read it."), field="subject")
    if content.geography is not None and not ircc.is_geography(content.geography):
        raise RuleBroken(_("This is no GeoJSON of places on Earth. Nothing was saved."), field="geography")
    if len(content.keywords) > MOST_WORDS:
        raise RuleBroken(_("Write 20 keywords at most."), field="keywords")
    with refusals():
        matter, _made = PermitMatter.objects.update_or_create(
            request=access_request,
            defaults={
                "subject": content.subject.strip(),
                "keywords": [word.strip()[:60] for word in content.keywords if word.strip()],
                "taxonomies": [{"url": each.url, "name": each.name} for each in content.taxonomies],
                "geography": content.geography,
                "written_by_id": actor.user_id,
            },
        )
    matter.refresh_from_db()
    trace(actor, "sharing.write_permit_matter", access_request)
    return matter


@transaction.atomic
def choose_publication(
    *, actor: Actor, access_request: AccessRequest, community: int | None, parts: Sequence[str], seen: str = ""
) -> PublicationChoice:
    """Say for one party what the register may show; what any party keeps to itself is not shown.

    Args:
        parts: of `Part`; what is not named stays confidential.
        seen: SHA-256 of the words about the subject-matter as the party has read them.

    Raises:
        PermissionRefused: the actor does not speak for the party.
        RuleBroken: the words have changed since they were read.
    """
    require(can_publish(actor, access_request, community))
    matter = reads.matter_of(access_request)
    if Part.SUBJECT in parts and (matter is None or matter.sha256 != seen):
        raise RuleBroken(_("The words have changed since you read them. Read them again, then decide."), field="parts")
    with refusals():
        choice, _made = PublicationChoice.objects.update_or_create(
            request=access_request,
            community_id=community,
            defaults={
                **{part: part in parts for part in Part.values},
                "matter_sha256": seen if Part.SUBJECT in parts else "",
                "decided_by_id": actor.user_id or 0,
            },
        )
    trace(actor, "sharing.choose_publication", access_request, community=community, shows=sorted(map(str, parts)))
    return choice


@transaction.atomic
def withdraw_from_permit(*, actor: Actor, permit: Permit, community: int, reason: str = "") -> PermitWithdrawal:
    """Take a community's consent back after the issue: new acts end at once, lawful ones before it stand, and what is due.

    What the community opened is closed. When a record is left without enough consents the permit is suspended, and the office
    amends it for what is left. No reason is needed.

    Raises:
        PermissionRefused: the actor is no steward of the community.
        RuleBroken: it was done already, or the permit has ended.
    """
    require(can_withdraw_consent(actor, permit, community))
    if permit.status not in reads.IN_FORCE:
        raise RuleBroken(_("This permit has ended and is only read. Nothing was changed."))
    with refusals():
        made = PermitWithdrawal.objects.create(
            request=permit.request, community_id=community, reason=reason.strip(), withdrawn_by_id=actor.user_id or 0
        )
    with acting_as(SYSTEM):
        knowledge.withdraw_grants(
            actor=SYSTEM,
            reference=permit.number,
            reason="permit: consent withdrawn",
            community_id=community,
            user_id=actor.user_id,
        )
        current = Permit.objects.select_related("request").get(pk=permit.pk)
        left = {each.requested.record_id for each in reads.coverable(current.request)}
        covered = set(current.records.values_list("record_id", flat=True))
        if current.status == PermitStatus.ISSUED and not covered <= left:
            move_permit(actor=SYSTEM, permit=current, step="suspend", reason=_("A holder has taken the consent back."))
    audit.record(
        actor,
        action="sharing.withdraw_from_permit",
        target=permit,
        organisation_id=community,
        detail={"number": permit.number},
    )
    return made
