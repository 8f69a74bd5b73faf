"""A time authority of our own for development and tests. It proves nothing to outsiders, and says so in its certificates."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID

from erdem.notary.stamping.assembly import Statement, assemble, grant, refuse
from erdem.notary.stamping.authority import TimeAuthority
from erdem.notary.stamping.certificates import read_pem
from erdem.notary.stamping.exchange import Clock, accept, build_request, utc_now
from erdem.notary.stamping.profile import Algorithm, ProfileName, algorithm_of, require_digest
from erdem.notary.stamping.signatures import ECDSA_WITH_SHA256, TokenSigner
from erdem.notary.stamping.stamp import Stamp
from erdem.notary.stamping.structures import BROKEN
from erdem.notary.stamping.trouble import AlgorithmNotAllowed, AuthorityProblem

POLICY = "1.3.6.1.4.1.32473.3161.1"
"""Policy of the local authority: an arc that RFC 5612 reserves for examples, so that nobody can take it for a real one."""
ORGANISATION = "Erdem, for development and tests"
NAME = "Local time authority: proves nothing to outsiders"
ROOT_NAME = "Local root: proves nothing to outsiders"


@dataclass(frozen=True)
class KeySigner:
    """Signs with an ECDSA key on P-256."""

    key: ec.EllipticCurvePrivateKey
    certificates: tuple[bytes, ...]
    digest_algorithm: Algorithm = Algorithm.SHA256
    signature_oid: str = ECDSA_WITH_SHA256

    def sign(self, message: bytes) -> bytes:
        """Return the signature over a message."""
        return self.key.sign(message, ec.ECDSA(hashes.SHA256()))


@dataclass
class LocalAuthority:
    """An authority whose root and keys lie in a folder of ours, made when they are missing.

    It stamps digests of SHA-2 and of SM3; it signs with ECDSA on P-256 always, never with SM2.

    Attributes:
        folder: where ``root.pem``, ``root.key``, ``tsa.pem`` and ``tsa.key`` lie; the folder 0700, the keys 0600.
        clock: the time it states, and by which its certificates begin.
        lifetime: how long a certificate for time-stamps lives.
        signer: who signs the tokens; the key in the folder when left out.
        profile: family of digests.
    """

    folder: Path
    clock: Clock = utc_now
    lifetime: dt.timedelta = dt.timedelta(days=3 * 365)
    signer: TokenSigner | None = None
    profile: ProfileName = ProfileName.DUAL
    authority: TimeAuthority = field(init=False)

    def __post_init__(self) -> None:
        """Read the keys, or make them.

        Raises:
            AuthorityProblem: the root is gone; another one would make older stamps worthless without a word.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._belong_together("root"):
            if (self.folder / "tsa.pem").exists():
                raise AuthorityProblem(
                    "The root of the local time authority is missing or does not fit, though it has stamped; "
                    "put root.key and root.pem back, or take an empty folder."
                )
            self._make_root()
        if not self._belong_together("tsa"):
            self.rotate()
        algorithm = Algorithm.SM3 if self.profile is ProfileName.GM else Algorithm.SHA256
        self.authority = TimeAuthority(
            NAME, "", (POLICY,), (self.folder / "root.pem").read_text("ascii"), algorithm, profile=self.profile
        )

    def stamp(self, digest: bytes, algorithm: Algorithm) -> Stamp:
        """Return a time-stamp of a digest, by the clock of this machine: good for tests, no proof for others.

        Raises:
            AlgorithmNotAllowed: the digest is not one of the algorithm.
        """
        request = build_request(self.authority, digest, algorithm)
        return accept(self.authority, request, self.answer(request.der), clock=self.clock)

    def answer(self, request: bytes) -> bytes:
        """Return the response (DER) to a request (DER), a refusal when the request is not good."""
        try:
            asked = tsp.TimeStampReq.load(request, strict=True)
            imprint, policy = asked["message_imprint"], asked["req_policy"].native
            statement = Statement(
                digest=imprint["hashed_message"].native,
                algorithm=algorithm_of(imprint["hash_algorithm"]["algorithm"].dotted),
                policy=POLICY,
                serial=secrets.randbits(120) | 1 << 119,
                time=self.clock(),
                accuracy=1,
                nonce=asked["nonce"].native,
            )
            require_digest(statement.algorithm, statement.digest)
            wanted = bool(asked["cert_req"].native)
        except AlgorithmNotAllowed as error:
            return refuse("bad_alg", str(error))
        except BROKEN:
            return refuse("bad_data_format", "The request is no time-stamp request.")
        if policy not in {None, POLICY}:
            return refuse("unaccepted_policy", "This authority knows one policy only.")
        return grant(assemble(statement, self.signer or self._key_signer(), with_certificates=wanted))

    def rotate(self) -> None:
        """Make a new key and certificate for time-stamps; older stamps stay good, the root is the same."""
        root_key, root = self._key("root"), x509.load_der_x509_certificate(self._certificate("root"))
        key = ec.generate_private_key(ec.SECP256R1())
        now = self.clock()
        builder = (
            x509.CertificateBuilder()
            .subject_name(_name(NAME, serial=uuid.uuid4().hex))
            .issuer_name(root.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(seconds=1))
            .not_valid_after(min(now + self.lifetime, root.not_valid_after_utc))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(digital_signature=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        )
        self._keep("tsa", key, builder.sign(root_key, hashes.SHA256()))

    def _make_root(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        now = self.clock()
        builder = (
            x509.CertificateBuilder()
            .subject_name(_name(ROOT_NAME))
            .issuer_name(_name(ROOT_NAME))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(seconds=1))
            .not_valid_after(now + dt.timedelta(days=20 * 365))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )
        self._keep("root", key, builder.sign(key, hashes.SHA256()))

    def _keep(self, name: str, key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> None:
        """Write a key and its certificate, each whole or not at all; the key is never readable for others."""
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _write(self.folder / f"{name}.key", secret, 0o600)
        _write(self.folder / f"{name}.pem", certificate.public_bytes(Encoding.PEM), 0o644)

    def _key(self, name: str) -> ec.EllipticCurvePrivateKey:
        key = load_pem_private_key((self.folder / f"{name}.key").read_bytes(), None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise AuthorityProblem(f"The key {name}.key of the local time authority is of another kind.")
        return key

    def _certificate(self, name: str) -> bytes:
        return read_pem((self.folder / f"{name}.pem").read_text("ascii"))[0]

    def _belong_together(self, name: str) -> bool:
        """Say whether key and certificate are there and fit: a crash between the two files leaves a new key beside an old one."""
        if not all((self.folder / f"{name}.{ending}").exists() for ending in ("key", "pem")):
            return False
        certified = x509.load_der_x509_certificate(self._certificate(name)).public_key()
        return certified == self._key(name).public_key()

    def _key_signer(self) -> KeySigner:
        return KeySigner(self._key("tsa"), (self._certificate("tsa"),))


def _write(path: Path, content: bytes, mode: int) -> None:
    fresh = path.with_suffix(path.suffix + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _name(common: str, serial: str = "") -> x509.Name:
    parts = [
        x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, ORGANISATION),
        x509.NameAttribute(x509.NameOID.COMMON_NAME, common),
    ]
    if serial:
        parts.append(x509.NameAttribute(x509.NameOID.SERIAL_NUMBER, serial))
    return x509.Name(parts)


def _usage(*, digital_signature: bool = False, key_cert_sign: bool = False, crl_sign: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
