"""Latin names in English claims: binomials, their abbreviations (G. uralensis), and names of the pharmacopoeia."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from erdem.overlap.engine.lexicon import Lexicon, latin_key

# On the original text: the capital of the genus tells a binomial from two English words.
BINOMIAL = re.compile(
    r"\b[A-Z][a-z]{3,20} (?:[x\u00d7] ?)?[a-z]{3,20}(?:-[a-z]{3,20})?(?: (?:L|DC|Bge|Bunge|Fisch|Thunb|Willd|Oliv|"
    r"Franch|Mill|Roxb|Gaertn|Retz|Maxim|Batal|Hemsl|Turcz|Sieb|Lour|Pall|Regel|Ait|Hook|Miq|Makino|Kom|Diels|Nakai|"
    r"Lam|Linn|Wall|Burm|Nees|Royle|Benth|Spreng|Andr|Schrad|Murr|C\.A\. ?Mey|Hance|Ledeb|Roscoe)\b\.?)?"
)
_SHORT = re.compile(r"\b([A-Z])\. ?([a-z]{4,20})\b")
_GENUS_END = ("a", "us", "um", "is", "on", "es", "ix", "ax", "as", "os", "ys", "ia", "er", "yx", "en", "x", "ma")
_EPITHET_END = (
    *(
        "a",
        "us",
        "um",
        "is",
        "ii",
        "i",
        "ae",
        "ale",
        "are",
        "ile",
        "ule",
        "ense",
        "oides",
        "ans",
        "ens",
        "or",
        "ix",
        "ps",
        "ax",
    ),
)
_ENGLISH = frozenset(
    [
        "comprise",
        "comprising",
        "wherein",
        "extract",
        "extracts",
        "method",
        "methods",
        "composition",
        "include",
        "includes",
        "the",
        "and",
        "are",
        "data",
        "area",
        "idea",
        "made",
        "these",
        "those",
        "use",
        "table",
        "example",
        "formula",
        "figure",
        "figures",
        "acid",
        "acids",
        "patent",
        "claims",
        "claim",
        "process",
        "which",
        "root",
        "leaf",
        "bark",
        "oil",
        "are",
        "base",
        "gene",
        "same",
        "more",
        "some",
        "core",
        "vitamin",
        "vitamins",
        "tree",
        "species",
        "genus",
        "plus",
        "minus",
        "versus",
        "virus",
        "versus",
        "analysis",
        "basis",
        "thesis",
        "axis",
        "bonus",
        "status",
        "consensus",
        "apparatus",
        "a",
        "media",
        "have",
        "line",
        "since",
        "state",
        "time",
        "type",
        "image",
        "device",
        "value",
        "source",
        "scale",
        "surface",
        "phase",
        "stage",
        "single",
        "multiple",
        "simple",
    ]
)
_PHARMACOPOEIA = re.compile(
    r"\b(?:Radix|Rhizoma|Herba|Semen|Fructus|Flos|Cortex|Folium|Caulis|Ramulus|Pericarpium|Bulbus|Lignum|Gypsum|Concha|"
    r"Os|Sclerotium|Tuber)"
    r"(?: et (?:Radix|Rhizoma))? [A-Z]?[a-z]{4,20}(?: [A-Z][a-z]{4,20})?|"
    r"\b[A-Z][a-z]{4,20}(?: [A-Z]?[a-z]{4,20})? (?:Radix|Rhizoma|Herba|Semen|Fructus|Flos|Cortex|Folium|Caulis|Ramulus|"
    r"Pericarpium|Bulbus)\b"
)
AUTHORS = re.compile(
    r"\s*(?:\(?(?:L|Linn|DC|Bge|Bunge|Fisch|Thunb|Willd|Oliv|Franch|Mill|Roxb|Gaertn|Retz|Maxim|Mey|Hance|Ledeb|"
    r"Roscoe)\b\.?\)?)+$"
)


@lru_cache(maxsize=4)
def abbreviations(lexicon: Lexicon) -> Mapping[tuple[str, str], str]:
    """(initial of the genus, epithet) -> id, only where one substance alone answers."""
    found: dict[tuple[str, str], set[str]] = {}
    for substance in lexicon:
        for name in substance.latin:
            words = name.lower().split()
            if len(words) >= 2 and words[0].isalpha():
                found.setdefault((words[0][0], words[1]), set()).add(substance.id)
    return {key: next(iter(ids)) for key, ids in found.items() if len(ids) == 1}


def binomials(original: str) -> list[tuple[int, int]]:
    """Spans in the original text that read like a species or a name of the pharmacopoeia."""
    spans = [match.span() for match in _PHARMACOPOEIA.finditer(original)]
    for match in BINOMIAL.finditer(original):
        genus, epithet = match.group().split()[:2]
        if _reads_latin(genus.lower(), epithet):
            spans.append(match.span())
    return sorted(spans)


def _reads_latin(genus: str, epithet: str) -> bool:
    if genus in _ENGLISH or epithet in _ENGLISH:
        return False
    return genus.endswith(_GENUS_END) and epithet.endswith(_EPITHET_END)


def short_names(original: str, lexicon: Lexicon) -> list[tuple[tuple[int, int], str]]:
    """Abbreviated binomials with the id they stand for: spelt out before in the text, else unmistakable in the lexicon."""
    written: dict[tuple[str, str], str] = {}
    for first, last in binomials(original):
        genus, epithet = original[first:last].split()[:2]
        identifier = lexicon.latin_names.get(latin_key(f"{genus} {epithet}"))
        written.setdefault((genus[0].lower(), epithet), identifier or "?" + f"{genus} {epithet}".lower())
    found = []
    for match in _SHORT.finditer(original):
        key = match.group(1).lower(), match.group(2)
        identifier = written.get(key) or abbreviations(lexicon).get(key)
        if identifier is not None:
            found.append((match.span(), identifier))
    return found
