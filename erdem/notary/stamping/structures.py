"""ASN.1 that asn1crypto lacks or reads otherwise than the texts do, and the writing and reading of small structures."""

from __future__ import annotations

from typing import Any

from asn1crypto import algos, cms, core, tsp

from erdem.notary.stamping.profile import OIDS, Algorithm

BROKEN = (ValueError, TypeError, KeyError, IndexError, OverflowError, AttributeError, RecursionError)
"""What asn1crypto raises on bytes that are not what they should be."""


class Response(core.Sequence):  # type: ignore[misc]  # asn1crypto brings no types
    """TimeStampResp of RFC 3161 section 2.4.2; a refusal has no token."""

    _fields = [("status", tsp.PKIStatusInfo), ("time_stamp_token", cms.ContentInfo, {"optional": True})]


class ArchiveTimeStampChain(core.SequenceOf):  # type: ignore[misc]  # asn1crypto brings no types
    """ArchiveTimeStampChain of RFC 4998 section 5.1: time-stamps that renew one another, one hash algorithm."""

    _child_spec = tsp.ArchiveTimeStamp


class ArchiveTimeStampSequence(core.SequenceOf):  # type: ignore[misc]  # asn1crypto brings no types
    """ArchiveTimeStampSequence of RFC 4998 section 5.1: chains, each with a newer hash algorithm."""

    _child_spec = ArchiveTimeStampChain


class EvidenceRecord(core.Sequence):  # type: ignore[misc]  # asn1crypto brings no types
    """EvidenceRecord of RFC 4998 section 3.1."""

    _fields = [
        ("version", tsp.Version),
        ("digest_algorithms", tsp.DigestAlgorithms),
        ("crypto_infos", cms.CMSAttributes, {"implicit": 0, "optional": True}),
        ("encryption_info", tsp.EncryptionInfo, {"implicit": 1, "optional": True}),
        ("archive_time_stamp_sequence", ArchiveTimeStampSequence),
    ]


def algorithm_identifier(algorithm: Algorithm) -> Any:
    """Return the AlgorithmIdentifier of a hash function; RFC 5754 section 2 lets SHA-2 stand with NULL or without."""
    return algos.DigestAlgorithm({"algorithm": OIDS[algorithm]})


def message_imprint(digest: bytes, algorithm: Algorithm) -> Any:
    """Return a MessageImprint."""
    return tsp.MessageImprint({"hash_algorithm": algorithm_identifier(algorithm), "hashed_message": digest})


def granted(token: bytes) -> bytes:
    """Return a response that grants a token: what some tools read instead of the bare token."""
    return sequence(sequence(b"\x02\x01\x00"), token)


def sequence(*parts: bytes) -> bytes:
    """Return a DER SEQUENCE of parts that are DER already."""
    return tagged(0x30, b"".join(parts))


def tagged(tag: int, content: bytes) -> bytes:
    """Return content with its DER tag and length."""
    length = len(content)
    if length < 0x80:
        return bytes((tag, length)) + content
    size = (length.bit_length() + 7) // 8
    return bytes((tag, 0x80 | size)) + length.to_bytes(size, "big") + content
