"""Queries for words and phrases: which terms in which fields answer for a text.

What is found, in short: a Chinese word wherever its characters stand together; a Latin word as a whole, singular and plural
alike; a phrase as it stands, punctuation and spaces aside; a Mongolian word by what it looks like, then by looser keys with
less weight.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tantivy import Occur, Query

from erdem.literature.search import schema as fields
from erdem.literature.search.analysis import (
    Token,
    exact_terms,
    inflections,
    mongolian_exact,
    mongolian_terms,
    singular,
    sound_term,
    tokens,
)
from erdem.literature.search.dictionary import Dictionary
from erdem.literature.search.faults import PrefixTooShortError
from erdem.literature.search.snapshot import Snapshot

MOST_TERMS: Final = 4096  # terms of one field that a prefix may stand for
KEY_WEIGHTS: Final = {"0": 1.2, "1": 1.0, "2": 0.8, "3": 0.5, "4": 0.2}  # erdem-mn/1, the raw form above all
_ABBREVIATION: Final = 2  # Latin letters that belong to the Chinese beside them: 维生素c
_TITLE_WEIGHT: Final = 0.5
_SPECIAL: Final = re.compile(r"([\\.+*?()|\[\]{}^$#&\-~])")


@lru_cache(maxsize=8192)
def typed(text: str) -> tuple[Token, ...]:
    """The tokens of what a person typed."""
    return tuple(tokens(text))


def escape(term: str) -> str:
    """A term as a pattern of the index's own regular expressions."""
    return _SPECIAL.sub(r"\\\1", term)


def any_of(queries: Sequence[Query]) -> Query:
    """What any of the queries finds; the scores add up."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries]) if queries else Query.empty_query()


def best_of(queries: Sequence[Query]) -> Query:
    """What any of the queries finds; the best score counts."""
    return queries[0] if len(queries) == 1 else Query.disjunction_max_query(queries, 0.1)


def all_of(queries: Sequence[Query]) -> Query:
    """What all of the queries find."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries])


@dataclass(frozen=True, slots=True)
class Adjacent:
    """Terms at neighbouring positions of an exact field.

    `open_end`: the last term may be the beginning of a longer one. `continuous`: positions are characters, not words.
    """

    terms: tuple[str, ...]
    open_end: bool = False
    continuous: bool = False

    @classmethod
    def of(cls, run: Sequence[Token], *, prefix: bool = False) -> Adjacent:
        """The terms that every text holds which holds this run of tokens."""
        terms = tuple(exact_terms(run))
        last = run[-1]
        if not last.continuous:
            return cls(terms, open_end=prefix)
        if len(last.text) > 1:  # alone at the end of a run of the document only
            return cls(terms[:-1], continuous=True)
        return cls(terms, open_end=True, continuous=True)

    def patterns(self) -> list[str]:
        """The terms as regular expressions."""
        patterns = list(map(escape, self.terms))
        if self.open_end:
            patterns[-1] += ".*"
        return patterns


