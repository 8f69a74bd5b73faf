"""Turning the pages of hits, up to the depth that the index lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from erdem.literature.queries.searching_shapes import MOST, SearchRequest, SearchResult

AROUND = 2
ENDS = 1
ELLIPSIS = "…"


@dataclass(frozen=True)
class _Paginator:
    """What the pagination component asks of a paginator."""

    pages: tuple[int | str, ...]
    ELLIPSIS: str = ELLIPSIS

    def get_elided_page_range(self) -> tuple[int | str, ...]:
        """The pages to offer: the ends, those around this one, and signs for the gaps."""
        return self.pages


@dataclass(frozen=True)
class Turning:
    """Where the reader is among the pages; answers what the pagination component asks of a page."""

    number: int
    last: int

    @property
    def has_other_pages(self) -> bool:
        """Say whether there is more than one page."""
        return self.last > 1

    @property
    def has_previous(self) -> bool:
        """Say whether there is a page before this one."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Say whether there is a page behind this one."""
        return self.number < self.last

    @property
    def previous_page_number(self) -> int:
        """The page before this one."""
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        """The page behind this one."""
        return self.number + 1

    @property
    def paginator(self) -> _Paginator:
        """The pages to offer."""
        return _Paginator(tuple(_with_gaps(sorted(self._offered()))))

    def _offered(self) -> set[int]:
        near = range(self.number - AROUND, self.number + AROUND + 1)
        ends = (*range(1, ENDS + 1), *range(self.last - ENDS + 1, self.last + 1))
        return {page for page in (*near, *ends) if 1 <= page <= self.last}


def _with_gaps(pages: list[int]) -> Iterator[int | str]:
    before = 0
    for page in pages:
        if page > before + 1:
            yield ELLIPSIS
        yield page
        before = page


def turning(request: SearchRequest, result: SearchResult | None) -> Turning:
    """Where a request stands among the pages of its result."""
    if result is None:
        return Turning(1, 1)
    listed = min(result.families if result.families is not None else result.total, MOST)
    last = max(1, -(-listed // request.limit))
    return Turning(min(request.offset // request.limit + 1, last), last)
