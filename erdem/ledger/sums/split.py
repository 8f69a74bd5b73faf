"""Splitting an amount exactly, by largest remainder.

Each payee first gets the whole part of the exact share. What is left over, always less than one unit a payee, goes one unit each
to those whose exact share was cut most. Where two were cut alike, the one whose name comes first gets it: the result depends on
who shares and in which proportion, never on the order in which they are listed. So the parts add up to the amount, and nobody
is a whole unit away from the exact share. (Hamilton's method; for one amount at a time its paradoxes cannot arise.)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

LARGEST = 10**18
"""Amounts beyond this many units are no money; the ledger's columns hold nothing larger."""
_FRACTION = re.compile(r"[0-9]{1,9}/[1-9][0-9]{0,8}")
_PERCENT = re.compile(r"[0-9]{1,3}(\.[0-9]{1,6})?")


class SplitProblem(ValueError):
    """An amount cannot be split so; the message is a sentence in English."""


@dataclass(frozen=True)
class Share:
    """One payee's share of the whole: an exact fraction between 0 and 1."""

    payee: str
    part: Fraction


def split(amount: int, shares: Sequence[Share]) -> dict[str, int]:
    """Return what each payee gets, in whole units of the currency (fen), in the order of the shares.

    A negative amount is split like its positive twin, so that a reversal takes back exactly what was given.

    Raises:
        SplitProblem: a share is negative, the shares are not the whole, a payee stands twice, or the amount is too large.
    """
    _require(amount, shares)
    size, sign = abs(amount), -1 if amount < 0 else 1
    exact = {share.payee: size * share.part for share in shares}
    parts = {payee: whole.numerator // whole.denominator for payee, whole in exact.items()}
    left = size - sum(parts.values())
    by_remainder = sorted(exact, key=lambda payee: (parts[payee] - exact[payee], payee))
    for payee in by_remainder[:left]:
        parts[payee] += 1
    return {payee: sign * part for payee, part in parts.items()}


def parse_shares(text: str) -> list[Share]:
    """Return the shares that are written as percentages (``70,20,10``) or as fractions (``1/3,1/3,1/3``), named 1, 2, 3, ….

    Raises:
        SplitProblem: one cannot be read, or they are not the whole.
    """
    written = [part.strip() for part in text.split(",")]
    fractions = all(_FRACTION.fullmatch(part) for part in written)
    if not fractions and not all(_PERCENT.fullmatch(part) for part in written):
        raise SplitProblem("Write the shares as percentages, such as 70,20,10, or as fractions, such as 1/3,1/3,1/3.")
    width = len(str(len(written)))  # names sort like numbers
    shares = [
        Share(f"{number:0{width}}", Fraction(part) if fractions else Fraction(part) / 100)
        for number, part in enumerate(written, 1)
    ]
    _require(0, shares)
    return shares


def _require(amount: int, shares: Sequence[Share]) -> None:
    if abs(amount) > LARGEST:
        raise SplitProblem("The amount is larger than the ledger can hold.")
    if not shares:
        raise SplitProblem("There is nobody to share it.")
    if len({share.payee for share in shares}) != len(shares):
        raise SplitProblem("A payee stands twice.")
    if any(share.part < 0 for share in shares):
        raise SplitProblem("A share is less than nothing.")
    whole = sum((share.part for share in shares), Fraction(0))
    if whole != 1:
        percent = round(float(whole) * 100, 6)
        raise SplitProblem(f"The shares are {percent:g} % together. They must be 100 %.")
