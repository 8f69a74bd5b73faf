"""Names of herbs and words of crafts for the search. They come from an app beside this one and are registered at start.

Only names of the public lexicon may be offered: what is offered is shown to everybody who searches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from erdem.literature.search.dictionary import PATENT_WORDS
from erdem.literature.search.language.nodes import Variant

Expander: TypeAlias = Callable[[str], tuple[Variant, ...]]
"""From the folded name of a herb to its other names, the canonical one first; nothing for a name it does not know."""


class _Offers:
    """What is offered just now; without an offer nothing is expanded and the general dictionary cuts alone."""

    expander: Callable[[], Expander] | None = None
    words: Callable[[], Iterable[str]] | None = None


def offer_expander(make: Callable[[], Expander]) -> None:
    """Offer the names of herbs. ``make`` is called for every query and answers from names as they are at that moment."""
    _Offers.expander = make


def offer_words(words: Callable[[], Iterable[str]]) -> None:
    """Offer words that the index shall know; they are asked for when a generation of the index is begun."""
    _Offers.words = words


def expander() -> Expander:
    """Return the expander of this moment; it is made when the first name is asked for, which most queries never do."""
    make = _Offers.expander
    if make is None:
        return _unknown
    made: list[Expander] = []

    def expand(name: str) -> tuple[Variant, ...]:
        if not made:
            made.append(make())
        return made[0](name)

    return expand


def herb_test() -> Callable[[str], bool]:
    """Return what says whether a folded name is one of the lexicon, as the lexicon is at this moment."""
    known = expander()
    return lambda name: bool(known(name))


def offered_words() -> frozenset[str]:
    """Return the words of this moment, with those of nearly every patent."""
    return PATENT_WORDS.union(_Offers.words() if _Offers.words else ())


def _unknown(_name: str) -> tuple[Variant, ...]:
    return ()
