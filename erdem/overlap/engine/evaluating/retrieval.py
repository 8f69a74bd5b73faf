"""Retrieval figures over pairs of a composition and its relevant TK records.

A ranked list holds clusters of TK variants; a cluster is relevant when one of its members is. R@k is the share of
queries with a relevant cluster among the first k, MRR the mean of 1/rank of the first one, NDCG@10 has gain 1 a
relevant cluster (Jarvelin and Kekalainen, 2002). Shares carry Wilson intervals, means a seeded bootstrap. State the
size of the pool with every figure.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from erdem.lib.intervals import bootstrap_mean, wilson
from erdem.overlap.engine.claims.parse import ParsedPatent, parse_patent
from erdem.overlap.engine.evaluating.baselines import MEASURES, PlainSets
from erdem.overlap.engine.metrics import DEFAULT, METRICS, Metric
from erdem.overlap.engine.pool import Pool
from erdem.overlap.engine.records import RecordId
from erdem.overlap.engine.records import patent as read_patent
from erdem.overlap.engine.screening import rank_clusters

DEPTH = 100
CUTS = (1, 10, 100)
SEED = 20_261_126
ENGINE = "engine"
GRADED = "graded-"  # before the name of a measure of the engine, to tell it from the plain one
BASELINES = ("idf-jaccard", "jaccard")
ABOVE = 5
SHARED_GROUPS = ((0, 2), (3, 4), (5, 6), (7, 9), (10, None))


@dataclass(frozen=True, slots=True)
class Ranked:
    """One place of a ranked list: the record that stands for its cluster, its score, and what the engine names of it."""

    position: int
    score: float
    relation: str = ""
    shared: int = 0


Ranker = Callable[[ParsedPatent], list[Ranked]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one query gave: ranks of relevant clusters, how many there are, the best one, and the first places above it.

    `relation` is the one the pair states, else the one the engine names of the best relevant match (`not_named` by a plain
    measure), else `not_ranked`;
    `shared` counts the substances that match shares.
    """

    publication: str
    ranks: tuple[int, ...]
    relevant: int
    relation: str
    shared: int
    score: float | None
    found: RecordId | None
    above: tuple[tuple[RecordId, str, float, str], ...]

    @property
    def rank(self) -> int | None:
        """Rank of the first relevant cluster among the first hundred."""
        return self.ranks[0] if self.ranks else None

    def as_json(self) -> dict[str, object]:
        """One line of the table of ranks."""
        return {
            "publication": self.publication,
            "rank": self.rank,
            "relevant_clusters": self.relevant,
            "relation": self.relation,
            "shared": self.shared,
            "tk": self.found,
            "score": None if self.score is None else round(self.score, 4),
            "above": [
                {"tk": key, "tk_name": name, "score": round(score, 4), "relation": relation or None}
                for key, name, score, relation in self.above
            ],
        }


def metric_names() -> tuple[str, ...]:
    """What `ranker` knows: the engine's own score, its other measures over graded substances, and the plain measures."""
    return (ENGINE, *(GRADED + name for name in METRICS), *MEASURES)


def ranker(pool: Pool, metric: str = ENGINE, sets: PlainSets | None = None) -> Ranker:
    """A function that ranks the clusters of the pool for a parsed patent. Raises `KeyError` for an unknown metric."""
    graded = DEFAULT if metric == ENGINE else metric.removeprefix(GRADED) if metric.startswith(GRADED) else ""
    if graded in METRICS:
        return lambda parsed: _by_engine(pool, parsed, METRICS[graded])
    if metric not in MEASURES:
        raise KeyError(metric)
    plain = sets or PlainSets(pool)
    return lambda parsed: [
        Ranked(position, score) for _cluster, score, position in plain.clusters(parsed, metric, DEPTH)
    ]


def _by_engine(pool: Pool, parsed: ParsedPatent, measure: Metric) -> list[Ranked]:
    return [
        Ranked(found.position, found.score, found.formula.relation.value, len(found.formula.shared))
        if found.formula is not None
        else Ranked(found.position, found.score)
        for found in rank_clusters(pool, parsed, measure=measure)
    ]


def relevant_clusters(pool: Pool, wanted: Iterable[object]) -> set[str]:
    """Clusters that hold one of the wanted record keys, compared as text."""
    keys = {str(item) for item in wanted}
    return {pool.cluster_of[position] for position, record in enumerate(pool.records) if str(record.id) in keys}


def outcomes(pool: Pool, pairs: Iterable[Mapping[str, object]], rank: Ranker | None = None) -> list[Outcome]:
    """One outcome for each pair that states what is relevant and can be read, in order."""
    rank = rank or ranker(pool)
    found: list[Outcome] = []
    for line, pair in enumerate(pairs):
        wanted = pair.get("relevant")
        if not isinstance(wanted, Sequence) or isinstance(wanted, str):
            continue
        patent, _ = read_patent(pair, line)
        if patent is not None:
            ranked = rank(parse_patent(patent, pool.canonicalise))
            stated = pair.get("relation")
            relevant = relevant_clusters(pool, wanted)
            found.append(
                _outcome(pool, patent.publication, ranked, relevant, stated if isinstance(stated, str) else "")
            )
    return found


