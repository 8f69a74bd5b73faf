"""Toneless pinyin of characters and letters, exact and with the sounds that are commonly mistaken set equal.

Readings are those of the pypinyin table (MIT). Fuzzy pairs are those of Chinese input methods: zh/z, ch/c, sh/s, n/l, r/l, f/h,
ang/an, eng/en, ing/in, iang/ian, uang/uan.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import islice, product

from pypinyin.constants import PINYIN_DICT

_TONES = re.compile("[\u0300\u0301\u0304\u030c]")
_SYLLABLE = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)([a-z]+)")
_FINALS = {"ang": "an", "eng": "en", "ing": "in", "iang": "ian", "uang": "uan", "ueng": "un"}
_INITIALS = {"zh": "z", "ch": "c", "sh": "s", "n": "l", "r": "l"}
_FROM_F = {"a": "ua", "an": "uan", "ang": "uan", "ei": "ui", "en": "un", "eng": "un", "o": "uo", "u": "u"}
_LONGEST_SYLLABLE = 6
MAX_READINGS = 8
Sounds = tuple[str, ...]


@lru_cache(maxsize=32768)
def readings(character: str) -> Sounds:
    """Toneless readings of one character, the commonest first; none for what is not a Chinese character."""
    written = PINYIN_DICT.get(ord(character), "")
    return tuple(dict.fromkeys(_toneless(reading) for reading in written.split(",") if reading))


def _toneless(reading: str) -> str:
    bare = _TONES.sub("", unicodedata.normalize("NFD", reading))
    return unicodedata.normalize("NFC", bare).replace("ü", "v").replace("ê", "e")


@lru_cache(maxsize=32768)
def first_reading(character: str) -> str:
    """The commonest toneless reading, or the character itself when it has none."""
    found = readings(character)
    return found[0] if found else character


@lru_cache(maxsize=4096)
def blurred(syllable: str) -> str:
    """The syllable with commonly mistaken sounds set equal: zhang, zang and zan are one."""
    match = _SYLLABLE.fullmatch(syllable)
    if match is None:
        return syllable
    initial, final = match.groups()
    if initial == "f":
        return "h" + _FROM_F.get(final, final)
    final = _FINALS.get(final, final)
    return _INITIALS.get(initial, initial) + final


@lru_cache(maxsize=65536)
def sounds_of(name: str) -> frozenset[Sounds]:
    """The possible toneless readings of a name in characters, at most `MAX_READINGS`; empty when one has none."""
    each = [readings(character)[:2] for character in name[:24]]
    if not each or not all(each):
        return frozenset()
    return frozenset(islice(product(*each), MAX_READINGS))


@lru_cache(maxsize=1)
def syllables() -> frozenset[str]:
    """Every syllable that a character of the basic block has."""
    return frozenset(reading for code in range(0x4E00, 0x9FA6) for reading in readings(chr(code)) if reading.isascii())


@lru_cache(maxsize=65536)
def spelled(letters: str) -> frozenset[Sounds]:
    """The ways to read lower-case Latin letters as pinyin syllables; empty when they are no pinyin."""
    if not 3 <= len(letters) <= 48 or not letters.isascii():
        return frozenset()
    ways: list[list[Sounds]] = [[()], *([] for _ in letters)]
    known = syllables()
    for at in range(len(letters)):
        for size in range(1, _LONGEST_SYLLABLE + 1):
            piece = letters[at : at + size]
            if ways[at] and len(piece) == size and piece in known:
                ways[at + size] = [*ways[at + size], *((*way, piece) for way in ways[at])][:MAX_READINGS]
    return frozenset(way for way in ways[-1] if len(way) > 1)


def blur(sounds: Sounds) -> Sounds:
    """`blurred` for each syllable."""
    return tuple(map(blurred, sounds))
