"""Search keys of traditional Mongolian words, specification `erdem-mn/1`.

What it is for: letters of the Hudum script are encoded by sound, so one visible word has many encodings, and one sound has
several spellings. The text of record is kept verbatim; for comparing, each word gets keys from strict to loose: what it looks
like (`Keys.shape`), the same without its case suffixes (`stem`), with look-alike letters made equal (`fold`) and its
consonants (`sound`), which Cyrillic and Latin spellings have too. Only `shape` says that two words are the same; the others
find candidates for a person to judge.

Keys are derived and change with the shaping data: whoever stores them stores `version()` beside them. Todo, Sibe and Manchu
letters have no shaping rules; such words have no keys and are compared as they are written. Sources: UTN #57 and
GB/T 25914-2023 by way of mongol-norm.

Compatibility folding (NFKC) never touches this text: it would turn the narrow space before a suffix into a plain one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mongol_norm import MongolianShaper

SPECIFICATION: Final = "erdem-mn/1"
MVS: Final = "\u180e"
NNBSP: Final = "\u202f"
LONGEST: Final = 80  # characters of a word; longer runs are no words and get no keys

_DROPPED: Final = re.compile("[\u200b\u200e\u200f\u2060\ufeff\u00ad]")
_PRIVATE: Final = re.compile("[\ue000-\uf8ff]")
_LETTER: Final = "\u1820-\u18aa"
_RUN: Final = re.compile(f"[{_LETTER}\u1807\u180a-\u180f\u202f\u200c\u200d]+")
_HAS_LETTER: Final = re.compile(f"[{_LETTER}]")
_BEYOND_HUDUM: Final = re.compile("[\u1843-\u18aa\u1807]")
_SEPARATORS: Final = f"{MVS}{NNBSP}"
_VARIATION: Final = "\u180b-\u180d\u180f"
# The separated final a or e (chachlag) belongs to the stem although a vowel separator stands before it.
_STEM: Final = re.compile(f"[^{_SEPARATORS}]*(?:{MVS}[\u1820\u1821][{_VARIATION}]?(?=[{_SEPARATORS}]|$))?")


class LegacyCodesError(ValueError):
    """The text holds private-use codes of an old Mongolian typesetting system and has to be converted first."""

    def __init__(self, position: int) -> None:
        super().__init__(
            f"character {position + 1} is a private-use code of an old typesetting system; "
            "convert the text to Unicode Mongolian first, nothing is guessed"
        )
        self.position = position


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one word, strict to loose; empty where there is none. All but `raw` are plain ASCII."""

    raw: str
    shape: str = ""
    stem: str = ""
    fold: str = ""
    sound: str = ""


@lru_cache(maxsize=1)
def _shaper() -> MongolianShaper:
    return MongolianShaper()


def version() -> str:
    """Specification and shaping data of the keys, such as `erdem-mn/1+mng-canonical/3`."""
    return f"{SPECIFICATION}+{_shaper().canonical_version}"


def clean(text: str) -> str:
    """Canonical composition without invisible characters that mean nothing. Raises `LegacyCodesError`."""
    private = _PRIVATE.search(text)
    if private:
        raise LegacyCodesError(private.start())
    return _composed(text)


def _composed(text: str) -> str:
    return _DROPPED.sub("", unicodedata.normalize("NFC", text))


def has_mongolian(text: str) -> bool:
    """Whether any letter of the Mongolian block is in the text."""
    return _HAS_LETTER.search(text) is not None


def is_word(text: str) -> bool:
    """Whether the whole text is one Mongolian word, suffixes included."""
    plain = _composed(text)
    return _RUN.fullmatch(plain) is not None and has_mongolian(plain)


