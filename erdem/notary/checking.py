"""Checking any file that the notary hands out: what it is, whether it holds, and what it proves. Plain Python.

One door for the page, the command line and whoever else verifies. A file is recognised by its content, never by its name.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import IO, Any

from erdem.notary.bundle_reading import BundleRead, BundleRefused, read_bundle
from erdem.notary.canonical import CanonicalProblem, Commitment, commit, read
from erdem.notary.certificate_file import CERTIFICATE_KIND, PDF_START, PdfRefused, read_certificate, what_differs
from erdem.notary.evidence import MOST_BYTES, EvidenceRefused, Fault, verify_evidence
from erdem.notary.tlog import (
    LogProblem,
    Policy,
    VerifierKey,
    leaf_hash,
    parse_proof,
    parse_verifier_key,
    verify_proof,
)
from erdem.notary.tlog.checkpoint import parse_checkpoint
from erdem.notary.tlog.proof_files import HEADER

PROOF_START = HEADER.encode()
BUNDLE_KIND = "dossier"
ARCHIVE_START = b"PK\x03\x04"
_DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Trusted:
    """Whom the reader trusts.

    Attributes:
        keys: public keys of logs, from elsewhere than the file.
        witnesses: public keys of witnesses.
        quorum: how many of these must have cosigned.
        roots: root certificates of time authorities, DER.
    """

    keys: tuple[VerifierKey, ...] = ()
    witnesses: tuple[VerifierKey, ...] = ()
    quorum: int = 0
    roots: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Checked:
    """What came of checking one file.

    Attributes:
        form: what sort of file it is: ``evidence``, ``proof``, ``bundle``, ``certificate``, or what others have offered.
        holds: whether everything in it that is proven fits.
        key_is_known: whether it was checked under a key that the reader trusts; otherwise it only fits together.
        why: a sentence in English when it does not hold.
        fault: slug of the reason when it does not hold.
        detail: what it proves, as JSON values.
        digests: SHA-256 (hexadecimal) of everything whose existence it proves: other files are recognised by them.
    """

    form: str
    holds: bool
    key_is_known: bool = False
    why: str = ""
    fault: Fault | None = None
    detail: dict[str, Any] = field(default_factory=dict)
    digests: frozenset[str] = frozenset()


Reader = Callable[[bytes, Trusted], Checked | None]
_readers: dict[str, Reader] = {}
WIDEST = 64 * 1024 * 1024
"""Bytes of the largest file that others' readers are given."""


def offer_reader(form: str, reader: Reader) -> None:
    """Register who checks files of another form; it returns None for what is none of its. Offering it again replaces it."""
    _readers[form] = reader


def _read_by_others(content: bytes, trusted: Trusted) -> Checked | None:
    return next((found for reader in _readers.values() if (found := reader(content, trusted)) is not None), None)


def check(content: bytes, trusted: Trusted) -> Checked:
    """Check a file. What is of no known form is refused with ``Fault.NO_EVIDENCE``."""
    if (found := _read_by_others(content, trusted)) is not None:
        return found
    for begins, reader in READERS:
        if content.startswith(begins):
            return reader(content, trusted)
    return check_evidence(content, trusted)


def check_evidence(content: bytes, trusted: Trusted) -> Checked:
    """Check an evidence file (`erdem.notary.evidence`)."""
    try:
        found = verify_evidence(content, trusted.keys, trusted.witnesses, trusted.quorum, roots=trusted.roots)
    except EvidenceRefused as refused:
        return Checked("evidence", holds=False, why=str(refused), fault=refused.fault)
    detail = {
        "kind": found.kind,
        "statement": found.statement,
        "document": found.document,
        "index": found.proof.index,
        "size": found.size,
        "witnesses": list(found.witnesses),
        "log": found.key.name,
        "key": found.key.text,
        "stamped": [each.as_json() for each in found.stamped],
        "commitment": commit(found.statement, found.nonce).public(),
    }
    named = {value for value in found.statement.values() if isinstance(value, str) and _DIGEST.fullmatch(value)}
    digests = {*named, *re.findall(r'"([0-9a-f]{64})"', found.document)}
    return Checked("evidence", holds=True, key_is_known=found.key_is_known, detail=detail, digests=frozenset(digests))


def check_proof(content: bytes, trusted: Trusted) -> Checked:
    """Check a proof file whose ``extra`` is the entry itself, as our page of an entry hands it out.

    It proves that an entry stands in the log, and what that says in public: its kind and its commitment.
    """
    try:
        proof = parse_proof(content)
        origin = parse_checkpoint(proof.checkpoint.text).origin
    except LogProblem as error:
        return Checked("proof", holds=False, why=f"The proof file is damaged: {error}", fault=Fault.DAMAGED)
    if proof.extra is None:
        sentence = "The proof file does not hold its entry, so that nothing can be compared with it."
        return Checked("proof", holds=False, why=sentence, fault=Fault.INCOMPLETE)
    keys = tuple(key for key in trusted.keys if key.name == origin)
    if not keys:
        sentence = f"The proof is of the log “{origin}”, for which no key was given."
        return Checked("proof", holds=False, why=sentence, fault=Fault.UNKNOWN_LOG)
    try:
        found = verify_proof(content, leaf_hash(proof.extra), Policy(origin, keys, trusted.witnesses, trusted.quorum))
    except LogProblem as error:
        sentence = f"The log does not hold this entry: {error}"
        return Checked("proof", holds=False, key_is_known=True, why=sentence, fault=Fault.NOT_IN_LOG)
    detail = {
        "entry": proof.extra.decode(errors="replace"),
        "commitment": _committed(proof.extra),
        "index": found.index,
        "size": found.checkpoint.checkpoint.size,
        "witnesses": [verified.key.name for verified in found.cosignatures],
        "log": origin,
        "key": keys[0].text,
    }
    return Checked("proof", holds=True, key_is_known=True, detail=detail)


