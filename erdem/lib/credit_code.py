"""The unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters, the last of which checks the others."""

from __future__ import annotations

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Digits and letters without I, O, S, V, Z; the place is the value (GB 32100-2015, table 2)."""
LENGTH: Final = 18
BASE: Final = 31


def clean(written: str) -> str:
    """Return a code as it is compared: capital letters, no spaces and hyphens."""
    return "".join(written.split()).replace("-", "").upper()


def check_character(first: str) -> str:
    """Return the last character for the first seventeen (ISO 7064 pure system, weights 3^i mod 31).

    Raises:
        ValueError: a character is none of the alphabet, or there are not seventeen.
    """
    if len(first) != LENGTH - 1:
        message = "Seventeen characters come before the last one."
        raise ValueError(message)
    total = sum(ALPHABET.index(each) * pow(3, place, BASE) for place, each in enumerate(first))
    return ALPHABET[-total % BASE]


def is_valid(code: str) -> bool:
    """Say whether a clean code is well formed and its last character fits."""
    well_formed = len(code) == LENGTH and set(code) <= set(ALPHABET) and code[2:8].isdecimal()
    return well_formed and check_character(code[:-1]) == code[-1]
