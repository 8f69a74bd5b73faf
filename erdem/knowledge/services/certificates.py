"""Certificates: issued, amended when the record has a new version, revoked. Each act enters the public log as it happens."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import blobs
from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as
from erdem.base.documents import Attachment, render_pdf
from erdem.base.models import Blob
from erdem.base.numbering import document_number
from erdem.base.policy import RuleBroken, require
from erdem.knowledge.certificate_choices import CertificateActKind, CertificateState, RevocationReason
from erdem.knowledge.certificate_content import SERIES, document_of, moment, secret_part, statement_of
from erdem.knowledge.choices import AccessLevel
from erdem.knowledge.models import Certificate, CertificateAct, Record, RecordVersion
from erdem.knowledge.policies.register import can_certify, can_revoke_certificate
from erdem.knowledge.queries.certificate_paper import (
    HOLDERS,
    OPEN,
    PUBLIC_COPY,
    Paper,
    address_of,
    office_of,
    paper_content,
    qr_code,
)
from erdem.knowledge.queries.certificates import Known, certificates_of, known_of, registered_version
from erdem.knowledge.services.history import leave_trace
from erdem.knowledge.snapshots import document_of as content_of
from erdem.knowledge.snapshots import statement_of as version_statement
from erdem.notary.choices import LeafKind, Log
from erdem.notary.queries import MOST_ATTACHED, Provable, provable
from erdem.notary.services import enter

TEMPLATE = "knowledge/certificate.typ"
PDF = "application/pdf"
ACTIONS = {CertificateActKind.ISSUE: "issue", CertificateActKind.AMENDMENT: "amend"}


@transaction.atomic
def issue_certificate(*, actor: Actor, record: Record) -> Certificate:
    """Issue the certificate of the version in force, or amend the one of an earlier version; a second click changes nothing.

    Raises:
        PermissionRefused: the actor may not, or the record is not registered.
        RuleBroken: the public log does not hold the version yet, or its content was removed.
    """
    require(can_certify(actor, record))
    _one_at_a_time(record)
    issued = certificates_of(actor, record)
    standing = next((one for one in issued if one.state == CertificateState.ISSUED), None)
    version, proven = _proven(actor, record)
    if standing is not None and standing.version_id == version.pk:
        return standing
    act = CertificateActKind.AMENDMENT if standing else CertificateActKind.ISSUE
    certificate = _write(actor, record, version, proven, standing)
    certificate.turn = 1 + sum(one.version_id == version.pk for one in issued)
    document, files = _set(actor, record, certificate, proven, act)
    certificate.save(force_insert=True)
    _enter(actor, certificate, act, document, files)
    leave_trace(actor, f"knowledge.{ACTIONS[act]}_certificate", record, certificate=certificate.number)
    return certificate


@transaction.atomic
def revoke_certificate(
    *, actor: Actor, record: Record, certificate: Certificate, reason: str, note: str = ""
) -> Certificate:
    """Revoke a certificate for good, saying why; who revokes it again changes nothing.

    Raises:
        PermissionRefused: the actor may not.
        RuleBroken: no known reason.
    """
    require(can_revoke_certificate(actor, record))
    if reason not in RevocationReason.values:
        raise RuleBroken(_("Choose the reason."), field="reason")
    _one_at_a_time(record)
    if CertificateAct.objects.filter(certificate=certificate, act=CertificateActKind.REVOCATION).exists():
        return certificate
    act = CertificateActKind.REVOCATION
    document = document_of(certificate.number, act, timezone.now(), {"reason": reason})
    _enter(actor, certificate, act, document, {}, reason=reason, note=note.strip())
    leave_trace(actor, "knowledge.revoke_certificate", record, certificate=certificate.number, reason=reason)
    return certificate


def forget_files(record: Record) -> None:
    """Empty the files of all certificates of a record whose content is removed for good: they carry it. Digests stay.

    Part of the removal, after the versions were emptied; whoever removes leaves the audit entry.
    """
    with acting_as(SYSTEM):
        found = Certificate.objects.filter(version__record=record, version__erased_at__isnull=False)
        kept = {key for row in found.values_list("blob", "public_blob") for key in row if key is not None}
        found.update(blob=None, public_blob=None)
        for blob in Blob.objects.filter(pk__in=kept):
            blobs.forget(blob)


def _one_at_a_time(record: Record) -> None:
    """Let two who press the button at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"certificate {record.number}"])


def _proven(actor: Actor, record: Record) -> tuple[RecordVersion, Provable]:
    version = registered_version(actor, record)
    if version is None or not hasattr(version, "proof"):
        raise RuleBroken(
            _("What the record says now is not kept as a version. Change the record once; then try again.")
        )
    if not version.content:
        raise RuleBroken(_("The content of this version was removed. Nothing can be certified."))
    found = provable(
        version.proof.leaf,
        statement=version_statement(version.record_number, version.version, version.sha256),
        document=content_of(version.content),
        nonce=bytes(version.proof.nonce),
    )
    if found is None:
        raise RuleBroken(_("The public log does not hold this version yet. Nothing was issued. Try again in a minute."))
    if len(found.evidence) > MOST_ATTACHED:
        raise RuleBroken(
            _("This version is too long to travel within a certificate. Move long texts into attached media.")
        )
    return version, found


