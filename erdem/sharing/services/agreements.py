"""Negotiating terms: opening, proposing versions, agreeing, breaking off, and what follows from days and signatures.

Two who act at once: whoever proposes or agrees holds the row of the agreement, and looks whether the version that was read is
still the newest.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit, events
from erdem.base.actor import Actor
from erdem.base.clock import after
from erdem.base.numbering import document_number
from erdem.base.policy import PermissionRefused, RuleBroken, require
from erdem.base.workflow import take_step
from erdem.knowledge.queries import period_of
from erdem.sharing import policies
from erdem.sharing.choices import AgreementStatus, RequestStatus
from erdem.sharing.events import NegotiationBrokenOff, TermsSettled
from erdem.sharing.models import AccessRequest, Agreement, AgreementVersion, Assent
from erdem.sharing.queries.agreements import agreed_record_ids, newest_version
from erdem.sharing.services.agreement_faults import NEWER, broken
from erdem.sharing.terms import Terms, TermsRefused, as_bytes, check, digest
from erdem.sharing.terms.choices import PartyKind, Side
from erdem.sharing.terms_faults import fault_sentences
from erdem.sharing.workflow import AGREEMENT

NUMBERED = "MAT"
PERIOD = "access_terms"
ENDS = (
    RequestStatus.VETOED,
    RequestStatus.WITHDRAWN,
    RequestStatus.LAPSED,
    RequestStatus.REJECTED,
    RequestStatus.REFUSED,
)
"""States in which a request has ended without a permit."""


@transaction.atomic
def open_agreement(*, actor: Actor, access_request: AccessRequest) -> Agreement:
    """Open the negotiation of a request whose holders have agreed; opening it again returns it.

    Raises:
        PermissionRefused: neither the system nor the office of the place.
        RuleBroken: no holder has agreed.
    """
    found = Agreement.objects.filter(request=access_request).first()
    if found is not None:
        return found
    require(policies.can_open_agreement(actor, access_request))
    today, period = timezone.localdate(), period_of(PERIOD)
    agreement = Agreement(
        request=access_request,
        number=document_number(NUMBERED, today.year),
        period=period,
        due_on=after(today, period.amount, period.unit),
    )
    with broken():
        agreement.save(force_insert=True)
    agreement.refresh_from_db()
    _leave(actor, "sharing.open_agreement", agreement, due_on=agreement.due_on.isoformat())
    return agreement


@transaction.atomic
def propose_terms(
    *, actor: Actor, agreement: Agreement, terms: Terms, based_on: int, community: int | None = None, note: str = ""
) -> AgreementVersion:
    """Propose terms as a party; whoever proposes them agrees to them.

    Args:
        terms: what is proposed.
        based_on: number of the version that the proposer has read, 0 when there was none.
        community: the proposing community, None for the applicant.
        note: what was changed, and why.

    Raises:
        PermissionRefused: the actor does not act for that party.
        RuleBroken: somebody else proposed a version in the meantime, nothing was changed, or the terms cannot stand.
    """
    held = _held(agreement)
    require(policies.can_propose(actor, held))
    _require_party(actor, held, community)
    newest = newest_version(held)
    if (newest.number if newest else 0) != based_on:
        raise RuleBroken(str(NEWER))
    _require_fits(held, terms)
    if newest is not None and newest.sha256 == digest(terms):
        raise RuleBroken(_("These are the terms of the newest version. To agree to them, press “Agree”."))
    if held.status == AgreementStatus.SETTLED:
        with broken():
            take_step(AGREEMENT, held, "reopen", actor=actor, settled=None, settled_at=None)
    version = AgreementVersion(
        agreement=held,
        number=based_on + 1,
        document=as_bytes(terms).decode(),
        sha256=digest(terms),
        community_id=community,
        proposed_by_id=actor.user_id,
        note=note.strip(),
    )
    with broken():
        version.save(force_insert=True)
        Assent.objects.create(version=version, community_id=community, given_by_id=actor.user_id)
    agreement.refresh_from_db()
    _leave(actor, "sharing.propose_terms", held, community, version=version.number, sha256=version.sha256)
    return version


@transaction.atomic
def assent(*, actor: Actor, version: AgreementVersion, community: int | None = None) -> Assent:
    """Agree to the newest version as a party; when every party has, the terms are settled.

    Raises:
        PermissionRefused: the actor does not act for that party. An office never does for a community.
        RuleBroken: there is a newer version, or the party has agreed already.
    """
    held = _held(version.agreement)
    require(policies.can_assent(actor, held))
    _require_party(actor, held, community)
    given = Assent(version=version, community_id=community, given_by_id=actor.user_id)
    with broken():
        given.save(force_insert=True)
    if missing_parties(held, version) == ():
        with broken():
            take_step(AGREEMENT, held, "settle", actor=actor, settled=version, settled_at=timezone.now())
        events.publish(TermsSettled(held.pk, version.pk))
    _leave(actor, "sharing.assent", held, community, version=version.number, settled=held.status)
    return given


@transaction.atomic
def follow_request(*, actor: Actor, request_id: int, status: str) -> None:
    """Open the negotiation when a request comes to it, and end it when the request ends otherwise. For the system."""
    request = AccessRequest.objects.filter(pk=request_id).first()
    if request is None or request.status != status:
        return
    if status == RequestStatus.NEGOTIATING:
        open_agreement(actor=actor, access_request=request)
        return
    running = Agreement.objects.filter(
        request=request, status__in=[AgreementStatus.NEGOTIATING, AgreementStatus.SETTLED]
    ).first()
    if running is not None and status in ENDS:
        break_off(actor=actor, agreement=running, reason=str(RequestStatus(status).label))


def missing_parties(agreement: Agreement, version: AgreementVersion) -> tuple[int | None, ...]:
    """Return the parties that have not agreed to a version; None is the applicant."""
    given = set(Assent.objects.filter(version=version).values_list("community_id", flat=True))
    return tuple(party for party in (None, *agreement.providers) if party not in given)


@transaction.atomic
def extend_time(*, actor: Actor, agreement: Agreement, until: dt.date, reason: str) -> Agreement:
    """Give a negotiation more time.

    Raises:
        PermissionRefused: not the office of the place.
        RuleBroken: the day is no later one, no reason is given, or nothing is negotiated.
    """
    held = _held(agreement)
    require(policies.can_extend(actor, held))
    if held.status != AgreementStatus.NEGOTIATING:
        raise RuleBroken(_("These terms are not negotiated any more."))
    if not reason.strip():
        raise RuleBroken(_("This step needs a reason. Write one or two sentences."), field="reason")
    if until <= held.due_on or until <= timezone.localdate():
        raise RuleBroken(_("Choose a day after the present last day."), field="until")
    held.due_on, held.extended_because = until, reason.strip()
    held.save(update_fields=["due_on", "extended_because"])
    agreement.refresh_from_db()
    _leave(actor, "sharing.extend_time", held, due_on=until.isoformat())
    return held


@transaction.atomic
def break_off(*, actor: Actor, agreement: Agreement, reason: str = "") -> Agreement:
    """End a negotiation without terms. A community needs no reason; an office gives one.

    Raises:
        PermissionRefused: no party, and the time for the office has not come.
        RuleBroken: it has been signed or has ended, or the office gives no reason.
    """
    held = _held(agreement)
    require(policies.can_break_off(actor, held))
    if not reason.strip() and not actor.is_machine and not policies.parties_of(actor, held):
        raise RuleBroken(_("This step needs a reason. Write one or two sentences."), field="reason")
    with broken():
        take_step(
            AGREEMENT,
            held,
            "break_off",
            actor=actor,
            status_reason=reason.strip(),
            ended_at=timezone.now(),
            ended_by_id=actor.user_id,
        )
    agreement.refresh_from_db()
    events.publish(NegotiationBrokenOff(held.pk))
    _leave(actor, "sharing.break_off", held)
    return held


@transaction.atomic
def mark_signed(*, actor: Actor, agreement: Agreement) -> Agreement:
    """Note that every signature is there; for the envelope.

    Raises:
        PermissionRefused: not the system.
        RuleBroken: the terms are not settled, or no completed envelope holds the signature of every party.
    """
    held = _held(agreement)
    with broken():
        take_step(AGREEMENT, held, "sign", actor=actor, signed_at=timezone.now())
    agreement.refresh_from_db()
    _leave(actor, "sharing.mark_signed", held)
    return held


@transaction.atomic
def end_agreement(*, actor: Actor, agreement: Agreement, reason: str) -> Agreement:
    """Note that signed terms hold no longer: by their last day, by revocation, or by new ones.

    Raises:
        PermissionRefused: neither the system nor the office of the place.
        RuleBroken: they are not in force, or no reason is given.
    """
    held = _held(agreement)
    with broken():
        take_step(AGREEMENT, held, "end", actor=actor, status_reason=reason.strip(), ended_at=timezone.now())
    agreement.refresh_from_db()
    _leave(actor, "sharing.end_agreement", held)
    return held


def _held(agreement: Agreement) -> Agreement:
    """The agreement under its lock, as it stands now; only who may change it holds the lock."""
    held = Agreement.objects.select_for_update(of=("self",)).select_related("request").filter(pk=agreement.pk).first()
    if held is None:
        raise PermissionRefused(_("You do not act for a party of this agreement."))
    return held


def _require_party(actor: Actor, agreement: Agreement, community: int | None) -> None:
    if not policies.is_party(actor, agreement, community):
        raise PermissionRefused(_("You do not act for this party."))


def _require_fits(agreement: Agreement, terms: Terms) -> None:
    """The terms can stand, and are between these parties about these records."""
    try:
        if problems := check(terms):
            raise TermsRefused(problems)
    except TermsRefused as refused:
        raise RuleBroken(" ".join(fault_sentences(refused.problems))) from refused
    request = agreement.request
    user = (
        (PartyKind.ORGANISATION, request.applicant_id)
        if request.applicant_id is not None
        else (PartyKind.PERSON, request.applicant_user_id)
    )
    named = {(party.kind, party.id) for party in terms.parties if party.side is Side.USER}
    if named != {user} or {party.id for party in terms.providers()} != set(agreement.providers):
        raise RuleBroken(
            _("The parties are the applicant and the communities that agreed, no others."), field="parties"
        )
    if not {subject.record for subject in terms.subject} <= set(agreed_record_ids(agreement)):
        raise RuleBroken(_("The terms name a record to which no community agreed."), field="subject")


def _leave(actor: Actor, action: str, agreement: Agreement, community: int | None = None, **detail: object) -> None:
    audit.record(
        actor,
        action=action,
        target=agreement,
        organisation_id=community or agreement.request.applicant_id,
        detail=dict(detail),
    )
