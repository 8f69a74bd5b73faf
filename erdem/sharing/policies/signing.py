"""Who sees what is signed, who signs, confirms and sends. Second lock: ``sql/signing.sql``."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import ALLOWED, Decision, Denied, built_once
from erdem.people.choices import OrganisationKind, Role
from erdem.sharing.choices import RequestStatus
from erdem.sharing.models import AccessRequest, AgreementVersion, Envelope, Signer
from erdem.sharing.policies.agreements import visible_versions
from erdem.sharing.policies.requests import EVERYTHING, can_handle_request
from erdem.sharing.signing_choices import EnvelopeStatus, SignerState

SIGN_FOR_OTHER_BODIES = (Role.APPLICANT, Role.COUNTY_OFFICER, Role.REGION_OFFICER)
ENDED_REQUESTS = (
    RequestStatus.REJECTED,
    RequestStatus.REFUSED,
    RequestStatus.VETOED,
    RequestStatus.LAPSED,
    RequestStatus.WITHDRAWN,
)


@built_once
def visible_envelopes(actor: Actor) -> Q:
    """What is signed is seen by whoever sees the terms: their parties and the office in charge."""
    if actor.is_machine:
        return EVERYTHING
    return Q(Exists(AgreementVersion.objects.filter(visible_versions(actor), pk=OuterRef("version_id"))))


@built_once
def visible_in_envelopes(actor: Actor) -> Q:
    """Who signs and what was signed is seen with the envelope."""
    if actor.is_machine:
        return EVERYTHING
    return Q(Exists(Envelope.objects.filter(visible_envelopes(actor), pk=OuterRef("envelope_id"))))


def signs_for(actor: Actor, signer: Signer) -> bool:
    """Say whether it is the actor who signs here: the named person, who may sign for the organisation, or both in one."""
    if signer.user_id is not None and actor.user_id != signer.user_id:
        return False
    if signer.organisation_id is None:
        return signer.user_id is not None
    if signer.organisation_id in actor.speaks_for:
        return True
    return (
        signer.organisation_id in actor.organisation_ids
        and actor.has_role(*SIGN_FOR_OTHER_BODIES)
        and signer.organisation is not None
        and signer.organisation.kind != OrganisationKind.COMMUNITY
    )


def can_tend_signing(actor: Actor, envelope: Envelope) -> Decision:
    """The office in charge of the request opens, sends and calls off; machines let it run out."""
    return can_handle_request(actor, envelope.request)


def can_open_envelope(actor: Actor, request: AccessRequest) -> Decision:
    """The office in charge puts together what is to be signed."""
    return can_handle_request(actor, request)


def is_running_out(envelope: Envelope, day: dt.date | None = None) -> bool:
    """Say whether the last day for signing has passed."""
    return envelope.expires_on < (day or timezone.localdate())


def _turn(envelope: Envelope, signer: Signer) -> Decision:
    if signer.state in (SignerState.SIGNED, SignerState.REFUSED):
        return Denied(_("This place is decided already. Nothing was changed."))
    if envelope.status != EnvelopeStatus.RUNNING:
        return Denied(_("This document is not being signed now. Nothing was changed."))
    if is_running_out(envelope):
        return Denied(
            _("The day by which it was to be signed has passed. Nothing was signed. Ask the office in charge.")
        )
    if envelope.request.status in ENDED_REQUESTS:
        return Denied(_("The request has come to an end, so that nothing is signed any more."))
    if signer.state != SignerState.ASKED:
        return Denied(_("Somebody signs before you. You will be told when it is your turn."))
    return ALLOWED


def can_sign(actor: Actor, signer: Signer) -> Decision:
    """Whoever is meant signs, when the turn has come and in time."""
    if not signs_for(actor, signer):
        return Denied(_("Somebody else is to sign here."))
    return _turn(signer.envelope, signer)


def can_hand_in_scan(actor: Actor, signer: Signer) -> Decision:
    """The party itself or the office in charge hands in what was signed on paper."""
    if signs_for(actor, signer) or can_handle_request(actor, signer.envelope.request):
        return _turn(signer.envelope, signer)
    return Denied(_("The party or the office in charge hands in what was signed on paper."))


def can_confirm_scan(actor: Actor, signer: Signer) -> Decision:
    """An officer who has not handed it in compares the scan with the document."""
    if not signer.scan_sha256:
        return Denied(_("No scan has been handed in yet."))
    if signer.scan_by_id == actor.user_id:
        return Denied(_("You have handed in this scan. Somebody else of the office confirms it."))
    tends = can_handle_request(actor, signer.envelope.request)
    if isinstance(tends, Denied) or actor.is_machine:
        return Denied(_("The office in charge confirms a scan."))
    return _turn(signer.envelope, signer)
