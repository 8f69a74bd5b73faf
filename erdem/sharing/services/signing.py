"""Writes of signing: an envelope is opened, sent, signed one after another, refused or called off.

What may happen when is kept by the database (``sql/signing.sql``). A signature is made while its envelope is held, so that two
who press at once wait for each other and one signature comes of a double click.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit, blobs, events
from erdem.base.actor import Actor
from erdem.base.numbering import document_number
from erdem.base.policy import RuleBroken, require
from erdem.base.workflow import take_step
from erdem.people.models import Organisation, User
from erdem.sharing.events import EnvelopeEnded
from erdem.sharing.models import AgreementVersion, Envelope, SignedRevision, Signer
from erdem.sharing.pades import prepare
from erdem.sharing.policies.signing import can_open_envelope, can_sign, can_tend_signing
from erdem.sharing.queries.periods import end_of
from erdem.sharing.services.signing_faults import refused, signable
from erdem.sharing.services.signing_paper import signature_pages, slots_of
from erdem.sharing.services.signing_seal import PDF, add_signature, current, go_on
from erdem.sharing.signing_choices import (
    MOST_SIGNERS,
    EnvelopeStatus,
    IdentityProof,
    SignerRole,
    SignerState,
    SigningMethod,
)
from erdem.sharing.signing_workflow import ENVELOPE

SERIES = "QS"
SIGNING = "access_signing"
"""The period that an envelope runs when no day is given."""


@dataclass(frozen=True)
class Party:
    """Who is to sign: an organisation through whoever may sign for it, or a named person (``user``), for it or for himself."""

    role: SignerRole
    organisation: Organisation | None = None
    user: User | None = None
    method: SigningMethod = SigningMethod.ELECTRONIC

    @property
    def name(self) -> str:
        """The name by which the party is shown until somebody has signed."""
        if self.user is not None:
            return self.user.get_full_name()
        return self.organisation.name if self.organisation is not None else ""


@dataclass(frozen=True)
class Paper:
    """What is to be signed.

    ``document`` is the PDF, whose bytes stay the beginning of the signed file; ``parties`` sign it, the first first;
    ``expires_on`` is the last day for it, that of the dated period when left out.
    """

    title: str
    document: bytes
    parties: Sequence[Party]
    expires_on: dt.date | None = None


@transaction.atomic
def open_envelope(
    *,
    actor: Actor,
    version: AgreementVersion,
    title: str,
    document: bytes,
    parties: Sequence[Party],
    expires_on: dt.date | None = None,
) -> Envelope:
    """Put a document (PDF) and those who sign it, in order, into an envelope. It is not sent yet.

    Args:
        actor: the office in charge.
        version: of the terms, whose paper the document is.
        title: what the document is called.
        document: the PDF; its bytes stay the beginning of the signed file.
        parties: who signs, the first first.
        expires_on: the last day for signing; thirty days from now when left out.

    Raises:
        PermissionRefused: the actor's office is not in charge.
        RuleBroken: the PDF cannot be signed, nobody signs, or the document has an envelope already.
    """
    envelope = put_together(actor, version, Paper(title, document, parties, expires_on))
    detail = {"request": version.agreement.request.number, "signers": len(parties)}
    audit.record(actor, action="sharing.open_envelope", target=envelope, detail=detail)
    return envelope


def put_together(actor: Actor, version: AgreementVersion, paper: Paper) -> Envelope:
    """Return a new envelope with its signers and its file; the caller leaves the audit entry.

    Raises:
        PermissionRefused: the actor's office is not in charge.
        RuleBroken: the PDF cannot be signed, nobody signs, or the document has an envelope already.
    """
    require(can_open_envelope(actor, version.agreement.request))
    if version.agreement.settled_id != version.pk:
        raise RuleBroken(_("Only a version to which every party has agreed is signed."))
    if not 0 < len(paper.parties) <= MOST_SIGNERS:
        raise RuleBroken(_("Name who signs: one party at least, twenty at most."), field="parties")
    envelope = _new_envelope(actor, version, paper)
    with refused():
        envelope.save(force_insert=True)
        for position, party in enumerate(paper.parties, start=1):
            _signer(envelope, position, party).save(force_insert=True)
    _prepare(envelope, paper.document)
    return envelope


def _new_envelope(actor: Actor, version: AgreementVersion, paper: Paper) -> Envelope:
    blob = blobs.keep(paper.document, media_type=PDF)
    return Envelope(
        number=document_number(SERIES, timezone.localdate().year),
        request=version.agreement.request,
        version=version,
        title=paper.title.strip()[:200],
        expires_on=paper.expires_on or end_of(SIGNING),
        document_blob=blob,
        document_sha256=blob.sha256,
        document_size=len(paper.document),
        opened_by_id=actor.user_id,
    )


def _signer(envelope: Envelope, position: int, party: Party) -> Signer:
    return Signer(
        envelope=envelope,
        position=position,
        organisation=party.organisation,
        user=party.user,
        name=party.name,
        role=party.role,
        method=party.method,
    )


def _prepare(envelope: Envelope, document: bytes) -> None:
    """Put the pages of signatures behind the document and keep that as the file that is sent."""
    signers = list(envelope.signers.select_related("organisation"))
    with signable():
        pages = signature_pages(envelope, signers, timezone.now())
        ready = prepare(document, pages, slots_of(signers))
    blob = blobs.keep(ready, media_type=PDF)
    with refused():
        SignedRevision(
            envelope=envelope,
            number=0,
            blob=blob,
            sha256=blob.sha256,
            size=len(ready),
            previous_sha256=envelope.document_sha256,
        ).save(force_insert=True)


@transaction.atomic
def send_envelope(*, actor: Actor, envelope: Envelope) -> Envelope:
    """Send an envelope: the first signer is asked; sending it again changes nothing.

    Raises:
        PermissionRefused: the actor's office is not in charge.
        RuleBroken: the last day has passed, or the envelope has ended.
    """
    envelope = hold(envelope)
    if envelope.status == EnvelopeStatus.RUNNING:
        return envelope
    send_out(actor, envelope)
    audit.record(actor, action="sharing.send_envelope", target=envelope)
    return envelope


def send_out(actor: Actor, envelope: Envelope) -> None:
    """Let an envelope run and ask its first signer; the caller leaves the audit entry.

    Raises:
        PermissionRefused: the actor's office is not in charge.
        RuleBroken: the last day has passed, the envelope has ended, or other terms are being negotiated.
    """
    with refused():
        take_step(ENVELOPE, envelope, "send", actor=actor, sent_at=timezone.now())
        Signer.objects.filter(envelope=envelope, position=1).update(
            state=SignerState.ASKED, asked_at=timezone.now(), next_reminder_at=timezone.now()
        )


@transaction.atomic
def sign(*, actor: Actor, signer: Signer, proof: IdentityProof, seen_sha256: str) -> Envelope:
    """Sign in the actor's own name, for the party that is asked; a second click changes nothing.

    Args:
        actor: who signs; the caller has made sure of the identity once more.
        signer: the place.
        proof: how the identity was shown.
        seen_sha256: of the file whose pages were shown to the signer: exactly that is signed.

    Raises:
        PermissionRefused: somebody else is to sign, it is not the turn, or too late.
        RuleBroken: the file has changed since it was shown, or no time-stamp could be had. Nothing was signed.
    """
    envelope, signer = hold_place(signer)
    if signer.state == SignerState.SIGNED and signer.decided_by_id == actor.user_id:
        return envelope
    require(can_sign(actor, signer))
    before = current(envelope)
    if before.sha256 != seen_sha256:
        raise RuleBroken(
            _("Somebody else has signed since you opened the page. Look at the document again, then sign.")
        )
    signer.method = SigningMethod.ELECTRONIC
    signer.proof, signer.signed_name = proof, actor.label[:200]
    signer.decided_by_id, signer.decided_at = actor.user_id, timezone.now()
    add_signature(actor, envelope, signer, before)
    detail = {"envelope": envelope.number, "position": signer.position, "proof": str(proof)}
    envelope = go_on(actor, envelope)
    audit.record(actor, action="sharing.sign", target=envelope, organisation_id=signer.organisation_id, detail=detail)
    return envelope


@transaction.atomic
def refuse_to_sign(*, actor: Actor, signer: Signer, reason: str) -> Envelope:
    """Refuse to sign, with a reason; the envelope ends with that.

    Raises:
        PermissionRefused: somebody else is to sign, or it is not the turn.
        RuleBroken: no reason is given.
    """
    envelope, signer = hold_place(signer)
    require(can_sign(actor, signer))
    if not reason.strip():
        raise RuleBroken(_("This step needs a reason. Write one or two sentences."), field="reason")
    with refused():
        signer.state, signer.reason = SignerState.REFUSED, reason.strip()
        signer.decided_by_id, signer.decided_at = actor.user_id, timezone.now()
        signer.save(update_fields=["state", "reason", "decided_by", "decided_at"])
        take_step(ENVELOPE, envelope, "refuse", actor=actor, status_reason=reason.strip(), ended_at=timezone.now())
    _tell_end(envelope)
    detail = {"envelope": envelope.number, "position": signer.position}
    audit.record(
        actor, action="sharing.refuse_to_sign", target=envelope, organisation_id=signer.organisation_id, detail=detail
    )
    return envelope


@transaction.atomic
def cancel_envelope(*, actor: Actor, envelope: Envelope, reason: str) -> Envelope:
    """Call an envelope off, with a reason. What was signed stays in the file and has no effect.

    Raises:
        PermissionRefused: the actor's office is not in charge.
        RuleBroken: it has ended already, or no reason is given.
    """
    envelope = hold(envelope)
    with refused():
        take_step(ENVELOPE, envelope, "cancel", actor=actor, status_reason=reason.strip(), ended_at=timezone.now())
    _tell_end(envelope)
    audit.record(actor, action="sharing.cancel_envelope", target=envelope)
    return envelope


@transaction.atomic
def expire_envelopes(*, actor: Actor, day: dt.date | None = None) -> int:
    """Let envelopes run out whose last day has passed; return how many. For machines."""
    due = Envelope.objects.filter(status=EnvelopeStatus.RUNNING, expires_on__lt=day or timezone.localdate())
    ended = list(due.select_related("request").select_for_update(of=("self",)).order_by("pk"))
    for envelope in ended:
        require(can_tend_signing(actor, envelope))
        take_step(ENVELOPE, envelope, "expire", actor=actor, ended_at=timezone.now())
        _tell_end(envelope)
    if ended:
        audit.record(actor, action="sharing.expire_envelopes", detail={"envelopes": len(ended)})
    return len(ended)


def hold(envelope: Envelope) -> Envelope:
    """Return the envelope as it is now, held until the transaction ends."""
    found = Envelope.objects.select_related("request").select_for_update(of=("self",))
    return found.get(pk=envelope.pk)


def hold_place(signer: Signer) -> tuple[Envelope, Signer]:
    """Return envelope and signer as they are now, held until the transaction ends."""
    envelope = hold(signer.envelope)
    held = Signer.objects.select_related("organisation", "scan_by").select_for_update(of=("self",)).get(pk=signer.pk)
    held.envelope = envelope
    return envelope, held


def _tell_end(envelope: Envelope) -> None:
    events.publish(
        EnvelopeEnded(
            envelope_id=envelope.pk,
            request_id=envelope.request_id,
            version_id=envelope.version_id,
            status=str(envelope.status),
        )
    )
