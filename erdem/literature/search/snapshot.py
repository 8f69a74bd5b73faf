"""One state of the index, as a reader sees it: nothing in it changes while it is used. Safe for many threads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import tantivy

from erdem.literature.search.dictionary import Dictionary
from erdem.literature.search.recent import Recent


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The documents of the last commit of a generation, with the dictionary they were cut with.

    `counts` are those of facets for the last questions.
    """

    generation: int
    schema: tantivy.Schema
    searcher: tantivy.Searcher
    dictionary: Dictionary
    counts: Recent[Any] = field(default_factory=Recent, compare=False)

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return self.searcher.num_docs
