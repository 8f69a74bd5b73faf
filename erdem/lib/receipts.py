"""Codes and passphrases that people write down, read out and type in again.

A code has 16 characters of an alphabet without I, L, O and U (after Crockford's Base32), the last of them a check character:
every single wrong character and every swap of two neighbours is noticed. A passphrase has eight syllables that can be read out
in any language. Both come from one secret, so that the same secret gives the same pair and nothing readable has to be kept.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 16
_GROUP: Final = 4
_READ_AS: Final = {"O": "0", "I": "1", "L": "1", "U": "V"}
_CONSONANTS: Final = "bdfghkmnprstvyzj"
_VOWELS: Final = "aeiou"
_SYLLABLES: Final = 8
_REDUCING: Final = 0b100101  # x^5 + x^2 + 1, irreducible over GF(2)


def code_of(secret: bytes) -> str:
    """Return the code that belongs to a secret: 75 bits of it and the check character, without separators."""
    number = int.from_bytes(_derived(secret, b"code")[:10], "big")
    body = "".join(ALPHABET[number >> (5 * place) & 31] for place in range(LENGTH - 1))
    return body + check_character(body)


def phrase_of(secret: bytes) -> str:
    """Return the passphrase that belongs to a secret: about 50 bits, such as ``tamo-riku-beda-noyi``."""
    number = int.from_bytes(_derived(secret, b"phrase"), "big")
    syllables = []
    for _ in range(_SYLLABLES):
        number, consonant = divmod(number, len(_CONSONANTS))
        number, vowel = divmod(number, len(_VOWELS))
        syllables.append(_CONSONANTS[consonant] + _VOWELS[vowel])
    return "-".join("".join(syllables[at : at + 2]) for at in range(0, _SYLLABLES, 2))


def grouped(code: str) -> str:
    """Return a code in groups of four, as it is shown."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def read_code(text: str) -> str:
    """Return what somebody typed as a code: any width and case, any separators, letters that look like digits read as these."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(_READ_AS.get(letter, letter) for letter in folded if letter.isalnum())


def read_phrase(text: str) -> str:
    """Return what somebody typed as a passphrase: small letters alone."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).lower() if letter.isalnum())


def is_code(text: str) -> bool:
    """Say whether this can be a code: its length, its characters and its check character are right."""
    return len(text) == LENGTH and all(letter in ALPHABET for letter in text) and check_character(text[:-1]) == text[-1]


def check_character(body: str) -> str:
    """Return the check character: the sum over GF(32) of the characters, each times its own power of the generator."""
    total, weight = 0, 1
    for letter in body:
        weight = _times(weight, 2)
        total ^= _times(weight, ALPHABET.index(letter))
    return ALPHABET[total]


def _times(left: int, right: int) -> int:
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 32:
            left ^= _REDUCING
        right >>= 1
    return product


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return hmac.new(secret, b"erdem receipt " + purpose, hashlib.sha256).digest()
