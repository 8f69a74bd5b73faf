"""Keys of logs and witnesses in the encodings of signed notes. Sources: c2sp.org/signed-note, c2sp.org/tlog-cosignature.

A verifier key is written ``name+id+base64(kind ‖ public key)``. For private keys C2SP names no encoding; the one of
the Go package golang.org/x/mod/sumdb/note is used: ``PRIVATE+KEY+name+id+base64(kind ‖ seed)``.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from erdem.notary.tlog.trouble import KeyRefused

LOG = 0x01  # Ed25519 over the text of the note
WITNESS = 0x04  # Ed25519 over the text with the time before it: cosignature/v1
_SIZE = 32  # bytes of a public key and of a seed
_KINDS = {LOG: "a log", WITNESS: "a witness"}
_LATEST = 2**63 - 1


def is_name(name: str) -> bool:
    """Say whether this can be the name of a key: not empty, no Unicode space, no plus sign, no control character."""
    return bool(name) and not any(letter.isspace() or letter == "+" or letter < " " for letter in name)


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """Return the four bytes that identify a key beside its name."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def decode_base64(text: str) -> bytes | None:
    """Return the bytes of a base64 text (RFC 4648, section 4), or None unless it is the only way to write them."""
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return content if encode_base64(content) == text else None


def encode_base64(content: bytes) -> str:
    """Return the base64 text of some bytes."""
    return base64.b64encode(content).decode("ascii")


def cosigned_message(text: str, seconds: int) -> bytes:
    """Return what a witness signs: two lines and the whole text of the checkpoint. ``seconds`` is POSIX time."""
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


@lru_cache(maxsize=1024)  # thousands of proofs stand under one checkpoint
def _is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True)
class VerifierKey:
    """The public key of a log (kind ``LOG``) or of a witness (kind ``WITNESS``)."""

    name: str
    kind: int
    public: bytes

    def __post_init__(self) -> None:
        if not is_name(self.name):
            raise KeyRefused("The name of a key is not empty and has no space, plus sign or control character.")
        if self.kind not in _KINDS or len(self.public) != _SIZE:
            raise KeyRefused(f"The key of {self.name} is of a kind that is not known here; Ed25519 keys are.")

    @property
    def id(self) -> bytes:
        """The four bytes that stand before each signature of this key."""
        return key_id(self.name, self.kind, self.public)

    @property
    def text(self) -> str:
        """The encoding that is given to others."""
        return f"{self.name}+{self.id.hex()}+{encode_base64(bytes([self.kind]) + self.public)}"

    def verify(self, text: str, signature: bytes) -> int | None:
        """Verify a signature over the text of a note; return the POSIX time that a witness states, None for a log.

        Raises:
            KeyRefused: the signature was not made by this key over this text.
        """
        seconds, message = None, text.encode()
        if self.kind == WITNESS:
            seconds, signature = int.from_bytes(signature[:8], "big"), signature[8:]
            message = cosigned_message(text, seconds)
        if not _is_signed(self.public, message, signature):
            raise KeyRefused(f"The signature of {self.name} does not fit the text.")
        if seconds is not None and not 0 < seconds <= _LATEST:
            raise KeyRefused(f"The cosignature of {self.name} states no time.")
        return seconds


@dataclass(frozen=True)
class SigningKey:
    """The private key of a log or of a witness."""

    name: str
    kind: int
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.seed) != _SIZE:
            raise KeyRefused(f"A private key has {_SIZE} bytes.")
        _ = self.verifier  # refuses a wrong name or kind

    @classmethod
    def generate(cls, name: str, kind: int = LOG) -> SigningKey:
        """Return a fresh key.

        Raises:
            KeyRefused: the name cannot be one, or the kind is unknown.
        """
        return cls(name, kind, Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def verifier(self) -> VerifierKey:
        """The public key."""
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return VerifierKey(self.name, self.kind, public)

    @property
    def text(self) -> str:
        """The encoding in which the key is kept secretly."""
        verifier = self.verifier
        return f"PRIVATE+KEY+{self.name}+{verifier.id.hex()}+{encode_base64(bytes([self.kind]) + self.seed)}"

    def sign(self, text: str, seconds: int | None = None) -> bytes:
        """Return the signature over the text of a note; a witness states the POSIX time, a log must not.

        Raises:
            KeyRefused: a time was given to a log's key, or none to a witness's.
        """
        private = Ed25519PrivateKey.from_private_bytes(self.seed)
        if (seconds is None) != (self.kind == LOG):
            raise KeyRefused(f"The key of {self.name} is of {_KINDS[self.kind]}: only witnesses state a time.")
        if seconds is None:
            return private.sign(text.encode())
        if not 0 < seconds <= _LATEST:
            raise KeyRefused(f"{seconds} is no time that a witness can state.")
        return seconds.to_bytes(8, "big") + private.sign(cosigned_message(text, seconds))


def parse_verifier_key(text: str) -> VerifierKey:
    """Return the public key of its encoding.

    Raises:
        KeyRefused: it is mistyped, or of an unknown kind.
    """
    name, kind, public, identifier = _parts(text.split("+"), "public")
    key = VerifierKey(name, kind, public)
    _require_id(key, identifier)
    return key


def parse_signing_key(text: str) -> SigningKey:
    """Return the private key of its encoding; surrounding white space is left away.

    Raises:
        KeyRefused: it is mistyped, or of an unknown kind. The message never holds the key.
    """
    head, name_on = text.strip().split("+")[:2], text.strip().split("+")[2:]
    if head != ["PRIVATE", "KEY"]:
        raise KeyRefused("A private key begins with PRIVATE+KEY+.")
    name, kind, seed, identifier = _parts(name_on, "private")
    key = SigningKey(name, kind, seed)
    _require_id(key.verifier, identifier)
    return key


def _parts(parts: list[str], which: str) -> tuple[str, int, bytes, str]:
    content = decode_base64("+".join(parts[2:])) if len(parts) > 2 else None  # base64 has plus signs of its own
    if not content or not re.fullmatch(r"[0-9a-f]{8}", parts[1]):
        raise KeyRefused(
            f"A {which} key consists of a name, eight hexadecimal digits and base64, joined by plus signs."
        )
    return parts[0], content[0], content[1:], parts[1]


def _require_id(key: VerifierKey, identifier: str) -> None:
    if key.id.hex() != identifier:
        raise KeyRefused(f"The key of {key.name} does not fit its identifier {identifier}: it is mistyped.")
