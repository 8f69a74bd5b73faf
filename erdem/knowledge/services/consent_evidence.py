"""Files beside a consent: recordings, resolutions, scans. Added by hand, never changed."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from erdem.base import audit, blobs
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.knowledge.consent_choices import EvidenceKind
from erdem.knowledge.models import Consent, ConsentEvidence
from erdem.knowledge.policies import can_edit_consent
from erdem.knowledge.services.consent_faults import broken
from erdem.lib.signatures import kind_of

LARGEST: Final = 50 * 1024 * 1024
_SOUNDS: Final = ("audio/", "video/")
_OF_KIND: Final = {
    EvidenceKind.EXPLANATION: _SOUNDS,
    EvidenceKind.RECORDING: _SOUNDS,
    EvidenceKind.RESOLUTION: ("application/pdf", "image/"),
    EvidenceKind.SCAN: ("application/pdf", "image/"),
    EvidenceKind.OTHER: ("application/pdf", "image/", *_SOUNDS),
}


@transaction.atomic
def attach_evidence(
    *, actor: Actor, consent: Consent, kind: str, content: bytes, file_name: str, note: str = ""
) -> ConsentEvidence:
    """Add a file. What it is decides its content, not its name.

    Raises:
        RuleBroken: it is empty, too large, or not what it is said to be.
    """
    require(can_edit_consent(actor, consent))
    media_type = kind_of(content)
    if not content:
        raise RuleBroken(_("The file is empty. Nothing was stored. Choose another one."), field="file")
    if len(content) > LARGEST:
        raise RuleBroken(
            _("The file is larger than 50 MB. Nothing was stored. Record or scan it smaller."), field="file"
        )
    if not media_type.startswith(_OF_KIND.get(EvidenceKind(kind), ())) or not media_type:
        raise RuleBroken(_wanted(kind), field="file")
    shown = PurePath(file_name.replace("\\", "/")).name[:200] or _("unnamed file")
    evidence = ConsentEvidence(
        consent=consent,
        kind=kind,
        blob=blobs.keep(content, media_type=media_type),
        file_name=shown,
        media_type=media_type,
        note=note.strip()[:300],
        uploaded_by_id=actor.user_id,
    )
    with broken():
        evidence.save(force_insert=True)
    audit.record(
        actor,
        action="knowledge.attach_evidence",
        target=consent,
        organisation_id=consent.community_id,
        detail={"kind": str(kind), "bytes": len(content)},
    )
    return evidence


def _wanted(kind: str) -> str:
    if kind in (EvidenceKind.EXPLANATION, EvidenceKind.RECORDING):
        return _("This is no recording (MP3, M4A, OGG, WAV, FLAC, MP4, WEBM). Nothing was stored. Choose another file.")
    return _("This is no scan or photo (PDF, JPEG, PNG). Nothing was stored. Choose another file.")


@transaction.atomic
def note_evidence_opened(*, actor: Actor, evidence: ConsentEvidence) -> None:
    """Leave a trace that somebody opened a recording, a resolution or a scan; the community can see it."""
    audit.record(
        actor,
        action="knowledge.open_evidence",
        target=evidence.consent,
        organisation_id=evidence.consent.community_id,
        detail={"evidence": evidence.pk},
    )
