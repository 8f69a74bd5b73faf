"""Certificates made to order, good and bad."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from erdem.notary.stamping import Algorithm, TimeAuthority
from erdem.notary.stamping.assembly import Statement, assemble
from erdem.notary.stamping.local import KeySigner
from erdem.notary.stamping.tests.clocks import utc

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
BEGIN, END = utc(2020), utc(2040)
CRITICAL_TIME_STAMPING = ((x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True),)
ISSUER = ((x509.BasicConstraints(ca=True, path_length=None), True),)
Extensions = Sequence[tuple[x509.ExtensionType, bool]]


@dataclass(frozen=True)
class Holder:
    """A key and its certificate."""

    name: str
    key: Key
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)


def holder(
    name: str,
    issuer: Holder | None,
    extensions: Extensions,
    begin: dt.datetime = BEGIN,
    end: dt.datetime = END,
    key: Key | None = None,
    subject: str = "",
) -> Holder:
    """Return a holder whose certificate another one signed, or he himself."""
    own = key or ec.generate_private_key(ec.SECP256R1())
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject or name))
        .issuer_name(issuer.certificate.subject if issuer else _name(subject or name))
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(end)
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    return Holder(name, own, builder.sign(issuer.key if issuer else own, hashes.SHA256()))


def root(name: str = "Root", end: dt.datetime = END) -> Holder:
    """Return a root."""
    return holder(name, None, ISSUER, end=end)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def statement(digest: bytes, time: dt.datetime, nonce: int | None = None, policy: str = "1.2.3.4") -> Statement:
    """Return what an honest authority would state."""
    return Statement(digest, Algorithm.SHA256, policy, 77, time, 1, nonce)


def token(signer: Holder, said: Statement, *others: Holder) -> bytes:
    """Return a token signed by a holder, with his certificate and others in it."""
    assert isinstance(signer.key, ec.EllipticCurvePrivateKey)
    return assemble(said, KeySigner(signer.key, (signer.der, *(other.der for other in others))))


def trusting(*roots: Holder) -> TimeAuthority:
    """Return a description that trusts roots."""
    pem = "".join(one.certificate.public_bytes(Encoding.PEM).decode() for one in roots)
    return TimeAuthority("Made to order", "", (), pem)
