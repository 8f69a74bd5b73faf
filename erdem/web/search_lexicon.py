"""The public lexicon of substances for the patent search: other names of herbs, and words for the cutting of Chinese.

Names come from the lexicon only, never from records: whoever searches sees them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Final

from erdem.knowledge import queries as knowledge
from erdem.knowledge.choices import NameLanguage
from erdem.lib.folding import fold, fold_name
from erdem.literature import services as literature
from erdem.literature.search.language.nodes import Variant, VariantKind
from erdem.overlap.engine.process.operations import CLASSES

_LANGUAGES: Final[dict[str, tuple[str, VariantKind]]] = {
    NameLanguage.CHINESE: ("zh-Hans", "alias"),
    NameLanguage.LATIN: ("la", "latin"),
    NameLanguage.ENGLISH: ("en", "english"),
    NameLanguage.MONGOLIAN: ("mn-Mong", "mongolian"),
    NameLanguage.TIBETAN: ("bo-Latn", "alias"),
    NameLanguage.INDIAN: ("sa-Latn", "alias"),
    NameLanguage.OTHER: ("und", "alias"),
}


@dataclass(frozen=True, slots=True)
class _Names:
    """The lexicon at one moment: a folded name to all names of its substance."""

    stamp: object
    by_name: Mapping[str, tuple[Variant, ...]]

    def __call__(self, name: str) -> tuple[Variant, ...]:
        """Return the names of the herb, the canonical one first; nothing when the lexicon does not know it."""
        return self.by_name.get(fold_name(name), ())


class _Lexicon:
    """Keeps the names of this process and reads them anew when the lexicon has changed, by whomever."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._names: _Names | None = None

    def names(self) -> _Names:
        """Return the names of this moment; one small query when nothing has changed."""
        stamp = knowledge.lexicon_stamp()
        with self._lock:
            if self._names is None or self._names.stamp != stamp:
                self._names = _Names(stamp, _by_name())
            return self._names


def _by_name() -> dict[str, tuple[Variant, ...]]:
    """Canonical names go before aliases where two substances share a name."""
    canonical: dict[str, tuple[Variant, ...]] = {}
    others: dict[str, tuple[Variant, ...]] = {}
    for names in knowledge.lexicon_names().values():
        variants = tuple(_variants(names))
        canonical.setdefault(fold_name(names[0][1]), variants)
        for variant in variants:
            others.setdefault(fold_name(variant.text), variants)
    return {**others, **canonical}


def _variants(names: list[tuple[str, str]]) -> Iterator[Variant]:
    seen: set[str] = set()
    for place, (given, name) in enumerate(names):
        language, kind = _LANGUAGES[given]
        text = name.strip() if kind == "mongolian" else fold(name).strip()
        if text and text not in seen:
            seen.add(text)
            yield Variant(text, language, kind if place else "canonical")


def words() -> set[str]:
    """Return the Chinese names of substances and the words of crafts."""
    named = {variant.text for variants in _lexicon.names().by_name.values() for variant in variants}
    return named | {word for group in CLASSES.values() for word in group}


_lexicon = _Lexicon()


def offer_lexicon() -> None:
    """Offer the lexicon to the patent search."""
    literature.offer_expander(_lexicon.names)
    literature.offer_words(words)
