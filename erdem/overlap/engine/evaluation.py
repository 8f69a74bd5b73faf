"""Retrieval figures over pairs of a composition and its relevant TK records.

A ranked list holds clusters of TK variants; a cluster is relevant when one of its members is. R@k is the share of
queries with a relevant cluster among the first k, MRR the mean of 1/rank of the first one, NDCG@10 has gain 1 a
relevant cluster. State the size of the pool with every figure.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from erdem.overlap.engine.claims.parse import parse_patent
from erdem.overlap.engine.pool import Pool
from erdem.overlap.engine.records import patent as read_patent
from erdem.overlap.engine.screening import rank_clusters

DEPTH = 100


def relevant_ranks(pool: Pool, pair: Mapping[str, object], line: int = 0) -> tuple[list[int], int] | None:
    """Ranks (from 1) of the relevant clusters among the first hundred, and how many there are; None without truth."""
    wanted = pair.get("relevant")
    if not isinstance(wanted, Sequence) or isinstance(wanted, str):
        return None
    patent, _ = read_patent(pair, line)
    if patent is None:
        return None
    keys = {str(item) for item in wanted}
    relevant = {pool.cluster_of[position] for position, record in enumerate(pool.records) if str(record.id) in keys}
    ranked = rank_clusters(pool, parse_patent(patent, pool.canonicalise))[:DEPTH]
    ranks = [rank for rank, found in enumerate(ranked, 1) if pool.cluster_of[found.position] in relevant]
    return ranks, len(relevant)


def evaluate(pool: Pool, pairs: Iterable[Mapping[str, object]]) -> dict[str, float | int]:
    """`{"queries", "R@1", "R@10", "R@100", "MRR", "NDCG@10"}` over the pairs that state what is relevant."""
    found = [result for line, pair in enumerate(pairs) if (result := relevant_ranks(pool, pair, line)) is not None]
    count = len(found)
    figures: dict[str, float | int] = {"queries": count}
    for depth in (1, 10, 100):
        hits = sum(any(rank <= depth for rank in ranks) for ranks, _ in found)
        figures[f"R@{depth}"] = hits / count if count else 0.0
    figures["MRR"] = sum(1 / ranks[0] for ranks, _ in found if ranks) / count if count else 0.0
    figures["NDCG@10"] = sum(_ndcg(ranks, total) for ranks, total in found) / count if count else 0.0
    return {key: value if key == "queries" else round(value, 4) for key, value in figures.items()}


def _ndcg(ranks: Sequence[int], total: int) -> float:
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(total, 10) + 1))
    gained = sum(1 / math.log2(rank + 1) for rank in ranks if rank <= 10)
    return gained / ideal if ideal else 0.0