def _outcome(pool: Pool, publication: str, ranked: Sequence[Ranked], relevant: set[str], stated: str) -> Outcome:
    places = [place for place, one in enumerate(ranked) if pool.cluster_of[one.position] in relevant]
    best = ranked[places[0]] if places else None
    before = ranked[: places[0]] if places else ranked
    return Outcome(
        publication=publication,
        ranks=tuple(place + 1 for place in places if place < DEPTH),
        relevant=len(relevant),
        relation=stated or ((best.relation or "not_named") if best else "not_ranked"),
        shared=best.shared if best else 0,
        score=best.score if best else None,
        found=pool.records[best.position].id if best else None,
        above=tuple(
            (pool.records[one.position].id, pool.records[one.position].name, one.score, one.relation)
            for one in before[:ABOVE]
        ),
    )


def evaluate(pool: Pool, pairs: Iterable[Mapping[str, object]], metric: str = ENGINE) -> dict[str, float | int]:
    """`{"queries", "R@1", "R@10", "R@100", "MRR", "NDCG@10"}` over the pairs that state what is relevant."""
    return figures(outcomes(pool, pairs, ranker(pool, metric)))


def figures(found: Sequence[Outcome]) -> dict[str, float | int]:
    """The six figures of a list of outcomes, rounded to four places."""
    count = len(found)
    result: dict[str, float | int] = {"queries": count}
    for depth in CUTS:
        result[f"R@{depth}"] = round(_hits(found, depth) / count, 4) if count else 0.0
    for name, values in _means(found).items():
        result[name] = round(sum(values) / count, 4) if count else 0.0
    return result


def intervals(found: Sequence[Outcome], seed: int = SEED) -> dict[str, list[float]]:
    """95 % intervals of the figures: Wilson for the recalls, seeded bootstrap for MRR and NDCG@10."""
    result = {f"R@{depth}": wilson(_hits(found, depth), len(found)) for depth in CUTS}
    result |= {name: bootstrap_mean(values, seed) for name, values in _means(found).items()}
    return {name: [round(low, 4), round(high, 4)] for name, (low, high) in result.items()}


def report(pool: Pool, pairs: Sequence[Mapping[str, object]], metric: str = ENGINE) -> dict[str, object]:
    """The whole report of `erdem eval overlap`: figures, intervals, per relation and shared number, baselines."""
    return report_of(pool, pairs, outcomes(pool, pairs, ranker(pool, metric)), metric)


def report_of(
    pool: Pool, pairs: Sequence[Mapping[str, object]], found: Sequence[Outcome], metric: str = ENGINE
) -> dict[str, object]:
    """The report over outcomes already at hand; the baselines are measured now, over the same pool and pairs."""
    plain = PlainSets(pool)
    beside = {name: outcomes(pool, pairs, ranker(pool, name, plain)) for name in BASELINES if name != metric}
    return {
        **figures(found),
        "intervals": intervals(found),
        "metric": metric,
        "pool": len(pool.records),
        "clusters": len(pool.clusters),
        "relations": _grouped(found, lambda one: one.relation),
        "shared_substances": _grouped(found, _shared_group),
        "baselines": {name: {**figures(given), "intervals": intervals(given)} for name, given in beside.items()},
        "seed": SEED,
        "lexicon": pool.lexicon.version,
    }


def _grouped(found: Sequence[Outcome], key: Callable[[Outcome], str]) -> dict[str, object]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for one in found:
        groups[key(one)].append(one)
    names = sorted(
        groups, key=lambda name: (len(name.partition("-")[0].rstrip("+")) if name[:1].isdigit() else 0, name)
    )
    return {name: {**figures(groups[name]), "intervals": intervals(groups[name])} for name in names}


def _shared_group(one: Outcome) -> str:
    for low, high in SHARED_GROUPS:
        if high is None or one.shared <= high:
            return f"{low}+" if high is None else f"{low}-{high}"
    return ""


def _hits(found: Sequence[Outcome], depth: int) -> int:
    return sum(any(rank <= depth for rank in one.ranks) for one in found)


def _means(found: Sequence[Outcome]) -> dict[str, list[float]]:
    return {
        "MRR": [1 / one.ranks[0] if one.ranks else 0.0 for one in found],
        "NDCG@10": [_ndcg(one.ranks, one.relevant) for one in found],
    }


def _ndcg(ranks: Sequence[int], total: int) -> float:
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(total, 10) + 1))
    gained = sum(1 / math.log2(rank + 1) for rank in ranks if rank <= 10)
    return gained / ideal if ideal else 0.0
