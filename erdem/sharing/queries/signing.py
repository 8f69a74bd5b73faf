"""Reads of signing: envelopes, whose turn it is, the file as it is now and its pages as pictures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erdem.base import blobs
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.documents import page_picture
from erdem.base.formatting import iso_moment
from erdem.notary.checking import Checked
from erdem.notary.models import TimeStamp
from erdem.notary.queries import Said, evidence_of, stamps_of
from erdem.people.choices import OrganisationKind
from erdem.sharing.models import AgreementVersion, Envelope, SignedRevision, Signer
from erdem.sharing.pades import Fault, draw_signatures
from erdem.sharing.policies import visible_envelopes, visible_in_envelopes
from erdem.sharing.policies.signing import SIGN_FOR_OTHER_BODIES
from erdem.sharing.signing_choices import LIVING, EnvelopeStatus, SignerState

MOST_PAGES: Final = 200


def envelopes(actor: Actor) -> QuerySet[Envelope]:
    """Return the envelopes that the actor sees, newest first."""
    return Envelope.objects.filter(visible_envelopes(actor)).select_related("request", "opened_by")


def envelopes_of_request(actor: Actor, number: str) -> list[Envelope]:
    """Return the envelopes of a request, the living one first."""
    found = envelopes(actor).filter(request__number=number)
    return sorted(found, key=lambda one: (one.status not in LIVING, -one.pk))


def get_envelope(actor: Actor, number: str) -> Envelope | None:
    """Return an envelope by its number."""
    return envelopes(actor).filter(number=number).first()


def envelope_of(version: AgreementVersion) -> Envelope | None:
    """Return the envelope in which a version is being signed or was signed; None when there is none or it has ended otherwise.

    For services and pages that hold the version already, and so have checked who sees it.
    """
    return Envelope.objects.filter(version=version, status__in=LIVING).select_related("request").first()


def is_completed(version: AgreementVersion) -> bool:
    """Say whether all have signed a version."""
    found = envelope_of(version)
    return found is not None and found.status == EnvelopeStatus.COMPLETED


def signers_of(actor: Actor, envelope: Envelope) -> list[Signer]:
    """Return who signs, in order."""
    found = Signer.objects.filter(visible_in_envelopes(actor), envelope=envelope)
    people = ("organisation", "user", "decided_by", "scan_by", "confirmed_by", "scan_blob")
    rows = list(found.select_related(*people).order_by("position"))
    for row in rows:
        row.envelope = envelope
    return rows


def get_signer(actor: Actor, envelope: Envelope, position: int) -> Signer | None:
    """Return one of those who sign."""
    return next((one for one in signers_of(actor, envelope) if one.position == position), None)


def to_sign(actor: Actor) -> list[Signer]:
    """Return what waits for the actor's own signature, what ends first first. For the desk."""
    if actor.user_id is None:
        return []
    place = Q(organisation_id__in=actor.speaks_for) | Q(organisation__isnull=True)
    if actor.has_role(*SIGN_FOR_OTHER_BODIES):
        place |= Q(organisation_id__in=actor.organisation_ids) & ~Q(organisation__kind=OrganisationKind.COMMUNITY)
    person = Q(user_id=actor.user_id) | Q(user__isnull=True)
    found = Signer.objects.filter(visible_in_envelopes(actor), place, person, state=SignerState.ASKED)
    running = found.filter(envelope__status=EnvelopeStatus.RUNNING)
    return list(running.select_related("envelope__request", "organisation").order_by("envelope__expires_on", "pk"))


def file_of(actor: Actor, envelope: Envelope) -> SignedRevision | None:
    """Return the file of an envelope as it is now: with all signatures so far, sealed when it is complete."""
    found = SignedRevision.objects.filter(visible_in_envelopes(actor), envelope=envelope)
    return found.select_related("blob").order_by("-number").first()


def page_count(revision: SignedRevision) -> int:
    """Return how many pages a file has.

    Raises:
        NotSignable: it cannot be read.
    """
    return draw_signatures(blobs.read_verified(revision.blob))[1]


