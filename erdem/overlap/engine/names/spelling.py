"""A name made ready for comparison: folded, with its sounds and keys, by the writing it is in."""

from __future__ import annotations

import enum
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from erdem.lib import mongolian
from erdem.lib.folding import fold
from erdem.overlap.engine.names.sounds import Sounds, blur, sounds_of, spelled
from erdem.overlap.engine.names.transliteration import keys_of

LONGEST_NAME = 60
_HAN = re.compile("[\u3400-\u9fff]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[a-z\u00e0-\u024f]")
_NOT_WORD = re.compile(r"[\W_]+")


class Writing(enum.Enum):
    """The writing of a name by the first that it holds."""

    HAN = "han"
    MONGOLIAN = "mongolian"
    CYRILLIC = "cyrillic"
    LATIN = "latin"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Spelling:
    """One name: `text` without spaces and signs, `sounds` exact and `blurred`, `shapes` and `keys`."""

    text: str
    writing: Writing
    sounds: frozenset[Sounds] = frozenset()
    blurred: frozenset[Sounds] = frozenset()
    shapes: str = ""
    stems: str = ""
    keys: frozenset[str] = frozenset()


@lru_cache(maxsize=65536)
def spelling_of(name: str) -> Spelling:
    """The spelling of a name; one with an empty text has nothing to compare. Private-use codes are passed over."""
    name = name[: LONGEST_NAME * 2]
    if mongolian.has_mongolian(name):
        return _mongolian(name)
    text = compact(fold(unicodedata.normalize("NFC", name)))[:LONGEST_NAME]
    writing = writing_of(text)
    if writing is Writing.HAN:
        sounds = sounds_of(text)
        return Spelling(text, writing, sounds, frozenset(map(blur, sounds)), keys=keys_of(text))
    if writing is Writing.LATIN:
        sounds = spelled(text)
        return Spelling(text, writing, sounds, frozenset(map(blur, sounds)), keys=keys_of(text))
    return Spelling(text, writing, keys=keys_of(text) if writing is Writing.CYRILLIC else frozenset())


def _mongolian(name: str) -> Spelling:
    words = list(mongolian.words(name))
    keys = [mongolian.keys(word) for word in words]
    shapes = [key.shape or key.raw for key in keys]
    stems = [key.stem or key.raw for key in keys]
    text = " ".join(words)
    return Spelling(text, Writing.MONGOLIAN, shapes=" ".join(shapes), stems=" ".join(stems), keys=keys_of(text))


def compact(folded: str) -> str:
    """Folded text without spaces, punctuation and pictures."""
    return _NOT_WORD.sub("", folded)


def writing_of(text: str) -> Writing:
    """The writing of folded text."""
    if _HAN.search(text):
        return Writing.HAN
    if mongolian.has_mongolian(text):
        return Writing.MONGOLIAN
    if _CYRILLIC.search(text):
        return Writing.CYRILLIC
    return Writing.LATIN if _LATIN.search(text) else Writing.OTHER
