"""Words about the clauses of terms: for all parties, or among the members of one community."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.policy import PermissionRefused, RuleBroken, require
from erdem.sharing import policies
from erdem.sharing.models import AgreementComment, AgreementVersion
from erdem.sharing.services.agreement_faults import broken
from erdem.sharing.terms.clauses import clauses


@transaction.atomic
def comment(
    *, actor: Actor, version: AgreementVersion, text: str, clause: str = "", private_for: int | None = None
) -> AgreementComment:
    """Comment on a clause of a version, or on all of it. ``private_for`` a community: only its members will see it.

    Raises:
        PermissionRefused: the actor sees no such agreement, or is no member of that community.
        RuleBroken: there are no words, or no such clause.
    """
    agreement = version.agreement
    require(policies.can_comment(actor, agreement))
    if private_for is not None and private_for not in policies.comments_privately_for(actor, agreement):
        raise PermissionRefused(_("You are no member of this community."))
    if not text.strip():
        raise RuleBroken(_("Write a few words."), field="text")
    if clause and clause not in clauses(version.terms):
        raise RuleBroken(_("There is no such clause in this version. Reload the page."), field="clause")
    made = AgreementComment(
        version=version,
        clause=clause,
        text=text.strip(),
        community_id=private_for,
        author_id=actor.user_id,
        author_name=actor.label[:200],
    )
    with broken():
        made.save(force_insert=True)
    detail = {"version": version.number, "private": private_for is not None}
    _leave(actor, "sharing.comment", made, private_for, detail)
    return made


@transaction.atomic
def resolve_comment(*, actor: Actor, comment: AgreementComment) -> AgreementComment:
    """Say that a comment is dealt with.

    Raises:
        PermissionRefused: the actor may not comment here.
        RuleBroken: it is dealt with already.
    """
    require(policies.can_resolve(actor, comment))
    held = AgreementComment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    held.resolved_at, held.resolved_by_id = timezone.now(), actor.user_id
    with broken():
        held.save(update_fields=["resolved_at", "resolved_by"])
    _leave(actor, "sharing.resolve_comment", held, held.community_id, {})
    return held


def _leave(
    actor: Actor, action: str, made: AgreementComment, private_for: int | None, detail: Mapping[str, object]
) -> None:
    """The trail of a private comment is the community's; that of an open one the applicant's, too."""
    organisation = private_for or made.version.agreement.request.applicant_id
    audit.record(actor, action=action, target=made, organisation_id=organisation, detail=dict(detail))
