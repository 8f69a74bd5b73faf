"""From the tree of a query to a query of the index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import tantivy
from tantivy import FieldType, Occur, Query

from erdem.literature.search import schema as fields
from erdem.literature.search.language import nodes
from erdem.literature.search.nearness import near
from erdem.literature.search.snapshot import Snapshot
from erdem.literature.search.text_queries import TextQueries, any_of, best_of, escape

DATES: Final = {"ad": "ad", "pd": "pd", "pr": "prd"}
_YEAR: Final = 1_00_00
_FIRST_OF_YEAR: Final = 1_01
_APPLICATION: Final = "APP:"


@dataclass(frozen=True, slots=True)
class Compiled:
    """A query of the index. Not `ranked` when it only selects: then every document has the same score."""

    query: Query
    ranked: bool


def compile_query(node: nodes.Query, snapshot: Snapshot) -> Compiled:
    """The query that finds what `node` means, for one state of the index.

    Raises `PrefixTooShortError`. A text with nothing to look for in it, such as a lone comma, asks for nothing beside
    other parts and finds nothing alone.
    """
    found = _Compiler(snapshot).compile(node)
    return Compiled(found if found is not None else Query.empty_query(), _is_ranked(node))


def _is_ranked(node: nodes.Query) -> bool:
    if isinstance(node, nodes.And | nodes.Or):
        return any(map(_is_ranked, node.nodes))
    if isinstance(node, nodes.Word | nodes.Phrase):
        return node.field not in (fields.PLACE, fields.STATUS)
    return isinstance(node, nodes.Herb | nodes.Near)


def selecting(query: Query) -> Query:
    """The same documents without a score of their own."""
    return Query.const_score_query(query, 0.0)


def between(schema: tantivy.Schema, field: str, low: int, high: int | None) -> Query:
    """Documents whose number in a field lies between the two, both included; no upper bound with None."""
    return Query.range_query(schema, field, FieldType.Integer, low, high)


class _Compiler:
    def __init__(self, snapshot: Snapshot) -> None:
        self._schema = snapshot.schema
        self._texts = TextQueries(snapshot)

    def compile(self, node: nodes.Query) -> Query | None:
        match node:
            case nodes.And() | nodes.Or() | nodes.Not():
                return self._joined(node)
            case nodes.Word() | nodes.Phrase() | nodes.Herb():
                return self._text(node)
            case nodes.Near():
                return near(node, self._texts)
            case nodes.Everything():
                return selecting(Query.all_query())
            case _:
                return selecting(self._selection(node))

    def _joined(self, node: nodes.And | nodes.Or | nodes.Not) -> Query | None:
        if isinstance(node, nodes.Not):
            return self._and((node,))
        if isinstance(node, nodes.And):
            return self._and(node.nodes)
        found = self._each(node.nodes)
        return any_of(found) if found else None

    def _and(self, parts: Iterable[nodes.Query]) -> Query | None:
        parts = tuple(parts)
        wanted = self._each(part for part in parts if not isinstance(part, nodes.Not))
        unwanted = self._each(part.node for part in parts if isinstance(part, nodes.Not))
        if not wanted and not unwanted:
            return None
        if len(wanted) == 1 and not unwanted:
            return wanted[0]
        clauses = [(Occur.Must, query) for query in wanted or [selecting(Query.all_query())]]
        return Query.boolean_query([*clauses, *((Occur.MustNot, query) for query in unwanted)])

    def _each(self, parts: Iterable[nodes.Query]) -> list[Query]:
        return [query for query in map(self.compile, parts) if query is not None]

    def _text(self, node: nodes.Word | nodes.Phrase | nodes.Herb) -> Query | None:
        if isinstance(node, nodes.Herb):
            return self._herb(node)
        if node.field == fields.STATUS:
            return selecting(self._texts.term(fields.STATUS, node.text))
        if node.field in fields.NUMBERS:
            pattern = f"({_APPLICATION})?{escape(node.text.upper())}.*"
            return selecting(Query.regex_query(self._schema, node.field, pattern))
        prefix = isinstance(node, nodes.Word) and node.prefix
        if isinstance(node, nodes.Phrase) or node.field == fields.PLACE:
            found = self._texts.word(node.field, node.text, prefix=True) if prefix else None
            found = found or self._texts.phrase(node.field, node.text)
        else:
            found = self._texts.word(node.field, node.text, prefix=prefix)
        return self._place(node.text, found) if node.field == fields.PLACE else found

    def _place(self, code: str, named: Query | None) -> Query:
        """A place by its code, its ancestors' codes included, or by a part of its name."""
        coded = self._texts.term(fields.PLACE, code.upper())
        return selecting(any_of([coded, named] if named else [coded]))

    def _herb(self, herb: nodes.Herb) -> Query | None:
        names = dict.fromkeys((herb.name, *(variant.text for variant in herb.variants)))
        found = [query for name in names if (query := self._texts.name(herb.field, name)) is not None]
        return best_of(found) if found else None

    def _selection(self, node: nodes.Query) -> Query:
        match node:
            case nodes.Range():
                return self._range(node)
            case nodes.ClassSymbol():
                return self._class(node)
            case nodes.NumberTerm():
                return self._number(node)
        raise TypeError(f"a query has no {type(node).__name__}")

    def _range(self, node: nodes.Range) -> Query:
        """Both ends included; a document without the date is never in a range.

        A range that begins with a year takes in the documents of which only that year is known (yyyy0000).
        """
        low, high = node.low or 1, node.high
        if node.field == "date":
            return between(self._schema, "year", max(low // _YEAR, 1), high // _YEAR if high is not None else None)
        begins_year = low % _YEAR == _FIRST_OF_YEAR
        return between(self._schema, DATES[node.field], low - _FIRST_OF_YEAR if begins_year else low, high)

    def _class(self, node: nodes.ClassSymbol) -> Query:
        schemes: Sequence[str] = (node.field,) if node.field else fields.CLASSES
        if node.prefix:
            pattern = f"{escape(node.symbol)}.*"
            return any_of([Query.regex_query(self._schema, scheme, pattern) for scheme in schemes])
        return any_of([self._texts.term(scheme, node.symbol) for scheme in schemes])

    def _number(self, node: nodes.NumberTerm) -> Query:
        """A number with its kind code is that document; without, every publication of the number."""
        named: Sequence[str] = (node.field,) if node.field else fields.NUMBERS
        return any_of([self._texts.term(field, key) for field in named for key in _keys(node, field)])


def _keys(node: nodes.NumberTerm, field: str) -> tuple[str, ...]:
    """The spellings a number can have in a field; an application filed for is marked as one everywhere but among `pn`."""
    if field == "pn" or node.key.startswith(_APPLICATION):
        return (node.key,)
    return (node.key, f"{_APPLICATION}{node.stem}")
