"""Nearest known names for a name the lexicon does not know, for a curator to choose from.

Four views are fused: what the name is without words of treatment or with an error of the text mended, the same sound
without tones, one character apart, and characters that look alike. A candidate seen by more views goes first. Each
look-up touches only names that share a key with the one asked for, so time does not grow with the lexicon.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pypinyin import lazy_pinyin

from erdem.lib.folding import fold_name
from erdem.overlap.engine.corpus_errors import corrections, names_behind_prose
from erdem.overlap.engine.lexicon import Lexicon
from erdem.overlap.engine.names.glyphs import likeness
from erdem.overlap.engine.processing import PREFIXES, SUFFIXES

LONGEST = 12
LIMIT = 5


class ProposalReason(enum.StrEnum):
    """Why a known name is near. Slugs are stable; the order is that of trust."""

    READING = "reading"  # known once a word of treatment is off or an error of the text is mended
    SOUND = "same_sound"
    GLYPH = "look_alike"
    ONE_APART = "one_apart"
    HOLDS = "holds"  # the known name stands inside the unknown one


_TRUST = {reason: place for place, reason in enumerate(ProposalReason)}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A substance that an unknown name may belong to: `name` is the known spelling that is near."""

    id: str
    name: str
    reasons: tuple[ProposalReason, ...]


class Proposer:
    """Nearest names of one lexicon. Building reads every name once; asking is a few look-ups."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        self._by_shorter: dict[str, list[str]] = defaultdict(list)
        for name in lexicon.listed_names:
            if len(name) > 1:
                self._by_sound[sound_of(name)].append(name)
            if 1 < len(name) <= LONGEST:
                for shorter in _shorter(name):
                    self._by_shorter[shorter].append(name)

    def __call__(self, name: str, limit: int = LIMIT) -> tuple[Proposal, ...]:
        """At most `limit` substances near to a written name, the best first, one proposal each."""
        folded = fold_name(name)[:LONGEST]
        if not folded:
            return ()
        reasons: dict[str, set[ProposalReason]] = defaultdict(set)
        for near, reason in self._near(folded):
            reasons[near].add(reason)
        ranked = sorted(reasons, key=lambda near: self._order(folded, near, reasons[near]))
        found: dict[str, Proposal] = {}
        for near in ranked:
            key = self._lexicon.by_chinese(near)
            if key is not None and key not in found:
                found[key] = Proposal(key, near, tuple(sorted(reasons[near], key=_TRUST.__getitem__)))
        return tuple(found.values())[:limit]

    def _near(self, folded: str) -> Iterator[tuple[str, ProposalReason]]:
        names = self._lexicon.listed_names
        readings = (*_readings(folded), *names_behind_prose(folded))
        yield from ((name, ProposalReason.READING) for name in readings if name in names and len(name) > 1)
        sound = sound_of(folded) if len(folded) > 1 else ""
        yield from ((name, ProposalReason.SOUND) for name in self._by_sound.get(sound, ()))
        for near in self._one_apart(folded):
            yield near, ProposalReason.ONE_APART
            if _looks_alike(folded, near):
                yield near, ProposalReason.GLYPH
        yield from self._inside(folded)

    def _inside(self, folded: str) -> Iterator[tuple[str, ProposalReason]]:
        names = self._lexicon.listed_names
        for start in range(len(folded)):
            for end in range(start + 2, len(folded) + 1):
                if end - start < len(folded) and folded[start:end] in names:
                    yield folded[start:end], ProposalReason.HOLDS

    def _one_apart(self, folded: str) -> set[str]:
        """Known names that become the same when one character is changed, added or left out."""
        names = self._lexicon.listed_names
        found = set(self._by_shorter.get(folded, ()))
        for shorter in _shorter(folded):
            if shorter in names and len(shorter) > 1:
                found.add(shorter)
            found.update(name for name in self._by_shorter.get(shorter, ()) if _one_changed(folded, name))
        return found - {folded}

    def _order(self, folded: str, near: str, reasons: set[ProposalReason]) -> tuple[object, ...]:
        """Trust, then views that agree, then length; of equals the well-known substance under its own name first."""
        best = min(map(_TRUST.__getitem__, reasons))
        substance = self._lexicon.substances[self._lexicon.listed_names[near]]
        other = fold_name(substance.name_zh) != near
        apart = abs(len(near) - len(folded))
        return (best, -len(reasons), apart, -_shared(folded, near), other, -len(substance.aliases), near)


def sound_of(name: str) -> str:
    """Toneless pinyin of a name, syllables apart."""
    return " ".join(lazy_pinyin(name))


def _readings(folded: str) -> Iterator[str]:
    for word in PREFIXES:
        if folded.startswith(word):
            yield folded[len(word) :]
    for word in SUFFIXES:
        if folded.endswith(word):
            yield folded[: -len(word)]
    for spelling, _rule in corrections(folded):
        yield spelling


def _shorter(name: str) -> Iterator[str]:
    for place in range(len(name)):
        yield name[:place] + name[place + 1 :]


def _one_changed(first: str, second: str) -> bool:
    return len(first) == len(second) and sum(a != b for a, b in zip(first, second, strict=True)) == 1


def _looks_alike(first: str, second: str) -> bool:
    if not _one_changed(first, second):
        return False
    return any(a != b and likeness(a, b) > 0 for a, b in zip(first, second, strict=True))


def _shared(first: str, second: str) -> int:
    return len(set(first) & set(second))
