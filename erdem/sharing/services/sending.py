"""Sending settled terms to be signed: the paper is printed from the terms, communities sign first, the applicant last."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.people.models import Organisation
from erdem.sharing.models import AgreementVersion, Envelope
from erdem.sharing.queries.signing import envelope_of
from erdem.sharing.services.signing import Paper, Party, put_together, send_envelope, send_out
from erdem.sharing.signing_choices import SignerRole
from erdem.sharing.terms_paper import TermsPaper, paper_pdf


def agreement_parties(version: AgreementVersion) -> list[Party]:
    """Return who signs an agreement: its communities in the order of the terms, then the applicant."""
    agreement = version.agreement
    known = Organisation.objects.in_bulk(agreement.providers)
    parties = [Party(SignerRole.HOLDER, organisation=known[pk]) for pk in agreement.providers]
    request = agreement.request
    if request.applicant is not None:
        return [*parties, Party(SignerRole.USER, organisation=request.applicant)]
    return [*parties, Party(SignerRole.USER, user=request.applicant_user)]


@transaction.atomic
def send_agreement(*, actor: Actor, version: AgreementVersion, expires_on: dt.date | None = None) -> Envelope:
    """Print settled terms, put them into an envelope and send it; sending it again returns what was sent.

    Raises:
        PermissionRefused: the actor's office is not in charge.
        RuleBroken: not every party has agreed to this version, or the day has passed.
    """
    found = envelope_of(version)
    if found is not None:
        return send_envelope(actor=actor, envelope=found)
    agreement, parties = version.agreement, agreement_parties(version)
    printed = TermsPaper(agreement.number, version.number, version.terms, version.made_at, is_settled=True)
    title = f"{agreement.request.title} · {agreement.number}"
    envelope = put_together(actor, version, Paper(title, paper_pdf(printed), parties, expires_on))
    send_out(actor, envelope)
    detail = {"request": agreement.request.number, "signers": len(parties)}
    audit.record(actor, action="sharing.send_agreement", target=envelope, detail=detail)
    return envelope
