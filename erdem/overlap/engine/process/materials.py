"""Materials of a process as written, led to substances: 手工鞣制牛皮 and 生牛皮条 are 牛皮.

A Chinese compound carries its head at the end, so a name the lexicon does not know is tried by its longest known ending,
after a shape word (条, 块, 片) is taken off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from erdem.overlap.engine.canonical import Canonical, Canonicaliser

_SPLIT = re.compile(r"[；;，,、/\n()（）]|或|和|与|及|\band\b|\bor\b|\bof\b")
_SHAPES = "条块片丝段粒末粉料线胶"
_LONGEST = 24
_LEAST = 2


def split_materials(text: str) -> list[str]:
    """Parts of a material text such as 砖茶;水, 羊皮、牛皮或蟒皮 or 柳木(哈那)."""
    return [part for piece in _SPLIT.split(text[:2000]) if (part := piece.strip(" ()（）"))]


def materials_in(written: Iterable[str], canonicalise: Canonicaliser) -> dict[str, str]:
    """Known substances named in lists of materials: id -> as written, in order."""
    found: dict[str, str] = {}
    for text in written:
        for part in split_materials(text):
            canonical = _by_ending(part[:_LONGEST], canonicalise)
            if canonical is not None:
                found.setdefault(canonical.id, part)
    return found


def _by_ending(part: str, canonicalise: Canonicaliser) -> Canonical | None:
    """The part itself, or its longest ending, as a known substance."""
    bare = part.rstrip(_SHAPES)
    for name in (part, bare) if _LEAST <= len(bare) < len(part) else (part,):
        for start in range(max(len(name) - _LEAST + 1, 1)):
            if start and name.isascii():
                break
            canonical = canonicalise(name[start:])
            if not canonical.is_provisional:
                return canonical
    return None
