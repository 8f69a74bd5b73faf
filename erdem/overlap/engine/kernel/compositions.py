"""Many compositions as arrays: lists of substance numbers, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Longs = npt.NDArray[np.int64]
Integers = npt.NDArray[np.int32]
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Compositions:
    """Composition `i` holds the distinct substances `terms[starts[i]:starts[i + 1]]`, rising, 0 up to the vocabulary.

    `unknown[i]` is how many substances outside the vocabulary it holds as well; they weigh like one that is found in
    one formula only, and match nothing.
    """

    starts: Longs
    terms: Integers
    unknown: Integers

    def __len__(self) -> int:
        return self.starts.size - 1

    def __iter__(self) -> Iterator[Integers]:
        return (self.terms[first:last] for first, last in zip(self.starts[:-1], self.starts[1:], strict=True))

    def part(self, first: int, last: int) -> Compositions:
        """Compositions `first` up to `last`, as a new object over the same terms."""
        bounds = self.starts[first : last + 1]
        return Compositions(bounds - bounds[0], self.terms[bounds[0] : bounds[-1]], self.unknown[first:last])

    def followed_by(self, other: Compositions) -> Compositions:
        """These and then the others, of the same vocabulary."""
        starts = np.concatenate((self.starts, other.starts[1:] + self.starts[-1]))
        terms = np.concatenate((self.terms, other.terms))
        return Compositions(starts, terms, np.concatenate((self.unknown, other.unknown)))

    def take(self, chosen: Sequence[int]) -> Compositions:
        """The chosen compositions, in the order given."""
        rows = list(self)
        made = from_lists([rows[at].tolist() for at in chosen])
        return Compositions(made.starts, made.terms, self.unknown[np.asarray(chosen, dtype=np.int64)])


def from_lists(rows: Iterable[Iterable[int]]) -> Compositions:
    """Compositions from lists of numbers; a number below 0 is an unknown substance, repeats count once."""
    kept: list[list[int]] = []
    unknown: list[int] = []
    for row in rows:
        members = list(row)
        kept.append(sorted({term for term in members if term >= 0}))
        unknown.append(sum(term < 0 for term in members))
    starts = np.zeros(len(kept) + 1, dtype=np.int64)
    starts[1:] = np.cumsum([len(row) for row in kept])
    terms = np.fromiter((term for row in kept for term in row), dtype=np.int32, count=int(starts[-1]))
    return Compositions(starts, terms, np.asarray(unknown, dtype=np.int32))


def from_names(rows: Iterable[Iterable[str]], numbers: Mapping[str, int]) -> Compositions:
    """Compositions from canonical ids; an id that `numbers` does not know is unknown, each such id once."""
    return from_lists([numbers.get(name, -1) for name in dict.fromkeys(row)] for row in rows)


def synthetic(
    frequency: npt.NDArray[np.integer], count: int, seed: int = 0, sizes: tuple[int, int] = (3, 19)
) -> Compositions:
    """`count` invented compositions: the size even between `sizes`, members drawn by frequency without repeats.

    They measure speed and equality; they mean nothing. The same arguments always give the same compositions.
    """
    generator = np.random.default_rng(seed)
    least, most = sizes
    wanted = generator.integers(least, most + 1, count)
    drawn = np.empty((count, most), dtype=np.int32)
    have = np.zeros(count, dtype=np.int64)
    bounds = np.cumsum(frequency) / np.sum(frequency)
    open_rows = np.arange(count)
    while open_rows.size:
        fresh = np.searchsorted(bounds, generator.random(open_rows.size), side="right").astype(np.int32)
        places = np.arange(most)[None, :] < have[open_rows, None]
        new = ~((drawn[open_rows] == fresh[:, None]) & places).any(axis=1)
        rows = open_rows[new]
        drawn[rows, have[rows]] = fresh[new]
        have[rows] += 1
        open_rows = open_rows[have[open_rows] < wanted[open_rows]]
    inside = np.arange(most)[None, :] < wanted[:, None]
    ordered = np.sort(np.where(inside, drawn, np.iinfo(np.int32).max), axis=1)
    starts = np.concatenate(([0], np.cumsum(wanted))).astype(np.int64)
    return Compositions(starts, ordered[inside], np.zeros(count, dtype=np.int32))
