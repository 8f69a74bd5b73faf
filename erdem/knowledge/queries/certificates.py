"""Reads of certificates: those of a record, the list, and how one stands for whoever has its number."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from erdem.base import blobs
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.knowledge.certificate_choices import CertificateActKind, CertificateState
from erdem.knowledge.certificate_content import tidy_number
from erdem.knowledge.choices import AccessLevel
from erdem.knowledge.models import Certificate, CertificateAct, Record, RecordFace, RecordVersion
from erdem.knowledge.policies import visible_proofs, visible_versions
from erdem.knowledge.queries.faces import get_face
from erdem.knowledge.queries.records import get_record
from erdem.notary.queries import evidence_of

SORTS = {"number": "number", "name": "title", "issued": "issued_at", "registered": "registered_on"}
__all__ = [
    "Known",
    "Standing",
    "certificate_evidence",
    "certificate_list",
    "certificates",
    "certificates_of",
    "get_certificate",
    "known_of",
    "number_of_file",
    "public_file",
    "registered_version",
    "standing_of",
    "tidy_number",
    "whole_file",
]
CHANGES = (CertificateActKind.ISSUE, CertificateActKind.AMENDMENT)


@dataclass(frozen=True)
class Known:
    """What a reader may know of the record of a certificate; ``level`` says how much, and the rest is empty beyond it."""

    level: int
    number: str = ""
    name: str = ""
    name_mn: str = ""
    tk_class: str = ""
    tk_type: str = ""
    place_code: str = ""
    holders: tuple[int, ...] = ()


@dataclass(frozen=True)
class Standing:
    """How a certificate stands, for whoever has its number, and what this reader may know of its record besides."""

    number: str
    state: CertificateState
    registered_on: dt.date
    written_at: dt.datetime
    issued_at: dt.datetime
    revoked_at: dt.datetime | None
    reason: str
    newer: str
    amends: str
    commitment: str
    log_origin: str
    log_index: int
    log_size: int
    own_index: int | None
    has_file: bool
    known: Known


def certificates(actor: Actor) -> QuerySet[Certificate]:
    """Return the certificates that the actor looks after, newest first."""
    found = Certificate.objects.filter(visible_proofs(actor))
    return found.select_related("version__record", "amended_by", "amends").prefetch_related("acts")


def certificates_of(actor: Actor, record: Record) -> list[Certificate]:
    """Return the certificates of a record, newest first."""
    return list(certificates(actor).filter(version__record_number=record.number))


def get_certificate(actor: Actor, record: Record, number: str) -> Certificate | None:
    """Return one certificate of a record, or None."""
    return next((one for one in certificates_of(actor, record) if one.number == number), None)


def certificate_list(actor: Actor, sort: str) -> list[Certificate]:
    """Return the certificates of the list in an order of `SORTS`, with ``-`` in front the other way round."""
    field = SORTS.get(sort.removeprefix("-"), "issued_at")
    order = f"-{field}" if sort.startswith("-") or sort.removeprefix("-") not in SORTS else field
    return list(certificates(actor).order_by(order, "-id"))


def registered_version(actor: Actor, record: Record) -> RecordVersion | None:
    """Return what the record says now as the version that keeps it."""
    found = RecordVersion.objects.filter(visible_versions(actor), record_number=record.number, version=record.version)
    return found.select_related("proof__leaf").first()


def known_of(actor: Actor, number: str) -> Known:
    """Return what a reader may know of a record: all of it, a face, or that there is nothing to say."""
    record = get_record(actor, number)
    if record is not None:
        return _known(record, AccessLevel.FULL, record.place_id or "")
    face = get_face(actor, number)
    return _known(face, face.level, face.place_code) if face is not None else Known(AccessLevel.HIDDEN)


def _known(row: Record | RecordFace, level: int, place: str) -> Known:
    if level < AccessLevel.METADATA:
        return Known(level, row.number, row.name, row.name_mn)
    return Known(level, row.number, row.name, row.name_mn, row.tk_class, row.tk_type, place, tuple(row.holders))


def standing_of(actor: Actor, number: str) -> Standing | None:
    """Return how the certificate of that number stands, or None: a number that nobody has is answered as any other word.

    The certificate is read as the system: the reader has its number, which nobody guesses. What it is about is read as he may.
    """
    found = _by_number(number)
    if found is None:
        return None
    with acting_as(SYSTEM):
        acts = {act.act: act for act in found.acts.select_related("leaf")}
        ended, made = acts.get(CertificateActKind.REVOCATION), next(acts[kind] for kind in CHANGES if kind in acts)
        state, newer = found.state, found.amended_by.number if hasattr(found, "amended_by") else ""
    known = known_of(actor, found.version.record_number)
    return Standing(
        number=found.number,
        state=state,
        registered_on=found.registered_on,
        written_at=found.written_at,
        issued_at=found.issued_at,
        revoked_at=ended.made_at if ended else None,
        reason=str(ended.get_reason_display()) if ended else "",
        newer=newer,
        amends=found.amends.number if found.amends else "",
        commitment=found.commitment_sha256,
        log_origin=found.log_origin,
        log_index=found.log_index,
        log_size=found.log_size,
        own_index=made.leaf.position,
        has_file=_may_have_file(found, known),
        known=known,
    )


def whole_file(found: Certificate) -> bytes | None:
    """Return the holders' copy of a certificate that the actor has read, or None when it was removed with the content.

    Raises:
        BlobDamaged: the stored file was changed.
    """
    return blobs.read_verified(found.blob) if found.blob else None


def _by_number(number: str) -> Certificate | None:
    tidy = tidy_number(number)
    if "\x00" in tidy:
        return None
    with acting_as(SYSTEM):
        return Certificate.objects.select_related("version", "amends", "amended_by").filter(number=tidy).first()


def _may_have_file(found: Certificate, known: Known) -> bool:
    """The copy for others shows what the public could know at issue: whoever may know less today does not get it."""
    return found.public_blob_id is not None and min(known.level, AccessLevel.FULL) >= min(
        found.public_level, AccessLevel.FULL
    )


def public_file(actor: Actor, number: str) -> bytes | None:
    """Return the copy for others, or None when there is none for this reader.

    Raises:
        BlobDamaged: the stored file was changed.
    """
    found = _by_number(number)
    if found is None or not _may_have_file(found, known_of(actor, found.version.record_number)):
        return None
    with acting_as(SYSTEM):  # addresses of files are for the signed-in
        return blobs.read_verified(found.public_blob) if found.public_blob else None


def certificate_evidence(number: str, *, revocation: bool = False) -> bytes | None:
    """Return the evidence of what happened to a certificate, for whoever has its number; None while the log does not hold it.

    Raises:
        StorageProblem: the files of the log cannot be read.
    """
    found = _by_number(number)
    if found is None:
        return None
    kinds = (CertificateActKind.REVOCATION,) if revocation else CHANGES
    with acting_as(SYSTEM):
        act = CertificateAct.objects.filter(certificate=found, act__in=kinds).select_related("leaf").first()
    if act is None:
        return None
    return evidence_of(act.leaf, statement=act.statement, document=act.document, nonce=bytes(act.nonce))


def number_of_file(sha256: str) -> str:
    """Return the number of the certificate that a file is, byte for byte; empty for any other file."""
    with acting_as(SYSTEM):
        found = Certificate.objects.filter(pdf_sha256=sha256) | Certificate.objects.filter(public_pdf_sha256=sha256)
        return found.values_list("number", flat=True).first() or ""
