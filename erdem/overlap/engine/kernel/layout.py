"""The index of the kernel: the pool's compositions, and the same turned round for searching.

Formulas with one set of substances are one *group*. Groups are ordered by `total`, and group `g` stands in block
`g // lanes` at lane `g % lanes`. Block `s * parts + j` is column `j * fields + s` of a table with `lanes` rows, the table
of counters: what lies under each other belongs to one block, and the `parts` columns of one *field* stand `fields` apart,
so that rows fold to blocks and blocks to fields by vector maxima. A small pool has one block in a field.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from erdem.overlap.engine.kernel.compositions import Compositions
from erdem.overlap.engine.kernel.similarity import Metric

GRID = 2.0**20
PARTS = 8  # blocks in a field, from so many groups on:
PARTS_FROM = 4_096
FIELDS = 64  # a field is 64 columns wide: one vector of bytes
FIELD_GROUPS = 32_768  # one set of 64 fields for so many groups
DENSE = 1_500  # a substance in so many groups gets a row of bytes

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Unsigned = npt.NDArray[np.uint32]


class Tables(NamedTuple):
    """What the compiled code reads. `slot` is a place in the table of counters, `group` an order number by total."""

    weights: Floats  # of each substance, on the grid
    posting_starts: Unsigned
    slots: npt.NDArray[np.unsignedinteger]  # of the groups that hold a substance
    dense_row: npt.NDArray[np.int32]  # of a substance, or -1
    dense: Bytes  # 255 where the group at that slot holds the substance
    totals: Doubles  # of each group, rising; places without a group repeat the last
    block_low: Doubles  # least total of each block, by column; its square root for the cosine
    field_low: Doubles
    field_promise: Doubles
    term_starts: Unsigned
    terms: npt.NDArray[np.unsignedinteger]  # substances of each group
    member_starts: Unsigned
    members: npt.NDArray[np.int32]  # positions of each group's formulas, rising
    groups: npt.NDArray[np.int64]  # how many there are, one number


@dataclass(frozen=True, slots=True)
class KernelIndex:
    """A pool made ready for `top_k` by one metric. `rare` is the weight of a substance that no formula holds."""

    metric: Metric
    pool: Compositions
    weights: Floats
    rare: float
    tables: Tables

    @property
    def size(self) -> int:
        """Number of formulas."""
        return len(self.pool)

    @property
    def bytes_held(self) -> int:
        """Bytes of all arrays."""
        return sum(array.nbytes for array in (*self.tables, self.pool.starts, self.pool.terms))


def on_grid(information: npt.NDArray[np.floating], metric: Metric) -> Floats:
    """Weights whose sums are exact: information (squared for the cosine) as a multiple of 2**-20, at least one."""
    values = np.square(information) if metric is Metric.COSINE else information
    rounded: Floats = (np.maximum(np.round(np.asarray(values, dtype=np.float64) * GRID), 1.0) / GRID).astype(np.float32)
    return rounded


def information_of(pool: Compositions, vocabulary: int) -> Doubles:
    """`log(1 + N/n)` of each substance, scaled so that one found once has 1; one found nowhere has 1 too."""
    counts = np.maximum(np.bincount(pool.terms, minlength=vocabulary), 1)
    size = max(len(pool), 1)
    scaled: Doubles = np.log1p(size / counts) / np.log1p(size)
    return scaled


def build(pool: Compositions, information: npt.NDArray[np.floating], metric: Metric = Metric.COSINE) -> KernelIndex:
    """Index of the pool. `information` is one positive number a substance, at most a few units.

    Raises:
        ValueError: a formula holds an unknown substance, or a weight is no positive number below 16.
    """
    values = np.asarray(information, dtype=np.float64)
    if pool.unknown.any():
        raise ValueError("the vocabulary of a pool holds all of its substances")
    if pool.terms.size and (pool.terms.min() < 0 or pool.terms.max() >= values.size):
        raise ValueError("a composition names a substance that has no weight")
    if not np.all((values > 0) & (values < 16)):
        raise ValueError("weights must be above 0 and below 16")
    weights = on_grid(values, metric)
    return KernelIndex(metric, pool, weights, 1.0, _tables(pool, weights, metric))


def _tables(pool: Compositions, weights: Floats, metric: Metric) -> Tables:
    group_rows, members = _groups(pool, weights)
    count = len(group_rows)
    fields = FIELDS * max(1, -(-count // FIELD_GROUPS))
    parts = PARTS if count >= PARTS_FROM else 1
    lanes = max(1, -(-count // (fields * parts)))
    term_starts = _starts([row.size for row in group_rows])
    terms = np.concatenate(group_rows) if group_rows else np.empty(0, dtype=np.int32)
    owner = np.repeat(np.arange(count), np.diff(term_starts))
    totals = np.bincount(owner, weights[terms].astype(np.float64), count)
    slots = _slots(np.arange(count), lanes, fields, parts)
    order = np.lexsort((slots[owner], terms))
    posting_starts = np.searchsorted(terms[order], np.arange(weights.size + 1))
    postings = slots[owner[order]]
    width = fields * parts * lanes
    dense_row, dense = _dense(postings, posting_starts, width)
    padded = np.concatenate((totals, np.full(width - count, totals[-1] if count else 1.0)))
    edges = np.sqrt(padded) if metric is Metric.COSINE else padded
    blocks = edges.reshape(fields * parts, lanes)
    in_columns = np.arange(fields * parts).reshape(fields, parts).T.ravel()
    return Tables(
        weights=weights,
        posting_starts=posting_starts.astype(np.uint32),
        slots=postings.astype(np.uint16 if width <= 1 << 16 else np.uint32),
        dense_row=dense_row,
        dense=dense,
        totals=padded,
        block_low=blocks[in_columns, 0].copy(),
        field_low=blocks[::parts, 0].copy(),
        field_promise=1.0 / np.sqrt(padded[:: lanes * parts]),
        term_starts=term_starts.astype(np.uint32),
        terms=terms.astype(np.uint16 if weights.size <= 1 << 16 else np.uint32),
        member_starts=_starts([len(found) for found in members]).astype(np.uint32),
        members=np.fromiter((at for found in members for at in found), dtype=np.int32),
        groups=np.array([count], dtype=np.int64),
    )


def _groups(pool: Compositions, weights: Floats) -> tuple[list[npt.NDArray[np.int32]], list[list[int]]]:
    """The distinct sets with at least one substance, by rising total, and the positions of each."""
    positions: dict[bytes, list[int]] = {}
    for position, row in enumerate(pool):
        if row.size:
            positions.setdefault(row.tobytes(), []).append(position)
    rows = [np.frombuffer(key, dtype=np.int32) for key in positions]
    totals = np.array([weights[row].sum(dtype=np.float64) for row in rows])
    order = np.argsort(totals, kind="stable")
    members = list(positions.values())
    return [rows[at] for at in order], [members[at] for at in order]


def _starts(sizes: list[int]) -> npt.NDArray[np.int64]:
    starts = np.zeros(len(sizes) + 1, dtype=np.int64)
    starts[1:] = np.cumsum(sizes)
    return starts


def _slots(groups: npt.NDArray[np.int64], lanes: int, fields: int, parts: int) -> npt.NDArray[np.int64]:
    block, lane = groups // lanes, groups % lanes
    column = (block % parts) * fields + block // parts
    return lane * (fields * parts) + column


def _dense(
    postings: npt.NDArray[np.int64], starts: npt.NDArray[np.int64], width: int
) -> tuple[npt.NDArray[np.int32], Bytes]:
    common = np.flatnonzero(np.diff(starts) >= DENSE)
    rows = np.full(starts.size - 1, -1, dtype=np.int32)
    rows[common] = np.arange(common.size)
    dense = np.zeros((common.size, width), dtype=np.uint8)
    for row, term in enumerate(common):
        dense[row, postings[starts[term] : starts[term + 1]]] = 255
    return rows, dense
