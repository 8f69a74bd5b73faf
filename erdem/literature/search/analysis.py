"""From text to the terms of the index: the same cuts for documents and for questions.

Two kinds of terms, both as one string with a space between them, which the index splits at the spaces:

* `words`: dictionary words and single characters, Latin words in lower case and in the singular, Mongolian keys. For
  finding and for ranking; the order means nothing.
* `exact`: in the order of the text, one position a character in Chinese, Japanese and Korean (the character with the one
  after it; the last of a run alone) and one a word in other writing. Neighbouring positions make phrases: what is found
  is what stands there, punctuation and spaces aside.

Text is folded first (`lib.folding`), but Mongolian words are taken out before, because folding drops their separators.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import add
from typing import Final

from pypinyin import lazy_pinyin

from erdem.lib import mongolian
from erdem.lib.folding import fold
from erdem.literature.search.dictionary import HAN, Dictionary

ANALYSIS_VERSION: Final = 1
LONGEST: Final = 60  # characters of a Latin word; longer ones are sequences, kept by their beginning
CONTINUOUS: Final = f"{HAN}\u3040-\u30ff\u31f0-\u31ff\u1100-\u11ff\uac00-\ud7af"  # written without spaces between words
_TOKEN: Final = re.compile(f"[{CONTINUOUS}]+|(?:(?![{CONTINUOUS}_])\\w)+(?:\\.\\d+)*")
_ASCII_TOKEN: Final = re.compile(r"[a-z0-9]+(?:\.\d+)*")
_CONTINUOUS: Final = re.compile(f"[{CONTINUOUS}]")
_HAN_RUN: Final = re.compile(f"[{HAN}]+")
_MARK: Final = "\u0300-\u036f"
_MARKED: Final = re.compile(f"(?<=[a-z])[{_MARK}]+")
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]+")


@dataclass(frozen=True, slots=True)
class Token:
    """A run of continuous writing, a word of other writing, or a Mongolian word as it is written."""

    text: str
    continuous: bool = False
    mongolian: bool = False


def tokens(text: str) -> Iterator[Token]:
    """The tokens of any text, folded or not, in order."""
    if not mongolian.has_mongolian(text):
        yield from _plain_tokens(fold(text))
        return
    for piece, is_mongolian in mongolian.pieces(text):
        if is_mongolian:
            yield Token(piece, mongolian=True)
        else:
            yield from _plain_tokens(fold(piece))


def _plain_tokens(folded: str) -> Iterator[Token]:
    for word in _TOKEN.findall(folded):
        if _CONTINUOUS.match(word):
            yield Token(word, continuous=True)
        else:
            yield Token(latin(word))


def latin(word: str) -> str:
    """A folded word of spaced writing without accents on Latin letters, at most `LONGEST` characters."""
    if word.isascii():
        return word[:LONGEST]
    plain = _MARKED.sub("", unicodedata.normalize("NFD", word))
    return unicodedata.normalize("NFC", plain)[:LONGEST]


@lru_cache(maxsize=131072)
def singular(word: str) -> str:
    """An English plural in the singular (berries, boxes, roots); every other word, Latin names too, as it is."""
    if len(word) < 4 or not word.endswith("s") or word[-2] in "suioa":
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 and word[-4] not in "ae" else word
    if word.endswith(("xes", "ches", "shes", "sses")):
        return word[:-2]
    return word[:-1]


def inflections(word: str) -> tuple[str, ...]:
    """Every form that `singular` takes for the same word, the word first."""
    base = singular(word)
    forms = (word, base, f"{base}s", f"{base}es", f"{base[:-1]}ies")
    return tuple(dict.fromkeys(form for form in forms if form and singular(form) == base))


def exact_terms(run: Iterable[Token]) -> Iterator[str]:
    """Terms of the exact fields, one a position."""
    for token in run:
        if token.continuous:
            yield from map(add, token.text, token.text[1:])
            yield token.text[-1]
        else:
            yield mongolian_exact(token.text) if token.mongolian else token.text


def mongolian_exact(word: str) -> str:
    """The term of a Mongolian word in the exact fields: what it looks like, else as it is written."""
    found = mongolian.keys(word)
    return f"1:{found.shape}" if found.shape else f"0:{found.raw}"


def mongolian_terms(word: str) -> tuple[str, ...]:
    """The keys of a Mongolian word, each marked with its rank, strict to loose: 0 as written to 4 by sound."""
    found = mongolian.keys(word)
    ranked = (found.raw, found.shape, found.stem, found.fold, found.sound)
    return tuple(f"{rank}:{key}" for rank, key in enumerate(ranked) if key)


@lru_cache(maxsize=65536)
def sound_term(word: str) -> str:
    """The key by sound of a Cyrillic word, by which it meets Mongolian ones; empty for other writing."""
    sound = mongolian.sound(word) if _CYRILLIC.fullmatch(word) else ""
    return f"4:{sound}" if sound else ""


@dataclass(frozen=True, slots=True)
class Analysed:
    """A text as terms joined by spaces: `words` and `mongolian` without order, `exact` in the order of the text."""

    words: str = ""
    exact: str = ""
    mongolian: str = ""


def analyse(text: str, dictionary: Dictionary) -> Analysed:
    """All terms of a text of a document."""
    if text.isascii():
        return _analyse_ascii(text)
    run = list(tokens(text))
    chinese = " ".join(token.text for token in run if token.continuous)
    words = [singular(token.text) for token in run if not (token.continuous or token.mongolian)]
    keys = [key for token in run if token.mongolian for key in mongolian_terms(token.text)]
    keys += filter(None, (sound_term(word) for word in words if not word.isascii()))
    return Analysed(
        words=" ".join((*dictionary.every_word(chinese), *words)) if chinese else " ".join(words),
        exact=" ".join(exact_terms(run)),
        mongolian=" ".join(keys),
    )


def _analyse_ascii(text: str) -> Analysed:
    """The same as `analyse` without looking for other writing; most of the time of an English collection is spent here."""
    words = [word[:LONGEST] for word in _ASCII_TOKEN.findall(fold(text))]
    return Analysed(words=" ".join(map(singular, words)), exact=" ".join(words))


def pinyin_terms(name: str) -> str:
    """The toneless pinyin of a Chinese name: the whole in one word, and each syllable. Empty for other names."""
    han = "".join(_HAN_RUN.findall(fold(name)))[:LONGEST]
    if not han:
        return ""
    syllables = [syllable for syllable in lazy_pinyin(han) if syllable.isascii()]
    return " ".join(dict.fromkeys(("".join(syllables), *syllables)))
