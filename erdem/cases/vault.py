"""Envelope encryption of sealed identities: each under a key of its own, which is wrapped under a key outside the database.

The keys lie in a folder (setting ``ERDEM_IDENTITY_KEY_DIR``), one file each, readable by the owner alone; the newest seals, all
of them open. Encryption is AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits; the number of the filing is bound to
both layers as associated data, so that a sealed identity laid beside another filing does not open.
"""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
SUFFIX: Final = ".key"


class KeyMissing(LookupError):
    """The key that an identity was sealed with is not in the folder."""


class SealBroken(ValueError):
    """A sealed identity, or its wrapped key, is not what was sealed."""


@dataclass(frozen=True)
class Sealed:
    """What is stored: the name of the key outside, the key of this identity wrapped under it, and the identity itself."""

    key_id: str
    wrapped_key: bytes
    ciphertext: bytes


class Vault:
    """A folder of keys."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def key_ids(self) -> list[str]:
        """Return the names of the keys, oldest first."""
        return sorted(path.stem for path in self.folder.glob(f"*{SUFFIX}"))

    def newest(self) -> str:
        """Return the name of the key that seals; the first one is made on first use."""
        names = self.key_ids()
        return names[-1] if names else self.make_key()

    def make_key(self, now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)) -> str:
        """Make a key that seals from now on and return its name; older ones go on opening what they sealed."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = f"{now():%Y%m%dT%H%M%S%f}"
        path = self.folder / f"{name}{SUFFIX}"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode())
        return name

    def remove_key(self, name: str) -> None:
        """Remove a key under which nothing is wrapped any more."""
        with contextlib.suppress(FileNotFoundError):
            (self.folder / f"{name}{SUFFIX}").unlink()

    def seal(self, content: bytes, bound_to: str) -> Sealed:
        """Seal something that belongs to the filing named by ``bound_to``."""
        own = secrets.token_bytes(KEY_BYTES)
        name = self.newest()
        return Sealed(name, _encrypted(self._key(name), own, bound_to), _encrypted(own, content, bound_to))

    def open(self, sealed: Sealed, bound_to: str) -> bytes:
        """Return what was sealed.

        Raises:
            KeyMissing: the key is not here.
            SealBroken: it was changed, or belongs to another filing.
        """
        own = _decrypted(self._key(sealed.key_id), sealed.wrapped_key, bound_to)
        return _decrypted(own, sealed.ciphertext, bound_to)

    def rewrapped(self, held: str, wrapped_key: bytes, bound_to: str) -> tuple[str, bytes]:
        """Return the newest key and the key of an identity wrapped under it; the identity itself is not needed.

        Raises:
            KeyMissing: the key under which it lies is not here.
            SealBroken: it does not open.
        """
        own = _decrypted(self._key(held), wrapped_key, bound_to)
        name = self.newest()
        return name, _encrypted(self._key(name), own, bound_to)

    def _key(self, name: str) -> bytes:
        path = self.folder / f"{name}{SUFFIX}"
        try:
            content = base64.b64decode(path.read_text(encoding="ascii"), validate=True)
        except FileNotFoundError as error:
            message = f"The key {name} of sealed identities is not in {self.folder}."
            raise KeyMissing(message) from error
        if len(content) != KEY_BYTES:
            message = f"The key {name} of sealed identities has {len(content)} bytes instead of {KEY_BYTES}."
            raise KeyMissing(message)
        return content


def _encrypted(key: bytes, content: bytes, bound_to: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, bound_to.encode())


def _decrypted(key: bytes, content: bytes, bound_to: str) -> bytes:
    try:
        return AESGCM(key).decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], bound_to.encode())
    except (InvalidTag, ValueError) as error:
        message = "What was sealed does not open: it was changed, or belongs to something else."
        raise SealBroken(message) from error
