"""What signing puts on paper: the pages of signatures, and what is shown in each field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from erdem.base.documents import render_pdf
from erdem.base.formatting import iso_date, iso_moment
from erdem.sharing.models import Envelope, Signer
from erdem.sharing.pades import SEAL, Appearance, Slot, place_slots
from erdem.sharing.signing_choices import IdentityProof

LANGUAGE = "zh-hans"
"""Papers of the house are in Chinese, whatever language the one who signs reads."""


@dataclass(frozen=True)
class Shown:
    """What a field shows: who, for whom, when, how, and what the file was before."""

    name: str
    party: str
    verdict: str
    facts: Sequence[tuple[str, str]]


def slots_of(signers: Sequence[Signer]) -> tuple[Slot, ...]:
    """Return the places of all signers in order, and of the seal."""
    return place_slots([*(signer.field for signer in signers), SEAL])


def signature_pages(envelope: Envelope, signers: Sequence[Signer], at: dt.datetime) -> bytes:
    """Set the pages of signatures: what is signed, by whom, in which order."""
    with override(LANGUAGE):
        slots = slots_of(signers)
        labels = [*(_label(signer) for signer in signers), _("Seal of the register")]
        data = {
            "title": _("Page of signatures"),
            "number": envelope.number,
            "facts": [
                (_("Document"), envelope.title),
                (_("Request"), envelope.request.number),
                (_("Document SHA-256"), envelope.document_sha256),
                (_("To be signed by"), iso_date(envelope.expires_on)),
            ],
            "note": _(
                "The pages before this one are the document. Whoever signs, signs all of it and every signature before."
                " Anybody checks this file with the page “Verify a proof” or with “erdem verify”."
            ),
            "slots": [
                {"page": slot.page, "left": slot.left, "top": slot.top, "width": slot.width, "height": slot.height}
                | {"label": label}
                for slot, label in zip(slots, labels, strict=True)
            ],
            "pages": slots[-1].page + 1,
        }
        return render_pdf("sharing/signing_pages.typ", data, issued_at=at)


def _label(signer: Signer) -> str:
    party = signer.organisation.name if signer.organisation else signer.name
    return _("%(position)s. %(party)s (%(role)s)") % {
        "position": signer.position,
        "party": party,
        "role": signer.get_role_display(),
    }


def appearance(shown: Shown, slot: Slot, at: dt.datetime) -> Appearance:
    """Set what a field shows."""
    with override(LANGUAGE):
        data = {
            "title": shown.verdict,
            "name": shown.name,
            "party": shown.party,
            "verdict": shown.verdict,
            "facts": [[str(term), str(value)] for term, value in shown.facts],
            "width": slot.width,
            "height": slot.height,
        }
        return Appearance(render_pdf("sharing/signature.typ", data, issued_at=at))


def signature_shown(signer: Signer, before: str, certificate: str, at: dt.datetime) -> Shown:
    """Say what the field of a signer shows. ``before`` is the SHA-256 of the file before this signature."""
    with override(LANGUAGE):
        facts = [
            (_("Time"), iso_moment(at)),
            (_("How"), str(IdentityProof(signer.proof).label)),
            (_("Number of the certificate"), certificate),
            (_("File before it"), before),
        ]
        verdict = str(_("Signed"))
        if signer.proof == IdentityProof.PAPER:
            verdict = str(_("Signed by hand on paper"))
            facts = [
                (_("Time"), iso_moment(at)),
                (_("Scan SHA-256"), signer.scan_sha256),
                (_("Confirmed by"), signer.confirmed_by.get_full_name() if signer.confirmed_by else ""),
                (_("File before it"), before),
            ]
        party = signer.organisation.name if signer.organisation else ""
        return Shown(signer.signed_name, party, verdict, facts)


def seal_shown(envelope: Envelope, signers: Sequence[Signer], before: str, at: dt.datetime) -> Shown:
    """Say what the field of the seal shows."""
    with override(LANGUAGE):
        return Shown(
            name=envelope.number,
            party=_("All %(count)s have signed") % {"count": len(signers)},
            verdict=str(_("Sealed by the register")),
            facts=[
                (_("Time"), iso_moment(at)),
                (_("Document SHA-256"), envelope.document_sha256),
                (_("File before it"), before),
            ],
        )
