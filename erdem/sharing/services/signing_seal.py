"""How a signature comes into the file, and how the house seals it when all have signed."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Final

from cryptography import x509
from django.utils import timezone

from erdem.base import blobs, events
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import Blob
from erdem.base.policy import RuleBroken
from erdem.base.workflow import take_step
from erdem.notary.choices import LeafKind, Log
from erdem.notary.models import StampedItem
from erdem.notary.services import canonical, enter, stamp_item
from erdem.sharing import signing_keys
from erdem.sharing.events import EnvelopeCompleted
from erdem.sharing.models import Envelope, SignedRevision, Signer
from erdem.sharing.pades import SEAL, Signatory, Signing, add_revocation, sign
from erdem.sharing.pades.authority import HouseAuthority, OneTimeSigner
from erdem.sharing.services.signing_faults import refused, signable
from erdem.sharing.services.signing_paper import Shown, appearance, seal_shown, signature_shown, slots_of
from erdem.sharing.signing_choices import IdentityProof, SignerState
from erdem.sharing.signing_workflow import ENVELOPE

PDF: Final = "application/pdf"
HOUSE: Final = "Erdem"
FORMAT: Final = "erdem-agreement@v1"


def current(envelope: Envelope) -> SignedRevision:
    """Return the file of an envelope as it is now.

    Raises:
        RuleBroken: there is none, or it is damaged on the disk.
    """
    found = envelope.revisions.select_related("blob").order_by("-number").first()
    if found is None:
        message = "An envelope without a file was not opened by this program."
        raise RuleBroken(message)
    return found


def add_signature(actor: Actor, envelope: Envelope, signer: Signer, before: SignedRevision) -> None:
    """Sign in the place of a signer, whose row says already by whom and how, and keep row and file.

    Raises:
        RuleBroken: no time-stamp could be had, or the database refuses it. Nothing was signed.
    """
    said = "Wet ink, scan SHA-256 " + signer.scan_sha256 if signer.proof == IdentityProof.PAPER else "I agree."
    with signable():
        house = signing_keys.authority()
        party = signer.organisation.name if signer.organisation else ""
        who = actor.label if signer.proof == IdentityProof.PAPER else signer.signed_name
        if signer.proof == IdentityProof.PAPER:
            party = actor.organisation
        key = house.signer_for(_signatory(envelope, signer.field, who, party, actor))
        signer.certificate = _serial(key)
        signer.stamped_at = timezone.now()
        content = _signed(
            before,
            Signing(signer.field, who, said),
            key,
            house,
            signature_shown(signer, before.sha256, signer.certificate, signer.stamped_at),
            envelope,
        )
    signer.state, signer.next_reminder_at = SignerState.SIGNED, None
    with refused():
        signer.save()
        _keep(envelope, before, content, signer)


def go_on(actor: Actor, envelope: Envelope) -> Envelope:
    """Seal the file when all have signed, enter it in the public log and have it stamped; otherwise the next one is asked."""
    signers = list(envelope.signers.select_related("organisation").order_by("position"))
    if any(signer.state != SignerState.SIGNED for signer in signers):
        return envelope
    before, at = current(envelope), timezone.now()
    reason = (
        f"{envelope.number}: all {len(signers)} have signed."
        f" SHA-256 {envelope.document_sha256} of the first {envelope.document_size} bytes."
    )
    with signable():
        house = signing_keys.authority()
        key = house.signer_for(Signatory(HOUSE, "", signing_keys.user_hash(None), f"{envelope.number}/{SEAL}"))
        shown = seal_shown(envelope, signers, before.sha256, at)
        content = _signed(before, Signing(SEAL, HOUSE, reason), key, house, shown, envelope, is_last=True)
    with refused():
        kept = _keep(envelope, before, content, None)
        _complete(actor, envelope, signers, kept, at)
    events.publish(
        EnvelopeCompleted(
            envelope_id=envelope.pk,
            request_id=envelope.request_id,
            version_id=envelope.version_id,
        )
    )
    return envelope


def _signatory(envelope: Envelope, field: str, name: str, party: str, actor: Actor) -> Signatory:
    return Signatory(name, party, signing_keys.user_hash(actor.user_id), f"{envelope.number}/{field}")


def _serial(key: OneTimeSigner) -> str:
    return format(x509.load_der_x509_certificate(key.certificates[0]).serial_number, "x")


def _signed(
    before: SignedRevision,
    signing: Signing,
    key: OneTimeSigner,
    house: HouseAuthority,
    shown: Shown,
    envelope: Envelope,
    *,
    is_last: bool = False,
) -> bytes:
    """Return the file with one more signature and what proves that its certificates were good; the seal is the end of it."""
    slot = next(each for each in slots_of(list(envelope.signers.order_by("position"))) if each.field == signing.field)
    made = sign(
        blobs.read_verified(before.blob),
        signing,
        key,
        signing_keys.HouseStamps(),
        appearance(shown, slot, timezone.now()),
    )
    if is_last:
        return made.pdf
    certificates = [house.root, *made.stamped.certificates]
    lists = [house.revocation_list(), *made.stamped.crls]
    return add_revocation(made.pdf, certificates, lists, made.stamped.ocsps)


def _keep(envelope: Envelope, before: SignedRevision, content: bytes, signer: Signer | None) -> SignedRevision:
    blob = blobs.keep(content, media_type=PDF)
    kept = SignedRevision(
        envelope=envelope,
        number=before.number + 1,
        signer=signer,
        blob=blob,
        sha256=blob.sha256,
        size=len(content),
        previous_sha256=before.sha256,
    )
    kept.save(force_insert=True)
    return kept


def _complete(actor: Actor, envelope: Envelope, signers: list[Signer], kept: SignedRevision, at: dt.datetime) -> None:
    document = _document(envelope, signers, kept.sha256, at)
    statement = {
        "number": envelope.number,
        "pdf": kept.sha256,
        "sha256": hashlib.sha256(document.encode()).hexdigest(),
    }
    (entered,) = enter(actor=actor, log=Log.REGISTER, kind=LeafKind.AGREEMENT, statements=[statement])
    take_step(
        ENVELOPE,
        envelope,
        "complete",
        actor=actor,
        ended_at=at,
        completed_sha256=kept.sha256,
        statement=statement,
        proof_document=document,
        nonce=entered.nonce,
        leaf=entered.leaf,
        stamped=_stamp(kept.blob),
    )


def _document(envelope: Envelope, signers: list[Signer], sha256: str, at: dt.datetime) -> str:
    """Return in canonical JSON what the entry in the log stands for: names of nobody, digests and moments."""
    return canonical(
        {
            "format": FORMAT,
            "number": envelope.number,
            "document_sha256": envelope.document_sha256,
            "signed_sha256": sha256,
            "completed_at": at.astimezone(dt.UTC).isoformat(timespec="seconds"),
            "signatures": [
                {
                    "position": signer.position,
                    "role": signer.role,
                    "method": signer.method,
                    "certificate": signer.certificate,
                    "scan_sha256": signer.scan_sha256,
                }
                for signer in signers
            ],
        }
    ).decode()


def _stamp(blob: Blob) -> StampedItem:
    """Have the sealed file stamped. The house asks: the stamps are for all parties alike, and are read with the envelope."""
    digests = {"sha256": bytes.fromhex(blob.sha256)}
    if sm3 := blobs.digest_of(blob, "sm3"):
        digests["sm3"] = bytes.fromhex(sm3)
    with acting_as(SYSTEM):
        return stamp_item(actor=SYSTEM, digests=digests)
