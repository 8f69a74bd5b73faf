"""What a search gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, TypeAlias

Sort: TypeAlias = Literal["relevance", "newest", "oldest", "number"]


class Hit(NamedTuple):
    """One document, or the first of its family. `family` is 0 without one; `more_in_family` counts the other hits of it."""

    id: int
    score: float
    family: int
    more_in_family: int = 0


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value with the number of documents (not families) that have it."""

    value: str
    count: int


_NO_FACETS: Final[Mapping[str, tuple[FacetValue, ...]]] = MappingProxyType({})


class Result(NamedTuple):
    """A page of hits.

    `total` counts documents. `families` counts families when they were collapsed, else it is None; it is an estimate (about
    2 per cent off) when not `families_exact`. `took_ms` is the time in the index, without the database.
    """

    total: int
    hits: tuple[Hit, ...]
    families: int | None = None
    families_exact: bool = True
    facets: Mapping[str, tuple[FacetValue, ...]] = _NO_FACETS
    took_ms: float = 0.0
    generation: int = 0
