"""Ingredient mentions in English claims: common names, Latin binomials and pharmacopoeia names, with amounts."""

from __future__ import annotations

import re
from dataclasses import replace

from erdem.lib.folding import FoldedText
from erdem.lib.quantity import NOTHING, Quantity, find_quantities
from erdem.overlap.engine.canonical import Canonical, Canonicaliser, Found
from erdem.overlap.engine.claims.model import Mention
from erdem.overlap.engine.claims.ratios import with_ratio
from erdem.overlap.engine.lexicon import english_key, latin_key

_WORD = re.compile(r"[a-z][a-z'\-]*")
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
_JOINS = re.compile(r"^[\s,:(]*(?:of|being|is|are|in an amount of|at)?[\s(]*(?:about\s+|from\s+|the\s+)*$")


def english_mentions(folded: FoldedText, canonicalise: Canonicaliser) -> list[Mention]:
    """Ingredients of an English text in order of appearance, with amounts; spans lie in the original text."""
    text = folded.text
    words = list(_WORD.finditer(text))
    found: list[tuple[tuple[int, int], str]] = []
    index = 0
    while index < len(words):
        size, identifier = _longest(text, words, index, canonicalise)
        if size:
            found.append(((words[index].start(), words[index + size - 1].end()), identifier))
        index += max(size, 1)
    strong = {identifier for span, identifier in found if english_key(text[span[0] : span[1]]) not in _WEAK}
    if len(strong) < 2:
        found = [(span, identifier) for span, identifier in found if identifier in strong]
    return _merge(folded, found, find_quantities(text))


def _longest(text: str, words: list[re.Match[str]], index: int, canonicalise: Canonicaliser) -> tuple[int, str]:
    lexicon = canonicalise.lexicon
    for size in range(min(_MAX_WORDS, len(words) - index), 0, -1):
        phrase = text[words[index].start() : words[index + size - 1].end()]
        if any(mark in phrase for mark in ",;:.()"):
            continue
        identifier = lexicon.english_names.get(english_key(phrase))
        if identifier is None and (size > 1 or len(phrase) > 5):
            identifier = lexicon.latin_names.get(latin_key(phrase))
        if identifier is not None:
            return size, identifier
    return 0, ""


def _merge(folded: FoldedText, found: list[tuple[tuple[int, int], str]], quantities: list[Quantity]) -> list[Mention]:
    """One mention a name; "licorice (Glycyrrhiza uralensis)" is one ingredient, not two."""
    kept: list[tuple[tuple[int, int], str]] = []
    attached: list[tuple[tuple[int, int], Quantity]] = []
    for span, identifier in found:
        if kept and kept[-1][1] == identifier and span[0] - kept[-1][0][1] < 4:
            continue
        kept.append((span, identifier))
        quantity = _quantity_for(folded, span, quantities)
        quantities = [other for other in quantities if other.start != quantity.start or not quantity.is_numeric]
        attached.append((span, quantity))
    return [
        Mention(folded.quote(*span), folded.span(*span), Canonical(identifier, Found.WESTERN), quantity)
        for (_, identifier), (span, quantity) in zip(kept, with_ratio(folded.text, attached), strict=True)
    ]


def _quantity_for(folded: FoldedText, span: tuple[int, int], quantities: list[Quantity]) -> Quantity:
    text = folded.text
    for quantity in quantities:
        before = text[quantity.end : span[0]] if quantity.end <= span[0] else None
        after = text[span[1] : quantity.start] if span[1] <= quantity.start else None
        between = before if before is not None else after
        if between is not None and len(between) < 25 and _JOINS.match(between):
            return replace(quantity, text=folded.quote(quantity.start, quantity.end))
    return NOTHING
