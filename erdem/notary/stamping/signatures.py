"""Who computes signatures: RSA, ECDSA and Ed25519 by the cryptography package, others (SM2) by a plug from outside.

SM2 is not computed here and never pretended: without a plug such a signature is refused with `SignatureNotSupported`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from asn1crypto import keys
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from erdem.notary.stamping.profile import Algorithm, hash_of
from erdem.notary.stamping.trouble import SignatureInvalid, SignatureNotSupported

SM2_WITH_SM3 = "1.2.156.10197.1.501"
"""Signature with SM2 over SM3 (GM/T 0006)."""
ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2"
RSA = "1.2.840.113549.1.1.1"


@dataclass(frozen=True)
class SignatureKind:
    """A signature algorithm: its name, and the hash function it includes, if it names one."""

    name: str
    algorithm: Algorithm | None


KINDS: Mapping[str, SignatureKind] = {
    RSA: SignatureKind("RSA", None),
    "1.2.840.113549.1.1.11": SignatureKind("RSA with SHA-256", Algorithm.SHA256),
    "1.2.840.113549.1.1.12": SignatureKind("RSA with SHA-384", Algorithm.SHA384),
    "1.2.840.113549.1.1.13": SignatureKind("RSA with SHA-512", Algorithm.SHA512),
    ECDSA_WITH_SHA256: SignatureKind("ECDSA with SHA-256", Algorithm.SHA256),
    "1.2.840.10045.4.3.3": SignatureKind("ECDSA with SHA-384", Algorithm.SHA384),
    "1.2.840.10045.4.3.4": SignatureKind("ECDSA with SHA-512", Algorithm.SHA512),
    "1.3.101.112": SignatureKind("Ed25519", None),
    SM2_WITH_SM3: SignatureKind("SM2 with SM3", Algorithm.SM3),
}


class SignatureVerifier(Protocol):
    """A plug that verifies signatures which the cryptography package cannot, for instance SM2 in a certified module."""

    def verify(self, public_key: bytes, message: bytes, signature: bytes) -> bool:
        """Say whether a signature over a message is good.

        Args:
            public_key: SubjectPublicKeyInfo, DER.
            message: what was signed, not hashed yet (SM2 mixes the key and an identity into its hash).
            signature: as it stands in the token or certificate.
        """


class TokenSigner(Protocol):
    """A plug that signs tokens: a key in a file, in a certified module, or in a national service."""

    @property
    def certificates(self) -> tuple[bytes, ...]:
        """The signer's certificate and those above it that a token should carry, DER."""

    @property
    def digest_algorithm(self) -> Algorithm:
        """The hash function of the signed attributes."""

    @property
    def signature_oid(self) -> str:
        """Object identifier of the signature algorithm."""

    def sign(self, message: bytes) -> bytes:
        """Return the signature over a message, not hashed yet."""


Verifiers = Mapping[str, SignatureVerifier]
"""Plugs by the object identifier of the signature algorithm."""
NO_PLUGS: Verifiers = {}


def kind_of(oid: str) -> SignatureKind:
    """Return what is known of a signature algorithm.

    Raises:
        SignatureNotSupported: nothing is.
    """
    kind = KINDS.get(oid)
    if kind is None:
        raise SignatureNotSupported(f"The signature algorithm {oid} is unknown here, so the token cannot be verified.")
    return kind


def key_name(public_key: bytes) -> str:
    """Return the family and size of a public key as rows of strength name it: ``rsa-2048``, ``ecdsa-256``, ``sm2-256``."""
    info = keys.PublicKeyInfo.load(public_key)
    if info["algorithm"]["algorithm"].native == "ec":
        curve = info["algorithm"]["parameters"].chosen
        return "sm2-256" if curve.dotted == "1.2.156.10197.1.301" else f"ecdsa-{info.bit_size}"
    return f"{info.algorithm}-{info.bit_size}" if info.algorithm == "rsa" else str(info.algorithm)


def require_signature(
    oid: str, algorithm: Algorithm, public_key: bytes, message: bytes, signature: bytes, plugs: Verifiers
) -> None:
    """Refuse a signature that is not good.

    Raises:
        SignatureInvalid: it is not good, or the hash functions named beside it do not agree.
        SignatureNotSupported: nothing here can tell.
    """
    kind = kind_of(oid)
    if kind.algorithm not in {None, algorithm}:
        raise SignatureInvalid(f"The signature is {kind.name}, but the token names {algorithm} beside it.")
    good = (
        plugs[oid].verify(public_key, message, signature)
        if oid in plugs
        else _verify(kind, algorithm, public_key, message, signature)
    )
    if not good:
        raise SignatureInvalid("The signature does not belong to this token: one of the two was changed.")


def _verify(kind: SignatureKind, algorithm: Algorithm, public_key: bytes, message: bytes, signature: bytes) -> bool:
    if kind.algorithm is Algorithm.SM3:
        raise not_supported(kind.name)
    try:
        key = load_der_public_key(public_key)
        if isinstance(key, rsa.RSAPublicKey) and kind.name.startswith("RSA"):
            key.verify(signature, message, padding.PKCS1v15(), hash_of(algorithm))
        elif isinstance(key, ec.EllipticCurvePublicKey) and kind.name.startswith("ECDSA"):
            key.verify(signature, message, ec.ECDSA(hash_of(algorithm)))
        elif isinstance(key, ed25519.Ed25519PublicKey) and kind.name == "Ed25519":
            key.verify(signature, message)
        else:
            return False
    except InvalidSignature:
        return False
    except (UnsupportedAlgorithm, ValueError) as error:
        raise not_supported(kind.name) from error
    return True


def not_supported(name: str) -> SignatureNotSupported:
    """Return the refusal to judge a signature that cannot be computed here."""
    return SignatureNotSupported(
        f"A signature with {name} cannot be verified by this installation; give it a verifier for that algorithm."
    )
