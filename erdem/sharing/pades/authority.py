"""Who signs: the certificate authority of an installation, and the place for a county's own CA or UKey service.

The house's authority issues one certificate for each signature, valid for an hour, with a key that lives in memory only and is
gone when the signature is made: nothing is left that could sign for that person again.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import NameOID

from erdem.sharing.pades.trouble import SigningProblem

ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2"
HOUR = dt.timedelta(hours=1)
EARLIER = dt.timedelta(minutes=1)
"""Certificates begin a little earlier: the clock of a time authority may be behind ours."""
ROOT_LIFETIME = dt.timedelta(days=20 * 365)
LIST_LIFETIME = dt.timedelta(days=7)
LONGEST_NAME = 64
"""Characters of a name in a certificate (RFC 5280, ub-common-name)."""
Clock = Callable[[], dt.datetime]


def utc_now() -> dt.datetime:
    """Return the time of this machine."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True)
class Signatory:
    """Who signs, as the certificate says it.

    Attributes:
        name: of the person.
        organisation: for which the person signs; empty for a person who signs for himself.
        user_hash: what stands for the account, so that the certificate carries no key of ours (hexadecimal digits).
        place: what is signed and where, ``QS-2026-0001/signer-2``: a signature is good at its own place only.
    """

    name: str
    organisation: str
    user_hash: str
    place: str


class Signer(Protocol):
    """Whoever signs: a key of the house, or a plug to a CA or UKey service (SM2, GB/T 38540 seals are held by such)."""

    @property
    def certificates(self) -> tuple[bytes, ...]:
        """The signer's certificate first and those above it, DER."""

    @property
    def digest_algorithm(self) -> str:
        """The hash function of the signed attributes: ``sha256``, ``sm3``."""

    @property
    def signature_oid(self) -> str:
        """Object identifier of the signature algorithm."""

    def sign(self, message: bytes) -> bytes:
        """Return the signature over a message, not hashed yet."""


@dataclass(frozen=True)
class OneTimeSigner:
    """A key that was made for one signature."""

    key: ec.EllipticCurvePrivateKey
    certificates: tuple[bytes, ...]
    digest_algorithm: str = "sha256"
    signature_oid: str = ECDSA_WITH_SHA256

    def sign(self, message: bytes) -> bytes:
        """Return the signature over a message."""
        return self.key.sign(message, ec.ECDSA(hashes.SHA256()))


@dataclass
class HouseAuthority:
    """The certificate authority of an installation: ``root.key`` and ``root.pem`` in a folder, made when they are missing.

    Attributes:
        folder: readable by the owner alone (0700, the key 0600); part of every backup.
        name: of the installation; stands in the root, so that two installations are told apart.
        clock: the time by which certificates begin.
    """

    folder: Path
    name: str = ""
    clock: Clock = utc_now

    def __post_init__(self) -> None:
        """Read the root, or make it.

        Raises:
            SigningProblem: a part of it is gone; another root would make older signatures worthless without a word.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(self.folder):
            if not self._is_whole():
                if (self.folder / "root.pem").exists():
                    raise SigningProblem(
                        "The key of the signing root is missing or does not fit root.pem. Put root.key and root.pem back"
                        " from a backup; nothing was signed."
                    )
                self._make_root()

    @property
    def root(self) -> bytes:
        """The root certificate, DER."""
        return self._certificate().public_bytes(Encoding.DER)

    def signer_for(self, signatory: Signatory) -> OneTimeSigner:
        """Issue a certificate to somebody and return the key with which one signature is made."""
        root, key = self._certificate(), ec.generate_private_key(ec.SECP256R1())
        now = self.clock().astimezone(dt.UTC).replace(microsecond=0)
        root_key = self._key()
        builder = (
            x509.CertificateBuilder()
            .subject_name(_subject(signatory))
            .issuer_name(root.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - EARLIER)
            .not_valid_after(now + HOUR)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs_documents=True), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        )
        certificate = builder.sign(root_key, hashes.SHA256())
        return OneTimeSigner(key, (certificate.public_bytes(Encoding.DER), root.public_bytes(Encoding.DER)))

    def revocation_list(self) -> bytes:
        """Return the list of revoked certificates as it is now, DER. It is empty: no key outlives its signature."""
        root, now = self._certificate(), self.clock().astimezone(dt.UTC).replace(microsecond=0)
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(root.subject)
            .last_update(now - EARLIER)
            .next_update(now + LIST_LIFETIME)
            .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key().public_key()), critical=False)
        )
        return builder.sign(self._key(), hashes.SHA256()).public_bytes(Encoding.DER)

    def _make_root(self) -> None:
        key, now = ec.generate_private_key(ec.SECP256R1()), self.clock().astimezone(dt.UTC).replace(microsecond=0)
        named = f"Erdem signing root {self.name or secrets.token_hex(6)}"[:LONGEST_NAME]
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, named)])
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - EARLIER)
            .not_valid_after(now + ROOT_LIFETIME)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs_documents=False), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _write(self.folder / "root.key", secret, 0o600)
        _write(self.folder / "root.pem", builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM), 0o644)

    def _is_whole(self) -> bool:
        paths = (self.folder / "root.key", self.folder / "root.pem")
        return all(path.exists() for path in paths) and self._certificate().public_key() == self._key().public_key()

    def _certificate(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate((self.folder / "root.pem").read_bytes())

    def _key(self) -> ec.EllipticCurvePrivateKey:
        key = load_pem_private_key((self.folder / "root.key").read_bytes(), None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise SigningProblem("The key of the signing root is of another kind. Nothing was signed.")
        return key


def _subject(signatory: Signatory) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, signatory.name[:LONGEST_NAME])]
    if signatory.organisation:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, signatory.organisation[:LONGEST_NAME]))
    parts.append(x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, signatory.place[:LONGEST_NAME]))
    parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, signatory.user_hash[:LONGEST_NAME]))
    return x509.Name(parts)


def _usage(*, signs_documents: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs_documents,
        content_commitment=signs_documents,
        key_cert_sign=not signs_documents,
        crl_sign=not signs_documents,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _write(path: Path, content: bytes, mode: int) -> None:
    """Write a file whole or not at all."""
    fresh = path.with_suffix(path.suffix + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep two processes from making two roots; the system lets go of the lock when a process ends in whatever way."""
    with (folder / "making.lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
