"""Questions to measure the search with: each as a person types it, and as an expert writes it for tantivy by hand."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tantivy import FieldType, Occur, Query

from erdem.lib.chance import repeatable

if TYPE_CHECKING:
    from erdem.literature.search.snapshot import Snapshot
    from erdem.web.cli.measuring_search_material import Words

KINDS = ("and", "or30", "phrase", "filtered", "or30_filtered")
MEDICINE, FIRST_DAY, LAST_DAY = "A61K36", 2015_01_01, 2020_12_31
_CHINESE = re.compile("[\u4e00-\u9fff]+")
_WORDS = re.compile("[a-z]{3,} [a-z]{3,}(?: [a-z]{3,})?")
_JOINING = "的和与及或之等了是在其并"  # words that join others; a question typed as words leaves them out
_CHINESE_PARTS, _ENGLISH_PARTS = 20, 10  # of thirty terms


@dataclass(frozen=True, slots=True)
class Question:
    """A question as text, and the same for tantivy: built anew for every state of the index, as the text is."""

    text: str
    by_hand: Callable[[Snapshot], Query]


def questions(words: Words, documents: Sequence[str], count: int, seed: int = 1) -> dict[str, list[Question]]:
    """So many questions of each of `KINDS`. `documents` are texts from which phrases are taken as they stand."""
    chance = repeatable(seed)
    makers: dict[str, Callable[[], Question]] = {
        "and": lambda: _all_of(_mixed(words, chance, chance.randint(1, 3))),
        "or30": lambda: _any_of(_thirty(words, chance)),
        "phrase": lambda: _phrase(_passage(documents, chance)),
        "filtered": lambda: _filtered(_mixed(words, chance, 2)),
        "or30_filtered": lambda: _filtered(_thirty(words, chance)),
    }
    return {kind: [makers[kind]() for _ in range(count)] for kind in KINDS}


def _mixed(words: Words, chance: random.Random, count: int) -> list[str]:
    """Herbs, other Chinese words or English words, as often as documents have them: a line is in one language."""
    draw = chance.choice((words.herbs, words.chinese, words.english))
    found: list[str] = []
    while len(found) < count:
        drawn = [word for word in draw.many(chance, count) if draw is not words.herbs or word in words.names]
        found = list(dict.fromkeys((*found, *filter(_asks, drawn))))
    return found[:count]


def _thirty(words: Words, chance: random.Random) -> list[str]:
    """Twenty names of herbs, ten English words."""
    herbs: list[str] = []
    while len(herbs) < _CHINESE_PARTS:
        drawn = words.herbs.many(chance, _CHINESE_PARTS)
        herbs = list(dict.fromkeys((*herbs, *(name for name in drawn if name in words.names))))
    english = [word for word in words.english.some(chance, 60) if _asks(word)]
    return [*herbs[:_CHINESE_PARTS], *english[:_ENGLISH_PARTS]]


def _asks(word: str) -> bool:
    """Whether a word is one term of the index, and no sign of the query language."""
    if word.isascii():
        return len(word) > 2 and word not in ("and", "not", "near", "since", "before", "until") and word[-1] != "s"
    return len(word) > 1 and not set(word) & set(_JOINING)


def _passage(documents: Sequence[str], chance: random.Random) -> str:
    """Two or three words, or four to six Chinese characters, as they stand in a document."""
    while True:
        text = chance.choice(documents)
        runs: list[str] = [run for run in _CHINESE.findall(text) if len(run) >= 4]
        if runs:
            run = chance.choice(runs)
            start = chance.randrange(len(run) - 3)
            return run[start : start + chance.randint(4, 6)]
        found = _WORDS.findall(text.lower())
        if found:
            return str(chance.choice(found))


def _all_of(terms: Sequence[str]) -> Question:
    def by_hand(at: Snapshot) -> Query:
        return Query.boolean_query([(Occur.Must, Query.term_query(at.schema, "all", term)) for term in terms])

    return Question(" ".join(terms), by_hand)


def _any_of(terms: Sequence[str]) -> Question:
    return Question(" OR ".join(terms), lambda at: _union(terms, at))


def _union(terms: Sequence[str], at: Snapshot) -> Query:
    return Query.boolean_query([(Occur.Should, Query.term_query(at.schema, "all", term)) for term in terms])


def _phrase(text: str) -> Question:
    """The bigrams of Chinese, the words of English, in every field with positions that the default text is made of."""
    from erdem.literature.search.schema import DEFAULT_EXACT

    parts = text.split() if text.isascii() else [text[at : at + 2] for at in range(len(text) - 1)]

    def by_hand(at: Snapshot) -> Query:
        if not text.isascii() and text in at.dictionary:
            return Query.term_query(at.schema, "all", text)
        fields = [(Occur.Should, Query.phrase_query(at.schema, field, list(parts))) for field in DEFAULT_EXACT]
        return Query.boolean_query(fields)

    return Question(f'"{text}"', by_hand)


def _filtered(terms: Sequence[str]) -> Question:
    """Any of the terms, in plants of the class for medicines, published within six years."""

    def by_hand(at: Snapshot) -> Query:
        days = Query.range_query(at.schema, "pd", FieldType.Integer, FIRST_DAY, LAST_DAY)
        medicine = Query.term_query(at.schema, "ic", MEDICINE)
        selected = [(Occur.Must, Query.const_score_query(query, 0.0)) for query in (medicine, days)]
        return Query.boolean_query([(Occur.Must, _union(terms, at)), *selected])

    return Question(f"({' OR '.join(terms)}) ic:{MEDICINE} pd:2015-2020", by_hand)
