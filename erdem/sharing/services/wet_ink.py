"""Signing by hand: printed paper is signed, the scan is handed in, a second person finds that it shows the same text.

The scan itself is kept with its SHA-256. Into the PDF goes the signature of the officer who has compared it, in the place of the
one who signed on paper, so that the others sign on over it.
"""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit, blobs
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.sharing.models import Envelope, Signer
from erdem.sharing.policies.signing import can_confirm_scan, can_hand_in_scan
from erdem.sharing.services.signing import hold_place
from erdem.sharing.services.signing_faults import refused
from erdem.sharing.services.signing_seal import add_signature, current, go_on
from erdem.sharing.signing_choices import IdentityProof, SignerState, SigningMethod

BEGINNINGS: Final = {b"%PDF": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
MOST_BYTES: Final = 40 * 1024 * 1024


def media_type_of(content: bytes) -> str:
    """Return what kind of scan this is by its first bytes, or nothing when it is of no kind that is taken."""
    return next((kind for begins, kind in BEGINNINGS.items() if content.startswith(begins)), "")


@transaction.atomic
def record_wet_ink(*, actor: Actor, signer: Signer, content: bytes, name: str) -> Signer:
    """Hand in the scan of the signed paper; until it is confirmed another scan may take its place.

    Args:
        actor: the party, or the office in charge.
        signer: whose signature by hand it shows.
        content: PDF, JPEG or PNG.
        name: of the file.

    Raises:
        PermissionRefused: it is not the turn of this signer, or the actor is neither party nor office.
        RuleBroken: the file is of another kind, or too large.
    """
    _envelope, signer = hold_place(signer)
    require(can_hand_in_scan(actor, signer))
    kind = media_type_of(content)
    if not kind:
        raise RuleBroken(_("Choose a scan as PDF, JPEG or PNG. Nothing was kept."), field="scan")
    if len(content) > MOST_BYTES:
        raise RuleBroken(_("The scan is larger than 40 MB. Scan it in grey or at 200 dpi."), field="scan")
    blob = blobs.keep(content, media_type=kind)
    signer.method = SigningMethod.WET_INK
    signer.scan_blob, signer.scan_sha256, signer.scan_name = blob, blob.sha256, name[:200]
    signer.scan_by_id, signer.scan_at = actor.user_id, timezone.now()
    with refused():
        signer.save(update_fields=["method", "scan_blob", "scan_sha256", "scan_name", "scan_by", "scan_at"])
    audit.record(actor, action="sharing.record_wet_ink", target=signer, organisation_id=signer.organisation_id)
    return signer


@transaction.atomic
def confirm_wet_ink(*, actor: Actor, signer: Signer, seen_sha256: str, signed_name: str) -> Envelope:
    """Confirm that the scan shows the text of the document, signed by hand; a second click changes nothing.

    Args:
        actor: an officer in charge who has not handed the scan in.
        signer: whose signature it is.
        seen_sha256: of the scan that was compared.
        signed_name: the name that stands on the paper.

    Raises:
        PermissionRefused: the actor is not of the office, has handed it in, or it is not the turn.
        RuleBroken: another scan was handed in meanwhile, or no name is given.
    """
    envelope, signer = hold_place(signer)
    if signer.state == SignerState.SIGNED and signer.confirmed_by_id == actor.user_id:
        return envelope
    require(can_confirm_scan(actor, signer))
    if signer.scan_sha256 != seen_sha256:
        raise RuleBroken(_("Another scan was handed in meanwhile. Compare that one."))
    if not signed_name.strip():
        raise RuleBroken(_("Write the name that stands on the paper."), field="signed_name")
    signer.proof, signer.signed_name = IdentityProof.PAPER, signed_name.strip()[:200]
    signer.confirmed_by_id = signer.decided_by_id = actor.user_id
    signer.decided_at = timezone.now()
    add_signature(actor, envelope, signer, current(envelope))
    detail = {"envelope": envelope.number, "position": signer.position, "scan": signer.scan_sha256}
    envelope = go_on(actor, envelope)
    audit.record(
        actor, action="sharing.confirm_wet_ink", target=envelope, organisation_id=signer.organisation_id, detail=detail
    )
    return envelope