def _write(
    actor: Actor, record: Record, version: RecordVersion, proven: Provable, amends: Certificate | None
) -> Certificate:
    """Return the unsaved certificate, without its files."""
    now = timezone.now()
    return Certificate(
        number=f"{document_number(SERIES, timezone.localdate().year)}-{secret_part()}",
        version=version,
        amends=amends,
        office=office_of(record),
        title=record.name,
        registered_on=timezone.localdate(record.registered_at) if record.registered_at else timezone.localdate(now),
        written_at=version.made_at,
        issued_at=now,
        sha256=version.sha256,
        sm3=proven.document_sm3,
        commitment_sha256=proven.sha256,
        commitment_sm3=proven.sm3,
        log_origin=proven.origin,
        log_index=proven.index,
        log_size=proven.size,
    )


def _set(
    actor: Actor, record: Record, certificate: Certificate, proven: Provable, act: str
) -> tuple[str, dict[str, str]]:
    """Set both copies and note their digests; return what the certificate says of itself, and the digests."""
    document = document_of(certificate.number, act, certificate.issued_at, _told(certificate, proven))
    paper = Paper(
        number=certificate.number,
        amends=certificate.amends.number if certificate.amends else "",
        address=address_of(reverse("certificates:certificate", args=[certificate.number])),
        office=certificate.office,
        issued_at=certificate.issued_at,
        registered_on=certificate.registered_on,
        version=certificate.version,
        sm3=certificate.sm3,
        proven=proven,
    )
    known, shown = _known_to_holders(actor, record), _known_to_public(record)
    certificate.public_level, certificate.public_title = shown.level, shown.name
    is_open = shown.level >= AccessLevel.FULL
    whole = _pdf(paper, OPEN if is_open else HOLDERS, known, document)
    others = whole if is_open else _pdf(paper, PUBLIC_COPY, shown, document)
    certificate.blob = blobs.keep(whole, media_type=PDF)
    certificate.public_blob = certificate.blob if is_open else blobs.keep(others, media_type=PDF)
    certificate.pdf_sha256, certificate.public_pdf_sha256 = certificate.blob.sha256, certificate.public_blob.sha256
    return document, {"pdf": certificate.pdf_sha256, "public_pdf": certificate.public_pdf_sha256}


def _told(certificate: Certificate, proven: Provable) -> dict[str, Any]:
    """Return what a certificate says of itself to everybody."""
    said: dict[str, Any] = {
        "registered": certificate.registered_on.isoformat(),
        "written": moment(certificate.written_at),
        "commitment": {"sha256": proven.sha256, "sm3": proven.sm3},
        "log": proven.origin,
        "index": proven.index,
        "size": proven.size,
        "key": proven.key,
    }
    return said | ({"amends": certificate.amends.number} if certificate.amends else {})


def _known_to_holders(actor: Actor, record: Record) -> Known:
    found = known_of(actor, record.number)
    return found if record.name_mn_checked else replace(found, name_mn="")


def _known_to_public(record: Record) -> Known:
    """What the public may know today and, out of season, tomorrow: paper stays."""
    with acting_as(PUBLIC):
        found = known_of(PUBLIC, record.number)
    if record.open_dates is not None and found.level > AccessLevel.METADATA:
        found = replace(found, level=int(AccessLevel.METADATA))
    return found if record.name_mn_checked else replace(found, name_mn="")


def _pdf(paper: Paper, copy: str, known: Known, document: str) -> bytes:
    if copy == PUBLIC_COPY:
        carried = Attachment(
            "entry.tlog-proof", paper.proven.proof, "text/plain", "Proof of the entry in the public log"
        )
    else:
        carried = Attachment(
            "evidence.json", paper.proven.evidence, "application/json", "The content, and the evidence that it existed"
        )
    told = Attachment(
        "certificate.json", document.encode(), "application/json", "What the certificate says of itself", "supplement"
    )
    return render_pdf(
        TEMPLATE,
        paper_content(paper, copy, known),
        files={"qr.svg": qr_code(paper.address)},
        attachments=[carried, told],
        issued_at=paper.issued_at,
    )


def _enter(
    actor: Actor,
    certificate: Certificate,
    act: str,
    document: str,
    files: dict[str, str],
    *,
    reason: str = "",
    note: str = "",
) -> None:
    """Enter an act in the public log, in this transaction, and keep its nonce beside it."""
    statement = statement_of(certificate.number, act, document, files)
    (entered,) = enter(actor=actor, log=Log.REGISTER, kind=LeafKind.CERTIFICATE, statements=[statement])
    CertificateAct(
        certificate=certificate,
        act=act,
        reason=reason,
        note=note,
        statement=statement,
        document=document,
        leaf=entered.leaf,
        nonce=entered.nonce,
        made_at=_made_at(certificate, act),
        made_by_id=actor.user_id,
        made_by_name=actor.label[:200],
    ).save(force_insert=True)


def _made_at(certificate: Certificate, act: str) -> dt.datetime:
    return timezone.now() if act == CertificateActKind.REVOCATION else certificate.issued_at