def words(text: str) -> Iterator[str]:
    """The Mongolian words of a text in order, suffixes included. Other writing and private-use codes are passed over."""
    return (run for run, mongolian in pieces(text) if mongolian)


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in order as pairs of a piece and whether it is a Mongolian word."""
    plain, at = _composed(text), 0
    for run in _RUN.finditer(plain):
        word = run.group().strip(f"{_SEPARATORS}\u200c\u200d")
        if not has_mongolian(word):
            continue
        if run.start() > at:
            yield plain[at : run.start()], False
        yield word, True
        at = run.end()
    if at < len(plain):
        yield plain[at:], False


def split_suffixes(word: str) -> tuple[str, tuple[str, ...]]:
    """Stem and case suffixes, which a vowel separator or a narrow space sets off; a separated final vowel is no suffix."""
    match = _STEM.match(word)
    stem = match.group() if match and match.group() else word
    rest = word[len(stem) :]
    return stem, tuple(part for part in re.split(f"[{_SEPARATORS}]", rest) if part)


def keys(word: str) -> Keys:
    """The keys of a word from `words`. A word of another script of the block, or too long, has only its raw form."""
    return _keys(word) if len(word) <= LONGEST else Keys(_composed(word)[:LONGEST])


@lru_cache(maxsize=65536)
def _keys(word: str) -> Keys:
    raw = _composed(word)
    if _BEYOND_HUDUM.search(raw):
        return Keys(raw)
    stem, _ = split_suffixes(raw)
    return Keys(raw, _shape(raw), _shape(stem), _fold(raw), sound(stem))


def _shape(word: str) -> str:
    try:
        return "".join(_shaper().shape(word))
    except ValueError:  # what the shaper refuses has no visible form by the standard
        return ""


_FOLDS: Final = {
    **dict.fromkeys(map(ord, "\u180a\u180b\u180c\u180d\u180f\u200c\u200d")),
    ord(NNBSP): "-",
    ord(MVS): "-",
    **{0x1820 + at: letter for at, letter in enumerate("aaioooo")},
    **{0x1827 + at: letter for at, letter in enumerate("ENABPgg")},
    **{0x182E + at: letter for at, letter in enumerate("mlsSttcjjrwfKKTZHRLzC")},
}


def _fold(word: str) -> str:
    return word.translate(_FOLDS)


# Sounds: V is any vowel, g alone can fall between vowels, K is every other back consonant.
_MONGOLIAN_SOUNDS: Final = {
    **dict.fromkeys(map(ord, "\u180a\u180b\u180c\u180d\u180e\u180f\u200c\u200d\u202f")),
    **{0x1820 + at: letter for at, letter in enumerate("VVVVVVVVnnbpKgmlssttczyrbfKKczKrlzc")},
}
_CYRILLIC_SOUNDS: Final = {
    **dict.fromkeys(map(ord, "аэиоуөүеёюяы"), "V"),
    **dict(zip(map(ord, "бвгдзжклмнпрстфхцчшщй"), "bbgtzzKlmnprstfKccssy", strict=True)),
    **dict.fromkeys(map(ord, "ьъ")),
}
_LATIN_DIGRAPHS: Final = (("kh", "x"), ("gh", "g"), ("ch", "c"), ("sh", "s"), ("zh", "z"), ("ts", "c"), ("ng", "n"))
_LATIN_SOUNDS: Final = {
    **dict.fromkeys(map(ord, "aeiouöüé"), "V"),
    **dict(zip(map(ord, "bcčdfgɣγğhjǰklmnŋpqrsštvwxyzž"), "bcctfggggKzzKlmnnpKrsstbbKyzz", strict=True)),
}
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]+")
_LATIN: Final = re.compile("[a-zöüéčɣγğǰŋšž]+")
_FALLING_G: Final = re.compile("V+(?:gV+)+")


def sound(word: str) -> str:
    """The consonants of a word in traditional Mongolian, Cyrillic or Latin writing, V before them for a vowel at the start.

    A g between vowels is a lengthening and falls (ᠪᠠᠭᠠᠲᠤᠷ, баатар); y and i are one. Empty when fewer than two consonants
    are left, which would say nothing, and for any other writing.
    """
    return _skeleton(_sounds(unicodedata.normalize("NFC", word.lower())))


def _sounds(lower: str) -> str:
    if has_mongolian(lower):
        return lower.translate(_MONGOLIAN_SOUNDS)
    if _CYRILLIC.fullmatch(lower):
        return lower.translate(_CYRILLIC_SOUNDS)
    if not _LATIN.fullmatch(lower):
        return ""
    for pair, one in _LATIN_DIGRAPHS:
        # n before g stays apart when the g begins a syllable of its own
        lower = re.sub(r"ng(?![aeiouöügɣγ])", "n", lower) if pair == "ng" else lower.replace(pair, one)
    return lower.translate(_LATIN_SOUNDS)


def _skeleton(sounds: str) -> str:
    if not sounds.isascii():
        return ""
    vowels = _FALLING_G.sub("V", sounds.replace("y", "V"))
    bare = vowels.replace("V", "").replace("g", "K")
    return ("V" if vowels.startswith("V") else "") + bare if len(bare) > 1 else ""


_BETWEEN_VOWELS: Final = re.compile("(?<=V)g(?=V)")
MOST_FALLING: Final = 4  # g between vowels that are tried both ways


def skeletons(word: str) -> frozenset[str]:
    """Keys that spellings of one word in traditional, Cyrillic and Latin writing have in common; looser than `sound`.

    Old spelling writes a g between vowels that is spoken in some words (ᠴᠢᠭᠡᠭᠡ, цэгээ) and silent in others (ᠪᠠᠭᠠᠲᠤᠷ, баатар):
    each is tried both ways, but for Cyrillic, which writes what is spoken. Of three sounds or more the vowels inside are left
    out; shorter words keep their places (`cVgV`), since two consonants alone would say nothing.
    """
    lower = unicodedata.normalize("NFC", word.lower())[:LONGEST]
    sounds = _sounds(lower).replace("y", "V")
    if not sounds or not sounds.isascii():
        return frozenset()
    falling = [] if _CYRILLIC.fullmatch(lower) else [match.start() for match in _BETWEEN_VOWELS.finditer(sounds)]
    return frozenset(key for kept in _without(sounds, falling[:MOST_FALLING]) if (key := skeleton_key(kept)))


def skeleton_key(sounds: str) -> str:
    """Key of a row of sounds, `V` for a vowel; empty when it has fewer than two consonants."""
    pattern = re.sub("V+", "V", sounds.replace("g", "K"))
    bare = pattern[:1] + pattern[1:].replace("V", "")
    if len(bare.replace("V", "")) < 2:
        return ""
    return bare if len(bare) > 2 else pattern


def _without(sounds: str, places: list[int]) -> Iterator[str]:
    """The sounds with every choice of the given places left out."""
    for choice in range(1 << len(places)):
        dropped = {place for at, place in enumerate(places) if choice >> at & 1}
        yield "".join(letter for at, letter in enumerate(sounds) if at not in dropped)
