"""Canonicaliser: from a name as written to a substance, with the treatment and how it was found.

A name that the lexicon does not know gets a provisional id (`?` + its folded name). It takes part in
matching like any other and is reported; it is never dropped.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from erdem.lib.folding import bracketed, fold, fold_name
from erdem.overlap.engine.lexicon import Lexicon
from erdem.overlap.engine.processing import PLACE_PREFIXES, PLAIN, PREFIXES, SUFFIXES, treatments_in


class Found(enum.StrEnum):
    """How a name led to its substance."""

    NAME = "name"
    ALIAS = "alias"
    STRIPPED = "stripped"  # a place, quality or treatment word was taken off
    WESTERN = "western"  # English or Latin name
    PROVISIONAL = "provisional"  # not in the lexicon


@dataclass(frozen=True, slots=True)
class Canonical:
    """`treatments` are slugs of the treatments written in name, brackets or remark; empty means none written."""

    id: str
    found: Found
    treatments: frozenset[str] = frozenset()

    @property
    def is_provisional(self) -> bool:
        """True when the lexicon does not know the name."""
        return self.found is Found.PROVISIONAL


class Canonicaliser:
    """Maps written names of one lexicon; remembers answers, so that a corpus is read at memory speed."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._names: dict[str, Canonical] = {}

    def __call__(self, name: str, *remarks: str) -> Canonical:
        """Substance of `name`; `remarks` are the processing texts written beside it."""
        known = self._names.get(name)
        if known is None:
            known = self._names[name] = self._resolve(name)
        if not any(remarks):
            return known
        written = frozenset[str]().union(*(treatments_in(remark) for remark in remarks if remark))
        if written <= known.treatments:
            return known
        return Canonical(known.id, known.found, known.treatments | written)

    def _resolve(self, name: str) -> Canonical:
        remarks = frozenset(slug for part in bracketed(name) for slug in treatments_in(part))
        folded = fold_name(name)
        if not folded:
            return Canonical("?", Found.PROVISIONAL)
        if folded.isascii() or not any("\u4e00" <= character <= "\u9fff" for character in folded):
            western = self._western(name)
            if western is not None:
                return western
        found = self._chinese(folded)
        if found is None:
            return Canonical("?" + folded, Found.PROVISIONAL, remarks)
        return Canonical(found.id, found.found, found.treatments | remarks)

    def _western(self, name: str) -> Canonical | None:
        words = fold(name).replace("(", " ").replace(")", " ").split()
        for length in range(len(words), 0, -1):
            for start in range(len(words) - length + 1):
                known = self.lexicon.by_western(" ".join(words[start : start + length]))
                if known is not None:
                    return Canonical(known, Found.WESTERN)
        return None

    def _chinese(self, folded: str) -> Canonical | None:
        known = self.lexicon.by_chinese(folded)
        if known is not None:
            found = Found.NAME if fold_name(self.lexicon.name_of(known)) == folded else Found.ALIAS
            implied = (
                treatments_in(folded[:1]) if found is Found.ALIAS and folded[:1] in "炙炒制煅熟炮焦" else frozenset()
            )
            return Canonical(known, found, implied)
        return self._stripped(folded, frozenset(), depth=0)

    def _stripped(self, folded: str, treatments: frozenset[str], depth: int) -> Canonical | None:
        if depth > 2:
            return None
        for rest, written in _strippings(folded):
            known = self.lexicon.by_chinese(rest)
            if known is not None and len(rest) >= 2:
                return Canonical(known, Found.STRIPPED, treatments | written)
        for rest, written in _strippings(folded):
            deeper = self._stripped(rest, treatments | written, depth + 1)
            if deeper is not None:
                return deeper
        return None


def _strippings(folded: str) -> list[tuple[str, frozenset[str]]]:
    """The name without one prefix or suffix, with the treatment that word states; longest word first."""
    prefixes = [word for word in PREFIXES if folded.startswith(word) and len(folded) - len(word) >= 2]
    suffixes = [word for word in SUFFIXES if folded.endswith(word) and len(folded) - len(word) >= 2]
    return [
        *((folded[len(word) :], _stated_by_prefix(word)) for word in prefixes),
        *((folded[: -len(word)], treatments_in(word)) for word in suffixes),
    ]


def _stated_by_prefix(word: str) -> frozenset[str]:
    return frozenset() if word in PLAIN or word in PLACE_PREFIXES else treatments_in(word)
