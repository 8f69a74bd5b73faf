"""One state of the index, as a reader sees it: nothing in it changes while it is used. Safe for many threads."""

from __future__ import annotations

from dataclasses import dataclass

import tantivy

from erdem.literature.search.dictionary import Dictionary


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The documents of the last commit of a generation, with the dictionary they were cut with."""

    generation: int
    schema: tantivy.Schema
    searcher: tantivy.Searcher
    dictionary: Dictionary

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return self.searcher.num_docs