def picture_of_page(revision: SignedRevision, number: int, width: int) -> bytes | None:
    """Return a page of a file as PNG with the signatures on it, ``width`` pixels wide; None where there is no such page."""
    drawn, pages = draw_signatures(blobs.read_verified(revision.blob))
    return page_picture(drawn, number, width) if 0 < number <= min(pages, MOST_PAGES) else None


def evidence_of_envelope(envelope: Envelope) -> bytes | None:
    """Return the evidence file of a completed envelope, or None while the published log does not cover it."""
    if envelope.leaf is None or envelope.nonce is None:
        return None
    return evidence_of(
        envelope.leaf,
        statement=envelope.statement or {},
        document=envelope.proof_document,
        nonce=bytes(envelope.nonce),
    )


def stamps_of_envelope(envelope: Envelope) -> list[TimeStamp]:
    """Return the time-stamps over the sealed file; the house has asked for them, for whoever sees the envelope."""
    if envelope.stamped_id is None:
        return []
    with acting_as(SYSTEM):
        return stamps_of(SYSTEM, envelope.stamped_id)


@dataclass(frozen=True)
class SignedFile:
    """A sealed file that was issued here. All of it stands in the file itself."""

    number: str
    state: str
    request: str


def number_of_signed_file(sha256: str) -> SignedFile | None:
    """Return the envelope whose sealed file this is, byte for byte. Whoever has the file may ask."""
    with acting_as(SYSTEM):
        found = Envelope.objects.filter(completed_sha256=sha256, status=EnvelopeStatus.COMPLETED)
        one = found.select_related("request").first()
        return None if one is None else SignedFile(one.number, str(one.get_status_display()), one.request.number)


def words_of_agreement(found: Checked) -> Said:
    """Put into words what came of checking a signed agreement."""
    told = found.detail
    facts = [(_("Number"), told["number"])] if told.get("number") else []
    facts += [
        (_("Signed by"), f"{each['name']} · {each['organisation']} · {_time(each['time'])}".replace(" ·  · ", " · "))
        for each in told.get("signatures", ())
    ]
    if told.get("document_sha256"):
        facts.append((_("Document SHA-256"), told["document_sha256"]))
    if not found.holds:
        return Said(" ".join(str(FAULTS[Fault(each)]) for each in told["faults"]) or str(FAULTS[Fault.NOT_SEALED]))
    if not found.key_is_known:
        sentence = _("The signatures fit together, but were made by an installation that is not known here.")
        return Said(f"{sentence} {' '.join(str(FAULTS[Fault(each)]) for each in told['faults'])}", tuple(facts))
    return Said(_("All have signed, in order, and nothing was changed or added since."), tuple(facts))


def _time(text: str) -> str:
    return iso_moment(dt.datetime.fromisoformat(text)) if text else ""


FAULTS: Final = {
    Fault.NOT_READABLE: gettext_lazy("The PDF is damaged and cannot be read."),
    Fault.NOT_SIGNED: gettext_lazy("The PDF carries no signature."),
    Fault.SIGNATURE_MISSING: gettext_lazy("A signature is missing: not everybody has signed, or one was cut off."),
    Fault.OUT_OF_ORDER: gettext_lazy("The signatures were not made in their order."),
    Fault.WRONG_PLACE: gettext_lazy("A signature was made for another place or another document."),
    Fault.CHANGED: gettext_lazy("The file was changed after it had been signed."),
    Fault.ADDED_TO: gettext_lazy("Something was added to the file after it had been signed."),
    Fault.UNKNOWN_ROOT: gettext_lazy("The certificates of the signers lead to a root that is not known here."),
    Fault.NO_TIME: gettext_lazy("A signature has no time-stamp."),
    Fault.WRONG_TIME: gettext_lazy("A time-stamp does not fit its signature."),
    Fault.UNKNOWN_TIME_ROOT: gettext_lazy("The time authority is not known here."),
    Fault.NOT_COMPUTED: gettext_lazy("A signature is made with SM2, which this installation does not compute."),
    Fault.NOT_SEALED: gettext_lazy("The file is not sealed: it is not the one that was issued when all had signed."),
}
"""What is wrong with a signed file, for people; `erdem verify` says the same in English."""
