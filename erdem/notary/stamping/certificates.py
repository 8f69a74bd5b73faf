"""Certificates of time authorities: which chain leads to a trusted root, and whether it was good at a moment (RFC 5280)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from asn1crypto import x509 as plain_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from erdem.notary.stamping.signatures import NO_PLUGS, SM2_WITH_SM3, Verifiers, key_name, not_supported
from erdem.notary.stamping.structures import BROKEN
from erdem.notary.stamping.trouble import CertificateExpired, UnknownRoot, WrongCertificate

LONGEST = 6
"""Certificates of the longest chain that is followed."""
TIME_STAMPING = ExtendedKeyUsageOID.TIME_STAMPING
_READ = (
    x509.BasicConstraints,
    x509.KeyUsage,
    x509.ExtendedKeyUsage,
    x509.SubjectKeyIdentifier,
    x509.AuthorityKeyIdentifier,
    x509.CertificatePolicies,
    x509.CRLDistributionPoints,
    x509.AuthorityInformationAccess,
)
_WEAK = {"md5", "sha1"}
Kind = TypeVar("Kind", bound=x509.ExtensionType)


@dataclass(frozen=True)
class Certificate:
    """A certificate: as bytes, read, its SubjectPublicKeyInfo and the name of its issuer as bytes."""

    der: bytes
    parsed: x509.Certificate
    public_key: bytes
    issuer: bytes

    @property
    def subject(self) -> str:
        """Who it names, RFC 4514."""
        return self.parsed.subject.rfc4514_string()

    @property
    def ends(self) -> dt.datetime:
        """The last moment at which it is valid."""
        return self.parsed.not_valid_after_utc


@lru_cache(maxsize=256)
def read_certificate(der: bytes) -> Certificate:
    """Read a certificate.

    Raises:
        WrongCertificate: it is damaged.
    """
    try:
        plain = plain_x509.Certificate.load(der, strict=True)["tbs_certificate"]
        if plain["serial_number"].native <= 0:  # RFC 5280 section 4.1.2.2; cryptography warns only
            raise ValueError("serial number")
        parsed = x509.load_der_x509_certificate(der)
        _ = parsed.extensions, parsed.subject, parsed.issuer
        return Certificate(der, parsed, plain["subject_public_key_info"].dump(), plain["issuer"].dump())
    except (*BROKEN, x509.InvalidVersion, x509.DuplicateExtension, x509.UnsupportedGeneralNameType) as error:
        raise WrongCertificate("A certificate of the time authority is damaged and cannot be read.") from error


def read_pem(text: str) -> tuple[bytes, ...]:
    """Return the certificates of a PEM text, DER, in their order.

    Raises:
        WrongCertificate: something between the lines is no certificate.
    """
    blocks = re.findall(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", text, re.S)
    try:
        return tuple(
            x509.load_pem_x509_certificate(block.encode("ascii")).public_bytes(Encoding.DER) for block in blocks
        )
    except ValueError as error:
        raise WrongCertificate("The trusted roots hold something that is no certificate.") from error


def write_pem(certificates: Sequence[bytes]) -> str:
    """Return certificates as PEM text, as other tools take it."""
    return "".join(
        x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM).decode("ascii") for der in certificates
    )


def key_names(certificates: Sequence[bytes]) -> tuple[str, ...]:
    """Return families and sizes of the keys of certificates (``ecdsa-256``), as rows of strength name them."""
    return tuple(key_name(read_certificate(one).public_key) for one in certificates)


def issued_by(certificate: Certificate, issuer: Certificate, plugs: Verifiers = NO_PLUGS) -> bool:
    """Say whether a certificate was signed by another one's key.

    Raises:
        SignatureNotSupported: the signature is one that cannot be computed here.
    """
    parsed = certificate.parsed
    if parsed.issuer != issuer.parsed.subject:
        return False
    oid = parsed.signature_algorithm_oid.dotted_string
    if oid in plugs:
        return plugs[oid].verify(issuer.public_key, parsed.tbs_certificate_bytes, parsed.signature)
    try:
        if parsed.signature_hash_algorithm and parsed.signature_hash_algorithm.name in _WEAK:
            return False
        parsed.verify_directly_issued_by(issuer.parsed)
    except UnsupportedAlgorithm as error:
        raise not_supported("SM2 with SM3" if oid == SM2_WITH_SM3 else f"algorithm {oid}") from error
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


Path = tuple[Certificate, ...]
"""A chain: the signer first, the trusted root last."""


def find_path(
    signer: Certificate,
    others: Sequence[Certificate],
    roots: Sequence[Certificate],
    moments: Sequence[dt.datetime],
    plugs: Verifiers = NO_PLUGS,
) -> Path:
    """Return the chain from a signer to a trusted root that was good at every moment.

    Raises:
        UnknownRoot: no chain leads to a trusted root.
        CertificateExpired: the chain was not valid at one of the moments.
        WrongCertificate: the chain is not one of a time authority.
        SignatureNotSupported: it holds a signature that cannot be computed here.
    """
    refusal: WrongCertificate | CertificateExpired | None = None
    for path in _paths((signer,), others, roots, plugs):
        try:
            _require_sound(path, moments)
        except (WrongCertificate, CertificateExpired) as error:
            refusal = refusal or error
        else:
            return path
    if refusal:
        raise refusal
    raise UnknownRoot(f"The certificate “{signer.subject}” does not lead to any root that is trusted here.")


def _paths(path: Path, others: Sequence[Certificate], roots: Sequence[Certificate], plugs: Verifiers) -> Iterator[Path]:
    last = path[-1]
    if any(last.der == root.der for root in roots):
        yield path
        return
    if len(path) == LONGEST:
        return
    candidates = [*roots, *(other for other in others if all(other.der != one.der for one in (*path, *roots)))]
    for issuer in candidates:
        if issued_by(last, issuer, plugs):
            yield from _paths((*path, issuer), others, roots, plugs)


def _require_sound(path: Path, moments: Sequence[dt.datetime]) -> None:
    _require_time_authority(path[0])
    for certificate in path:
        _require_known_extensions(certificate)
        for moment in moments:
            _require_valid(certificate, moment)
    for below, certificate in enumerate(path[1:]):
        _require_issuer(certificate, below)


def _require_valid(certificate: Certificate, moment: dt.datetime) -> None:
    begins, ends = certificate.parsed.not_valid_before_utc, certificate.ends
    if not begins <= moment <= ends:
        raise CertificateExpired(
            f"The certificate “{certificate.subject}” is valid from {begins:%Y-%m-%d %H:%M} to {ends:%Y-%m-%d %H:%M} UTC, "
            f"not at {moment:%Y-%m-%d %H:%M} UTC."
        )


def _require_time_authority(certificate: Certificate) -> None:
    """Refuse a signer that is not for time-stamps alone (RFC 3161 section 2.3)."""
    usage = _extension(certificate, x509.ExtendedKeyUsage)
    if usage is None or not usage.critical or list(usage.value) != [TIME_STAMPING]:
        raise WrongCertificate(
            f"The certificate “{certificate.subject}” is not for time-stamps alone, with that purpose marked as critical."
        )
    key_usage = _extension(certificate, x509.KeyUsage)
    if key_usage and not (key_usage.value.digital_signature or key_usage.value.content_commitment):
        raise WrongCertificate(f"The key of “{certificate.subject}” is not allowed to sign.")


def _require_issuer(certificate: Certificate, below: int) -> None:
    """Refuse an issuer that may not issue, with ``below`` other issuers between it and the signer (RFC 5280 section 6.1.4)."""
    constraints = _extension(certificate, x509.BasicConstraints)
    limit = constraints.value.path_length if constraints else None
    key_usage = _extension(certificate, x509.KeyUsage)
    purposes = _extension(certificate, x509.ExtendedKeyUsage)
    allowed = {TIME_STAMPING, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE}
    sound = (
        (constraints is not None and constraints.value.ca)
        and (limit is None or below <= limit)
        and (key_usage is None or key_usage.value.key_cert_sign)
        and (purposes is None or bool(allowed & set(purposes.value)))
    )
    if not sound:
        raise WrongCertificate(f"“{certificate.subject}” may not issue certificates of time authorities.")


def _require_known_extensions(certificate: Certificate) -> None:
    for extension in certificate.parsed.extensions:
        if extension.critical and not isinstance(extension.value, _READ):
            raise WrongCertificate(
                f"The certificate “{certificate.subject}” has a critical extension that is not understood here "
                f"({extension.oid.dotted_string})."
            )


def _extension(certificate: Certificate, kind: type[Kind]) -> x509.Extension[Kind] | None:
    try:
        return certificate.parsed.extensions.get_extension_for_class(kind)
    except x509.ExtensionNotFound:
        return None
