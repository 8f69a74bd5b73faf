"""The envelope inside the encryption: two lines of text, the content, zeros that hide its exact size."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyrage

from erdem.lib.sealing.parties import Identity, Recipient
from erdem.lib.sealing.trouble import SealingProblem

MAGIC = b"erdem-sealed/1"
SMALLEST = 4096
LONGEST_HEADER = 65536
DOMAIN = b"erdem-v1"
ARMOUR = b"-----BEGIN AGE ENCRYPTED FILE-----"


@dataclass(frozen=True)
class Sealed:
    """A sealed file (binary age) and the commitment to its content, 64 hexadecimal digits."""

    ciphertext: bytes
    commitment: str


@dataclass(frozen=True)
class Opened:
    """What was inside: the content, what its header says, and the commitment that follows from both."""

    content: bytes
    header: dict[str, Any]
    commitment: str

    @property
    def name(self) -> str:
        """The file name, without any folder that somebody may have written into it."""
        name = str(self.header.get("name") or "").replace("\\", "/").rpartition("/")[2].replace("\0", "")
        return name if name.strip(". ") else "opened"


def padded_length(length: int) -> int:
    """Return the length up to which zeros follow: Padmé (Nikitin and others, 2019), at most 12 % more, at least 4096."""
    if length <= SMALLEST:
        return SMALLEST
    exponent = length.bit_length() - 1
    step = 1 << (exponent - exponent.bit_length())
    return -(-length // step) * step


def commitment_of(nonce: bytes, digest: bytes) -> str:
    """Return SHA-256("erdem-v1" ‖ nonce ‖ sha256(content)) in hexadecimal digits."""
    return hashlib.sha256(DOMAIN + nonce + digest).hexdigest()


def pack(content: bytes, *, name: str, media_type: str, record: str = "") -> tuple[bytes, str]:
    """Return the padded envelope with a fresh nonce, and its commitment."""
    nonce, digest = secrets.token_bytes(32), hashlib.sha256(content).digest()
    header = {
        "name": name,
        "type": media_type,
        "size": len(content),
        "sha256": digest.hex(),
        "nonce": nonce.hex(),
        "record": record,
        "sealed": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    head = MAGIC + b"\n" + json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    whole = head + content
    return whole.ljust(padded_length(len(whole)), b"\0"), commitment_of(nonce, digest)


def unpack(envelope: bytes) -> Opened:
    """Return what an envelope holds.

    Raises:
        SealingProblem: it is not one of ours, or not whole.
    """
    parts = envelope[:LONGEST_HEADER].split(b"\n", 2)
    if len(parts) < 3 or parts[0] != MAGIC:
        raise _not_ours()
    header = _read_header(parts[1])
    start = len(parts[0]) + len(parts[1]) + 2
    content = envelope[start : start + header["size"]]
    digest = hashlib.sha256(content).digest()
    if len(content) != header["size"] or digest.hex() != header.get("sha256"):
        raise SealingProblem(
            "damaged", "The content is not whole: it does not match its own checksum. Take another copy."
        )
    return Opened(content, header, commitment_of(bytes.fromhex(header["nonce"]), digest))


def _read_header(line: bytes) -> dict[str, Any]:
    try:
        header = json.loads(line)
    except ValueError as error:
        raise _not_ours() from error
    sound = isinstance(header, dict) and isinstance(header.get("size"), int) and header["size"] >= 0
    if not sound or not re.fullmatch(r"[0-9a-f]{64}", str(header.get("nonce"))):
        raise _not_ours()
    return dict(header)


def _not_ours() -> SealingProblem:
    return SealingProblem(
        "not_ours",
        "This was encrypted with age, but not sealed by Erdem: the envelope is missing. Open it with any age tool.",
    )


def seal(content: bytes, recipients: Sequence[Recipient], *, name: str, media_type: str, record: str = "") -> Sealed:
    """Seal content to recipients; nobody else can open it, and who they are cannot be read from it.

    Raises:
        SealingProblem: there is no recipient.
    """
    if not recipients:
        raise SealingProblem("no_recipient", "Name at least one holder's public key (age1…). Nothing was sealed.")
    envelope, commitment = pack(content, name=name, media_type=media_type, record=record)
    return Sealed(pyrage.encrypt(envelope, list(recipients)), commitment)


def seal_with_passphrase(content: bytes, passphrase: str, *, name: str, media_type: str, record: str = "") -> Sealed:
    """Seal content with a passphrase alone."""
    envelope, commitment = pack(content, name=name, media_type=media_type, record=record)
    return Sealed(pyrage.passphrase.encrypt(envelope, passphrase), commitment)


def open_sealed(ciphertext: bytes, identities: Sequence[Identity]) -> Opened:
    """Open a sealed file with private keys.

    Raises:
        SealingProblem: none of the keys fits, or the file is damaged or not sealed.
    """
    _require_age(ciphertext)
    try:
        return unpack(pyrage.decrypt(ciphertext, list(identities)))
    except pyrage.DecryptError as error:
        if "matching" in str(error):
            raise SealingProblem(
                "not_for_key",
                "This file was not sealed to your key. Nothing was changed; try the key of another holder.",
            ) from error
        raise _damaged() from error


def open_with_passphrase(ciphertext: bytes, passphrase: str) -> Opened:
    """Open a file that was sealed with a passphrase alone.

    Raises:
        SealingProblem: the passphrase is wrong, or the file is damaged or not sealed.
    """
    _require_age(ciphertext)
    if not is_for_passphrase(ciphertext):
        raise SealingProblem(
            "needs_key", "This file was sealed to keys, not to a passphrase. Give --identity or --shares."
        )
    try:
        return unpack(pyrage.passphrase.decrypt(ciphertext, passphrase))
    except pyrage.DecryptError as error:
        raise SealingProblem("passphrase", "The passphrase does not fit. Nothing was changed; try again.") from error


def is_for_passphrase(ciphertext: bytes) -> bool:
    """Say whether a binary age file was sealed with a passphrase."""
    return b"\n-> scrypt " in ciphertext[:400]


def stanza_kinds(ciphertext: bytes) -> list[str]:
    """Return for whom a binary age file is encrypted, a kind a recipient: ``X25519``, ``scrypt``. Needs no key.

    Raises:
        SealingProblem: it does not begin as age files do, so it may not be encrypted at all.
    """
    head, found, _ = ciphertext[:LONGEST_HEADER].partition(b"\n---")
    if not found or not head.startswith(b"age-encryption.org/v1\n"):
        raise SealingProblem("not_age", "This is not a sealed file: it does not begin as age files do.")
    return [line.split()[1].decode("ascii", "replace") for line in head.split(b"\n") if line.startswith(b"-> ")]


def _require_age(ciphertext: bytes) -> None:
    if not ciphertext.startswith((b"age-encryption.org/v1\n", ARMOUR)):
        raise SealingProblem("not_age", "This is not a sealed file: it does not begin as age files do.")


def _damaged() -> SealingProblem:
    return SealingProblem("damaged", "The sealed file is damaged and was not opened. Take another copy of it.")
