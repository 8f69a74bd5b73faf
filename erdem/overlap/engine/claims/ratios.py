"""A ratio written once for a whole list: 黄芩、甘草、白芍、大枣按重量比3:2:2:2."""

from __future__ import annotations

import re
from collections.abc import Sequence

from erdem.lib.quantity import Dimension, Kind, Quantity

Attached = tuple[tuple[int, int], Quantity]

_RATIO = re.compile(r"\d+(?:\.\d+)?(?:\s*:\s*\d+(?:\.\d+)?)+")


def with_ratio(text: str, attached: Sequence[Attached]) -> list[Attached]:
    """Hands out a written ratio when no name has an amount and it has as many members as there are names."""
    pairs = list(attached)
    ratio = _RATIO.search(text)
    if ratio is None or any(quantity.kind is not Kind.NONE for _, quantity in pairs):
        return pairs
    members = ratio.group().replace(" ", "").split(":")
    before = [index for index, (span, _) in enumerate(pairs) if span[1] <= ratio.start()]
    chosen = before if len(before) == len(members) else list(range(len(pairs)))
    if len(chosen) != len(members):
        return pairs
    for index, member in zip(chosen, members, strict=True):
        value = float(member)
        # Marked as carried from elsewhere: the text of this one amount is not the whole ratio.
        quantity = Quantity(member, Kind.EXACT, value, value, "份", Dimension.SHARE, inherited=True)
        pairs[index] = (pairs[index][0], quantity)
    return pairs
