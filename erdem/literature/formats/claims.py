"""Number, text and dependency of claims where a source gives them as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from erdem.lib.fields import squeeze
from erdem.literature.formats.fields import guess_language
from erdem.literature.formats.model import Claim

NUMBER: Final = re.compile(r"\s*(?:权利要求|claim\s+)?(\d{1,3})\s*[.．、:：)）]\s*", re.IGNORECASE)
DEPENDS_ZH: Final = re.compile(r"权利要求\s*(\d{1,3}(?:\s*(?:[-~～至到或、和,，]|或者)\s*(?:权利要求)?\s*\d{1,3})*)")
DEPENDS_EN: Final = re.compile(
    r"\b(?:claims?)\s+(\d{1,3}(?:\s*(?:-|to|through|or|and|,|,\s*or|,\s*and)\s*(?:claims?\s+)?\d{1,3})*)",
    re.IGNORECASE,
)
RANGE: Final = re.compile(r"(\d{1,3})\s*(?:-|~|～|至|到|to|through)\s*(?:权利要求|claims?)?\s*(\d{1,3})", re.IGNORECASE)
BREAK: Final = re.compile(r"(?:^|(?<=[.;。；\n]))\s*(?=(\d{1,3})\s*[.．、]\s*\D)")
REACH: Final = 400
MOST_OF_A_RANGE: Final = 200
"""Claims that one range can name: “claims 1-999” in a thousand claims would else make a million dependencies."""


def depends_on(text: str, number: int) -> tuple[int, ...]:
    """Numbers of earlier claims named at the beginning of a claim (its first 400 characters)."""
    found: set[int] = set()
    for pattern in (DEPENDS_ZH, DEPENDS_EN):
        for match in pattern.finditer(text[:REACH]):
            listed = match[1]
            for low, high in RANGE.findall(listed):
                found.update(range(int(low), min(int(high), number - 1, int(low) + MOST_OF_A_RANGE) + 1))
            found.update(int(digits) for digits in re.findall(r"\d+", listed))
    return tuple(sorted(n for n in found if 0 < n < number))


def make_claims(texts: Iterable[str], lang: str = "") -> tuple[Claim, ...]:
    """Claims from a list of texts, one each. A leading number is taken off; without one the place in the
    list counts. A list of one text that holds several numbered claims is split."""
    cleaned = [squeeze(text) for text in texts if text.strip()]
    if len(cleaned) == 1:
        cleaned = split_claims(cleaned[0])
    claims: list[Claim] = []
    for text in cleaned:
        expected = claims[-1].n + 1 if claims else 1
        match = NUMBER.match(text)
        number = int(match[1]) if match and int(match[1]) >= expected else expected
        body = text[match.end() :] if match and number == int(match[1]) else text
        if body:
            claims.append(Claim(number, body, lang or guess_language(body), depends_on(body, number)))
    return tuple(claims)


def split_claims(text: str) -> list[str]:
    """Split one block at `1. … 2. … 3. …`, only where the numbers run on without a gap."""
    places, expected = [], 1
    for match in BREAK.finditer(text):
        if int(match[1]) == expected:
            places.append(match.start())
            expected += 1
    if len(places) < 2:
        return [text]
    return [text[start:end].strip() for start, end in zip(places, [*places[1:], len(text)], strict=True)]
