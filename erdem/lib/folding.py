"""Folding of Chinese text: one spelling for width, script and glyph variants.

What it is for: names of substances, claims and old texts arrive in full and half width, in traditional and
simplified characters and with variant glyphs. Everything that compares words folds both sides first. The
folded text is for comparing, never for showing; `fold_with_offsets` leads each folded character back to
the original.

Traditional to simplified follows the OpenCC character table (Apache-2.0), character by character, so that
folding never depends on its neighbours and offsets stay true.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import opencc

# Variant glyphs that OpenCC keeps apart but the herbals use for the same word.
_GLYPHS = {
    "耆": "芪",
    "蓡": "参",
    "葠": "参",
    "蘗": "柏",
    "檗": "柏",
    "薑": "姜",
    "朮": "术",
    "蒐": "搜",
    "椶": "棕",
    "菓": "果",
    "蔘": "参",
    "麯": "曲",
    "粬": "曲",
    "缐": "线",
    "煆": "煅",
    "苽": "瓜",
    "霍": "藿",
    "萈": "苋",
    "砺": "蛎",
    "〇": "零",
    "～": "~",
    "〜": "~",
    "∼": "~",
    "﹣": "-",
    "－": "-",
    "–": "-",
    "—": "-",
    "−": "-",
    "‐": "-",
    "‑": "-",
    "・": "·",
    "∶": ":",
    "：": ":",
}

# Whole-word repairs of a mis-converted corpus: one damaged spelling, one right one. Same length on both
# sides.
WORD_REPAIRS = {
    "浓朴": "厚朴",
    "厚樸": "厚朴",
    "顽浓": "顽厚",
    "芒消": "芒硝",
    "朴消": "朴硝",
    "牙消": "牙硝",
    "莪茂": "莪术",
    "班猫": "斑蝥",
    "斑猫": "斑蝥",
    "班蝥": "斑蝥",
    "瓜篓": "瓜蒌",
    "栝楼": "瓜蒌",
    "栝蒌": "瓜蒌",
    "括楼": "瓜蒌",
    "萎蕤": "葳蕤",
    "白芨": "白及",
    "石苇": "石韦",
    "淮山": "怀山",
    "代猪": "代赭",
    "蚤体": "蚤休",
    "川弓": "川芎",
    "川穹": "川芎",
    "毕拨": "荜茇",
    "毕茇": "荜茇",
    "荜拨": "荜茇",
    "筚拨": "荜茇",
    "荜菝": "荜茇",
    "枝子": "栀子",
    "山枝": "山栀",
    "杏人": "杏仁",
    "桃人": "桃仁",
}
_WORD_PATTERN = re.compile("|".join(sorted(WORD_REPAIRS, key=lambda word: (-len(word), word))))
_KEPT_CONTROLS = "\t\n"


class _FoldTable(dict[int, str]):
    """Character to folded characters, filled on first use; the empty string drops a character."""

    def __init__(self) -> None:
        super().__init__()
        self._simplify = opencc.OpenCC("t2s")

    def __missing__(self, code: int) -> str:
        folded = self._fold(chr(code))
        self[code] = folded
        return folded

    def _fold(self, character: str) -> str:
        if character in _KEPT_CONTROLS:
            return " "
        if character in _GLYPHS:
            return _GLYPHS[character]
        category = unicodedata.category(character)
        if category.startswith("Z"):
            return " "
        if category in ("Cc", "Cf", "Cs"):
            return ""
        compatible = unicodedata.normalize("NFKC", character)
        return "".join(self._fold_plain(part) for part in compatible)

    def _fold_plain(self, character: str) -> str:
        simplified: str = self._simplify.convert(character)
        return "".join(_GLYPHS.get(part, part) for part in simplified).lower()


@lru_cache(maxsize=1)
def _table() -> _FoldTable:
    return _FoldTable()


@dataclass(frozen=True, slots=True)
class FoldedText:
    """Folded text with, for each folded character, the index of the character it came from in `original`."""

    original: str
    text: str
    origins: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Half-open span of `original` behind folded `text[start:end]`."""
        if start >= end:
            at = self.origins[start] if start < len(self.origins) else len(self.original)
            return at, at
        return self.origins[start], self.origins[end - 1] + 1

    def quote(self, start: int, end: int) -> str:
        """The original characters behind folded `text[start:end]`."""
        first, last = self.span(start, end)
        return self.original[first:last]


def fold(text: str) -> str:
    """Half width, simplified, one glyph per word, lower-case Latin, no control characters."""
    return _repair(text.translate(_table()))


def fold_with_offsets(text: str) -> FoldedText:
    """`fold(text)` together with the way back to the original characters."""
    table = _table()
    pieces: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(text):
        folded = table[ord(character)]
        pieces.append(folded)
        origins.extend([index] * len(folded))
    return FoldedText(text, _repair("".join(pieces)), tuple(origins))


def _repair(folded: str) -> str:
    return _WORD_PATTERN.sub(lambda match: WORD_REPAIRS[match.group()], folded)


_NAME_NOISE = re.compile(r"[\s\[\]【】〔〕<>《》\"'“”‘’`*#_|\\/.,;:!?。，、；：！？…·]+")
_BRACKETED = re.compile(r"\([^()]*\)")


@lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """Folded name without spaces, punctuation, book brackets and bracketed remarks; may be empty.

    The remark in round brackets (甘草（炙）) is dropped: whoever needs it reads it with `bracketed`.
    """
    folded = fold(name)
    bare = _BRACKETED.sub("", folded)
    return _NAME_NOISE.sub("", bare if bare.strip() else folded).strip("()-~")


def bracketed(name: str) -> tuple[str, ...]:
    """Remarks in round brackets of a name, folded, in order: ("炙",) for 甘草（炙）."""
    return tuple(part[1:-1].strip() for part in _BRACKETED.findall(fold(name)) if part[1:-1].strip())


def fold_formula_name(name: str) -> str:
    """Folded name of a formula: 圆 as the Song taboo spelling of 丸, without a closing 方."""
    folded = fold_name(name)
    if folded.endswith("圆"):
        folded = folded[:-1] + "丸"
    return folded[:-1] if len(folded) > 2 and folded.endswith("方") else folded
