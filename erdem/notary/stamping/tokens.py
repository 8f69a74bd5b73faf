"""What a time-stamp token says, read strictly: RFC 3161 section 2.4.2 inside CMS SignedData (RFC 5652, RFC 5816)."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

import rfc3161_client
from asn1crypto import cms, tsp

from erdem.notary.stamping.profile import Algorithm, algorithm_of, digest_of
from erdem.notary.stamping.structures import BROKEN, granted
from erdem.notary.stamping.trouble import SignatureInvalid, StampingProblem, TokenDamaged

LARGEST = 1 << 18
"""Bytes of the longest token that is looked at; real ones have 1,500 to 10,000."""


@dataclass(frozen=True)
class Facts:
    """What the authority states (TSTInfo): this digest existed at this time, within the accuracy."""

    policy: str
    algorithm: Algorithm
    digest: bytes
    serial: int
    time: dt.datetime
    accuracy: dt.timedelta | None
    ordering: bool
    nonce: int | None


@dataclass(frozen=True)
class SignerPart:
    """The one SignerInfo of a token."""

    issuer: bytes
    serial: int
    digest_algorithm: Algorithm
    signature_oid: str
    attributes: bytes
    content_type: str
    message_digest: bytes
    certificate_hashes: tuple[tuple[str, bytes], ...]
    signature: bytes

    def names(self, certificate: bytes) -> bool:
        """Say whether the signed attributes name this certificate (RFC 5035, RFC 5816)."""
        return bool(self.certificate_hashes) and all(
            _certificate_hash(name, certificate) == found for name, found in self.certificate_hashes
        )


@dataclass(frozen=True)
class Token:
    """A token taken apart: its bytes, the statement, the signer's part, the certificates it carries."""

    der: bytes
    content: bytes
    facts: Facts
    signer: SignerPart
    certificates: tuple[bytes, ...]


def read_token(der: bytes) -> Token:
    """Take a token apart; nothing is verified yet.

    Raises:
        TokenDamaged: it is cut off, longer than it says, or not built as the texts say.
        AlgorithmNotAllowed: it uses a hash function that proves nothing.
        SignatureInvalid: its signed attributes are missing or doubled.
    """
    if len(der) > LARGEST:
        raise TokenDamaged(f"The token has {len(der)} bytes; no time-stamp is that long.")
    try:
        # Its parser takes DER and nothing else, so that one token has one spelling only.
        rfc3161_client.decode_timestamp_response(granted(der))
        info = cms.ContentInfo.load(der, strict=True)
        signed = info["content"]
        content = signed["encap_content_info"]["content"].contents
        return Token(der, content, _facts(content), _signer(signed), _certificates(signed))
    except StampingProblem:
        raise
    except BROKEN as error:
        raise TokenDamaged(
            "The token is damaged: it is cut off, or not built as RFC 3161 says. Take another copy of it."
        ) from error


def _facts(content: bytes) -> Facts:
    info = tsp.TSTInfo.load(content, strict=True)
    _require(info["version"].native == "v1", "its version is unknown")
    _require(info["extensions"].native is None, "it has extensions that nobody here knows")
    imprint = info["message_imprint"]
    return Facts(
        policy=info["policy"].dotted,
        algorithm=algorithm_of(imprint["hash_algorithm"]["algorithm"].dotted),
        digest=imprint["hashed_message"].native,
        serial=info["serial_number"].native,
        time=info["gen_time"].native.astimezone(dt.UTC),
        accuracy=_accuracy(info["accuracy"].native),
        ordering=info["ordering"].native,
        nonce=info["nonce"].native,
    )


def _accuracy(native: dict[str, int | None] | None) -> dt.timedelta | None:
    if native is None:
        return None
    return dt.timedelta(
        seconds=native["seconds"] or 0, milliseconds=native["millis"] or 0, microseconds=native["micros"] or 0
    )


