"""Which language a text is in, as far as the parser must know: Chinese, English, or one it does not read."""

from __future__ import annotations

import re

from erdem.overlap.engine.claims.model import Language

_HAN = re.compile("[\u3400-\u9fff]+")
_LATIN = re.compile("[a-zA-Z\u00c0-\u024f\u1e00-\u1eff]+")
_KANA = re.compile("[\u3040-\u30ff]+")
# Hangul, Cyrillic, Tibetan, Mongolian, Arabic, Devanagari and the rest of the Indic scripts, Thai, Hebrew, Armenian, Georgian.
_OTHER = re.compile(
    "[\uac00-\ud7a3\u1100-\u11ff\u0400-\u052f\u0f00-\u0fff\u1800-\u18af\u0600-\u06ff\u0900-\u0dff\u0e00-\u0eff\u0590-\u05ff\u0530-\u058f\u10a0-\u10ff]+"
)
_WORD = re.compile("[a-z\u00e0-\u024f]+")
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "a",
        "an",
        "in",
        "to",
        "for",
        "with",
        "by",
        "is",
        "are",
        "or",
        "from",
        "as",
        "at",
        "on",
        "which",
        "wherein",
        "comprising",
        "comprises",
        "claim",
        "claims",
        "composition",
        "method",
        "parts",
        "weight",
        "extract",
        "consisting",
        "according",
        "said",
        "least",
        "between",
        "about",
    ]
)
_FOREIGN = frozenset(
    [
        "der",
        "die",
        "das",
        "und",
        "ein",
        "eine",
        "einer",
        "einem",
        "dadurch",
        "nach",
        "anspruch",
        "mit",
        "aus",
        "von",
        "zur",
        "zum",
        "oder",
        "bis",
        "le",
        "la",
        "les",
        "des",
        "du",
        "et",
        "une",
        "selon",
        "revendication",
        "caracterisee",
        "caractérisé",
        "caractérisée",
        "comprenant",
        "dans",
        "pour",
        "par",
        "el",
        "los",
        "las",
        "y",
        "una",
        "según",
        "reivindicación",
        "que",
        "con",
        "para",
        "por",
        "caracterizada",
        "il",
        "lo",
        "gli",
        "e",
        "di",
        "della",
        "secondo",
        "rivendicazione",
        "che",
        "een",
        "het",
        "van",
        "voor",
        "met",
        "volgens",
        "conclusie",
        "och",
        "enligt",
        "krav",
        "som",
        "av",
        "i",
        "o",
        "os",
        "da",
        "do",
        "na",
        "em",
        "de",
        "uma",
        "reivindicação",
        "theo",
        "và",
        "của",
        "bao",
        "gồm",
    ]
)
_SAMPLE = 20_000


def language_of(text: str) -> Language:
    """Chinese when at least one character in eight is a Han character and no other script prevails; English for Latin letters.

    Japanese, Korean, Russian, Mongolian, Tibetan and others, and European languages told by their small words, are OTHER. A text
    without any letter is OTHER too.
    """
    sample = text[:_SAMPLE]
    han, latin, other = _count(_HAN, sample), _count(_LATIN, sample), _count(_OTHER, sample)
    kana = _count(_KANA, sample)
    if not han and not latin:
        return Language.OTHER
    if kana * 12 > han + kana or other > max(han * 2, latin):
        return Language.OTHER
    if han * 8 >= len(sample.strip()) - sample.count(" ") // 2 and han:
        return Language.CHINESE
    if other * 2 > latin + han or not latin:
        return Language.OTHER
    return Language.OTHER if _is_foreign(sample.lower()) else Language.ENGLISH


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(map(len, pattern.findall(text)))


def _is_foreign(sample: str) -> bool:
    words = _WORD.findall(sample)
    foreign = sum(word in _FOREIGN for word in words)
    return foreign >= 2 and foreign > sum(word in _ENGLISH for word in words)
