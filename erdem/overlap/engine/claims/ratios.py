"""A ratio written once for a whole list: 黄芩、甘草、白芍、大枣按重量比3:2:2:2; members may be ranges."""

from __future__ import annotations

import re
from collections.abc import Sequence

from erdem.lib.quantity import Dimension, Kind, Quantity

Attached = tuple[tuple[int, int], Quantity]

_MEMBER = r"\(?\d{1,6}(?:\.\d{1,6})?(?:(?:-|~|to)\d{1,6}(?:\.\d{1,6})?)?\)?"
_RATIO = re.compile(rf"(?<![\d.:]){_MEMBER}(?: ?: ?{_MEMBER})+")
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
