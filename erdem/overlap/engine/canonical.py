"""Canonicaliser: from a name as written to a substance, with the treatment and how it was found.

A name that the lexicon does not know gets a provisional id (`?` + its folded name). It takes part in
matching like any other and is reported; it is never dropped.
"""

from __future__ import annotations

import enum
from collections.abc import Container
from dataclasses import dataclass, replace

from erdem.lib.folding import bracketed, fold, fold_name
from erdem.overlap.engine.corpus_errors import Rule, corrections, folding_rule, misconversions, names_behind_prose
from erdem.overlap.engine.grades import Grade, Reason
from erdem.overlap.engine.lexicon import Lexicon
from erdem.overlap.engine.processing import PLACE_PREFIXES, PLAIN, PREFIXES, SUFFIXES, treatments_in


class Found(enum.StrEnum):
    """How a name led to its substance."""

    NAME = "name"
    ALIAS = "alias"
    STRIPPED = "stripped"  # a place, quality or treatment word was taken off
    WESTERN = "western"  # English or Latin name, or a transliteration
    CORRECTED = "corrected"  # an error of the digitised text was mended; `Canonical.rule` names the rule
    PROVISIONAL = "provisional"  # not in the lexicon


@dataclass(frozen=True, slots=True)
class Canonical:
    """`treatments` are slugs of the treatments written in name, brackets or remark; empty means none written.

    `rule` is the slug of the rule that mended the spelling; `meant` lists what else the name may have meant in the
    years of its text, with grades.
    """

    id: str
    found: Found
    treatments: frozenset[str] = frozenset()
    rule: str = ""
    meant: tuple[tuple[str, Grade], ...] = ()

    @property
    def is_provisional(self) -> bool:
        """True when the lexicon does not know the name."""
        return self.found is Found.PROVISIONAL


class Canonicaliser:
    """Maps written names of one lexicon; remembers answers, so that a corpus is read at memory speed."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._names: dict[str, Canonical] = {}

    def __call__(self, name: str, *remarks: str, year: int | None = None) -> Canonical:
        """Substance of `name`; `remarks` are the processing texts written beside it, `year` that of the text."""
        known = self._names.get(name)
        if known is None:
            known = self._names[name] = self._resolve(name)
        written = known.treatments
        if any(remarks):
            written = written.union(*(treatments_in(remark) for remark in remarks if remark))
        meant = self._meant(name, known, year)
        if written == known.treatments and not meant:
            return known
        return replace(known, treatments=written, meant=meant)

    def _meant(self, name: str, known: Canonical, year: int | None) -> tuple[tuple[str, Grade], ...]:
        if not self.lexicon.has_eras:
            return ()
        return tuple(
            (key, Grade(era.grade, Reason.ERA_IDENTITY))
            for key, era in self.lexicon.meant_by(fold_name(name), year)
            if key != known.id
        )

    def _resolve(self, name: str) -> Canonical:
        remarks = frozenset(slug for part in bracketed(name) for slug in treatments_in(part))
        folded = fold_name(name)
        if not folded:
            return Canonical("?", Found.PROVISIONAL)
        if folded.isascii() or not any("\u4e00" <= character <= "\u9fff" for character in folded):
            western = self._western(name)
            if western is not None:
                return western
        found = self._misconverted(folded) or self._chinese(folded) or self._corrected(folded)
        if found is None:
            return Canonical("?" + folded, Found.PROVISIONAL, remarks)
        rule = folding_rule(name)
        if rule is not None and found.found is not Found.CORRECTED:
            found = replace(found, found=Found.CORRECTED, rule=rule.value)
        return replace(found, treatments=found.treatments | remarks)

    def _misconverted(self, folded: str) -> Canonical | None:
        """A word changed wholesale goes first: 野狼毒 must not be read as 狼毒 of the wild."""
        if self.lexicon.by_chinese(folded) is not None:
            return None
        for spelling in misconversions(folded):
            found = self._chinese(spelling)
            if found is not None:
                return replace(found, found=Found.CORRECTED, rule=Rule.MISCONVERTED.value)
        return None

    def _corrected(self, folded: str) -> Canonical | None:
        if glued_names(folded, self.lexicon.listed_names):
            return None
        for spelling, rule in corrections(folded):
            found = self._chinese(spelling)
            if found is not None:
                return replace(found, found=Found.CORRECTED, rule=rule.value)
        for spelling in names_behind_prose(folded):
            known = self.lexicon.by_chinese(spelling)
            if known is not None and (len(spelling) > 2 or self.lexicon.name_of(known) == spelling):
                return Canonical(known, Found.CORRECTED, rule=Rule.PROSE.value)
        return None

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
        if depth == 0 and glued_names(folded, self.lexicon.listed_names):
            return None
        for rest, written in _strippings(folded):
            deeper = self._stripped(rest, treatments | written, depth + 1)
            if deeper is not None:
                return deeper
        return None


MAX_GLUED = 12
_LONGEST_PART = 6


def glued_names(folded: str, names: Container[str]) -> tuple[str, ...]:
    """Known names of two characters or more that make up a glued string completely (人参甘草), or nothing."""
    if not 4 <= len(folded) <= MAX_GLUED:
        return ()
    best: list[tuple[str, ...] | None] = [()] + [None] * len(folded)
    for end in range(2, len(folded) + 1):
        for size in range(min(_LONGEST_PART, end), 1, -1):
            before = best[end - size]
            if before is not None and folded[end - size : end] in names:
                parts = (*before, folded[end - size : end])
                shortest = best[end]
                if shortest is None or len(parts) < len(shortest):
                    best[end] = parts
    return best[-1] or ()


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
