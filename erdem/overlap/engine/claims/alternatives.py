"""Alternatives (Markush lists): A或B, 选自由A、B和C组成的组, selected from the group consisting of A, B and C."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from erdem.lib.quantity import Kind
from erdem.overlap.engine.claims.entries import Entry
from erdem.overlap.engine.claims.lists import Token

_ONE_OF_ZH = re.compile(
    r"(?:组成的(?:组|群组?|集合))?(?:中|之)的?(?:任意|任何|任|至少)?(?:[一1](?:种|者|味|个)?|"
    r"[几多]种)(?:或[几多两二以]|$|[,;。、的以)])?|组成的(?:组|群组?|集合)"
)
_LIST_ZH = re.compile(r"[)(、,]|以及|和/或|[和与及或]")
_OR_ZH = re.compile(r"^\)?(?:、|,)?(?:或者?|和/或|及/或|或/和)\(?$")
_SELECTED_EN = re.compile(r"(?:selected from|chosen from|one or more of|at least one of|any one of|one of|either)")
_OR_EN = re.compile(r"^[\s,)]*(?:and/or|or)(?: an?| the)?[\s(]*$")
_LIST_EN = re.compile(r"^[\s,()]*(?:(?:and/or|and|or)\s+)?(?:an? |the )?$")


def chinese_groups(text: str, listed: Sequence[Token], found: Sequence[Entry]) -> dict[int, int]:
    """Number of the group for each entry that is one of several alternatives."""
    joined = _or_joined([(entry.start, entry.end) for entry in found], text, _OR_ZH)
    for index in range(len(found) - 2, -1, -1):
        bare = found[index].quantity.kind is Kind.NONE or found[index].quantity.inherited
        if joined[index + 1] and bare and text[found[index].end : found[index + 1].start] == "、":
            joined[index] = True
    ends = [entry.end for entry in found]
    for match in _ONE_OF_ZH.finditer(text):
        last = bisect_right(ends, match.start()) - 1
        if last < 0 or match.start() - found[last].end > 1:
            continue
        first = last
        while first and _is_list_gap(text[found[first - 1].end : found[first].start]):
            first -= 1
        for index in range(first, last):
            joined[index] = True
    return _numbered(joined, len(found))


def _is_list_gap(between: str) -> bool:
    return len(between) <= 4 and not _LIST_ZH.sub("", between)


def _or_joined(spans: Sequence[tuple[int, int]], text: str, word: re.Pattern[str]) -> list[bool]:
    """For each entry whether it is an alternative to the next one."""
    return [
        word.match(text[spans[index][1] : spans[index + 1][0]][:30]) is not None for index in range(len(spans) - 1)
    ] + [False]


def _numbered(joined: Sequence[bool], count: int) -> dict[int, int]:
    groups: dict[int, int] = {}
    number = -1
    for index in range(count):
        before = index > 0 and joined[index - 1]
        if not before and not joined[index]:
            continue
        if not before:
            number += 1
        groups[index] = number
    return groups


def english_groups(text: str, spans: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Number of the group for each named span that is one of several alternatives."""
    joined = _or_joined(spans, text, _OR_EN)
    for index in range(len(spans) - 2, -1, -1):
        gap = text[spans[index][1] : spans[index + 1][0]]
        if not joined[index] and joined[index + 1] and "," in gap and len(gap) < 8 and _LIST_EN.match(gap):
            joined[index] = True
    starts = [span[0] for span in spans]
    for match in _SELECTED_EN.finditer(text):
        index = bisect_left(starts, match.end())
        if index == len(spans) or spans[index][0] - match.end() > 60:
            continue
        while index + 1 < len(spans):
            gap = text[spans[index][1] : spans[index + 1][0]]
            if len(gap) > 12 or not _LIST_EN.match(gap):
                break
            joined[index] = True
            index += 1
    return _numbered(joined, len(spans))
