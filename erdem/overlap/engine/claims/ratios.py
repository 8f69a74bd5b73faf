"""A ratio written once for a whole list: 黄芩、甘草、白芍、大枣按重量比3:2:2:2; members may be ranges."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from erdem.lib.quantity import Dimension, Kind, Quantity, dimension_of
from erdem.overlap.engine.claims.amounts import canonical_unit

Attached = tuple[tuple[int, int], Quantity]

_MEMBER = r"\(?\d{1,6}(?:\.\d{1,6})?(?:(?:-|~|to)\d{1,6}(?:\.\d{1,6})?)?\)?"
_RATIO = re.compile(rf"(?<![\d.:]){_MEMBER}(?: ?: ?{_MEMBER})+")
_NUMBER = r"\d{1,6}(?:\.\d{1,6})?"
_ONE = rf"{_NUMBER}(?: ?(?:-|~|至|to) ?{_NUMBER})?"
_UNIT = r" ?(?:%|重量份|质量份|份|克|g\b|kg|mg|ml|毫升|parts?(?: by weight)?|grams?|wt ?%|percent(?: by weight)?)"
_BEHIND = re.compile(rf"(?:分别|依次)(?:为|是|取|占)?:?({_ONE}(?:{_UNIT})?(?:[、,和:]{_ONE}(?:{_UNIT})?)+)")
_AHEAD = re.compile(rf"({_ONE}(?:, {_ONE})* ?,? and {_ONE})({_UNIT})(?: of)? ")
_RESPECTIVELY = re.compile(r",? respectively")
MAX_RATIOS = 50


def with_ratio(text: str, attached: Sequence[Attached]) -> list[Attached]:
    """Hands out a written ratio to as many names without amount as it has members, standing together before or after it."""
    pairs = list(attached)
    for count, ratio in enumerate(_RATIO.finditer(text)):
        members = [_interval(member) for member in ratio.group().replace(" ", "").split(":")]
        chosen = _names_for(ratio, pairs, len(members))
        if count >= MAX_RATIOS:
            break
        for index, (low, high) in zip(chosen, members, strict=False):
            kind = Kind.EXACT if low == high else Kind.RANGE
            written = f"{low:g}" if low == high else f"{low:g}-{high:g}"
            # Marked as carried from elsewhere: the text of this one amount is not the whole ratio.
            quantity = Quantity(written, kind, low, high, "份", Dimension.SHARE, inherited=True)
            pairs[index] = (pairs[index][0], quantity)
    return pairs


def ratio_spans(text: str) -> list[tuple[int, int]]:
    """Spans of written ratios of three or more members, or behind a word for ratio: their numbers are no amounts."""
    return [
        match.span()
        for match in _RATIO.finditer(text)
        if match.group().count(":") > 1 or "比" in text[max(0, match.start() - 6) : match.start()]
    ]


def carries(text: str, position: int, members: int) -> bool:
    """True when a ratio of so many members, or a row of so many numbers (分别为 …), follows within a few words."""
    ratio = _RATIO.search(text, position, position + 120)
    if ratio is not None and ratio.start() - position < 20 and ratio.group().count(":") + 1 == members:
        return True
    row = _BEHIND.search(text, position, position + 400)
    return row is not None and row.start() - position < 20 and len(re.findall(_ONE, row.group(1))) == members


def _interval(member: str) -> tuple[float, float]:
    numbers = [float(part) for part in re.findall(r"\d+(?:\.\d+)?", member)]
    return min(numbers), max(numbers)


def _names_for(ratio: re.Match[str], pairs: Sequence[Attached], members: int) -> list[int]:
    free = [index for index, (_, quantity) in enumerate(pairs) if quantity.kind is Kind.NONE]
    before = [index for index in free if pairs[index][0][1] <= ratio.start()]
    if len(before) >= members and _together(before[-members:]):
        whole = len(before) == members or ratio.start() - pairs[before[-1]][0][1] < 40
        return before[-members:] if whole else []
    return free if len(free) == members and len(free) == len(pairs) else []


def _together(indexes: Sequence[int]) -> bool:
    return list(indexes) == list(range(indexes[0], indexes[0] + len(indexes)))


def distributed(text: str, attached: Sequence[Attached]) -> list[Attached]:
    """Hands out numbers told at once: A、B和C的重量份分别为3、2、1份; 3, 2 and 1 parts of A, B and C, respectively."""
    pairs = list(attached)
    for count, match in enumerate(_BEHIND.finditer(text)):
        before = [index for index, (span, _) in enumerate(pairs) if span[1] <= match.start()]
        if count >= MAX_RATIOS:
            break
        _hand_out(pairs, before, match.group(1), last=True)
    starts = [span[0] for span, _ in pairs]
    for match in _AHEAD.finditer(text):
        first = bisect_left(starts, match.end() - 1)
        end = first + len(re.findall(_ONE, match.group(1)))
        if end <= len(pairs) and _RESPECTIVELY.match(text, pairs[end - 1][0][1]):
            _hand_out(pairs, range(first, end), match.group(1) + match.group(2), last=False)
    return pairs


def _hand_out(pairs: list[Attached], places: Sequence[int], written: str, *, last: bool) -> None:
    members = [_interval(member.group()) for member in re.finditer(_ONE, written)]
    chosen = places[-len(members) :] if last else places[: len(members)]
    if len(chosen) != len(members):
        return
    unit = canonical_unit((re.findall(_UNIT, written) or ["份"])[-1].strip())
    for index, (low, high) in zip(chosen, members, strict=True):
        kind = Kind.EXACT if low == high else Kind.RANGE
        told = f"{low:g}" if low == high else f"{low:g}-{high:g}"
        pairs[index] = pairs[index][0], Quantity(told, kind, low, high, unit, dimension_of(unit), inherited=True)
