"""Settled terms signed by every party, quickly: rows as the database wants them, files that only stand for a PDF.

No rule is left out. What is spared is printing, cryptography and time-stamps, which ``enveloping`` has done for real.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from erdem.base import blobs
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.numbering import document_number
from erdem.notary.choices import LeafKind, Log
from erdem.notary.services import enter
from erdem.sharing import services
from erdem.sharing.models import Agreement, AgreementVersion, Envelope, SignedRevision, Signer
from erdem.sharing.services.sending import agreement_parties
from erdem.sharing.services.signing_faults import refused
from erdem.sharing.signing_choices import EnvelopeStatus, IdentityProof, SignerState

PDF = "application/pdf"


def sign_terms(agreement: Agreement, officer: Actor, signers: Sequence[Actor]) -> Envelope:
    """Have every party sign settled terms, and note it: the agreement is signed, its request goes on to the permit.

    Args:
        agreement: settled.
        officer: who opens the envelope.
        signers: who signs for the communities in their order, and last for the applicant.
    """
    envelope = completed(agreement, officer, signers)
    with acting_as(SYSTEM):
        services.conclude_terms(actor=SYSTEM, envelope_id=envelope.pk)
    return envelope


def completed(agreement: Agreement, officer: Actor, signers: Sequence[Actor]) -> Envelope:
    """Return an envelope of the settled version that all have signed, of which nothing is noted on the terms yet."""
    envelope = running(agreement, officer)
    for position, actor in enumerate(signers, 1):
        sign_place(envelope, position, actor)
    with acting_as(SYSTEM):
        complete(envelope)
    return envelope


def running(agreement: Agreement, officer: Actor, *, leave_out: int | None = None) -> Envelope:
    """Return an envelope that is sent: its first signer is asked. One of the parties may be left out, counted from 0."""
    with acting_as(SYSTEM):
        settled = Agreement.objects.values_list("settled_id", flat=True).get(pk=agreement.pk)
        version = AgreementVersion.objects.select_related("agreement__request").get(pk=settled or 0)
        envelope = prepare(version, officer)
        parties = [party for place, party in enumerate(agreement_parties(version)) if place != leave_out]
        for position, party in enumerate(parties, 1):
            Signer.objects.create(
                envelope=envelope,
                position=position,
                organisation=party.organisation,
                user=party.user,
                name=party.name,
                role=party.role,
            )
        add_file(envelope)
        Envelope.objects.filter(pk=envelope.pk).update(status=EnvelopeStatus.RUNNING, sent_at=timezone.now())
        Signer.objects.filter(envelope=envelope, position=1).update(
            state=SignerState.ASKED, asked_at=timezone.now(), next_reminder_at=timezone.now()
        )
    return envelope


def prepare(version: AgreementVersion, officer: Actor) -> Envelope:
    """Return an envelope that is being prepared, with a document and nothing else."""
    number = document_number("QS", timezone.localdate().year)
    blob = blobs.keep(f"%PDF {number}".encode(), media_type=PDF)
    return Envelope.objects.create(
        number=number,
        request=version.agreement.request,
        version=version,
        title="示例协议",
        expires_on=timezone.localdate() + dt.timedelta(days=30),
        document_blob=blob,
        document_sha256=blob.sha256,
        document_size=blob.size,
        opened_by_id=officer.user_id,
    )


def add_file(envelope: Envelope, signer: Signer | None = None) -> SignedRevision:
    """Keep the next file of an envelope: all of the one before, and a little more."""
    last = SignedRevision.objects.filter(envelope=envelope).order_by("-number").first()
    before = blobs.read_verified(last.blob if last else envelope.document_blob)
    blob = blobs.keep(before + b" signed", media_type=PDF)
    return SignedRevision.objects.create(
        envelope=envelope,
        number=last.number + 1 if last else 0,
        signer=signer,
        blob=blob,
        sha256=blob.sha256,
        size=blob.size,
        previous_sha256=last.sha256 if last else envelope.document_sha256,
    )


def sign_place(envelope: Envelope, position: int, actor: Actor) -> None:
    """Sign at a position as somebody."""
    with acting_as(actor), refused():
        signer = Signer.objects.get(envelope=envelope, position=position)
        signer.state, signer.proof, signer.certificate = SignerState.SIGNED, IdentityProof.PASSWORD, "example"
        signer.decided_by_id, signer.decided_at, signer.stamped_at = actor.user_id, timezone.now(), timezone.now()
        signer.signed_name, signer.next_reminder_at = actor.label[:200], None
        signer.save()
        add_file(envelope, signer)


def complete(envelope: Envelope) -> None:
    """Seal what all have signed, and enter it in the log."""
    sealed = add_file(envelope)
    statement = {"number": envelope.number, "pdf": sealed.sha256, "sha256": envelope.document_sha256}
    (entered,) = enter(actor=SYSTEM, log=Log.REGISTER, kind=LeafKind.AGREEMENT, statements=[statement])
    envelope.status, envelope.ended_at, envelope.completed_sha256 = (
        EnvelopeStatus.COMPLETED,
        timezone.now(),
        sealed.sha256,
    )
    envelope.statement, envelope.nonce, envelope.leaf = statement, entered.nonce, entered.leaf
    envelope.save(update_fields=["status", "ended_at", "completed_sha256", "statement", "nonce", "leaf"])