def _signer(signed: Any) -> SignerPart:
    _require(signed["encap_content_info"]["content_type"].native == "tst_info", "it carries no time-stamp")
    _require(signed["version"].native == "v3", "its version is not the one of RFC 5652 section 5.1")
    _require(len(signed["signer_infos"]) == 1, "it must have exactly one signer")
    signer = signed["signer_infos"][0]
    _require(signer["version"].native == "v1", "the version of its signer does not fit")
    _require(signer["sid"].name == "issuer_and_serial_number", "its signer is not named by issuer and serial number")
    algorithm = _digest_algorithm(signer["digest_algorithm"])
    listed = [_digest_algorithm(one) for one in signed["digest_algorithms"]]
    _require(listed == [algorithm], "the hash function it announces is not the one of its signer")
    _require_plain(signer["signature_algorithm"])
    attributes = _attributes(signer["signed_attrs"])
    return SignerPart(
        issuer=signer["sid"].chosen["issuer"].dump(),
        serial=signer["sid"].chosen["serial_number"].native,
        digest_algorithm=algorithm,
        signature_oid=signer["signature_algorithm"]["algorithm"].dotted,
        attributes=b"\x31" + signer["signed_attrs"].dump()[1:],
        content_type=attributes["content_type"].native,
        message_digest=attributes["message_digest"].native,
        certificate_hashes=_certificate_hashes(attributes),
        signature=signer["signature"].native,
    )


def _digest_algorithm(identifier: Any) -> Algorithm:
    _require_plain(identifier)
    return algorithm_of(identifier["algorithm"].dotted)


def _require_plain(identifier: Any) -> None:
    _require(
        identifier["parameters"].dump() in {b"", b"\x05\x00"}, "an algorithm has parameters that it should not have"
    )


def _attributes(signed: Any) -> dict[str, Any]:
    """Return the one value of each signed attribute by its type; a doubled one could mean two things."""
    found: dict[str, Any] = {}
    for attribute in signed:
        name = attribute["type"].native
        if name in found or len(attribute["values"]) != 1:
            raise SignatureInvalid(
                f"The signed attribute {name} is there twice, so that the token can mean two things."
            )
        found[name] = attribute["values"][0]
    if missing := {"content_type", "message_digest"} - found.keys():
        raise SignatureInvalid(
            f"The token lacks a signed attribute that every token has: {', '.join(sorted(missing))}."
        )
    return found


def _certificate_hashes(attributes: dict[str, Any]) -> tuple[tuple[str, bytes], ...]:
    """Return how the signed attributes name the signer's certificate: the first entry of each, RFC 2634 section 5.4."""
    found = []
    if "signing_certificate_v2" in attributes:
        first = attributes["signing_certificate_v2"]["certs"][0]
        found.append((first["hash_algorithm"]["algorithm"].dotted, first["cert_hash"].native))
    if "signing_certificate" in attributes:
        found.append(("sha1", attributes["signing_certificate"]["certs"][0]["cert_hash"].native))
    return tuple(found)


def _certificate_hash(name: str, certificate: bytes) -> bytes:
    if name == "sha1":  # RFC 3161 as of 2001 knew nothing else; the certificate is bound by its own chain as well
        return hashlib.sha1(certificate, usedforsecurity=False).digest()
    return digest_of(algorithm_of(name), certificate)


def _certificates(signed: Any) -> tuple[bytes, ...]:
    for one in signed["crls"] or ():
        # The parser is lazy. Certificates whose tag was turned into that of revocation lists must not pass as such.
        _require(one.name == "certificate_list", "what it says of revocation is in a form that nobody here knows")
        _require(one.chosen.native is not None, "a revocation list in it cannot be read")
    certificates = signed["certificates"]
    return tuple(one.chosen.dump() for one in certificates if one.name == "certificate") if certificates else ()


def _require(sound: bool, what: str) -> None:
    if not sound:
        raise TokenDamaged(f"The token is not built as RFC 3161 says: {what}.")
