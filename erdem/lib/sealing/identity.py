"""Private keys: standard age identities (X25519), kept in an identity file that any age tool reads."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

import pyrage

from erdem.lib.sealing.parties import Identity, Recipient
from erdem.lib.sealing.trouble import SealingProblem

ARMOUR = "-----BEGIN AGE ENCRYPTED FILE-----"
PREFIX = "age-secret-key-"
LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def make_identity() -> Identity:
    """Return a fresh private key."""
    made: Identity = pyrage.x25519.Identity.generate()
    return made


def recipient_of(identity: Identity) -> str:
    """Return the public key, age1…"""
    return str(identity.to_public())


def parse_recipients(texts: Sequence[str]) -> list[Recipient]:
    """Return public keys from their texts.

    Raises:
        SealingProblem: one is mistyped.
    """
    found: list[Recipient] = []
    for text in texts:
        try:
            found.append(pyrage.x25519.Recipient.from_str(text))
        except pyrage.RecipientError as error:
            message = f"“{text[:80]}” is no public key of age (age1 and 58 letters). Nothing was sealed."
            raise SealingProblem("no_recipient", message) from error
    return found


def identity_file(identity: Identity) -> str:
    """Return the text of an identity file."""
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return f"# created: {now}\n# public key: {recipient_of(identity)}\n{identity}\n"


def wrap_identity(identity: Identity, passphrase: str) -> str:
    """Return the identity file encrypted with a passphrase, as text; any age tool takes it as an identity."""
    sealed: bytes = pyrage.passphrase.encrypt(identity_file(identity).encode(), passphrase, armored=True)
    return sealed.decode("ascii")


def is_wrapped(text: str) -> bool:
    """Say whether an identity file is protected by a passphrase."""
    return text.lstrip().startswith(ARMOUR)


def unwrap_identity(text: str, passphrase: str) -> Identity:
    """Return the private key of a protected identity file.

    Raises:
        SealingProblem: the passphrase does not fit, or there is no key inside.
    """
    try:
        plain = pyrage.passphrase.decrypt(text.strip().encode() + b"\n", passphrase)
    except pyrage.DecryptError as error:
        raise SealingProblem("passphrase", "The passphrase does not fit. Nothing was changed; try again.") from error
    return read_identities(plain.decode("utf-8", "replace"))[0]


def read_identities(text: str) -> list[Identity]:
    """Return every private key of an unprotected identity file.

    Raises:
        SealingProblem: there is none, or one is mistyped.
    """
    found = re.findall(r"^AGE-SECRET-KEY-1\S+$", text, re.M)
    if not found:
        raise SealingProblem("no_key", "There is no private key in this file; a line begins with AGE-SECRET-KEY-1.")
    try:
        return [pyrage.x25519.Identity.from_str(line) for line in found]
    except pyrage.IdentityError as error:
        raise SealingProblem(
            "no_key", "The private key in this file is mistyped. Take another copy of the file."
        ) from error


def secret_of(identity: Identity) -> bytes:
    """Return the 32 bytes of a private key, which recovery shares carry."""
    letters = str(identity).lower().rpartition("1")[2]
    return _regroup([LETTERS.index(letter) for letter in letters[:-6]], 5, 8)


def identity_from(secret: bytes) -> Identity:
    """Return the private key of 32 bytes: bech32 as in BIP-173, without its limit of length."""
    values = list(_regroup(list(secret), 8, 5, pad=True))
    checksum = _checksum([*_expanded(PREFIX), *values])
    text = PREFIX + "1" + "".join(LETTERS[value] for value in (*values, *checksum))
    made: Identity = pyrage.x25519.Identity.from_str(text.upper())
    return made


def _regroup(values: list[int], width: int, wanted: int, *, pad: bool = False) -> bytes:
    number, bits = 0, 0
    made = bytearray()
    for value in values:
        number, bits = (number << width) | value, bits + width
        while bits >= wanted:
            bits -= wanted
            made.append((number >> bits) & ((1 << wanted) - 1))
    if pad and bits:
        made.append((number << (wanted - bits)) & ((1 << wanted) - 1))
    return bytes(made)


def _expanded(prefix: str) -> list[int]:
    return [*(ord(letter) >> 5 for letter in prefix), 0, *(ord(letter) & 31 for letter in prefix)]


def _checksum(values: list[int]) -> list[int]:
    check = 1
    for value in (*values, 0, 0, 0, 0, 0, 0):
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, part in enumerate(GENERATOR):
            check ^= part if top >> place & 1 else 0
    check ^= 1
    return [check >> 5 * (5 - place) & 31 for place in range(6)]
