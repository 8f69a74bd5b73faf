"""Revocation data of a chain: fetched when a stamp is made, kept as bytes, read again at each verification.

CRLs as in RFC 5280 section 5, OCSP as in RFC 6960. What could not be had is said, never taken for good.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID

from erdem.notary.stamping.certificates import Certificate, Path, issued_by, read_certificate
from erdem.notary.stamping.signatures import NO_PLUGS, Verifiers, kind_of, require_signature
from erdem.notary.stamping.trouble import (
    AuthorityProblem,
    CertificateRevoked,
    RevocationDamaged,
    SignatureInvalid,
    SignatureNotSupported,
    StampingProblem,
)

HARMLESS = {
    x509.ReasonFlags.unspecified,
    x509.ReasonFlags.affiliation_changed,
    x509.ReasonFlags.superseded,
    x509.ReasonFlags.cessation_of_operation,
}
"""Reasons that leave older tokens good (RFC 3161 section 4, item 1); any other, or none, does not."""


UNREADABLE = (ValueError, TypeError, x509.InvalidVersion, x509.DuplicateExtension, UnsupportedAlgorithm)
"""What the cryptography package raises on lists and answers that are not what they should be."""


class Fetch(Protocol):
    """How revocation data is had from an address; tests and offline machines put their own in."""

    def __call__(self, url: str, body: bytes | None = None) -> bytes:
        """Return what an address gives, for an OCSP request when there is a body.

        Raises:
            AuthorityProblem: it does not answer.
        """


@dataclass(frozen=True)
class Revocation:
    """One CRL or OCSP response as it was had: ``kind`` is ``crl`` or ``ocsp``."""

    kind: str
    url: str
    fetched: dt.datetime
    der: bytes = field(repr=False)


@dataclass(frozen=True)
class Gathered:
    """What was had, and one sentence for each thing that was not."""

    kept: tuple[Revocation, ...] = ()
    missing: tuple[str, ...] = ()


def gather(path: Path, fetch: Fetch, now: dt.datetime) -> Gathered:
    """Fetch the revocation data to which the certificates of a chain point; the root needs none."""
    kept: list[Revocation] = []
    missing: list[str] = []
    for certificate, issuer in pairwise(path):
        addresses: list[tuple[str, str, bytes | None]] = [("crl", url, None) for url in _crl_addresses(certificate)]
        addresses += [("ocsp", url, _ocsp_request(certificate, issuer)) for url in _ocsp_addresses(certificate)]
        for kind, url, body in addresses:
            try:
                kept.append(Revocation(kind, url, now, fetch(url, body)))
            except AuthorityProblem as error:
                missing.append(f"{kind.upper()} of “{certificate.subject}” could not be had: {error}")
        if not addresses:
            missing.append(f"“{certificate.subject}” does not say where its revocation can be looked up.")
    return Gathered(tuple(kept), tuple(missing))


def checked_until(
    path: Path, kept: Sequence[Revocation], stamped: dt.datetime, at: dt.datetime, plugs: Verifiers = NO_PLUGS
) -> dt.datetime | None:
    """Return until when kept data says that no certificate of the chain was revoked; none when it does not say so for all.

    Raises:
        CertificateRevoked: one was, in a way that touches this stamp.
        RevocationDamaged: data cannot be read, or was not signed by the issuer or for it.
    """
    dates: list[dt.datetime | None] = []
    for certificate, issuer in pairwise(path):
        said = [one for data in kept for one in _statements(data, certificate, issuer, plugs)]
        for statement in said:
            _require_unrevoked(certificate, statement, stamped, at)
        dates.append(max((one.since for one in said), default=None))
    known = [date for date in dates if date is not None]
    return min(known) if known and len(known) == len(dates) else None


@dataclass(frozen=True)
class _Statement:
    """What one piece of data says about one certificate."""

    since: dt.datetime
    revoked: dt.datetime | None = None
    reason: x509.ReasonFlags | None = None


def _require_unrevoked(certificate: Certificate, said: _Statement, stamped: dt.datetime, at: dt.datetime) -> None:
    if said.revoked is None or said.revoked > at:
        return
    if said.reason in HARMLESS and stamped < said.revoked:
        return
    reason = said.reason.value if said.reason else "no reason given"
    raise CertificateRevoked(
        f"The certificate “{certificate.subject}” was revoked on {said.revoked:%Y-%m-%d %H:%M} UTC ({reason}), "
        "so this time-stamp is not safe."
    )


def _statements(
    data: Revocation, certificate: Certificate, issuer: Certificate, plugs: Verifiers
) -> Iterator[_Statement]:
    if data.kind == "crl":
        yield from _from_crl(data, certificate, issuer, plugs)
    else:
        yield from _from_ocsp(data, certificate, issuer, plugs)


def _from_crl(
    data: Revocation, certificate: Certificate, issuer: Certificate, plugs: Verifiers
) -> Iterator[_Statement]:
    try:
        crl = x509.load_der_x509_crl(data.der)
        if crl.issuer != issuer.parsed.subject:
            return
        _require_crl_signature(crl, issuer, data, plugs)
        entry = crl.get_revoked_certificate_by_serial_number(certificate.parsed.serial_number)
        since = crl.last_update_utc
    except StampingProblem:
        raise
    except UNREADABLE as error:
        raise _damaged(data) from error
    yield _Statement(since, entry.revocation_date_utc, _reason(entry)) if entry else _Statement(since)


def _require_crl_signature(
    crl: x509.CertificateRevocationList, issuer: Certificate, data: Revocation, plugs: Verifiers
) -> None:
    oid = crl.signature_algorithm_oid.dotted_string
    try:
        if oid in plugs:
            good = plugs[oid].verify(issuer.public_key, crl.tbs_certlist_bytes, crl.signature)
        else:
            good = crl.is_signature_valid(issuer.parsed.public_key())  # type: ignore[arg-type]  # raises TypeError for others
    except UnsupportedAlgorithm as error:
        raise SignatureNotSupported("The revocation list is signed in a way that cannot be verified here.") from error
    if not good:
        raise _damaged(data)


def _reason(entry: x509.RevokedCertificate) -> x509.ReasonFlags | None:
    try:
        return entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except x509.ExtensionNotFound:
        return None


def _from_ocsp(
    data: Revocation, certificate: Certificate, issuer: Certificate, plugs: Verifiers
) -> Iterator[_Statement]:
    try:
        response = ocsp.load_der_ocsp_response(data.der)
        if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
            return
        for single in response.responses:
            if _speaks_of(single, certificate, issuer):
                _require_ocsp_signature(response, issuer, data, plugs)
                yield from _from_single(single)
    except StampingProblem:
        raise
    except UNREADABLE as error:
        raise _damaged(data) from error


def _speaks_of(single: ocsp.OCSPSingleResponse, certificate: Certificate, issuer: Certificate) -> bool:
    made = ocsp.OCSPRequestBuilder().add_certificate(certificate.parsed, issuer.parsed, single.hash_algorithm).build()
    return (made.issuer_key_hash, made.issuer_name_hash, made.serial_number) == (
        single.issuer_key_hash,
        single.issuer_name_hash,
        single.serial_number,
    )


def _from_single(single: ocsp.OCSPSingleResponse) -> Iterator[_Statement]:
    if single.certificate_status is ocsp.OCSPCertStatus.GOOD:
        yield _Statement(single.this_update_utc)
    elif single.certificate_status is ocsp.OCSPCertStatus.REVOKED:
        yield _Statement(single.this_update_utc, single.revocation_time_utc, single.revocation_reason)


def _require_ocsp_signature(
    response: ocsp.OCSPResponse, issuer: Certificate, data: Revocation, plugs: Verifiers
) -> None:
    """Refuse a response that neither the issuer nor a responder named by it has signed (RFC 6960 section 4.2.2.2)."""
    oid = response.signature_algorithm_oid.dotted_string
    algorithm = kind_of(oid).algorithm
    if algorithm is None:
        raise SignatureNotSupported("The OCSP response is signed in a way that cannot be verified here.")
    for signer in _responders(response, issuer, plugs):
        try:
            require_signature(oid, algorithm, signer.public_key, response.tbs_response_bytes, response.signature, plugs)
        except SignatureInvalid:
            continue
        return
    raise _damaged(data)


def _responders(response: ocsp.OCSPResponse, issuer: Certificate, plugs: Verifiers) -> Iterator[Certificate]:
    yield issuer
    for parsed in response.certificates:
        delegate = read_certificate(parsed.public_bytes(Encoding.DER))
        try:
            usage = parsed.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        except x509.ExtensionNotFound:
            continue
        valid = parsed.not_valid_before_utc <= response.produced_at_utc <= parsed.not_valid_after_utc
        if valid and ExtendedKeyUsageOID.OCSP_SIGNING in usage and issued_by(delegate, issuer, plugs):
            yield delegate


def _ocsp_request(certificate: Certificate, issuer: Certificate) -> bytes:
    # Responders of authorities still know their certificates by SHA-1 alone (RFC 5019 section 2.1.1); it only looks up.
    builder = ocsp.OCSPRequestBuilder().add_certificate(certificate.parsed, issuer.parsed, hashes.SHA1())  # noqa: S303 - it only looks up
    return builder.build().public_bytes(Encoding.DER)


def _crl_addresses(certificate: Certificate) -> list[str]:
    try:
        points = certificate.parsed.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except x509.ExtensionNotFound:
        return []
    return _web_addresses(name for point in points for name in point.full_name or ())


def _ocsp_addresses(certificate: Certificate) -> list[str]:
    try:
        access = certificate.parsed.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    except x509.ExtensionNotFound:
        return []
    wanted = AuthorityInformationAccessOID.OCSP
    return _web_addresses(one.access_location for one in access if one.access_method == wanted)


def _web_addresses(names: Iterable[x509.GeneralName]) -> list[str]:
    addresses = [name.value for name in names if isinstance(name, x509.UniformResourceIdentifier)]
    return [address for address in addresses if address.startswith(("http://", "https://"))]


def _damaged(data: Revocation) -> RevocationDamaged:
    return RevocationDamaged(
        f"The revocation data kept from {data.url} is damaged, or was not signed by the issuer of the certificate."
    )
