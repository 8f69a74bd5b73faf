"""Measures whether the name of a substance finds every document in which its characters stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from erdem.lib.folding import fold
from erdem.web.cli.measuring_search_material import Material, names_of_substances

if TYPE_CHECKING:
    from erdem.literature.search.document import IndexDocument
    from erdem.literature.search.snapshot import Snapshot

DOCUMENTS = 15_000
_SHOWN = 10


def measure_recall(material: Material, snapshot: Snapshot) -> dict[str, Any]:
    """Ask for each name as it is typed, among documents whose folded texts were searched character by character.

    Names are the Chinese ones of the lexicon. `extra` are documents found although the characters stand in no text.
    """
    held = list(material.sample(DOCUMENTS))
    truth = _truth(held)
    ids = frozenset(document.id for document in held)
    wanted = found = extra = 0
    missed: list[str] = []
    for name, holders in truth.items():
        answered = _found(name, snapshot) & ids
        wanted += len(holders)
        found += len(holders & answered)
        extra += len(answered - holders)
        if holders - answered:
            missed.append(name)
    return {
        "documents": len(held),
        "names": len(truth),
        "pairs": wanted,
        "found": found,
        "recall": round(found / wanted, 6) if wanted else None,
        "extra": extra,
        "names_with_misses": len(missed),
        "examples": missed[:_SHOWN],
    }


def _truth(held: list[IndexDocument]) -> dict[str, set[int]]:
    """Names with the documents in which they stand within one text."""
    names = names_of_substances()
    lengths = sorted({len(name) for name in names})
    holders: dict[str, set[int]] = defaultdict(set)
    for document in held:
        for text in map(fold, _texts(document)):
            if text.isascii():
                continue
            pieces = (text[at : at + length] for length in lengths for at in range(len(text) - length + 1))
            for name in names.intersection(pieces):
                holders[name].add(document.id)
    return holders


def _texts(document: IndexDocument) -> Iterator[str]:
    yield from document.titles
    yield from document.abstracts
    yield from document.claims
    yield from document.facts
    yield from document.applicants
    yield from document.inventors


def _found(name: str, snapshot: Snapshot) -> set[int]:
    from erdem.literature.search.compile import compile_query
    from erdem.literature.search.language.parser import parse

    compiled = compile_query(parse(name).node, snapshot)
    result = snapshot.searcher.search(compiled.query, snapshot.documents, count=False, order_by_field="id")
    return {id_ for id_, _address in result.hits}
