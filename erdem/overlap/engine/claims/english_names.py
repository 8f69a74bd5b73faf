"""English and Latin names that the lexicon knows, and what substance a noun phrase stands for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

from erdem.lib.folding import FoldedText, fold
from erdem.overlap.engine.canonical import Canonical, Canonicaliser, Found
from erdem.overlap.engine.claims.latin import AUTHORS, binomials, short_names
from erdem.overlap.engine.lexicon import Lexicon, english_key, latin_key

Known = tuple[tuple[int, int], str]

_WORD = re.compile(r"[a-z][a-z'\-]*")
_WORDS = re.compile(r"[a-z\d\u0370-\u03ff](?:[a-z\d\u0370-\u03ff'\-,]*[a-z\d\u0370-\u03ff'])?")
_MAX_WORDS = 5
# English words that mean many things: they count only beside other, unmistakable names.
_WEAK = frozenset(
    (
        *("lead", "water", "copper", "silver", "ink", "salt", "sage", "rose", "lime", "felt", "wool", "pepper", "lily"),
        *("lotus", "apple", "pear", "tea", "wine", "liquor", "egg", "sugar", "rice", "coral", "pearl", "oat", "oats"),
        *("gold leaf", "silver leaf", "iron powder", "vinegar", "butter", "cream", "whey", "curd", "milk", "grape"),
        *("lemon", "banana", "mint", "amber", "musk", "talc", "alum", "mercury", "barley", "wheat", "beef", "lard"),
        *("garlic", "ginger", "yam", "camphor", "date", "honeycomb", "leech", "snail", "carp", "gypsum", "quartz"),
        *("sulfur", "sulphur", "graphite", "glass", "arsenic", "calcite", "hemp", "henna", "sesame", "egg", "lac"),
    )
)
# Words of part, state and preparation that leave a substance the same.
_PLAIN = frozenset(
    [
        "extract",
        "extracts",
        "of",
        "the",
        "a",
        "an",
        "root",
        "roots",
        "rhizome",
        "rhizomes",
        "bark",
        "leaf",
        "leaves",
        "seed",
        "seeds",
        "fruit",
        "fruits",
        "flower",
        "flowers",
        "herb",
        "herbs",
        "peel",
        "stem",
        "stems",
        "tuber",
        "powder",
        "powdered",
        "dried",
        "dry",
        "fresh",
        "raw",
        "ground",
        "whole",
        "crude",
        "aqueous",
        "ethanol",
        "ethanolic",
        "alcoholic",
        "water",
        "alcohol",
        "standardized",
        "concentrated",
        "chinese",
        "pure",
        "purified",
        "organic",
        "finely",
        "hot",
        "from",
        "natural",
        "essential",
        "juice",
        "concentrate",
        "decoction",
        "tincture",
        "part",
        "parts",
        "aerial",
        "plant",
        "organism",
        "cut",
        "sliced",
        "processed",
        "l",
        "linn",
        "dc",
        "bge",
        "bunge",
        "fisch",
        "thunb",
        "willd",
        "oliv",
        "franch",
        "mill",
        "roxb",
        "gaertn",
        "retz",
        "maxim",
        "mey",
        "hance",
        "ledeb",
        "sieb",
        "lour",
        "turcz",
        "hook",
        "miq",
        "makino",
    ]
)


_BEFORE_ENTRY = re.compile(
    r"(?:[,;:)]|\b(?:and|or|with|of|from|plus|in|comprising|comprises|containing|contains|including|includes|[a-z]{2,}ing)"
    r")(?: (?:an?|the|said|some|fresh|raw|dried|ground))* ?$"
)
_AFTER_ENTRY = re.compile(
    r"\s*(?:$|[,;.)(]|(?:and|or|in|into|to|with|for|at|until|under|on|over|using|by|from|as|wherein|is|are)\b)"
)


def known_spans(
    text: str, canonicalise: Canonicaliser, *, strong: bool = False, component_from: int | None = None
) -> list[Known]:
    """Lexicon names in a folded text; everyday words only with `strong` or beside two unmistakable names.

    With `component_from` (the claim is a composition that begins to be told there) an everyday word counts where an
    entry of a list or the object of an operation stands, and nowhere else: "rice flour, sugar, salt", not "tea tree oil".
    """
    words = list(_WORD.finditer(text))
    found: list[Known] = []
    index = 0
    while index < len(words):
        size, identifier = _longest(text, words, index, canonicalise)
        if size:
            found.append(((words[index].start(), words[index + size - 1].end()), identifier))
        index += max(size, 1)
    sure = {identifier for span, identifier in found if english_key(text[span[0] : span[1]]) not in _WEAK}
    if component_from is not None:
        found = [
            (span, identifier)
            for span, identifier in found
            if identifier in sure or (span[0] >= component_from and _is_component(text, span))
        ]
    elif len(sure) < 2:
        found = [(span, identifier) for span, identifier in found if identifier in sure]
    return found


def _is_component(text: str, span: tuple[int, int]) -> bool:
    before = _BEFORE_ENTRY.search(text, max(0, span[0] - 30), span[0])
    return before is not None and _AFTER_ENTRY.match(text, span[1]) is not None


def _longest(text: str, words: list[re.Match[str]], index: int, canonicalise: Canonicaliser) -> tuple[int, str]:
    lexicon = canonicalise.lexicon
    if not _may_begin(words[index].group(), lexicon):
        return 0, ""
    for size in range(min(_MAX_WORDS, len(words) - index), 0, -1):
        start, end = words[index].start(), words[index + size - 1].end()
        if end - start > 80:
            continue
        phrase = text[start:end]
        if any(mark in phrase for mark in ",;:.()"):
            continue
        identifier = lexicon.english_names.get(english_key(phrase))
        if identifier is None and (size > 1 or len(phrase) > 5):
            identifier = lexicon.latin_names.get(latin_key(phrase))
        if identifier is not None:
            return size, identifier
    return 0, ""


def _may_begin(word: str, lexicon: Lexicon) -> bool:
    first = re.split("[-']", word, maxsplit=1)[0] if "-" in word or "'" in word else word
    beginnings = _beginnings(lexicon)
    return word in beginnings or first in beginnings or word.replace("'", "") in beginnings or word[:-1] in beginnings


@lru_cache(maxsize=4)
def _beginnings(lexicon: Lexicon) -> frozenset[str]:
    """First words of the English names and all words of the Latin ones, whose order is free."""
    english = {name.split(" ", 1)[0] for name in lexicon.english_names if name}
    return frozenset(english.union(*(name.split() for name in lexicon.latin_names)))


def latin_spans(folded: FoldedText, canonicalise: Canonicaliser) -> list[Known]:
    """Binomials, pharmacopoeia names and abbreviations, with ids; one the lexicon does not know gets a provisional id."""
    found: list[Known] = []
    lexicon = canonicalise.lexicon
    for span in binomials(folded.original):
        written = AUTHORS.sub("", folded.original[slice(*span)])
        identifier = lexicon.latin_names.get(latin_key(written)) or "?" + fold(written)
        found.append((span, identifier))
    found.extend(short_names(folded.original, lexicon))
    return sorted(_without_overlap(in_folded(folded, found)))


def in_folded(folded: FoldedText, found: Iterable[Known]) -> Iterable[Known]:
    """Spans of the original text as spans of the folded one."""
    for (start, end), identifier in found:
        first, last = bisect_left(folded.origins, start), bisect_left(folded.origins, end)
        if first < last:
            yield (first, last), identifier


def _without_overlap(found: Iterable[Known]) -> list[Known]:
    kept: list[Known] = []
    for span, identifier in sorted(found):
        if not kept or span[0] >= kept[-1][0][1]:
            kept.append((span, identifier))
    return kept


def substance_of(phrase: str, canonicalise: Canonicaliser) -> Canonical:
    """Substance of a folded noun phrase: a known name with nothing but words of part and preparation beside it."""
    words = _WORDS.findall(phrase)
    lexicon = canonicalise.lexicon
    for size in range(min(_MAX_WORDS, len(words)), 0, -1):
        for start in range(min(len(words) - size, 12) + 1):
            rest = words[:start] + words[start + size :]
            if all(word in _PLAIN for word in rest):
                identifier = lexicon.by_western(" ".join(words[start : start + size]))
                if identifier is not None:
                    return Canonical(identifier, Found.WESTERN)
    return Canonical("?" + " ".join(words)[:200], Found.PROVISIONAL)


def is_plain_beside(rest: str) -> bool:
    """True when only words of part, state and preparation stand beside a name."""
    return all(word in _PLAIN for word in _WORDS.findall(rest))
