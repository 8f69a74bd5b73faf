"""Algorithms by profile, in one place: ``intl`` SHA-256 (SHA-512 allowed), ``gm`` SM3, ``dual`` both.

Only digests are computed here. SM3 (GB/T 32905) comes from the cryptography package; SM2 signatures (GB/T 32918) do not, they
need a signer or verifier from outside, see `signatures`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from cryptography.hazmat.primitives import hashes

from erdem.notary.stamping.trouble import AlgorithmNotAllowed


class Algorithm(StrEnum):
    """A hash function that may stand in a message imprint."""

    SHA256 = "sha256"
    SHA384 = "sha384"
    SHA512 = "sha512"
    SM3 = "sm3"


class ProfileName(StrEnum):
    """Which family of algorithms an installation or an authority works with."""

    INTL = "intl"
    GM = "gm"
    DUAL = "dual"


OIDS: Mapping[Algorithm, str] = {
    Algorithm.SHA256: "2.16.840.1.101.3.4.2.1",
    Algorithm.SHA384: "2.16.840.1.101.3.4.2.2",
    Algorithm.SHA512: "2.16.840.1.101.3.4.2.3",
    Algorithm.SM3: "1.2.156.10197.1.401",
}
SIZES: Mapping[Algorithm, int] = {
    Algorithm.SHA256: 32,
    Algorithm.SHA384: 48,
    Algorithm.SHA512: 64,
    Algorithm.SM3: 32,
}
_HASHES: Mapping[Algorithm, type[hashes.HashAlgorithm]] = {
    Algorithm.SHA256: hashes.SHA256,
    Algorithm.SHA384: hashes.SHA384,
    Algorithm.SHA512: hashes.SHA512,
    Algorithm.SM3: hashes.SM3,
}


@dataclass(frozen=True)
class Profile:
    """What a profile stamps with, what it accepts, and what signatures it wants."""

    name: ProfileName
    stamped: tuple[Algorithm, ...]
    """Digests made of each item when nothing else is asked for."""
    allowed: tuple[Algorithm, ...]
    """Digests that a token may carry."""
    signatures: str
    """The signatures that make the profile whole, in words."""


PROFILES: Mapping[ProfileName, Profile] = {
    ProfileName.INTL: Profile(
        ProfileName.INTL,
        (Algorithm.SHA256,),
        (Algorithm.SHA256, Algorithm.SHA384, Algorithm.SHA512),
        "RSA, ECDSA or Ed25519 with SHA-2",
    ),
    ProfileName.GM: Profile(ProfileName.GM, (Algorithm.SM3,), (Algorithm.SM3,), "SM2 with SM3, through a verifier"),
    ProfileName.DUAL: Profile(
        ProfileName.DUAL, (Algorithm.SHA256, Algorithm.SM3), tuple(Algorithm), "either of the two families"
    ),
}


def hash_of(algorithm: Algorithm) -> hashes.HashAlgorithm:
    """Return the hash function as the cryptography package names it."""
    return _HASHES[algorithm]()


def digest_of(algorithm: Algorithm, *parts: bytes) -> bytes:
    """Return the digest of the parts, one after the other."""
    state = hashes.Hash(hash_of(algorithm))
    for part in parts:
        state.update(part)
    return state.finalize()


def digests_of(data: bytes, algorithms: Iterable[Algorithm]) -> dict[Algorithm, bytes]:
    """Return the digest of the data for each algorithm."""
    return {algorithm: digest_of(algorithm, data) for algorithm in algorithms}


def algorithm_of(oid: str) -> Algorithm:
    """Return the hash function of an object identifier.

    Raises:
        AlgorithmNotAllowed: it is unknown here or too weak (SHA-1, MD5).
    """
    for algorithm, known in OIDS.items():
        if known == oid:
            return algorithm
    raise AlgorithmNotAllowed(f"The hash algorithm {oid} is unknown here or too weak for a proof.")


def require_digest(algorithm: Algorithm, digest: bytes) -> None:
    """Refuse a digest that cannot come from the algorithm.

    Raises:
        AlgorithmNotAllowed: it has another length.
    """
    if len(digest) != SIZES[algorithm]:
        raise AlgorithmNotAllowed(
            f"A digest of {algorithm} has {SIZES[algorithm]} bytes, the one that was given has {len(digest)}."
        )
