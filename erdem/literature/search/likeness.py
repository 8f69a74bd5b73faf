"""Documents like a given one: the words that tell it from the others, as a query of weighted words."""

from __future__ import annotations

import math
from collections import Counter
from typing import Final

from tantivy import Occur, Query

from erdem.literature.search import schema as fields
from erdem.literature.search.analysis import analyse
from erdem.literature.search.document import IndexDocument
from erdem.literature.search.snapshot import Snapshot

WORDS: Final = 30
LOOKED_UP: Final = 400  # most frequent words of the document whose frequency in the index is looked up
CHARACTERS: Final = 30_000  # of each part that are read
SHORTEST: Final = 2
COMMONEST: Final = 0.2  # share of all documents beyond which a word tells nothing
_PARTS: Final = (("titles", 3), ("claims", 2), ("abstracts", 1), ("facts", 1), ("descriptions", 1))


def like(document: IndexDocument, snapshot: Snapshot) -> Query:
    """Documents that share the most telling words (term frequency by inverse document frequency), this one left out."""
    clauses = [(Occur.Should, _weighted(word, weight, snapshot)) for word, weight in _telling_words(document, snapshot)]
    if not clauses:
        return Query.empty_query()
    left_out = [Query.term_query(snapshot.schema, "id", document.id)]
    if document.family:
        left_out.append(Query.term_query(snapshot.schema, "family", document.family))
    shared = Query.boolean_query(clauses, minimum_number_should_match=min(2, len(clauses)))
    return Query.boolean_query([(Occur.Must, shared), *((Occur.MustNot, query) for query in left_out)])


def _weighted(word: str, weight: float, snapshot: Snapshot) -> Query:
    return Query.boost_query(Query.term_query(snapshot.schema, fields.ALL, word), weight)


def _telling_words(document: IndexDocument, snapshot: Snapshot) -> list[tuple[str, float]]:
    counts: Counter[str] = Counter()
    for part, times in _PARTS:
        text = "\n".join(getattr(document, part))[:CHARACTERS]
        for word in analyse(text, snapshot.dictionary).words.split():
            if len(word) >= SHORTEST and not word.isdecimal():
                counts[word] += times
    documents = max(snapshot.documents, 1)
    weighed = []
    for word, count in counts.most_common(LOOKED_UP):
        frequency = snapshot.searcher.doc_freq(fields.ALL, word)
        if 0 < frequency <= max(documents * COMMONEST, 10):
            weighed.append((word, (1 + math.log(count)) * math.log(1 + documents / frequency)))
    weighed.sort(key=lambda pair: (-pair[1], pair[0]))
    return weighed[:WORDS]
