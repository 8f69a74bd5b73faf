"""Filters that are ticked beside the results: any of the values of one filter, all filters together."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

import tantivy
from tantivy import Occur, Query

from erdem.literature.search import schema as fields
from erdem.literature.search.compile import between, selecting
from erdem.literature.search.text_queries import any_of

CLASS, REGION, YEAR, FAMILY = "class", "region", "year", "family"
FILTERS: Final = frozenset({*fields.FACET_FIELDS, CLASS, REGION, YEAR, FAMILY})
_SPAN: Final = re.compile(r"(\d{4})(?:-(\d{4}))?")

Filters = Mapping[str, Collection[str]]


def filtered(query: Query, filters: Filters, schema: tantivy.Schema, *, without: frozenset[str] = frozenset()) -> Query:
    """The documents of `query` that pass all filters but those named in `without`. Raises ValueError for an unknown one."""
    unknown = filters.keys() - FILTERS
    if unknown:
        raise ValueError(f"there is no filter {', '.join(sorted(unknown))}; known are {', '.join(sorted(FILTERS))}")
    clauses = [
        (Occur.Must, selecting(_filter(name, sorted(values), schema)))
        for name, values in sorted(filters.items())
        if values and name not in without
    ]
    return Query.boolean_query([(Occur.Must, query), *clauses]) if clauses else query


def _filter(name: str, values: list[str], schema: tantivy.Schema) -> Query:
    if name == YEAR:
        return any_of([_years(value, schema) for value in values])
    if name == FAMILY:
        numbers = [int(value) for value in values if value.isdecimal() and len(value) < 19]
        return any_of([Query.term_query(schema, FAMILY, number) for number in numbers])
    if name == CLASS:
        return any_of([_class(value, schema) for value in values])
    if name == REGION:
        return any_of([_place(value, schema) for value in values])
    return any_of([Query.term_query(schema, fields.FACET_FIELDS[name], value) for value in values])


def _class(value: str, schema: tantivy.Schema) -> Query:
    if value == fields.NOT_OBTAINED:
        return Query.term_query(schema, fields.FACET_FIELDS[CLASS], value)
    return Query.term_query(schema, "ic", value.upper().replace(" ", ""))


def _place(value: str, schema: tantivy.Schema) -> Query:
    field = fields.FACET_FIELDS["region1"] if value == fields.NOT_OBTAINED else fields.PLACE
    return Query.term_query(schema, field, value)


def _years(value: str, schema: tantivy.Schema) -> Query:
    """2015-2019 or 2015, or that it was not obtained; what is none of these finds nothing."""
    if value == fields.NOT_OBTAINED:
        return Query.term_query(schema, "year", 0)
    match = _SPAN.fullmatch(value)
    if match is None:
        return Query.empty_query()
    first, last = int(match[1]), int(match[2] or match[1])
    return between(schema, "year", first, last) if 0 < first <= last else Query.empty_query()
