"""Similarities of two weighted sets, each a function of three sums that grows with `matched` and falls with `total`."""

from __future__ import annotations

import enum
import math

import numpy as np
import numpy.typing as npt

from erdem.overlap.engine.kernel.compiling import inlined
from erdem.overlap.engine.weights import FORMULA

Doubles = npt.NDArray[np.float64]


class Metric(enum.IntEnum):
    """What `top_k` orders by.

    COSINE is the cosine of information vectors: what a product of L2-normalised sparse rows gives. JACCARD is the common
    share of the information. FUSION is the engine's own first score (`formula.index.base_score`).
    """

    COSINE = 0
    JACCARD = 1
    FUSION = 2


def shares() -> Doubles:
    """Weights of the fusion, as the compiled code takes them (handed over, so that a cached compilation never ages)."""
    return np.array(
        [
            FORMULA.linear,
            FORMULA.tversky,
            FORMULA.jaccard,
            FORMULA.linear_missing,
            FORMULA.linear_added,
            FORMULA.tversky_missing,
            FORMULA.tversky_added,
        ]
    )


@inlined
def similarity(metric: int, matched: float, asked: float, total: float, share: Doubles) -> float:
    """Score of a formula: 0 without a common substance. `asked` and `total` are positive.

    Sums are of squared information for the cosine, of information for the others.
    """
    if metric == 0:
        return matched / math.sqrt(asked * total)
    if metric == 1:
        return matched / (asked + total - matched)
    return fusion(matched, max(total - matched, 0.0), max(asked - matched, 0.0), asked, share)


@inlined
def fusion(matched: float, missing: float, added: float, asked: float, share: Doubles) -> float:
    """Linear evidence, Tversky and Jaccard, each 0..1: the scalar form of `formula.index.base_score`."""
    if matched <= 0.0:
        return 0.0
    linear = (matched - share[3] * missing - share[4] * added) / asked
    tversky = matched / (matched + share[5] * missing + share[6] * added)
    jaccard = matched / (matched + missing + added)
    return float(share[0] * min(max(linear, 0.0), 1.0) + share[1] * tversky + share[2] * jaccard)


def similarities(metric: Metric, matched: Doubles, asked: float, total: Doubles) -> Doubles:
    """The same over whole arrays, in numpy: what the compiled code is held to."""
    if metric is Metric.COSINE:
        scores: Doubles = matched / np.sqrt(asked * total)
        return scores
    if metric is Metric.JACCARD:
        return matched / (asked + total - matched)
    missing, added = np.maximum(total - matched, 0.0), np.maximum(asked - matched, 0.0)
    weights = FORMULA
    linear = (matched - weights.linear_missing * missing - weights.linear_added * added) / asked
    tversky = matched / (matched + weights.tversky_missing * missing + weights.tversky_added * added)
    jaccard = matched / (matched + missing + added)
    return weights.linear * np.clip(linear, 0.0, 1.0) + weights.tversky * tversky + weights.jaccard * jaccard