def check_bundle(given: bytes | IO[bytes], trusted: Trusted) -> Checked:
    """Check an evidence bundle: each file against the manifest, the manifest against its evidence, that against the log.

    ``detail`` holds ``files`` with the ``state`` of each (``ok``, ``changed``, ``missing``), ``extra`` names, what the manifest
    says is ``missing``, its ``dates``, and what the evidence proves. ``digests`` are those of all its files.
    """
    try:
        bundle = read_bundle(io.BytesIO(given) if isinstance(given, bytes) else given)
    except BundleRefused as refused:
        return Checked("bundle", holds=False, why=str(refused), fault=refused.fault)
    proven = _proven(bundle, trusted)
    detail = {name: bundle.told[name] for name in ("number", "made_at", "missing", "dates")}
    detail |= {"files": bundle.files, "extra": bundle.extra}
    if bundle.differences:
        why = bundle.differences
        return replace(proven, form="bundle", holds=False, why=why, fault=Fault.FILES_DIFFER, detail=detail)
    if proven.holds:
        detail = {**proven.detail, **detail}
    own = {listed["sha256"] for listed in bundle.files}
    return replace(proven, form="bundle", detail=detail, digests=proven.digests | own if proven.holds else frozenset())


def _proven(bundle: BundleRead, trusted: Trusted) -> Checked:
    if bundle.evidence is None:
        why = "The bundle has no proof: it was taken before the log had been published. Take it again."
        return Checked("bundle", holds=False, why=why, fault=Fault.NO_PROOF)
    found = check_evidence(bundle.evidence, trusted)
    if not found.holds:
        return found
    told, number = found.detail, bundle.told["number"]
    if told["document"] != bundle.manifest or told["kind"] != BUNDLE_KIND or told["statement"].get("number") != number:
        why = "The proof is of another manifest than the one in the bundle."
        return replace(found, holds=False, why=why, fault=Fault.DOCUMENT_CHANGED)
    return found


def check_stream(stream: IO[bytes], trusted: Trusted) -> Checked:
    """Check a file that can be sought in. A bundle is read from there, however large; of others what evidence may have."""
    begins = stream.read(len(ARCHIVE_START))
    if begins == ARCHIVE_START:
        return check_bundle(stream, trusted)
    most = WIDEST if begins == PDF_START else MOST_BYTES
    return check(begins + stream.read(most + 1), trusted)


def check_certificate(content: bytes, trusted: Trusted) -> Checked:
    """Check a certificate: the evidence or proof within the PDF holds, and fits what the certificate says of itself.

    ``detail["whole"]`` is False: that the page itself is untouched is proven by the certificate's own evidence, given beside it.
    """
    try:
        carried = read_certificate(content)
        own = () if trusted.keys else (parse_verifier_key(str(carried.told.get("key"))),)
    except PdfRefused as refused:
        return Checked("certificate", holds=False, why=str(refused), fault=refused.fault)
    except LogProblem as error:
        return Checked("certificate", holds=False, why=f"The certificate is damaged: {error}", fault=Fault.DAMAGED)
    reader = check_proof if carried.proof.startswith(PROOF_START) else check_evidence
    found = replace(reader(carried.proof, replace(trusted, keys=trusted.keys or own)), form="certificate")
    wrong = what_differs(carried.told, found.detail) if found.holds else ""
    if wrong:
        why = f"What the certificate says does not fit the proof in it: {wrong}."
        return Checked("certificate", holds=False, why=why, fault=Fault.DOCUMENT_CHANGED)
    detail = {**found.detail, "certificate": carried.told, "whole": False} if found.holds else {}
    return replace(found, key_is_known=found.key_is_known and not own, detail=detail)


def check_whole(sha256: str, found: Checked, proven: Sequence[Checked]) -> Checked:
    """Check a certificate as a whole file against the evidence of certificates that was given with it.

    Args:
        sha256: of the file, in hexadecimal digits.
        found: what came of checking what the certificate carries.
        proven: what holds of the other files. Without evidence of a certificate among it ``found`` stays as it is.
    """
    certificates = [each for each in proven if each.detail.get("kind") == CERTIFICATE_KIND]
    for each in certificates:
        if sha256 in each.digests:
            detail = {**each.detail, "whole": True, "sha256": sha256}
            return Checked("certificate", holds=True, key_is_known=each.key_is_known, detail=detail)
    if not certificates:
        return found
    why = (
        f"This is not a certificate as it was issued: the evidence given with it names another file (SHA-256 {sha256})."
    )
    return Checked("certificate", holds=False, key_is_known=True, why=why, fault=Fault.DOCUMENT_CHANGED)


def _committed(entry: bytes) -> dict[str, str]:
    """Return the two digests that an entry shows; none when it is not one of ours."""
    try:
        return Commitment.from_public(read(entry)).public()
    except CanonicalProblem:
        return {}


READERS: list[tuple[bytes, Callable[[bytes, Trusted], Checked]]] = [
    (PROOF_START, check_proof),
    (ARCHIVE_START, check_bundle),
    (PDF_START, check_certificate),
]
