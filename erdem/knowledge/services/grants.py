"""Giving one party access to one record for one purpose and a time, and taking it back: what permits and stewards both call."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import PermissionRefused, RuleBroken, require
from erdem.knowledge.choices import AccessLevel, HoldingState, ProvenAct, Purpose
from erdem.knowledge.labels import BY_CODE
from erdem.knowledge.models import AccessGrant, Holding, LabelRule, LabelUse
from erdem.knowledge.policies import can_act_for, can_decide
from erdem.knowledge.services.protocols import trace
from erdem.knowledge.services.proving import prove_grant


@dataclass(frozen=True)
class GrantTerms:
    """To whom (one user or one organisation), how far, for what, by which permit, from when until when."""

    purpose: str
    reference: str
    valid_from: dt.date
    valid_until: dt.date
    user_id: int | None = None
    organisation_id: int | None = None
    level: int = AccessLevel.FULL


@dataclass(frozen=True)
class Decided:
    """What a community has decided: on which record, who decided, and where that stands (``sharing.holderdecision 12``)."""

    community_id: int
    record_id: int
    user_id: int
    basis: str


@transaction.atomic
def grant_access(*, actor: Actor, holding: Holding, terms: GrantTerms) -> AccessGrant:
    """Let one party read a record up to a level. Labels of every holding community decide on the purpose.

    Raises:
        PermissionRefused: the actor is no steward of the community that gives it.
        RuleBroken: with the field to correct; a purpose that a label forbids names that label.
    """
    require(can_decide(actor, holding))
    require(can_act_for(actor, holding.community_id))
    return _give(actor, holding, terms)


@transaction.atomic
def grant_by_decision(*, actor: Actor, decision: Decided, terms: GrantTerms) -> AccessGrant:
    """Give what a community has decided elsewhere, for instance in a request: the system acts in the name of who decided.

    The database asks the same of it as of a steward's own grant: the community holds the record, no label forbids the purpose,
    and where all communities must agree it waits for theirs (``docs/decisions/0008-permits-open-access.md``).

    Raises:
        PermissionRefused: the actor is no machine.
        RuleBroken: the community does not hold the record any more, or a label forbids the purpose.
    """
    if not actor.is_machine:
        raise PermissionRefused(_("Only the system carries out what was decided elsewhere."))
    holding = Holding.objects.filter(record_id=decision.record_id, community_id=decision.community_id).first()
    if holding is None or holding.state != HoldingState.ACTIVE:
        raise RuleBroken(_("A community that agreed does not hold the record any more. It has to be asked anew."))
    with acting_as(replace(actor, user_id=decision.user_id)) as named:
        return _give(named, holding, terms, basis=decision.basis)


@transaction.atomic
def withdraw_grants(
    *, actor: Actor, reference: str, reason: str, community_id: int | None = None, user_id: int | None = None
) -> int:
    """Take back what was given upon a permit, of one community or of all, and return how many; what was read stays read.

    Args:
        user_id: in whose name, when a person has decided it.

    Raises:
        PermissionRefused: the actor is no machine.
    """
    if not actor.is_machine:
        raise PermissionRefused(_("Only the system carries out what was decided elsewhere."))
    with acting_as(replace(actor, user_id=user_id)) as named:
        found = AccessGrant.objects.select_for_update().filter(reference=reference, revoked_at__isnull=True)
        if community_id is not None:
            found = found.filter(community_id=community_id)
        taken = list(found.order_by("pk"))
        for held in taken:
            held.revoked_at = timezone.now()
            held.save(update_fields=["revoked_at"])
            prove_grant(named, held, ProvenAct.WITHDRAWN)
            holding = Holding.objects.get(record_id=held.record_id, community_id=held.community_id)
            trace(named, "knowledge.revoke_access", holding, grant=held.pk, reference=reference, reason=reason[:300])
    return len(taken)


def _give(actor: Actor, holding: Holding, terms: GrantTerms, **detail: Any) -> AccessGrant:
    _check(terms)
    forbidden = forbidding_label(holding.record_id, terms.purpose)
    if forbidden:
        raise _forbidden(terms.purpose, forbidden)
    try:
        with transaction.atomic():
            given = AccessGrant.objects.create(
                record_id=holding.record_id,
                community_id=holding.community_id,
                user_id=terms.user_id,
                organisation_id=terms.organisation_id,
                level=terms.level,
                purpose=terms.purpose,
                reference=terms.reference.strip(),
                valid_from=terms.valid_from,
                valid_until=terms.valid_until,
            )
    except IntegrityError as error:  # a label was put on between the question and the act
        if "purpose" not in str(error):
            raise
        raise _forbidden(terms.purpose, forbidding_label(holding.record_id, terms.purpose)) from error
    given.refresh_from_db(fields=["waits"])  # the database says whether the other communities have to give theirs
    prove_grant(actor, given, ProvenAct.GIVEN)
    trace(
        actor,
        "knowledge.grant_access",
        holding,
        grant=given.pk,
        level=terms.level,
        purpose=terms.purpose,
        reference=given.reference,
        until=terms.valid_until.isoformat(),
        **detail,
    )
    return given


@transaction.atomic
def revoke_access(*, actor: Actor, holding: Holding, grant: AccessGrant, reason: str) -> AccessGrant:
    """End a grant at once; what was read before stays read.

    Raises:
        PermissionRefused: the actor is no steward of the community that gave it.
        RuleBroken: no reason is given, or it has been revoked already.
    """
    require(can_decide(actor, holding))
    if not reason.strip():
        raise RuleBroken(_("This step needs a reason. Write one or two sentences."), field="reason")
    held = AccessGrant.objects.select_for_update().get(
        pk=grant.pk, record_id=holding.record_id, community_id=holding.community_id
    )
    if held.revoked_at is not None:
        raise RuleBroken(_("This access has been taken back already."))
    held.revoked_at = timezone.now()
    held.save(update_fields=["revoked_at"])
    prove_grant(actor, held, ProvenAct.WITHDRAWN)
    trace(
        actor, "knowledge.revoke_access", holding, grant=held.pk, reference=held.reference, reason=reason.strip()[:300]
    )
    return held


def forbidding_label(record_id: int, purpose: str) -> str:
    """Return the code of a label in force that forbids a purpose, or an empty text; any community's label counts."""
    with acting_as(SYSTEM):
        rules = {rule.code: rule.allowed_purposes for rule in LabelRule.objects.exclude(allowed_purposes=None)}
        worn = LabelUse.objects.filter(record_id=record_id, removed_at__isnull=True, code__in=rules).order_by("id")
        return next((use.code for use in worn if purpose not in (rules[use.code] or ())), "")


def _forbidden(purpose: str, code: str) -> RuleBroken:
    label = BY_CODE.get(code)
    said = {"label": label.title if label else "", "purpose": Purpose(purpose).label}
    message = _(
        "The label “%(label)s” on this record does not allow “%(purpose)s”. Choose another purpose, or have the community that"
        " put the label on change its protocol first."
    )
    return RuleBroken(message % said, field="purpose")


def _check(terms: GrantTerms) -> None:
    if terms.purpose not in Purpose.values:
        raise RuleBroken(_("Choose the purpose."), field="purpose")
    if (terms.user_id is None) == (terms.organisation_id is None):
        raise RuleBroken(_("Name one person or one organisation."), field="party")
    if not terms.reference.strip():
        raise RuleBroken(_("Write the number of the permit or agreement."), field="reference")
    if terms.valid_until < terms.valid_from:
        raise RuleBroken(_("The last day lies before the first one."), field="valid_until")
    if terms.valid_until < timezone.localdate():
        raise RuleBroken(_("The last day is past already."), field="valid_until")
    if not AccessLevel.TITLE <= terms.level <= AccessLevel.FULL:
        raise RuleBroken(_("Choose how far the access goes."), field="level")