class TextQueries:
    """Builds the queries for texts of one state of the index."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._schema: Final = snapshot.schema
        self._searcher: Final = snapshot.searcher
        self._dictionary: Final[Dictionary] = snapshot.dictionary

    def word(self, field: str, text: str, *, prefix: bool = False) -> Query | None:
        """A text typed without spaces; None when there is nothing in it to look for."""
        run = typed(text)
        if not run:
            return None
        if prefix:
            return self._begins(field, run)
        groups = _groups(run)
        queries = [query for group in groups for query in self._group(field, group)]
        if len(queries) == 1:
            return queries[0]
        together = Query.boost_query(self.holds("x_ti", Adjacent.of(run)), _TITLE_WEIGHT)
        return Query.boolean_query([*((Occur.Must, query) for query in queries), (Occur.Should, together)])

    def phrase(self, field: str, text: str) -> Query | None:
        """A text as it stands; None when there is nothing in it to look for."""
        run = typed(text)
        return self._phrase(field, run) if run else None

    def name(self, field: str, text: str) -> Query | None:
        """A name of a substance: as it stands, a single Latin word in singular and plural."""
        run = typed(text)
        if not run:
            return None
        return self._single(field, run[0]) if len(run) == 1 else self._phrase(field, run)

    def adjacent(self, text: str, *, prefix: bool = False) -> Adjacent | None:
        """The terms of a text at neighbouring positions, for `near`."""
        run = typed(text)
        return Adjacent.of(run, prefix=prefix) if run else None

    def pattern_phrase(self, field: str, patterns: Sequence[str], slop: int) -> Query:
        """Terms of an exact field that fit the patterns, in this order but for `slop` positions."""
        return Query.regex_phrase_query(self._schema, field, list(patterns), slop)

    def term(self, field: str, value: str) -> Query:
        """One term as it is."""
        return Query.term_query(self._schema, field, value)

    def _group(self, field: str, run: Sequence[Token]) -> list[Query]:
        if len(run) > 1:
            return [self._phrase(field, run)]
        return [self._single(field, part) for part in self._parts(run[0])]

    def _parts(self, token: Token) -> list[Token]:
        if not token.continuous:
            return [token]
        return [Token(part, continuous=True) for part in self._dictionary.parts(token.text)]

    def _single(self, field: str, token: Token) -> Query:
        if token.mongolian:
            return self._mongolian(field, token.text)
        if token.continuous:
            return self._phrase(field, [token])
        return self._latin(field, token.text)

    def _phrase(self, field: str, run: Sequence[Token]) -> Query:
        first = run[0]
        if (
            not field
            and len(run) == 1
            and first.continuous
            and (len(first.text) == 1 or first.text in self._dictionary)
        ):
            return self.term(fields.ALL, first.text)
        queries = [self.holds(exact, Adjacent.of(run)) for exact in exact_fields(field)]
        if field in fields.PINYIN and not any(token.continuous or token.mongolian for token in run):
            queries.append(self.term(fields.PINYIN[field], "".join(token.text for token in run)))
        return any_of(queries)

    def holds(self, exact: str, sequence: Adjacent) -> Query:
        """Documents whose exact field holds the terms at neighbouring positions."""
        terms = list(sequence.terms)
        if sequence.open_end:
            longer = [] if sequence.continuous else self._beginning(exact, terms[-1])
            if len(terms) > 1:
                return self.pattern_phrase(exact, sequence.patterns(), 0)
            if longer:
                return Query.term_set_query(self._schema, exact, longer)
            return Query.regex_query(self._schema, exact, sequence.patterns()[0])
        return self.term(exact, terms[0]) if len(terms) == 1 else Query.phrase_query(self._schema, exact, list(terms))

    def _latin(self, field: str, word: str) -> Query:
        if not field:
            found = self.term(fields.ALL, singular(word))
            sound = "" if word.isascii() else sound_term(word)
            if not sound:
                return found
            return best_of([found, Query.boost_query(self.term(fields.MONGOLIAN, sound), KEY_WEIGHTS["4"])])
        forms = inflections(word) if field not in fields.PINYIN else (word,)
        queries = [self.term(exact, form) for exact in exact_fields(field) for form in forms]
        if field in fields.PINYIN:
            queries.append(self.term(fields.PINYIN[field], word))
        return best_of(queries)

    def _mongolian(self, field: str, word: str) -> Query:
        if field:
            return any_of([self.term(exact, mongolian_exact(word)) for exact in exact_fields(field)])
        return best_of(
            [
                Query.boost_query(self.term(fields.MONGOLIAN, key), KEY_WEIGHTS[key[0]])
                for key in dict.fromkeys(mongolian_terms(word))
            ]
        )

    def _begins(self, field: str, run: Sequence[Token]) -> Query:
        """What begins so. Chinese has no word ends, so there a prefix is the word itself."""
        last = run[-1]
        if last.continuous:
            return self._phrase(field, run)
        if last.mongolian and len(run) == 1 and not field:
            key = next((term for term in mongolian_terms(last.text) if term.startswith("3:")), f"0:{last.text}")
            return self._any_beginning(fields.MONGOLIAN, key)
        sequence = Adjacent.of(run, prefix=True)
        queries = [self.holds(exact, sequence) for exact in exact_fields(field)]
        if field in fields.PINYIN and len(sequence.terms) == 1:
            queries.append(self._any_beginning(fields.PINYIN[field], sequence.terms[0]))
        return any_of(queries)

    def _any_beginning(self, field: str, prefix: str) -> Query:
        return Query.term_set_query(self._schema, field, self._beginning(field, prefix))

    def _beginning(self, field: str, prefix: str) -> list[str]:
        found = self._searcher.terms_with_prefix(field, prefix, limit=MOST_TERMS + 1)
        if len(found) > MOST_TERMS:
            raise PrefixTooShortError(prefix)
        return [term for term, _ in found]


def exact_fields(field: str) -> tuple[str, ...]:
    """The exact fields that hold a field of the query language; all parts of the document for the default text."""
    if not field:
        return fields.DEFAULT_EXACT
    return (fields.PLACE_NAMES,) if field == fields.PLACE else (fields.PARTS[field][1],)


def _groups(run: Sequence[Token]) -> list[list[Token]]:
    """Tokens that stand together in one typed word: parts of a Latin word, and Chinese with a letter or two beside it."""
    groups: list[list[Token]] = []
    for token in run:
        if groups and _belongs(groups[-1][-1], token):
            groups[-1].append(token)
        else:
            groups.append([token])
    return groups


def _belongs(before: Token, token: Token) -> bool:
    if before.mongolian or token.mongolian:
        return False
    if before.continuous and token.continuous:
        return False
    if before.continuous or token.continuous:
        return len((token if before.continuous else before).text) <= _ABBREVIATION
    return True
